"""Tags for incidents: their words, their entry in lists, and the marks of footnotes."""

from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from review.document_types import Bilingual
from review.languages import reader_language
from review.public import page_cache
from sources.lists.facets import Facet, Option

from incidents.corroboration.standing import facts_in_words, standing_in_brief, standing_sentence
from incidents.document_types import VictimDocument
from incidents.models.published import NOT_CARRIED
from incidents.pages.footnotes import Footnotes, Mark
from incidents.vocabulary import fact_of_kind, means_of
from incidents.words import counts, entries, places

register = template.Library()

for say in (
    places.place_in_words,
    places.place_of,
    entries.edition_in_words,
    entries.count_said,
    entries.day_of,
    entries.killed_said,
    entries.totals_in_words,
    entries.incidents_in_words,
    entries.beside_killed,
    entries.link_said,
):
    register.filter(say)
register.filter("standing", standing_sentence)
register.filter(standing_in_brief)
register.filter(facts_in_words)
register.filter("means_of", means_of)
register.filter(counts.count_named)


@register.simple_tag(takes_context=True)
def incident_entry(context: Context, incident: Any) -> SafeString:
    """An incident in a list, drawn once in each language while it does not change."""

    def drawn() -> SafeString:
        return render_to_string("incidents/_incident_entry.html", {"incident": incident})

    key = ("incident entry", incident.reference, reader_language())
    state = context["request"].public_state
    return page_cache.get_or_render(state, key, drawn, {incident.reference})


@register.filter
def mark(incident: Any, fact: str) -> SafeString | str:
    """In a list, behind a fact that no statement says."""
    if fact not in incident.inferred:
        return ""
    return format_html(' <span class="tag inferred">{}</span>', _("inferred by us"))


@register.filter
def mark_of_kind(incident: Any, kind: str) -> SafeString | str:
    return mark(incident, fact_of_kind(kind))


@register.filter
def not_pictured(assessments: Facet) -> list[Option]:
    """Of the rows of a list, those that pictures count only when they are asked for."""
    if any(option.is_chosen for option in assessments.options):
        return []
    return [one for one in assessments.options if one.value in NOT_CARRIED and one.count]


@register.filter
def value(notes: Footnotes, fact: str) -> str:
    return notes.value_of(fact)


@register.filter
def told(notes: Footnotes, fact: str) -> str:
    return notes.told(fact)


@register.filter
def number_of(notes: Footnotes, group: VictimDocument) -> str:
    return notes.number_of(group)


@register.filter
def inferences(notes: Footnotes, fact: str) -> list[Bilingual]:
    return notes.inferences(fact)


@register.filter
def marks(notes: Footnotes, fact: str) -> list[Mark]:
    return notes.marks(fact)
