"""What is known in both languages and named in a text: for whoever translates it."""

import re
from collections.abc import Callable, Iterator
from functools import cache, partial

from django.contrib.auth.models import User
from django.db.models import Choices
from django.utils.translation import override
from review.document_types import Bilingual, Language
from review.languages import bilingual
from sources.proposals.speakers import KnownActors, known_actors
from sources.words.terms import VOCABULARIES

from incidents.proposals.places import places_in

# A shorter term is a word like any other: "man", "no".
SHORTEST_TERM = 5


def glossary(reader: User) -> Callable[[str], Iterator[Bilingual]]:
    """For the texts of one page: the names that this colleague may read are read once."""
    return partial(_named_in, known_actors(reader), reader)


def _named_in(actors: KnownActors, reader: User, text: str) -> Iterator[Bilingual]:
    """Actors, then places, then the terms of our vocabularies, each in the order of the text."""
    for spoken_of in actors.speakers_in(text):
        yield bilingual(spoken_of.actor.name_en, spoken_of.actor.name_uk)
    for found in sorted(places_in(text, reader), key=lambda one: one.start):
        yield bilingual(found.place.name_en, found.place.name_uk)
    yield from _terms_in(text)


def _terms_in(text: str) -> Iterator[Bilingual]:
    """Of terms that overlap the longest: "killed" says nothing beside "killed in internment"."""
    taken: list[tuple[int, int]] = []
    found = []
    for pattern, term in _terms():
        if (here := pattern.search(text)) and not _overlaps(here.span(), taken):
            taken.append(here.span())
            found.append((here.start(), term))
    yield from (term for _start, term in sorted(found, key=lambda one: one[0]))


def _overlaps(here: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(start < here[1] and here[0] < end for start, end in taken)


@cache
def _terms() -> tuple[tuple[re.Pattern[str], Bilingual], ...]:
    """The longest first, each with what finds it whole in either language."""
    pairs = {
        pair
        for vocabulary in VOCABULARIES.values()
        for pair in zip(_labels(vocabulary, "en"), _labels(vocabulary, "uk"), strict=True)
    }
    ordered = sorted(pairs, key=lambda pair: (-len(pair[0]), pair))
    return tuple(
        (re.compile(rf"\b(?:{'|'.join(map(re.escape, pair))})\b", re.IGNORECASE), bilingual(*pair))
        for pair in ordered
        if min(map(len, pair)) >= SHORTEST_TERM
    )


def _labels(vocabulary: type[Choices], language: Language) -> list[str]:
    with override(language):
        return [str(label) for label in vocabulary.labels]
