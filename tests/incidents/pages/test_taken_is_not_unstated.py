"""Of what was taken from the public nobody reads, on a page or in a file, that it is not stated."""

from typing import Any

import pytest
from django.test import Client

from sources.models.published import PublishedStatement
from sources.record.changes import SOURCE_WORDS, compared
from tests import factories as make
from tests.incidents.pages.test_views import text_of

pytestmark = pytest.mark.django_db

UNTRUE = ["publisher not stated", "publisher is not stated", "Publisher not stated", "nobody:"]


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.getvalue().decode()


def source_whose_publisher_was_hidden() -> Any:
    """Its statement is a count, cited by an incident that was published after the hiding."""
    body = make.published(make.actor(name_en="Hidden Bureau", kind="state_body"))
    source = make.source(title="", kind="article", publisher=body)
    said = make.statement(
        source=source,
        kind="aggregate",
        chain=[],
        period="2025-05-22",
        quantities=[{"counted": "killed", "best": 2, "level": "alleged"}],
    )
    make.published(source)
    make.hidden(source, "publisher")
    incident = make.published(make.incident(statement=said))
    return source, incident


def test_chains_citations_and_lists_say_that_it_is_not_shown(client: Client) -> None:
    source, incident = source_whose_publisher_was_hidden()
    (said,) = PublishedStatement.objects.all()
    own, cited = f"/sources/{source.reference}/", f"/incidents/{incident.reference}/"
    addresses = [own, f"{own}editions/1/cite.bib", cited, f"{cited}editions/1/cite.bib"]
    addresses += ["/incidents/", "/sources/", "/statements/", "/tallies/", "/changes/", "/"]
    addresses += ["/statements.csv", "/statements.json", "/tallies.csv", "/incidents.csv"]
    addresses += ["/incidents.atom", "/changes.atom", "/changes.json", "/search/?q=soldiers"]
    addresses += [f"/incidents/?origin={said.origin}"]
    texts = {address: read(client, address) for address in addresses}

    assert {(name, bad) for name, one in texts.items() for bad in UNTRUE if bad in one} == set()
    assert [
        name for name in (own, cited, "/statements.csv") if "Hidden Bureau" in texts[name]
    ] == []
    for address in (own, cited, "/statements/"):
        assert "Article, publisher not shown" in text_of(client.get(address))
    assert f"article, title not given here {source.reference}" in text_of(client.get("/changes/"))


def test_a_publisher_that_nobody_stated_is_not_stated(client: Client) -> None:
    incident = make.published_incident(source_fields={"publisher": None, "kind": "article"})

    page = client.get(f"/incidents/{incident.reference}/")
    assert "Article, publisher not stated" in text_of(page)


def test_changes_of_an_edition_do_not_say_that_what_was_taken_was_not_stated() -> None:
    kept, gone = (
        {"id": "1", "role": {"en": "", "uk": ""}},
        {"id": "2", "role": {"en": "", "uk": ""}},
    )
    before = {"title": "", "author": "", "licence": "", "statements": [kept]}
    after = {"title": "A report", "author": "", "licence": "free", "statements": [kept, gone]}
    taken = ({"title", "statements/2"}, set[str]())

    told = compared(before, after, SOURCE_WORDS, taken)

    assert [(one.label, one.before, one.after) for one in told] == [
        ("title", "not shown", "A report"),
        ("licence", "not stated", "free"),
    ]


def test_a_field_that_changed_in_both_languages_is_named_once(client: Client) -> None:
    actor = make.published(make.actor(name_en="Example Bureau", kind="state_body"))
    make.save(actor, note_en="An office.", note_uk="Установа.")
    make.published(actor, note="Its task was added.")

    assert "Changed: note (English, Ukrainian)." in text_of(client.get("/changes/"))
