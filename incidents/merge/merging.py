"""Merging two records of one event, undoing a wrong merge, and splitting one record of two events.

As everywhere one person proposes and another one decides (docs/decisions/same-event.md).
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from review.languages import in_its_language
from review.models import Refused
from review.workflow import decisions, limiting, merging

from incidents.merge.content import COLUMNS, UNITED, copied, left_of, load_of
from incidents.models import Evidence, Incident, IncidentLink, Merge
from incidents.vocabulary import IncidentLinkKind


def propose(
    merged: Incident, into: Incident, *, by: User, seen: merging.Seen, comment: str
) -> Merge:
    """What the other record lacks is added to it and waits for approval together with the merge."""
    merge = Merge(merged=merged, into=into, comment=comment)
    return merging.propose(merge, load_of, by=by, seen=seen)


def propose_undo(merged: Incident, *, by: User, seen: merging.Seen, comment: str) -> Merge:
    """Ask to show the merged record again, and to take out of the other one what it brought."""
    return merging.propose_undo(Merge(merged=merged, comment=comment), left_of, by=by, seen=seen)


@transaction.atomic
def split(
    incident: Incident,
    evidence: Collection[UUID],
    *,
    title: str,
    by: User,
    seen: int | None,
    comment: str,
) -> Incident:
    """Two events in one record: the chosen evidence goes to a new draft, with what it speaks of.

    Both are drafts then, each to be completed and approved like any other.
    """
    decisions.require(by, "review.submit_review")
    chosen = list(incident.evidence.filter(pk__in=evidence))
    if not chosen:
        raise Refused(_("Choose the evidence that concerns the other event."))
    if not title.strip():
        raise Refused(_("Give the other event a title."))
    merging.refuse_hidden([decisions.lock(incident.pk)])
    new = Incident(access=incident.access, **in_its_language("title", title))
    for name in [*(name for names in COLUMNS.values() for name in names), *UNITED]:
        setattr(new, name, getattr(incident, name))
    with decisions.saving(new, by=by, comment=comment):
        new.save()
        rows = _rows_spoken_of(chosen, new)
        for place, one in enumerate(chosen):
            copy = copied(one, new, position=place)
            if one.row is not None:
                setattr(copy, one.fact, rows[one.row.pk])
            copy.save()
        kind = IncidentLinkKind.SAME_EPISODE
        IncidentLink.objects.create(incident=new, kind=kind, to=incident)
    limiting.limit_alike(new.review, incident.review, by=by, comment=comment)
    with decisions.saving(incident, by=by, seen=seen, comment=comment):
        Evidence.objects.filter(pk__in=[one.pk for one in chosen]).delete()
    return new


def _rows_spoken_of(chosen: list[Evidence], new: Incident) -> dict[Any, Any]:
    rows = {one.row.pk: one.row for one in chosen if one.row is not None}
    made = {}
    for place, (pk, row) in enumerate(rows.items()):
        made[pk] = copied(row, new, position=place)
        made[pk].save()
    return made
