"""The page of an incident in two depths: answers first, each once, then the evidence once."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from incidents.document_types import PlaceDocument
from incidents.models import Incident, Involvement, LegalCharacterisation, Victim
from incidents.pages.evidence_rows import evidence_rows
from incidents.pages.footnotes import Footnotes
from incidents.pages.locator import locator
from tests import factories as make
from tests.documents import HUR, evidence, hop, incident, statement, text
from tests.incidents.pages.test_views import page, text_of
from tools.small_map import SMALL, small_map

ANSWERS = ["reported", "people", "when-where", "not-known", "law", "accused", "documented"]
ANSWERS += ["family", "share"]
# Where addresses led before the page had two depths, beside those of notes and marks.
FORMERLY = ["content", "reported", "people", "when-where", "accused", "not-known", "assessment"]
FORMERLY += ["law", "evidence", "origins", "origins-of-facts", "provenance", "drawing-1"]
FORMERLY += ["per-fact", "notes", "edition", "note-1", "mark-1-1"]
STATIC = Path(settings.BASE_DIR) / "static"


def killing() -> Incident:
    accused = make.published(make.actor(name_en="A brigade", kind="armed_unit"))
    return make.published_incident(
        chain=[make.published(make.actor()), ("a soldier", ["eyewitness"])],
        place=make.place(),
        place_precision="2",
        quantities=[{"counted": "killed", "best": 2, "level": "alleged"}],
        rows=[
            Victim(label_en="captured soldiers", is_group=True, best=2, outcome="killed"),
            Victim(label_en="somebody else", outcome="fate_unknown"),
            Involvement(actor=accused, by_whom_en="an article"),
            LegalCharacterisation(law="rs_8_2_a_i"),
        ],
    )


def ids(body: str) -> list[str]:
    return re.findall(r' id="([^"]+)"', body)


@pytest.mark.django_db
def test_each_question_is_answered_once_in_order_before_the_evidence(client: Client) -> None:
    body = page(client, killing()).content.decode()
    headings = re.findall(r'<h2 id="([^"]+)"', body)

    assert headings[: len(ANSWERS)] == ANSWERS
    assert len(headings) == len(set(headings))
    assert body.count('<p class="standing">') == 1
    assert body.index('<p class="standing">') < body.index('id="reported"')


@pytest.mark.django_db
def test_what_is_not_known_of_a_person_or_fact_is_said_once(client: Client) -> None:
    body = page(client, killing()).content.decode()
    persons = re.findall(r"<li>\s*<h3>.*?</li>", body, re.DOTALL)
    facts = re.findall(r"<tbody.*?</tbody>", body, re.DOTALL)
    answers = re.findall(r'<section aria-labelledby="([^"]+)">(.*?)</section>', body, re.DOTALL)

    assert len(persons) == 3
    assert [one for one in persons if len(re.findall("not stated", one, re.IGNORECASE)) > 1] == []
    # The name of a source says itself that its publisher is not stated.
    own = [one.replace("publisher not stated", "") for one in facts]
    assert [one for one in own if len(re.findall("not stated", one, re.IGNORECASE)) > 1] == []
    told = {name: len(re.findall("not stated", inside, re.IGNORECASE)) for name, inside in answers}
    assert {name for name in ANSWERS if told[name] > 1} == set()


@pytest.mark.django_db
def test_of_what_was_hidden_it_is_never_said_that_nobody_stated_it(client: Client) -> None:
    incident = killing()
    (accused,) = incident.involvements.all()
    parts = ["summary", "occurred", "place", "killed", "injured", "response"]
    for path in [*parts, f"involvements/{accused.pk}"]:
        make.hidden(incident, path)
    response = page(client, incident)
    answers = text_of(response).partition("What is reported")[2].partition("Further on")[0]

    assert "7 parts of this edition were removed" in text_of(response)
    assert answers.lower().count("not stated") == 1
    assert "Number not stated: fate unknown." in answers
    assert "People Number killed not shown Number injured not shown" in answers
    assert "Date not shown Place not shown" in answers
    untrue = [
        "No summary",
        "Nobody is recorded",
        "Response of",
        "Killed 2",
        "stated.",
    ]
    assert [words for words in untrue if words in answers] == []


@pytest.mark.django_db
def test_of_a_source_nothing_is_said_of_what_was_hidden(client: Client) -> None:
    source = make.published(make.source(text_as_received="What it said."))
    for path in ("published", "url", "text"):
        make.hidden(source, path)
    text = text_of(client.get(f"/sources/{source.reference}/"))

    assert "Not stated, or not known to us publisher, author What of it" in text
    assert "not held here" not in text


@pytest.mark.django_db
def test_every_address_within_the_page_still_leads_to_what_it_led_to(client: Client) -> None:
    body = page(client, killing()).content.decode()
    assert set(FORMERLY) - set(ids(body)) == set()
    assert set(re.findall(r'href="#([^"]+)"', body)) - set(ids(body)) == set()


@pytest.mark.django_db
def test_a_statement_stands_in_full_once(client: Client) -> None:
    text = text_of(page(client, killing()))
    evidence = text.partition("What each fact rests on Fact")[2]
    assert evidence.count("Two captured soldiers were shot.") == 1


@pytest.mark.django_db
def test_the_dead_have_a_figure_each_and_those_whose_fate_is_unknown_none(client: Client) -> None:
    body = page(client, killing()).content.decode()
    (drawn,) = re.findall(r'<ul class="dead".*?</ul>', body, re.DOTALL)

    assert drawn.count("<path") == drawn.count('class="certain"') == 2
    assert "captured soldiers" in drawn
    assert "somebody else" not in drawn


@pytest.mark.django_db
def test_a_page_with_its_map_is_light(client: Client) -> None:
    files = [SMALL, STATIC / "css" / "attest.css", STATIC / "js" / "closed.js"]
    parts = [page(client, killing()).content, *(file.read_bytes() for file in files)]
    assert sum(len(gzip.compress(part)) for part in parts) < 60_000


def test_the_small_map_is_what_its_tool_draws() -> None:
    assert SMALL.read_text() == small_map()


def test_a_statement_is_in_full_under_the_first_fact_that_needs_it() -> None:
    cited = [statement("a", hop(HUR)), statement("b", hop(HUR))]
    rows: list[Any] = [evidence("a", "act"), evidence("a", "date"), evidence("b", "date")]

    found = evidence_rows(Footnotes(incident(cited, rows)), None)

    assert [
        (row.anchor, [(one.note.statement["id"], one.is_in_full) for one in row.bearings])
        for row in found
    ] == [("fact-act", [("a", True)]), ("fact-date", [("a", False), ("b", True)])]


def somewhere(precision: str, *codes: str, point: bool = False) -> PlaceDocument:
    return {
        "code": codes[-1],
        "codes": list(codes),
        "name": text("A place"),
        "path": text("A place"),
        "precision": precision,
        "latitude": "48.24" if point else None,
        "longitude": "36.99" if point else None,
        "as_written": "",
    }


POINTS = {"exact", "near"}


@pytest.mark.parametrize(
    ("place", "kind", "has_area"),
    [
        (somewhere("1", "UA", "UA14", point=True), "exact", True),
        (somewhere("2", "UA", "UA14", point=True), "near", True),
        (somewhere("2", "UA", "UA14"), "area", True),
        (somewhere("4", "UA", "UA14", point=True), "area", True),
        (somewhere("2", "RU", "RU-KRS", point=True), "near", False),
        (somewhere("6", "UA", "UA14", point=True), "country", False),
        (somewhere("6", "UA"), "country", False),
    ],
)
def test_the_map_shows_no_more_than_is_known(
    place: PlaceDocument, kind: str, has_area: bool
) -> None:
    found = locator(place)
    assert found
    assert (found.kind, bool(found.path), bool(found.point)) == (kind, has_area, kind in POINTS)


@pytest.mark.parametrize(
    "place", [None, somewhere("7", "UA", "UA14", point=True), somewhere("4", "RU", "RU-KRS")]
)
def test_where_no_place_on_the_map_is_known_there_is_no_map(place: PlaceDocument | None) -> None:
    assert locator(place) is None
