"""The files of sources, statements and actors."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from review.editions import chain
from review.public import page_cache
from sources.files.downloads import ACTORS, SOURCES, STATEMENTS
from sources.models import ActorRelation
from tests import factories as make
from tests.files import body, csv_rows, downloaded, json_of

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"
PATHS = [
    "/sources.csv",
    "/sources.json",
    "/statements.csv",
    "/statements.json",
    "/actors.csv",
    "/actors.json",
]


@pytest.fixture
def source() -> Any:
    """With a statement that names its chain, numbers and a quotation."""
    cnn = make.published(make.actor(name_uk="Сі-ен-ен"))
    told = make.source(publisher=cnn, author="A reporter", licence="all rights reserved")
    make.statement(
        source=told,
        chain=[("two deserters", ["participant"])],
        quantities=[{"counted": "cases", "low": 150, "qualifier": "more_than"}],
        quotation="they said",
        quotation_language="en",
    )
    make.statement(source=told, label="S2", period="")
    return make.published(told)


def test_a_source_has_what_its_page_has(client: Client, source: Any) -> None:
    publisher = source.publisher.reference
    [row] = json_of(client, "/sources.json")["results"]

    assert row == {
        "reference": source.reference,
        "edition": 1,
        "kind": "article",
        "title": "Soldiers shot after capture",
        "author": "A reporter",
        "publisher": {"reference": publisher, "name": "CNN"},
        "published": {"edtf": "2025-05-24", "earliest": "2025-05-24", "latest": "2025-05-24"},
        "language": "en",
        "standing": "stands",
        "statements": 2,
        "address": "https://news.example/1",
        "item": source.reference,
        "accessed_on": None,
        "source_licence": "all rights reserved",
        "url": f"{SITE}/sources/{source.reference}/",
        "published_on": "2025-06-01",
        "changed_on": "2025-06-01",
        "last_entry": chain.current_position(),
        "last_entry_on": "2025-06-01",
    }
    [table] = csv_rows(client, "/sources.csv", publisher=publisher)
    assert list(table) == [column.name for column in SOURCES.in_table]
    assert (table["publisher_name"], table["address"]) == ("CNN", "https://news.example/1")
    assert table["edition_url"] == f"{SITE}/sources/{source.reference}/editions/1/"


def test_of_two_editions_the_current_one_is_in_the_file(client: Client, source: Any) -> None:
    make.save(source, author="Another reporter")
    make.published(source, note="The author was corrected.")

    [row] = json_of(client, "/sources.json")["results"]
    assert (row["edition"], row["author"]) == (2, "Another reporter")


def test_a_hidden_part_is_in_no_file(client: Client, source: Any) -> None:
    make.hidden(source, "author")
    [row] = json_of(client, "/sources.json")["results"]
    assert row["author"] is None


def test_no_confidential_source_is_in_a_file(client: Client) -> None:
    told = make.source(title="A witness", access="confidential")
    make.statement(source=told, paraphrase_en="What the witness said")
    make.published(told)

    files = b"".join(downloaded(client, path) for path in PATHS).decode()
    assert told.reference not in files
    assert "witness" not in files
    assert [json_of(client, path)["count"] for path in ("/sources.json", "/statements.json")] == [
        *(0, 0)
    ]


def test_a_statement_has_its_chain_in_codes_and_in_words(client: Client, source: Any) -> None:
    first, second = json_of(client, "/statements.json")["results"]

    assert first["chain"] == [
        {
            "actor": None,
            "name": {"en": "two deserters", "uk": ""},
            "bases": ["participant"],
            "circumstances": [],
        }
    ]
    assert first["bases"] == ["participant"]
    assert first["period"]["precision"] == "day"
    assert first["quotation"] == {"text": "they said", "language": "en", "translation": None}
    assert first["quantities"][0]["low"] == 150
    assert (second["chain"], second["period"], second["quotation"]) == ([], None, None)
    assert first["url"] == f"{SITE}/sources/{source.reference}/#S1"

    rows = csv_rows(client, "/statements.csv")
    assert list(rows[0]) == [column.name for column in STATEMENTS.in_table]
    assert rows[0]["chain"] == "two deserters (participant (insider))"
    assert rows[0]["quantities"] == "cases: more than 150, alleged"
    assert rows[1]["chain"] == ""


def test_words_in_a_table_are_english_in_every_language(client: Client, source: Any) -> None:
    assert body(client.get("/uk/statements.csv")) == body(client.get("/statements.csv"))


def test_a_statement_names_those_that_it_is_linked_to(client: Client, source: Any) -> None:
    first = source.statements.get(label="S1")
    other = make.source(title="Another article")
    link = {"to": first, "kind": "repeats", "stated": "inferred", "why_en": "the same words"}
    make.statement(source=other, label="O1", links=[link])
    make.published(other)

    [row] = json_of(client, "/statements.json", source=other.reference)["results"]
    assert row["links"] == [{"kind": "repeats", "to": str(first.pk), "stated": "inferred"}]


def test_an_actor_has_its_names_and_what_it_is_part_of(client: Client, source: Any) -> None:
    army = make.published(make.actor(name_en="An army", kind="armed_unit"))
    unit = make.actor(
        name_en="Shtorm",
        names=["Шторм"],
        kind="armed_unit",
        reliability="F",
        reliability_reason_en="Never assessed.",
        reliability_graded_on=make.DAY,
    )
    said = source.statements.get(label="S1")
    make.save(unit, rows=[ActorRelation(actor=unit, superior=army, statement=said)])
    make.published(unit)

    rows = {row["name"]["en"]: row for row in json_of(client, "/actors.json")["results"]}
    assert [name["text"] for name in rows["Shtorm"]["names"]] == ["Шторм"]
    assert rows["Shtorm"]["reliability"] == {
        "grade": "F",
        "graded_on": "2025-06-01",
        "reason": {"en": "Never assessed.", "uk": None},
    }
    [superior] = rows["Shtorm"]["superiors"]
    assert (superior["reference"], superior["statement"]) == (army.reference, str(said.pk))
    assert rows["An army"]["reliability"] is None
    [row] = [row for row in csv_rows(client, "/actors.csv") if row["name_en"] == "Shtorm"]
    assert {key: row[key] for key in ("names", "superiors", "reliability_reason_en")} == {
        "names": "Шторм",
        "superiors": army.reference,
        "reliability_reason_en": "Never assessed.",
    }
    assert set(rows["CNN"]) == {column.path.partition(".")[0] for column in ACTORS.in_json}


@pytest.mark.parametrize("path", PATHS)
def test_a_file_refuses_what_it_does_not_understand(client: Client, path: str) -> None:
    response = client.get(path, {"kind": "nothing"})

    assert response.status_code == 400
    assert "nothing is not one of the available choices" in response.content.decode()


@pytest.mark.parametrize("path", PATHS)
def test_a_file_asks_the_database_as_often_for_three_rows_as_for_one(
    client: Client, path: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        cnn = make.published(make.actor(name_en=f"Outlet {number}"))
        told = make.source(title=f"number {number}", publisher=cnn)
        make.statement(source=told)
        make.published(told)
        page_cache.PAGES.clear()
        with django_assert_num_queries(7):
            downloaded(client, path)
