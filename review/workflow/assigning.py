"""Assigning records: what a new colleague, who sees nothing else, is to work on."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from review.models import Assignment, Refused, Review
from review.models.seeing import may_assign
from review.workflow import decisions
from review.workflow.carrying_on import assign_all, read_with


@transaction.atomic
def assign(review: Review, person: User, *, by: User) -> None:
    """The record and all that must be read with it: what is kept from the person stays so."""
    if not may_assign(by):
        raise Refused(_("You do not have the right to do this."))
    record = review.record()
    if not record.MAY_BE_KEPT:
        raise Refused(_("Everybody sees this record: it need not be assigned."))
    decisions.keep(Assignment(review=review, person=person, by=by))
    assign_all(read_with([record]), {person.pk}, by)


@transaction.atomic
def end(assignment: Assignment, *, by: User) -> None:
    if not may_assign(by):
        raise Refused(_("You do not have the right to do this."))
    if assignment.ended_at is None:
        assignment.ended_by, assignment.ended_at = by, timezone.now()
        assignment.save()
