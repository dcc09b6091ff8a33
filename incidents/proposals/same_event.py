"""Incidents that are here already and may be of the event that is being entered.

The rule is that of the form and of merging (`incidents/merge/warning.py`); here it gets sentences.
"""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from sources.text.dates import Bounds, bounds_typed

from incidents.merge.warning import EventFacts, candidates
from incidents.models import Incident, Place


@dataclass(frozen=True)
class Candidate:
    """A record to look at, and what speaks for its being of the same event."""

    incident: Incident
    why: list[str]


def same_event(
    *, occurred: str, place: Place | None, killed: int | None, person: User
) -> list[Candidate]:
    """The likeliest first; drafts too, and nothing that the person may not read.

    A number of killed finds nothing by itself: of those found, the same number speaks for one.
    """
    earliest, latest = _bounds(occurred)
    event = EventFacts(earliest=earliest, latest=latest, place=place)
    found = [
        Candidate(one.incident, [*one.signs, *_same_number(one.incident, killed)])
        for one in candidates(event, person=person)
    ]
    return sorted(found, key=lambda one: -len(one.why))


def _bounds(occurred: str) -> Bounds:
    """A date that is not finished yet is no date."""
    try:
        return bounds_typed(occurred)
    except ValidationError:
        return None, None


def _same_number(incident: Incident, killed: int | None) -> list[str]:
    low = incident.killed_best if incident.killed_low is None else incident.killed_low
    high = incident.killed_best if incident.killed_high is None else incident.killed_high
    if killed is None or low is None or high is None or not low <= killed <= high:
        return []
    return [_("the same number killed")]
