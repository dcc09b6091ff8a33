"""Merging two public records of one kind, and undoing it: one proposes and another one decides.

What the record that stays takes over is its `Load`, which the kind of record declares.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from accounts.hands import why_one_hand
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from review.editions import chain
from review.models import CoarseReason, Edition, Entry, Event, Hiding, Refused, Review
from review.models.merging import MergeOfTwo, MergeQuerySet
from review.record_types import Ahead
from review.redaction import guard
from review.redaction.comments import WORDS_GONE
from review.revisions import compare
from review.workflow import decisions, indexing, publishing

Seen = Mapping[UUID, int | None]
# What is done to both only when a merge, or its undoing, is decided: saved as by whoever proposed
# it, and waiting; nothing else may publish it. The new heads are given back.
Carry = Callable[[Any], Seen]


class Load(Protocol):
    """What is to be added to a record, or taken out of it again."""

    def __bool__(self) -> bool: ...

    @property
    def kept(self) -> Mapping[str, Any]:
        """What the merge knows of it, by its fields: keys and names, no values."""

    def put_into(self, into: Any, merged: Any) -> None:
        """Inside the block that saves the record."""

    def take_out_of(self, into: Any) -> None:
        """Inside the block that saves the record."""


@transaction.atomic
def propose[M: MergeOfTwo](
    merge: M, load_of: Callable[[Any, Any], Load] | None, *, by: User, seen: Seen
) -> M:
    """What the other record lacks is added to it and waits for approval together with the merge.

    Where there is no `load_of`, nothing changes before the decision.
    """
    decisions.require(by, "review.submit_review")
    if not merge.comment.strip():
        raise Refused(str(merge.SAY_WHY))
    merged, into = merge.merged, merge.into
    reviews = _locked(merge, seen)
    if any(proposed_about(type(merge), one).exists() for one in (merged, into)):
        raise Refused(_("A merge of one of them is already proposed: decide about that first."))
    for review in reviews.values():
        _refuse_pending(review)
    refuse_hidden(reviews.values())
    load = load_of(merged, into) if load_of else None
    if load:
        with decisions.saving(into, by=by, seen=seen[into.pk], comment=merge.comment):
            load.put_into(into, merged)
        decisions.submit(into.review, by=by, seen=into.review.head_id, comment=merge.comment)
    for review in reviews.values():
        guard.refuse_comment(review, merge.comment)
    # Not which, and not why: some who read this history may not read the other record tomorrow.
    said = _("Proposed to merge it into another record.")
    decisions.event(reviews[merged.pk], Event.Kind.COMMENTED, by, said)
    return _keep(merge, load, by=by)


def _keep[M: MergeOfTwo](merge: M, load: Load | None, *, by: User) -> M:
    merge.by = by
    for name, value in load.kept.items() if load else ():
        setattr(merge, name, value)
    return decisions.keep(merge)


@transaction.atomic
def approve(
    merge: MergeOfTwo,
    *,
    by: User,
    seen: Seen,
    shown: str,
    day: date,
    note: str = "",
    comment: str = "",
    hide_earlier: bool = False,
    carry: Carry | None = None,
) -> Entry:
    """Publish what it adds, and lead the address of one record to the other for good."""
    decisions.require(by, "review.decide_review", "review.withdraw_review")
    merge = _decidable(merge, MergeOfTwo.Kind.MERGE)
    reviews = _locked(merge, seen)
    merged, into = reviews[merge.merged_id], reviews[merge.into_id]
    refuse_hidden(reviews.values())
    _refuse_pending(merged)
    _decide(merge, MergeOfTwo.State.DONE, by=by)
    if carry:
        seen = {**seen, **_carried(merge, carry)}
        merged, into = decisions.lock(merged.pk), decisions.lock(into.pk)
    if into.work != Review.Work.CLEAN:
        publishing.approve(
            {into.pk: seen[into.pk]},
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
    merged, into = decisions.lock(merged.pk), decisions.lock(into.pk)
    for review in (merged, into):
        decisions.said(review, Event.Kind.MERGED, by, comment or merge.comment)
    return _lead(merged, into, day=day)


def _lead(merged: Review, into: Review, *, day: date) -> Entry:
    """One record is not public any more: its address leads to the other."""
    merged.public, merged.merged_into = Review.Public.WITHDRAWN, into
    merged.work = Review.Work.CLEAN
    merged.withdrawn_on, merged.withdrawn_reason = day, CoarseReason.DUPLICATE
    merged.save()
    indexing.unindex(merged)
    return chain.append(
        kind=Entry.Kind.MERGE,
        record_kind=merged.kind,
        reference=merged.reference,
        day=day,
        payload={"into": into.reference, "reason": str(CoarseReason.DUPLICATE)},
    )


@transaction.atomic
def propose_undo[M: MergeOfTwo](
    undo: M, left_of: Callable[[M], Load] | None, *, by: User, seen: Seen
) -> M:
    """Ask to show the merged record again, and to take out of the other one what it brought.

    `left_of` tells of the merge that is undone what is left of it there. Where there is none,
    nothing changes before the decision.
    """
    decisions.require(by, "review.submit_review")
    merged = undo.merged
    merge = standing_merge(type(undo), merged)
    if merge is None:
        raise Refused(_("It is not merged into another record."))
    if not undo.comment.strip():
        raise Refused(str(undo.SAY_WHY_NOT))
    undo.into = into = merge.into
    reviews = _locked(undo, seen)
    _refuse_changed(reviews[into.pk])
    left = left_of(merge) if left_of else None
    if left:
        with decisions.saving(into, by=by, seen=seen[into.pk], comment=undo.comment):
            left.take_out_of(into)
        decisions.submit(into.review, by=by, seen=into.review.head_id, comment=undo.comment)
    if left_of:
        decisions.submit(merged.review, by=by, seen=seen[merged.pk], comment=undo.comment)
    undo.kind = MergeOfTwo.Kind.UNDO
    return _keep(undo, left, by=by)


def standing_merge[M: MergeOfTwo](kind: type[M], merged: Any) -> M | None:
    """The merge by which a record leads to another one; None where it does not."""
    if merged.review.merged_into_id is None:
        return None
    merges: MergeQuerySet[M] = kind.objects.done()
    found = merges.filter(merged=merged, kind=MergeOfTwo.Kind.MERGE)
    return found.select_related("merged__review", "into__review").last()


def proposed_about[M: MergeOfTwo](kind: type[M], record: Any) -> MergeQuerySet[M]:
    """What waits for a second person, and names this record."""
    merges: MergeQuerySet[M] = kind.objects.proposed()
    return merges.about(record)


@transaction.atomic
def approve_undo(
    merge: MergeOfTwo,
    *,
    by: User,
    seen: Seen,
    shown: str,
    day: date,
    note: str,
    comment: str = "",
    hide_earlier: bool = False,
    carry: Carry | None = None,
) -> list[Edition]:
    """New editions of both, in one decision; the merge stays in the chain and in the history."""
    decisions.require(by, "review.decide_review")
    merge = _decidable(merge, MergeOfTwo.Kind.UNDO)
    reviews = _locked(merge, seen)
    merged, into = reviews[merge.merged_id], reviews[merge.into_id]
    if merge.carries and not into.is_waiting and not carry:
        raise Refused(
            _("What it would take out is no longer submitted: refuse this and ask again.")
        )
    _decide(merge, MergeOfTwo.State.DONE, by=by)
    merged.merged_into = None
    merged.save(update_fields=["merged_into"])
    if carry:
        seen = {**seen, **_carried(merge, carry)}
        merged, into = decisions.lock(merged.pk), decisions.lock(into.pk)
    _refuse_redacted(merged, into)
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


def _refuse_redacted(merged: Review, into: Review) -> None:
    """What was redacted from the record that stays stands in the other one as it was before."""
    refused = [one.refused for one in into.hidings.redacted()]
    if not refused:
        return
    [upcoming] = publishing.next_documents([merged]).values()
    texts = set(guard.texts_in(upcoming.document))
    if any(guard.is_refused(text, one) for text in texts for one in refused):
        raise Refused(
            _("“%s” holds what was redacted from the other record: take that out of it first.")
            % merged.title
        )


def published_by(merge: MergeOfTwo) -> list[Review]:
    """The records of which this decision makes new editions."""
    both = [merge.merged.review, merge.into.review]
    return [review for review in both if review.is_waiting]


@dataclass(frozen=True)
class Foreseen:
    """What a decision would publish, with the lines that change in the record that stays."""

    publishes: list[Review]
    ahead: Ahead
    lines: list[compare.Line]


def foreseen(merge: MergeOfTwo, carry: Carry | None, *, by: User) -> Foreseen:
    """Where something is done only by the decision: done, looked at, and taken back."""
    if carry is None:
        return _as_it_stands(merge)
    publishes = [merge.into.review]
    with transaction.atomic():
        merge = _decidable(merge, merge.kind)
        _decide(merge, MergeOfTwo.State.DONE, by=by)
        if merge.kind == MergeOfTwo.Kind.UNDO:
            publishes.insert(0, merge.merged.review)
            Review.objects.filter(pk=merge.merged_id).update(merged_into=None)
        _carried(merge, carry)
        found = _as_it_stands(type(merge).objects.get(pk=merge.pk))
        transaction.set_rollback(True)
    return Foreseen(publishes, found.ahead, found.lines)


def _as_it_stands(merge: MergeOfTwo) -> Foreseen:
    publishes, into = published_by(merge), merge.into.review
    published = into.edition.revision if into.edition else None
    ahead = publishing.next_documents(publishes)
    return Foreseen(publishes, ahead, compare.lines(published, into.head))


@transaction.atomic
def refuse(
    merge: MergeOfTwo, *, by: User, seen: Seen, comment: str, carry: Carry | None = None
) -> MergeOfTwo:
    """Nothing is merged; what only the proposal changed goes back to what is published.

    Where all is done by the decision (`carry`), whatever waits is a change of its own, and stays.
    """
    decisions.require(by, "review.decide_review")
    if not comment.strip():
        raise Refused(_("Say why it is refused."))
    merge = _decidable(merge, merge.kind)
    reviews = _locked(merge, seen)
    _decide(merge, MergeOfTwo.State.REFUSED, by=by)
    for review in reviews.values():
        if carry or review.work == Review.Work.CLEAN:
            decisions.said(review, Event.Kind.COMMENTED, by, _refused_said(comment))
        elif review.people_in_pile() == {merge.by_id}:
            decisions.discard(review, by=by, seen=review.head_id, comment=comment)
        elif review.is_waiting:
            decisions.send_back(review, by=by, seen=review.head_id, comment=comment)
    return merge


def _refused_said(comment: str) -> str:
    return _("The merge, or its undoing, was refused: %s") % comment


def _locked(merge: MergeOfTwo, seen: Seen) -> dict[UUID, Review]:
    reviews = decisions.lock_all([merge.merged_id, merge.into_id])
    for pk, review in reviews.items():
        decisions.refuse_stale(review, seen.get(pk))
    return reviews


def _carried(merge: MergeOfTwo, carry: Carry) -> Seen:
    """Nothing is published along that was not submitted."""
    _refuse_changed(decisions.lock(merge.into_id))
    return carry(merge)


def _refuse_changed(review: Review) -> None:
    if review.work != Review.Work.CLEAN:
        raise Refused(_("“%s” has pending changes: finish those first.") % review.title)


def _refuse_pending(review: Review) -> None:
    if not review.is_public or review.work != Review.Work.CLEAN:
        raise Refused(
            _("“%(title)s” (%(reference)s) must be public and without pending changes.")
            % {"title": review.title, "reference": review.reference}
        )


def refuse_hidden(reviews: Collection[Review]) -> None:
    """A copy of a hidden row has a key of its own, and would be shown."""
    for hiding in Hiding.objects.undecided().filter(review__in=reviews).select_related("review"):
        raise Refused(_("A part of “%s” is hidden: decide about that first.") % hiding.review.title)


def _decidable(merge: MergeOfTwo, kind: str) -> MergeOfTwo:
    decisions.lock_all([merge.merged_id, merge.into_id])
    rows: MergeQuerySet[Any] = type(merge).objects.select_for_update(of=("self",))
    merge = rows.select_related("merged", "into").get(pk=merge.pk)
    if merge.state != MergeOfTwo.State.PROPOSED or merge.kind != kind:
        raise Refused(_("Somebody has already decided about this."))
    return merge


def objection(merge: MergeOfTwo, by: User) -> str:
    """Why this person may not do what was proposed; empty when they may."""
    if merge.by_id == by.pk:
        return _("You proposed this yourself: somebody else must decide.")
    return why_one_hand(by, [merge.by_id])


def _decide(merge: MergeOfTwo, state: str, *, by: User) -> None:
    if state == MergeOfTwo.State.DONE and (sentence := objection(merge, by)):
        raise Refused(sentence)
    merge.state, merge.decided_by, merge.decided_at = state, by, timezone.now()
    decisions.keep(merge)


def problems(kind: type[MergeOfTwo], record: Any) -> list[str]:
    """A merge is decided as a whole, never by approving one of its records alone."""
    found = []
    if proposed_about(kind, record).exists():
        found.append(_("A merge, or its undoing, is proposed: decide about that first."))
    if record.review.merged_into_id is not None:
        found.append(_("It was merged into another record: ask to undo that instead."))
    return found


@dataclass(frozen=True)
class WhyMerged:
    """Registered with what is typed: why two are one goes with what it tells, decided or not."""

    kind: type[MergeOfTwo]

    def forget(self, review: Review, tells: Callable[[str], bool]) -> None:
        self._empty(Q(merged=review.pk) | Q(into=review.pk))
        self.forget_words(tells)

    def forget_words(self, tells: Callable[[str], bool]) -> None:
        said = self.kind.objects.values_list("pk", "comment")
        self._empty(Q(pk__in=[pk for pk, comment in said if tells(comment)]))

    def _empty(self, which: Q) -> None:
        self.kind.objects.filter(which).exclude(comment=WORDS_GONE).update(comment=WORDS_GONE)

    def pass_on(self, person: User, to: User | None) -> None:
        """Somebody else decides, whoever proposed it."""
