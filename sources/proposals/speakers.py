"""Who is named in a sentence, whether they speak there, and how they are said to know.

Only bodies that are actors already are found: a private person becomes none here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from accounts.sight import Reader

from sources.models import Actor, ActorName
from sources.proposals.verbs import whole_words
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


class KnownActors:
    """The names of all actors, read once for all sentences of a report."""

    def __init__(self, names: Iterable[tuple[Actor, str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Actor, str]]] = defaultdict(list)
        for actor, name in names:
            words = tuple(word.compared for word in words_in(name))
            if words:
                self._by_first[words[0]].append((words, actor, name))
        for told in self._by_first.values():
            told.sort(key=lambda one: -len(one[0]))

    def speakers_in(self, sentence: str, language: str = "") -> list[FoundActor]:
        words = words_in(sentence)
        place, found = 0, []
        while place < len(words):
            one = self._at(words, place)
            if one is None:
                place += 1
                continue
            actor, size = one
            start, end = words[place].start, words[place + size - 1].end
            found.append(FoundActor(actor, sentence[start:end], start, end, says=False))
            place += size
        return found

    def _at(self, words: Sequence[Word], place: int) -> tuple[Actor, int] | None:
        for told, actor, _name in self._by_first.get(words[place].compared, ()):
            here = words[place : place + len(told)]
            if tuple(word.compared for word in here) == told:
                return actor, len(told)
        return None


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
_BASES = [(basis, whole_words(written)) for basis, written in BASES.items()]


def bases_in(sentence: str, language: str = "") -> list[FoundBasis]:
    """In order; what a line above has taken, a line below does not take again."""
    found: list[FoundBasis] = []
    for basis, pattern in _BASES:
        for match in pattern.finditer(sentence):
            if not any(one.start < match.end() and match.start() < one.end for one in found):
                found.append(FoundBasis(basis, match[0], match.start(), match.end()))
    return sorted(found, key=lambda one: one.start)
