"""What may be drawn of a place: a point only where it is known, an area as wide as the doubt."""

import re
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import Any

import pytest

from incidents.models import PublishedIncident
from incidents.places.areas import geometry_of, oblasts, outline
from incidents.places.gazetteer import read_gazetteer
from incidents.places.geometry import (
    drawing,
    in_steps,
    is_on_map,
    landmarks,
    on_earth,
    on_map,
    rings,
    units,
    within,
)

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
        ("1", UDACHNE, "UA14"),
        ("2", UDACHNE, "UA14"),
        ("3", UDACHNE, "UA14"),
        ("4", UDACHNE, "UA14"),
        ("5", UDACHNE[:4], "UA14"),
        ("", UDACHNE, "UA14"),
        ("2", ["UA", "UA80000000000093317", "UA80", "UA-30"], "UA80"),
    ],
)
def test_what_is_known_to_an_area_is_its_oblast(precision: str, codes: Any, area: str) -> None:
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
        ("4", ["RU", "RU-KRS"]),
        ("2", ["RU", "RU-KRS", "GN560995"]),
        ("", []),
    ],
)
def test_where_only_a_country_is_known_or_we_have_no_border_nothing_is_drawn(
    precision: str, codes: Any
) -> None:
    assert geometry_of(incident(precision, codes)) is None


@pytest.mark.parametrize("precision", ["3", "4", "5", "6", "7", ""])
def test_a_coordinate_is_never_drawn_for_less_than_a_place(precision: str) -> None:
    geometry = geometry_of(incident(precision, UDACHNE, known=True))
    assert geometry is None or geometry["type"] != "Point"


def test_outlines_are_closed_and_turn_as_geojson_has_them() -> None:
    for code in oblasts():
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


def test_the_map_has_every_oblast_but_no_border_of_crimea_in_russia() -> None:
    assert len(oblasts()) == 27
    assert {"UA01", "UA85"} <= set(oblasts())
    simferopol = on_map(44.957, 34.11)
    assert within(simferopol, rings(oblasts()["UA01"]["path"]))
    assert not within(simferopol, rings(drawing()["land"]["RUS"]))


def test_no_border_is_drawn_that_we_do_not_have() -> None:
    assert set(drawing()) == {"credit", "frame", "oblasts", "land"}
    assert outline("UA1416") is None


def test_the_number_of_a_raion_stands_at_its_centre_within_its_oblast() -> None:
    _edition, rows = read_gazetteer()
    raions = {row["p_code"] for row in rows.values() if row["category"] == "raion"}
    centres = landmarks()["centres"]
    outside = {
        code for code in raions if not within(centres[code], rings(oblasts()[code[:4]]["path"]))
    }
    # Towns at a shore or a border, beside the line of the oblast by as much as it is simplified.
    assert outside == {"UA2108", "UA3210", "UA5104", "UA6508", "UA6510"}
    assert {code for code in centres if code.startswith("UA")} == raions


def test_towns_are_named_with_the_largest_of_each_oblast_first() -> None:
    first = {town["code"][:4] for town in landmarks()["towns"] if town["rank"] == 1}
    assert first == set(oblasts())
    assert all(is_on_map(*town["at"]) for town in landmarks()["towns"])
    ranks = [town["rank"] for town in landmarks()["towns"]]
    assert ranks == sorted(ranks)


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


def test_an_outline_in_steps_is_the_same_outline() -> None:
    paths = [one["path"] for one in drawing()["oblasts"]] + [*drawing()["land"].values()]
    assert [walked(in_steps(path)) for path in paths] == [rings(path) for path in paths]


def walked(path: str) -> list[list[tuple[float, float]]]:
    """The points to which the steps lead."""
    found = []
    for ring in path.removesuffix("z").split("z"):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", ring)]
        xs, ys = accumulate(numbers[::2]), accumulate(numbers[1::2])
        found.append([(round(x, 1), round(y, 1)) for x, y in zip(xs, ys, strict=True)])
    return found
