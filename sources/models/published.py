"""Index tables of what is public, filled from editions alone; all that public lists query."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.urls import reverse

from sources.vocabulary import ActorKind, Side, SourceKind, Standing, StatementKind


class Published(models.Model):
    """What every published row knows of its edition."""

    edition = models.PositiveIntegerField()
    position = models.PositiveBigIntegerField()
    published_on = models.DateField()
    changed_on = models.DateField()

    class Meta:
        abstract = True


class PublishedActorQuerySet(models.QuerySet["PublishedActor"]):
    def called(self, text: str) -> Self:
        """Exactly one of its names, in any case, or its reference."""
        name = text.strip().casefold()
        return self.filter(
            models.Q(reference=text.strip().upper()) | models.Q(names__contains=[name])
        )

    def with_subordinates(self) -> set[str]:
        """References of these and of all that are subordinate to them."""
        found: set[str] = set()
        wave = set(self.values_list("reference", flat=True))
        while wave:
            found |= wave
            below = PublishedActor.objects.filter(superiors__overlap=list(wave))
            wave = set(below.values_list("reference", flat=True)) - found
        return found


class PublishedActor(Published):
    reference = models.CharField(max_length=7, primary_key=True)
    kind = models.CharField(max_length=20, choices=ActorKind)
    name_en = models.CharField(max_length=200)
    name_uk = models.CharField(max_length=200, blank=True)
    side = models.CharField(max_length=10, choices=Side, blank=True)
    state = models.CharField(max_length=2, blank=True)
    # Case-folded, every script: what an exact name finds.
    names = ArrayField(models.CharField(max_length=200))
    superiors = ArrayField(models.CharField(max_length=7))
    search = SearchVectorField(editable=False)
    document = models.JSONField()

    objects = PublishedActorQuerySet.as_manager()

    class Meta:
        ordering = ["name_en", "reference"]
        indexes = [
            GinIndex(fields=["names"], name="publishedactor_names"),
            GinIndex(fields=["superiors"], name="publishedactor_superiors"),
            GinIndex(fields=["search"], name="publishedactor_search"),
        ]

    def __str__(self) -> str:
        return self.name_en

    def get_absolute_url(self) -> str:
        return reverse("actor_detail", args=[self.reference])


class PublishedSource(Published):
    reference = models.CharField(max_length=7, primary_key=True)
    kind = models.CharField(max_length=20, choices=SourceKind)
    title = models.CharField(max_length=300, blank=True)
    publisher = models.CharField(max_length=7, blank=True)
    publisher_name = models.CharField(max_length=200, blank=True)
    published = models.CharField(max_length=64, blank=True)
    published_earliest = models.DateField(null=True)
    published_latest = models.DateField(null=True)
    language = models.CharField(max_length=8, blank=True)
    standing = models.CharField(max_length=12, choices=Standing)
    # A confidential source has no page of its own and is in no list.
    is_listed = models.BooleanField()
    statement_count = models.PositiveIntegerField()
    search = SearchVectorField(editable=False)

    class Meta:
        ordering = ["-published_latest", "reference"]
        indexes = [
            GinIndex(fields=["search"], name="publishedsource_search"),
            models.Index(
                models.F("published_latest").desc(nulls_last=True),
                "reference",
                name="publishedsource_by_date",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.reference

    def get_absolute_url(self) -> str:
        return reverse("source_detail", args=[self.reference])


class PublishedStatement(Published):
    # The statement's own id: an incident's evidence names it.
    id = models.UUIDField(primary_key=True)
    reference = models.CharField(max_length=7, db_index=True)
    label = models.CharField(max_length=12)
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=StatementKind)
    hedge = models.CharField(max_length=10)
    is_listed = models.BooleanField()
    # References of every named body in the chain but the source itself.
    documenters = ArrayField(models.CharField(max_length=7))
    bases = ArrayField(models.CharField(max_length=20))
    period_earliest = models.DateField(null=True)
    period_latest = models.DateField(null=True)
    search = SearchVectorField(editable=False)
    document = models.JSONField()

    class Meta:
        ordering = ["reference", "order", "label"]
        indexes = [
            GinIndex(fields=["documenters"], name="publishedstatement_documenters"),
            GinIndex(fields=["bases"], name="publishedstatement_bases"),
            GinIndex(fields=["search"], name="publishedstatement_search"),
            models.Index(fields=["kind", "reference", "order"], name="publishedstatement_kind"),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return f"{reverse('source_detail', args=[self.reference])}#{self.label}"
