"""Feeds of incidents and of everything that changed."""

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from incidents.files.changes_file import CHANGES
from incidents.models import PublishedIncident, Victim
from review.editions import chain
from review.models import Entry
from review.public import page_cache
from review.public.site import organisation
from review.text.xml import NOT_XML, xml
from review.workflow import hiding
from tests import factories as make
from tests.files import ATOM, json_of, xml_of

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"
# What an Atom feed and each of its entries must have (RFC 4287, 4.1).
NEEDED = {"id", "title", "updated", "link"}
MIDNIGHT = "T00:00:00+00:00"


def entries(client: Client, path: str, **asked_for: Any) -> list[dict[str, str]]:
    """The entries of a feed, after it was found to be one."""
    feed = xml_of(client, path, **asked_for)
    check(feed)
    return [
        {child.tag.removeprefix(ATOM): str(child.text or child.get("href")) for child in entry}
        for entry in feed.findall(f"{ATOM}entry")
    ]


def check(feed: Any) -> None:
    assert feed.tag == f"{ATOM}feed"
    with translation.override(feed.get("{http://www.w3.org/XML/1998/namespace}lang")):
        assert feed.find(f"{ATOM}author/{ATOM}name").text == organisation()
    assert [link.get("rel") for link in feed.findall(f"{ATOM}link")] == ["alternate", "self"]
    parts = [feed, *feed.findall(f"{ATOM}entry")]
    for part in parts:
        assert {child.tag.removeprefix(ATOM) for child in part} >= NEEDED
        assert part.find(f"{ATOM}updated").text.endswith(MIDNIGHT)
    ids = [part.find(f"{ATOM}id").text for part in parts]
    assert len(set(ids)) == len(ids)


def test_any_question_is_a_subscription(client: Client) -> None:
    place = make.place()
    near = make.published_incident(title_en="near", place=place, place_precision="2")
    make.published_incident(title_en="nowhere")

    every = entries(client, "/incidents.atom")  # of one day, in the order of their references
    assert sorted(entry["title"] for entry in every) == ["near", "nowhere"]
    [entry] = entries(client, "/incidents.atom", place=place.code)
    assert entry == {
        "title": "near",
        "link": f"{SITE}/incidents/{near.reference}/",
        "published": f"2025-06-01{MIDNIGHT}",
        "updated": f"2025-06-01{MIDNIGHT}",
        "id": f"tag:127.0.0.1,2025-06-01:incidents/{near.reference}/editions/1",
        "summary": (
            "Reported. Rests on one report that names no source. Not corroborated. No court has "
            "ruled. 22 May 2025; near Udachne, Pokrovskyi Raion, Donetsk Oblast. Edition 1."
        ),
    }
    feed = xml_of(client, "/incidents.atom", place=place.code)
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {
        "alternate": f"{SITE}/incidents/?place={place.code}",
        "self": f"{SITE}/incidents.atom?place={place.code}",
    }


def test_a_further_edition_is_a_further_entry(client: Client) -> None:
    incident = make.published_incident()
    [first] = entries(client, "/incidents.atom")
    make.save(incident, title_en="Corrected")
    make.published(incident, day=date(2025, 7, 1), note="The title was corrected.")

    [second] = entries(client, "/incidents.atom")
    assert (second["title"], second["updated"]) == ("Corrected", f"2025-07-01{MIDNIGHT}")
    assert second["published"] == first["published"]
    assert second["id"] != first["id"]


def test_the_feed_is_in_the_language_of_its_address(client: Client) -> None:
    incident = make.published_incident(title_uk="Повідомлення про вбивство")
    [entry] = entries(client, "/uk/incidents.atom")

    assert entry["title"] == "Повідомлення про вбивство"
    assert entry["link"] == f"{SITE}/uk/incidents/{incident.reference}/"


def test_an_empty_feed_is_a_feed(client: Client) -> None:
    assert entries(client, "/incidents.atom") == []
    assert entries(client, "/changes.atom") == []


@given(st.text())
def test_whatever_a_text_is_xml_can_hold_it(text: str) -> None:
    assert NOT_XML.search(xml(text)) is None


def test_a_title_with_signs_that_xml_cannot_hold_breaks_no_feed(client: Client) -> None:
    make.published_incident()
    PublishedIncident.objects.update(title_en="a\x0bb <c> & d")

    assert [entry["title"] for entry in entries(client, "/incidents.atom")] == ["ab <c> & d"]


@pytest.mark.parametrize("path", ["/incidents.atom", "/changes.atom"])
def test_a_feed_refuses_what_it_does_not_understand(client: Client, path: str) -> None:
    response = client.get(path, {"foo": "1"})

    assert (response.status_code, response["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert response.content.decode() == "There is no filter called “foo”.\n"


# Everything that changed


def changes(client: Client, **asked_for: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json_of(client, "/changes.json", **asked_for)["results"]
    return found


def test_every_edition_is_told_with_what_changed(client: Client) -> None:
    incident = make.published_incident(rows=[Victim(label_en="Petro", method="blade")])
    [victim] = incident.victims.all()
    victim.method, victim.sex = "beheaded", "male"
    make.save(incident, rows=[victim], killed_best=3, graphic_en="He was beheaded.")
    make.published(incident, note="A source gives another number.")

    last, first, source = changes(client)
    page = f"{SITE}/incidents/{incident.reference}/editions"
    assert (first["kind"], first["edition"], first["changed"]) == ("edition", 1, [])
    assert source["record"]["kind"] == "source"
    assert last == {
        "position": chain.current_position(),
        "kind": "correction",
        "day": "2025-06-01",
        "record": {
            "kind": "incident",
            "reference": incident.reference,
            "title": {
                "en": "Reported killing of two captured soldiers near Udachne, 22 May 2025",
                "uk": None,
            },
        },
        "edition": 2,
        "note": "A source gives another number.",
        "changed": [
            {"how": "changed", "what": "killed"},
            {"how": "changed", "what": "graphic detail"},
            {"how": "changed", "what": "victim, sex"},
        ],
        "reason": None,
        "into": None,
        "hidden": None,
        "path": None,
        "editions": None,
        "url": f"{page}/2/",
        "changes_url": f"{page}/2/changes/",
    }
    [entry, *_rest] = entries(client, "/changes.atom")
    assert entry["summary"] == (
        "A source gives another number. Changed: killed, graphic detail, victim, sex."
    )


def test_neither_a_name_nor_how_somebody_was_killed_is_told(client: Client) -> None:
    incident = make.published_incident(rows=[Victim(label_en="Petro", method="blade")])
    victim = incident.victims.get()
    victim.label_en, victim.method = "Pavlo", "beheaded"
    make.save(incident, rows=[victim])
    make.published(incident, note="Another victim.")

    for path in ("/changes.json", "/changes.atom", "/incidents.atom"):
        text = client.get(path).content.decode()
        assert [word for word in ("Petro", "Pavlo", "blade", "behead") if word in text] == []


def test_a_withdrawal_is_told_without_the_title(client: Client) -> None:
    incident = make.withdrawn(make.published_incident(title_en="Taken back"))

    withdrawal, edition, _source = changes(client)
    assert (withdrawal["kind"], withdrawal["reason"]) == ("withdrawal", "error")
    assert (withdrawal["url"], withdrawal["record"]["title"]) == (None, {"en": None, "uk": None})
    assert edition["record"]["reference"] == incident.reference
    assert edition["url"] is None
    text = client.get("/changes.atom").content.decode()
    assert "Taken back" not in text
    assert f"Withdrawal (error): incident {incident.reference}" in text


def test_hiding_and_redaction_name_the_part_for_those_who_hold_copies(client: Client) -> None:
    incident = make.published_incident(rows=[Victim(label_en="Petro")])
    path = f"victims/{incident.victims.get().pk}"
    [hidden] = hiding.hide(
        incident.review,
        path,
        by=make.reviewer(),
        day=make.DAY,
        reason="protection",
        comment="a threat",
    )
    [told, *_rest] = changes(client)
    assert told == told | {
        "kind": "hiding",
        "reason": "protection",
        "hidden": True,
        "path": path,
        "editions": [1],
        "edition": None,
        "url": f"{SITE}/incidents/{incident.reference}/",
    }
    hiding.redact(hidden, by=make.administrator(), day=make.DAY, comment="it was one")
    [told, *_rest] = changes(client)
    assert (told["kind"], told["path"], told["hidden"]) == ("redaction", path, None)
    titles = [entry["title"].partition(":")[0] for entry in entries(client, "/changes.atom")]
    assert titles[:2] == ["Redaction (protection or law)", "Hiding (protection or law)"]


def test_that_a_part_is_shown_again_is_told(client: Client) -> None:
    incident = make.published_incident(rows=[Victim(label_en="a soldier")])
    path = f"victims/{incident.victims.get().pk}"
    [hidden] = hiding.hide(
        incident.review, path, by=make.reviewer(), day=make.DAY, reason="error", comment="why"
    )
    hiding.show(hidden, by=make.reviewer(name="ivan"), day=make.DAY, comment="it was none")

    [told, *_rest] = changes(client)
    assert (told["kind"], told["hidden"]) == ("hiding", False)
    [entry, *_rest] = entries(client, "/changes.atom")
    assert entry["title"].startswith("A hidden part is shown again (error): Reported killing")


def test_a_merge_is_told_with_where_it_leads(client: Client) -> None:
    incident = make.withdrawn(make.published_incident())
    chain.append(
        kind=Entry.Kind.MERGE,
        record_kind="incident",
        reference=incident.reference,
        day=make.DAY,
        payload={"into": "0000011", "reason": "duplicate"},
    )
    [told, *_rest] = changes(client)
    assert (told["kind"], told["into"], told["reason"]) == ("merge", "0000011", "duplicate")
    [entry, *_rest] = entries(client, "/changes.atom")
    assert entry["title"].startswith("Merged into 0000011 (duplicate): incident")


def test_of_a_confidential_source_only_the_entry_is_told(client: Client) -> None:
    told = make.source(title="A witness", access="confidential")
    make.statement(source=told, paraphrase_en="What the witness said")
    make.published(told)
    make.save(told, public_wording_en="A person who was there.")
    make.published(told, note="The wording was changed.")

    found = changes(client)
    assert [(one["kind"], one["url"], one["changed"]) for one in found] == [
        ("correction", None, []),
        ("edition", None, []),
    ]
    assert "witness" not in json.dumps(found)


def test_of_what_was_confidential_before_nothing_is_compared(client: Client) -> None:
    told = make.source(access="confidential")
    make.published(told)
    make.save(told, access="public")
    make.published(told, note="It may be named now.")

    assert changes(client)[0]["changed"] == []


def test_what_came_after_a_position_is_told_in_order(client: Client) -> None:
    for title in ("one", "two", "three"):
        make.published_incident(title_en=title)

    found = json_of(client, "/changes.json", after="2", limit="3")
    assert [one["position"] for one in found["results"]] == [3, 4, 5]
    assert {key: found[key] for key in ("format", "count", "filters", "chain_position")} == {
        "format": 4,
        "count": 3,
        "filters": {"after": "2", "limit": "3"},
        "chain_position": 6,
    }
    assert [one["position"] for one in changes(client, limit="2")] == [6, 5]


@pytest.mark.parametrize(
    ("asked_for", "errors"),
    [
        ({"after": "-1"}, {"after": ["Ensure this value is greater than or equal to 0."]}),
        ({"limit": "201"}, {"limit": ["Ensure this value is less than or equal to 200."]}),
        ({"after": "\0"}, {"after": ["Enter a whole number."]}),
        ({"page": "2"}, {"": ["There is no filter called “page”."]}),
    ],
)
def test_changes_refuse_what_they_do_not_understand(
    client: Client, asked_for: dict[str, str], errors: dict[str, list[str]]
) -> None:
    response = client.get("/changes.json", asked_for)

    assert response.status_code == 400
    assert response.json() == {"errors": errors}


def test_a_row_of_changes_has_the_keys_of_the_dictionary(client: Client) -> None:
    make.published_incident()
    [row, *_rest] = changes(client)

    assert list(row) == list(
        dict.fromkeys(column.path.partition(".")[0] for column in CHANGES.in_json)
    )


def test_changes_ask_the_database_as_often_for_three_rows_as_for_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for title in ("one", "two", "three"):
        incident = make.published_incident(title_en=title)
        make.save(incident, killed_best=3)
        make.published(incident, note="The number.")
        page_cache.PAGES.clear()
        with django_assert_num_queries(12):
            client.get("/changes.json")


def test_a_feed_asks_the_database_as_often_for_three_rows_as_for_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for title in ("one", "two", "three"):
        make.published_incident(title_en=title)
        page_cache.PAGES.clear()
        with django_assert_num_queries(6):
            client.get("/incidents.atom")
