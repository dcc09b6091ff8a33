"""Limiting a record to a need-to-know group, and taking it out again."""

from accounts.models import NeedToKnowGroup
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from review.models import Event, Limit, Record, Refused, Review
from review.models.seeing import OPEN
from review.workflow import decisions

# What the trigger says (migration `who_sees_what_rules`); here it is found for translation.
BY_MEMBER = gettext_noop(
    "Only a member of the group limits a record to it: you would lose sight of it."
)


def groups_of(person: User) -> "list[NeedToKnowGroup]":
    return list(NeedToKnowGroup.objects.filter(members=person))


@transaction.atomic
def limit(review: Review, group: NeedToKnowGroup, *, by: User, comment: str) -> Limit:
    """From now on only its members read the record, whatever rights others have."""
    decisions.require_work(by)
    review = decisions.lock(review.pk)
    if not is_kept(review.record()):
        raise Refused(_("Set its access to restricted or confidential first, and save it."))
    if group not in groups_of(by):
        raise Refused(_(BY_MEMBER))
    _say_why(comment)
    made = decisions.keep(Limit(review=review, group=group, by=by))
    decisions.event(review, Event.Kind.LIMITED, by, comment)
    return made


def limit_alike(review: Review, other: Review, *, by: User, comment: str) -> None:
    """What came out of a limited record is limited to the same groups, as far as one is in them."""
    mine = groups_of(by)
    for limited in other.limits.filter(group__in=mine).select_related("group"):
        limit(review, limited.group, by=by, comment=comment)


@transaction.atomic
def free(limit: Limit, *, by: User, comment: str) -> None:
    """Its members no longer read it as such; others do if it is in no group any more."""
    decisions.require_work(by)
    review = decisions.lock(limit.review_id)
    if limit.group not in groups_of(by):
        raise Refused(_("Only a member of the group takes a record out of it."))
    _say_why(comment)
    decisions.event(review, Event.Kind.FREED, by, comment)
    limit.delete()
    if not Review.objects.visible_to(by).filter(pk=review.pk).exists():
        raise Refused(_("You would lose sight of it: somebody who may read it then must do this."))


def _say_why(comment: str) -> None:
    if not comment.strip():
        raise Refused(_("Say why."))


def is_kept(record: Record) -> bool:
    """Whether its access keeps it from colleagues without the right."""
    return record.MAY_BE_KEPT and getattr(record, "access", OPEN) != OPEN
