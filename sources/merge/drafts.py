"""A draft that is another record: closed as that, or merged into it, by whoever entered it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from review.models import Event, Record, Refused, Review
from review.workflow import decisions

from sources.merge.content import (
    Pointing,
    labels_for,
    missing,
    new_names,
    new_relations,
    pointing_at,
    resting_on,
)
from sources.models import Actor, DraftMerge, Source, Statement

Seen = Mapping[UUID, int | None]


@dataclass(frozen=True)
class Resting:
    """What names a draft: what this person may read, and by key what not, of which nothing tells.

    What is kept from them is left as it is: to refuse would tell that it is there.
    """

    shown: Collection[Pointing] = ()
    kept: Collection[UUID] = ()


@transaction.atomic
def close_as(draft: Record, other: Record, *, by: User, seen: Seen, comment: str) -> DraftMerge:
    """Nothing goes to the other record; refused where something rests on the draft."""
    resting = as_read(resting_on(draft), by)
    reviews = _locked(draft, other, Resting(kept=resting.kept), by=by, seen=seen, comment=comment)
    if resting.shown:
        raise Refused(_("Something rests on this draft: merge it, so that this is not lost."))
    made = decisions.keep(DraftMerge(merged=reviews[draft.pk], into=reviews[other.pk], by=by))
    _close(reviews[draft.pk], other, by=by, comment=comment)
    _say_in_kept(resting, reviews, draft, other, by=by)
    return made


@transaction.atomic
def merge(draft: Record, into: Record, *, by: User, seen: Seen, comment: str) -> DraftMerge:
    """What it states and the other lacks, and all that rests on it, goes there.

    Each is a change like any other, which waits for a second person before the public reads it.
    """
    resting = as_read(pointing_at([draft], draft), by)
    reviews = _locked(draft, into, resting, by=by, seen=seen, comment=comment)
    statements = list(draft.statements.all()) if isinstance(draft, Source) else []
    made = decisions.keep(
        DraftMerge(
            merged=reviews[draft.pk],
            into=reviews[into.pk],
            carried=[statement.pk for statement in statements],
            by=by,
        )
    )
    said = _("%(draft)s is the same: %(comment)s") % {
        "draft": draft.reference,
        "comment": comment,
    }
    _bring(draft, into, statements, by=by, comment=said)
    _point(resting.shown, into, by=by, comment=said)
    if statements:
        with decisions.saving(draft, by=by, seen=draft.review.head_id, comment=said):
            pass  # without the rows that went
    _close(Review.objects.get(pk=draft.pk), into, by=by, comment=comment)
    _say_in_kept(resting, reviews, draft, into, by=by)
    return made


def as_read(pointing: Collection[Pointing], by: User) -> Resting:
    """What this person may read of it, and what not."""
    keys = {one.record.pk for one in pointing}
    readable = set(Review.objects.visible_to(by).filter(pk__in=keys).values_list("pk", flat=True))
    return Resting(
        shown=[one for one in pointing if one.record.pk in readable], kept=keys - readable
    )


def _say_in_kept(
    resting: Resting, reviews: Mapping[UUID, Review], draft: Record, other: Record, *, by: User
) -> None:
    """Whoever works on them names the other one; references alone, and nobody else hears of it."""
    said = _("%(draft)s, which this record names, was closed as the same as %(other)s.") % {
        "draft": draft.reference,
        "other": other.reference,
    }
    for key in sorted(resting.kept):
        decisions.event(reviews[key], Event.Kind.COMMENTED, by, said)


def _locked(
    draft: Record,
    other: Record,
    resting: Resting,
    *,
    by: User,
    seen: Seen,
    comment: str,
) -> dict[UUID, Review]:
    """Everything that is changed or named, if this person may do that now."""
    decisions.require(by, "review.submit_review")
    if not comment.strip():
        raise Refused(_("Tell your colleagues why it is the same."))
    named = {one.record.pk for one in resting.shown}
    reviews = decisions.lock_all({draft.pk, other.pk, *named, *resting.kept})
    for record in (draft, other):
        decisions.refuse_stale(reviews[record.pk], seen.get(record.pk))
    if not decisions.is_own_draft(reviews[draft.pk], by):
        raise Refused(
            _("You can merge a draft that was never published and on which only you worked.")
        )
    for pk in named | {other.pk}:
        review = reviews[pk]
        if review.is_waiting:
            raise Refused(
                _("“%s” waits for review, and would be a draft again: wait for the decision.")
                % review.title
            )
    return reviews


def _bring(
    draft: Record, into: Any, statements: list[Statement], *, by: User, comment: str
) -> None:
    """What the draft states itself, and its rows."""
    filled = missing(draft, into)
    rows: list[Any] = []
    if isinstance(draft, Actor):
        rows = [*new_names(draft, into, filled), *new_relations(draft, into)]
    if not (filled or rows or statements):
        return
    with decisions.saving(into, by=by, seen=into.review.head_id, comment=comment):
        for name in filled:
            setattr(into, name, getattr(draft, name))
        labels = labels_for(statements, into) if statements else {}
        last = into.statements.count() if statements else 0
        for place, statement in enumerate(statements, start=last):
            statement.source, statement.position = into, place
            statement.label = labels[statement.pk]
        into.save()
        for row in [*statements, *rows]:
            decisions.keep(row)


def _point(pointing: Collection[Pointing], into: Record, *, by: User, comment: str) -> None:
    """Records that name the draft name the other one from now on: one save of each."""
    by_record: dict[UUID, list[Pointing]] = {}
    for one in pointing:
        by_record.setdefault(one.record.pk, []).append(one)
    for ones in by_record.values():
        # A record that names it itself and by rows was read several times: one of these is saved.
        record = ones[0].record
        with decisions.saving(record, by=by, seen=record.review.head_id, comment=comment):
            for one in ones:
                row = record if isinstance(one.row, Record) else one.row
                setattr(row, one.name, into)
                if row is not record:
                    decisions.keep(row)


def _close(review: Review, other: Record, *, by: User, comment: str) -> None:
    said = _("The same as %(other)s: %(comment)s") % {
        "other": other.reference,
        "comment": comment,
    }
    decisions.close(review, by=by, seen=review.head_id, comment=said)
