"""The timeline as it is drawn: incidents, people killed below them, and intervals.

Up to ten years are drawn by month; a longer time by year, and of that the last 120. Places along
the time are parts of the width that is asked for: a hundred, as a page has per cent, or pixels.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.formats import date_format
from review.amounts import in_groups

from incidents.lists.figures import Totals
from incidents.pictures.scales import Scale, scale_for
from incidents.words.entries import totals_in_words

MONTHS = 12
MOST_COLUMNS = 120
MOST_INTERVALS = 20
# A year has one column for each month, and room for a number above each.
COLUMNS_WITH_NUMBERS = 12
LETTERS = 9
DECADE = 10
# Heights in pixels, also on a page.
TOP, HEIGHT, GAP = 36, 110, 62  # above the first panel, of a panel, between the two
UPPER = TOP + HEIGHT
LOWER = UPPER + GAP + HEIGHT
BOTTOM = LOWER + 22
GAP_OF_COLUMNS = 0.16

# A month or a year, counted from the year 0.
Units = tuple[int | None, int | None]
# First days of the months of the first and the last day that a date can mean; None: open.
Days = tuple[date | None, date | None]
Counted = dict[Days, Totals]
Address = Callable[[date, date], str]


class Axis(NamedTuple):
    first: int
    number: int
    by_year: bool
    width: float

    @property
    def step(self) -> float:
        return self.width / self.number

    @property
    def end(self) -> int:
        return self.first + self.number

    def x(self, unit: int) -> float:
        return round(self.step * (min(max(unit, self.first), self.end) - self.first), 2)

    def unit(self, day: date) -> int:
        return day.year if self.by_year else MONTHS * day.year + day.month - 1

    def first_day(self, unit: int) -> date:
        if self.by_year:
            return date(unit, 1, 1)
        return date(unit // MONTHS, unit % MONTHS + 1, 1)

    def last_day(self, unit: int) -> date:
        first = self.first_day(unit)
        month = MONTHS if self.by_year else first.month
        return date(first.year, month, monthrange(first.year, month)[1])

    def words(self, unit: int) -> str:
        return str(unit) if self.by_year else date_format(self.first_day(unit), "F Y")

    @property
    def years(self) -> range:
        first, last = self.first_day(self.first), self.first_day(self.end - 1)
        return range(first.year, last.year + 1)


class Tick(NamedTuple):
    """On the axis of time, or at a height."""

    at: float
    label: str


class Rect(NamedTuple):
    kind: str
    x: float
    y: int
    width: float
    height: int


class Label(NamedTuple):
    """A number above its column, of incidents or of people."""

    kind: str
    x: float
    y: int
    text: str


class Column(NamedTuple):
    """`x` and `width` of all of it, with the room beside and above its rectangles."""

    words: str
    address: str
    x: float
    width: float
    rects: list[Rect]
    labels: list[Label]


class Interval(NamedTuple):
    """From one place to another; whether it goes on beyond them."""

    name: str
    words: str
    address: str
    x: float
    end: float
    is_open_before: bool
    is_open_after: bool


@dataclass(frozen=True)
class Chart:
    ticks: list[Tick]
    incidents: list[Tick]
    people: list[Tick]
    columns: list[Column]
    intervals: list[Interval]
    years: range
    by_year: bool
    not_drawn: int

    top, upper, lower, bottom = TOP, UPPER, LOWER, BOTTOM
    lower_top = UPPER + GAP
    title_of_people = UPPER + GAP - 20


def nowhere(first: date, last: date) -> str:
    """Of a picture whose parts are no links."""
    return ""


def drawn(
    counted: Counted,
    asked: Days = (None, None),
    *,
    width: float = 100,
    address: Address = nowhere,
) -> Chart:
    """`asked`: days outside which nothing is drawn."""
    axis = axis_of(counted, asked, width)
    by_unit, spans = in_units(counted, axis)
    shown = sorted(spans, key=lambda span: (span[0] or 0, span[1] or 0))[:MOST_INTERVALS]
    incidents = scale_for(max((max(t.killings, t.orders) for t in by_unit.values()), default=0))
    people = scale_for(max((t.high or 0 for t in by_unit.values()), default=0))
    are_numbered = axis.number <= COLUMNS_WITH_NUMBERS and fits(by_unit.values())
    columns = [
        column(unit, totals, axis, (incidents, people), address, is_numbered=are_numbered)
        for unit, totals in sorted(by_unit.items())
    ]
    drawn_here = [*by_unit.values(), *(spans[span] for span in shown)]
    return Chart(
        ticks=ticks(axis),
        incidents=heights(incidents, UPPER),
        people=heights(people, LOWER),
        columns=columns,
        intervals=[interval(span, spans[span], axis, address) for span in shown],
        years=axis.years,
        by_year=axis.by_year,
        not_drawn=sum(t.incidents for t in counted.values()) - sum(t.incidents for t in drawn_here),
    )


def axis_of(counted: Counted, asked: Days, width: float) -> Axis:
    """Whole years, as far as they are asked for."""
    years = [day.year for span in counted for day in span if day]
    first, last = (day.year if day else None for day in asked)
    begins = min(years) if first is None else max(first, min(years))
    ends = max(max(years) if last is None else min(last, max(years)), begins)
    number = ends - begins + 1
    if MONTHS * number <= MOST_COLUMNS:
        return Axis(MONTHS * begins, MONTHS * number, by_year=False, width=width)
    shown = min(number, MOST_COLUMNS)
    return Axis(ends - shown + 1, shown, by_year=True, width=width)


def in_units(counted: Counted, axis: Axis) -> tuple[dict[int, Totals], dict[Units, Totals]]:
    """What is known to one month or year of the axis, and what may lie in several of them."""
    columns: defaultdict[int, Totals] = defaultdict(Totals)
    spans: defaultdict[Units, Totals] = defaultdict(Totals)
    for days, totals in counted.items():
        first, last = (axis.unit(day) if day else None for day in days)
        if (last is not None and last < axis.first) or (first is not None and first >= axis.end):
            continue
        if first is not None and first == last:
            columns[first] += totals
        else:
            spans[first, last] += totals
    return dict(columns), dict(spans)


def column(
    unit: int,
    totals: Totals,
    axis: Axis,
    scales: tuple[Scale, Scale],
    address: Address,
    *,
    is_numbered: bool,
) -> Column:
    return Column(
        f"{axis.words(unit)}: {totals_in_words(totals)}",
        address(axis.first_day(unit), axis.last_day(unit)),
        axis.x(unit),
        round(axis.step, 2),
        rects(totals, axis.x(unit), axis.step, *scales),
        labels(totals, axis.x(unit), axis.step, *scales) if is_numbered else [],
    )


def rects(totals: Totals, x: float, step: float, incidents: Scale, people: Scale) -> list[Rect]:
    """Killings beside orders; below, people killed up to the low end, and from it to the high."""
    inner = step * (1 - GAP_OF_COLUMNS)
    left, half = x + (step - inner) / 2, inner / 2
    low, high = totals.low or 0, totals.high or 0
    up_to_low = tall(low, people)
    found = [
        upright("killings", left, half, UPPER, tall(totals.killings, incidents)),
        upright("orders", left + half, half, UPPER, tall(totals.orders, incidents)),
        upright("low", left, inner, LOWER, up_to_low),
        upright("beyond", left, inner, LOWER - up_to_low, tall(high, people) - up_to_low),
    ]
    return [rect for rect in found if rect.height]


def upright(kind: str, x: float, width: float, base: int, height: int) -> Rect:
    return Rect(kind, round(x, 2), base - height, round(width, 2), height)


def tall(number: int, scale: Scale) -> int:
    """At least a pixel for what is not nothing."""
    return max(1, round(HEIGHT * scale.part(number) / 100)) if number else 0


def labels(totals: Totals, x: float, step: float, incidents: Scale, people: Scale) -> list[Label]:
    """Of the incidents of killing, whose rectangle is the left one, and of the people killed."""
    left, middle = round(x + 0.3 * step, 2), round(x + step / 2, 2)
    texts = (
        ("incidents", left, UPPER - tall(totals.killings, incidents), killings_said(totals)),
        ("people", middle, LOWER - tall(totals.high or 0, people), people_said(totals)),
    )
    return [Label(kind, at, y - 4, text) for kind, at, y, text in texts if text]


def killings_said(totals: Totals) -> str:
    return in_groups(totals.killings) if totals.killings else ""


def people_said(totals: Totals) -> str:
    """2–5, or ≥2 where nobody says how many more; short, because the words stand beside it."""
    low, high = totals.killed["low"], totals.killed["high"]
    if low is None:
        return ""
    if high is None:
        return f"≥{in_groups(low)}"
    return in_groups(low) if low == high else f"{in_groups(low)}–{in_groups(high)}"


def fits(found: Iterable[Totals]) -> bool:
    """Whether each number can stand above its column: all of them do, or none."""
    return all(
        len(said) <= LETTERS
        for totals in found
        for said in (killings_said(totals), people_said(totals))
    )


def interval(span: Units, totals: Totals, axis: Axis, address: Address) -> Interval:
    """A line from the first month to the last, with an arrow where it goes on or is open."""
    first, last = span
    return Interval(
        name=" – ".join(axis.words(unit) if unit is not None else "…" for unit in span),
        words=totals_in_words(totals),
        # No question finds what has an open date by its days.
        address=""
        if first is None or last is None
        else address(axis.first_day(first), axis.last_day(last)),
        x=axis.x(axis.first if first is None else first),
        end=axis.x(axis.end if last is None else last + 1),
        is_open_before=first is None or first < axis.first,
        is_open_after=last is None or last >= axis.end,
    )


def ticks(axis: Axis) -> list[Tick]:
    """Months of one year; else years, or decades where there are many."""
    if not axis.by_year and axis.number == MONTHS:
        units = range(axis.first, axis.end)
        return [Tick(axis.x(one), date_format(axis.first_day(one), "M")) for one in units]
    years = [
        year
        for year in axis.years
        if year == axis.years[0]
        or not axis.by_year
        or axis.number <= 2 * DECADE
        or not year % DECADE
    ]
    return [Tick(axis.x(axis.unit(date(year, 1, 1))), str(year)) for year in years]


def heights(scale: Scale, base: int) -> list[Tick]:
    """The numbers along a panel, from its ground up."""
    return [Tick(base - round(HEIGHT * tick.at / 100), tick.label) for tick in scale.ticks]
