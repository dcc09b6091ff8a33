"""Each picture as a file: the numbers of the page, with filters, day and licence, and no script."""

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents.pages.picture_files import WITH_NUMBERS
from incidents.pictures.picture_sheets import DRAWN
from incidents.words.entries import incidents_in_words
from tests import factories as make
from tests.files import csv_rows, xml_of

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"
NOVEMBER = {
    "occurred": "2024-11",
    "occurred_earliest": "2024-11-01",
    "occurred_latest": "2024-11-30",
}
WINTER = {
    "occurred": "2024-12/2025-01",
    "occurred_earliest": "2024-12-01",
    "occurred_latest": "2025-01-31",
}
HOSTILE = "</text><script>alert(1)</script>\x01\ufffe]]>&"
FILES = [f"/incidents/pictures/{name}.svg" for name in DRAWN] + ["/tallies.svg"]


def texts(svg: ET.Element) -> list[str]:
    return [text.text or "" for text in svg.iter(f"{SVG}text")]


def rects(svg: ET.Element, kind: str) -> list[float]:
    found = (one for one in svg.iter(f"{SVG}rect") if one.get("class") == kind)
    return [float(one.get("width", "")) for one in found]


@pytest.fixture
def cases() -> None:
    make.published(make.actor())
    make.indexed("0000001", **NOVEMBER, killed_best=2, kinds=["killed_captured"])
    make.indexed(
        "0000002", **NOVEMBER, killed_low=1, killed_high=4, kinds=["killed_captured", "attempted"]
    )
    make.indexed("0000003", **NOVEMBER, kinds=["order_kill_captives"])
    make.indexed("0000004", **WINTER, killed_best=1234)
    make.indexed("0000005", kinds=["attempted"])


@pytest.mark.parametrize("address", FILES)
def test_a_picture_says_its_filters_its_day_its_licence_and_how_it_is_cited(
    client: Client, cases: None, address: str
) -> None:
    name = "counted" if "tallies" in address else "kind"
    value = "killed" if "tallies" in address else "killed_captured"
    svg = xml_of(client, address, **{name: value})
    said = " ".join(texts(svg))
    words = "persons killed" if "tallies" in address else "killed at or near the place of capture"
    label = "What is counted" if "tallies" in address else "Kind of act"
    assert f"Filters: {label}: {words}" in said
    assert "As published on 1 June 2025, chain position 1." in said
    assert "Licence: CC BY 4.0 https://creativecommons.org/licenses/by/4.0/" in said
    assert "To cite: " in said
    assert f"{name}={value}" in said
    assert svg.find(f"{SVG}title") is not None


@pytest.mark.parametrize("address", FILES)
def test_a_picture_is_a_file_that_runs_and_loads_nothing(
    client: Client, cases: None, address: str
) -> None:
    response = client.get(address)
    assert response["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert response["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert re.fullmatch(
        r'attachment; filename="attest-[a-z-]+-\d{4}-\d\d-\d\d_chain-1.svg"',
        response["Content-Disposition"],
    )
    assert response["Access-Control-Allow-Origin"] == "*"
    svg = ET.fromstring(response.content)  # noqa: S314 (our own)
    kinds = {one.tag.removeprefix(SVG) for one in svg.iter()}
    assert kinds <= {"svg", "title", "desc", "style", "g", "rect", "circle", "path", "text"}
    assert [
        name for one in svg.iter() for name in one.attrib if "href" in name or name[:2] == "on"
    ] == []
    # Nothing of another address: what styles load is loaded too.
    assert "url(" not in response.content.decode()


def test_the_bars_of_a_file_are_those_of_the_page(client: Client, cases: None) -> None:
    context: Any = client.get("/incidents/?view=charts").context
    for table in context["tables"]:
        svg = xml_of(client, f"/incidents/pictures/{table.key}.svg")
        for kind in ("killings", "orders", "low", "beyond"):
            lengths = [getattr(bars, kind) for _row, bars in table.drawn]
            assert rects(svg, kind) == [round(4.2 * one, 2) for one in lengths if one]
        title, *rest = texts(svg)
        assert title == f"Reported killings and orders: b{table.name[1:]}"
        said = " ".join(rest)
        for row in table.rows:
            assert row.name in said
            assert incidents_in_words(row.totals) in said


def test_a_timeline_in_a_file_has_its_intervals_and_what_has_no_date(
    client: Client, cases: None
) -> None:
    said = texts(xml_of(client, "/incidents/pictures/timeline.svg"))
    assert "December 2024 – January 2025: 1 incident of killing, people killed: 1,234" in said
    assert "Not drawn, because no date is stated or shown: 1 other incident." in said


def test_a_map_in_a_file_says_what_is_not_on_it(client: Client, cases: None) -> None:
    said = texts(xml_of(client, "/incidents/pictures/map.svg"))
    assert (
        "Not drawn: not stated: 3 incidents of killing, people killed: 1,237–1,240; 1 order;"
        " 1 other incident"
    ) in said


@pytest.mark.parametrize("name", WITH_NUMBERS)
def test_the_numbers_of_a_picture_are_its_lines_of_the_whole_file(
    client: Client, cases: None, name: str
) -> None:
    by = {"timeline": "month", "map": "place"}.get(name, name)
    whole = csv_rows(client, "/incidents/numbers.csv", kind="killed_captured")
    some = csv_rows(client, f"/incidents/pictures/{name}.csv", kind="killed_captured")

    def numbers(rows: list[dict[str, str]]) -> list[list[str]]:
        return [list(row.values())[:12] for row in rows]

    assert numbers(some) == numbers([row for row in whole if row["by"] in {"all", by}])
    assert {row["filters"] for row in some} == {
        "Kind of act: killed at or near the place of capture"
    }
    assert {(row["as_of"], row["chain_position"]) for row in some} == {("2025-06-01", "1")}
    assert {row["licence"] for row in some} == {
        "CC BY 4.0 https://creativecommons.org/licenses/by/4.0/"
    }


def test_the_name_of_a_file_says_what_was_asked(client: Client, cases: None) -> None:
    for ending, more in (("svg", ""), ("csv", "_format-4")):
        response = client.get(f"/incidents/pictures/kind.{ending}?assessment=reported")
        about = f"{timezone.localdate()}{more}_chain-1_assessment-reported"
        name = f"attest-incidents-kind-{about}.{ending}"
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'


def test_no_text_breaks_a_drawing(client: Client) -> None:
    body = make.published(make.actor(name_en="A body", name_uk=HOSTILE[:-2]))
    make.place(code="RU-KRS", category="region", lineage=["RU"], codes=["RU"], name_en=HOSTILE)
    make.indexed("0000001", **NOVEMBER, place_code="RU-KRS", place_codes=["RU", "RU-KRS"])
    for name in DRAWN:
        for asked in ({"q": f"killing {HOSTILE[:-3]}"}, {"actor": body.reference}, {}):
            svg = xml_of(client, f"/uk/incidents/pictures/{name}.svg", **asked)
            assert [one.tag for one in svg.iter() if "script" in one.tag] == []


def test_a_picture_refuses_what_is_not_understood(client: Client) -> None:
    for name in ("picture_kind_svg", "picture_kind_csv", "tallies_svg"):
        response = client.get(reverse(name), {"foo": "1"})
        assert (response.status_code, response.content.decode()) == (
            400,
            "There is no filter called “foo”.\n",
        )
    assert client.get("/incidents/pictures/actor.svg").status_code == 404


def test_nothing_published_is_an_empty_picture(client: Client) -> None:
    for name in DRAWN:
        said = texts(xml_of(client, f"/incidents/pictures/{name}.svg"))
        assert "Counted: 0 incidents." in said
