"""The timeline as it is drawn, in whole pixels: incidents, people killed below them, intervals.

Up to ten years are drawn by month; a longer time by year, and of that the last 120.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.formats import date_format

from incidents.lists.figures import Totals
from incidents.words.entries import totals_in_words

MOST_COLUMNS = 120
MOST_INTERVALS = 20
LEFT, RIGHT, TOP = 44, 16, 24  # around the columns
HEIGHT, GAP = 110, 44  # of a panel, and below it
ROW = 32  # of an interval with the words above it
LETTER = 7  # of these words, at the most
NARROWEST = 320
UPPER = TOP + HEIGHT
LOWER = UPPER + GAP + HEIGHT

# A month or a year, counted from the year 0.
Units = tuple[int | None, int | None]
Counted = dict[tuple[date | None, date | None], Totals]


class Axis(NamedTuple):
    first: int
    number: int
    by_year: bool

    @property
    def step(self) -> int:
        return max(6, min(40, 640 // self.number))

    def x(self, unit: int) -> int:
        return LEFT + self.step * (max(unit, self.first) - self.first)

    def unit(self, day: date) -> int:
        return day.year if self.by_year else 12 * day.year + day.month - 1

    def words(self, unit: int) -> str:
        if self.by_year:
            return str(unit)
        return str(date_format(date(unit // 12, unit % 12 + 1, 1), "F Y"))


class Tick(NamedTuple):
    at: int
    label: str


class Rect(NamedTuple):
    kind: str
    x: int
    y: int
    width: int
    height: int


class Column(NamedTuple):
    words: str
    rects: list[Rect]


class Interval(NamedTuple):
    words: str
    x: int
    y: int
    path: str


@dataclass(frozen=True)
class Chart:
    width: int
    height: int
    ticks: list[Tick]
    incidents: list[Tick]
    people: list[Tick]
    columns: list[Column]
    intervals: list[Interval]
    by_year: bool
    not_drawn: int

    left, upper, lower = LEFT, UPPER, LOWER


def drawn(counted: Counted) -> Chart:
    axis = axis_of(counted)
    columns, spans = in_units(counted, axis)
    shown = sorted(spans, key=lambda span: (span[0] or 0, span[1] or 0))[:MOST_INTERVALS]
    incidents = nice(max((max(t.killings, t.orders) for t in columns.values()), default=0))
    people = nice(max((t.high or 0 for t in columns.values()), default=0))
    drawn_here = [*columns.values(), *(spans[span] for span in shown)]
    intervals = [interval(span, spans[span], row, axis) for row, span in enumerate(shown)]
    widths = [LEFT + LETTER * len(one.words) for one in intervals]
    width = max(axis.x(axis.first + axis.number), *widths, NARROWEST) + RIGHT
    return Chart(
        width=width,
        height=LOWER + GAP + ROW * len(shown),
        ticks=ticks(axis),
        incidents=scale(incidents, UPPER),
        people=scale(people, LOWER),
        columns=[
            Column(
                f"{axis.words(unit)}: {totals_in_words(totals)}",
                rects(totals, axis.x(unit), axis.step, incidents, people),
            )
            for unit, totals in sorted(columns.items())
        ],
        intervals=[
            one._replace(x=min(one.x, width - LETTER * len(one.words))) for one in intervals
        ],
        by_year=axis.by_year,
        not_drawn=sum(t.incidents for t in counted.values()) - sum(t.incidents for t in drawn_here),
    )


def axis_of(counted: Counted) -> Axis:
    for by_year in (False, True):
        axis = Axis(0, 1, by_year)
        units = [axis.unit(day) for span in counted for day in span if day]
        first, number = min(units), max(units) - min(units) + 1
        if number <= MOST_COLUMNS:
            return Axis(first, number, by_year)
    return Axis(first + number - MOST_COLUMNS, MOST_COLUMNS, by_year=True)


def in_units(counted: Counted, axis: Axis) -> tuple[dict[int, Totals], dict[Units, Totals]]:
    """What is known to one month or year of the axis, and what may lie in several of them."""
    columns: defaultdict[int, Totals] = defaultdict(Totals)
    spans: defaultdict[Units, Totals] = defaultdict(Totals)
    for days, totals in counted.items():
        first, last = (axis.unit(day) if day else None for day in days)
        if last is not None and last < axis.first:
            continue
        if first is not None and first == last:
            columns[first] += totals
        else:
            spans[first, last] += totals
    return dict(columns), dict(spans)


def rects(totals: Totals, x: int, step: int, incidents: int, people: int) -> list[Rect]:
    """Killings beside orders; below, people killed up to the low end, and from it to the high."""
    width = max(2, (step - 2) // 2)
    low, high = totals.low or 0, totals.high or 0
    up_to_low = tall(low, people)
    found = [
        upright("killings", x, width, UPPER, tall(totals.killings, incidents)),
        upright("orders", x + width, width, UPPER, tall(totals.orders, incidents)),
        upright("low", x, 2 * width, LOWER, up_to_low),
        upright("beyond", x, 2 * width, LOWER - up_to_low, tall(high, people) - up_to_low),
    ]
    return [rect for rect in found if rect.height]


def upright(kind: str, x: int, width: int, base: int, height: int) -> Rect:
    return Rect(kind, x, base - height, width, height)


def tall(number: int, most: int) -> int:
    """At least a pixel for what is not nothing."""
    return max(1, round(HEIGHT * number / most)) if number else 0


def interval(span: Units, totals: Totals, row: int, axis: Axis) -> Interval:
    """A line from the first month to the last, with an arrow where it has no end that is known."""
    first, last = span
    names = " – ".join(axis.words(unit) if unit is not None else "…" for unit in span)
    x = axis.x(axis.first if first is None else first)
    end = axis.x(axis.first + axis.number if last is None else last + 1)
    y = LOWER + GAP + ROW * row
    before = "l6,-4m-6,4l6,4" if first is None or first < axis.first else "m0,-4v8"
    after = "l-6,-4m6,4l-6,4" if last is None else "m0,-4v8"
    path = f"M{x},{y + 22}{before}M{x},{y + 22}H{end}{after}"
    return Interval(f"{names}: {totals_in_words(totals)}", x, y, path)


def ticks(axis: Axis) -> list[Tick]:
    """The first year, and where a further one begins, or a decade where there are many."""
    every = (10 if axis.number > 20 else 1) if axis.by_year else 12
    later = range(axis.first + 1, axis.first + axis.number)
    units = [axis.first, *(unit for unit in later if unit % every == 0)]
    return [Tick(axis.x(unit), str(unit if axis.by_year else unit // 12)) for unit in units]


def scale(most: int, base: int) -> list[Tick]:
    """The middle and the top of a panel."""
    return [Tick(base - tall(n, most), str(n)) for n in (most // 2, most) if n]


def nice(number: int) -> int:
    """The next of 2, 4, 6, 10, 20, 40, 60, 100, …, whose half is a whole number too; 0 of 0."""
    if not number:
        return 0
    power = 1
    while number > 10 * power:
        power *= 10
    return next(first * power for first in (2, 4, 6, 10) if first * power >= number)
