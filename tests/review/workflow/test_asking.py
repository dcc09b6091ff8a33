"""Questions about lines: asked together, answered, resolved by whoever asked."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from review.models import Event, Record, Refused, Review
from review.workflow import asking, threads
from sources.models import Actor
from tests import factories as make
from tests.pages import form_of, signed_in
from tests.review.refusing import refused_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor() -> Actor:
    """Public, with two lines that wait for review."""
    actor = make.published(make.actor())
    make.save(actor, note_en="A broadcaster.", side="third")
    make.submitted(actor)
    return actor


@pytest.fixture
def taras() -> User:
    return make.reviewer()


def line(record: Record, field: str) -> str:
    return f"{record._meta.label_lower}:{record.pk}:{field}"


def asked(record: Record, by: User, **texts: str) -> Event:
    asking.ask(record.review, {line(record, name): text for name, text in texts.items()}, by=by)
    return Event.objects.exclude(line="").latest("id")


def told(record: Record) -> list[tuple[str, list[str], bool]]:
    return [
        (one.asked.comment, [answer.comment for answer in one.answers], bool(one.resolved))
        for one in threads.questions(record.review)
    ]


def test_questions_are_sent_together_answered_and_resolved(actor: Actor, taras: User) -> None:
    second = asked(actor, taras, note_en="Which country?", side="Is it?")

    asking.answer(second, by=make.researcher(), comment="It is.")
    asking.resolve(second, by=taras)

    assert told(actor) == [("Which country?", [], False), ("Is it?", ["It is."], True)]


def test_all_of_them_are_sent_or_none(actor: Actor, taras: User) -> None:
    with pytest.raises(Refused, match="is not in the comparison any more"):
        asked(actor, taras, note_en="Which country?", name_en="And this?")

    assert told(actor) == []


def test_a_line_of_another_record_is_none_of_this_one(actor: Actor, taras: User) -> None:
    other = make.actor(name_en="BBC")
    key = f"sources.actor:{other.pk}"

    with pytest.raises(Refused, match="is not in the comparison any more"):
        asking.ask(actor.review, {key: "What?"}, by=taras)


def test_nothing_is_asked_about_a_line_that_rests_on_what_is_kept(taras: User) -> None:
    kept = make.source(access="restricted", title="Kept")
    said = make.statement(source=kept)
    open_source = make.source()
    statement = make.statement(
        source=open_source, label="S2", links=[{"to": said, "kind": "repeats", "stated": "stated"}]
    )
    link = statement.links.get()
    open_source.review.refresh_from_db()
    key = f"sources.statementlink:{link.pk}"

    with pytest.raises(Refused, match="Not everybody who reads this record may read that line"):
        asking.ask(open_source.review, {key: "Is it?"}, by=taras)


def test_what_was_asked_is_kept_with_what_its_line_names(taras: User) -> None:
    named = make.source(title="Open so far")
    told_there = make.statement(source=named)
    source = make.source()
    link = {"to": told_there, "kind": "repeats", "stated": "stated"}
    statement = make.statement(source=source, label="S2", links=[link])
    source.review.refresh_from_db()
    key = f"sources.statementlink:{statement.links.get().pk}"
    asking.ask(source.review, {key: "Is it Bohdanenko?"}, by=taras)
    question = Event.objects.exclude(line="").get()
    asking.answer(question, by=taras, comment="Of Bohdanenko, yes.")

    make.save(named, access="restricted", comment="to protect somebody")

    names = ("detail", "history")
    pages = [reverse(f"admin:review_review_{name}", args=[source.pk]) for name in names]
    change = reverse("admin:sources_source_change", args=[source.pk])
    pages += [change, reverse("admin:index")]
    olena, client = signed_in(make.researcher()), signed_in(taras)
    assert ["Bohdanenko" in olena.get(one).content.decode() for one in pages] == [False] * 4
    assert ["Bohdanenko" in client.get(one).content.decode() for one in pages[:3]] == [True] * 3
    answer = reverse("admin:review_review_answer", args=[source.pk, question.pk])
    assert olena.post(answer, {f"answer-{question.pk}-comment": "No."}).status_code == 404


# Who resolves


def test_only_whoever_asked_resolves_it(actor: Actor, taras: User) -> None:
    question, olena = asked(actor, taras, note_en="Which country?"), make.researcher()

    with pytest.raises(Refused, match="Whoever asked says"):
        asking.resolve(question, by=olena)
    with refused_by("comment_thread"):
        resolution(question, by=olena)


def resolution(question: Event, *, by: User, review: Review | None = None) -> None:
    Event.objects.create(
        review=review or question.review,
        kind="resolved",
        by=by,
        answers=question,
        revision=question.revision,
    )


def test_what_somebody_asked_who_left_is_resolved_by_others(actor: Actor, taras: User) -> None:
    question = asked(actor, taras, note_en="Which country?")
    User.objects.filter(pk=taras.pk).update(is_active=False)
    question.by.refresh_from_db()

    asking.resolve(question, by=make.researcher())

    assert told(actor) == [("Which country?", [], True)]


def test_it_is_resolved_once(actor: Actor, taras: User) -> None:
    question = asked(actor, taras, note_en="Which country?")
    asking.resolve(question, by=taras)

    with pytest.raises(Refused, match="has said that it is answered"):
        asking.resolve(question, by=taras)
    with refused_by("event_resolved_once"):
        resolution(question, by=taras)


def test_an_answer_stands_at_a_question_of_its_own_record(actor: Actor, taras: User) -> None:
    question = asked(actor, taras, note_en="Which country?")
    asking.answer(question, by=taras, comment="Mine.")
    answer = Event.objects.latest("id")
    other = make.actor(name_en="BBC").review

    with refused_by("comment_thread"):
        resolution(question, by=taras, review=other)
    with refused_by("comment_thread"):
        resolution(answer, by=taras)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("event_line_of_question", {"kind": "saved", "line": "sources.actor:x"}),
        ("event_answers_question", {"kind": "resolved"}),
    ],
)
def test_an_event_that_cannot_be_is_refused(
    actor: Actor, taras: User, constraint: str, fields: dict[str, str]
) -> None:
    with refused_by(constraint):
        Event.objects.create(review=actor.review, by=taras, revision=actor.review.head, **fields)


# On the page


def page_of(actor: Actor) -> str:
    return reverse("admin:review_review_detail", args=[actor.pk])


def test_comments_on_lines_are_typed_beside_them_and_stand_there(actor: Actor, taras: User) -> None:
    client, ask = signed_in(taras), reverse("admin:review_review_ask", args=[actor.pk])
    name = f"ask-{line(actor, 'note_en')}"

    page = client.post(ask, form_of(client.get(page_of(actor)), ask) | {name: "Which country?"})
    shown = client.get(page_of(actor))

    assert page.status_code == 302
    lines = {one.field.name: one.questions for one in shown.context["lines"]}
    assert {name: [q.asked.comment for q in found] for name, found in lines.items()} == {
        "note_en": ["Which country?"],
        "side": [],
    }
    assert "1 question about a line is not answered yet." in shown.content.decode()


def test_what_was_typed_on_a_line_that_is_gone_stays(actor: Actor, taras: User) -> None:
    client, ask = signed_in(taras), reverse("admin:review_review_ask", args=[actor.pk])
    gone, there = f"ask-{line(actor, 'name_en')}", f"ask-{line(actor, 'note_en')}"

    page = client.post(ask, {gone: "Kept words", there: "Also kept"})

    assert page.status_code == 400
    text = page.content.decode()
    assert [words in text for words in ("Kept words", "Also kept")] == [True, True]
    assert told(actor) == []


def test_a_question_is_answered_and_resolved_at_its_line(actor: Actor, taras: User) -> None:
    question = asked(actor, taras, note_en="Which country?")
    olena, mine = signed_in(make.researcher()), signed_in(taras)
    addresses = [
        reverse(f"admin:review_review_{name}", args=[actor.pk, question.pk])
        for name in ("answer", "resolve")
    ]
    form = form_of(olena.get(page_of(actor)), addresses[0])

    empty = olena.post(addresses[0], form)
    olena.post(addresses[0], form | {f"answer-{question.pk}-comment": "The US."})
    olena.post(addresses[1])
    before = told(actor)
    mine.post(addresses[1])

    assert empty.status_code == 400
    assert before == [("Which country?", ["The US."], False)]
    assert told(actor) == [("Which country?", ["The US."], True)]


def test_a_question_of_another_record_is_not_found_at_this_one(actor: Actor, taras: User) -> None:
    question = asked(actor, taras, note_en="Which country?")
    other = make.actor(name_en="BBC")

    for name in ("answer", "resolve"):
        address = reverse(f"admin:review_review_{name}", args=[other.pk, question.pk])
        assert signed_in(taras).post(address).status_code == 404


def test_a_question_about_a_line_that_does_not_differ_any_more_is_still_there(
    actor: Actor, taras: User
) -> None:
    asked(actor, taras, note_en="Which country?")
    actor.review.refresh_from_db()
    make.save(actor, note_en="")

    page = signed_in(taras).get(page_of(actor))

    assert [one.asked.about for one in page.context["questions_elsewhere"]] == [
        "actor – public note (English)"
    ]
