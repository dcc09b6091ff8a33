"""Where an incident happened, in words, where no place of the gazetteer is recorded.

A pure function of its document.
"""

from collections.abc import Collection

from sources.text.graphic_wording import without_graphic_wording

from incidents.corroboration.given import NOTHING, facts_of_event, statements_on
from incidents.document_types import IncidentDocument
from incidents.vocabulary import Fact

# If either was taken from the public, no words of statements may say it instead.
PARTS = frozenset({"place", "place_as_written"})


def is_taken(document: IncidentDocument, fact: str, taken: Collection[str]) -> bool:
    """Whether the value of a fact was taken from the public: nobody may read “not stated” then."""
    match fact:
        case Fact.DATE:
            return "occurred" in taken
        case Fact.PLACE:
            return not document["place"] and not PARTS.isdisjoint(taken)
        case _:
            return fact in taken


def place_words(document: IncidentDocument, taken: Collection[str] = NOTHING) -> list[str]:
    """Our own words, else those of statements, each once.

    A source that is confidential, or names a protected person, has none in its document; words
    behind a warning are not said outside it.
    """
    own = document.get("place_as_written", "")
    if document["place"] or own is None or is_taken(document, Fact.PLACE, taken):
        return []
    if own:
        return [own]
    said = statements_on(document, [*facts_of_event(document), Fact.PLACE])
    open_words = [without_graphic_wording(one) for one in said if not one["source"]["confidential"]]
    words = [one["place_as_written"] for one in open_words]
    return list(dict.fromkeys(filter(None, words)))
