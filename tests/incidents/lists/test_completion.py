"""Names that are only begun or spelled nearly so: offered while typed, and on the page."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests import factories as make
from tests.databases import CopiedDatabase, UsedDatabase

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def named_database(copied_database: CopiedDatabase) -> Iterator[str]:
    with copied_database("completion", enter_named) as name:
        yield name


@pytest.fixture
def named_in_place(named_database: str, used_database: UsedDatabase) -> Iterator[None]:
    with used_database(named_database):
        yield


@pytest.fixture
def named(named_in_place: None, db: None) -> None:
    """A village in its oblast, an army with an acronym, a source and a confidential one."""


def enter_named() -> None:
    make.place()
    make.place(
        code="UA14",
        category="oblast",
        lineage=["UA", "UA14"],
        codes=["UA", "UA14", "UA-14"],
        name_en="Donetsk Oblast",
        name_uk="Донецька область",
        surroundings_en="Ukraine",
        surroundings_uk="Україна",
        search_names="|donetsk oblast|donetska oblast|",
        latitude=None,
        longitude=None,
    )
    make.published(
        make.actor(
            name_en="Russian Armed Forces", name_uk="Збройні сили", names=["RAF"], kind="armed_unit"
        )
    )
    make.actor(name_en="Russian Unpublished Unit")
    article = make.source(title="Prisoners were shot near a village")
    make.statement(source=article)
    make.published(article)
    make.published(make.interview(title="Told in confidence"))


def offered(client: Client, of: str, text: str) -> list[str]:
    response = client.get(f"/complete/{of}.json", {"q": text})
    assert response.status_code == 200
    return [one["label"] for one in response.json()["results"]]


@pytest.mark.parametrize(
    ("of", "text", "labels"),
    [
        ("places", "donetsk obl", ["Donetsk Oblast — UA14"]),
        ("places", "UA14", ["Donetsk Oblast — UA14"]),
        ("places", "Nowhere at all", []),
        ("actors", "russ", ["Russian Armed Forces"]),
        ("actors", "Russan", ["Russian Armed Forces"]),
        ("actors", "raf", ["Russian Armed Forces"]),
        ("actors", "unpublished", []),
        ("sources", "prisoners vill", ["Prisoners were shot near a village"]),
        ("sources", "confidence", []),
        ("sources", "", []),
    ],
)
def test_what_is_public_and_called_nearly_so_is_offered(
    client: Client, named: None, of: str, text: str, labels: list[str]
) -> None:
    assert [label.partition(", ")[0] for label in offered(client, of, text)][:1] == labels


def test_of_places_spelled_like_it_those_that_incidents_name_come_first(
    client: Client, named: None
) -> None:
    town = {"country": "RU", "category": "city", "lineage": ["RU", "GN1"], "codes": ["RU", "GN1"]}
    around = {"surroundings_en": "Russia", "surroundings_uk": "Росія"}
    make.place(code="GN1", name_en="Udachny", search_names="|udachny|", **town, **around)
    before = offered(client, "places", "Udachno")
    udachne = "UA14160250010071750"
    make.indexed("0000000", place_code=udachne, place_codes=["UA", "UA14", udachne])

    assert [label.partition(" ")[0] for label in before] == ["Udachny", "Udachne"]
    assert [label.partition(" ")[0] for label in offered(client, "places", "Udachno")] == [
        "Udachne",
        "Udachny",
    ]


def test_a_name_is_offered_in_the_readers_language(client: Client, named: None) -> None:
    found = client.get("/uk/complete/actors.json?q=raf").json()

    assert [one["label"] for one in found["results"]] == ["Збройні сили"]


def test_what_is_offered_is_read_in_the_public_role(client: Client, named: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("REVOKE SELECT ON sources_publishedactor FROM attest_public")
    with pytest.raises(Exception, match="permission denied for table sources_publishedactor"):
        client.get("/complete/actors.json?q=raf")


def test_what_is_offered_may_be_kept_by_a_cache_that_asks(client: Client, named: None) -> None:
    first: Any = client.get("/complete/actors.json?q=raf")
    again = client.get("/complete/actors.json?q=raf", headers={"If-None-Match": first["ETag"]})

    assert (first["Cache-Control"], again.status_code) == ("public, no-cache", 304)


@pytest.mark.parametrize(
    ("query", "chip"),
    [
        ("place=donetsk+oblast", "Donetsk Oblast — UA14"),
        ("actor=raf", "Russian Armed Forces"),
        ("source=prisoners+shot", "Prisoners were shot near a village"),
    ],
)
def test_a_name_that_one_alone_has_is_taken(
    client: Client, named: None, query: str, chip: str
) -> None:
    response = client.get(f"/incidents/?{query}")

    assert response.status_code == 200
    assert [one.value for one in response.context["filters"].chips] == [chip]


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("place=Donetsk+Oblst", "?place=UA14"),
        ("place=!Donetsk+Oblst&kind=other", "?kind=other&amp;place=%21UA14"),
        ("actor=Russian", "?actor="),
        ("documenter=Russan", "?documenter="),
    ],
)
def test_a_near_miss_asks_whether_that_is_meant(
    client: Client, named: None, query: str, address: str
) -> None:
    response = client.get(f"/incidents/?{query}")

    assert response.status_code == 400
    assert "Did you mean:" in response.text
    assert f'<li><a href="{address}' in response.text
