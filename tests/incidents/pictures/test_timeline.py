"""The timeline: what is known to a month is a column, what may lie in several an interval."""

from datetime import date

import pytest

from incidents.lists.figures import Totals
from incidents.pictures.timeline import key_of, name_of, ordered
from incidents.pictures.timeline_chart import Chart, Counted, Rect, drawn, nice

NOVEMBER, DECEMBER, JANUARY = date(2024, 11, 1), date(2024, 12, 1), date(2025, 1, 1)
KILLING = Totals(killings=1, low=1, high=1)
ORDER = Totals(orders=1)


def rects(chart: Chart) -> list[Rect]:
    return [rect for column in chart.columns for rect in column.rects]


def test_a_month_has_killings_beside_orders_and_below_them_people_from_low_to_high() -> None:
    totals = Totals(killings=2, orders=1, low=5, high=10)
    chart = drawn({(NOVEMBER, NOVEMBER): totals})

    # One month is forty pixels wide; the scales end at 2 and 10; a panel is 110 pixels high.
    assert rects(chart) == [
        Rect("killings", x=44, y=134 - 110, width=19, height=110),
        Rect("orders", x=63, y=134 - 55, width=19, height=55),
        Rect("low", x=44, y=288 - 55, width=38, height=55),
        Rect("beyond", x=44, y=288 - 110, width=38, height=55),
    ]
    assert [column.words for column in chart.columns] == [
        "November 2024: 2 incidents of killing, people killed: 5–10; 1 order"
    ]
    assert [(tick.at, tick.label) for tick in chart.incidents] == [(79, "1"), (24, "2")]
    assert [(tick.at, tick.label) for tick in chart.people] == [(233, "5"), (178, "10")]


def test_months_stand_in_order_each_at_its_place() -> None:
    chart = drawn({(JANUARY, JANUARY): KILLING, (NOVEMBER, NOVEMBER): KILLING})
    assert [rect.x for rect in rects(chart) if rect.kind == "killings"] == [44, 44 + 2 * 40]
    assert [tuple(tick) for tick in chart.ticks] == [(44, "2024"), (124, "2025")]


def test_what_may_lie_in_several_months_is_an_interval_and_no_column() -> None:
    chart = drawn({(NOVEMBER, JANUARY): KILLING, (DECEMBER, DECEMBER): ORDER})

    assert [column.words for column in chart.columns] == ["December 2024: 1 order"]
    (interval,) = chart.intervals
    assert interval.words == (
        "November 2024 – January 2025: 1 incident of killing, people killed: 1"
    )
    # From the start of November to the end of January, with an end at both.
    assert interval.path == "M44,354m0,-4v8M44,354H164m0,-4v8"


def test_an_open_date_is_an_arrow() -> None:
    chart = drawn({(None, JANUARY): KILLING, (NOVEMBER, None): ORDER})
    until, since = chart.intervals
    assert until.words == "… – January 2025: 1 incident of killing, people killed: 1"
    assert since.words == "November 2024 – …: 1 order"
    assert until.path.startswith("M44,354l6,-4m-6,4l6,4")
    assert since.path.endswith("H164l-6,-4m6,4l-6,4")


def test_more_than_ten_years_are_drawn_by_year() -> None:
    first, last = date(2014, 3, 1), date(2014, 11, 1)
    chart = drawn({(first, last): KILLING, (JANUARY, JANUARY): ORDER})
    assert chart.by_year
    assert [column.words for column in chart.columns] == [
        "2014: 1 incident of killing, people killed: 1",
        "2025: 1 order",
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
    assert [one.words for one in chart.intervals] == ["1850 – 2025: 1 order"]
    assert chart.intervals[0].path.startswith("M44,354l6,-4")
    assert chart.not_drawn == 2
    assert chart.ticks[1].label == "1910"


def test_more_intervals_than_have_room_are_said() -> None:
    spans: Counted = {(date(2022, 1, 1), date(2022, month, 1)): KILLING for month in range(2, 13)}
    spans |= {(date(2022, 2, 1), date(2022, month, 1)): ORDER for month in range(3, 13)}
    chart = drawn(spans)
    assert (len(spans), len(chart.intervals), chart.not_drawn) == (21, 20, 1)


def test_words_stay_inside_the_picture() -> None:
    chart = drawn({(date(2022, 1, 1), DECEMBER): KILLING, (NOVEMBER, DECEMBER): KILLING})
    assert all(one.x + 7 * len(one.words) <= chart.width for one in chart.intervals)
    assert min(one.x for one in chart.intervals) >= 44


@pytest.mark.parametrize(
    ("number", "top"),
    [(0, 0), (1, 2), (2, 2), (3, 4), (5, 6), (7, 10), (10, 10), (11, 20), (61, 100), (401, 600)],
)
def test_a_scale_ends_at_a_round_number(number: int, top: int) -> None:
    assert nice(number) == top


def test_rows_are_named_and_ordered_from_the_latest() -> None:
    spans = [(None, JANUARY), (NOVEMBER, None), (NOVEMBER, NOVEMBER), (NOVEMBER, JANUARY)]
    found = [(key_of(span), name_of(span)) for span in ordered(dict.fromkeys(spans, KILLING))]
    assert found == [
        ("2024-11/..", "from November 2024"),
        ("2024-11/2025-01", "November 2024 – January 2025"),
        ("../2025-01", "until January 2025"),
        ("2024-11", "November 2024"),
    ]
