"""What may be drawn of a place: a point only where it is known, an area as wide as the doubt."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from incidents.models import PublishedIncident
from incidents.places.areas import geometry_of, oblasts, outline
from incidents.places.gazetteer import read_gazetteer
from incidents.places.geometry import drawing, is_on_map, on_earth, on_map, rings, units, within

UDACHNE = ["UA", "UA14000000000091971", "UA14", "UA-14", "UA14160000000080122", "UA1416"]


def incident(precision: str, codes: list[str], *, known: bool = False) -> PublishedIncident:
    at = {"latitude": Decimal("48.20000"), "longitude": Decimal("36.97000")} if known else {}
    return PublishedIncident(
        place_code=codes[-1] if codes else "",
        place_codes=codes,
        place_precision=precision,
        **at,
    )


@pytest.mark.parametrize("precision", ["1", "2"])
def test_a_known_place_is_a_point(precision: str) -> None:
    place = incident(precision, [*UDACHNE, "UA14160250010071750"], known=True)
    assert geometry_of(place) == {"type": "Point", "coordinates": [36.97, 48.2]}


@pytest.mark.parametrize(
    ("precision", "codes", "area"),
    [
        ("1", UDACHNE, "UA1416"),
        ("2", UDACHNE, "UA1416"),
        ("3", UDACHNE, "UA1416"),
        ("4", UDACHNE, "UA14"),
        ("5", UDACHNE, "UA1416"),
        ("5", UDACHNE[:4], "UA14"),
        ("", UDACHNE, "UA1416"),
        ("4", ["RU", "RU-KRS"], "RU-KRS"),
        ("2", ["RU", "RU-KRS", "GN560995"], "RU-KRS"),
    ],
)
def test_what_is_known_to_an_area_is_that_area(precision: str, codes: Any, area: str) -> None:
    assert outline(area)
    assert geometry_of(incident(precision, codes)) == outline(area)


@pytest.mark.parametrize(
    ("precision", "codes"),
    [
        ("6", UDACHNE),
        ("6", ["UA"]),
        ("7", UDACHNE),
        ("4", ["UA"]),
        ("4", ["PL"]),
        ("3", ["RU", "RU-CHU"]),  # reaches over the 180th meridian
        ("", []),
    ],
)
def test_where_only_a_country_is_known_nothing_is_drawn(precision: str, codes: Any) -> None:
    assert geometry_of(incident(precision, codes)) is None


@pytest.mark.parametrize("precision", ["3", "4", "5", "6", "7", ""])
def test_a_coordinate_is_never_drawn_for_less_than_a_place(precision: str) -> None:
    geometry = geometry_of(incident(precision, UDACHNE, known=True))
    assert geometry is None or geometry["type"] != "Point"


def test_outlines_are_closed_and_turn_as_geojson_has_them() -> None:
    for code in [*oblasts(), *drawing()["raions"], *drawing()["regions"]]:
        geometry = outline(code)
        assert geometry, code
        several = geometry["type"] == "MultiPolygon"
        for polygon in geometry["coordinates"] if several else [geometry["coordinates"]]:
            assert [ring[0] == ring[-1] for ring in polygon] == [True] * len(polygon)
            assert [turns_left(ring) for ring in polygon] == [True] + [False] * (len(polygon) - 1)


def turns_left(ring: list[list[float]]) -> bool:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) > 0


def test_kyiv_is_a_hole_in_its_oblast_and_islands_are_areas_of_their_own() -> None:
    kyiv, kherson = outline("UA32"), outline("UA65")
    assert kyiv
    assert kherson
    assert (kyiv["type"], len(kyiv["coordinates"])) == ("Polygon", 2)
    assert (kherson["type"], len(kherson["coordinates"])) == ("MultiPolygon", 4)


def test_the_map_has_every_oblast_and_every_raion_but_no_border_of_crimea_in_russia() -> None:
    _edition, rows = read_gazetteer()
    raions = {row["p_code"] for row in rows.values() if row["category"] == "raion"}
    assert len(oblasts()) == 27
    assert {"UA01", "UA85"} <= set(oblasts())
    assert set(drawing()["raions"]) == raions
    simferopol = on_map(44.957, 34.11)
    assert within(simferopol, rings(oblasts()["UA01"]["path"]))
    assert not within(simferopol, rings(drawing()["land"]["RUS"]))


def test_towns_lie_in_the_area_of_their_raion() -> None:
    _edition, rows = read_gazetteer()
    outside = []
    for row in rows.values():
        if not row["latitude"] or not row["code"].startswith("UA"):
            continue
        parent = rows[row["parent"]]
        while parent["category"] == "hromada":
            parent = rows[parent["parent"]]
        if parent["category"] == "raion":
            point = on_map(float(row["latitude"]), float(row["longitude"]))
            raion = rings(drawing()["raions"][parent["p_code"]])
            outside += [] if within(point, raion) else [row["name_en"]]
    # Their oblast is drawn without them: a suburb within the line of Kyiv, a bank of the Dnipro.
    assert len(outside) == 6


def test_a_place_lies_where_the_map_has_it_and_back() -> None:
    x, y = on_map(50.45466, 30.5238)
    assert (round(x), round(y)) == (466, 171)
    latitude, longitude = on_earth(x, y)
    assert (round(latitude, 5), round(longitude, 5)) == (50.45466, 30.5238)
    assert within((x, y), rings(oblasts()["UA80"]["path"]))


def test_a_distance_is_drawn_as_the_map_stretches_it() -> None:
    x1, _y = on_map(50, 30)
    x2, _y = on_map(50, 31)
    one_degree = 111.32 * 0.6427876
    assert round(units(one_degree, 50), 3) == round(x2 - x1, 3)


def test_what_lies_outside_the_frame_is_not_on_the_map() -> None:
    assert is_on_map(*on_map(51.7, 36.2))  # Kursk
    assert not is_on_map(*on_map(55.75, 37.62))  # Moscow
