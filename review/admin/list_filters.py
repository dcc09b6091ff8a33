"""What every list of records can be narrowed by, and how it says when a record last changed."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from review.models import Tag, Tagged


class ChangedSince(admin.SimpleListFilter):
    title = _("last change")
    parameter_name = "changed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("1", _("in the last 24 hours")),
            ("7", _("in the last 7 days")),
            ("30", _("in the last 30 days")),
            ("365", _("in the last year")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        if self.value() not in {days for days, _label in self.lookup_choices}:
            return queryset
        since = timezone.now() - timedelta(days=int(self.value() or 0))
        return queryset.filter(review__head__date_created__gte=since)


class TagFilter(admin.SimpleListFilter):
    """Also of tags that are retired: records bear them still."""

    title = _("tag")
    parameter_name = "tag"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(str(key), name) for key, name in Tag.objects.values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        asked = self.value()
        if not asked or asked not in {key for key, _name in self.lookup_choices}:
            return queryset.none() if asked else queryset
        bearing = Tagged.objects.filter(tag=UUID(asked))
        return queryset.filter(pk__in=bearing.values("review"))


class Typed(admin.SimpleListFilter):
    """A filter into which one types: there are too many values to choose among."""

    template = "admin/review/typed_filter.html"
    # Longer than any name of ours.
    longest = 200

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("", "")]

    def value(self) -> str:
        return (super().value() or "").strip()[: self.longest]

    def choices(self, changelist: Any) -> Iterator[Any]:
        """The rest of the question, which the filter's own form sends with it."""
        rest = changelist.get_filters_params().items()
        yield {
            "typed": self.value(),
            "rest": [
                (name, value)
                for name, values in rest
                for value in values
                if name != self.parameter_name
            ],
            "query": changelist.query,
            "search_var": "q",
        }

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        return self.found(queryset, self.value()) if self.value() else queryset

    def found(self, queryset: QuerySet[Any], typed: str) -> QuerySet[Any]:
        raise NotImplementedError
