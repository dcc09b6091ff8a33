"""Two published sources that are one item, merged by two people, and the merge undone.

Nothing moves before the decision: a source that has statements of another one could be set back to
its edition meanwhile, and would lose them.
"""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from review.models import Refused
from review.workflow import carrying_on, decisions, indexing, merging

from sources.merge.content import missing, pointing_at, unstated
from sources.models import PublishedStatement, Source, SourceMerge, Statement
from sources.models.published import label_before

LONGEST_LABEL = 40


def propose(
    merged: Source, into: Source, *, by: User, seen: merging.Seen, comment: str
) -> SourceMerge:
    """What it brings is as it is public now: until the decision neither of them changes."""
    statements = list(merged.statements.all())
    for statement in statements:
        if len(label_there(merged, statement.label)) > LONGEST_LABEL:
            raise Refused(_("The label “%s” is too long to be moved.") % statement.label)
    merge = SourceMerge(
        merged=merged,
        into=into,
        carried=[statement.pk for statement in statements],
        filled=missing(merged, into),
        comment=comment,
    )
    return merging.propose(merge, None, by=by, seen=seen)


def propose_undo(merged: Source, *, by: User, seen: merging.Seen, comment: str) -> SourceMerge:
    """Ask to show it again, with the statements that came from it and are still there."""
    undo = SourceMerge(merged=merged, comment=comment)
    merge = merging.standing_merge(SourceMerge, merged)
    if merge:
        there = merge.into.statements.filter(pk__in=merge.carried)
        undo.carried = list(there.values_list("pk", flat=True))
        undo.filled = merge.filled_still
    return merging.propose_undo(undo, None, by=by, seen=seen)


def label_there(merged: Source, label: str) -> str:
    """Of a statement that moves: it says where it comes from (`label_before`)."""
    return f"{merged.reference}-{label}"


@transaction.atomic
def carry(merge: SourceMerge) -> merging.Seen:
    """Move what it carries, in the transaction of the decision, saved as by whoever proposed it."""
    merged, into = _fresh(merge.merged_id), _fresh(merge.into_id)
    is_merge = merge.kind == SourceMerge.Kind.MERGE
    # A statement is one row of the index: it leaves that of one before it enters the other's.
    if is_merge:
        indexing.unindex(merged.review)
    else:
        PublishedStatement.objects.filter(pk__in=merge.carried).delete()
    said: dict[str, Any] = {"by": merge.by, "comment": merge.comment}
    if merge.carries:
        with decisions.saving(into, seen=into.review.head_id, **said):
            _move(merge, merged, into)
            for name in merge.filled:
                setattr(into, name, getattr(merged, name) if is_merge else unstated(Source, name))
        decisions.enter_queue(into.review, **said)
    if merge.carried:
        with decisions.saving(merged, seen=merged.review.head_id, **said):
            pass  # without the rows that went, or with those that came back
    if not is_merge:
        decisions.enter_queue(merged.review, **said)
    _keep_in_sight(merge, into if is_merge else merged)
    return {one.pk: one.review.head_id for one in (merged, into)}


def _keep_in_sight(merge: SourceMerge, to: Source) -> None:
    """What rests on statements that moved rests on the other source: it is assigned with it."""
    moved = list(Statement.objects.filter(pk__in=merge.carried))
    for record in {one.record for one in pointing_at(moved, to)}:
        carrying_on.carry_on(record, by=merge.by)


def _fresh(key: UUID) -> Source:
    return Source.objects.select_related("review").get(pk=key)


def _move(merge: SourceMerge, merged: Source, into: Source) -> None:
    is_merge = merge.kind == SourceMerge.Kind.MERGE
    to = into if is_merge else merged
    moving = Statement.objects.filter(pk__in=merge.carried).order_by("position")
    for place, statement in enumerate(moving, start=to.statements.count()):
        statement.source, statement.position = to, place
        statement.label = (
            label_there(merged, statement.label)
            if is_merge
            else label_before(merged.reference, statement.label)
        )
        decisions.keep(statement)
