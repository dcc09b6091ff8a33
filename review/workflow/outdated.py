"""Bringing records up to date that rest on earlier editions of others: tasks, and their submission.

Nothing is stored of a task: it follows from what the current edition embeds, and ends with an
edition that embeds what is current (docs/decisions/corrections.md).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from review.models import Refused, Resting, Review
from review.workflow import decisions, readiness

# More than a person can look at before one decision.
MOST_AT_ONCE = 50


@dataclass(frozen=True)
class Cause:
    """What a record rests on that is not current any more."""

    review: Review
    resting: Resting

    @property
    def number(self) -> int:
        return self.resting.number

    @property
    def record(self) -> Any:
        return self.resting.on

    @property
    def is_gone(self) -> bool:
        return bool(self.record.public != Review.Public.CURRENT)


@dataclass
class Task:
    """A public record to be looked at again."""

    review: Review
    causes: list[Cause]
    # Its current edition lost parts, since what they told was taken back.
    lacks_parts: bool = False
    # Why a new edition of the record as it stands would not do, in sentences.
    obstacles: list[str] = field(default_factory=list)


def tasks(reviews: Iterable[Review]) -> list[Task]:
    """The tasks of outdated records, each with its causes."""
    every = list(reviews)
    if not every:
        return []
    found: dict[str, list[Resting]] = defaultdict(list)
    outdated = Resting.objects.outdated().filter(reference__in=[r.reference for r in every])
    for resting in outdated.select_related("on").order_by("on_id"):
        found[resting.reference].append(resting)
    on = {resting.on_id for rows in found.values() for resting in rows}
    below = {review.reference: review for review in Review.objects.filter(reference__in=on)}
    lacking = set(
        Review.objects.filter(pk__in=[review.pk for review in every], public=Review.Public.CURRENT)
        .lacking_parts()
        .values_list("pk", flat=True)
    )
    return [
        Task(
            review,
            [Cause(below[r.on_id], r) for r in found.get(review.reference, [])],
            lacks_parts=review.pk in lacking,
        )
        for review in every
        if review.reference in found or review.pk in lacking
    ]


def task_of(review: Review) -> Task | None:
    """Of what is not public nothing can be out of date."""
    if not review.is_public:
        return None
    return next(iter(tasks([review])), None)


def look_for_obstacles(wanted: list[Task], outdated: Mapping[str, str], *, reader: User) -> None:
    """Say of each task what is in its way; `outdated` has the titles of all outdated records.

    What rests on a record that cannot be brought up to date now has to wait for it.
    """
    for task in wanted:
        task.obstacles += _own_obstacles(task.review, reader)
    free = {task.review.reference for task in wanted if not task.obstacles}
    below: dict[str, set[str]] = defaultdict(set)
    resting = Resting.objects.filter(reference__in=free, on__in=outdated)
    for reference, on in resting.values_list("reference", "on_id"):
        below[reference].add(on)
    while kept := {reference for reference in free if below[reference] - free}:
        free -= kept
    for task in wanted:
        waits_for = sorted(below[task.review.reference] - free)
        if not task.obstacles and waits_for:
            named = ", ".join(f"“{outdated[reference]}”" for reference in waits_for)
            task.obstacles.append(_("It rests on %s: bring that up to date first.") % named)


def _own_obstacles(review: Review, reader: User) -> list[str]:
    if review.work != Review.Work.CLEAN:
        return [_("It has pending changes: it comes up to date when those are approved.")]
    return readiness.problems(review.record(), reader)


@transaction.atomic
def submit_again(seen: Mapping[UUID, int | None], *, by: User, comment: str) -> list[Review]:
    """Ask for new editions of these records as they stand: all of them, or none."""
    decisions.require(by, "review.submit_review")
    if not seen:
        raise Refused(_("Choose at least one record."))
    reviews = decisions.lock_all(seen)
    outdated = set(Review.objects.outdated().filter(pk__in=seen).values_list("pk", flat=True))
    for pk, review in reviews.items():
        decisions.refuse_stale(review, seen[pk])
        if review.work != Review.Work.CLEAN or pk not in outdated:
            raise Refused(_("“%s” cannot be brought up to date as it stands.") % review.title)
        decisions.enter_queue(review, by=by, comment=comment)
    return list(reviews.values())
