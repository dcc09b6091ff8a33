"""The map: its numbers equal those of the list at every step, and no name covers another."""

import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from incidents.lists.figures import Totals
from incidents.models import Place
from incidents.pictures.map_marks import Mark, named_oblasts
from incidents.pictures.map_names import SIZES, Box, Name, mark_box, names, overlap, write_names
from incidents.pictures.oblast_map import around, frame_of, opened, whole
from incidents.places.areas import oblasts
from incidents.places.gazetteer import load_places
from incidents.places.geometry import landmarks
from review.public import page_cache
from tests import factories as make

UDACHNE, POKROVSKYI, DONETSK = (
    "UA14160250010071750",
    "UA14160000000061982",
    "UA14000000000091971",
)
AT_UDACHNE = {"latitude": "48.16583", "longitude": "36.98333"}


@pytest.fixture
def cases(db: None) -> None:
    """In Donetsk Oblast two near Udachne, one in its raion, one in the oblast, one in Ukraine."""
    load_places(UDACHNE)
    for number, (code, precision, at) in enumerate(
        [
            (UDACHNE, "2", AT_UDACHNE),
            (UDACHNE, "1", AT_UDACHNE),
            (POKROVSKYI, "3", {}),
            (DONETSK, "4", {}),
            ("UA", "6", {}),
        ]
    ):
        make.indexed(
            f"000000{number}",
            place_code=code,
            place_codes=codes_of(code),
            place_precision=precision,
            **at,
        )


def codes_of(code: str) -> list[str]:
    return Place.objects.get(pk=code).codes


def drawn(client: Client, **asked_for: str) -> Any:
    return client.get("/incidents/map-marks/", asked_for).context["map"]


def tree(marks: list[Mark]) -> list[Any]:
    return [(mark.level, mark.name, mark.totals.incidents, tree(mark.parts)) for mark in marks]


def test_a_number_splits_into_raions_these_into_places_and_a_rest(
    client: Client, cases: None
) -> None:
    assert tree(drawn(client).marks) == [
        (
            "area",
            "Donetsk Oblast",
            4,
            [
                (
                    "raion",
                    "Pokrovskyi Raion",
                    3,
                    [
                        ("place", "Udachne", 2, []),
                        ("rest", "Pokrovskyi Raion, without a known point", 1, []),
                    ],
                ),
                ("rest", "Donetsk Oblast, without a known point", 1, []),
            ],
        )
    ]


def test_the_picture_on_the_page_splits_only_what_it_shows_split(
    client: Client, cases: None
) -> None:
    def on_the_page(**asked_for: str) -> Any:
        return client.get("/incidents/", {"view": "map"} | asked_for).context["map"].marks

    assert tree(on_the_page()) == [("area", "Donetsk Oblast", 4, [])]
    assert tree(on_the_page(place="UA14")) == tree(drawn(client, place="UA14").marks)


def test_each_number_is_that_of_the_list_to_which_it_leads(client: Client, cases: None) -> None:
    [area] = drawn(client).marks
    raion = area.parts[0]
    for mark in [area, raion, raion.parts[0]]:
        page_cache.PAGES.clear()
        found: Any = client.get(f"/incidents/?{mark.address}&view=charts").context
        assert found["counted"] == mark.totals


def test_a_place_is_a_point_or_a_ring_as_its_incidents_know_it(client: Client, cases: None) -> None:
    [area] = drawn(client).marks
    udachne = area.parts[0].parts[0]
    assert (udachne.is_exact, udachne.is_near) == (True, True)


@pytest.mark.parametrize("precision", ["3", "4", "5", "6", "7"])
def test_a_coordinate_makes_no_point_of_what_is_known_less_well(
    client: Client, db: None, precision: str
) -> None:
    load_places(UDACHNE)
    make.indexed(
        "0000001",
        place_code=UDACHNE,
        place_codes=codes_of(UDACHNE),
        place_precision=precision,
        **AT_UDACHNE,
    )
    [area] = drawn(client).marks
    assert [one.level for raion in area.parts for one in raion.parts] == []


def test_what_is_known_to_the_oblast_is_in_no_raion(client: Client, db: None) -> None:
    load_places(UDACHNE)
    make.indexed("0000001", place_code=UDACHNE, place_codes=codes_of(UDACHNE), place_precision="4")
    [area] = drawn(client).marks
    assert (area.totals.incidents, area.parts) == (1, [])


def test_the_map_is_drawn_near_the_place_that_is_asked_for_and_its_numbers_split(
    client: Client, cases: None
) -> None:
    country, oblast = drawn(client), drawn(client, place="UA14")
    assert [mark.level for one in country.marks for mark in one.drawn] == ["area"]
    assert [mark.level for one in oblast.marks for mark in one.drawn] == ["place", "rest", "rest"]
    assert (country.box, oblast.box.right - oblast.box.left < 400) == (whole(), True)
    village = drawn(client, place=UDACHNE)
    assert village.box.right - village.box.left == 170


def test_places_in_two_oblasts_are_on_the_whole_map() -> None:
    donetsk, kyiv = make_place("UA14"), make_place("UA32")
    assert frame_of([donetsk, kyiv]) == whole()
    assert frame_of([donetsk]) == frame_of([donetsk, donetsk]) != whole()
    assert frame_of([]) == whole()


def make_place(code: str) -> Any:
    return Place(code=code, codes=["UA", code])


def test_a_frame_stays_within_the_map() -> None:
    for corner in [(-100.0, -100.0), (2000.0, 2000.0)]:
        assert around(corner, 170).lies_in(whole())
    assert around((500.0, 300.0), 5000) == whole()


def mark(at: tuple[int, int], *parts: Mark, level: str = "raion") -> Mark:
    return Mark("X", level, "A name", at, Totals(killings=1), "", parts=list(parts))


def test_a_number_does_not_split_while_its_parts_would_cover_each_other() -> None:
    near = [mark((500, 300), level="place"), mark((501, 300), level="place")]
    apart = [mark((500, 300), level="place"), mark((520, 300), level="place")]
    close, wide = mark((500, 300), *near), mark((500, 300), *apart)
    opened([close, wide], around((500.0, 300.0), 170))
    assert (close.is_open, wide.is_open) == (False, True)
    opened([wide], whole())
    assert wide.is_open  # what was opened is not closed: a map is drawn once


NUMBERS = st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 650)), unique=True, max_size=30)


@given(at=NUMBERS, frame=st.sampled_from([whole(), around((800.0, 300.0), 400)]))
def test_no_name_covers_another_or_a_number(at: list[tuple[int, int]], frame: Box) -> None:
    marks, found = [mark(one) for one in at], names(set(oblasts()))
    write_names(marks, found, frame)
    zoom = 1100 / (frame.right - frame.left)
    for width, size in SIZES.items():
        written = [name.box(size / zoom) for name in found if width in name.widths.split()]
        assert not overlap(written)
        numbers = [mark_box(one, size / zoom) for one in marks]
        assert not any(one.overlaps(number) for one in written for number in numbers)
        # Letters as wide as Cyrillic ones of a desktop are not cut at the edge.
        assert all(one.widened(1.25).lies_in(frame) for one in written)


def test_the_whole_map_names_oblasts_seas_neighbours_and_the_largest_towns() -> None:
    found = names(set())
    write_names([], found, whole())
    written = {name.lines[0] for name in found if "w" in name.widths.split()}
    assert {"Donetsk", "Lviv", "Kyiv", "Black Sea", "Sea of Azov", "Russia", "Belarus"} <= written
    small = {one["name"]["en"] for one in landmarks()["towns"] if one["rank"] > 2}
    assert written & small == set()


@pytest.mark.parametrize("language", ["en", "uk"])
def test_with_a_number_in_each_oblast_each_is_named(language: str) -> None:
    marks = [
        Mark(code, "area", "A name", oblasts()[code]["label"], Totals(killings=99), "")
        for code in named_oblasts()
    ]
    with translation.override(language):
        found = names(named_oblasts())
        write_names(marks, found, whole())
    of_oblasts = [name for name in found if name.kind == "oblast"]
    assert [name.lines for name in of_oblasts if "w" not in name.widths.split()] == []
    assert len(of_oblasts) == len(marks)


def test_a_closer_look_names_smaller_towns() -> None:
    found = names(set())
    write_names([], found, around((850.0, 300.0), 200))
    assert "Sloviansk" in {name.lines[0] for name in found if "w" in name.widths.split()}


def test_a_larger_town_is_named_before_a_smaller_one() -> None:
    large, small = Name(["Large"], (500, 300), "town", 4), Name(["Small"], (502, 301), "town", 5)
    write_names([], [large, small], whole())
    assert (large.widths, small.widths) == (" w m n", "")


def test_the_still_picture_has_what_the_page_shows_and_nothing_to_click(
    client: Client, cases: None
) -> None:
    found = drawn(client, place="UA14")
    picture = render_to_string(
        "incidents/_map_still.svg", {"map": found, "width": 880, "height": 632}
    )
    written = set(re.findall(r">([^<>]+)</text>", picture))
    assert {"Udachne", "Pokrovskyi Raion", "2", "1", "Sloviansk"} <= written
    assert {name.lines[0] for name in found.names} - written  # for a closer look
    assert re.findall(r"<a |<title|href", picture) == []
