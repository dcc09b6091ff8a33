"""One change that somebody makes to several records: which were chosen, and what was done."""

import uuid
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from review.db.fields import ShortTextField


class BulkChangeQuerySet(models.QuerySet["BulkChange"]):
    def of(self, person: User) -> Self:
        """Nobody else is shown what somebody chose."""
        return self.filter(by=person)


class BulkChange(models.Model):
    """The choice; once the change is made, which change it was. Its reason is in the saves."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    keys = ArrayField(models.UUIDField())
    # Rows of these records, where only some were chosen.
    rows = ArrayField(models.UUIDField(), default=list)
    # The field and what is done with it, such as `kinds:add`.
    change = ShortTextField(max_length=60, blank=True, default="")
    at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True)

    objects = BulkChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="bulkchange_done_says_what",
                condition=models.Q(done_at=None, change="")
                | models.Q(done_at__isnull=False) & ~models.Q(change=""),
                violation_error_message=_("Choose what is changed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.change}"


class BulkChanged(models.Model):
    """A record that it changed, by one save. Of saves only their numbers: an erasure takes them."""

    id = models.BigAutoField(primary_key=True)
    bulk = models.ForeignKey(BulkChange, models.CASCADE, related_name="changed")
    review = models.ForeignKey("Review", models.PROTECT, related_name="+")
    before = models.PositiveIntegerField()
    revision = models.PositiveIntegerField()
    # It had no pending change: taken back, it has none again.
    was_clean = models.BooleanField()

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["bulk", "review"],
                name="bulkchanged_once",
                violation_error_message=_("This record is changed already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.revision)
