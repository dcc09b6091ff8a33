"""The index of public incidents, filled from editions alone: what lists and files query."""

from collections.abc import Collection
from datetime import date
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce
from django.urls import reverse
from review.db.fields import ChoiceField
from review.languages import in_readers_language
from sources.models.published import (
    ByDay,
    Published,
    last_entry_index,
    overlapping,
)

from incidents.models.incidents import LONGEST_TITLE
from incidents.models.places import Place
from incidents.vocabulary import Assessment

NOT_CARRIED = (Assessment.NOT_SUPPORTED, Assessment.REFUTED)


def code_array(length: int) -> Any:
    return ArrayField(models.CharField(max_length=length))


class PublishedIncidentQuerySet(models.QuerySet["PublishedIncident"]):
    def possibly_between(self, first: date | None, last: date | None) -> Self:
        return self.filter(overlapping("occurred_earliest", "occurred_latest", first, last))

    def certainly_between(self, first: date | None, last: date | None) -> Self:
        """Those that lie inside these days, whatever their day is."""
        found = self.filter(occurred_earliest__isnull=False, occurred_latest__isnull=False)
        if first:
            found = found.filter(occurred_earliest__gte=first)
        return found.filter(occurred_latest__lte=last) if last else found

    def without_date(self) -> Self:
        return self.filter(occurred="")

    def within(self, place: Place) -> Self:
        return self.filter(place_codes__contains=[place.code])

    def only_around(self, places: Collection[Place]) -> Self:
        """Those of which only an area is known in which one of the places lies, and no place."""
        around = {code for place in places for code in place.lineage if code != place.code}
        own = [place.code for place in places]
        return self.filter(place_code__in=around).exclude(place_codes__overlap=own)

    def with_killed(self, number: int) -> Self:
        """So many people killed, or more, as far as is known."""
        return self.annotate(killed_known=Coalesce("killed_best", "killed_low")).filter(
            killed_known__gte=number
        )

    def linked_to(self, reference: str) -> Self:
        return self.filter(links__contains=[{"to": reference}])

    def carried(self) -> Self:
        """Without those that we found unsupported or refuted: what figures count."""
        return self.exclude(assessment__in=NOT_CARRIED)

    def newest_first(self) -> Self:
        return self.order_by(F("occurred_latest").desc(nulls_last=True), "reference")

    def oldest_first(self) -> Self:
        return self.order_by(F("occurred_earliest").asc(nulls_last=True), "reference")

    def changed_last_first(self) -> Self:
        return self.order_by("-changed_on", "reference")


class IncidentColumns(Published):
    title_en = models.CharField(max_length=LONGEST_TITLE, blank=True)
    title_uk = models.CharField(max_length=LONGEST_TITLE, blank=True)
    kinds = code_array(24)
    is_killing = models.BooleanField()
    is_order = models.BooleanField()
    occurred = models.CharField(max_length=64, blank=True)
    occurred_precision = models.CharField(max_length=10, blank=True)
    occurred_earliest = models.DateField(null=True)
    occurred_latest = models.DateField(null=True)
    place_code = models.CharField(max_length=24, blank=True)
    # Every code by which a filter finds the place: its whole lineage, p-codes and ISO codes.
    place_codes = code_array(24)
    place_en = models.TextField(blank=True)
    place_uk = models.TextField(blank=True)
    # Where no place of the gazetteer is recorded: as the incident or its statements write it.
    place_words = ArrayField(models.TextField())
    place_precision = models.CharField(max_length=1, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    killed_low = models.PositiveIntegerField(null=True)
    killed_best = models.PositiveIntegerField(null=True)
    killed_high = models.PositiveIntegerField(null=True)
    injured_low = models.PositiveIntegerField(null=True)
    injured_best = models.PositiveIntegerField(null=True)
    injured_high = models.PositiveIntegerField(null=True)
    fate_unknown_low = models.PositiveIntegerField(null=True)
    fate_unknown_best = models.PositiveIntegerField(null=True)
    fate_unknown_high = models.PositiveIntegerField(null=True)
    # Figures that cited statements give where the number is not known (`GivenFigure`).
    killed_given = models.JSONField(default=list)
    injured_given = models.JSONField(default=list)
    fate_unknown_given = models.JSONField(default=list)
    # Facts that are our inference, and actors whose involvement is.
    inferred = code_array(12)
    actors_inferred = code_array(7)
    # Facts whose value was taken from the public: empty, and yet not “not stated”.
    taken = ArrayField(models.CharField(max_length=12), default=list)
    # Plain means alone, for files: no list shows them.
    means = ArrayField(models.CharField(max_length=10), default=list)
    assessment = ChoiceField(max_length=15, choices=Assessment)
    is_disputed = models.BooleanField()
    actors = code_array(7)
    documenters = code_array(7)
    sources = code_array(7)
    bases = code_array(20)
    hedges = code_array(10)
    laws = code_array(15)
    # Distinct origins of what happened: `origins_distinct` in files. Assertions that name nobody
    # are counted apart.
    origins_independent = models.PositiveIntegerField()
    origins_unattributed = models.PositiveIntegerField()
    # Keys of the origins of any of its facts (`sources/origins/find.py`).
    origin = code_array(40)
    # To other incidents, each with its `kind` and the reference `to`.
    links = models.JSONField(default=list)
    standing = models.JSONField()
    search = SearchVectorField(editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return in_readers_language(self.title_en, self.title_uk)


class PublishedIncident(IncidentColumns):
    reference = models.CharField(max_length=7, primary_key=True)

    objects = PublishedIncidentQuerySet.as_manager()

    class Meta:
        ordering = [models.F("occurred_latest").desc(nulls_last=True), "reference"]
        indexes = [
            models.Index(
                models.F("occurred_latest").desc(nulls_last=True),
                "reference",
                name="publishedincident_latest",
            ),
            models.Index(fields=["-changed_on", "reference"], name="publishedincident_changed"),
            # With what a list asks for, so that it need not read the rows, which are wide.
            models.Index(
                fields=["occurred_earliest", "occurred_latest"],
                include=["position"],
                name="publishedincident_days",
            ),
            last_entry_index("publishedincident", "position"),
            models.Index(fields=["place_code"], name="publishedincident_place"),
            models.Index(
                fields=["reference"],
                condition=models.Q(occurred=""),
                name="publishedincident_undated",
            ),
            *(
                GinIndex(fields=[name], name=f"publishedincident_{name}"[:30])
                for name in (
                    "kinds",
                    "place_codes",
                    "actors",
                    "documenters",
                    "sources",
                    "bases",
                    "hedges",
                    "laws",
                    "origin",
                    "links",
                    "search",
                )
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("incident_detail", args=[self.reference])


class IncidentByDay(ByDay, IncidentColumns):
    objects = PublishedIncidentQuerySet.as_manager()

    class Meta:
        ordering = [models.F("occurred_latest").desc(nulls_last=True), "reference"]
        indexes = [
            models.Index(
                models.F("occurred_latest").desc(nulls_last=True),
                "reference",
                name="incidentbyday_latest",
            ),
            *(
                GinIndex(fields=[name], name=f"incidentbyday_{name}")
                for name in ("place_codes", "sources", "search")
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("incident_edition", args=[self.reference, self.edition])
