"""What happened, in the order in which its page tells it."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, cast
from uuid import UUID

from accounts.deeds import person
from accounts.large_forms import large_form
from accounts.prepared import prepared
from accounts.signing_in_again import signed_in_recently
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from review.admin.base import ReviewedAdmin
from review.admin.bulk import ChangedInBulk
from review.admin.exports import Exported
from review.admin.leaving import LeftBehindFilter
from review.admin.list_filters import ChangedSince, Typed
from review.document_types import Document
from review.models import PublicEdition, Record
from review.workflow.limiting import is_kept
from sources.admin.consent_pages import with_conditions
from sources.admin.forms import (
    FieldsOfStaff,
    KeptFields,
    Rows,
    SearchedByWords,
    StackedRows,
    WordingBeside,
)
from sources.admin.statements import beside_text
from sources.models import Actor, Consent, Source, Statement
from sources.record.changes import compared
from sources.text.dates import in_words
from sources.vocabulary import StatedOrInferred

from incidents.admin.evidence import evidence_page
from incidents.admin.merge import IncidentForm, merge_page, split_page, warning
from incidents.admin.names import name_page
from incidents.admin.next_steps import next_steps
from incidents.document_types import IncidentDocument
from incidents.merge.warning import EventFacts, candidates
from incidents.models import (
    Evidence,
    Finding,
    Incident,
    IncidentLink,
    Involvement,
    LegalCharacterisation,
    Place,
    Victim,
)
from incidents.pages.views import incident_context
from incidents.record.changes import INCIDENT_WORDS, as_told
from incidents.record.document import fact_key, known_facts, read_whole, uncovered
from incidents.vocabulary import Act

STILL_PUBLIC = _(
    "It is kept from colleagues now, and still public: decide whether it is hidden or withdrawn."
)


def is_kept_and_public(incident: Incident) -> bool:
    """An edition of before it was restricted, or limited to a group, stays until withdrawn."""
    review = incident.review
    return review.is_public and (is_kept(incident) or bool(review.limits.all()))


@prepared
def _conditions(incident: Any) -> models.QuerySet[Consent]:
    cited = Evidence.objects.filter(incident=incident).values("statement__source")
    found = Finding.objects.filter(incident=incident).values("statement__source")
    sources = Source.objects.filter(models.Q(pk__in=cited) | models.Q(pk__in=found))
    return with_conditions(sources)


class VictimRows(StackedRows):
    model = Victim
    readonly_fields = ["name_page"]
    fields = [
        ("label_en", "label_uk"),
        ("is_group", "low", "best", "high"),
        ("side", "control", "outcome", "method"),
        ("age_group", "sex"),
        "conditions",
        "name_page",
        "order",
    ]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_fields(request, obj)
        if person(request).has_perm("incidents.read_withheld_names"):
            return fields
        return [name for name in fields if name != "name_page"]

    @admin.display(description=_("withheld name"))
    def name_page(self, victim: Victim) -> str:
        """A link, whether or not there is a name: the page itself is recorded."""
        if victim._state.adding:
            return str(_("Save the victim first."))
        url = reverse("admin:incidents_incident_name", args=[victim.incident_id, victim.pk])
        return format_html('<a href="{}">{}</a>', url, _("Open; it is recorded who does"))


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


def says_of(incident: Incident) -> dict[Statement, list[str]]:
    """What each statement bears on: like facts in one line, each inference with how it was made."""
    facts = {fact.key: fact.name for fact in known_facts(incident)}
    bearing: dict[Statement, dict[str, list[str]]] = {}
    # Not joined: each text as received would come once for each row.
    models.prefetch_related_objects([incident], "evidence__statement__source__publisher")
    for evidence in sorted(incident.evidence.all(), key=_in_order_of_source):
        key = fact_key(evidence)
        fact = facts.get(key, str(evidence.get_fact_display()))
        if evidence.stated == StatedOrInferred.INFERRED:
            fact = f"{fact} ({evidence.get_stated_display()}: {evidence.how_en})"
        of_statement = bearing.setdefault(evidence.statement, {})
        of_statement.setdefault(str(evidence.get_stance_display()), []).append(fact)
    return {
        statement: [f"{stance}: {'; '.join(named)}" for stance, named in by_stance.items()]
        for statement, by_stance in bearing.items()
    }


def told_beside(incident: Incident, says: Iterable[Statement]) -> set[str]:
    """Keys of the rows of which all is told there: statements, and what each bears on."""
    told = {str(statement.pk) for statement in says}
    for one in incident.evidence.all():
        if not (one.value_en or one.value_uk or one.how_uk or one.credibility):
            told.add(str(one.pk))
    return told


def _in_order_of_source(evidence: Evidence) -> tuple[UUID, int, str]:
    return evidence.statement.source_id, evidence.statement.position, evidence.fact


class PlaceFilter(Typed):
    """In the place that is meant, or anywhere in it."""

    title = _("place")
    parameter_name = "place"

    def found(self, queryset: models.QuerySet[Any], typed: str) -> models.QuerySet[Any]:
        meant = Place.objects.resolve(typed) or Place.objects.named(typed).first()
        return queryset.filter(place__codes__contains=[meant.code]) if meant else queryset.none()


class ActorFilter(Typed):
    """Of an actor that is involved, or whose finding or reading of the law is told."""

    title = _("actor")
    parameter_name = "actor"

    def found(self, queryset: models.QuerySet[Any], typed: str) -> models.QuerySet[Any]:
        named = Actor.objects.named(typed).values("pk")
        rows = (
            Involvement.objects.filter(actor__in=named),
            LegalCharacterisation.objects.filter(by__in=named),
            Finding.objects.filter(body__in=named),
        )
        wanted = models.Q(pk__in=rows[0].values("incident"))
        for others in rows[1:]:
            wanted |= models.Q(pk__in=others.values("incident"))
        return queryset.filter(wanted)


# Parts that every document has.
WHOLE = {"kinds", "killed"}


@admin.register(Incident)
class IncidentAdmin(
    Exported,
    ChangedInBulk,
    KeptFields,
    FieldsOfStaff,
    SearchedByWords,
    WordingBeside,
    ReviewedAdmin,
):
    form = IncidentForm
    actions = ["take_as_file", "change_in_bulk"]
    bulk_fields = (
        *("kinds", "place", "title_en", "title_uk", "summary_en", "summary_uk"),
        *("place_as_written", "not_known_en", "not_known_uk", "internal_note"),
    )
    preview_template = "incidents/incident_detail.html"
    change_form_template = "admin/incidents/incident_form.html"
    list_display = ["title", "when", "where", "work", "public", "changed", "reference"]
    list_select_related = ["place", "review__head"]
    list_filter = [
        "review__work",
        LeftBehindFilter,
        "review__public",
        ChangedSince,
        PlaceFilter,
        ActorFilter,
        ActFilter,
        "assessment",
        "access",
    ]
    search_fields = ["compared"]
    search_help_text = _("Title, account, place as written, notes or reference.")
    date_hierarchy = "occurred_earliest"
    ordering = [models.F("occurred_latest").desc(nulls_last=True), "review__reference"]
    list_per_page = 50
    export_columns = [
        *("reference", "work", "public", "access", "title_en", "title_uk", "kinds", "occurred"),
        *("place", "place_as_written", "killed_low", "killed_best", "killed_high"),
        *("injured_low", "injured_best", "injured_high", "assessment"),
    ]
    autocomplete_fields = ["place"]
    inlines = [VictimRows, InvolvementRows, CharacterisationRows, FindingRows, LinkRows]
    fieldsets = [
        (
            _("What is reported"),
            {"fields": [("title_en", "title_uk"), ("summary_en", "summary_uk"), "kinds"]},
        ),
        (
            _("How many people"),
            {
                "fields": [
                    ("killed_low", "killed_best", "killed_high"),
                    ("injured_low", "injured_best", "injured_high"),
                    ("fate_unknown_low", "fate_unknown_best", "fate_unknown_high"),
                ],
                "description": _(
                    "Empty means not stated; it is not 0. Best: where a source gives it."
                ),
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
                    ("circumstances_en", "circumstances_uk"),
                ]
            },
        ),
        (
            _("The response of the accused side"),
            {"fields": ["responses", ("response_en", "response_uk")]},
        ),
        (
            _("What is not known, and our assessment"),
            {
                "fields": [
                    ("not_known_en", "not_known_uk"),
                    "assessment",
                    ("assessment_reason_en", "assessment_reason_uk"),
                ]
            },
        ),
        (
            _("Graphic detail"),
            {"classes": ["collapse"], "fields": [("graphic_en", "graphic_uk")]},
        ),
        (_("Protection"), {"fields": ["access"]}),
        (_("For us"), {"fields": ["wording_reason", "internal_note"]}),
    ]

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        evidence = path(
            "<uuid:pk>/evidence/",
            wrap(large_form(partial(evidence_page, self))),
            name="incidents_incident_evidence",
        )
        name = path(
            "<uuid:pk>/victims/<uuid:victim_id>/name/",
            wrap(signed_in_recently(partial(name_page, self))),
            name="incidents_incident_name",
        )
        pages: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("same-event", warning, "same_event"),
            ("<uuid:pk>/merge", merge_page, "merge"),
            ("<uuid:pk>/split", split_page, "split"),
        ]
        same_event = [
            path(
                f"{end}/",
                wrap(signed_in_recently(partial(view, self))),
                name=f"incidents_incident_{stem}",
            )
            for end, view, stem in pages
        ]
        return [evidence, name, *same_event, *super().get_urls()]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        incident = self.get_object(request, object_id) if object_id else None
        beside: dict[str, Any] = {}
        if incident:
            read_whole(incident)
            beside["uncovered"] = uncovered(incident)
            beside["steps"] = next_steps(incident)
            beside |= self.said_first(incident)
            beside["found"] = candidates(EventFacts.of(incident), person=person(request))
        return super().changeform_view(request, object_id, form_url, (extra_context or {}) | beside)

    def said_first(self, record: Incident) -> dict[str, Any]:
        """What witnesses asked for, and that what is kept is still public."""
        return {
            "first_template": "admin/incidents/_first.html",
            "conditions": _conditions(record.pk),
            "kept_and_public": is_kept_and_public(record),
        }

    def response_change(self, request: HttpRequest, obj: Incident) -> HttpResponse:
        """Whoever keeps from colleagues what the public reads is asked about that next."""
        usual = super().response_change(request, obj)
        if not is_kept_and_public(obj):
            return usual
        messages.warning(request, str(STILL_PUBLIC))
        if not person(request).has_perm("review.withdraw_review"):
            return usual
        return redirect("admin:hide_at_once", obj.reference)

    def review_context(self, record: Incident, reader: User) -> dict[str, Any]:
        """The statements that it cites, beside what they say and what they bear on."""
        says = says_of(record)
        return {
            "passages": beside_text(says),
            "told_rows": told_beside(record, says),
            "passages_template": "admin/sources/_passages.html",
            "steps": next_steps(record),
            "steps_template": "admin/incidents/_steps.html",
            "same_event_template": "admin/incidents/_same_event.html",
            "found": candidates(EventFacts.of(record), person=reader),
        }

    def preview_document(self, request: HttpRequest, record: Record) -> Document:
        """A name whose basis waits for approval is read only by those with the right."""
        document = super().preview_document(request, record)
        if not person(request).has_perm("incidents.read_withheld_names"):
            for victim in document["victims"]:
                victim |= {"name": None, "name_basis": None}
        return document

    def changes_for_readers(self, before: Document, after: Document) -> list[Any]:
        # A part by itself, or nothing, is no document that could tell what statements say of it.
        first, second = (
            as_told(cast(IncidentDocument, document)) if document.keys() > WHOLE else document
            for document in (before, after)
        )
        return list(compared(first, second, INCIDENT_WORDS))

    def preview_context(self, document: Document, edition: PublicEdition) -> dict[str, Any]:
        return incident_context(cast(IncidentDocument, document), edition, edition)

    @admin.display(description=_("title"), ordering="title_en")
    def title(self, obj: Incident) -> str:
        return str(obj)

    @admin.display(description=_("date"), ordering="occurred_earliest")
    def when(self, obj: Incident) -> str:
        return in_words(obj.occurred, get_language() or "en") if obj.occurred else ""

    @admin.display(description=_("where"))
    def where(self, obj: Incident) -> str:
        return obj.place.path(get_language() or "en") if obj.place else obj.place_as_written

    def choice_label(self, obj: Incident) -> str:
        return f"{obj} — {obj.reference}"
