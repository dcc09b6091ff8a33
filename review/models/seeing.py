"""Who of us may read which record: the one rule, in SQL, that every list and page goes through."""

import uuid
from functools import lru_cache
from typing import Any, NamedTuple, Self

from accounts.models import NeedToKnowGroup
from accounts.sight import Reader, seen_by
from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from review.models.audit import Event

# The term of `access` that every colleague may read; the others are kept from some.
OPEN = "public"
# What SQL asks for somebody is put together once for all who read the same: it takes Django longer
# than the database needs for the answer.
READERS = 500


class Limit(models.Model):
    """A record that only the members of a need-to-know group read, beside those of its others."""

    id = models.BigAutoField(primary_key=True)
    review = models.ForeignKey("Review", models.PROTECT, related_name="limits")
    group = models.ForeignKey(NeedToKnowGroup, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("limit to a group")
        verbose_name_plural = _("limits to groups")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["review", "group"],
                name="limit_once",
                violation_error_message=_("It is limited to this group already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.group)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def of(self, person: Any) -> Self:
        """By the key of the person."""
        return self.filter(person=person, ended_at=None)


class Assignment(models.Model):
    """A record that somebody is to work on: what a new colleague sees."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey("Review", models.PROTECT, related_name="assignments")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("colleague"),
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["at", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["review", "person"],
                condition=models.Q(ended_at=None),
                name="assignment_once",
                violation_error_message=_("It is assigned to this colleague already."),
            ),
            models.CheckConstraint(
                name="assignment_end_is_whole",
                condition=models.Q(ended_at=None, ended_by=None)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                violation_error_message=_("An end must say who decided it, and when."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


def entered_by(person: Any) -> "models.QuerySet[Event]":
    """The first saves of records, where they are of the person with this key."""
    earlier = Event.objects.filter(review=models.OuterRef("review"), id__lt=models.OuterRef("id"))
    saved = Event.objects.filter(by=person, kind=Event.Kind.SAVED)
    return saved.exclude(models.Exists(earlier))


class Sees(NamedTuple):
    """All that decides which records somebody reads: two who are alike in it read the same."""

    groups: frozenset[int]
    # To read restricted and confidential records.
    has_right: bool
    # Not only what is assigned to them.
    all_records: bool
    # The key of a new colleague; nobody who has none entered anything or was assigned to it.
    newcomer: Any


def sees(person: Reader, right: str) -> Sees:
    seen = seen_by(person)
    newcomer = None if seen.all_records else person.pk
    return Sees(seen.groups, person.has_perm(right), seen.all_records, newcomer)


@lru_cache(maxsize=READERS)
def kept_from(sees: Sees) -> models.Q:
    """Of a model with an `access`: records that such a person may not read.

    Restricted and confidential ones without the right to read such, but for those of a group of
    theirs; those of other groups, whatever their rights; and of a new colleague all others.
    """
    limits: models.QuerySet[Limit] = Limit.objects.all()
    mine = limits.filter(group__in=sees.groups).values("review")
    hidden = models.Q(pk__in=limits.exclude(review__in=mine).values("review"))
    if not sees.has_right:
        kept = ~models.Q(access=OPEN)
        hidden |= kept & ~models.Q(pk__in=mine) if sees.groups else kept
    if not sees.all_records:
        assigned = models.Q(pk__in=Assignment.objects.of(sees.newcomer).values("review"))
        hidden |= ~(assigned | models.Q(pk__in=entered_by(sees.newcomer).values("review")))
    return hidden


def may_assign(person: User) -> bool:
    return person.has_perm("review.decide_review") or person.has_perm("auth.change_user")
