"""What is looked for while somebody types: incidents, statements and series of counts."""

from dataclasses import dataclass
from datetime import date

from accounts.sight import Reader
from django.core.exceptions import ValidationError
from django.db.models import Q
from review.models import Review
from review.text.compared import compared
from sources.models import Statement, StatementLink
from sources.text.dates import bounds_typed
from sources.vocabulary import SERIES, StatementKind

from incidents.desk import lines
from incidents.desk.naming import named
from incidents.desk.shape import Row, Typed
from incidents.models import DeskReport, Incident, Place

MOST = 12
# Places that are called like what is typed; below them, since incidents lie in villages.
MOST_PLACES = 5


def incidents(asked: str, *, person: Reader) -> list[Incident]:
    """By reference, words of the title or of what is reported, a place or a day."""
    asked = asked[:200].strip()
    if not asked:
        return []
    living = Incident.visible_to(person).exclude(review__work=Review.Work.CLOSED)
    living = living.exclude(review__merged_into__isnull=False)
    told = Q(compared__contains=compared(asked)) | Q(review__reference=asked.upper())
    told |= _of_places(asked) | _of_day(asked)
    return list(living.filter(told).select_related("review", "place").distinct()[:MOST])


def _of_places(asked: str) -> Q:
    codes = [one.code for one in Place.objects.named(asked)[:MOST_PLACES]]
    return Q(place__in=codes)


def _of_day(asked: str) -> Q:
    """Those that may have been on that day, or in that month."""
    try:
        earliest, latest = bounds_typed(asked)
    except ValidationError:
        return Q(pk__in=[])
    if earliest is None or latest is None:
        return Q(pk__in=[])
    return _between(earliest, latest)


def _between(earliest: date, latest: date) -> Q:
    return Q(occurred_earliest__lte=latest, occurred_latest__gte=earliest)


def statements(asked: str, *, person: Reader) -> list[Statement]:
    """For a link: by the reference of their source, with or without a label, or by words."""
    reference, _space, label = asked[:200].strip().partition(" ")
    if not reference:
        return []
    readable = Statement.objects.visible_to(person).select_related("source__review")
    found = readable.filter(source__review__reference=reference.upper(), label__startswith=label)
    words = readable.filter(compared__contains=compared(asked))
    return [*found[:MOST], *words[:MOST]][:MOST]


def in_line(statement: Statement) -> str:
    """As a link is typed."""
    return f"{statement.source.reference} {statement.label}"


@dataclass(frozen=True)
class Series:
    """The newest count of a body, which another one may continue or replace."""

    statement: Statement

    @property
    def reference(self) -> str:
        return in_line(self.statement)


def series(report: DeskReport, typed: Typed, row: Row, *, person: Reader) -> list[Series]:
    """Counts of the same body that stand here already: the last of each series."""
    names = [*lines.bodies(row.get("chain", ""))[-1:], typed.source.get("publisher", "")]
    bodies = {one.pk for name in names if name for one in named(name)}
    if report.source and report.source.publisher_id:
        bodies.add(report.source.publisher_id)
    readable = Statement.objects.visible_to(person)
    gone_on = StatementLink.objects.filter(kind__in=SERIES, statement__in=readable)
    of_body = Q(source__publisher__in=bodies) | Q(hops__actor__in=bodies)
    counts = readable.filter(of_body, kind=StatementKind.AGGREGATE, quantities__isnull=False)
    last = counts.exclude(linked_from__in=gone_on).select_related("source__review")
    found = last.order_by("-period_latest", "pk").distinct()
    return [Series(one) for one in found[:MOST]] if bodies else []
