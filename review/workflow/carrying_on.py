"""What a record rests on is assigned with it: whoever works on it would lose sight of it."""

from collections.abc import Iterable
from uuid import UUID

from accounts.sight import seen_by
from django.contrib.auth.models import User

from review.models import Assignment, Event, Record, Review
from review.record_types import type_of


def carry_on(record: Record, *, by: User) -> None:
    """After a save: what it rests on since then is assigned to those who work on it, too."""
    if not record.MAY_BE_KEPT:
        return
    people = set(_working_on(record.review))
    if people:
        assign_all(read_with([record]), people, by)


def _working_on(review: Review) -> Iterable[int]:
    yield from review.assignments.filter(ended_at=None).values_list("person", flat=True)
    first = Event.objects.filter(review=review).order_by("id").select_related("by").first()
    if first is not None and not seen_by(first.by).all_records:
        yield first.by_id


def read_with(records: "list[Record]") -> set[UUID]:
    """Keys of all that must be readable for these to be, directly and through others."""
    found: set[UUID] = set()
    wave = records
    while wave:
        below = [review for one in wave for review in type_of(one).read_with(one)]
        new = {review.pk: review for review in below if review.pk not in found}
        found |= new.keys()
        wave = [review.record() for review in new.values()]
    return found


def assign_all(reviews: Iterable[UUID], people: Iterable[int], by: User) -> None:
    rows = [Assignment(review_id=pk, person_id=who, by=by) for pk in reviews for who in people]
    Assignment.objects.bulk_create(rows, ignore_conflicts=True)
