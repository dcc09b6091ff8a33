"""The public pages of incidents, and the start page."""

from collections.abc import Set
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import ngettext_lazy
from review.editions.dependencies import earlier_editions
from review.editions.translations import marked
from review.languages import bilingual, reader_language
from review.models import PublicEdition, PublicRecord
from review.public import page_cache
from review.public.citing import Citation, edition_cited
from review.public.public_state import PublicRequest
from review.public.reading import public, public_page
from review.public.record_pages import RecordPages, edition_context, taken_from
from sources.files.formats import refused_in_text, understood
from sources.lists.page import list_page
from sources.pages.public_list import PublicList
from sources.record.changes import compared
from sources.record.index import bound
from sources.words.texts import plainly

from incidents.corroboration.assessment import by_the_evidence
from incidents.corroboration.standing import standing_of
from incidents.document_types import IncidentDocument, IncidentLinkDocument
from incidents.files.downloads import INCIDENTS
from incidents.files.geojson import geojson_file
from incidents.files.linked_data import claim, dataset
from incidents.files.spreadsheet import xlsx_file
from incidents.lists.filters import IncidentFilters
from incidents.models import IncidentByDay, PublishedIncident
from incidents.pages.evidence_rows import evidence_rows
from incidents.pages.footnotes import Footnotes, with_facts
from incidents.pages.locator import locator
from incidents.pages.people import counts, people, the_dead
from incidents.pages.provenance import drawings
from incidents.pages.reported import reported_in_words
from incidents.pages.side_by_side import side_by_side
from incidents.pages.who_knew import who_knew
from incidents.pictures.drawing import all_that_is_published, marks, picture
from incidents.record.changes import INCIDENT_WORDS, as_told
from incidents.tallies import tallying
from incidents.tallies.tally_chart import picture_of
from incidents.vocabulary import PLAIN_MEANS
from incidents.words.entries import LinkBack

CHANGED_LAST = 5


@public_page
def home(request: PublicRequest) -> HttpResponse:
    incidents = PublishedIncident.objects.defer("search")
    changed = incidents.changed_last_first()[:CHANGED_LAST]
    context = {
        "published": published(request),
        "changed": changed,
        "dataset": dataset(),
        "contact_email": settings.CONTACT_EMAIL,
    }
    return render(request, "site/home.html", context)


def published(request: PublicRequest) -> SafeString:
    """Key figures and a picture: they count all rows, so they are drawn while nothing changes."""

    def drawn() -> SafeString:
        tally = picture_of(tallying.units(tallying.counts(tallying.aggregate_claims())))
        context = all_that_is_published(state) | {"tally": tally}
        return render_to_string("site/_published.html", context)

    state = request.public_state
    return page_cache.get_or_render(state, ("published", reader_language()), drawn)


INCIDENT_LIST = PublicList(
    table=INCIDENTS,
    filter_set=IncidentFilters,
    index=PublishedIncident,
    by_day=IncidentByDay,
    rows=lambda index: index.objects.defer("search"),
    number=ngettext_lazy("%(number)s incident", "%(number)s incidents", "number"),
)


@public
def incident_list(request: PublicRequest) -> HttpResponse:
    filters = INCIDENT_LIST.asked(request)
    shown = picture(filters, request.public_state)
    number = INCIDENT_LIST.number
    return list_page(request, "incidents/incident_list.html", filters, number, picture=shown)


@public
def map_marks(request: PublicRequest) -> HttpResponse:
    """What the map of the list needs once somebody moves it; no page, map.js puts it in place."""
    filters = INCIDENT_LIST.asked(request)
    if not understood(filters):
        return refused_in_text(filters.form)
    return render(request, "incidents/map_marks.html", marks(filters, request.public_state))


@public
def incident_geojson(request: HttpRequest) -> HttpResponseBase:
    return geojson_file(request, INCIDENT_LIST.asked(request))


@public
def incident_xlsx(request: HttpRequest) -> HttpResponseBase:
    return xlsx_file(request, INCIDENTS, INCIDENT_LIST.asked(request))


def incident_context(
    document: IncidentDocument, current: PublicEdition, edition: PublicEdition
) -> dict[str, Any]:
    """What the page of an incident shows; of an edition, or of what would become one."""
    document = marked(document)
    notes, standing = Footnotes(document, taken_from(edition)), standing_of(document)
    knew = who_knew(document, notes)
    return {
        "incident": with_facts(document),
        "standing": standing,
        "counts": counts(document, notes),
        "people": people(document, notes),
        "dead": the_dead(document, notes),
        "locator": locator(document["place"]),
        "rows": evidence_rows(notes, knew),
        "reported": reported_in_words(notes, standing),
        "notes": notes,
        "who_knew": knew,
        "drawings": drawings(notes),
        "disagreements": side_by_side(document, notes),
        "by_the_evidence": by_the_evidence(document),
        "detailed_methods": [one for one in document["victims"] if one["method"] in PLAIN_MEANS],
        "earlier": earlier_editions(document),
        "merged": PublicRecord.objects.filter(merged_into=current.reference).order_by("reference"),
        "linked": linked(document, current.reference),
        **edition_context(current, edition),
    }


def _public_context(
    document: IncidentDocument, current: PublicEdition, edition: PublicEdition
) -> dict[str, Any]:
    """The same with what programs read of it; a preview has none."""
    context = incident_context(document, current, edition)
    return context | {
        "claim": claim(document, edition, context["reported"], context["notes"].place_words)
    }


def _merged_and_linked(context: dict[str, Any]) -> set[str]:
    merged = {record.reference for record in context["merged"]}
    return merged | {link["to"]["reference"] for link in context["linked"]}


@page_cache.shown_by
def linked_from(records: Set[str]) -> set[str]:
    """Incidents that show a link back to one of these."""
    rows = PublishedIncident.objects.filter(reference__in=records).exclude(links=[]).order_by()
    return {link["to"] for links in rows.values_list("links", flat=True) for link in links}


def linked(document: IncidentDocument, reference: str) -> list[IncidentLinkDocument | LinkBack]:
    """Links to other incidents, and those of others to this one that it does not have itself."""
    own = document.get("links", [])
    known = {link["to"]["reference"] for link in own}
    others = PublishedIncident.objects.linked_to(reference).exclude(reference__in=known)
    return [*own, *(link_back(one, reference) for one in others.defer("search"))]


def link_back(other: PublishedIncident, reference: str) -> LinkBack:
    """The link that another incident has to this one, read from this one's side."""
    kind = next(link["kind"] for link in other.links if link["to"] == reference)
    title = bilingual(other.title_en, other.title_uk)
    return {"kind": kind, "is_back": True, "to": {"reference": other.reference, "title": title}}


def _cited(edition: PublicEdition, document: IncidentDocument) -> Citation:
    when = document["occurred"]
    happened = (bound(when, "earliest"), bound(when, "latest"))
    return edition_cited(edition, plainly(document["title"]), happened)


INCIDENT_PAGES = RecordPages[IncidentDocument](
    template="incidents/incident_detail.html",
    context=_public_context,
    looked_up=_merged_and_linked,
    cited=_cited,
    told=lambda document, edition: as_told(document, taken_from(edition)),
    compared=lambda before, after, taken: compared(before, after, INCIDENT_WORDS, taken),
)
