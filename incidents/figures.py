"""Numbers of many incidents: killings and orders apart, incidents and people apart."""

from dataclasses import astuple, dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from incidents.models import PublishedIncident

NOT_STATED = Q(killed_low=None, killed_best=None, killed_high=None)


# At least so many: nobody says how many more.
OPEN = Q(killed_low__isnull=False, killed_best=None, killed_high=None)

_LOW = Coalesce("killed_low", "killed_best", 0)
_HIGH = Coalesce("killed_high", "killed_best", "killed_low", 0)
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


def tallies(found: "QuerySet[PublishedIncident]", **by: Any) -> dict[Any, Tally]:
    """A tally for each value of one expression, or for each tuple of several; one query."""
    rows = found.order_by().values(**by).annotate(**COUNTED)
    return {
        (key[0] if len(key) == 1 else key): Tally(*counted)
        for row in rows.values_list(*by, *COUNTED)
        for key, counted in [(row[: len(by)], row[len(by) :])]
    }


def key_figures() -> dict[str, Any]:
    """Of what we found unsupported or refuted, nothing is counted."""
    figures = PublishedIncident.objects.carried().aggregate(**COUNTED)
    return figures | {"killed": Tally(**figures).killed}
