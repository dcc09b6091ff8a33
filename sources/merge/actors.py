"""Two published actors that are one body, merged by two people, and the merge undone."""

from django.contrib.auth.models import User
from review.workflow import merging

from sources.merge.content import left_of, load_of
from sources.models import Actor, ActorMerge


def propose(
    merged: Actor, into: Actor, *, by: User, seen: merging.Seen, comment: str
) -> ActorMerge:
    """What the one that stays lacks is added to it, and waits together with the merge."""
    merge = ActorMerge(merged=merged, into=into, comment=comment)
    return merging.propose(merge, load_of, by=by, seen=seen)


def propose_undo(merged: Actor, *, by: User, seen: merging.Seen, comment: str) -> ActorMerge:
    """Ask to show it again, and to take out of the other one what it brought."""
    undo = ActorMerge(merged=merged, comment=comment)
    return merging.propose_undo(undo, left_of, by=by, seen=seen)
