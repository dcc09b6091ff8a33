"""Who is to decide about what waits: taken, assigned, made free; and what is urgent.

None of it decides anything: whoever may approve it may do so, whoever has it in hand. The database
refuses to give it to those who made the change (`review_refuse_own_claim`).
"""

from accounts.hands import one_hand
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from review.models import Event, Refused, Review
from review.workflow import decisions, readiness


class TakenByAnother(Refused):
    """A colleague is at it: to take it over is to be said, not to happen unseen."""

    def __init__(self, colleague: User) -> None:
        super().__init__(
            _("This is being reviewed by %s. Speak with them, then choose “Take it over”.")
            % colleague
        )


@transaction.atomic
def take(review: Review, *, by: User, over: int | None = None) -> None:
    """Say that one is reviewing it, so that two people do not do the same work.

    `over` is the id of the colleague from whom the page said that it is taken.
    """
    decisions.require(by, "review.decide_review")
    review = decisions.waiting(decisions.lock(review.pk))
    before = review.reviewing_by
    if before == by:
        return
    if before is not None and before.pk != over:
        raise TakenByAnother(before)
    _refuse_own(review, by)
    review.reviewing_by = by
    _save(review)
    decisions.noted(review, Event.Kind.CLAIMED, by, to=before)


@transaction.atomic
def release(review: Review, *, by: User) -> None:
    """It is free for any reviewer again: one's own claim, and what one was asked for."""
    decisions.require(by, "review.decide_review")
    review = decisions.waiting(decisions.lock(review.pk))
    if by.pk not in {review.reviewing_by_id, review.assigned_to_id}:
        raise Refused(_("It is not in your hands."))
    if review.reviewing_by_id == by.pk:
        review.reviewing_by = None
    if review.assigned_to_id == by.pk:
        review.assigned_to = None
    _save(review)
    decisions.noted(review, Event.Kind.RELEASED, by)


@transaction.atomic
def assign(review: Review, *, to: User, by: User, comment: str = "") -> None:
    """Ask a reviewer to decide; who has it in hand already keeps it."""
    decisions.require(by, "review.decide_review")
    review = decisions.waiting(decisions.lock(review.pk))
    if obstacle := why_not(review, to):
        raise Refused(obstacle)
    if review.assigned_to_id == to.pk:
        raise Refused(_("It is assigned to %s already.") % to)
    review.assigned_to = to
    _save(review)
    decisions.noted(review, Event.Kind.ASSIGNED, by, comment, to=to)


def why_not(review: Review, person: User) -> str:
    """Why this colleague cannot be the one who decides; empty when they can."""
    if not person.is_active or not person.has_perm("review.decide_review"):
        return _("%s may not approve records.") % person
    if not Review.objects.visible_to(person).filter(pk=review.pk).exists():
        return _("%s may not read this record.") % person
    return _why_own(review, person)


def _why_own(review: Review, person: User) -> str:
    if not readiness.may_not_approve(review, one_hand([person.pk])):
        return ""
    return (
        _(
            "%s is among those who changed or submitted this, or could be one of them under "
            "another name: somebody else must decide."
        )
        % person
    )


def _refuse_own(review: Review, by: User) -> None:
    if obstacle := _why_own(review, by):
        raise Refused(obstacle)


def _save(review: Review) -> None:
    with decisions.refusals():
        review.save(update_fields=["reviewing_by", "assigned_to"])


@transaction.atomic
def set_urgent(review: Review, *, by: User, urgent: bool, comment: str = "") -> None:
    """Put it before all others in the queue, and say why; or take that back."""
    decisions.require(by, "review.submit_review")
    review = decisions.lock(review.pk)
    if review.urgent == urgent:
        raise Refused(_("It is marked so already."))
    if urgent and not comment.strip():
        raise Refused(_("Say why it is urgent."))
    review.urgent = urgent
    review.save(update_fields=["urgent"])
    kind = Event.Kind.URGENT if urgent else Event.Kind.NOT_URGENT
    decisions.noted(review, kind, by, comment)
