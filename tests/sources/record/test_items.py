"""One item entered again: which source names it, what is told of that, and what never shows."""

from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from itertools import permutations
from typing import Any

import pytest
from django.core.management import call_command
from reversion.models import Version

from review.models import Hiding, PublicPart, Refused, Review
from review.verify import Verification
from review.workflow import decisions, hiding, publishing
from sources.lists.origin_filter import origin_asked
from sources.models import Source
from sources.models.published import PublishedSource, PublishedStatement
from sources.record.index import item
from sources.record.items import same_item, warnings
from tests import factories as make
from tests.records import next_document

pytestmark = pytest.mark.django_db

ONE = "https://news.example/one"
ONE_AGAIN = "http://www.news.example/one/?utm_source=x"
ARCHIVED = f"https://web.archive.org/web/20250524/{ONE}"
OTHER = "https://news.example/other"
DAY = date(2026, 12, 1)


def public(url: str = ONE, **fields: Any) -> Source:
    """A source with an examination of ours, published."""
    source = make.source(url=url, kind="video", **fields)
    said: dict[str, Any] = {
        "paraphrase_en": f"{source.title} is ours.",
        "locator": f"all of {source.title}",
    }
    make.statement(source=source, is_our_examination=True, **said)
    return make.published(source)


def item_of(source: Source) -> str | None:
    """As its current edition says, on the page and in the header of its statements."""
    source.refresh_from_db()
    told = PublishedSource.objects.get(reference=source.reference).item
    for row in PublishedStatement.objects.filter(reference=source.reference):
        assert (row.document["source"]["item"] or "") == told
    return told or None


def changed(source: Source, **fields: Any) -> Source:
    source = Source.objects.get(pk=source.pk)
    make.save(source, comment="another one", **fields)
    return source


def test_a_source_alone_is_an_item_by_itself() -> None:
    source = public()

    assert item_of(source) == source.reference


def test_a_source_of_the_same_address_is_the_item_of_the_one_that_was_public_first() -> None:
    first = public()
    again, archived = public(ONE_AGAIN), public(ARCHIVED)

    assert [item_of(one) for one in (first, again, archived)] == [first.reference] * 3
    assert item_of(public(OTHER)) != first.reference
    assert list(Verification().faults()) == []


def test_the_index_of_items_is_verified_and_made_anew_from_editions() -> None:
    first, again = public(), public(ONE_AGAIN)
    PublishedSource.objects.filter(pk=again.reference).update(item=again.reference, address=OTHER)
    assert list(Verification().faults()) != []

    call_command("rebuild_published", stdout=StringIO())

    assert item_of(again) == first.reference
    assert list(Verification().faults()) == []


def test_the_origin_in_the_index_is_that_of_the_item() -> None:
    first, again = public(), public(ONE_AGAIN)

    origins = PublishedStatement.objects.values_list("origin", flat=True)

    assert list(origins) == [f"examination:source:{first.reference}"] * 2
    assert again.reference != first.reference


def test_an_incident_that_rests_on_one_item_twice_is_not_corroborated() -> None:
    first, again = public(), public(ONE_AGAIN)
    incident = make.incident(
        statement=first.statements.get(),
        evidence=[{"statement": again.statements.get(), "fact": "act"}],
    )

    origins = next_document(incident)["origins"]["incident"]

    assert (origins["distinct"], origins["is_corroborated"]) == (1, False)


def test_two_of_one_decision_are_the_item_of_the_one_that_is_published_first() -> None:
    two = [make.submitted(make.source(url=url)) for url in (ONE, ONE_AGAIN)]

    first, _second = make.approved(*two)

    assert {item_of(one) for one in two} == {first.review.reference}


def test_the_item_stays_when_its_first_source_is_withdrawn() -> None:
    first, again = public(), public(ONE_AGAIN)
    make.withdrawn(first)

    third = public(ARCHIVED)
    make.published(changed(again, author="Somebody"), note="the author")

    assert [item_of(one) for one in (again, third)] == [first.reference] * 2


def test_an_item_can_still_be_asked_for_when_its_first_source_is_withdrawn() -> None:
    first, again = public(), public(ONE_AGAIN, title="Entered again")
    key = PublishedStatement.objects.get(reference=again.reference).origin
    make.withdrawn(first)

    assert str(origin_asked(key)) == "our own examination of Entered again"
    make.withdrawn(again)
    assert origin_asked(key) is None


def test_a_source_whose_address_was_wrong_is_an_item_by_itself() -> None:
    first, again = public(), public(ONE_AGAIN)

    make.published(changed(again, url=OTHER), note="the right address")

    assert [item_of(one) for one in (first, again)] == [first.reference, again.reference]


def test_the_item_stays_when_the_address_of_its_first_source_changes_and_staff_are_warned() -> None:
    first, again = public(), public(ONE_AGAIN)

    moved = changed(first, url=OTHER)

    (said,) = warnings(moved, make.reviewer())
    assert said == (
        "Its address is another one now, and these still count as one item with it: "
        f"{again.reference}. If it is another item, withdraw this source and enter a new one."
    )
    make.published(moved, note="another address")
    assert [item_of(one) for one in (first, again)] == [first.reference] * 2


def test_a_source_that_holds_several_items_is_one_with_no_other() -> None:
    channel = public(holds_several=True, accessed_on=make.DAY)
    again = public(holds_several=True, accessed_on=make.DAY + timedelta(days=1))
    article = public()

    assert [item_of(one) for one in (channel, again)] == [None, None]
    assert item_of(article) == article.reference
    keys = PublishedStatement.objects.values_list("origin", flat=True)
    assert set(keys) == {f"examination:source:{one.reference}" for one in (channel, again, article)}


@pytest.mark.parametrize(
    "protection", [{"access": "confidential"}, {"names_protected_person": True}]
)
def test_a_source_that_withholds_its_address_names_no_item(protection: dict[str, Any]) -> None:
    first = public()
    withheld = public(ONE_AGAIN, **protection)

    assert item_of(withheld) is None
    assert item_of(first) == first.reference


HIDDEN_TWINS: dict[str, Callable[[], object]] = {
    "draft": lambda: make.source(url=ONE),
    "confidential": lambda: public(access="confidential"),
    "naming somebody": lambda: public(names_protected_person=True),
    "address hidden": lambda: make.hidden(public(), "url"),
    "withdrawn": lambda: make.withdrawn(public()),
}


@pytest.mark.parametrize("twin", HIDDEN_TWINS)
def test_nothing_of_a_source_that_is_not_public_shows_in_another(twin: str) -> None:
    source = make.source(url=ONE_AGAIN)
    make.statement(source=source, is_our_examination=True)
    before = next_document(source)

    HIDDEN_TWINS[twin]()

    assert next_document(source) == before
    assert item_of(make.published(source)) == source.reference


def test_an_item_that_becomes_confidential_is_not_named_by_the_others_any_more() -> None:
    first, again = public(), public(ONE_AGAIN, title="Entered again")
    for author in ("Somebody", "Somebody else"):
        again = make.published(changed(again, author=author), note="the author")
    incident = make.published(make.incident(statement=again.statements.get()))
    submitted = make.submitted(changed(first, access="confidential"))

    with pytest.raises(publishing.EarlierUndecided):
        make.approved(submitted, note="protected")
    make.approved(submitted, note="protected", hide_earlier=True)

    assert item_of(again) is None
    assert first.reference not in public_texts(again, incident)
    make.published(changed(again, author="Somebody"), note="the author")
    assert item_of(again) == again.reference
    assert list(Verification().faults()) == []


def test_an_item_withdrawn_for_protection_is_not_named_by_the_others_any_more() -> None:
    first, again = public(), public(ONE_AGAIN)
    incident = make.published(make.incident(statement=again.statements.get()))

    make.withdrawn(first, reason="protection")

    assert item_of(again) is None
    assert first.reference not in public_texts(again, incident)
    assert item_of(public(ARCHIVED)) != first.reference


def public_texts(*records: Any) -> str:
    references = [record.reference for record in records]
    parts = PublicPart.objects.filter(edition__reference__in=references)
    return "\n".join(parts.values_list("value", flat=True))


def test_an_address_that_is_hidden_is_never_led_to_by_a_later_source() -> None:
    first, again = public(), public(ONE_AGAIN)
    make.hidden(first, "url")

    third = public(ARCHIVED)

    assert item_of(third) == again.reference


def test_an_edition_of_before_there_were_items_is_an_item_by_itself() -> None:
    first = public()
    document: Any = {key: value for key, value in next_document(first).items() if key != "item"}

    assert item(first.reference, document) == first.reference
    assert item(first.reference, document | {"withheld": True}) is None


# The column of the staff


def test_a_saved_source_has_its_canonical_address_and_no_save_holds_it() -> None:
    source = make.source(url=ONE_AGAIN)

    assert source.canonical_address == ONE
    version = Version.objects.get_for_object(source).get()
    assert "canonical_address" not in version.serialized_data


def test_sources_of_earlier_rules_are_filled_by_the_command(capsys: Any) -> None:
    source, other = make.source(url=ONE_AGAIN), make.source(url=OTHER)
    Source.objects.filter(pk=source.pk).update(canonical_address="", address_rules=0)

    call_command("fill_addresses")
    call_command("fill_addresses")

    assert "1 sources" in capsys.readouterr().out
    source.refresh_from_db()
    assert (source.canonical_address, other.canonical_address) == (ONE, OTHER)
    make.published(source)


def test_what_is_restored_has_the_canonical_address_of_what_it_says_now() -> None:
    source = make.source(url=ONE)
    before = source.review.head
    source = changed(source, url=OTHER)

    decisions.restore(
        source.review, before, by=make.researcher(), seen=source.review.head_id, comment="back"
    )

    assert Source.objects.get(pk=source.pk).canonical_address == ONE


# Warnings


def test_a_second_source_of_an_address_is_warned_of() -> None:
    first, again = make.source(url=ONE), make.source(url=ARCHIVED, title="Again")

    assert warnings(again, make.reviewer()) == [
        f"This item is already here: “{first}” ({first.reference}). Use that source."
    ]
    assert warnings(make.source(url=OTHER), make.reviewer()) == []


def test_a_statement_of_one_of_several_items_says_where_it_stands() -> None:
    channel = make.source(holds_several=True)
    make.statement(source=channel, label="S1", locator="")
    make.statement(source=channel, label="S2", locator="post 12")

    assert warnings(channel, make.reviewer()) == [
        "S1: the source holds several items. Say where in it this stands."
    ]


def test_the_same_text_is_only_proposed() -> None:
    first = public(text_as_received="Two were shot.")
    again = public(OTHER, text_as_received="Two were shot.", title="Again")

    assert warnings(again, make.reviewer()) == [
        f"“{first}” ({first.reference}) has the same text. If it is the same item, use that source."
    ]
    assert item_of(again) == again.reference


@pytest.mark.parametrize("access", ["restricted", "confidential"])
def test_a_source_that_one_may_not_read_is_warned_of_by_nothing(access: str) -> None:
    make.source(url=ONE, access=access, text_as_received="Two were shot.")
    again = make.source(url=ONE_AGAIN, text_as_received="Two were shot.")

    assert warnings(again, make.researcher()) == []
    assert list(same_item(ONE, make.researcher())) == [again]


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_whoever_is_public_first_names_the_item(order: tuple[int, ...]) -> None:
    sources = [make.submitted(make.source(url=url)) for url in (ONE, ONE_AGAIN, ARCHIVED)]

    for place in order:
        make.approved(sources[place])

    assert {item_of(one) for one in sources} == {sources[order[0]].reference}


@pytest.mark.parametrize("withheld", [{"access": "confidential"}, {"names_protected_person": True}])
def test_a_source_whose_details_are_withheld_is_warned_of_those_that_show_its_address(
    withheld: dict[str, Any],
) -> None:
    first, again = public(), public(ONE_AGAIN)
    said = (
        "Its details are withheld, but its address is public in other sources: "
        f"{again.reference}. Withhold their details too, or withdraw them."
    )
    assert said not in warnings(first, make.researcher())

    protected = changed(first, **withheld)

    assert said in warnings(protected, make.reviewer())
    make.withdrawn(again)
    assert said not in warnings(protected, make.reviewer())


def test_an_address_that_tells_who_shared_it_is_warned_of() -> None:
    shared = make.source(url="https://youtu.be/dQw4w9WgXcQ?si=abcdefgh&t=12", kind="video")

    (said,) = warnings(shared, make.researcher())
    assert said == (
        "Its address may tell who shared it or followed a link to it: si. Take that out, since "
        "the address becomes public."
    )
    assert warnings(make.source(url="https://youtu.be/abc?t=12"), make.researcher()) == []


# Hidden and redacted


@pytest.mark.parametrize("hides", ["the first", "the second"])
def test_whoever_hides_an_address_is_shown_what_has_it_in_another_form_or_leads_to_it(
    hides: str,
) -> None:
    first, again = public(), public(ONE_AGAIN)
    public(OTHER)
    statement = again.statements.get()
    incident = make.published(make.incident(statement=statement))
    hidden, other = (first, again) if hides == "the first" else (again, first)

    (hiding_of_it,) = hidden_part(hidden, "url")

    assert set(hiding.told_elsewhere(hiding_of_it)) == {
        (other.reference, "url"),
        (again.reference, "item"),
        (incident.reference, f"statements/{statement.pk}"),
        (incident.reference, "origins"),
    }


def test_whoever_hides_a_title_is_shown_what_leads_to_another_title_of_the_item() -> None:
    public(title="A soldier called Quixelby")
    again = public(ONE_AGAIN, title="What a witness saw", public_note_en="Read twice.")

    (of_title,), (of_note,) = hidden_part(again, "title"), hidden_part(again, "note")

    assert (again.reference, "item") in hiding.told_elsewhere(of_title)
    assert hiding.told_elsewhere(of_note) == []


def test_after_that_is_hidden_too_nothing_leads_to_the_address() -> None:
    first, again = public(), public(ONE_AGAIN)
    (hiding_of_it,) = hidden_part(again, "url")
    copies = hiding.told_elsewhere(hiding_of_it)

    hiding.hide_copies(
        hiding_of_it,
        [one for one in copies if one != (first.reference, "url")],
        by=make.reviewer(),
        day=DAY,
        comment="in danger",
    )

    assert item_of(again) is None
    origins = PublishedStatement.objects.filter(reference=again.reference)
    assert origins.get().origin == f"examination:source:{again.reference}"
    assert hiding.told_elsewhere(hiding_of_it) == [(first.reference, "url")]
    assert list(Verification().faults()) == []


@pytest.mark.parametrize("form", [ONE, ONE_AGAIN, ARCHIVED])
def test_a_redacted_address_comes_back_in_no_form(form: str) -> None:
    source = public(ARCHIVED)
    (hiding_of_it,) = hidden_part(source, "url")
    hiding.redact(hiding_of_it, by=make.administrator(), day=DAY, comment="it must go")

    with pytest.raises(Refused, match="“address” holds what was redacted"):
        changed(source, url=form)

    assert changed(source, url=OTHER).url == OTHER


def hidden_part(source: Source, path: str) -> list[Hiding]:
    review = Review.objects.get(pk=source.pk)
    said: dict[str, Any] = {"reason": "protection", "comment": "in danger"}
    return hiding.hide(review, path, by=make.reviewer(), day=DAY, **said)
