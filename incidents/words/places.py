"""Places, no more precise than they are known."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from review.languages import reader_language

from incidents.document_types import PlaceDocument
from incidents.vocabulary import Fact, PlacePrecision
from incidents.words.counts import with_mark


def place_in_words(place: PlaceDocument | None, words: Sequence[str] = ()) -> str:
    """The place of a document, no more precise than it is known; `words` where it has none."""
    if not place:
        return words_as_written(words) if words else _("not stated")
    path = place["path"][reader_language()] or place["path"]["en"]
    return place_path_in_words(path, place["precision"])


def words_as_written(words: Sequence[str]) -> str:
    """“by the river”, “near the bridge”, as written."""
    return _("%s, as written") % ", ".join(_("“%s”") % one for one in words)


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


def place_told(incident: Any) -> str:
    """The same where no mark can stand beside it."""
    return with_mark(place_of(incident), is_inferred=Fact.PLACE in incident.inferred)


def place_of(incident: Any) -> str:
    """The place of an incident in a list."""
    if not incident.place_code:
        if Fact.PLACE in incident.taken:
            return _("place not shown")
        words = incident.place_words
        return words_as_written(words) if words else _("place not stated")
    language = reader_language()
    path = incident.place_uk if language == "uk" and incident.place_uk else incident.place_en
    return place_path_in_words(path, incident.place_precision)
