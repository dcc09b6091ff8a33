"""What is reported and by whom, in a few plain words: all that a preview elsewhere shows.

Platforms keep previews, so nothing here tells how somebody was killed, and no name of a person.
"""

from collections.abc import Collection

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from sources.words.quantities import day_in_words, is_known
from sources.words.statements import source_plainly
from sources.words.terms import term

from incidents.corroboration.given import NOTHING, figures_given
from incidents.corroboration.inferred import inferred_facts
from incidents.corroboration.place_words import place_words
from incidents.corroboration.standing import standing_sentence
from incidents.document_types import IncidentDocument, ShownStanding
from incidents.vocabulary import HAPPENED, KILLINGS, ORDERS, Fact, Stance
from incidents.words.counts import count_in_words, with_mark
from incidents.words.places import place_in_words, words_as_written

# Acts whose words say no more than that somebody was killed, or was to be.
TOLD = KILLINGS | ORDERS
SOURCES_NAMED = 3


def reported_in_words(
    document: IncidentDocument, standing: ShownStanding, taken: Collection[str] = NOTHING
) -> str:
    """What happened, how many, when, where and by whom it is told; then the sentence of standing.

    What is not stated is left out, and what was taken from the public: `taken` are those paths.
    """
    inferred, given = inferred_facts(document), figures_given(document, taken).get("killed", [])

    def marked(words: str, fact: Fact) -> str:
        return with_mark(words, is_inferred=fact in inferred)

    acts = [term(kind, "Act") for kind in document["kinds"] if kind in TOLD]
    sentences = [_("Reported: %s.") % ", ".join(acts)] if acts else []
    if is_known(document["killed"]) or given:
        number = marked(count_in_words(document["killed"], given), Fact.KILLED)
        sentences.append(_("Killed, as reported: %s.") % number)
    when = [marked(day_in_words(document["occurred"]), Fact.DATE)] if document["occurred"] else []
    where = [words_as_written(words)] if (words := place_words(document, taken)) else []
    if document["place"]:
        where = [marked(place_in_words(document["place"]), Fact.PLACE)]
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
