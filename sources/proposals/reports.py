"""All that is proposed from a report's address and text. Nothing is decided and nothing is kept."""

from dataclasses import dataclass

from django.contrib.auth.models import User

from sources.models import Source
from sources.proposals.dates import FoundDate, date_line, dates_in
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
    """A sentence with what its words propose; all places are within the sentence."""

    sentence: Sentence
    wording: Wording
    speakers: list[FoundActor]
    bases: list[FoundBasis]
    numbers: list[FoundNumber]
    dates: list[FoundDate]


@dataclass(frozen=True)
class ReportProposal:
    """`published` has no edtf and `publisher` is None where nothing tells."""

    language: str
    published: FoundDate | None
    publisher: FoundPublisher | None
    here_already: list[Source]
    sentences: list[ReadSentence]


def read_report(*, url: str, text: str, person: User) -> ReportProposal:
    """What the person may not read is as if it were not there."""
    language = language_of(text)
    known = known_actors(person)
    return ReportProposal(
        language=language,
        published=date_line(text),
        publisher=found_publisher(url, person),
        here_already=_here_already(url, text, person),
        sentences=[_read(sentence, language, known) for sentence in sentences(text)],
    )


def _read(sentence: Sentence, language: str, known: KnownActors) -> ReadSentence:
    text = sentence.text
    dates = dates_in(text, language)
    return ReadSentence(
        sentence=sentence,
        wording=how_it_says(text, language),
        speakers=known.speakers_in(text, language),
        bases=bases_in(text, language),
        numbers=numbers_in(text, language, dates),
        dates=dates,
    )


def _here_already(url: str, text: str, person: User) -> list[Source]:
    """By the address, and by the same text; each once."""
    found = [*same_item(url, person), *same_text(text, person)]
    return list(dict.fromkeys(found))
