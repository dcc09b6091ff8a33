"""What happened, in the order in which its page tells it."""

from typing import Any, cast

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from review.admin import ReviewedAdmin
from sources.admin.forms import FieldsOfStaff, Rows, StackedRows

from incidents.models import (
    Finding,
    Incident,
    IncidentLink,
    Involvement,
    LegalCharacterisation,
    Victim,
)
from incidents.vocabulary import Act


class VictimRows(StackedRows):
    model = Victim
    fields = [
        ("label_en", "label_uk"),
        ("is_group", "low", "best", "high"),
        ("side", "control", "outcome", "method"),
        ("age_group", "sex"),
        "conditions",
        "order",
    ]


class InvolvementRows(StackedRows):
    model = Involvement
    autocomplete_fields = ["actor"]
    fields = [
        "actor",
        ("label_en", "label_uk"),
        ("role_en", "role_uk"),
        ("degree", "certainty"),
        ("by_whom_en", "by_whom_uk"),
        "order",
    ]


class CharacterisationRows(Rows):
    model = LegalCharacterisation
    autocomplete_fields = ["by"]
    fields = ["law", "by", "note_en", "note_uk", "order"]


class FindingRows(StackedRows):
    model = Finding
    rests_on = "statement"
    autocomplete_fields = ["body", "statement"]
    fields = ["body", ("what_en", "what_uk"), ("standard", "date"), "statement", "order"]


class LinkRows(Rows):
    model = IncidentLink
    fk_name = "incident"
    autocomplete_fields = ["to"]
    fields = ["kind", "to", "note_en", "note_uk", "order"]


class ActFilter(admin.SimpleListFilter):
    title = _("kind of act")
    parameter_name = "act"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return cast("list[tuple[str, Any]]", Act.choices)

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> Any:
        return queryset.filter(kinds__contains=[self.value()]) if self.value() else queryset


@admin.register(Incident)
class IncidentAdmin(FieldsOfStaff, ReviewedAdmin):
    change_form_template = "admin/incidents/incident_form.html"
    list_display = ["title_en", "occurred", "place", "reference", "work", "public", "assessment"]
    list_select_related = ["place", "review"]
    list_filter = ["review__work", "review__public", ActFilter, "assessment"]
    search_fields = [
        "title_en",
        "title_uk",
        "summary_en",
        "summary_uk",
        "place_as_written",
        "internal_note",
        "=review__reference",
    ]
    search_help_text = _("Title, account, place as written, notes or reference.")
    date_hierarchy = "occurred_earliest"
    ordering = [models.F("occurred_latest").desc(nulls_last=True), "review__reference"]
    list_per_page = 50
    autocomplete_fields = ["place"]
    inlines = [VictimRows, InvolvementRows, CharacterisationRows, FindingRows, LinkRows]
    fieldsets = [
        (
            _("What is reported"),
            {"fields": ["title_en", "title_uk", "summary_en", "summary_uk", "kinds"]},
        ),
        (
            _("How many people"),
            {
                "fields": [
                    ("killed_low", "killed_best", "killed_high"),
                    ("injured_low", "injured_best", "injured_high"),
                    ("fate_unknown_low", "fate_unknown_best", "fate_unknown_high"),
                ],
                "description": _("Empty means not stated; it is not 0. The best is a source's."),
            },
        ),
        (
            _("When and where"),
            {
                "fields": [
                    "occurred",
                    "place",
                    "place_as_written",
                    ("place_precision", "place_public_precision"),
                    "place_not_before",
                    "circumstances_en",
                    "circumstances_uk",
                ]
            },
        ),
        (
            _("The response of the accused side"),
            {"fields": ["responses", "response_en", "response_uk"]},
        ),
        (
            _("What is not known, and our assessment"),
            {
                "fields": [
                    "not_known_en",
                    "not_known_uk",
                    "assessment",
                    "assessment_reason_en",
                    "assessment_reason_uk",
                ]
            },
        ),
        (
            _("Graphic detail"),
            {"classes": ["collapse"], "fields": ["graphic_en", "graphic_uk"]},
        ),
        (_("For us"), {"fields": ["wording_reason", "internal_note"]}),
    ]

    def choice_label(self, obj: Incident) -> str:
        return f"{obj} — {obj.reference}"
