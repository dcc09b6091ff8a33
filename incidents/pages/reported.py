"""What is reported and by whom, in a few plain words: all that a preview elsewhere shows.

Platforms keep previews, so nothing here tells how somebody was killed, and no name of a person.
"""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from sources.words.quantities import is_known
from sources.words.statements import source_plainly
from sources.words.terms import term

from incidents.corroboration.standing import standing_sentence
from incidents.document_types import IncidentDocument, ShownStanding
from incidents.pages.footnotes import Footnotes
from incidents.vocabulary import HAPPENED, KILLINGS, ORDERS, Fact, Stance

# Acts whose words say no more than that somebody was killed, or was to be.
TOLD = KILLINGS | ORDERS
SOURCES_NAMED = 3


def reported_in_words(notes: Footnotes, standing: ShownStanding) -> str:
    """What happened, how many, when, where and by whom it is told; then the sentence of standing.

    What is not stated is left out, and what was taken from the public.
    """
    document = notes.document
    acts = [term(kind, "Act") for kind in document["kinds"] if kind in TOLD]
    sentences = [_("Reported: %s.") % ", ".join(acts)] if acts else []
    if is_known(document["killed"]) or Fact.KILLED in notes.given:
        sentences.append(_("Killed, as reported: %s.") % notes.told(Fact.KILLED))
    when = [notes.told(Fact.DATE)] if document["occurred"] else []
    where = [notes.told(Fact.PLACE)] if document["place"] or notes.place_words else []
    if when or where:
        sentences.append(f"{capfirst('; '.join(when + where))}.")
    if tellers := _tellers(document):
        sentences.append(_("According to: %s.") % "; ".join(tellers))
    return " ".join([*sentences, standing_sentence(standing)])


def _tellers(document: IncidentDocument) -> list[str]:
    """The sources that say that it happened, each once, and how many more there are."""
    supporting = {
        row["statement"]
        for row in document.get("evidence", [])
        if row["stance"] == Stance.SUPPORTS and row["fact"] in HAPPENED
    }
    sources = {
        one["source"]["reference"]: source_plainly(one["source"])
        for one in document.get("statements", [])
        if one["id"] in supporting
    }
    names = list(dict.fromkeys(sources.values()))
    named, more = names[:SOURCES_NAMED], len(names) - SOURCES_NAMED
    if more > 0:
        named.append(ngettext("%s more", "%s more", more) % more)
    return named
