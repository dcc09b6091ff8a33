"""The timeline: what is known to a month is a column, what may lie in several an interval."""

from datetime import date

import pytest

from incidents.lists.figures import Totals
from incidents.pictures.scales import scale_for
from incidents.pictures.timeline import key_of, name_of, ordered
from incidents.pictures.timeline_chart import Chart, Counted, Interval, Rect, drawn

NOVEMBER, DECEMBER, JANUARY = date(2024, 11, 1), date(2024, 12, 1), date(2025, 1, 1)
KILLING = Totals(killings=1, low=1, high=1)
ORDER = Totals(orders=1)


def rects(chart: Chart) -> list[Rect]:
    return [rect for column in chart.columns for rect in column.rects]


def test_a_month_has_killings_beside_orders_and_below_them_people_from_low_to_high() -> None:
    totals = Totals(killings=2, orders=1, low=5, high=10)
    chart = drawn({(NOVEMBER, NOVEMBER): totals}, width=1200)

    # A year has twelve columns of a hundred; the scales end at 2 and 10; a panel is 110 high.
    assert rects(chart) == [
        Rect("killings", x=1008, y=146 - 110, width=42, height=110),
        Rect("orders", x=1050, y=146 - 55, width=42, height=55),
        Rect("low", x=1008, y=318 - 55, width=84, height=55),
        Rect("beyond", x=1008, y=318 - 110, width=84, height=55),
    ]
    (column,) = chart.columns
    assert column.words == "November 2024: 2 incidents of killing, people killed: 5–10; 1 order"
    assert (column.x, column.width) == (1000, 100)
    assert [(one.x, one.y, one.text) for one in column.labels] == [
        (1030, 32, "2"),
        (1050, 204, "5–10"),
    ]
    assert [tuple(tick) for tick in chart.incidents] == [(146, "0"), (91, "1"), (36, "2")]
    assert [tuple(tick) for tick in chart.people] == [(318, "0"), (263, "5"), (208, "10")]


def test_one_year_has_its_months_below_and_several_have_the_years() -> None:
    one = drawn({(NOVEMBER, NOVEMBER): KILLING}, width=1200)
    several = drawn({(JANUARY, JANUARY): KILLING, (NOVEMBER, NOVEMBER): KILLING}, width=2400)
    assert [tuple(tick) for tick in one.ticks[:2]] == [(0, "Jan"), (100, "Feb")]
    assert [tuple(tick) for tick in several.ticks] == [(0, "2024"), (1200, "2025")]
    assert [column.x for column in several.columns] == [1000, 1200]
    assert [column.labels for column in several.columns] == [[], []]


def test_numbers_stand_above_all_columns_or_none() -> None:
    many = Totals(killings=1, low=123_456, high=123_457)
    chart = drawn({(NOVEMBER, NOVEMBER): KILLING, (DECEMBER, DECEMBER): many})
    assert [column.labels for column in chart.columns] == [[], []]


def test_at_least_so_many_is_said_above_a_column() -> None:
    chart = drawn({(NOVEMBER, NOVEMBER): Totals(killings=1, low=2, high=2, open=1)})
    assert [label.text for label in chart.columns[0].labels] == ["1", "≥2"]


def test_what_may_lie_in_several_months_is_an_interval_and_no_column() -> None:
    counted: Counted = {(NOVEMBER, JANUARY): KILLING, (DECEMBER, DECEMBER): ORDER}
    chart = drawn(counted, width=2400, address=lambda first, last: f"{first} {last}")

    assert [(one.words, one.address) for one in chart.columns] == [
        ("December 2024: 1 order", "2024-12-01 2024-12-31")
    ]
    # From the start of November to the end of January, with an end at both.
    assert chart.intervals == [
        Interval(
            name="November 2024 – January 2025",
            words="1 incident of killing, people killed: 1",
            address="2024-11-01 2025-01-31",
            x=1000,
            end=1300,
            is_open_before=False,
            is_open_after=False,
        )
    ]


def test_an_open_date_goes_on_beyond_the_picture_and_no_question_finds_it() -> None:
    counted: Counted = {(None, JANUARY): KILLING, (NOVEMBER, None): ORDER}
    chart = drawn(counted, width=2400, address=lambda first, last: f"{first} {last}")
    assert [
        (one.name, one.address, one.x, one.end, one.is_open_before, one.is_open_after)
        for one in chart.intervals
    ] == [
        ("… – January 2025", "", 0, 1300, True, False),
        ("November 2024 – …", "", 1000, 2400, False, True),
    ]


def test_nothing_is_drawn_outside_the_years_that_are_asked_for() -> None:
    counted: Counted = {(NOVEMBER, JANUARY): KILLING, (DECEMBER, DECEMBER): ORDER}
    chart = drawn(counted, (date(2024, 1, 1), date(2024, 12, 31)), width=1200)
    assert list(chart.years) == [2024]
    (one,) = chart.intervals
    assert (one.x, one.end, one.is_open_before, one.is_open_after) == (1000, 1200, False, True)


def test_more_than_ten_years_are_drawn_by_year() -> None:
    first, last = date(2014, 3, 1), date(2014, 11, 1)
    chart = drawn(
        {(first, last): KILLING, (JANUARY, JANUARY): ORDER},
        address=lambda first, last: f"{first} {last}",
    )
    assert chart.by_year
    assert [(column.words, column.address) for column in chart.columns] == [
        ("2014: 1 incident of killing, people killed: 1", "2014-01-01 2014-12-31"),
        ("2025: 1 order", "2025-01-01 2025-12-31"),
    ]
    assert chart.not_drawn == 0


def test_of_more_than_120_years_the_last_are_drawn_and_the_rest_is_said() -> None:
    old, older = date(1850, 1, 1), date(1001, 1, 1)
    chart = drawn(
        {
            (old, old): KILLING,
            (older, older): KILLING,
            (old, JANUARY): ORDER,
            (JANUARY, JANUARY): ORDER,
        }
    )
    assert [column.words for column in chart.columns] == ["2025: 1 order"]
    assert [(one.name, one.is_open_before) for one in chart.intervals] == [("1850 – 2025", True)]
    assert chart.not_drawn == 2
    assert chart.ticks[1].label == "1910"


def test_more_intervals_than_have_room_are_said() -> None:
    spans: Counted = {(date(2022, 1, 1), date(2022, month, 1)): KILLING for month in range(2, 13)}
    spans |= {(date(2022, 2, 1), date(2022, month, 1)): ORDER for month in range(3, 13)}
    chart = drawn(spans)
    assert (len(spans), len(chart.intervals), chart.not_drawn) == (21, 20, 1)


@pytest.mark.parametrize(
    ("number", "top"),
    [(0, 0), (1, 2), (2, 2), (3, 4), (5, 6), (7, 10), (10, 10), (11, 20), (61, 100), (401, 600)],
)
def test_a_scale_ends_at_a_round_number(number: int, top: int) -> None:
    assert scale_for(number).most == top


def test_rows_are_named_and_ordered_from_the_latest() -> None:
    spans = [(None, JANUARY), (NOVEMBER, None), (NOVEMBER, NOVEMBER), (NOVEMBER, JANUARY)]
    found = [(key_of(span), name_of(span)) for span in ordered(dict.fromkeys(spans, KILLING))]
    assert found == [
        ("2024-11/..", "from November 2024"),
        ("2024-11/2025-01", "November 2024 – January 2025"),
        ("../2025-01", "until January 2025"),
        ("2024-11", "November 2024"),
    ]
