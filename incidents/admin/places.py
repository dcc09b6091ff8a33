"""The gazetteer: looked up here, never changed."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from review.languages import reader_language

from incidents.models import Place

# More than anybody reads; it bounds the query.
MOST_FOUND = 200


@admin.register(Place)
class PlaceAdmin(admin.ModelAdmin[Place]):
    list_display = ["name_en", "name_uk", "category", "surroundings", "code"]
    list_filter = ["country", "category"]
    search_fields = ["code"]
    search_help_text = _("A name in any script, or the beginning of a code.")
    ordering = ["sort_key", "code"]
    list_per_page = 50
    show_full_result_count = False

    @admin.display(description=pgettext_lazy("of a place", "lies in"))
    def surroundings(self, place: Place) -> str:
        return str(getattr(place, f"surroundings_{reader_language()}"))

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Place], search_term: str
    ) -> tuple[models.QuerySet[Place], bool]:
        if not search_term.strip():
            return queryset, False
        found = [place.pk for place in Place.objects.named(search_term)[:MOST_FOUND]]
        best_first = models.Case(
            *(models.When(pk=code, then=place) for place, code in enumerate(found)),
            default=len(found),
        )
        return queryset.filter(pk__in=found).order_by(best_first), False

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Place | None:
        """Keys are codes that anybody can type: PostgreSQL cannot even look for some."""
        return None if "\0" in object_id else super().get_object(request, object_id, from_field)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
