"""What is open in the name of somebody who leaves, passed on to a colleague in one step."""

from dataclasses import dataclass

from accounts import suspending
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from review.models import Event, Refused, Review, ReviewQuerySet
from review.redaction import typed
from review.workflow import claiming, decisions


@dataclass
class Open:
    """Of records that the reader may read."""

    drafts: ReviewQuerySet
    waiting: ReviewQuerySet
    # Of others, which this person had taken to review or was asked to.
    taken: ReviewQuerySet

    def __bool__(self) -> bool:
        return any(map(bool, (self.drafts, self.waiting, self.taken)))


def open_in_name_of(person: User, *, reader: User) -> Open:
    visible = Review.objects.visible_to(reader).order_by("kind", "title", "pk")
    return Open(
        drafts=visible.filter(work=Review.Work.DRAFT).in_hands_of(person),
        waiting=visible.filter(work=Review.Work.SUBMITTED).in_hands_of(person),
        taken=visible.to_be_decided_by(person),
    )


@transaction.atomic
def leave(person: User, *, to: User | None, by: User, reason: str) -> None:
    """Pass on what both may read, then shut the account; the work stays, with who did it.

    What is left, such as a draft that the colleague may not read, is in the list of drafts of
    people who left. What was typed and is no record yet goes to whoever may read it, or goes.
    """
    if to is not None:
        _pass_on(person, to=to, by=by)
    for typed_texts in typed.TYPED:
        typed_texts.pass_on(person, to)
    suspending.leave(person, by=by, reason=reason)


@transaction.atomic
def take_over(review: Review, *, by: User) -> None:
    """Go on with a draft that somebody left behind, without changing anything in it yet."""
    decisions.require(by, "review.submit_review")
    review = decisions.lock(review.pk)
    if not Review.objects.left_behind().filter(pk=review.pk).exists():
        raise Refused(_("Somebody goes on with it already."))
    why = _("Taken over from a colleague who left.")
    decisions.event(review, Event.Kind.HANDED, by, why, to=by)


def _pass_on(person: User, *, to: User, by: User) -> None:
    if to == person or not to.is_active or not to.has_perm("review.submit_review"):
        raise Refused(_("Choose an active colleague who enters records."))
    held = open_in_name_of(person, reader=by)
    readable = Review.objects.visible_to(to).values("pk")
    keys = {
        pk
        for reviews in (held.drafts, held.waiting, held.taken)
        for pk in reviews.filter(pk__in=readable).values_list("pk", flat=True)
    }
    for review in decisions.lock_all(keys).values():
        if person.pk in {review.reviewing_by_id, review.assigned_to_id}:
            _pass_on_claim(review, of=person, to=to)
        else:
            why = _("Passed on, because the colleague leaves.")
            decisions.event(review, Event.Kind.HANDED, by, why, to=to)


def _pass_on_claim(review: Review, *, of: User, to: User) -> None:
    """Freed where the colleague could not decide: their own work, or without the right."""
    may = not claiming.why_not(review, to)
    if review.reviewing_by_id == of.pk:
        review.reviewing_by = to if may else None
    if review.assigned_to_id == of.pk:
        review.assigned_to = to if may else None
    review.save(update_fields=["reviewing_by", "assigned_to"])
