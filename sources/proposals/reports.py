"""All that is proposed from a report's address and text. Nothing is decided and nothing is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.contrib.auth.models import User

from sources.models import Source
from sources.proposals.bodies import body_that_speaks
from sources.proposals.dates import (
    FoundDate,
    behind_dateline,
    date_line,
    dates_in,
    is_of_publication,
)
from sources.proposals.languages import language_of
from sources.proposals.numbers import FoundNumber, numbers_in
from sources.proposals.publishers import FoundPublisher, found_publisher
from sources.proposals.sentences import Sentence, sentences
from sources.proposals.speakers import (
    FoundActor,
    FoundBasis,
    KnownActors,
    bases_in,
    known_actors,
)
from sources.proposals.verbs import Wording, how_it_says
from sources.record.items import same_item, same_text


@dataclass(frozen=True)
class ReadSentence:
    """A sentence with what its words propose; all places are within the sentence.

    `begins` is where the sentence begins behind the place and day of its report, which are none of
    what it tells. `body_not_known` is what a speaking body is called there, also if it is an actor.
    """

    sentence: Sentence
    begins: int
    wording: Wording
    speakers: list[FoundActor]
    body_not_known: str
    bases: list[FoundBasis]
    numbers: list[FoundNumber]
    dates: list[FoundDate]


@dataclass(frozen=True)
class ReportProposal:
    """`published` and `publisher` are None, and `headline` is "", where nothing tells."""

    language: str
    headline: str
    published: FoundDate | None
    publisher: FoundPublisher | None
    here_already: list[Source]
    sentences: list[ReadSentence]


def read_report(*, url: str, text: str, person: User) -> ReportProposal:
    """What the person may not read is as if it were not there."""
    language = language_of(text)
    known = known_actors(person)
    parted = sentences(text)
    return ReportProposal(
        language=language,
        headline=headline(text, parted),
        published=date_line(text),
        publisher=found_publisher(url, person),
        here_already=_here_already(url, text, person),
        sentences=[_read(sentence, language, known) for sentence in parted],
    )


LONGEST_HEADLINE, SHORTEST_HEADLINE = 200, 3
MOST_BEFORE_HEADLINE = 4
_ENDS_OTHERWISE = (".", ",", ":", ";", "—", "–", "-", "…")


def headline(text: str, parted: Sequence[Sentence]) -> str:
    """What stands alone on the first line and is no sentence, nor of when it appeared."""
    for one, following in pairwise(parted[: MOST_BEFORE_HEADLINE + 1]):
        said = " ".join(one.text.split())
        is_line = "\n" in text[one.end : following.start]
        if is_of_publication(_line(text, one)):
            continue
        if not is_line or said.endswith(_ENDS_OTHERWISE) or len(said) > LONGEST_HEADLINE:
            return ""
        if len(said.split()) >= SHORTEST_HEADLINE:
            return said
    return ""


def _line(text: str, one: Sentence) -> str:
    """The whole line on which a sentence begins."""
    begun = text.rfind("\n", 0, one.start) + 1
    return text[begun : (text + "\n").index("\n", begun)]


def _read(sentence: Sentence, language: str, known: KnownActors) -> ReadSentence:
    text = sentence.text
    begins, dates = behind_dateline(text), dates_in(text, language)
    return ReadSentence(
        sentence=sentence,
        begins=begins,
        wording=how_it_says(text, language),
        speakers=known.speakers_in(text, language),
        body_not_known=body_that_speaks(text[begins:]),
        bases=bases_in(text, language),
        numbers=numbers_in(text, language, dates),
        dates=[one for one in dates if one.start >= begins],
    )


def _here_already(url: str, text: str, person: User) -> list[Source]:
    """By the address, and by the same text; each once."""
    found = [*same_item(url, person), *same_text(text, person)]
    return list(dict.fromkeys(found))
