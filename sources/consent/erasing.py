"""What a second person decides once a witness took back the consent to keep what was said."""

from datetime import date
from typing import Any

from accounts.hands import why_one_hand
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from review.models import Refused
from review.workflow import decisions, erasing

from sources.models import CopyGone, Erasure
from sources.vocabulary import OutsideCopy


@transaction.atomic
def erase(erasure: Erasure, *, by: User, day: date, comment: str) -> Erasure:
    """Everything that the source holds, for ever; a reference and the reasons stay."""
    erasure = _decidable(erasure, by=by, comment=comment)
    source = erasure.source
    if hold := source.hold:
        raise Refused(
            _("A legal hold forbids this erasure: %(reason)s (%(who)s)")
            % {"reason": hold.reason, "who": hold.by}
        )
    if source.copy_held and OutsideCopy.HELD not in copies_gone(erasure):
        raise Refused(
            _("Destroy first the copy whose place is recorded, and tick it: erasing forgets where.")
        )
    erasing.erase(source.review, asked_by=erasure.by, by=by, day=day, comment=comment)
    decided = _decided(erasure, Erasure.State.ERASED, by=by, comment=comment)
    # Rules that are asked at the end of a transaction: here they still have a sentence.
    with decisions.refusals():
        connection.check_constraints()
    return decided


@transaction.atomic
def keep(erasure: Erasure, *, by: User, comment: str) -> Erasure:
    """They agreed again before anything was erased."""
    erasure = _decidable(erasure, by=by, comment=comment)
    return _decided(erasure, Erasure.State.KEPT, by=by, comment=comment)


@transaction.atomic
def tick(erasure: Erasure, *, copy: str, note: str, by: User) -> CopyGone:
    """A copy outside of this system is gone; also after the decision, as backups expire late."""
    decisions.require(by, "review.withdraw_review")
    decisions.lock(erasure.source_id)
    return decisions.keep(CopyGone(erasure=erasure, copy=copy, note=note, by=by))


def copies_gone(erasure: Erasure) -> dict[str, CopyGone]:
    return {one.copy: one for one in erasure.copies_gone.select_related("by__colleague")}


def to_decide(reader: User) -> list[dict[str, Any]]:
    """Requests that wait, the longest waiting first, of sources that this person may read."""
    if not reader.has_perm("review.withdraw_review"):
        return []
    waiting = (
        Erasure.objects.waiting()
        .visible_to(reader)
        .select_related("source__review", "by__colleague")
    )
    return [
        {
            "erasure": one,
            "is_overdue": one.is_overdue(timezone.now()),
            "is_own": one.by_id == reader.pk,
            "hold": one.source.hold,
        }
        for one in waiting
    ]


def _decidable(erasure: Erasure, *, by: User, comment: str) -> Erasure:
    decisions.require(by, "review.withdraw_review")
    if not comment.strip():
        raise Refused(_("Say why you decide so."))
    decisions.lock(erasure.source_id)
    erasure = Erasure.objects.select_related("source", "by").get(pk=erasure.pk)
    if erasure.state != Erasure.State.WAITING:
        raise Refused(_("Somebody has already decided about this erasure."))
    if erasure.by_id == by.pk:
        raise Refused(_("You recorded the withdrawal yourself: somebody else must decide."))
    if sentence := why_one_hand(by, [erasure.by_id]):
        raise Refused(sentence)
    return erasure


def _decided(erasure: Erasure, state: str, *, by: User, comment: str) -> Erasure:
    erasure.state, erasure.comment = state, comment.strip()
    erasure.decided_by, erasure.decided_at = by, timezone.now()
    return decisions.keep(erasure)
