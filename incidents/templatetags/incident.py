"""How pages say what incidents' documents hold: places, terms, and the marks of footnotes."""

from typing import TYPE_CHECKING, Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from review.languages import reader_language
from review.public import page_cache
from sources import vocabulary as told
from sources.templatetags.attest import day_in_words, label_in, number_in_words

from incidents import vocabulary
from incidents.corroboration.standing import standing_sentence
from incidents.models.published import NOT_CARRIED
from incidents.vocabulary import IncidentLinkKind, PlacePrecision

if TYPE_CHECKING:
    from sources.lists.facets import Facet, Option

    from incidents.lists.figures import Tally
    from incidents.pages.footnotes import Footnotes, Mark

register = template.Library()


@register.simple_tag(takes_context=True)
def incident_entry(context: Context, incident: Any) -> SafeString:
    """An incident in a list, drawn once in each language while nothing public changes."""

    def drawn() -> SafeString:
        return render_to_string("incidents/_incident_entry.html", {"incident": incident})

    key = ("incident entry", incident.reference, reader_language())
    return page_cache.kept(context["request"].public_state, key, drawn)


@register.filter
def term(value: str, name: str) -> str:
    return label_in((vocabulary, told), value, name)


@register.filter
def terms(values: list[str], name: str) -> str:
    return ", ".join(term(value, name) for value in values) or _("not stated")


@register.filter
def not_pictured(assessments: "Facet") -> "list[Option]":
    """Of the rows of a list, those that pictures count only when they are asked for."""
    if any(option.is_chosen for option in assessments.options):
        return []
    return [one for one in assessments.options if one.value in NOT_CARRIED and one.count]


@register.filter
def place_in_words(place: dict[str, Any] | None) -> str:
    """The place of a document, no more precise than it is known."""
    if not place:
        return _("not stated")
    path = place["path"][reader_language()] or place["path"]["en"]
    return place_path_in_words(path, place["precision"])


def place_path_in_words(path: str, precision: str) -> str:
    # That it is in Ukraine goes without saying, unless that is all that is known.
    short = path.removesuffix(", Ukraine").removesuffix(", Україна")
    match precision:
        case PlacePrecision.EXACT:
            return short
        case PlacePrecision.NEAR:
            return _("near %s") % short
        case PlacePrecision.PART:
            return _("in a part of %s") % short
        case PlacePrecision.WATER_AIR:
            return _("over water or in the air, %s") % short
        case _:
            return _("somewhere in %s") % short


@register.filter
def place_of(incident: Any) -> str:
    """The place of an incident in a list."""
    if not incident.place_code:
        return _("place not stated")
    language = reader_language()
    path = incident.place_uk if language == "uk" and incident.place_uk else incident.place_en
    return place_path_in_words(path, incident.place_precision)


@register.filter
def edition_in_words(incident: Any) -> str:
    """The edition of an incident in a list."""
    return _("%(reference)s, edition %(edition)s of %(day)s") % {
        "reference": incident.reference,
        "edition": incident.edition,
        "day": day_in_words(incident.changed_on),
    }


@register.filter
def standing(values: dict[str, Any]) -> str:
    return standing_sentence(values)


@register.filter
def count_of(incident: Any, name: str) -> dict[str, int | None]:
    """Low, best and high of an incident in a list."""
    return {end: getattr(incident, f"{name}_{end}") for end in ("low", "best", "high")}


@register.filter
def tally_in_words(tally: "Tally") -> str:
    """2 incidents of killing, people killed: 5–7; 1 order."""
    parts = []
    if tally.killings:
        killed = _("people killed: %s") % number_in_words(tally.killed)
        number = ngettext("%s incident of killing", "%s incidents of killing", tally.killings)
        parts.append(f"{number % tally.killings}, {killed}")
    if tally.orders:
        parts.append(ngettext("%s order", "%s orders", tally.orders) % tally.orders)
    if tally.others:
        number = ngettext("%s other incident", "%s other incidents", tally.others)
        parts.append(number % tally.others)
    return "; ".join(parts) or _("nothing recorded")


@register.filter
def marks(notes: "Footnotes", fact: str) -> "list[Mark]":
    return notes.marks(fact)


# How a link reads from the record that it leads to.
LINK_BACK = {
    IncidentLinkKind.PART_OF: gettext_lazy("has this part"),
    IncidentLinkKind.DUPLICATE_OF: gettext_lazy("another record of the same event"),
}


@register.filter
def link_said(link: dict[str, Any]) -> str:
    """The link to another incident in words, from whichever side it was entered."""
    kind = IncidentLinkKind(link["kind"])
    back = LINK_BACK.get(kind) if link.get("is_back") else None
    return str(back or kind.label)
