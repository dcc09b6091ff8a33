"""Submitting a record together with the drafts without which it cannot be published."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from review.models import Record, Review, ReviewQuerySet, kept_among, record_model
from review.record_types import type_of
from review.workflow import decisions


@dataclass(frozen=True)
class Needed:
    """A record that must be published before another or with it, and does not wait for that yet."""

    review: Review
    # Why it is not submitted along; empty when it is.
    why_not: str


@dataclass(frozen=True)
class Submitted:
    """A record in the queue, with what else entered it and what did not."""

    along: list[Review]
    left: list[Needed]


def needed(above: Iterable[Record], readable: ReviewQuerySet) -> list[Review]:
    """What must be published before these records or with them, and what that needs in turn.

    Nothing beyond it, nothing that this colleague may not read, and none of these records.
    """
    found: dict[UUID, Review] = {}
    wave = list(above)
    given = {record.pk for record in wave}
    while wave:
        keys = {key for one in wave for key in type_of(one).needs(one)}
        new = readable.filter(pk__in=keys - found.keys() - given).order_by("kind", "title")
        found |= {review.pk: review for review in new}
        wave = records(new)
    return list(found.values())


def records(reviews: Iterable[Review]) -> list[Record]:
    """The records of several reviews, with one query for each kind."""
    by_kind: dict[str, list[Review]] = {}
    for review in reviews:
        by_kind.setdefault(review.kind, []).append(review)
    return [
        record
        for kind, ones in by_kind.items()
        for record in record_model(kind)
        ._default_manager.filter(pk__in=[one.pk for one in ones])
        .select_related("review")
    ]


def needed_drafts(record: Record, by: User) -> list[Needed]:
    """What of it does not wait for review yet, and whether submitting the record submits it too."""
    every = needed([record], Review.objects.visible_to(by))
    drafts = [one for one in every if not one.is_waiting]
    keys = [one.pk for one in drafts]
    own = set(Review.objects.filter(pk__in=keys).in_hands_of(by).values_list("pk", flat=True))
    return [Needed(one, _why_not(one, is_own=one.pk in own)) for one in drafts]


def _why_not(review: Review, *, is_own: bool) -> str:
    if review.public == Review.Public.WITHDRAWN:
        return _("It was withdrawn from the public: to show it again is a decision of its own.")
    if review.work == Review.Work.CLOSED:
        return _("It is closed: reopen it first.")
    if not review.may_be_submitted:
        return _("It has no pending change.")
    if not type_of(review).goes_along:
        return _("It is submitted by itself.")
    if not is_own:
        return _("Only colleagues worked on it: they submit it, or you do on its own page.")
    return ""


@transaction.atomic
def submit(review: Review, *, by: User, seen: int | None, comment: str) -> Submitted:
    """Ask for a review of the head, and of the drafts that it needs, for the same reason.

    Only of those that this person worked on; of a record that not every colleague may read, the
    reason stays with it. Somebody who is at one of them is not waited for.
    """
    submitted = decisions.submit(review, by=by, seen=seen, comment=comment)
    found = needed_drafts(submitted.record(), by)
    free = _locked(one.review for one in found if not one.why_not)
    along = [free[draft.review.pk] for draft in found if draft.review.pk in free]
    reason = said_along([submitted], comment) if along else comment
    for one in along:
        decisions.enter_queue(one, by=by, comment=reason)
    return Submitted(along, [_left(draft) for draft in found if draft.review.pk not in free])


def said_along(reviews: Iterable[Review], comment: str) -> str:
    """What is said at records that go along: others read them, to whom the reason may tell much."""
    if kept_among({review.pk for review in reviews}):
        return _("Submitted together with a record that needs it.")
    return comment


def _locked(reviews: Iterable[Review]) -> dict[UUID, Review]:
    """Those that nobody holds, as they are by now."""
    rows = Review.objects.filter(pk__in=[review.pk for review in reviews])
    free = rows.select_for_update(of=("self",), skip_locked=True)
    return {review.pk: review for review in free if review.may_be_submitted}


def _left(one: Needed) -> Needed:
    return Needed(one.review, one.why_not or _("Somebody is saving it just now: try again."))
