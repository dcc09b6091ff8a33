"""Items of information as received, with a quick list of what they say."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from review.admin.base import ReviewedAdmin
from review.admin.deeds import person
from review.document_types import Document
from review.models import PublicEdition

from sources.admin.forms import FieldsOfStaff, Rows, without_unseen
from sources.admin.statements import beside_text
from sources.document_types import SourceDocument
from sources.models import Source, Statement
from sources.pages.views import source_context
from sources.record.changes import SOURCE_WORDS, compared
from sources.vocabulary import Access


class StatementRows(Rows):
    """The few fields by which a statement is known; the rest stands in its own form."""

    model = Statement
    fields = ["label", "locator", "kind", "paraphrase_en", "order"]
    show_change_link = True


@admin.register(Source)
class SourceAdmin(FieldsOfStaff, ReviewedAdmin):
    preview_template = "sources/source_detail.html"
    change_form_template = "admin/sources/source_form.html"
    list_display = ["__str__", "kind", "publisher", "published", "reference", "work", "public"]
    list_select_related = ["publisher", "review"]
    list_filter = ["kind", "review__work", "review__public", "access", "standing", "language"]
    search_fields = [
        "title",
        "author",
        "url",
        "publisher__name_en",
        "publisher__name_uk",
        "=review__reference",
    ]
    search_help_text = _("Title, author, address, publisher or reference.")
    date_hierarchy = "published_earliest"
    ordering = [models.F("published_latest").desc(nulls_last=True), "review__reference"]
    list_per_page = 50
    autocomplete_fields = ["publisher"]
    inlines = [StatementRows]
    fieldsets = [
        (
            _("What it is"),
            {
                "fields": [("kind", "language"), "title", "author", "publisher", "url"],
                "description": _("Leave empty what is not known: readers are told so."),
            },
        ),
        (
            _("When"),
            {
                "fields": [
                    "published",
                    ("published_note_en", "published_note_uk"),
                    "accessed_on",
                ]
            },
        ),
        (
            _("Protection"),
            {
                "fields": [
                    "access",
                    ("names_protected_person", "is_graphic"),
                    ("public_wording_en", "public_wording_uk"),
                ]
            },
        ),
        (
            _("The text and where we hold it"),
            {"fields": ["text_as_received", "copy_held", "licence"]},
        ),
        (
            _("Whether it still stands"),
            {
                "classes": ["collapse"],
                "fields": [("standing", "standing_on"), ("standing_note_en", "standing_note_uk")],
            },
        ),
        (_("Notes"), {"fields": [("public_note_en", "public_note_uk"), "internal_note"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Source]:
        return super().get_queryset(request).select_related("publisher", "review")

    def formfield_for_choice_field(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.TypedChoiceField:
        """Whoever may not read restricted sources would lose sight of what they save as one."""
        field: Any = super().formfield_for_choice_field(db_field, request, **kwargs)
        if db_field.name == "access" and not person(request).has_perm("sources.read_restricted"):
            field.choices = [(Access.PUBLIC.value, Access.PUBLIC.label)]
        return field  # type: ignore[no-any-return]

    def review_context(self, record: Source, reader: User) -> dict[str, Any]:
        statements = record.statements.prefetch_related("hops__actor", "quantities")
        return {
            "passages": [beside_text(statement, []) for statement in statements],
            "passages_template": "admin/sources/_passages.html",
        }

    def changes_for_readers(self, before: Document, after: Document) -> list[Any]:
        return list(compared(before, after, SOURCE_WORDS))

    def readable_document(self, document: Document, reader: User) -> Document:
        return without_unseen(document, reader)

    def preview_context(self, document: Document, edition: PublicEdition) -> dict[str, Any]:
        return source_context(cast(SourceDocument, document), edition, edition)

    def choice_label(self, obj: Source) -> str:
        return f"{obj.review_title()} — {obj.reference}"
