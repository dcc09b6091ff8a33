"""Bodies that speak or act: their names in every script, and whom they are part of."""

from typing import Any, cast

from accounts.deeds import person
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from review.admin.base import ReviewedAdmin
from review.admin.bulk import ChangedInBulk
from review.admin.leaving import LeftBehindFilter
from review.admin.list_filters import ChangedSince
from review.document_types import Document
from review.models import PublicEdition

from sources.admin.forms import FieldsOfStaff, Rows, without_unseen
from sources.admin.merging import twins_context
from sources.admin.published_merging import PublishedTwinPages, merges_context
from sources.document_types import ActorDocument
from sources.models import Actor, ActorName, ActorRelation
from sources.pages.views import actor_context
from sources.record.changes import ACTOR_WORDS, compared


class NameRows(Rows):
    model = ActorName
    fields = ["text", "kind", "language", "script", "order"]


class RelationRows(Rows):
    model = ActorRelation
    fk_name = "actor"
    rests_on = "statement"
    fields = ["kind", "superior", "period", "statement", "order"]
    autocomplete_fields = ["superior", "statement"]


@admin.register(Actor)
class ActorAdmin(ChangedInBulk, FieldsOfStaff, PublishedTwinPages, ReviewedAdmin):
    preview_template = "sources/actor_detail.html"
    actions = ["change_in_bulk"]
    bulk_fields = ("kind", "side", "note_en", "note_uk", "internal_note")
    bulk_rows = (ActorRelation._meta.get_field("superior"),)
    change_form_template = "admin/sources/actor_form.html"
    change_list_template = "admin/sources/record_list.html"
    list_display = ["name_en", "name_uk", "kind", "side", "work", "public", "changed", "reference"]
    # A body may have its name in one language alone.
    list_display_links = ["name_en", "name_uk"]
    list_select_related = ["review__head"]
    list_filter = ["kind", "side", "review__work", LeftBehindFilter, "review__public", ChangedSince]
    search_fields = ["compared"]
    search_help_text = _("Any of its names, in any script.")
    ordering = ["name_en"]
    list_per_page = 50
    inlines = [NameRows, RelationRows]
    fieldsets = [
        (
            _("Who it is"),
            {
                "fields": [("name_en", "name_uk"), "kind", ("side", "state_body_of")],
                "description": _("A body or unit, never a private person."),
            },
        ),
        (_("For the public"), {"fields": [("note_en", "note_uk")]}),
        (
            _("Reliability"),
            {
                "classes": ["collapse"],
                "fields": [
                    ("reliability", "reliability_graded_on"),
                    ("reliability_reason_en", "reliability_reason_uk"),
                ],
            },
        ),
        (_("For us"), {"fields": ["internal_note"]}),
    ]

    def search_by_words(
        self, request: HttpRequest, queryset: models.QuerySet[Actor], search_term: str
    ) -> tuple[models.QuerySet[Actor], bool]:
        if not search_term.strip():
            return queryset, False
        named = Actor.objects.named(search_term.strip()).values("pk")
        return queryset.filter(pk__in=named), False

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        actor: Actor | None = self.get_object(request, object_id) if object_id else None
        beside = self.review_context(actor, person(request)) if actor else {}
        return super().changeform_view(request, object_id, form_url, (extra_context or {}) | beside)

    def review_context(self, record: Actor, reader: User) -> dict[str, Any]:
        return twins_context(record, reader) | merges_context(record, reader)

    def changes_for_readers(self, before: Document, after: Document) -> list[Any]:
        return list(compared(before, after, ACTOR_WORDS))

    def readable_document(self, document: Document, reader: User) -> Document:
        return without_unseen(document, reader)

    def preview_context(self, document: Document, edition: PublicEdition) -> dict[str, Any]:
        return actor_context(cast(ActorDocument, document), edition, edition)

    def choice_label(self, obj: Actor) -> str:
        return obj.choice_label
