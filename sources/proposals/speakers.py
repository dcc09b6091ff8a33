"""Who is named in a sentence, whether they speak there, and how they are said to know.

Only bodies that are actors already are found: a private person becomes none here.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from accounts.sight import Reader

from sources.models import Actor, ActorName
from sources.proposals.verbs import BEFORE, BEHIND, speaking, whole_words
from sources.proposals.words import Word, words_in
from sources.vocabulary import Basis


@dataclass(frozen=True)
class FoundActor:
    """`says`: a verb of saying stands beside the name. Places are within the sentence."""

    actor: Actor
    as_written: str
    start: int
    end: int
    says: bool


@dataclass(frozen=True)
class FoundBasis:
    """How somebody knew, as far as the words tell."""

    basis: str
    as_written: str
    start: int
    end: int


class _Name(NamedTuple):
    """One name of an actor, as words: as compared, and without their endings."""

    actor: Actor
    words: tuple[str, ...]
    stems: tuple[str, ...]
    # Whether a small letter would make it another word: Storm, WHO.
    needs_capital: bool
    needs_capitals: bool

    def may_be(self, here: Sequence[Word]) -> bool:
        if self.needs_capitals:
            return here[0].text.removesuffix("'s").removesuffix("’s").isupper()
        return not self.needs_capital or here[0].text[0].isupper()


class KnownActors:
    """The names of all actors, read once for all sentences of a report."""

    def __init__(self, names: Iterable[tuple[Actor, str]]) -> None:
        self._by_words: dict[tuple[str, ...], dict[Any, _Name]] = defaultdict(dict)
        self._by_stems: dict[tuple[str, ...], dict[Any, _Name]] = defaultdict(dict)
        # How many words the names have that begin with this stem, the most first.
        self._sizes: dict[str, list[int]] = {}
        sizes = defaultdict(set)
        for actor, text in names:
            if name := _name(actor, text):
                self._by_words[name.words][actor.pk] = name
                self._by_stems[name.stems][actor.pk] = name
                sizes[name.stems[0]].add(len(name.words))
        self._sizes = {stem: sorted(found, reverse=True) for stem, found in sizes.items()}

    def speakers_in(self, sentence: str, language: str = "") -> list[FoundActor]:
        """In order; of names that overlap the longest. A name of two actors is nobody's."""
        words = words_in(sentence)
        named = list(self._named(words))
        said = _who_says(sentence, words, [(first, after) for _actor, first, after in named])
        return [
            FoundActor(actor, sentence[start:end], start, end, says=first in said)
            for actor, first, after in named
            for start, end in [(words[first].start, words[after - 1].end)]
        ]

    def _named(self, words: Sequence[Word]) -> Iterator[tuple[Actor, int, int]]:
        place = 0
        while place < len(words):
            after = place + 1
            for size in self._sizes.get(_stem(words[place].compared), ()):
                if found := self._called(words[place : place + size]):
                    after = place + size
                    if len(found) == 1:
                        yield found[0], place, after
                    break
            place = after

    def _called(self, here: Sequence[Word]) -> list[Actor]:
        """As written; in another case only if that could be no other name."""
        exact = self._by_words.get(tuple(word.compared for word in here), {})
        if found := [name.actor for name in exact.values() if name.may_be(here)]:
            return found
        alike = self._by_stems.get(tuple(_stem(word.compared) for word in here), {})
        inflected = [name for name in alike.values() if name.may_be(here)]
        return [name.actor for name in inflected if not name.needs_capitals and _has_cases(here)]


def _name(actor: Actor, text: str) -> _Name | None:
    words = words_in(text)
    if not words:
        return None
    first = words[0].text
    is_short = len(words) == 1 and first.isupper() and len(first) <= LONGEST_ABBREVIATION
    return _Name(
        actor,
        tuple(word.compared for word in words),
        tuple(_stem(word.compared) for word in words),
        needs_capital=len(words) == 1 and first[0].isupper(),
        needs_capitals=is_short and len(first) > 1,
    )


LONGEST_ABBREVIATION = 6
SHORTEST_STEM = 3
# Endings of nouns and adjectives, Ukrainian and Russian; the longest first.
_ENDINGS = sorted(
    "ами ями еві єві ові ого ому ими ыми ього ьому ої ій ою ею єю ем єм ом ах ях ів їв ей их ых"
    " им ым ий ый ой ая яя ое ее ые ую юю ам ям ов ев ья ью а я у ю і ї и ы о е є й ь".split(),
    key=len,
    reverse=True,
)
_DIGITS = re.compile(r"\d+")
_CYRILLIC = re.compile("[\u0400-\u052f]")
# Розвідка, розвідці: as the last letter before an ending, one stands for the other.
_ONE_LETTER = str.maketrans("цзс", "кгх")


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    if word[0].isdecimal():
        return _DIGITS.match(word)[0]  # type: ignore[index]  # 155-та, 155-ї
    if not _CYRILLIC.search(word):
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            word = word.removesuffix(ending)
            break
    return word[:-1] + word[-1].translate(_ONE_LETTER)


def _has_cases(here: Sequence[Word]) -> bool:
    return any(_CYRILLIC.search(word.compared) for word in here)


# Who says

# Between a body and its verb.
_BETWEEN = frozenset(
    "has have had also later earlier previously again then since repeatedly itself publicly"
    " officially on monday tuesday wednesday thursday friday saturday sunday"
    " також раніше пізніше згодом вже вчора сьогодні офіційно"
    " также ранее позже уже вчера сегодня официально".split()
)
# Between a phrase or a verb and the body behind it.
_LEADING = frozenset(
    "the a an of from in s українського української украинской у в із з из с"
    " речника речниці речник речниця представника представник голови керівника пресслужби"
    " пресслужбі пресслужба представителя пресслужбе пресслужбы главы ukraine russia".split()
)
# Who speaks for a body; anybody else of it speaks for themselves.
_SPOKEN_BY = re.compile(
    r"(?:spokes\w+|head|chief|director|representatives?|officials?|press|office|service|statement"
    r"|report|experts?|investigators|prosecutors?|analysts?|правник\w*|речни\w+|представни\w+"
    r"|голов\w+|керівни\w+|начальни\w+|пресслужб\w+|представител\w+|глав\w+|руководител\w+)"
)
_OF = frozenset("of for from by at in to against with та і й и and".split())
_OF_THEMSELVES = re.compile(
    r"(?:soldiers?|marines?|servicem[ae]n|prisoners?|members?|fighters?|commanders?|officers?"
    r"|deserters?|recruits?|troops|captives?|witness(?:es)?|residents?|veterans?|gunners?|pilots?"
    r"|боєц|боєць|бійц\w*|солдат\w*|військов\w*|полонен\w*|командир\w*|морпіх\w*|офіцер\w*"
    r"|військовослужбов\w*|дезертир\w*|боец|военн\w*|пленн\w*|морпех\w*|офицер\w*)"
)
_PLURAL = re.compile(r"(?:ли|ють|ять|ать|ют|ят)$")
_STOP = re.compile(r"[.!?;:()\n]|[–—]")


def _who_says(sentence: str, words: Sequence[Word], named: Sequence[tuple[int, int]]) -> set[int]:
    """The first words of those bodies that a verb of saying is by."""
    first_at = dict(named)
    last_at = {after: first for first, after in named}
    places = {word.start: place for place, word in enumerate(words)}
    found = set()
    for start, end, speaker in speaking(sentence):
        if (verb := places.get(start)) is None:
            continue
        behind = next((n for n in range(verb, len(words)) if words[n].start >= end), len(words))
        if speaker != BEHIND and (before := _before(sentence, words, verb, last_at)) is not None:
            found.add(before)
        elif speaker != BEFORE and (after := _behind(sentence, words, behind, end, first_at)):
            is_told = speaker == BEHIND or _is_by(words, verb, behind, after)
            found |= {after[0]} if is_told else set()
    return found


def _before(
    sentence: str, words: Sequence[Word], verb: int, last_at: Mapping[int, int]
) -> int | None:
    """A body whose name ends before the verb, with nothing between but what may stand there."""
    for after in range(verb, max(0, verb - FARTHEST), -1):
        if after in last_at:
            first = last_at[after]
            is_its = _may_stand_between(sentence, words, after, verb)
            return first if is_its and not _is_somebody_of_it(words, first) else None
    return None


def _may_stand_between(sentence: str, words: Sequence[Word], after: int, verb: int) -> bool:
    """Time and manner; a spokesman of its own; an apposition between commas."""
    last = words[after - 1]
    # What is written in brackets or quotation marks ends with them.
    between = sentence[last.end : words[verb].start].lstrip(")”»\"’'").strip()
    if _STOP.search(between):
        return False
    if "," in between:
        return len(between) > 1 and between[0] == between[-1] == ","
    told = [word.compared for word in words[after:verb]]
    if last.text.endswith(("'s", "’s")):
        return any(map(_SPOKEN_BY.fullmatch, told))
    return _BETWEEN.issuperset(told)


FARTHEST = 9


def _is_somebody_of_it(words: Sequence[Word], first: int) -> bool:
    """A soldier of a brigade is not the brigade; its spokesman speaks for it."""
    place = first - 1
    while place >= 0 and words[place].compared in {"the", "a", "an", "ukraine", "russia"}:
        place -= 1
    if place < 0:
        return False
    if words[place].compared in _OF:
        said_for_it = place and _SPOKEN_BY.fullmatch(words[place - 1].compared)
        return not said_for_it
    return bool(_OF_THEMSELVES.fullmatch(words[place].compared))


def _behind(
    sentence: str, words: Sequence[Word], behind: int, end: int, first_at: Mapping[int, int]
) -> tuple[int, int] | None:
    for place in range(behind, min(behind + 4, len(words))):
        if _STOP.search(sentence, end, words[place].start):
            return None
        if place in first_at:
            return place, first_at[place]
        if words[place].compared not in _LEADING:
            return None
    return None


def _is_by(words: Sequence[Word], verb: int, behind: int, after: tuple[int, int]) -> bool:
    """ "Повідомили в СБУ" is by them; "повідомили СБУ" may be to them."""
    if not _PLURAL.search(words[behind - 1].compared):
        return True
    return any(word.compared in {"у", "в"} for word in words[behind : after[0]])


def known_actors(person: Reader) -> KnownActors:
    """In two queries, of what this person may read."""
    return KnownActors(_names(person))


def _names(person: Reader) -> Iterator[tuple[Actor, str]]:
    actors = {actor.pk: actor for actor in Actor.visible_to(person).select_related("review")}
    for actor in actors.values():
        yield from ((actor, name) for name in (actor.name_en, actor.name_uk) if name)
    aliases = ActorName.visible_to(person).filter(actor__in=actors.keys())
    for pk, text in aliases.values_list("actor", "text"):
        yield actors[pk], text


def speakers_in(sentence: str, person: Reader, language: str = "") -> list[FoundActor]:
    """Of one sentence; for several load `known_actors` once."""
    return known_actors(person).speakers_in(sentence, language)


BASES: dict[str, tuple[str, ...]] = {
    Basis.DRONE_FOOTAGE: (
        r"(?:drone|uav|aerial) (?:footage|videos?|recordings?|images?)",
        r"(?:відео|запис\w*|кадр\w*) (?:з|із) (?:дрон\w*|бпла|безпілотник\w*)",
        r"(?:видео|запис\w+|кадр\w*) с (?:дрон\w*|бпла|беспилотник\w*)",
    ),
    Basis.INTERCEPT: (
        r"intercept(?:s|ed|ions?)?(?: (?:radio|phone|telephone))?(?: (?:calls?|conversations?",
        r"communications?|messages?))?|(?:радіо)?перехопл\w+(?: розмов\w*)?",
        r"(?:радио)?перехва(?:т\w*|чен\w+)(?: разговор\w*)?",
    ),
    Basis.SATELLITE: (
        r"satellite (?:images?|imagery|photo\w*|pictures?)",
        r"(?:супутников|спутников)\w+ (?:знімк|снимк)\w+",
    ),
    Basis.EYEWITNESS: (
        r"(?:eye)?witness(?:es)?|очевид(?:ець|ц\w+)|очевидец|свід(?:ок|к(?:и|ів|а|ом|ами))",
        r"свидетел(?:ь|и|я|ей)",
    ),
    Basis.FORENSIC: (
        r"forensic\w*|autops(?:y|ies)|post-mortem|судово-медичн\w+|розтин\w*|експертиз\w+",
        r"судебно-медицинск\w+|вскрыти\w+|экспертиз\w+",
    ),
    Basis.MONITORING: (
        r"open[- ]source|osint|geolocat\w+|відкрит\w+ джерел\w*|геолок\w+|открыт\w+ источник\w*",
    ),
    Basis.PHOTO_VIDEO: (r"videos?|footage|photographs?|photos?|відео\w*|фото\w*|видео\w*",),
}
# As one pattern, in which a line above comes before those below it.
_BASES = re.compile(
    "|".join(f"(?P<{basis}>{whole_words(told).pattern})" for basis, told in BASES.items()),
    re.IGNORECASE,
)


def bases_in(sentence: str, language: str = "") -> list[FoundBasis]:
    """In order. The words of all three languages are read in each: they do not collide."""
    return [
        FoundBasis(Basis(str(found.lastgroup)), found[0], found.start(), found.end())
        for found in _BASES.finditer(sentence)
    ]
