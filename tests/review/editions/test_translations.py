"""A translation that stayed when its original changed is marked, until it is changed too."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from incidents.models import Incident
from review.admin.review_pages import describe_pile, events_of, lines_of
from review.document_types import Document
from review.editions import translations
from review.editions.translations import marked, of_row, with_older_translations
from review.models import EditionPart
from tests import factories as make


def document(english: str, ukrainian: str, **more: Any) -> Document:
    return {"title": {"en": english, "uk": ukrainian}} | more


def older(document: Document) -> list[tuple[str, str]]:
    return [(one["path"], one["language"]) for one in document.get(translations.KEY, [])]


def after(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    """What is older in the last of these editions of one text."""
    before: Document = {}
    for english, ukrainian in steps:
        before = with_older_translations(document(english, ukrainian), before)
    return older(before)


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ([("one", "один")], ""),
        ([("one", "один"), ("one", "один")], ""),
        ([("one", "один"), ("two", "один")], "uk"),
        ([("one", "один"), ("one", "два")], "en"),
        ([("one", "один"), ("two", "два")], ""),
        ([("one", "один"), ("two", "один"), ("two", "один")], "uk"),
        ([("one", "один"), ("two", "один"), ("three", "один")], "uk"),
        ([("one", "один"), ("two", "один"), ("two", "два")], ""),
        ([("one", "один"), ("two", "один"), ("three", "три")], ""),
        # What is missing is not older, and what has just been translated is new.
        ([("one", ""), ("two", "")], ""),
        ([("one", ""), ("one", "один")], ""),
        ([("one", "один"), ("two", "")], ""),
    ],
)
def test_the_text_that_stayed_is_the_older_one(steps: list[tuple[str, str]], found: str) -> None:
    assert after(*steps) == ([("title", found)] if found else [])


def test_texts_are_found_in_rows_by_their_ids_wherever_they_stand() -> None:
    one = {
        "id": "a",
        "label": {"en": "a man", "uk": "чоловік"},
        "links": [{"why": {"en": "x", "uk": "х"}}],
    }
    changed = {
        "id": "a",
        "label": {"en": "a soldier", "uk": "чоловік"},
        "links": [{"why": {"en": "y", "uk": "х"}}],
    }
    new = {"id": "b", "label": {"en": "a woman", "uk": "жінка"}}

    found = with_older_translations({"victims": [new, changed]}, {"victims": [one]})

    assert older(found) == [("victims/a/label", "uk"), ("victims/a/links/0/why", "uk")]
    assert of_row(found, "victims/a") == [
        {"language": "uk", "path": "label"},
        {"language": "uk", "path": "links/0/why"},
    ]


def test_a_document_without_older_translations_stays_as_it_is() -> None:
    plain = document("one", "один")
    assert with_older_translations(plain, document("one", "один")) == plain
    assert marked(plain) == plain


def test_only_the_copy_that_is_shown_is_marked() -> None:
    kept = with_older_translations(document("two", "один"), document("one", "один"))

    assert marked(kept)["title"] == {"en": "two", "uk": "один", "older": "uk"}
    assert kept["title"] == {"en": "two", "uk": "один"}


def test_a_row_that_was_embedded_brings_its_own_list() -> None:
    older_one = [{"language": "uk", "path": "paraphrase"}]
    row = {"id": "a", "paraphrase": {"en": "two", "uk": "один"}, translations.KEY: older_one}
    shown = marked({"statements": [row]})["statements"][0]
    assert shown["paraphrase"] == {"en": "two", "uk": "один", "older": "uk"}


# On pages

OLDER = "переклад давніший за оригінал"


def with_ukrainian() -> Incident:
    incident = make.published_incident(
        title_uk="Повідомлення про вбивство",
        summary_en="A report.",
        summary_uk="Повідомлення.",
    )
    make.save(incident, summary_en="A corrected report.", comment="corrected")
    make.published(incident, note="Corrected the summary.")
    return incident


def marks(client: Client, path: str) -> int:
    return client.get(path).content.decode().count(OLDER)


@pytest.mark.django_db
def test_readers_of_the_translation_are_told_that_it_is_older(client: Client) -> None:
    incident = with_ukrainian()
    address = f"/uk/incidents/{incident.reference}/"

    assert marks(client, address) == 1
    assert marks(client, f"{address}editions/1/") == 0
    assert "older than the original" not in client.get(address[3:]).content.decode()

    make.save(incident, summary_uk="Виправлене повідомлення.", comment="translated")
    make.published(incident, note="Translated the summary.")
    assert marks(client, address) == 0
    assert marks(client, f"{address}editions/2/") == 1


@pytest.mark.django_db
def test_the_list_of_statements_marks_an_older_paraphrase(client: Client) -> None:
    source = make.source()
    statement = make.statement(source=source, paraphrase_uk="Двох полонених застрелено.")
    make.published(source)
    statement.paraphrase_en = "Two captured soldiers were killed."
    make.save(source, rows=[statement], comment="worded")
    make.published(source, note="Worded anew.")

    assert marks(client, "/uk/statements/") == 1
    assert marks(client, "/statements/") == 0


@pytest.mark.django_db
def test_the_list_is_a_part_of_the_edition_that_anybody_can_check() -> None:
    edition = with_ukrainian().review.edition
    assert edition is not None
    part = EditionPart.objects.get(edition=edition, path=translations.KEY)
    assert part.value == '[{"language":"uk","path":"summary"}]'


@pytest.mark.django_db
def test_whoever_changes_one_language_is_told_what_stays_behind(admin_user: User) -> None:
    incident = make.published_incident(
        title_uk="Повідомлення про вбивство", summary_en="A report.", summary_uk="Повідомлення."
    )
    make.save(incident, summary_en="A corrected report.", comment="corrected")
    review = incident.review
    describe_pile(review, lines_of(review, admin_user), events_of(review))
    assert review.left_behind == [f"incident: {incident} – what is reported (Ukrainian)"]  # type: ignore[attr-defined]

    client = Client()
    client.force_login(admin_user)
    said = "these translations are older than the original"
    for address in (
        f"/admin/incidents/incident/{incident.pk}/change/",
        f"/admin/review/review/{incident.pk}/",
    ):
        assert said in client.get(address).content.decode()

    make.save(incident, summary_uk="Виправлене повідомлення.", comment="translated")
    review.refresh_from_db()
    describe_pile(review, lines_of(review, admin_user), events_of(review))
    assert review.left_behind == []  # type: ignore[attr-defined]
