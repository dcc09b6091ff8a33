"""Items of information as received, with a quick list of what they say."""

from typing import Any, cast

from accounts.deeds import person
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from review.admin.base import ReviewedAdmin
from review.admin.bulk import ChangedInBulk
from review.admin.exports import Exported
from review.admin.leaving import LeftBehindFilter
from review.admin.list_filters import ChangedSince, Typed
from review.document_types import Document
from review.models import PublicEdition

from sources.admin import consent_pages
from sources.admin.forms import (
    FieldsOfStaff,
    KeptFields,
    KeptForm,
    NamedValues,
    Rows,
    SearchedByWords,
    without_unseen,
)
from sources.admin.interviews import ConsentFilter, ConsentFirst
from sources.admin.merging import twins_context
from sources.admin.published_merging import PublishedTwinPages, merges_context
from sources.admin.statements import beside_text
from sources.document_types import SourceDocument
from sources.models import Actor, Hop, Source, Statement
from sources.models.statements import PARAPHRASES
from sources.pages.views import source_context
from sources.record import items
from sources.record.changes import SOURCE_WORDS, compared
from sources.text.addresses import LONGEST, is_address
from sources.text.dates import in_words
from sources.text.passages import sentences
from sources.vocabulary import INTERVIEWS


class SourceForm(KeptForm):
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("holds_several") and not self.cleaned_data.get("accessed_on"):
            self.add_error(
                "accessed_on", gettext("It holds several items: say on which day you read it.")
            )
        return cleaned


class ItemForm(forms.Form):
    """What was typed so far, as the page's script sends it."""

    url = forms.CharField(required=False, max_length=LONGEST)
    holds_several = forms.BooleanField(required=False)
    record = forms.ModelChoiceField(Source.objects.none(), required=False)

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
        self.fields["record"].queryset = Source.visible_to(reader)  # type: ignore[attr-defined]

    def found(self) -> models.QuerySet[Source]:
        asked = self.cleaned_data
        if asked["holds_several"]:
            return Source.objects.none()
        return items.same_item(asked["url"], self.reader, asked["record"])


# What may name the protected person that a source names.
IDENTIFYING_FIELDS = {"title", "author", "url"}


class StatementRows(Rows):
    """The few fields by which a statement is known; the rest stands in its own form."""

    model = Statement
    fields = ["label", "locator", "kind", "paraphrase_en", "order"]
    show_change_link = True


class PublisherFilter(Typed):
    title = _("publisher")
    parameter_name = "by"

    def found(self, queryset: models.QuerySet[Any], typed: str) -> models.QuerySet[Any]:
        return queryset.filter(publisher__in=Actor.objects.named(typed).values("pk"))


class TextFilter(Typed):
    title = _("words of the text as received")
    parameter_name = "text"

    def found(self, queryset: models.QuerySet[Any], typed: str) -> models.QuerySet[Any]:
        return queryset.filter(received(typed))


def received(typed: str) -> models.Q:
    """Each of these words stands in the text as received."""
    wanted = models.Q()
    for word in typed.split():
        wanted &= models.Q(text_as_received__icontains=word)
    return wanted


@admin.register(Source)
class SourceAdmin(
    Exported,
    ChangedInBulk,
    KeptFields,
    ConsentFirst,
    FieldsOfStaff,
    SearchedByWords,
    PublishedTwinPages,
    ReviewedAdmin,
):
    form = SourceForm
    actions = ["take_as_file", "change_in_bulk"]
    bulk_fields = (
        *("publisher", "kind", "title"),
        *("public_note_en", "public_note_uk", "internal_note"),
    )
    # Never a quotation, which is as it was written.
    bulk_rows = (
        Hop._meta.get_field("actor"),
        *(Statement._meta.get_field(one) for one in (*PARAPHRASES, "note_en", "note_uk")),
    )
    # Consent comes before their content.
    bulk_not_offered = frozenset(INTERVIEWS)
    preview_template = "sources/source_detail.html"
    change_form_template = "admin/sources/source_form.html"
    change_list_template = "admin/sources/record_list.html"
    list_display = ["__str__", "kind", "when", "work", "public", "changed", "reference"]
    list_select_related = ["publisher", "review__head"]
    list_filter = [
        "kind",
        "review__work",
        LeftBehindFilter,
        "review__public",
        ChangedSince,
        PublisherFilter,
        TextFilter,
        "access",
        ConsentFilter,
        "standing",
        ("language", NamedValues),
    ]
    search_fields = ["compared"]
    search_help_text = _("Title, author, address, publisher or reference.")
    date_hierarchy = "published_earliest"
    ordering = [models.F("published_latest").desc(nulls_last=True), "review__reference"]
    list_per_page = 50
    export_columns = [
        *("reference", "work", "public", "access", "kind", "title", "author", "publisher", "url"),
        *("language", "published", "accessed_on", "standing", "names_protected_person"),
    ]
    autocomplete_fields = ["publisher"]
    rows_of_content = [StatementRows]
    fieldsets = [
        (
            _("What it is"),
            {
                "fields": [
                    ("kind", "language"),
                    "title",
                    "author",
                    "publisher",
                    "url",
                    "holds_several",
                ],
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

    def never_in_bulk(self, record: Source) -> str:
        return gettext("It names a protected person.") if record.names_protected_person else ""

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        """By an address in whatever form it was pasted; what is none is looked for as words."""
        if is_address(search_term):
            found = queryset.filter(pk__in=Source.objects.at(search_term).values("pk"))
            if found.exists():
                return found, False
        return super().get_search_results(request, queryset, search_term)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("same-item/", wrap(self.same_item), name="sources_source_same_item"),
            *(
                path(f"<uuid:pk>/{end}/", wrap(view), name=f"sources_source_{name}")
                for end, view, name in consent_pages.PAGES
            ),
            *super().get_urls(),
        ]

    def same_item(self, request: HttpRequest) -> HttpResponse:
        """A piece of a page: sources that are of the address that is being typed."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = ItemForm(request.GET, reader=person(request))
        valid = form.is_valid()
        context = {"form": form, "found": form.found() if valid else []}
        template = "admin/sources/_same_item.html"
        return TemplateResponse(request, template, context, status=200 if valid else 400)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        source: Source | None = self.get_object(request, object_id) if object_id else None
        beside: dict[str, Any] = {}
        if source:
            reader = person(request)
            beside |= twins_context(source, reader) | merges_context(source, reader)
            beside["sentences"] = sentences(source.text_as_received)
            beside |= self.said_first(source)
        return super().changeform_view(request, object_id, form_url, (extra_context or {}) | beside)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for sentence in items.warnings(form.instance, person(request)):
            messages.warning(request, sentence)

    @admin.display(description=_("published"), ordering="published_earliest")
    def when(self, obj: Source) -> str:
        return in_words(obj.published, get_language() or "en") if obj.published else ""

    def found_everywhere(self, request: HttpRequest, asked: str) -> models.QuerySet[Source]:
        """Also by what was received, of those that this person may read."""
        rows = self.get_queryset(request)
        found = super().found_everywhere(request, asked).values("pk")
        return rows.filter(models.Q(pk__in=found) | received(asked))

    def export_value(self, row: Source, name: str) -> Any:
        """Nothing that may name a protected person."""
        if name in IDENTIFYING_FIELDS and row.names_protected_person:
            return ""
        return super().export_value(row, name)

    def said_first(self, record: Source) -> dict[str, Any]:
        return consent_pages.said_first(record)

    def review_context(self, record: Source, reader: User) -> dict[str, Any]:
        return {
            "passages": beside_text(dict.fromkeys(record.statements.all(), ())),
            "passages_template": "admin/sources/_passages.html",
            **twins_context(record, reader),
            **merges_context(record, reader),
        }

    def changes_for_readers(self, before: Document, after: Document) -> list[Any]:
        return list(compared(before, after, SOURCE_WORDS))

    def readable_document(self, document: Document, reader: User) -> Document:
        return without_unseen(document, reader)

    def preview_context(self, document: Document, edition: PublicEdition) -> dict[str, Any]:
        return source_context(cast(SourceDocument, document), edition, edition)

    def choice_label(self, obj: Source) -> str:
        return f"{obj.review_title()} — {obj.reference}"
