"""What waits for one of us: told at once, listed and counted as far as they may read it."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import suspending
from review.models import Event, Notice, Record, Review
from review.workflow import asking, claiming, decisions, leaving, publishing
from sources.models import Actor
from tests import factories as make
from tests.pages import form_of, signed_in

pytestmark = pytest.mark.django_db

PAGE = "/admin/review/review/notices/"
HEAD = '<strong class="unread">'


@pytest.fixture
def olena() -> User:
    return make.researcher()


@pytest.fixture
def taras() -> User:
    return make.reviewer()


@pytest.fixture
def waiting(olena: User) -> Actor:
    actor = make.actor(by=olena)
    make.submitted(actor, by=olena)
    return actor


def told(person: User | Client) -> list[tuple[str, bool]]:
    """What each notice says, and whether it was read."""
    client = signed_in(person) if isinstance(person, User) else person
    notices = client.get(PAGE).context["notices"]
    return [(str(one.what), one.read_at is not None) for one in notices]


def in_head(client: Client) -> str:
    """The number beside “Notices”; empty when there is none."""
    text = client.get("/admin/review/review/").content.decode()
    return text.partition(HEAD)[2].partition("</strong>")[0].rpartition(" ")[2]


def head(record: Record) -> int | None:
    return Review.objects.get(pk=record.pk).head_id


def send_back(record: Record, by: User) -> None:
    decisions.send_back(record.review, by=by, seen=head(record), comment="Say where.")


def discard(record: Record, by: User) -> None:
    decisions.discard(record.review, by=by, seen=head(record), comment="It is another one.")


def approve(record: Record, by: User) -> None:
    make.approved(record, by=by)


def comment(record: Record, by: User) -> None:
    decisions.comment(record.review, by=by, comment="Which channel?")


@pytest.mark.parametrize(
    ("deed", "what"),
    [
        (send_back, "returned it for changes"),
        (discard, "discarded the changes"),
        (approve, "approved"),
        (comment, "commented"),
    ],
)
def test_whoever_worked_on_a_record_is_told_what_became_of_it(
    waiting: Actor, olena: User, taras: User, deed: Callable[[Record, User], None], what: str
) -> None:
    make.actor(name_en="BBC", by=make.researcher(name="petro"))

    deed(waiting, taras)

    assert told(olena) == [(what, False)]
    assert told(taras) == told(User.objects.get(username="petro")) == []


def test_a_withdrawal_is_told_to_all_who_ever_worked_on_what_was_public(
    olena: User, taras: User
) -> None:
    actor = make.published(make.actor(by=olena))
    make.save(actor, by=make.researcher(name="petro"), note_en="more")
    make.published(actor, note="More is known.")
    Notice.objects.all().mark_read()

    publishing.withdraw(actor.review, by=taras, day=make.DAY, reason="error", comment="wrong")

    for person in (olena, User.objects.get(username="petro")):
        assert told(person)[0] == ("withdrew it from the public", False)


def test_a_reviewer_is_told_what_was_put_into_their_hands_or_taken_out_of_them(
    waiting: Actor, taras: User
) -> None:
    ivan = make.reviewer(name="ivan")
    claiming.assign(waiting.review, to=ivan, by=taras)
    claiming.take(waiting.review, by=ivan)
    claiming.take(waiting.review, by=taras, over=ivan.pk)

    assert told(ivan) == [("took the review over from you", False), ("asks you to decide", True)]


def test_a_draft_that_is_passed_on_is_told(olena: User) -> None:
    make.actor(by=olena)
    petro = make.researcher(name="petro")
    make.two_administrators()

    leaving.leave(olena, to=petro, by=make.administrator(), reason="another post")

    assert told(petro) == [("passed it on to you", False)]


def test_whoever_asked_about_a_line_is_told_the_answer(
    olena: User, taras: User, waiting: Actor
) -> None:
    line = f"{waiting._meta.label_lower}:{waiting.pk}"
    asking.ask(waiting.review, {line: "Which office?"}, by=taras)

    asking.answer(Event.objects.exclude(line="").get(), by=olena, comment="Kyiv.")

    assert told(taras) == [("answered your question", False)]
    assert told(olena) == [("asked about a line", True)]


def test_nobody_whose_account_is_shut_is_told(waiting: Actor, olena: User, taras: User) -> None:
    make.two_administrators()
    suspending.suspend(olena, by=make.administrator(), reason="arrested")

    send_back(waiting, taras)

    assert list(Notice.objects.filter(person=olena)) == []


# Read


def test_opening_the_review_page_marks_what_was_told_about_that_record(
    waiting: Actor, olena: User, taras: User
) -> None:
    other = make.submitted(make.actor(name_en="BBC", by=olena), by=olena)
    send_back(waiting, taras)
    send_back(other, taras)
    client = signed_in(olena)

    client.get(reverse("admin:review_review_detail", args=[waiting.pk]))

    assert [(one.event.review.title, one.read_at is None) for one in Notice.objects.all()] == [
        ("BBC", True),
        ("CNN", False),
    ]
    assert in_head(client) == "1"


def test_a_notice_is_marked_by_itself_or_with_all_that_the_page_showed(
    waiting: Actor, olena: User, taras: User
) -> None:
    client = signed_in(olena)
    for number in range(3):
        decisions.comment(waiting.review, by=taras, comment=f"Comment {number}")
    first = Notice.objects.earliest("event")
    shown = client.get(PAGE)
    decisions.comment(waiting.review, by=taras, comment="Just now")

    client.post(reverse("admin:review_review_read_notice", args=[first.pk]))
    one = told(client)
    everything = reverse("admin:review_review_read_notices")
    client.post(everything, form_of(shown, everything))

    assert one == [("commented", False)] * 3 + [("commented", True)]
    assert told(client) == [("commented", False)] + [("commented", True)] * 3


@pytest.mark.parametrize("up_to", ["", "x", "9" * 19, "-1", "9" * 30])
def test_a_number_that_no_page_gave_is_no_error(olena: User, up_to: str) -> None:
    answer = signed_in(olena).post(reverse("admin:review_review_read_notices"), {"up_to": up_to})

    assert answer.status_code == 302


def test_the_notice_of_somebody_else_is_none(waiting: Actor, taras: User) -> None:
    send_back(waiting, taras)
    notice = Notice.objects.get()

    answer = signed_in(taras).post(reverse("admin:review_review_read_notice", args=[notice.pk]))

    assert answer.status_code == 404
    assert Notice.objects.get().read_at is None


def test_whoever_has_no_right_to_read_reviews_has_no_notices() -> None:
    client = signed_in(User.objects.create_user("visitor", is_staff=True))

    assert client.get(PAGE).status_code == 403
    assert "Notices" not in client.get("/admin/password_change/").content.decode()


# What one may not read (any more)


def test_what_one_may_not_read_any_more_is_neither_told_nor_counted(
    olena: User, taras: User
) -> None:
    source = make.source(by=olena)
    decisions.comment(source.review, by=taras, comment="Careful with the witness.")
    client = signed_in(olena)
    before = in_head(client)
    source.review.refresh_from_db()
    make.save(source, access="restricted", by=taras)
    notice = Notice.objects.get(person=olena)

    page = client.get(PAGE)
    marked = client.post(reverse("admin:review_review_read_notice", args=[notice.pk]))

    assert before == "1"
    assert (page.context["shown"].paginator.count, in_head(client)) == (0, "")
    assert "Careful with the witness" not in page.content.decode()
    assert marked.status_code == 404


def test_a_question_about_a_line_that_names_what_one_may_not_read_is_not_told(
    olena: User, taras: User
) -> None:
    named = make.source(title="Open so far")
    link = {"to": make.statement(source=named), "kind": "repeats", "stated": "stated"}
    source = make.source(by=olena)
    statement = make.statement(source=source, label="S2", links=[link])
    source.review.refresh_from_db()
    line = f"sources.statementlink:{statement.links.get().pk}"
    asking.ask(source.review, {line: "Is it the same day?"}, by=taras)
    client = signed_in(olena)
    before = in_head(client)
    make.save(named, access="restricted", comment="to protect somebody")

    page = client.get(PAGE)

    assert before == "1"
    assert (page.context["shown"].paginator.count, in_head(client)) == (0, "")
    assert "Is it the same day?" not in page.content.decode()


# The database


def test_nobody_is_told_twice_of_one_event(waiting: Actor, taras: User) -> None:
    send_back(waiting, taras)
    notice = Notice.objects.get()

    with pytest.raises(ValidationError, match="They are told of this already"):
        Notice(person=notice.person, event=notice.event).validate_constraints()


def test_the_page_asks_as_much_of_the_database_for_three_as_for_one(
    waiting: Actor, olena: User, taras: User
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        return sum("accounts_session" not in one["sql"] for one in queries)

    client = signed_in(olena)
    decisions.comment(waiting.review, by=taras, comment="One")
    client.get(PAGE)
    once = asked()
    for number in range(2):
        other = make.actor(name_en=f"Body {number}", by=olena)
        decisions.comment(other.review, by=make.reviewer(name=f"ivan{number}"), comment="More")

    assert asked() == once
