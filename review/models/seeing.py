"""Who of us may read which record: the one rule, in SQL, that every list and page goes through."""

import uuid
from typing import Self

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
    def of(self, person: Reader) -> Self:
        return self.filter(person=person.pk, ended_at=None)


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


def entered_by(person: Reader) -> "models.QuerySet[Event]":
    """The first saves of records, where they are of this person."""
    earlier = Event.objects.filter(review=models.OuterRef("review"), id__lt=models.OuterRef("id"))
    saved = Event.objects.filter(by=person.pk, kind=Event.Kind.SAVED)
    return saved.exclude(models.Exists(earlier))


def kept_from(person: Reader, right: str) -> models.Q:
    """Of a model with an `access`: records that this person may not read.

    Restricted and confidential ones without the right to read such, but for those of a group of
    theirs; those of other groups, whatever their rights; and of a new colleague all others.
    """
    seen = seen_by(person)
    limits: models.QuerySet[Limit] = Limit.objects.all()
    mine = limits.filter(group__in=seen.groups).values("review")
    hidden = models.Q(pk__in=limits.exclude(review__in=mine).values("review"))
    if not person.has_perm(right):
        kept = ~models.Q(access=OPEN)
        hidden |= kept & ~models.Q(pk__in=mine) if seen.groups else kept
    if not seen.all_records:
        assigned = models.Q(pk__in=Assignment.objects.of(person).values("review"))
        hidden |= ~(assigned | models.Q(pk__in=entered_by(person).values("review")))
    return hidden


def may_assign(person: User) -> bool:
    return person.has_perm("review.decide_review") or person.has_perm("auth.change_user")
