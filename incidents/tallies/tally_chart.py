"""The bars of a chart of counts: how long each is, on one scale for each unit."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sources.document_types import Estimate

from incidents.tallies.tallying import Count, Unit

WHOLE = 100
MOST_IN_A_PICTURE = 6
# Where the scale ends: beyond it nothing but what is open.
SCALE_ENDS = 90


@dataclass(frozen=True)
class Bar:
    """In hundredths of the width: certain up to `solid`, possible up to `end`."""

    solid: float
    end: float
    # Nobody says how many more.
    is_open: bool = False

    @property
    def range(self) -> float:
        return round(self.end - self.solid, 2)


@dataclass(frozen=True)
class Row:
    """A count with its bar, and the bar of what is documented here in the same period."""

    count: Count
    bar: Bar
    here: Bar | None


@dataclass(frozen=True)
class Chart:
    scale: int
    rows: list[Row]


def chart_of(unit: Unit) -> Chart | None:
    """None where no count has a number: “many” has no length."""
    drawn = [count for count in unit.counts if _most(count.quantity) is not None]
    if not drawn:
        return None
    ends = [_most(number) for count in drawn for number in (count.quantity, count.here)]
    scale = max([end for end in ends if end is not None] + [1])
    rows = [
        Row(
            count,
            bar_of(count.quantity, scale),
            bar_of(count.here, scale) if _most(count.here) is not None else None,
        )
        for count in drawn
    ]
    return Chart(scale, rows)


def picture_of(found: Iterable[Unit]) -> tuple[Unit, Chart] | None:
    """The unit of which most counts have a period that is documented here too; its newest counts.

    None where no count can be drawn.
    """
    comparable = sorted(found, key=lambda unit: sum(one.here is not None for one in unit.counts))
    for unit in reversed(comparable):
        newest = sorted(unit.counts, key=_last_day)[-MOST_IN_A_PICTURE:]
        if chart := chart_of(replace(unit, counts=newest)):
            return unit, chart
    return None


def _last_day(count: Count) -> str:
    return (count.period or {"latest": None})["latest"] or ""


def _most(number: Estimate | None) -> int | None:
    ends = [number[end] for end in ("low", "best", "high")] if number else []
    return max((end for end in ends if end is not None), default=None)


def bar_of(number: Estimate | None, scale: int) -> Bar:
    """One number is certain; of a range the low end is."""
    number = number or {"low": None, "best": None, "high": None}
    low, best, high = number["low"], number["best"], number["high"]
    solid = low if low is not None else best or 0
    end = max(value for value in (solid, best, high) if value is not None)
    is_open = low is not None and best is None and high is None
    return Bar(_part(solid, scale), WHOLE if is_open else _part(end, scale), is_open)


def _part(value: int, scale: int) -> float:
    return round(value * SCALE_ENDS / scale, 2)
