"""Views over what was published, which the public role reads, and indexes of it."""

import json
from collections.abc import Sequence
from typing import Self

from django.db import models

from review.db.fields import ChoiceField
from review.models.states import CoarseReason, Public


class PublicRecord(models.Model):
    """What the public may know of a record's standing: a view over those ever published."""

    reference = models.CharField(primary_key=True, max_length=7)
    kind = models.CharField(max_length=20)
    public = ChoiceField(max_length=10, choices=Public)
    number = models.PositiveIntegerField()
    withdrawn_on = models.DateField(null=True)
    withdrawn_reason = ChoiceField(max_length=20, choices=CoarseReason)
    # The record to which the address leads now.
    merged_into = models.ForeignKey(
        "self", models.DO_NOTHING, null=True, db_constraint=False, related_name="merged_here"
    )

    class Meta:
        managed = False
        db_table = "review_public_record"

    def __str__(self) -> str:
        return self.reference


class RestingQuerySet(models.QuerySet["Resting"]):
    def outdated(self) -> Self:
        """Where what is embedded has a newer edition by now, or is not public any more."""
        newer = models.Q(on__number__gt=models.F("number"))
        return self.filter(newer | ~models.Q(on__public=Public.CURRENT))


class Resting(models.Model):
    """Which edition of another record a public one embeds: an index, made from editions alone."""

    # Made of both references; never shown.
    id = models.CharField(primary_key=True, max_length=15)
    reference = models.CharField(max_length=7, db_index=True)
    on = models.ForeignKey(
        PublicRecord, models.DO_NOTHING, db_constraint=False, related_name="carrying"
    )
    number = models.PositiveIntegerField()

    objects = RestingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.reference} on {self.on_id} edition {self.number}"


class PublicEdition(models.Model):
    """An edition of a record that is public now: a view without anything of ours in it."""

    id = models.BigIntegerField(primary_key=True)
    reference = models.CharField(max_length=7)
    kind = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    is_current = models.BooleanField()
    position = models.PositiveBigIntegerField()
    day = models.DateField()
    payload = models.TextField()
    digest = models.CharField(max_length=64)
    first_day = models.DateField()

    # What was taken from it since: set when its document is read, and almost never anything.
    removed: "Sequence[PublicRemoval]" = ()

    class Meta:
        managed = False
        db_table = "review_public_edition"
        ordering = ["reference", "number"]

    def __str__(self) -> str:
        return f"{self.reference} edition {self.number}"

    @property
    def note(self) -> str:
        return str(json.loads(self.payload)["note"])


class PublicPartQuerySet(models.QuerySet["PublicPart"]):
    def of_row(self, position: str = "position") -> Self:
        """For a subquery: the parts of the edition at the position that each row of it names.

        The edition is looked up by itself, so that its parts are found by their index; joined, the
        database reads every part there is for each row.
        """
        edition = PublicEdition.objects.filter(position=models.OuterRef(models.OuterRef(position)))
        return self.filter(edition_id=models.Subquery(edition.order_by().values("pk")[:1]))


class PublicPart(models.Model):
    """A part of a public edition, but never the one that says who of us did it."""

    id = models.BigIntegerField(primary_key=True)
    edition = models.ForeignKey(PublicEdition, models.DO_NOTHING, related_name="parts")
    position = models.PositiveSmallIntegerField()
    path = models.CharField(max_length=120)
    salt = models.CharField(max_length=32)
    value = models.TextField()

    objects = PublicPartQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "review_public_part"
        ordering = ["edition", "position"]

    def __str__(self) -> str:
        return self.path


class PublicRemoval(models.Model):
    """What stands in place of a part that was taken from an edition: a view, nothing of the why."""

    # Made of the hiding's and the edition's; never shown.
    id = models.CharField(primary_key=True, max_length=40)
    edition = models.ForeignKey(PublicEdition, models.DO_NOTHING, related_name="removals")
    path = models.CharField(max_length=120)
    blank = models.JSONField(null=True)
    removed_on = models.DateField()
    reason = ChoiceField(max_length=20, choices=CoarseReason)

    class Meta:
        managed = False
        db_table = "review_public_removal"
        ordering = ["removed_on", "reason"]

    def __str__(self) -> str:
        return self.path


class Reindexed(models.Model):
    """When rows of an edition were last written into the index or taken from it, by number.

    Triggers keep it (`review/db/triggers.py`); whoever knows all up to a number asks for the rest.
    """

    # The edition's place in the chain; 0 for what is no edition's.
    position = models.PositiveBigIntegerField(primary_key=True)
    reference = models.CharField(max_length=7, blank=True)
    number = models.PositiveBigIntegerField(db_index=True)

    class Meta:
        ordering = ["number", "position"]

    def __str__(self) -> str:
        return f"{self.number}: {self.reference}"
