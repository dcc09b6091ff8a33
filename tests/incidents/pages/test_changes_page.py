"""What changed, as a page for people: what became public, was changed, merged or withdrawn."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from incidents.pages.changes_page import CHANGES_ON_A_PAGE, told_to_readers
from review.editions import chain
from review.models import Entry
from review.public import page_cache
from tests import factories as make

pytestmark = pytest.mark.django_db


def told(client: Client, query: str = "") -> list[str]:
    """What the page says of each change."""
    page = client.get(f"/changes/{query}")
    assert page.status_code == 200
    listed = page.content.decode().partition("entries brief")[2]
    rows = re.findall(r"<li>(.*?)</li>", re.split("For programs|<nav", listed)[0], re.DOTALL)
    return [" ".join(strip_tags(row).split()) for row in rows]


def merge(incident: Any, into: str) -> None:
    chain.append(
        kind=Entry.Kind.MERGE,
        record_kind="incident",
        reference=incident.reference,
        day=make.DAY,
        payload={"into": into, "reason": "duplicate"},
    )


def test_a_further_edition_says_what_changed_and_leads_to_both(client: Client) -> None:
    actor = make.published(make.actor(name_en="Example Bureau", kind="state_body"))
    make.save(actor, note_en="An office.")
    make.published(actor, note="Its task was added.")

    assert told(client) == [
        (
            f"Changed, now edition 2: Example Bureau {actor.reference} Its task was added. "
            "Changed: note (English). What stood there before, and what stands there now"
        ),
        f"New: Example Bureau {actor.reference}",
    ]
    page = client.get("/changes/").content.decode()
    assert f'href="/actors/{actor.reference}/editions/2/changes/"' in page


def test_a_source_without_a_title_is_called_what_it_is(client: Client) -> None:
    source = make.published(make.source(title="", kind="article"))
    titled = make.published(make.source(title="Nine cases"))

    assert told(client, "?of=source") == [
        f"New: Nine cases {titled.reference}",
        f"New: article, title not given here {source.reference}",
    ]


def test_a_withdrawal_and_a_merge_are_told(client: Client) -> None:
    kept, gone = make.published_incident(), make.published_incident()
    make.withdrawn(gone)
    merge(gone, kept.reference)

    assert told(client, "?of=incident")[:2] == [
        (
            f"Merged into {kept.reference} (duplicate): incident {gone.reference} "
            f"Both are one record now: {kept.reference}"
        ),
        f"Withdrawal (error): incident {gone.reference}",
    ]


def test_what_was_taken_out_to_protect_somebody_is_not_pointed_at(client: Client) -> None:
    actor = make.published(
        make.actor(note_en="An office.", name_en="Example Bureau", kind="state_body")
    )
    make.hidden(actor, "note")
    make.withdrawn(make.published(make.actor()), reason="protection")
    confidential = make.source(title="A witness", access="confidential")
    make.statement(source=confidential)
    make.published(confidential)

    kinds = set(Entry.objects.values_list("kind", flat=True))
    assert kinds == {Entry.Kind.EDITION, Entry.Kind.HIDING, Entry.Kind.WITHDRAWAL}
    assert told(client) == [f"New: Example Bureau {actor.reference}"]


@pytest.mark.parametrize("query", ["?of=person", "?page=0", "?page=2", "?page=x"])
def test_a_list_that_there_is_not_is_not_found(client: Client, query: str) -> None:
    make.published(make.actor())

    assert client.get(f"/changes/{query}").status_code == 404


def test_what_is_not_asked_here_leads_to_the_page_itself(client: Client) -> None:
    moved = client.get("/changes/?of=actor&colour=red")

    assert (moved.status_code, moved["Location"]) == (302, "/changes/?of=actor")


def test_nothing_published_is_said(client: Client) -> None:
    assert "Nothing has been published yet." in client.get("/changes/").content.decode()


def test_a_full_page_takes_as_many_queries_as_one_change(client: Client) -> None:
    actor = make.published(make.actor())
    client.get("/changes/")
    few = queries_of(client)
    for number in range(CHANGES_ON_A_PAGE):
        merge(actor, f"{number:07}")

    assert told_to_readers().count() == CHANGES_ON_A_PAGE + 1
    assert (queries_of(client), len(told(client, "?page=2"))) == (few, 1)


def queries_of(client: Client) -> int:
    page_cache.PAGES.clear()
    with CaptureQueriesContext(connection) as queries:
        client.get("/changes/")
    return len(queries)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/changes/?of=incident&of=source", "of"),
        ("/transparency/?page=1&page=2", "page"),
        ("/incidents/?page=1&page=2", "page"),
    ],
)
def test_what_is_asked_once_is_refused_twice_in_a_sentence_that_names_it(
    client: Client, address: str, name: str
) -> None:
    page = client.get(address)
    assert page.status_code == 400
    assert f"“{name}” is given more than once." in page.content.decode()
