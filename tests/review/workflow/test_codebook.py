"""The codebook: written of a ruling, agreed to by another, read by all, shown where it is asked."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from review.models import CodebookEntry, Event, Refused
from review.redaction import typed
from review.workflow import codebook, decisions, disagreeing
from sources.models import Actor
from tests import factories as make
from tests.pages import form_of, signed_in
from tests.review.refusing import refused_by
from tests.review.workflow.test_asking import line
from tests.review.workflow.test_disagreeing import both

pytestmark = pytest.mark.django_db

SIDE = "sources.actor:side"
QUESTION = "Which side is a broadcaster that a state pays?"
ANSWER = "That of the state, which decides what it says."


@pytest.fixture
def taras() -> User:
    return make.reviewer()


@pytest.fixture
def ivan() -> User:
    return make.reviewer(name="ivan")


@pytest.fixture
def actor() -> Actor:
    actor = make.published(make.actor())
    make.save(actor, note_en="A broadcaster.", side="third")
    make.submitted(actor)
    return actor


@pytest.fixture
def ruling(actor: Actor, taras: User, ivan: User) -> Event:
    one = both(actor, taras, ivan)
    return disagreeing.rule(one, by=ivan, chosen=one, put="", why="Its owner decides.")


def written(ruling: Event, by: User, **more: Any) -> CodebookEntry:
    said = {"question": QUESTION, "answer": ANSWER, "about": SIDE} | more
    return codebook.propose(ruling, by=by, **said)


def agreed(entry: CodebookEntry, by: User) -> CodebookEntry:
    return codebook.agree(entry, by=by, at=timezone.now())


def page(name: str, *args: Any) -> str:
    return reverse(f"admin:{name}", args=args)


def test_it_holds_once_a_second_person_agrees_and_until_it_is_replaced(
    ruling: Event, actor: Actor, taras: User, ivan: User
) -> None:
    entry = written(ruling, ivan)
    with pytest.raises(Refused, match="You wrote this yourself"):
        agreed(entry, ivan)
    before = list(CodebookEntry.objects.current())
    agreed(entry, taras)
    one = both(actor, taras, ivan)
    second = disagreeing.rule(one, by=ivan, chosen=None, put="other", why="Better so.")

    later = agreed(written(second, ivan, answer="None.", replaces=entry), taras)

    assert (before, list(CodebookEntry.objects.current())) == ([], [later])
    with pytest.raises(Refused, match="a later ruling replaces it"):
        codebook.take_back(later, by=ivan)
    history = signed_in(taras).get(page("review_review_codebook_entry", later.pk))
    assert history.context["earlier"] == [entry]


@pytest.mark.parametrize("text", ["As in {reference}.", "As in {lower}"])
def test_it_names_no_record(ruling: Event, ivan: User, text: str) -> None:
    reference = ruling.review.reference
    said = text.format(reference=reference, lower=reference.lower())

    with pytest.raises(Refused, match="It names a record"):
        written(ruling, ivan, answer=said)


def change(**values: Any) -> Callable[[CodebookEntry], Any]:
    return lambda entry: CodebookEntry.objects.filter(pk=entry.pk).update(**values)


@pytest.mark.parametrize(
    "deed", [change(answer="Another."), change(value="x"), CodebookEntry.delete]
)
def test_the_database_changes_nothing_of_it(
    ruling: Event, taras: User, ivan: User, deed: Callable[[CodebookEntry], Any]
) -> None:
    entry = agreed(written(ruling, ivan), taras)

    with refused_by("append_only"):
        deed(entry)


def test_the_database_wants_two_people_a_ruling_and_a_redaction(
    ruling: Event, taras: User, ivan: User
) -> None:
    entry = written(ruling, ivan)
    with refused_by("codebookentry_two_people"):
        change(agreed_by=ivan, agreed_at=timezone.now())(entry)
    opened = ruling.answers
    assert opened is not None
    with refused_by("codebook_by_two"):
        CodebookEntry.objects.create(
            ruling=opened, question="Why?", answer="So.", about=SIDE, by=ivan
        )
    agreed(entry, taras)
    with refused_by("save_needs_redaction"):
        change(question="", answer="", words_removed=True)(entry)
        connection.check_constraints()


def test_its_words_go_with_what_is_redacted(ruling: Event, taras: User, ivan: User) -> None:
    entry = agreed(written(ruling, ivan), taras)
    decisions.event(ruling.review, Event.Kind.ERASED, taras, "asked for")  # in no other transaction

    for texts in typed.TYPED:
        texts.forget_words(lambda text: "broadcaster" in text)

    entry.refresh_from_db()
    assert (entry.question, entry.answer, str(entry)) == ("", "", "(its words were removed)")
    assert list(CodebookEntry.objects.current()) == []


def test_all_staff_read_what_holds_and_only_readers_of_the_record_its_link(
    taras: User, ivan: User
) -> None:
    source = make.source(access="restricted", title="Kept Bohdanenko")
    source.review.refresh_from_db()
    key = f"{source._meta.label_lower}:{source.pk}"
    one = disagreeing.disagree(source.review, key, by=taras, put="a", why="b", to=ivan)
    disagreeing.state_position(one, by=make.reviewer(name="maria"), put="c", why="d")
    ruling = disagreeing.rule(one, by=ivan, chosen=one, put="", why="e")
    entry = written(ruling, ivan, about="sources.source:title", question="Which title?")
    petro = signed_in(make.researcher(name="petro"))
    at = [page("review_review_codebook"), page("review_review_codebook_entry", entry.pk)]

    proposed = petro.get(at[1]).status_code, "Which title?" in petro.get(at[0]).content.decode()
    agreed(entry, taras)
    got = [petro.get(one).content.decode() for one in at]
    mine = signed_in(taras).get(at[1]).content.decode()

    assert proposed == (404, False)
    assert [("Which title?" in text, "Bohdanenko" in text) for text in got] == [(True, False)] * 2
    assert "Kept Bohdanenko" in mine
    assert petro.get(page("review_review_write_codebook", source.pk, ruling.pk)).status_code == 404


def test_an_account_that_reads_no_records_reads_none_of_it(ruling: Event, ivan: User) -> None:
    entry = written(ruling, ivan)
    account = make.person(name="viewer", group="Researchers")
    account.groups.clear()
    client = signed_in(account)

    at = [page("review_review_codebook"), page("review_review_codebook_entry", entry.pk)]

    assert [client.get(one).status_code for one in at] == [403, 403]


def test_it_is_written_agreed_to_found_and_shown_beside_its_field(
    ruling: Event, actor: Actor, taras: User, ivan: User
) -> None:
    write = page("review_review_write_codebook", actor.pk, ruling.pk)
    client, other = signed_in(ivan), signed_in(taras)
    form = form_of(client.get(write)) | {"about": f"{SIDE}=third", "question": QUESTION}
    unsure = client.post(write, form | {"answer": ANSWER})
    client.post(write, form | {"answer": ANSWER, "sure": "on"})
    entry = CodebookEntry.objects.get()
    agree = page("review_review_agree_codebook", entry.pk)
    other.post(agree)
    unagreed = CodebookEntry.objects.agreed().count()
    other.post(agree, {"sure": "on"})

    found = other.get(page("review_review_codebook"), {"q": "broadcaster state", "about": SIDE})
    none = other.get(page("review_review_codebook"), {"q": "captive"})
    olena = signed_in(make.researcher())
    beside = olena.get(page("sources_actor_change", actor.pk)).content.decode()
    detail = olena.get(page("review_review_detail", actor.pk))

    assert (unsure.status_code, unagreed) == (400, 0)
    assert (entry.about, entry.value) == (SIDE, "third")
    assert ([one.pk for one in found.context["shown"]], list(none.context["shown"])) == (
        [entry.pk],
        [],
    )
    assert (beside.count(QUESTION), ANSWER in beside) == (1, True)
    said = {one.key: one.codebook for one in detail.context["lines"]}
    assert said == {line(actor, "side"): [entry], line(actor, "note_en"): []}


def test_of_a_column_of_a_table_it_is_read_without_pointing_at_it(
    ruling: Event, actor: Actor, taras: User, ivan: User
) -> None:
    agreed(written(ruling, ivan, about="sources.actorname:kind"), taras)
    text = signed_in(ivan).get(page("sources_actor_change", actor.pk)).content.decode()
    above = text.partition('class="decided-column"')[2].partition("</details>")[0]
    assert [words in above for words in ("<p>Kind</p>", "<summary>", QUESTION, ANSWER)] == [
        True
    ] * 4
    assert text.count(ANSWER) == 1
