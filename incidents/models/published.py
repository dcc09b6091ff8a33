"""The index of public incidents, filled from editions alone: what lists and files query."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.urls import reverse
from sources.models.published import Published

from incidents.vocabulary import Assessment


def code_array(length: int) -> Any:
    return ArrayField(models.CharField(max_length=length))


class PublishedIncident(Published):
    reference = models.CharField(max_length=7, primary_key=True)
    title_en = models.CharField(max_length=200)
    title_uk = models.CharField(max_length=200, blank=True)
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
    assessment = models.CharField(max_length=15, choices=Assessment)
    is_disputed = models.BooleanField()
    actors = code_array(7)
    documenters = code_array(7)
    sources = code_array(7)
    bases = code_array(20)
    laws = code_array(15)
    standing = models.JSONField()
    search = SearchVectorField(editable=False)

    class Meta:
        ordering = [models.F("occurred_latest").desc(nulls_last=True), "reference"]
        indexes = [
            models.Index(
                models.F("occurred_latest").desc(nulls_last=True),
                "reference",
                name="publishedincident_latest",
            ),
            models.Index(fields=["-changed_on", "reference"], name="publishedincident_changed"),
            models.Index(
                fields=["occurred_earliest", "occurred_latest"], name="publishedincident_dates"
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
                    "laws",
                    "search",
                )
            ),
        ]

    def __str__(self) -> str:
        return self.title_en

    def get_absolute_url(self) -> str:
        return reverse("incident_detail", args=[self.reference])
