"""Records that may be of the same event: what a person should look at before entering another one.

Found among the working copies that the person may read; the decision is always a person's.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from math import asin, cos, radians, sin, sqrt
from typing import Any
from uuid import UUID

from accounts.prepared import prepared
from django.contrib.auth.models import User
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _
from review.db.queries import together
from review.models import Review
from sources.models import Source, Statement, StatementLink
from sources.text.dates import bounds
from sources.vocabulary import LinkKind

from incidents.models import Evidence, Incident, IncidentLink, Place
from incidents.places.geometry import KM_PER_DEGREE

NEAR_KM = 25
NEAR_DAYS = timedelta(days=3)
# Titles are written by one pattern, so that much of any two is the same.
ALIKE = 0.6
# What was found by these signs together, or by a recording alone, is shown.
SIGNS_NEEDED = 2
SHOWN = 5
LOOKED_AT = 50
EARTH_KM = 6371


@dataclass(frozen=True)
class EventFacts:
    """What is known of an event: typed just now, or of a record."""

    title: str = ""
    earliest: date | None = None
    latest: date | None = None
    place: Place | None = None
    # Its own record, where there is one, and the statements that it cites where they were read.
    pk: UUID | None = None
    cited: frozenset[UUID] | None = None

    @classmethod
    def of(cls, incident: Incident) -> "EventFacts":
        """Also of one that is not saved yet."""
        title, event = incident.title_en or incident.title_uk, bounds(incident.occurred)
        rows = [] if incident._state.adding else incident.evidence.all()
        cited = frozenset(row.statement_id for row in rows)
        return cls(title, *event, incident.place, incident.pk, cited)


@dataclass(frozen=True)
class Candidate:
    """A record that may be of the event, and what speaks for it, in words."""

    incident: Incident
    signs: list[str]

    @property
    def reference(self) -> str:
        return self.incident.reference


def candidates(event: EventFacts, *, person: User) -> list[Candidate]:
    """The likeliest first; those that the record is linked to already are left out."""
    told = _Told(event)
    rows = (
        Incident.visible_to(person)
        .exclude(pk__in=told.itself_and_linked)
        .exclude(review__work=Review.Work.CLOSED)
        .annotate(likeness=_likeness(event.title))
        .filter(_enough(event, told), review__merged_into=None)
        .select_related("review", "place")
        .order_by("-likeness", "review__reference")
    )
    found = [
        Candidate(row, signs)
        for row in rows[:LOOKED_AT]
        if (signs := _signs(event, row, told)) and _is_enough(row, signs, told)
    ]
    return sorted(found, key=lambda one: (-len(one.signs), -one.incident.likeness))[:SHOWN]  # type: ignore[attr-defined]


def _likeness(title: str) -> Any:
    title = title.replace("\0", "")
    return Greatest(TrigramSimilarity("title_en", title), TrigramSimilarity("title_uk", title))


def _enough(event: EventFacts, told: "_Told") -> Q:
    """Two of the signs, or one recording: what need not be read at all is left in the database.

    Titles are compared last, since that costs most.
    """
    alike = Q(likeness__gte=ALIKE)
    near, then = _near_place(event.place), _near_date(event)
    return (
        (near & then)
        | ((near | then) & (told.sources_q() | alike))
        | (told.sources_q() & alike)
        | told.recordings_q()
    )


def _is_enough(row: Incident, signs: list[str], told: "_Told") -> bool:
    return len(signs) >= SIGNS_NEEDED or row.pk in told.by_recording


NOTHING = Q(pk__in=[])


def _near_date(event: EventFacts) -> Q:
    """Dates that overlap when each is widened by the same days; an open end overlaps nothing."""
    if event.earliest is None or event.latest is None:
        return NOTHING
    return Q(
        occurred_earliest__lte=event.latest + NEAR_DAYS,
        occurred_latest__gte=event.earliest - NEAR_DAYS,
    )


def _near_place(place: Place | None) -> Q:
    """One lies in the other, or they are near each other; that both are in Ukraine says nothing."""
    if place is None or place.parent_id is None:
        return NOTHING
    found = Q(place__in=place.lineage[1:]) | Q(place__lineage__contains=[place.code])
    if place.latitude is None or place.longitude is None:
        return found
    north = NEAR_KM / KM_PER_DEGREE
    east = north / cos(radians(float(place.latitude)))
    latitude, longitude = float(place.latitude), float(place.longitude)
    return found | Q(
        place__latitude__range=(latitude - north, latitude + north),
        place__longitude__range=(longitude - east, longitude + east),
    )


def kilometres(one: Place, other: Place) -> float | None:
    """As the crow flies; None where the coordinates of either are not known."""
    ends = (one.latitude, one.longitude, other.latitude, other.longitude)
    if any(end is None for end in ends):
        return None
    lat, lon, other_lat, other_lon = (radians(float(end)) for end in ends if end is not None)
    half = sin((other_lat - lat) / 2) ** 2
    half += cos(lat) * cos(other_lat) * sin((other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


class _Told:
    """What a record is linked to, and which other records rest on what it rests on."""

    def __init__(self, event: EventFacts) -> None:
        found: dict[str, set[UUID]] = defaultdict(set)
        # What was read of it; where that is nothing, it is asked for as well.
        cited = [list(event.cited)] if event.cited else []
        for key, how in _told_of(event.pk, *cited) if event.pk else ():
            found[how].add(key)
        self.itself_and_linked = found["linked"] | ({event.pk} if event.pk else set())
        self.by_recording = found["recording"] - self.itself_and_linked
        self.by_source = found["source"] - self.itself_and_linked

    def recordings_q(self) -> Q:
        return Q(pk__in=self.by_recording)

    def sources_q(self) -> Q:
        return Q(pk__in=self.by_source)


@prepared
def _told_of(pk: Any, statements: Any = None) -> QuerySet[Any, tuple[UUID, str]]:
    """Keys of other records, each with how they belong to this one, by the statements it cites."""
    rows = Evidence.objects.filter(incident=pk).order_by()
    cited: Any = rows.values("statement") if statements is None else statements
    recordings = StatementLink.objects.filter(kind=LinkKind.SAME_RECORDING).order_by()
    # By one column each: both in one question would read every statement.
    alike = (
        recordings.filter(to__in=cited).values("statement"),
        recordings.filter(statement__in=cited).values("to"),
    )
    sources = Source.objects.filter(statements__in=cited).order_by()
    at = sources.filter(holds_several=False).exclude(canonical_address="")
    # Entered again, at the same address.
    again = Source.objects.filter(
        holds_several=False, canonical_address__in=at.values("canonical_address")
    )
    items = (
        Statement.objects.filter(source__in=same.order_by().values("pk")).order_by().values("pk")
        for same in (sources, again)
    )
    links = IncidentLink.objects.order_by()
    return together(
        (
            *(_resting_on(those, how="recording") for those in alike),
            *(_resting_on(those, how="source") for those in items),
            links.filter(incident=pk).values_list("to", Value("linked")),
            links.filter(to=pk).values_list("incident", Value("linked")),
        )
    )


def _resting_on(statements: Any, *, how: str) -> Any:
    """Keys of records that rest on these statements, each with how that was found."""
    resting = Evidence.objects.filter(statement__in=statements).order_by()
    return resting.values_list("incident", Value(how))


def _signs(event: EventFacts, row: Incident, told: _Told) -> list[str]:
    signs = []
    if event.place and row.place and (near := _place_sign(event.place, row.place)):
        signs.append(near)
    if _dates_near(event, row):
        signs.append(_("about the same time"))
    if row.likeness >= ALIKE:  # type: ignore[attr-defined]
        signs.append(_("a similar title"))
    if row.pk in told.by_recording:
        signs.append(_("the same recording"))
    if row.pk in told.by_source:
        signs.append(_("the same source"))
    return signs


def _place_sign(place: Place, other: Place) -> str:
    if place.code == other.code:
        return _("the same place")
    narrow = {place.code, other.code} - {place.lineage[0], other.lineage[0]}
    if len(narrow) == 2 and (place.code in other.lineage or other.code in place.lineage):
        return _("one place lies in the other")
    distance = kilometres(place, other)
    if distance is not None and distance <= NEAR_KM:
        return _("%d km apart") % round(distance)
    return ""


def _dates_near(event: EventFacts, row: Incident) -> bool:
    days = (event.earliest, event.latest, row.occurred_earliest, row.occurred_latest)
    if any(day is None for day in days):
        return False
    earliest, latest, other_earliest, other_latest = (day for day in days if day is not None)
    return other_earliest <= latest + NEAR_DAYS and other_latest >= earliest - NEAR_DAYS
