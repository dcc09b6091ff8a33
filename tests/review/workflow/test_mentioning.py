"""“@” and a name in a comment tells that colleague, if they may read the record."""

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.urls import reverse

from accounts.models import Colleague
from review.models import Notice
from review.text.mentions import named_in
from review.workflow import asking, assigning, decisions
from sources.models import Source
from tests import factories as make
from tests.pages import form_of, signed_in

pytestmark = pytest.mark.django_db

UNKNOWN = "Nobody who is called “{}” and may read this record is known here: not told."


@pytest.fixture
def source() -> Source:
    return make.source(by=make.researcher())


def told() -> list[tuple[str, str]]:
    """But for whoever has a part in the record."""
    found = Notice.objects.exclude(person__username="olena").order_by("person__username")
    return [(one.person.username, str(one.what)) for one in found]


def comment(source: Source, words: str, by: User | None = None) -> list[str]:
    """What the page says beside that it was done."""
    client = signed_in(by or make.reviewer())
    page = reverse("admin:review_review_detail", args=[source.pk])
    send = reverse("admin:review_review_comment", args=[source.pk])
    answer = client.post(send, form_of(client.get(page), send) | {"comment-comment": words})
    return [str(one) for one in get_messages(answer.wsgi_request) if one.level_tag == "warning"]


@pytest.mark.parametrize(
    ("text", "named", "others"),
    [
        ("@olena: see this", {"olena"}, []),
        ("(@Olena), @petro.", {"olena"}, ["petro"]),
        ("@Olha Koval and @olha", {"Olha Koval", "Olha"}, []),
        ("@Olha Koval alone", {"Olha Koval"}, []),
        ("write to desk@olena.example", set(), []),
        ("@olena-marija", set(), ["olena-marija"]),
        ("@ olena", set(), []),
        ("@" * 3000 + "olena", {"olena"}, []),
    ],
)
def test_who_is_named(text: str, named: set[str], others: list[str]) -> None:
    assert named_in(text, ["olena", "Olha", "Olha Koval"]) == (named, others)


def test_whoever_is_mentioned_is_told(source: Source) -> None:
    petro = make.researcher(name="petro")
    Colleague.objects.create(person=petro, working_name="Stepan K")

    warned = comment(source, "@Stepan K, is it the second?")

    assert (told(), warned) == ([("petro", "mentioned you")], [])


def test_by_the_name_to_sign_in_nobody_is_found_who_is_called_otherwise(source: Source) -> None:
    Colleague.objects.create(person=make.researcher(name="petro"), working_name="Stepan")

    assert (comment(source, "@petro?"), told()) == ([UNKNOWN.format("petro")], [])


def test_who_may_not_read_the_record_and_who_is_nobody_are_answered_alike(source: Source) -> None:
    make.save(source, access="restricted")
    make.researcher(name="petro")
    halyna, maria = make.reviewer(name="halyna"), make.reviewer(name="maria")
    for one in (halyna, maria):
        make.give(one, "Safeguarding")

    warned = comment(source, "@petro, @nobody, @halyna", by=maria)

    assert set(warned) == {UNKNOWN.format("petro"), UNKNOWN.format("nobody")}
    assert told() == [("halyna", "mentioned you")]


def test_a_new_colleague_finds_only_those_who_did_something_to_the_record(source: Source) -> None:
    make.researcher(name="petro")
    new = make.person(name="new", group="Reviewers", is_new=True)
    assigning.assign(source.review, new, by=make.reviewer())

    warned = comment(source, "@petro and @olena", by=new)

    assert (warned, told()) == ([UNKNOWN.format("petro")], [])
    assert [str(one.what) for one in Notice.objects.filter(person__username="olena")] == [
        "mentioned you"
    ]


def test_who_was_mentioned_and_may_not_read_it_any_more_is_told_nothing(source: Source) -> None:
    petro = make.researcher(name="petro")
    decisions.comment(source.review, by=make.reviewer(), comment="@petro, look")
    source.review.refresh_from_db()
    make.save(source, access="restricted", by=make.reviewer())

    assert list(Notice.objects.of(petro)) == []


def test_a_question_and_a_return_mention_too(source: Source) -> None:
    petro = make.researcher(name="petro")
    make.submitted(source)
    taras = make.reviewer()
    line = f"{source._meta.label_lower}:{source.pk}"
    asking.ask(source.review, {line: "@petro: which?"}, by=taras)
    decisions.send_back(source.review, by=taras, seen=source.review.head_id, comment="@petro knows")

    assert [str(one.what) for one in Notice.objects.filter(person=petro)] == ["mentioned you"] * 2
