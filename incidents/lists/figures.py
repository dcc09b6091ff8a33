"""Numbers of many incidents: killings and orders apart, incidents and people apart."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Case, CharField, Count, F, Func, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, Left
from pyroaring import BitMap64
from sources.document_types import Estimate

from incidents.models import PublishedIncident
from incidents.places.areas import POINTS, WITHOUT
from incidents.vocabulary import Fact, PlacePrecision

UNKNOWN = Q(killed_low=None, killed_best=None, killed_high=None)
# Statements give figures, of which none was taken: they add nothing.
NOT_SETTLED = UNKNOWN & ~Q(killed_given=[])
NOT_SHOWN = UNKNOWN & Q(taken__contains=[Fact.KILLED])
NOT_STATED = UNKNOWN & Q(killed_given=[]) & ~Q(taken__contains=[Fact.KILLED])
INFERRED = ~UNKNOWN & Q(inferred__contains=[Fact.KILLED])
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
    "low": Sum(_LOW, filter=_KILLINGS & ~UNKNOWN),
    "high": Sum(_HIGH, filter=_KILLINGS & ~UNKNOWN),
    "open": Count("pk", filter=_KILLINGS & OPEN),
    "not_stated": Count("pk", filter=_KILLINGS & NOT_STATED),
    "not_settled": Count("pk", filter=_KILLINGS & NOT_SETTLED),
    "inferred_low": Sum(_LOW, filter=_KILLINGS & INFERRED),
    "inferred_high": Sum(_HIGH, filter=_KILLINGS & INFERRED),
    "inferred_open": Count("pk", filter=_KILLINGS & INFERRED & OPEN),
    "not_shown": Count("pk", filter=_KILLINGS & NOT_SHOWN),
}


@dataclass(frozen=True)
class Totals:
    """What some incidents come to.

    `killed` runs from the sum of the low ends to that of the high ones, where an incident that
    states one number adds it to both; those that state none are counted in `not_stated`, or in
    `not_settled` where cited statements give figures, or in `not_shown` where the number was taken
    from the public. `inferred` is the part of `killed` whose
    number no statement says.
    """

    killings: int = 0
    orders: int = 0
    others: int = 0
    low: int | None = None
    high: int | None = None
    open: int = 0
    not_stated: int = 0
    not_settled: int = 0
    inferred_low: int | None = None
    inferred_high: int | None = None
    inferred_open: int = 0
    not_shown: int = 0

    def __add__(self, other: "Totals") -> "Totals":
        pairs = zip(astuple(self), astuple(other), strict=True)
        return Totals(*(b if a is None else a if b is None else a + b for a, b in pairs))

    @property
    def incidents(self) -> int:
        return self.killings + self.orders + self.others

    @property
    def killed(self) -> Estimate:
        return {"low": self.low, "best": None, "high": None if self.open else self.high}

    @property
    def inferred(self) -> Estimate:
        high = None if self.inferred_open else self.inferred_high
        return {"low": self.inferred_low, "best": None, "high": high}

    @property
    def has_inferred(self) -> bool:
        return self.inferred_low is not None

    @property
    def without_number(self) -> int:
        return self.not_stated + self.not_settled + self.not_shown


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


# The area of a place that is only written in words.
IN_WORDS = "as_written"
# That of a place that was taken from the public.
TAKEN = "not_shown"
# What every process keeps of each incident, so that numbers of whatever is found ask no database.
HELD = {
    # Oblast of Ukraine (UA14), region elsewhere (RU-KRS), or country where no more is known; "" is
    # no place stated; a place that is written in words alone stands apart. A KATOTTH code begins
    # with that of its oblast; elsewhere the region is the second code of the lineage.
    "area": Case(
        When(place_code__startswith="UA", then=Left("place_code", 4)),
        When(Q(place_code="") & ~Q(place_words=[]), then=Value(IN_WORDS)),
        When(place_code="", taken__contains=[Fact.PLACE], then=Value(TAKEN)),
        default=Coalesce(F("place_codes__1"), "place_code"),
    ),
    # Months of the first and of the last day that the date can mean.
    "months": Concat(_month("occurred_earliest"), Value(" "), _month("occurred_latest")),
    "counted_as": Case(
        When(_KILLINGS, then=Value("killing")),
        When(is_order=True, then=Value("order")),
        default=Value("other"),
    ),
    "low": Case(When(_KILLINGS & ~UNKNOWN, then=_LOW)),
    "high": Case(When(_KILLINGS & ~UNKNOWN, then=_HIGH)),
    "killed": Case(
        When(_KILLINGS & OPEN, then=Value("open")),
        When(_KILLINGS & NOT_STATED, then=Value("not stated")),
        When(_KILLINGS & NOT_SETTLED, then=Value("not settled")),
        When(_KILLINGS & NOT_SHOWN, then=Value("not shown")),
    ),
    "killed_by": Case(When(_KILLINGS & INFERRED, then=Value("inference"))),
}
# What has many values is asked apart: together they would make a group of almost every incident.
_IN_RAION = Q(place_code__startswith="UA") & ~Q(place_code__regex="^UA..00")
_NO_FARTHER = ~Q(place_precision__in=sorted({PlacePrecision.OBLAST, *WITHOUT}))
HELD_APART = {
    # The raion (UA1416), where as much is known.
    "raion": Case(When(_IN_RAION & _NO_FARTHER, then=Left("place_code", 6))),
    # A place that may be drawn as a point: its code, precision, latitude and longitude.
    "spot": Case(
        When(
            place_precision__in=sorted(POINTS),
            longitude__isnull=False,
            then=Concat(
                "place_code",
                Value(" "),
                "place_precision",
                Value(" "),
                Cast("latitude", CharField()),
                Value(" "),
                Cast("longitude", CharField()),
            ),
        )
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
        return self.of(self.rows)

    def by(self, name: str) -> dict[str, Totals]:
        """By the values of a filter or of what is held beside.

        An incident counts at each value that it has, and under "" if it has none.
        """
        groups = self.rows_by(name)
        rest = self.rows.difference(*groups.values())
        if rest:
            groups[""] = rest
        return {value: self.of(rows) for value, rows in groups.items()}

    def rows_by(self, name: str) -> dict[str, BitMap64]:
        """The rows of each value that some of these have."""
        groups = ((value, self.rows & rows) for value, rows in self.having[name].items())
        return {value: rows for value, rows in groups if rows}

    def by_months(self) -> dict[tuple[date | None, date | None], Totals]:
        """By the first days of the months of the first and of the last day that a date can mean.

        A date that is open on a side has None there, one that is not stated on both.
        """
        return {_span(months): totals for months, totals in self.by("months").items()}

    def of(self, rows: BitMap64) -> Totals:
        """What some of these rows come to."""

        def number(name: str, value: str) -> int:
            return rows.intersection_cardinality(self.having[name].get(value, NONE))

        def people(name: str, among: BitMap64) -> int:
            return sum(
                value * among.intersection_cardinality(some)
                for value, some in self.having[name].items()
            )

        killings, not_stated = number("counted_as", "killing"), number("killed", "not stated")
        not_settled, not_shown = number("killed", "not settled"), number("killed", "not shown")
        is_stated = killings > not_stated + not_settled + not_shown
        inferred = rows & self.having["killed_by"].get("inference", NONE)
        return Totals(
            killings=killings,
            orders=number("counted_as", "order"),
            others=number("counted_as", "other"),
            low=people("low", rows) if is_stated else None,
            high=people("high", rows) if is_stated else None,
            open=number("killed", "open"),
            not_stated=not_stated,
            not_settled=not_settled,
            inferred_low=people("low", inferred) if inferred else None,
            inferred_high=people("high", inferred) if inferred else None,
            inferred_open=len(inferred & self.having["killed"].get("open", NONE)),
            not_shown=not_shown,
        )


def _span(months: str) -> tuple[date | None, date | None]:
    first, last = (None if day == "." else date.fromisoformat(day) for day in months.split())
    return first, last
