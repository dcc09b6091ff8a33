"""Numbers of many incidents: killings and orders apart, incidents and people apart."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Case, CharField, Count, F, Func, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, Concat, Left
from pyroaring import BitMap64
from sources.document_types import Estimate

from incidents.models import PublishedIncident

NOT_STATED = Q(killed_low=None, killed_best=None, killed_high=None)
# At least so many: nobody says how many more.
OPEN = Q(killed_low__isnull=False, killed_best=None, killed_high=None)
# At most so many: nobody says that it was anybody, so it adds nothing to the low end.
_LOW = Coalesce("killed_low", "killed_best", 0)
_HIGH = Coalesce("killed_high", "killed_best", "killed_low")
_KILLINGS = Q(is_killing=True)
COUNTED = {
    "killings": Count("pk", filter=_KILLINGS),
    "orders": Count("pk", filter=Q(is_order=True, is_killing=False)),
    "others": Count("pk", filter=Q(is_order=False, is_killing=False)),
    "low": Sum(_LOW, filter=_KILLINGS & ~NOT_STATED),
    "high": Sum(_HIGH, filter=_KILLINGS & ~NOT_STATED),
    "open": Count("pk", filter=_KILLINGS & OPEN),
    "not_stated": Count("pk", filter=_KILLINGS & NOT_STATED),
}


@dataclass(frozen=True)
class Totals:
    """What some incidents come to.

    `killed` runs from the sum of the low ends to that of the high ones, where an incident that
    states one number adds it to both; those that state none are counted in `not_stated`.
    """

    killings: int = 0
    orders: int = 0
    others: int = 0
    low: int | None = None
    high: int | None = None
    open: int = 0
    not_stated: int = 0

    def __add__(self, other: "Totals") -> "Totals":
        pairs = zip(astuple(self), astuple(other), strict=True)
        return Totals(*(b if a is None else a if b is None else a + b for a, b in pairs))

    @property
    def incidents(self) -> int:
        return self.killings + self.orders + self.others

    @property
    def killed(self) -> Estimate:
        return {"low": self.low, "best": None, "high": None if self.open else self.high}


def totals_by(found: QuerySet[PublishedIncident], **by: Any) -> dict[Any, Totals]:
    """A totals for each value of one expression, or for each tuple of several; one query."""
    rows = found.order_by().values(**by).annotate(**COUNTED)
    return {
        (key[0] if len(key) == 1 else key): Totals(*counted)
        for row in rows.values_list(*by, *COUNTED)
        for key, counted in [(row[: len(by)], row[len(by) :])]
    }


def _month(day: str) -> Func:
    """The first day of its month; of a day that is open, "."."""
    month = "coalesce(to_char(%(expressions)s, 'YYYY-MM-01'), '.')"
    return Func(F(day), template=month, output_field=CharField())


# What every process keeps of each incident, so that numbers of whatever is found ask no database.
HELD = {
    # Oblast of Ukraine (UA14), region elsewhere (RU-KRS), or country where no more is known; "" is
    # no place stated. A KATOTTH code begins with that of its oblast; elsewhere the region is the
    # second code of the lineage.
    "area": Case(
        When(place_code__startswith="UA", then=Left("place_code", 4)),
        default=Coalesce(F("place_codes__1"), "place_code"),
    ),
    # Months of the first and of the last day that the date can mean.
    "months": Concat(_month("occurred_earliest"), Value(" "), _month("occurred_latest")),
    "counted_as": Case(
        When(_KILLINGS, then=Value("killing")),
        When(is_order=True, then=Value("order")),
        default=Value("other"),
    ),
    "low": Case(When(_KILLINGS & ~NOT_STATED, then=_LOW)),
    "high": Case(When(_KILLINGS & ~NOT_STATED, then=_HIGH)),
    "killed": Case(
        When(_KILLINGS & OPEN, then=Value("open")),
        When(_KILLINGS & NOT_STATED, then=Value("not stated")),
    ),
}
NONE = BitMap64()


@dataclass(frozen=True)
class Figures:
    """The numbers of some incidents, from the bitmaps that a process keeps of all."""

    rows: BitMap64
    having: Mapping[str, Mapping[Any, BitMap64]]

    @cached_property
    def total(self) -> Totals:
        return self._totals(self.rows)

    def by(self, name: str) -> dict[str, Totals]:
        """By the values of a filter or of what is held beside.

        An incident counts at each value that it has, and under "" if it has none.
        """
        groups = {value: self.rows & rows for value, rows in self.having[name].items()}
        rest = self.rows.difference(*groups.values())
        if rest:
            groups[""] = rest
        return {value: self._totals(rows) for value, rows in groups.items() if rows}

    def by_months(self) -> dict[tuple[date | None, date | None], Totals]:
        """By the first days of the months of the first and of the last day that a date can mean.

        A date that is open on a side has None there, one that is not stated on both.
        """
        return {_span(months): totals for months, totals in self.by("months").items()}

    def _totals(self, rows: BitMap64) -> Totals:
        def number(name: str, value: str) -> int:
            return rows.intersection_cardinality(self.having[name].get(value, NONE))

        def people(name: str) -> int:
            return sum(
                value * rows.intersection_cardinality(some)
                for value, some in self.having[name].items()
            )

        killings, not_stated = number("counted_as", "killing"), number("killed", "not stated")
        is_stated = killings > not_stated
        return Totals(
            killings=killings,
            orders=number("counted_as", "order"),
            others=number("counted_as", "other"),
            low=people("low") if is_stated else None,
            high=people("high") if is_stated else None,
            open=number("killed", "open"),
            not_stated=not_stated,
        )


def _span(months: str) -> tuple[date | None, date | None]:
    first, last = (None if day == "." else date.fromisoformat(day) for day in months.split())
    return first, last
