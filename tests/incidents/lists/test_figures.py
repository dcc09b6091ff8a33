"""Numbers of many incidents: small cases counted by hand."""

from datetime import date
from typing import Any

import pytest
from django.db.models import F
from django.http import QueryDict

from incidents.lists.figures import Figures, Totals, totals_by
from incidents.lists.filters import IncidentFilters
from incidents.models import PublishedIncident
from incidents.words.entries import totals_in_words
from review.public.public_state import public_reading
from tests.factories import indexed as row

pytestmark = pytest.mark.django_db


def killed(low: int | None, best: int | None, high: int | None) -> dict[str, int | None]:
    return {"killed_low": low, "killed_best": best, "killed_high": high}


def counted(**by: Any) -> dict[Any, Totals]:
    return totals_by(PublishedIncident.objects.all(), **by)


def figures(question: str = "") -> Figures:
    filters = IncidentFilters(QueryDict(question), PublishedIncident.objects.defer("search"))
    assert filters.is_valid(), filters.form.errors
    with public_reading() as state:
        return filters.counted(state)


@pytest.mark.parametrize(
    ("numbers", "totals", "range_"),
    [
        ([], Totals(), (None, None)),
        ([killed(None, None, None)], Totals(killings=1, not_stated=1), (None, None)),
        ([killed(None, 2, None)], Totals(killings=1, low=2, high=2), (2, 2)),
        ([killed(0, 0, 0)], Totals(killings=1, low=0, high=0), (0, 0)),
        ([killed(2, 3, 5)], Totals(killings=1, low=2, high=5), (2, 5)),
        ([killed(2, 3, None)], Totals(killings=1, low=2, high=3), (2, 3)),
        ([killed(None, None, 5)], Totals(killings=1, low=0, high=5), (0, 5)),
        ([killed(5, None, None)], Totals(killings=1, low=5, high=5, open=1), (5, None)),
        (
            [killed(None, 2, None), killed(1, None, 4), killed(None, None, None)],
            Totals(killings=3, low=3, high=6, not_stated=1),
            (3, 6),
        ),
        (
            [killed(None, 2, None), killed(5, None, None)],
            Totals(killings=2, low=7, high=7, open=1),
            (7, None),
        ),
    ],
)
def test_people_killed_run_from_the_low_ends_to_the_high_ones(
    numbers: Any, totals: Totals, range_: Any
) -> None:
    for place, ends in enumerate(numbers):
        row(f"000000{place}", **ends)
    found = figures().total
    assert found == totals
    assert sum(counted(assessed=F("assessment")).values(), Totals()) == totals
    assert found.killed == {"low": range_[0], "best": None, "high": range_[1]}


FIGURE = {"low": 5, "best": 5, "high": 5, "qualifier": "", "by": [{"en": "CNN", "uk": ""}]}


@pytest.mark.parametrize(
    ("rows", "totals", "inferred"),
    [
        (
            [{"killed_given": [FIGURE]}],
            Totals(killings=1, not_settled=1),
            (None, None),
        ),
        (
            [{"killed_given": [FIGURE]}, {"killed_best": 2}, {}],
            Totals(killings=3, low=2, high=2, not_settled=1, not_stated=1),
            (None, None),
        ),
        (
            [{"killed_best": 2, "inferred": ["date", "killed"]}, {"killed_low": 1}],
            Totals(killings=2, low=3, high=3, open=1, inferred_low=2, inferred_high=2),
            (2, 2),
        ),
        (
            [{"killed_low": 2, "killed_high": 3, "inferred": ["killed"]}, {"killed_best": 2}],
            Totals(killings=2, low=4, high=5, inferred_low=2, inferred_high=3),
            (2, 3),
        ),
        (
            [{"killed_low": 4, "inferred": ["killed"]}],
            Totals(
                killings=1,
                low=4,
                high=4,
                open=1,
                inferred_low=4,
                inferred_high=4,
                inferred_open=1,
            ),
            (4, None),
        ),
        ([{"inferred": ["date", "act"]}], Totals(killings=1, not_stated=1), (None, None)),
        (
            [{"kinds": ["attempted"], "killed_best": 1, "inferred": ["killed"]}],
            Totals(others=1),
            (None, None),
        ),
    ],
)
def test_what_is_not_settled_is_never_added_and_what_is_inferred_is_counted_apart(
    rows: Any, totals: Totals, inferred: Any
) -> None:
    for place, fields in enumerate(rows):
        row(f"000000{place}", **fields)
    found = figures().total
    assert found == totals
    assert sum(counted(assessed=F("assessment")).values(), Totals()) == totals
    assert (found.inferred["low"], found.inferred["high"]) == inferred


@pytest.mark.parametrize(
    ("totals", "words"),
    [
        (Totals(killings=1, not_settled=1), "number not settled"),
        (Totals(killings=2, not_settled=1, not_stated=1), "number not settled"),
        (Totals(killings=1, not_stated=1), "not stated"),
        (Totals(killings=1, low=2, high=2), "2"),
        (
            Totals(killings=1, low=2, high=2, inferred_low=2, inferred_high=2),
            "2, of these inferred by us: 2",
        ),
        (
            Totals(killings=4, low=3, high=5, not_settled=2, inferred_low=2, inferred_high=2),
            "3–5, of these inferred by us: 2, number not settled in 2 more",
        ),
    ],
)
def test_totals_say_what_they_leave_out_and_what_is_inferred(totals: Totals, words: str) -> None:
    assert totals_in_words(totals).partition("people killed: ")[2] == words


def test_orders_are_counted_apart_and_add_nobody_killed() -> None:
    row("0000001", killed_best=2)
    row("0000002", kinds=["order_kill_captives"], killed_best=3)
    row("0000003", kinds=["order_no_prisoners", "killed_surrendering"], killed_best=1)
    row("0000004", kinds=["attempted"], killed_best=7)

    found = figures().total

    assert found == Totals(killings=2, orders=1, others=1, low=3, high=3)
    assert counted(assessed=F("assessment")) == {"reported": found}
    assert found.incidents == 4


def test_tallies_add_up_and_nothing_stated_stays_nothing() -> None:
    stated, silent = Totals(killings=1, low=2, high=3), Totals(killings=1, not_stated=1)
    assert stated + stated == Totals(killings=2, low=4, high=6)
    assert silent + silent == Totals(killings=2, not_stated=2)
    assert stated + silent == silent + stated == Totals(killings=2, low=2, high=3, not_stated=1)


def test_months_are_those_of_the_first_and_the_last_day_that_a_date_can_mean() -> None:
    row("0000001", occurred="2024-11-05", **days("2024-11-05", "2024-11-05"))
    row("0000002", occurred="2024-11", **days("2024-11-01", "2024-11-30"))
    row("0000003", occurred="2024", **days("2024-01-01", "2024-12-31"))
    row("0000004", occurred="../2025-05-24", **days(None, "2025-05-24"))
    row("0000005", occurred="2022/..", **days("2022-01-01", None))
    row("0000006")

    found = figures().by_months()

    assert {span: totals.incidents for span, totals in found.items()} == {
        (date(2024, 11, 1), date(2024, 11, 1)): 2,
        (date(2024, 1, 1), date(2024, 12, 1)): 1,
        (None, date(2025, 5, 1)): 1,
        (date(2022, 1, 1), None): 1,
        (None, None): 1,
    }


def days(first: str | None, last: str | None) -> dict[str, date | None]:
    names = {"occurred_earliest": first, "occurred_latest": last}
    return {name: date.fromisoformat(day) if day else None for name, day in names.items()}


@pytest.mark.parametrize(
    ("code", "codes", "area"),
    [
        ("UA14160250010071750", ["UA", "UA14000000000091971", "UA14"], "UA14"),
        ("UA14000000000091971", ["UA", "UA14000000000091971", "UA14"], "UA14"),
        ("UA80000000000093317", ["UA", "UA80000000000093317", "UA80"], "UA80"),
        ("UA", ["UA"], "UA"),
        ("GN560995", ["RU", "RU-KRS", "GN560995"], "RU-KRS"),
        ("RU-KRS", ["RU", "RU-KRS"], "RU-KRS"),
        ("RU", ["RU"], "RU"),
        ("", [], ""),
    ],
)
def test_an_area_is_an_oblast_a_region_or_the_country(code: str, codes: Any, area: str) -> None:
    row("0000001", place_code=code, place_codes=codes)
    found = figures().by("area")
    assert found == {area: Totals(killings=1, not_stated=1)}


def test_an_incident_counts_at_each_of_its_kinds_and_actors_and_at_none_once() -> None:
    row("0000001", kinds=["killed_captured", "body_mutilated"], actors=["A", "B"])
    row("0000002", kinds=["killed_captured"], actors=["A"])
    row("0000003", kinds=[], actors=[])

    kinds = {key: totals.incidents for key, totals in figures().by("kind").items()}
    actors = {key: totals.incidents for key, totals in figures().by("actor").items()}

    assert kinds == {"killed_captured": 2, "body_mutilated": 1, "": 1}
    assert actors == {"A": 2, "B": 1, "": 1}


def test_numbers_by_several_values_have_them_all_as_their_key() -> None:
    row("0000001", place_precision="2")
    row("0000002", place_precision="4", assessment="refuted")

    found = counted(assessed=F("assessment"), precise=F("place_precision"))

    assert found == {
        ("reported", "2"): Totals(killings=1, not_stated=1),
        ("refuted", "4"): Totals(killings=1, not_stated=1),
    }
