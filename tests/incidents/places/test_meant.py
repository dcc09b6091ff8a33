"""What a name means: which places it offers, and in which order."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from incidents.models import place_aliases
from incidents.models.places import Place
from incidents.places.gazetteer import Rows, load_places, read_gazetteer
from sources.text.place_names import normalise
from tests import factories as make
from tests.databases import CopiedDatabase, UsedDatabase

CRIMEA, SEVASTOPOL = place_aliases.CRIMEA, place_aliases.SEVASTOPOL
KRYM_NEAR_ROSTOV, DONETSK_NEAR_ROSTOV = "GN540259", "GN565348"
DONETSK, LUHANSK = place_aliases.DONETSK, place_aliases.LUHANSK
DONETSK_CITY = "UA14080030010048113"
VOLNOVAKHA, VOLNOVAKHA_CITY = place_aliases.VOLNOVAKHA, "UA14040030010074500"
POKROVSK, BAKHMUT = place_aliases.POKROVSK, place_aliases.BAKHMUT
SIVERSKODONETSK = place_aliases.SIVERSKODONETSK
# All places with such a name are there, so that the order is that of the whole gazetteer.
STEMS = ["krym", "crimea", "donets", "donbas", "volnovas", "volnovakh", "pokrovsk", "bakhmut"]
STEMS += ["popasn", "kursk", "belgorod", "bielhorod", "sevastopol", "marinka", "marinsk", "luhans"]
# Former centres that have another name now.
RENAMED = {"Artemivsk", "Krasnyi Lyman", "Krasnoarmiisk", "Pershotravneve", "Telmanove"}
RENAMED |= {"Krasnodon", "Tsiurupynsk"}


def enter_namesakes() -> None:
    _edition, rows = read_gazetteer()
    names = {
        code: normalise(" ".join((row["name_en"], row["name_uk"], row["other_names"])))
        for code, row in rows.items()
    }
    load_places(*(code for code, name in names.items() if any(stem in name for stem in STEMS)))


@pytest.fixture(scope="module")
def namesakes_database(copied_database: CopiedDatabase) -> Iterator[str]:
    with copied_database("namesakes", enter_namesakes) as name:
        yield name


@pytest.fixture
def namesakes_in_place(namesakes_database: str, used_database: UsedDatabase) -> Iterator[None]:
    with used_database(namesakes_database):
        yield


@pytest.fixture
def namesakes(namesakes_in_place: None, db: None) -> None:
    """Every place with one of these names."""


def first(text: str, number: int) -> list[str]:
    return [place.code for place in Place.objects.named(text)[:number]]


@pytest.mark.parametrize("asked", ["Крим", "Крым", "Krym", "Crimea", "КРИМ", "АР Крим", "АРК"])
def test_crimea_is_the_peninsula_and_sevastopol_a_region_beside_it(
    namesakes: None, asked: str
) -> None:
    assert first(asked, 2) == [CRIMEA, SEVASTOPOL]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        (["Донецьк", "Donetsk"], [DONETSK_CITY, DONETSK, DONETSK_NEAR_ROSTOV]),
        (["Донецька", "Донецька область", "Донеччина", "Донецкая область"], [DONETSK]),
        (["Донбас", "Донбасс", "Donbas"], [DONETSK, LUHANSK]),
        (["Луганщина"], [LUHANSK]),
        (["Севастополь", "Sevastopol"], [SEVASTOPOL]),
        (["Курськ", "Kursk"], ["RU-KRS", "GN538560"]),
        (["Белгород", "Belgorod"], ["RU-BEL", "GN578072"]),
        (["Волноваха", "Volnovakha"], [VOLNOVAKHA_CITY]),
        (
            ["Волноваський район", "Волновахский район", "Volnovakha Raion", "volnovakha district"],
            [VOLNOVAKHA],
        ),
        (["Бахмутський район", "Артемівський район", "Артёмовский район"], [BAKHMUT]),
        (
            ["Мар’їнський район", "Марьинский район", "Marinka Raion", "Marinskyi Raion"],
            [POKROVSK],
        ),
        (["Попаснянський район", "Попаснянский район", "Popasna Raion"], [SIVERSKODONETSK]),
    ],
)
def test_the_likeliest_place_comes_first(
    namesakes: None, asked: list[str], meant: list[str]
) -> None:
    assert {text: first(text, len(meant)) for text in asked} == dict.fromkeys(asked, meant)


def test_a_city_comes_before_a_raion_and_a_hromada_of_its_name(namesakes: None) -> None:
    found = [place.category for place in Place.objects.named("Покровс")]
    assert list(dict.fromkeys(found))[:5] == ["city", "raion", "town", "settlement", "hromada"]


def test_a_misspelled_name_finds_what_is_most_alike_whatever_it_is(namesakes: None) -> None:
    assert first("Volnovaka", 1) == [VOLNOVAKHA_CITY]


def test_a_reader_is_offered_the_peninsula_first(namesakes: None, client: Client) -> None:
    page = client.get("/incidents/", {"place": "Крим"}).content.decode()
    offers = re.findall(r"\?place=([\w-]+)", page)
    assert list(dict.fromkeys(offers)) == [CRIMEA, SEVASTOPOL, KRYM_NEAR_ROSTOV]


def test_staff_are_offered_the_peninsula_first(namesakes: None, client: Client) -> None:
    client.force_login(make.researcher())
    asked = {"app_label": "incidents", "model_name": "incident", "field_name": "place"}
    found = client.get("/admin/autocomplete/", asked | {"term": "Крым"}).json()["results"]
    assert [one["id"] for one in found[:3]] == [CRIMEA, SEVASTOPOL, KRYM_NEAR_ROSTOV]


# The table


@pytest.fixture(scope="module")
def rows() -> Rows:
    return read_gazetteer()[1]


def lineage(rows: Rows, code: str) -> set[str]:
    parent = rows[code]["parent"]
    return {code} | (lineage(rows, parent) if parent else set())


def test_every_code_of_the_table_is_a_region_or_a_raion(rows: Rows) -> None:
    codes = {code for meant in place_aliases.ALIASES.values() for code in meant}
    kinds = {rows[code]["category"] for code in codes}
    assert kinds == {"oblast", "special_city", "raion"}


def test_an_abolished_raion_leads_to_where_its_centre_lies(rows: Rows) -> None:
    unknown = set()
    for names, codes in place_aliases._RAIONS.items():
        centre = names.split("|")[2]
        oblast = codes[0][:4]
        towns = [
            code
            for code, row in rows.items()
            if row["name_en"] == centre
            and code.startswith(oblast)
            and row["category"] in {"city", "town", "settlement"}
        ]
        if not towns:
            unknown.add(centre)
        assert [code for code in towns if lineage(rows, code).isdisjoint(codes)] == []
    assert unknown == RENAMED
