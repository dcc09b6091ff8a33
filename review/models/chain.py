"""The public chain, the editions in it, and their parts."""

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from reversion.models import Revision

from review.db.fields import ChoiceField


class Entry(models.Model):
    """One link of the public chain. Its digest covers everything in it; append-only."""

    class Kind(models.TextChoices):
        EDITION = "edition", _("edition")
        WITHDRAWAL = "withdrawal", _("withdrawal")
        HIDING = "hiding", _("hiding")
        REDACTION = "redaction", _("redaction")
        MERGE = "merge", _("merge")

    position = models.PositiveBigIntegerField(primary_key=True)
    kind = ChoiceField(max_length=10, choices=Kind)
    record_kind = models.CharField(max_length=20)
    reference = models.CharField(max_length=7)
    day = models.DateField()
    # The canonical JSON itself, so that what was digested can be read back to the byte.
    payload = models.TextField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["reference", "position"], name="entry_reference"),
            # Few: a record's history also names what was merged into it.
            models.Index(fields=["position"], name="entry_merge", condition=models.Q(kind="merge")),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.kind} {self.reference}"

    @property
    def content(self) -> Any:
        return json.loads(self.payload)


class Edition(models.Model):
    """A numbered, immutable public document, made when a second person approved the record."""

    id = models.BigAutoField(primary_key=True)
    review = models.ForeignKey("Review", models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    entry = models.OneToOneField(Entry, models.PROTECT)
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["review", "number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="edition_number_is_unique"),
        ]

    def __str__(self) -> str:
        return f"Edition {self.number}"


class EditionPart(models.Model):
    """One piece of an edition with the salt of its digest; goes only together with a redaction."""

    STAFF = "staff"

    id = models.BigAutoField(primary_key=True)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="parts")
    position = models.PositiveSmallIntegerField()
    path = models.CharField(max_length=120)
    salt = models.CharField(max_length=32)
    value = models.TextField()

    class Meta:
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "path"], name="part_path_is_unique"),
        ]
        indexes = [
            # A row's path is the same wherever the row is embedded; those records must be found.
            models.Index(
                fields=["path"], name="part_row_path", condition=models.Q(path__contains="/")
            ),
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def content(self) -> Any:
        return json.loads(self.value)
