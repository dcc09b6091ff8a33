"""Merging two records of one event, undoing a wrong merge, and splitting one record of two events.

As everywhere one person proposes and another one decides (docs/decisions/same-event.md).
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from accounts.hands import why_one_hand
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from review.editions import chain
from review.languages import in_its_language
from review.models import CoarseReason, Edition, Entry, Event, Hiding, Refused, Review
from review.workflow import decisions, indexing, limiting, publishing

from incidents.merge.content import COLUMNS, UNITED, Load, copied, left_of, load_of
from incidents.models import Evidence, Incident, IncidentLink, Merge
from incidents.vocabulary import IncidentLinkKind

Seen = Mapping[UUID, int | None]


@transaction.atomic
def propose(merged: Incident, into: Incident, *, by: User, seen: Seen, comment: str) -> Merge:
    """What the other record lacks is added to it and waits for approval together with the merge."""
    decisions.require(by, "review.submit_review")
    if not comment.strip():
        raise Refused(_("Tell your colleagues why it is the same event."))
    reviews = _locked(merged, into, seen)
    for review in reviews.values():
        if not review.is_public or review.work != Review.Work.CLEAN:
            raise Refused(
                _("“%(title)s” (%(reference)s) must be public and without pending changes.")
                % {"title": review.title, "reference": review.reference}
            )
    _refuse_hidden(reviews.values())
    if any(Merge.objects.proposed().about(one).exists() for one in (merged, into)):
        raise Refused(_("A merge of one of them is already proposed: decide about that first."))
    load = load_of(merged, into)
    if load:
        with decisions.saving(into, by=by, seen=seen[into.pk], comment=comment):
            load.put_into(into, merged)
        decisions.submit(into.review, by=by, seen=into.review.head_id, comment=comment)
    decisions.event(reviews[merged.pk], Event.Kind.COMMENTED, by, _merge_said(into, comment))
    return decisions.keep(
        Merge(
            merged=merged,
            into=into,
            carried=[row.pk for row in load.rows],
            filled=load.filled,
            terms=load.terms,
            by=by,
            comment=comment,
        )
    )


def _merge_said(into: Incident, comment: str) -> str:
    return _("Proposed to merge it into %(into)s: %(comment)s") % {
        "into": into.reference,
        "comment": comment,
    }


@transaction.atomic
def approve(
    merge: Merge,
    *,
    by: User,
    seen: Seen,
    shown: str,
    day: date,
    note: str = "",
    comment: str = "",
    hide_earlier: bool = False,
) -> Entry:
    """Publish what it adds, and lead the address of one record to the other for good."""
    decisions.require(by, "review.decide_review", "review.withdraw_review")
    merge = _decidable(merge, Merge.Kind.MERGE)
    reviews = _locked(merge.merged, merge.into, seen)
    merged, into = reviews[merge.merged_id], reviews[merge.into_id]
    _refuse_hidden(reviews.values())
    if not merged.is_public or merged.work != Review.Work.CLEAN:
        raise Refused(
            _("“%(title)s” (%(reference)s) must be public and without pending changes.")
            % {"title": merged.title, "reference": merged.reference}
        )
    _decide(merge, Merge.State.DONE, by=by)
    if into.work != Review.Work.CLEAN:
        heads = {into.pk: seen[into.pk]}
        publishing.approve(
            heads,
            shown=shown,
            by=by,
            day=day,
            note=note,
            comment=comment,
            hide_earlier=hide_earlier,
        )
    elif merge.carries or not into.is_public:
        raise Refused(
            _("What it would add is no longer submitted: refuse this merge and propose it again.")
        )
    merged.public, merged.merged_into = Review.Public.WITHDRAWN, into
    merged.withdrawn_on, merged.withdrawn_reason = day, CoarseReason.DUPLICATE
    merged.save()
    indexing.unindex(merged)
    for review in (merged, into):
        decisions.event(review, Event.Kind.MERGED, by, comment or merge.comment)
    return chain.append(
        kind=Entry.Kind.MERGE,
        record_kind=merged.kind,
        reference=merged.reference,
        day=day,
        payload={"into": into.reference, "reason": str(CoarseReason.DUPLICATE)},
    )


@transaction.atomic
def propose_undo(merged: Incident, *, by: User, seen: Seen, comment: str) -> Merge:
    """Ask to show the merged record again, and to take out of the other one what it brought."""
    decisions.require(by, "review.submit_review")
    done = Merge.objects.filter(merged=merged, kind=Merge.Kind.MERGE, state=Merge.State.DONE)
    merge = done.select_related("into__review").order_by("-id").first()
    if merge is None or merged.review.merged_into_id is None:
        raise Refused(_("It is not merged into another record."))
    if not comment.strip():
        raise Refused(_("Tell your colleagues why these are two events."))
    into = merge.into
    reviews = _locked(merged, into, seen)
    if reviews[into.pk].work != Review.Work.CLEAN:
        raise Refused(_("“%s” has pending changes: finish those first.") % into)
    left = left_of(Load([], merge.filled, merge.terms), merge.carried, into, merged)
    if left:
        with decisions.saving(into, by=by, seen=seen[into.pk], comment=comment):
            left.take_out_of(into)
        decisions.submit(into.review, by=by, seen=into.review.head_id, comment=comment)
    decisions.submit(merged.review, by=by, seen=seen[merged.pk], comment=comment)
    return decisions.keep(
        Merge(
            kind=Merge.Kind.UNDO,
            merged=merged,
            into=into,
            carried=[row.pk for row in left.rows],
            filled=left.filled,
            terms=left.terms,
            by=by,
            comment=comment,
        )
    )


@transaction.atomic
def approve_undo(
    merge: Merge,
    *,
    by: User,
    seen: Seen,
    shown: str,
    day: date,
    note: str,
    comment: str = "",
    hide_earlier: bool = False,
) -> list[Edition]:
    """New editions of both, in one decision; the merge stays in the chain and in the history."""
    decisions.require(by, "review.decide_review")
    merge = _decidable(merge, Merge.Kind.UNDO)
    reviews = _locked(merge.merged, merge.into, seen)
    merged, into = reviews[merge.merged_id], reviews[merge.into_id]
    if merge.carries and not into.is_waiting:
        raise Refused(
            _("What it would take out is no longer submitted: refuse this and ask again.")
        )
    _decide(merge, Merge.State.DONE, by=by)
    merged.merged_into = None
    merged.save(update_fields=["merged_into"])
    together = [merged, into] if into.is_waiting else [merged]
    return publishing.approve(
        {review.pk: seen[review.pk] for review in together},
        shown=shown,
        by=by,
        day=day,
        note=note,
        comment=comment,
        hide_earlier=hide_earlier,
    )


def published_by(merge: Merge) -> list[Review]:
    """The records of which this decision makes new editions."""
    both = [merge.merged.review, merge.into.review]
    return [review for review in both if review.is_waiting]


@transaction.atomic
def refuse(merge: Merge, *, by: User, seen: Seen, comment: str) -> Merge:
    """Nothing is merged; what only the proposal changed goes back to what is published."""
    decisions.require(by, "review.decide_review")
    if not comment.strip():
        raise Refused(_("Say why it is refused."))
    merge = _decidable(merge, merge.kind)
    reviews = _locked(merge.merged, merge.into, seen)
    _decide(merge, Merge.State.REFUSED, by=by)
    for review in reviews.values():
        if review.work == Review.Work.CLEAN:
            continue
        if review.people_in_pile() == {merge.by_id}:
            decisions.discard(review, by=by, seen=review.head_id, comment=comment)
        elif review.is_waiting:
            decisions.send_back(review, by=by, seen=review.head_id, comment=comment)
    return merge


def _locked(merged: Incident, into: Incident, seen: Seen) -> dict[UUID, Review]:
    reviews = decisions.lock_all([merged.pk, into.pk])
    for pk, review in reviews.items():
        decisions.refuse_stale(review, seen.get(pk))
    return reviews


def _refuse_hidden(reviews: Collection[Review]) -> None:
    """A copy of a hidden row has a key of its own, and would be shown."""
    for hiding in Hiding.objects.undecided().filter(review__in=reviews).select_related("review"):
        raise Refused(_("A part of “%s” is hidden: decide about that first.") % hiding.review.title)


def _decidable(merge: Merge, kind: str) -> Merge:
    decisions.lock_all([merge.merged_id, merge.into_id])
    rows = Merge.objects.select_for_update(of=("self",)).select_related("merged", "into")
    merge = rows.get(pk=merge.pk)
    if merge.state != Merge.State.PROPOSED or merge.kind != kind:
        raise Refused(_("Somebody has already decided about this."))
    return merge


def objection(merge: Merge, by: User) -> str:
    """Why this person may not do what was proposed; empty when they may."""
    if merge.by_id == by.pk:
        return _("You proposed this yourself: somebody else must decide.")
    return why_one_hand(by, [merge.by_id])


def _decide(merge: Merge, state: str, *, by: User) -> None:
    if state == Merge.State.DONE and (sentence := objection(merge, by)):
        raise Refused(sentence)
    merge.state, merge.decided_by, merge.decided_at = state, by, timezone.now()
    decisions.keep(merge)


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
    _refuse_hidden([decisions.lock(incident.pk)])
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
