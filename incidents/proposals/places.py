"""Places that a text names, ranked; which of several of one name is meant, a person says.

Names are looked for where a capital begins a word, brought to the nominative by visible endings,
and asked of the gazetteer all at once.
"""

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Any

from accounts.sight import Reader
from django.utils.translation import gettext as _
from sources.proposals.words import Word, words_in
from sources.text.place_names import normalise

from incidents.models import Place
from incidents.models.place_aliases import ALIASES
from incidents.models.places import PlaceCategory
from incidents.proposals.place_cases import adjectives, nominatives
from incidents.proposals.place_signals import (
    COMMON,
    IN,
    KINDS_AFTER,
    KINDS_BEFORE,
    NEAR,
    OF_A_BODY,
)

LONGEST = 3  # words
READ = 200_000  # characters
MOST_NAMES = 10_000
MOST_OF_ONE_NAME = 5
BESIDE = 120  # characters

_SIZE = {
    PlaceCategory.COUNTRY: 5,
    PlaceCategory.OBLAST: 60,
    PlaceCategory.REGION: 55,
    PlaceCategory.SPECIAL_CITY: 60,
    PlaceCategory.CITY: 50,
    PlaceCategory.RAION: 45,
    PlaceCategory.TOWN: 30,
    PlaceCategory.SETTLEMENT: 25,
    PlaceCategory.HROMADA: 20,
    PlaceCategory.VILLAGE: 10,
    PlaceCategory.CITY_DISTRICT: 5,
}
# What is taken without a word beside it that says that a place is meant.
_KNOWN_WITHOUT = {
    PlaceCategory.COUNTRY,
    PlaceCategory.OBLAST,
    PlaceCategory.REGION,
    PlaceCategory.SPECIAL_CITY,
    PlaceCategory.CITY,
    PlaceCategory.RAION,
}
_AREAS = {
    PlaceCategory.OBLAST,
    PlaceCategory.REGION,
    PlaceCategory.RAION,
    PlaceCategory.HROMADA,
    PlaceCategory.CITY_DISTRICT,
}


@dataclass(frozen=True)
class FoundPlace:
    """`why` says in words what speaks for this place; the higher the score, the more does."""

    place: Place
    as_written: str
    start: int
    end: int
    score: int
    why: list[str]


@dataclass(frozen=True)
class _Named:
    """Words that may be the name of a place, and what stands beside them."""

    start: int
    end: int
    names: tuple[str, ...]
    # The word before, where it says "near" or "in", as written.
    near: str
    inside: str
    kinds: frozenset[str]
    of_a_body: bool
    is_common: bool

    @property
    def is_signalled(self) -> bool:
        return bool(self.near or self.kinds or (self.inside and not self.is_common))


def places_in(
    text: str, person: Reader | None = None, *, start: int = 0, end: int = READ
) -> list[FoundPlace]:
    """The likeliest first, each place once, where most speaks for it. At most two queries.

    Of a sentence ask with the whole text, from its `start` to its `end`: an oblast that is named
    elsewhere tells which of several places is meant. The gazetteer is the same for every person.
    """
    text = text[:READ]
    named = list(_named(text))
    by_name = _gazetteer(named)
    taken = [(one, places) for one, places in _longest(named, by_name) if places]
    areas = _areas(taken)
    best: dict[str, FoundPlace] = {}
    asked = [(one, places) for one, places in taken if start <= one.start < end]
    for one, places in asked:
        for found in _ranked(text, one, places, areas):
            kept = best.get(found.place.code)
            if kept is None or kept.score < found.score:
                best[found.place.code] = found
    return sorted(best.values(), key=lambda one: (-one.score, one.start, one.place.code))


def _named(text: str) -> Iterator[_Named]:
    """Longer ones before what they begin with."""
    words = words_in(text)
    for place, word in enumerate(words):
        if not word.text[0].isupper():
            continue
        for size in range(LONGEST, 0, -1):
            part = words[place : place + size]
            if len(part) == size and _is_one_name(text, part):
                yield from _with_kind(text, words, place, size)


def _is_one_name(text: str, part: Sequence[Word]) -> bool:
    return all(word.text[0].isupper() for word in part) and all(
        text[one.end : other.start].strip(" \u00a0") == "" for one, other in pairwise(part)
    )


def _with_kind(text: str, words: Sequence[Word], place: int, size: int) -> Iterator[_Named]:
    """Behind the name "Oblast" or "район" are a part of it."""
    after = place + size
    beside: dict[str, Any] = {
        "near": _near(words, place),
        "inside": words[place - 1].text if _word(words, place - 1) in IN else "",
        "of_a_body": _is_of_a_body(text, words, after),
    }
    part = words[place:after]
    follower = words[after] if after < len(words) else None
    is_next = follower is not None and text[part[-1].end : follower.start].strip(" \u00a0") == ""
    if follower and is_next and (ends := KINDS_AFTER.get(follower.compared)):
        names = tuple(_names_with(part, ends))
        kinds = frozenset({"area"})
        yield _Named(part[0].start, follower.end, names, kinds=kinds, is_common=False, **beside)
    told = KINDS_BEFORE.get(_kind_before(words, place), frozenset())
    if follower and is_next:
        told |= _SETTLEMENTS_AFTER.get(follower.compared, frozenset())
    names = tuple(dict.fromkeys(_names(part)))
    is_common = size == 1 and not COMMON.isdisjoint(names)
    yield _Named(part[0].start, part[-1].end, names, kinds=told, is_common=is_common, **beside)


_SETTLEMENTS_AFTER = {
    "village": frozenset({PlaceCategory.VILLAGE.value, PlaceCategory.SETTLEMENT.value}),
    "settlement": frozenset({PlaceCategory.SETTLEMENT.value, PlaceCategory.VILLAGE.value}),
    "town": frozenset({PlaceCategory.TOWN.value, PlaceCategory.CITY.value}),
    "city": frozenset({PlaceCategory.CITY.value, PlaceCategory.SPECIAL_CITY.value}),
}


def _is_of_a_body(text: str, words: Sequence[Word], after: int) -> bool:
    """The Kharkiv Regional Prosecutor; not: in Kharkiv, prosecutors said."""
    last = words[after - 1].end
    return any(
        word.compared in OF_A_BODY and not _APART.intersection(text[last : word.start])
        for word in words[after : after + 2]
    )


_APART = frozenset(",.;:!?()\n")


def _word(words: Sequence[Word], place: int) -> str:
    return words[place].compared if 0 <= place < len(words) else ""


def _near(words: Sequence[Word], place: int) -> str:
    """The word that says "near": "near the village of Udachne", "біля села Удачне"."""
    before = _word(words, place - 1)
    farthest = place - (4 if before == "of" else 2 if before in KINDS_BEFORE else 1)
    beside = words[max(0, farthest) : place]
    return next((word.text for word in reversed(beside) if word.compared in NEAR), "")


def _kind_before(words: Sequence[Word], place: int) -> str:
    before = _word(words, place - 1)
    return _word(words, place - 2) if before == "of" else before


def _names(part: Sequence[Word]) -> Iterator[str]:
    """As written, and in each nominative that the last word may come from, as they are searched."""
    firsts = [adjectives(word.text) for word in part[:-1]]
    for words in product(*firsts, nominatives(part[-1].text)):
        yield normalise(" ".join(words))


def _names_with(part: Sequence[Word], ends: Iterable[str]) -> Iterator[str]:
    for words in product(*(adjectives(word.text) for word in part)):
        for end in ends:
            yield normalise(" ".join(words) + end)


def _gazetteer(named: Sequence[_Named]) -> Mapping[str, list[Place]]:
    """By name, the places that are called so. An alias is asked by the codes that it means."""
    names = list(dict.fromkeys(name for one in named for name in one.names if name))[:MOST_NAMES]
    meant = {name: ALIASES[name] for name in names if name in ALIASES}
    aliased = Place.objects.in_bulk({code for codes in meant.values() for code in codes})
    asked, found = set(names), defaultdict(list)
    for place in Place.objects.called(names).only(*_READ):
        for name in asked.intersection(place.search_names.split("|")):
            found[name].append(place)
    for name, codes in meant.items():
        found[name] = [aliased[code] for code in codes if code in aliased]
    return found


_READ = (
    "code",
    "country",
    "category",
    "lineage",
    "search_names",
    "name_en",
    "name_uk",
    "name_local",
    "surroundings_en",
    "surroundings_uk",
    "latitude",
    "longitude",
    "parent",
)


def _longest(
    named: Sequence[_Named], by_name: Mapping[str, list[Place]]
) -> Iterator[tuple[_Named, list[Place]]]:
    """Of overlapping names the longest that is one; "Donetsk Oblast" is no Donetsk."""
    taken = 0
    for one in sorted(named, key=lambda one: (one.start, -one.end)):
        if one.start < taken:
            continue
        places = {place.code: place for name in one.names for place in by_name.get(name, ())}
        meant = [place for place in places.values() if _may_be(one, place)]
        if meant:
            taken = one.end
            yield one, meant


def _may_be(one: _Named, place: Place) -> bool:
    category = PlaceCategory(place.category)
    if one.kinds == {"area"}:
        return category in _AREAS
    if category in _KNOWN_WITHOUT:
        return one.is_signalled or bool(one.inside) or not one.is_common
    return one.is_signalled


def _areas(taken: Sequence[tuple[_Named, list[Place]]]) -> dict[str, list[tuple[int, Place]]]:
    """Oblasts, raions and hromadas that are named, by code, and where."""
    found: dict[str, list[tuple[int, Place]]] = defaultdict(list)
    for one, places in taken:
        for place in places:
            if place.category in _AREAS and len(places) <= 2:
                found[place.code].append((one.start, place))
    return found


def _ranked(
    text: str, one: _Named, places: Sequence[Place], areas: Mapping[str, list[tuple[int, Place]]]
) -> list[FoundPlace]:
    found = []
    for place in places:
        reasons = list(_reasons(one, place, areas))
        if len(places) > 1:
            reasons.append((0, _("one of %d places of this name") % len(places)))
        score = _SIZE[PlaceCategory(place.category)] + sum(points for points, _why in reasons)
        why = [str(PlaceCategory(place.category).label), *(why for _points, why in reasons)]
        found.append(FoundPlace(place, text[one.start : one.end], one.start, one.end, score, why))
    return sorted(found, key=lambda one: (-one.score, one.place.code))[:MOST_OF_ONE_NAME]


def _reasons(
    one: _Named, place: Place, areas: Mapping[str, list[tuple[int, Place]]]
) -> Iterator[tuple[int, str]]:
    if one.near:
        yield 30, _("“%s” stands before it") % one.near
    if place.category in one.kinds:
        yield 40, _("the text says what kind of place it is")
    elif one.inside:
        yield 15, _("“%s” stands before it") % one.inside
    around = [_nearest(areas[code], one.start) for code in place.lineage[:-1] if code in areas]
    if around:
        distance, area = min(around, key=lambda one: one[0])
        beside = 60 if distance <= BESIDE else 30
        yield beside, _("it lies in %s, which is named too") % area.name("en")
    if one.of_a_body:
        yield -50, _("it may be a part of another name")


def _nearest(named: Sequence[tuple[int, Place]], start: int) -> tuple[int, Place]:
    """How far from there the area is named, in characters, and the area."""
    after = bisect(named, start, key=lambda one: one[0])
    beside = named[max(0, after - 1) : after + 1]
    return min(((abs(place - start), area) for place, area in beside), key=lambda one: one[0])
