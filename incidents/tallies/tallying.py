"""Counts that bodies gave, side by side with what is documented here; nothing is added to anything.

From the index alone: published statements of the kind *aggregate claim* and their quantities.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any, TypedDict

from django.db.models import F, QuerySet
from review.document_types import Bilingual
from sources.document_types import ActorBrief, Estimate, QuantityDocument, UncertainDate
from sources.lists.several import ANY, Chosens
from sources.models.published import PublishedStatement
from sources.record.index import bound
from sources.vocabulary import Counted, Level, SourceStanding, StatementKind
from sources.words.statements import is_denied

from incidents.lists.figures import Totals, totals_by
from incidents.models import PublishedIncident

EVENTS = (Counted.INCIDENTS, Counted.CASES, Counted.ORDERS, Counted.PROCEEDINGS)
# What is documented here is beside a count only where it is a count of the same.
INCIDENTS_HERE = frozenset({Counted.INCIDENTS, Counted.CASES})


@dataclass(frozen=True)
class Documented:
    """What is documented here in a period: what lies in it for certain, and what may lie in it."""

    certain: Totals
    possible: Totals

    def of(self, counted: str) -> Estimate | None:
        """Low and high of what a body counted; None where it is not counted here."""
        if counted in INCIDENTS_HERE:
            return number(self.certain.killings, self.possible.killings)
        if counted == Counted.ORDERS:
            return number(self.certain.orders, self.possible.orders)
        if counted == Counted.KILLED:
            return self._killed()
        return None

    def _killed(self) -> Estimate:
        """Those who were killed for certain are at least none; that nobody says so is no number."""
        if not self.possible.killings:
            return number(0, 0)
        if self.possible.killings == self.without_number:
            return number(None, None)
        return number(self.certain.low or 0, self.possible.killed["high"])

    @property
    def without_number(self) -> int:
        """Incidents that may lie in the period and have no number of people killed here."""
        return self.possible.without_number


def number(low: int | None, high: int | None) -> Estimate:
    return {"low": low, "best": None, "high": high}


class WhoCounted(TypedDict):
    """A link of a chain, but for how it knew."""

    actor: ActorBrief | None
    label: Bilingual | None


@dataclass(frozen=True)
class Count:
    """One number that one statement gives."""

    statement: PublishedStatement
    quantity: QuantityDocument
    documented: Documented | None

    @property
    def counted(self) -> str:
        return self.quantity["counted"]

    @property
    def period(self) -> UncertainDate | None:
        """Of the number itself, or of the whole statement."""
        return self.quantity["period"] or self.statement.document["period"]

    @property
    def by(self) -> WhoCounted | None:
        """Who counted: the last link of the chain, or else the publisher; None if not stated."""
        document = self.statement.document
        chain, publisher = document["chain"], document["source"]["publisher"]
        if not chain:
            return {"actor": publisher, "label": None} if publisher else None
        return {"actor": chain[-1]["actor"], "label": chain[-1]["label"]}

    @property
    def here(self) -> Estimate | None:
        return self.documented.of(self.counted) if self.documented else None

    @property
    def by_reference(self) -> str:
        actor = self.by["actor"] if self.by else None
        return actor["reference"] if actor else ""

    @property
    def is_denied(self) -> bool:
        return is_denied(self.statement.document)

    @property
    def source_standing(self) -> str:
        """Of its source, where it does not simply stand."""
        value = self.statement.document["source"]["standing"]["value"]
        return "" if value == SourceStanding.STANDS else value


@dataclass
class Unit:
    """All counts of one unit; in the order of level and period."""

    counted: str
    counts: list[Count] = field(default_factory=list)

    @property
    def is_of_events(self) -> bool:
        return self.counted in EVENTS


def counts(
    statements: "QuerySet[PublishedStatement]",
    *,
    by: Chosens = ANY,
    counted: Chosens = ANY,
    level: Chosens = ANY,
) -> list[Count]:
    """Every quantity of these statements that has the values asked for."""
    every = [
        Count(statement, quantity, None)
        for statement in statements
        for quantity in statement.document["quantities"]
        if counted.takes(quantity["counted"]) and level.takes(quantity["level"])
    ]
    found = [one for one in every if by.takes(one.by_reference)]
    here = documented(one.period for one in found)
    with_here = [
        Count(one.statement, one.quantity, here[_days(one.period)] if one.period else None)
        for one in found
    ]
    return sorted(with_here, key=_order)


def _order(count: Count) -> tuple[Any, ...]:
    period = count.period or {"earliest": None, "latest": None}
    earliest, latest = period["earliest"] or "", period["latest"] or ""
    level = Level.values.index(count.quantity["level"])
    place = (count.statement.reference, count.statement.order)
    return Counted.values.index(count.counted), level, latest, earliest, place


def aggregate_claims() -> "QuerySet[PublishedStatement]":
    rows = PublishedStatement.objects.listed().filter(kind=StatementKind.AGGREGATE)
    return rows.exclude(document__quantities=[]).defer("search")


def units(found: Iterable[Count]) -> list[Unit]:
    """Each unit apart, events before people."""
    by_counted: dict[str, Unit] = {}
    for count in found:
        by_counted.setdefault(count.counted, Unit(count.counted)).counts.append(count)
    return sorted(by_counted.values(), key=attrgetter("is_of_events"), reverse=True)


Days = tuple[date | None, date | None]


def _days(period: UncertainDate | None) -> Days:
    if period is None:
        return None, None
    return bound(period, "earliest"), bound(period, "latest")


def documented(periods: Iterable[UncertainDate | None]) -> dict[Days, Documented]:
    """For each period, by one query whatever their number: incidents by their own two days."""
    wanted = {_days(period) for period in periods if period is not None}
    if not wanted:
        return {}
    by_days = totals_by(
        PublishedIncident.objects.carried(),
        earliest=F("occurred_earliest"),
        latest=F("occurred_latest"),
    )
    return {days: Documented(*_summed(by_days, days)) for days in wanted}


def _summed(by_days: dict[Days, Totals], days: Days) -> Iterator[Totals]:
    certain = possible = Totals()
    first, last = days
    for (earliest, latest), tally in by_days.items():
        if _may_lie(earliest, latest, first, last):
            possible += tally
            if _lies(earliest, latest, first, last):
                certain += tally
    yield certain
    yield possible


def _may_lie(
    earliest: date | None, latest: date | None, first: date | None, last: date | None
) -> bool:
    if earliest is None and latest is None:
        return False
    after = first is None or latest is None or latest >= first
    return after and (last is None or earliest is None or earliest <= last)


def _lies(
    earliest: date | None, latest: date | None, first: date | None, last: date | None
) -> bool:
    if earliest is None or latest is None:
        return False
    return (first is None or earliest >= first) and (last is None or latest <= last)
