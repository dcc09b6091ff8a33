"""One statement: what it says, and the chain from the source to whoever knew."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from review.admin.base import ReviewedAdmin
from review.admin.bulk import RowsChangedInBulk
from review.admin.exports import Exported

from sources.admin.consent_pages import said_first
from sources.admin.forms import FieldsOfStaff, Rows, StackedRows, WordingBeside
from sources.models import Hop, Quantity, Source, Statement, StatementLink
from sources.text.passages import passage, passage_among, sentences


class HopRows(StackedRows):
    model = Hop
    fields = [
        "actor",
        ("label_en", "label_uk"),
        ("as_written", "order"),
        "bases",
        "circumstances",
    ]
    autocomplete_fields = ["actor"]


class QuantityRows(Rows):
    model = Quantity
    fields = [
        *("counted", "qualifier", "low", "best", "high", "level"),
        *("period", "as_of", "is_cumulative", "order"),
    ]


class LinkRows(StackedRows):
    model = StatementLink
    fk_name = "statement"
    rests_on = "to"
    fields = [("kind", "stated", "by_whom"), "to", ("why_en", "why_uk"), "order"]
    autocomplete_fields = ["to"]


@admin.register(Statement)
class StatementAdmin(Exported, RowsChangedInBulk, FieldsOfStaff, WordingBeside, ReviewedAdmin):
    parent = "source"
    actions = ["take_as_file", "change_in_bulk"]
    change_form_template = "admin/sources/statement_form.html"
    list_display = ["label", "says", "kind", "locator", "source"]
    list_display_links = ["label", "says"]
    list_select_related = ["source"]
    list_filter = ["kind", "hedge", "polarity", "wording_is_graphic", "is_our_examination"]
    search_fields = ["compared"]
    search_help_text = _("Label or words of it, also those kept from the public.")
    ordering = ["source__review__reference", "position", "label"]
    list_per_page = 50
    export_columns = [
        *("source_reference", "label", "locator", "kind", "paraphrase_en", "paraphrase_uk"),
        *("quotation", "quotation_language", "hedge", "polarity", "period", "wording_is_graphic"),
    ]
    autocomplete_fields = ["source"]
    inlines = [HopRows, QuantityRows, LinkRows]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    *("source", ("label", "locator"), "kind"),
                    ("is_our_examination", "perceived"),
                ]
            },
        ),
        (
            _("What it says"),
            {
                "fields": [
                    ("paraphrase_en", "paraphrase_uk"),
                    ("quotation", "quotation_language"),
                    "quotation_translation",
                    "wording_is_graphic",
                    "polarity",
                ]
            },
        ),
        (
            _("How it says so"),
            {"fields": [("verb_as_written", "hedge")]},
        ),
        (
            _("Who acted, where and when, according to it"),
            {
                "fields": [
                    "subject_as_written",
                    ("subject_en", "subject_uk"),
                    "place_as_written",
                    "period",
                ]
            },
        ),
        (
            _("Notes"),
            {"classes": ["collapse"], "fields": [("note_en", "note_uk"), "internal_note"]},
        ),
    ]

    @admin.display(description=_("what it says (English)"), ordering="paraphrase_en")
    def says(self, statement: Statement) -> str:
        return statement.said

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Statement]:
        return super().get_queryset(request).select_related("source__publisher", "source__review")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A statement stays with its source."""
        return ["source"] if obj else []

    def search_by_words(
        self, request: HttpRequest, queryset: models.QuerySet[Statement], search_term: str
    ) -> tuple[models.QuerySet[Statement], bool]:
        if not search_term.strip():
            return queryset, False
        found = Statement.objects.mentioning(search_term.strip()).values("pk")
        return queryset.filter(pk__in=found), False

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        statement = super().save_form(request, form, change)
        if not change:
            last = statement.source.statements.aggregate(last=models.Max("position"))["last"]
            statement.position = 0 if last is None else last + 1
        return statement

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        statement = self.get_object(request, object_id) if object_id else None
        locator = request.POST.get("locator", statement.locator if statement else "")
        context = extra_context or {}
        if statement is not None:
            source = statement.source
            context |= _neighbours(statement) | _text(source, locator) | said_first(source)
        elif named := self._review_id(request, object_id):
            source = Source.objects.get(pk=named)
            context |= _text(source, locator) | said_first(source)
        return super().changeform_view(request, object_id, form_url, context)

    def export_value(self, row: Statement, name: str) -> Any:
        """Of a source that names a protected person nothing that may tell who it is."""
        if name == "source_reference":
            return row.source.reference
        if name in {"quotation", "locator"} and row.source.names_protected_person:
            return ""
        return super().export_value(row, name)

    def choice_label(self, obj: Statement) -> str:
        return obj.with_source


def beside_text(says: Mapping[Statement, Iterable[str]]) -> list[dict[str, Any]]:
    """Lines of a review page: each statement, its passage, and what it bears on there.

    However many there are, each text is read once.
    """
    prefetch_related_objects(list(says), "hops__actor", "quantities")
    texts = {one.source_id: one.source for one in says}
    every = {pk: sentences(source.text_as_received) for pk, source in texts.items()}
    return [
        {
            "statement": statement,
            "passage": passage_among(every[statement.source_id], statement.locator),
            "says": list(said),
            "wording": [one for found in statement.wording().values() for one in found],
        }
        for statement, said in says.items()
    ]


def _text(source: Source, locator: str) -> dict[str, Any]:
    """What stands beside the form: the passage, or all sentences by whose number it is named."""
    found = passage(source.text_as_received, locator)
    return {
        "source": source,
        "passage": found,
        "sentences": [] if found else sentences(source.text_as_received),
    }


def _neighbours(statement: Statement) -> dict[str, Any]:
    every = list(statement.source.statements.only("label", "source", "position"))
    place = every.index(statement)
    return {
        "previous": every[place - 1] if place else None,
        "next": every[place + 1] if place + 1 < len(every) else None,
    }
