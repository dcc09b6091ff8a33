"""Numbers of many incidents: killings and orders apart, incidents and people apart."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from typing import Any

from django.db.models import Case, Count, DateField, F, Func, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce, Left

from incidents.models import PublishedIncident

Found = QuerySet[PublishedIncident]

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
class Tally:
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

    def __add__(self, other: "Tally") -> "Tally":
        pairs = zip(astuple(self), astuple(other), strict=True)
        return Tally(*(b if a is None else a if b is None else a + b for a, b in pairs))

    @property
    def incidents(self) -> int:
        return self.killings + self.orders + self.others

    @property
    def killed(self) -> dict[str, int | None]:
        return {"low": self.low, "best": None, "high": None if self.open else self.high}


def total(of: Mapping[Any, Tally]) -> Tally:
    return sum(of.values(), Tally())


def tallies(found: Found, **by: Any) -> dict[Any, Tally]:
    """A tally for each value of one expression, or for each tuple of several; one query."""
    rows = found.order_by().values(**by).annotate(**COUNTED)
    return {
        (key[0] if len(key) == 1 else key): Tally(*counted)
        for row in rows.values_list(*by, *COUNTED)
        for key, counted in [(row[: len(by)], row[len(by) :])]
    }


def by_months(found: Found) -> dict[Any, Tally]:
    """By the first days of the months of the first and of the last day that a date can mean.

    A date that is open on a side has None there, one that is not stated on both.
    """
    return tallies(found, first=_month("occurred_earliest"), last=_month("occurred_latest"))


def by_area(found: Found) -> dict[str, Tally]:
    """By oblast of Ukraine (UA14), region elsewhere (RU-KRS), or country where no more is known.

    A KATOTTH code begins with that of its oblast; elsewhere the region is the second code of the
    lineage. "" is no place stated.
    """
    in_ukraine = When(place_code__startswith="UA", then=Left("place_code", 4))
    return tallies(
        found, area=Case(in_ukraine, default=Coalesce(F("place_codes__1"), "place_code"))
    )


def by_kind(found: Found) -> dict[str, Tally]:
    return tallies(found, kind=_each("kinds"))


def by_actor(found: Found) -> dict[str, Tally]:
    return tallies(found, actor=_each("actors"))


def by_assessment(found: Found) -> dict[str, Tally]:
    return tallies(found, assessed=F("assessment"))


def _month(day: str) -> Func:
    """TruncMonth goes through time zones, which takes twice as long as all the rest."""
    month = "date_trunc('month', %(expressions)s::timestamp)::date"
    return Func(F(day), template=month, output_field=DateField())


def _each(array: str) -> Func:
    """Every value of an array, "" of an empty one: an incident counts at each of its values."""
    return Func(F(array), template="unnest(coalesce(nullif(%(expressions)s, '{}'), '{\"\"}'))")
