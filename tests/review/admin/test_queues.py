"""Lists of what waits: for a review, and for each of us."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents.models import Incident
from review.models import Record, Refused, Review
from review.workflow import claiming, decisions
from sources.models import Actor, Source
from tests import factories
from tests.pages import form_of, signed_in

pytestmark = pytest.mark.django_db

HOME = "/admin/"
QUEUE = "/admin/review/review/"


@pytest.fixture
def olena() -> User:
    return factories.researcher()


@pytest.fixture
def taras() -> User:
    return factories.reviewer()


def told(client: Client, name: str) -> list[str]:
    return [short(one) for one in client.get(HOME).context["lists"][name]["reviews"]]


def asked(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def page_of(record: Record) -> str:
    return reverse("admin:review_review_detail", args=[record.pk])


# Size


def test_first_page_and_queue_ask_the_database_the_same_for_one_record_and_for_four(
    olena: User, taras: User
) -> None:
    clients = [(signed_in(olena), HOME), (signed_in(taras), HOME), (signed_in(taras), QUEUE)]

    def numbers() -> list[int]:
        return [asked(client, url) for client, url in clients]

    factories.actor()
    factories.submitted(factories.actor(name_en="One that waits"))
    numbers()
    few = numbers()
    for number in range(3):
        factories.actor(name_en=f"Draft {number}", by=factories.researcher(name=f"r{number}"))
        factories.actor(name_en=f"Draft of mine {number}")
        waits = factories.actor(name_en=f"Waits {number}", by=factories.researcher(name="petro"))
        factories.submitted(waits)

    assert numbers() == few


def test_first_page_shows_the_beginning_of_a_list_and_leads_to_the_rest(
    researcher: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("review.admin.queues.FIRST", 1)
    monkeypatch.setattr("review.admin.queues.ON_A_PAGE", 2)
    for number in range(3):
        factories.actor(name_en=f"Draft {number}")

    drafts = researcher.get(HOME).context["lists"]["drafts"]
    own = reverse("admin:review_review_drafts")
    pages = [researcher.get(own, {"page": number}) for number in (1, 2)]

    assert (len(drafts["reviews"]), drafts["number"]) == (1, 3)
    assert own in researcher.get(HOME).content.decode()
    assert [[one.title for one in page.context["reviews"]] for page in pages] == [
        ["Draft 2", "Draft 1"],
        ["Draft 0"],
    ]


def test_a_row_says_who_saved_the_pending_changes_and_how_often(
    reviewer: Client, olena: User
) -> None:
    actor = factories.published(factories.actor(by=factories.researcher(name="before")))
    factories.save(actor, note_en="one")
    factories.save(actor, by=factories.researcher(name="petro"), note_en="two")
    factories.save(actor, note_en="three")
    factories.submitted(actor)

    [review] = reviewer.get(QUEUE).context["reviews"]

    assert (review.saves, [str(one) for one in review.people]) == (3, ["olena", "petro"])


# One row for each report


def rows_of(client: Client, **asked: str) -> list[tuple[str, list[str]]]:
    """What the queue shows: each row, and what waits with it."""
    reviews = client.get(QUEUE, asked).context["reviews"]
    return [(short(one), sorted(map(short, one.with_it))) for one in reviews]


def short(review: Review) -> str:
    """Of a source its own title alone."""
    return review.title.partition(", ")[0]


def report(number: int = 1, **fields: Any) -> tuple[Actor, Source, Incident]:
    """An incident that waits with its source and with who published that."""
    by = factories.researcher()
    body = factories.submitted(factories.actor(name_en=f"Body {number}"))
    source = factories.source(title=f"Report {number}", publisher=body, **fields)
    said = factories.statement(source=source)
    factories.submitted(source, by=by)
    incident = factories.incident(statement=said, title_en=f"Event {number}")
    factories.submitted(incident, by=by)
    return body, source, incident


def test_a_report_is_one_row_with_what_it_rests_on(reviewer: Client) -> None:
    report()
    factories.submitted(factories.actor(name_en="Alone"))

    assert rows_of(reviewer) == [("Event 1", ["Body 1", "Report 1"]), ("Alone", [])]
    assert told(reviewer, "to_review") == ["Event 1", "Alone"]


def test_what_is_not_asked_for_gathers_nothing(reviewer: Client) -> None:
    report()

    assert rows_of(reviewer, kind="source") == [("Report 1", ["Body 1"])]


def test_what_rests_on_it_and_may_not_be_read_is_not_told(reviewer: Client) -> None:
    _body, _source, incident = report()
    incident.review.refresh_from_db()
    factories.save(incident, access="restricted")
    factories.submitted(incident)
    unseeing = factories.person(name="unseeing", group="Researchers")

    assert rows_of(reviewer) == [("Event 1", ["Body 1", "Report 1"])]
    assert rows_of(signed_in(unseeing)) == [("Report 1", ["Body 1"])]


def test_what_one_worked_on_hides_nothing_that_others_decide_with_it() -> None:
    _body, _source, incident = report()
    both = factories.reviewer(name="both")
    factories.give(both, "Researchers")
    incident.review.refresh_from_db()
    factories.save(incident, by=both, title_en="Changed")
    factories.submitted(incident)

    assert told(signed_in(both), "to_review") == ["Report 1"]


def test_the_queue_asks_the_database_the_same_for_one_report_and_for_three(
    reviewer: Client,
) -> None:
    report()
    asked(reviewer, QUEUE)
    few = asked(reviewer, QUEUE), asked(reviewer, HOME)
    for number in (2, 3):
        report(number)

    assert (asked(reviewer, QUEUE), asked(reviewer, HOME)) == few
    assert few < (25, 40)


# What is asked of the queue


def titles(client: Client, **asked: str) -> list[str]:
    return [title for title, _below in rows_of(client, **asked)]


def test_the_queue_is_narrowed_by_each_question(olena: User, taras: User) -> None:
    client = signed_in(taras)
    petro, ivan = factories.researcher(name="petro"), factories.reviewer(name="ivan")
    factories.submitted(factories.source(title="Russian", language="ru"))
    taken = factories.submitted(factories.actor(name_en="Taken", by=petro), by=petro)
    factories.submitted(factories.actor(name_en="Two languages", name_uk="Інша"))
    claiming.take(taken.review, by=taras)
    claiming.assign(taken.review, to=ivan, by=taras)
    claiming.set_urgent(taken.review, by=petro, urgent=True, comment="now")

    assert titles(client) == ["Taken", "Russian", "Two languages"]
    assert {
        question: titles(client, **dict([question.split("=")]))
        for question in (
            *("kind=source", f"author={petro.pk}", "language=ru", "language=uk", "age=1"),
            *("urgent=1", "urgent=0", f"assigned_to={ivan.pk}", f"reviewing_by={taras.pk}"),
            *("reviewing_by=null", "order=newest", "order=changed", "order=title"),
        )
    } == {
        "kind=source": ["Russian"],
        f"author={petro.pk}": ["Taken"],
        "language=ru": ["Russian"],
        "language=uk": ["Two languages"],
        "age=1": [],
        "urgent=1": ["Taken"],
        "urgent=0": ["Russian", "Two languages"],
        f"assigned_to={ivan.pk}": ["Taken"],
        f"reviewing_by={taras.pk}": ["Taken"],
        "reviewing_by=null": ["Russian", "Two languages"],
        "order=newest": ["Two languages", "Taken", "Russian"],
        "order=changed": ["Two languages", "Taken", "Russian"],
        "order=title": ["Taken", "Two languages", "Russian"],
    }


def test_the_queue_offers_those_alone_whom_its_rows_name(olena: User, taras: User) -> None:
    """A new colleague is not told who else works here."""
    petro = factories.researcher(name="petro")
    factories.person(name="unseen", group="Researchers")
    factories.submitted(factories.actor(name_en="Open", by=olena), by=olena)
    kept = factories.source(title="Kept", access="restricted", by=petro)
    factories.submitted(kept, by=petro)
    claiming.take(Review.objects.get(pk=kept.pk), by=taras)

    def offered(person: User) -> dict[str, list[str]]:
        form = signed_in(person).get(QUEUE).context["asked"]
        names = ("author", "assigned_to", "reviewing_by")
        return {name: [str(one) for one in form[name].field.queryset] for name in names}

    assert set(map(tuple, offered(olena).values())) == {("olena",)}
    assert offered(taras)["author"] == ["olena", "petro", "taras"]


def test_a_question_that_cannot_be_understood_finds_nothing_and_says_why(reviewer: Client) -> None:
    factories.submitted(factories.actor())

    page = reviewer.get(QUEUE, {"kind": "x"})

    assert (page.status_code, page.context["reviews"]) == (200, [])
    assert "Select a valid choice" in page.content.decode()


# Whose it is


def test_what_i_took_or_was_asked_for_is_a_list_of_its_own(taras: User) -> None:
    factories.submitted(factories.actor(name_en="Free"))
    taken, assigned = (
        factories.submitted(factories.actor(name_en=name)) for name in ("Taken", "Asked")
    )
    claiming.take(taken.review, by=taras)
    claiming.assign(assigned.review, to=taras, by=taras)

    assert told(signed_in(taras), "given_to_me") == ["Taken", "Asked"]
    assert told(signed_in(factories.reviewer(name="ivan")), "given_to_me") == []


def test_what_i_returned_waits_for_its_researchers_also_while_they_mend_it(taras: User) -> None:
    returned = factories.submitted(factories.actor(name_en="Returned"))
    review = Review.objects.get(pk=returned.pk)
    decisions.send_back(review, by=taras, seen=review.head_id, comment="Say which office.")
    client, other = signed_in(taras), signed_in(factories.reviewer(name="ivan"))
    at_once = told(client, "returned_by_me"), told(other, "returned_by_me")
    returned.review.refresh_from_db()
    factories.save(returned, note_en="begun")
    while_mending = told(client, "returned_by_me")
    factories.submitted(returned)

    assert at_once == (["Returned"], [])
    assert while_mending == ["Returned"]
    assert told(client, "returned_by_me") == []


def test_a_closed_draft_is_found_by_whoever_worked_on_it_with_why(olena: User, taras: User) -> None:
    own, thrown_away = factories.actor(name_en="Own"), factories.actor(name_en="Thrown away")
    for actor, deed, by in ((own, decisions.close, olena), (thrown_away, decisions.discard, taras)):
        deed(actor.review, by=by, seen=actor.review.head_id, comment="Entered twice.")
    address = reverse("admin:review_review_closed")

    found = signed_in(olena).get(address)

    assert [(short(one), one.to_mend) for one in found.context["reviews"]] == [
        ("Thrown away", "Entered twice."),
        ("Own", "Entered twice."),
    ]
    assert list(signed_in(factories.researcher(name="petro")).get(address).context["reviews"]) == []
    own.review.refresh_from_db()
    decisions.reopen(own.review, by=olena, comment="It is another one.")
    assert len(signed_in(olena).get(address).context["reviews"]) == 1


def test_what_was_approved_since_is_nobodys_draft_any_more(olena: User) -> None:
    actor = factories.published(factories.actor())
    factories.save(actor, by=factories.researcher(name="petro"), note_en="more")

    assert told(signed_in(olena), "drafts") == []
    assert told(signed_in(User.objects.get(username="petro")), "drafts") == ["CNN"]


def test_who_worked_on_an_earlier_edition_may_review_this_one(taras: User) -> None:
    actor = factories.actor(by=taras)
    factories.submitted(actor)
    factories.approved(actor, by=factories.reviewer(name="another"))
    factories.save(actor, note_en="more")
    factories.submitted(actor)

    assert told(signed_in(taras), "to_review") == ["CNN"]


# What colleagues said


def news_of(person: User) -> list[tuple[str, str]]:
    page = signed_in(person).get(HOME)
    return [(one.event.kind, one.event.comment) for one in page.context["notices"]]


def test_a_comment_reaches_whoever_works_on_the_record_until_they_answer(
    olena: User, taras: User
) -> None:
    actor = factories.actor()
    factories.actor(name_en="Of somebody else", by=factories.researcher(name="petro"))
    decisions.comment(actor.review, by=taras, comment="Which channel is meant?")
    before = news_of(olena)

    decisions.comment(actor.review, by=olena, comment="The international one.")

    assert before == [("commented", "Which channel is meant?")]
    assert news_of(olena) == []
    assert news_of(taras) == [("commented", "The international one.")]
    assert news_of(User.objects.get(username="petro")) == []


def test_whose_work_is_discarded_is_told_who_did_it_and_why(olena: User, taras: User) -> None:
    actor = factories.published(factories.actor())
    factories.save(actor, note_en="more")
    review = Review.objects.get(pk=actor.pk)

    decisions.discard(review, by=taras, seen=review.head_id, comment="It is said elsewhere.")

    assert news_of(olena) == [("discarded", "It is said elsewhere.")]


def test_news_of_what_one_may_not_read_any_more_is_not_told(olena: User, taras: User) -> None:
    source = factories.source()
    decisions.comment(source.review, by=taras, comment="Careful.")
    source.review.refresh_from_db()
    factories.save(source, access="restricted", by=taras)
    restricted = signed_in(olena).get(page_of(source))

    assert (restricted.status_code, news_of(olena)) == (404, [])


# On the review page


def since(page: Any) -> list[tuple[str, str]]:
    return [(line.field_label, line.after) for line in page.context.get("since", [])]


def test_after_a_return_the_page_says_what_changed_since(olena: User, taras: User) -> None:
    actor = factories.submitted(factories.actor(note_en="before"))
    review = Review.objects.get(pk=actor.pk)
    decisions.send_back(review, by=taras, seen=review.head_id, comment="Say which office.")
    client = signed_in(taras)
    at_once = client.get(page_of(actor))
    actor.review.refresh_from_db()
    factories.save(actor, note_en="The office in Kyiv.")
    factories.submitted(actor)

    later = client.get(page_of(actor))

    assert since(at_once) == []
    assert since(later) == [("public note (English)", "The office in Kyiv.")]
    assert later.context["looked"].comment == "Say which office."


def test_to_put_a_line_back_is_said_to_be_a_change_of_ones_own(taras: User) -> None:
    actor = factories.published(factories.actor())
    factories.save(actor, note_en="more")
    factories.submitted(actor)
    warning = "To put a line back is a change of yours"

    assert warning in signed_in(taras).get(page_of(actor)).content.decode()
    assert warning not in signed_in(factories.researcher()).get(page_of(actor)).content.decode()


# Drafts of one's own


def test_a_draft_of_ones_own_is_closed_and_can_be_reopened(researcher: Client, olena: User) -> None:
    actor = factories.actor()
    url = reverse("admin:review_review_close", args=[actor.pk])
    form = form_of(researcher.get(page_of(actor)), url)

    researcher.post(url, form | {"close-comment": "It is CNN, which we have."})

    closed = Review.objects.get(pk=actor.pk)
    assert closed.work == "closed"
    assert decisions.reopen(closed, by=olena, comment="No, another.").work == "draft"


def test_nobody_closes_what_others_worked_on_or_what_was_public(olena: User) -> None:
    shared, public = factories.actor(), factories.actor(name_en="BBC")
    factories.save(shared, by=factories.researcher(name="petro"), note_en="more")
    factories.published(public)
    factories.save(public, note_en="more")
    for actor in (shared, public):
        review = Review.objects.get(pk=actor.pk)
        with pytest.raises(Refused, match="on which only you worked"):
            decisions.close(review, by=olena, seen=review.head_id, comment="a duplicate")
        assert Review.objects.get(pk=actor.pk).work == "draft"


def test_closing_needs_a_reason(olena: User) -> None:
    actor = factories.actor()
    with pytest.raises(Refused, match="Say why it is closed"):
        decisions.close(actor.review, by=olena, seen=actor.review.head_id, comment=" ")


# In whose hands it is


def test_a_page_that_named_nobody_takes_nothing_from_a_colleague(taras: User) -> None:
    actor = factories.submitted(factories.actor())
    take = reverse("admin:review_review_take", args=[actor.pk])
    ivan = signed_in(factories.reviewer(name="ivan"))
    before = form_of(ivan.get(page_of(actor)), take)
    claiming.take(actor.review, by=taras)

    refused = ivan.post(take, before, follow=True)
    still = Review.objects.get(pk=actor.pk).reviewing_by
    ivan.post(take, form_of(refused, take))

    assert "being reviewed by taras. Speak with them" in refused.content.decode()
    assert "taras is at it" in refused.content.decode()
    assert (still, str(Review.objects.get(pk=actor.pk).reviewing_by)) == (taras, "ivan")


def test_a_reviewer_is_asked_on_the_page_of_the_record(reviewer: Client, taras: User) -> None:
    actor = factories.submitted(factories.actor())
    ivan = factories.reviewer(name="ivan")
    url = reverse("admin:review_review_assign_reviewer", args=[actor.pk])
    form = form_of(reviewer.get(page_of(actor)), url)

    refused = reviewer.post(url, form | {"assign-to": factories.researcher(name="petro").pk})
    reviewer.post(url, form | {"assign-to": ivan.pk})

    assert refused.status_code == 400
    assert "assigned to ivan" in reviewer.get(QUEUE).content.decode()
    release = reverse("admin:review_review_release", args=[actor.pk])
    signed_in(ivan).post(release)
    assert Review.objects.get(pk=actor.pk).assigned_to is None
