"""The data dictionary: every column, every term, the licence."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import Choices
from django.test import Client
from django.urls import get_resolver
from django.utils import translation
from django.utils.html import escape
from pytest_django import Settings

import incidents.vocabulary
import sources.origins.find
import sources.text.dates
import sources.vocabulary
from incidents.files.changes_file import CHANGES
from incidents.files.downloads import FILES, INCIDENTS
from incidents.pages.data_page import TABLES
from incidents.pages.site_pages import VOCABULARIES
from incidents.tallies.tallies_file import TALLIES
from sources.files.columns import Table
from sources.files.downloads import STATEMENTS
from tests import factories as make
from tests.databases import EnteredOnce
from tests.files import body, csv_rows, downloaded, json_of
from tests.test_access import patterns

pytestmark = pytest.mark.django_db

COLUMNS = [(table, column) for table in TABLES for column in table.served]
VOCABULARY_KEYS = {one.key for group in VOCABULARIES for one in group.vocabularies}


def paths(value: Any, table: Table, path: str = "") -> set[str]:
    """Where values stand in an object, down to what the dictionary explains as one."""
    if isinstance(value, dict) and path not in {column.path for column in table.columns}:
        return set().union(
            *(paths(inner, table, f"{path}.{key}".lstrip(".")) for key, inner in value.items())
        )
    return {path}


@pytest.fixture
def published_in_place(entered_once: EnteredOnce) -> Iterator[None]:
    with entered_once(enter_published):
        yield


@pytest.fixture
def published(published_in_place: None, db: None) -> None:
    """Something with every value that can be an object."""


def enter_published() -> None:
    actor = make.published(
        make.actor(
            reliability="A", reliability_reason_en="Long record.", reliability_graded_on=make.DAY
        )
    )
    source = make.source(publisher=actor)
    said = make.statement(source=source, quotation="words", quotation_language="en")
    make.statement(source=source, label="S2", kind="aggregate")
    make.published(source)
    make.published(make.incident(statement=said, place=make.place(), place_precision="2"))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_what_is_served_is_what_the_dictionary_has(
    client: Client, published: None, table: Table
) -> None:
    listed = [row for row in csv_rows(client, "/data/columns.csv") if row["file"] == table.name]

    assert [one for one in listed if not one["column"] and not one["json"]] == []
    if table.has_objects:
        found = set[str]().union(*(paths(row, table) for row in objects(client, table)))
        assert found == {one["json"] for one in listed if one["json"]}
    if table.has_rows:
        text = downloaded(client, f"/{table.name}.csv").decode("utf-8-sig")
        names = text.splitlines()[0].split(",")
        assert names == [one["column"] for one in listed if one["column"]]


def objects(client: Client, table: Table) -> list[Any]:
    if "json" in table.formats:
        return list(json_of(client, f"/{table.name}.json")["results"][:1])
    lines = downloaded(client, f"/{table.name}.jsonl").decode().splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_value_can_be_read_from_what_is_served(
    client: Client, published: None, table: Table
) -> None:
    if table.has_rows:
        assert csv_rows(client, f"/{table.name}.csv") != []


# Every address that answers something else than a page stands on /data/


SEARCH_ENGINES = {"health", "health_live", "health_ready", "robots", "sitemap", "sitemap_part"}
# What is offered while somebody types into a filter is no file.
OFFERED = {
    "complete_places_json",
    "complete_actors_json",
    "complete_sources_json",
    "map_marks",
}


def test_every_file_feed_and_citation_is_on_the_page(client: Client) -> None:
    source = make.published(make.source())
    page = client.get("/data/").content.decode()
    links = set(re.findall('href="([^"?#]*)"', page))
    codes = set(re.findall("<code>([^<]*)</code>", page))
    found = set()
    for namespace, path, pattern in patterns(get_resolver()):
        if namespace or pattern.name in SEARCH_ENGINES | OFFERED:
            continue
        address = "/" + path.replace("<reference:reference>", source.reference)
        response: Any = client.get(address.replace("<int:number>", "1"))
        if not response.get("Content-Type", "text/html").startswith("text/html"):
            found.add(pattern.name)
            assert address in links or address.rpartition("/")[2] in codes, address
            body(response)
    assert {"incident_numbers", "tallies_csv", "editions_jsonl", "source_csl"} <= found
    assert len(found) == 40


def test_every_table_has_its_columns_there(client: Client) -> None:
    """Of other files, the feeds, the form is a standard's and the addresses are on the page."""
    served = {
        path
        for namespace, path, pattern in patterns(get_resolver())
        if not namespace
        and pattern.name not in OFFERED
        and path.endswith((".csv", ".json", ".jsonl", ".geojson", ".xlsx"))
        # Lines of the file with all numbers.
        and not path.startswith("incidents/pictures/")
    }
    citations = {path for path in served if path.endswith(".csl.json")}
    listed = {f"{table.name}.{ending}" for table in TABLES for ending in table.formats}

    assert served - citations == {one for one in listed if not one.endswith(".atom")}


def test_the_dictionary_keeps_the_names_of_format_1(client: Client) -> None:
    rows = csv_rows(client, "/data/columns.csv")
    page = " ".join(client.get("/data/").content.decode().split())

    assert {row["format"] for row in rows} == {"4"}
    assert [(row["column"], row["json"], row["format_1"]) for row in rows if row["format_1"]] == [
        ("origins_distinct", "origins.independent", "origins_independent"),
        ("origins_independent_of_parties", "", "origins_outside_parties"),
    ]
    former = "(called <code>origins_independent</code> in format 1)"
    assert f"<code>origins_distinct</code> {former}" in page


def test_every_column_has_a_meaning_and_its_terms_an_origin() -> None:
    assert [column.path for _table, column in COLUMNS if not str(column.meaning)] == []
    named = {column.terms_key for _table, column in COLUMNS if column.vocabulary}
    assert named - VOCABULARY_KEYS == set()
    assert len(named) > 12


# Those that are finer than plain means are in no file, and what only staff choose is in none.
NOT_PUBLISHED = {"Method", "Alone", "InterviewPlace", "OutsideCopy", "Risk", "ToldBy", "TwinSign"}


def test_every_vocabulary_of_the_field_is_published() -> None:
    modules = [incidents.vocabulary, sources.vocabulary, sources.origins.find, sources.text.dates]
    names = {
        name
        for module in modules
        for name, one in vars(module).items()
        if isinstance(one, type) and issubclass(one, Choices) and one.__module__ == module.__name__
    }
    published = {one.choices.__name__ for group in VOCABULARIES for one in group.vocabularies}

    assert names - published == NOT_PUBLISHED


def test_every_term_in_a_file_is_one_that_is_explained(client: Client, published: None) -> None:
    terms = {(row["vocabulary"], row["term"]) for row in csv_rows(client, "/data/terms.csv")}
    for table in (INCIDENTS, STATEMENTS, TALLIES):
        used = {
            (column.terms_key, term)
            for row in csv_rows(client, f"/{table.name}.csv")
            for column in table.in_table
            if column.vocabulary
            for term in filter(None, row[column.name].split("; "))
        }
        assert used - terms == set()
        assert used


def test_the_page_explains_every_column_and_every_term(client: Client) -> None:
    page = client.get("/data/").content.decode()

    missing = [c.path for _table, c in COLUMNS if f"<td>{escape(c.meaning)}</td>" not in page]
    assert missing == []
    codes = {
        term for group in VOCABULARIES for v in group.vocabularies for term in v.choices.values
    }
    assert [code for code in sorted(codes - {""}) if f"<code>{code}</code>" not in page] == []
    assert [key for key in sorted(VOCABULARY_KEYS) if f'id="{key}"' not in page] == []


def test_the_dictionary_does_not_say_how_people_were_killed(client: Client) -> None:
    text = client.get("/data/").content + downloaded(client, "/data/terms.csv")

    assert b"behead" not in text


def test_the_licence_is_the_one_that_the_operator_set(client: Client, settings: Settings) -> None:
    settings.DATA_LICENCE = "ODbL 1.0"
    settings.DATA_LICENCE_URL = "https://licence.example/"
    make.published_incident()
    page = client.get("/data/").content.decode()

    assert '<a rel="license" href="https://licence.example/">ODbL 1.0</a>' in page
    assert csv_rows(client, "/incidents.csv")[0]["licence"] == "ODbL 1.0"
    assert client.get("/changes.json")["Link"].startswith('<https://licence.example/>; rel="licen')


def test_the_page_credits_whose_places_and_maps_these_are(client: Client) -> None:
    page = client.get("/data/").content.decode()

    for name in ("GeoNames", "KATOTTH", "@svg-maps/ukraine", "CC BY 4.0", "UN geodata"):
        assert name in page


def test_the_dictionary_is_in_the_language_of_its_address_but_not_its_names(
    client: Client,
) -> None:
    english, ukrainian = (csv_rows(client, f"{prefix}/data/columns.csv") for prefix in ("", "/uk"))
    assert [row["column"] for row in ukrainian] == [row["column"] for row in english]
    with translation.override("uk"):
        assert [row["meaning"] for row in ukrainian] == [
            str(column.meaning) for _table, column in COLUMNS
        ]


def test_every_file_is_linked(client: Client) -> None:
    page = client.get("/data/").content.decode()
    wanted = [f"/{table.name}.{ending}" for table in FILES for ending in table.formats]
    wanted += [f"/{CHANGES.name}.{ending}" for ending in CHANGES.formats]

    assert [path for path in wanted if f'href="{path}"' not in page] == []
