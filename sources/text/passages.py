"""The passage of a text as received that a statement's locator names."""

import re
from typing import NamedTuple

from sources.text.sentences import spans

_SENTENCES = re.compile(
    r"(?:sentences?|sent\.|s\.|речення|реч\.)\s*(\d{1,6})(?:\s*[-–—]\s*(\d{1,6}))?", re.IGNORECASE
)


class Passage(NamedTuple):
    """What the locator names, between its neighbours."""

    before: str
    text: str
    after: str


def sentences(text: str) -> list[str]:
    """The sentences in order, each on one line; what ends one, `sentences.py` says."""
    return [" ".join(text[start:end].split()) for start, end, _paragraph in spans(text)]


def passage(text: str, locator: str) -> Passage | None:
    return passage_among(sentences(text), locator)


def passage_among(every: list[str], locator: str) -> Passage | None:
    """Sentences are numbered from 1. None for a page or a timecode, and beyond the text."""
    named = _SENTENCES.search(locator)
    if named is None:
        return None
    first = int(named[1])
    last = max(first, int(named[2] or first))
    if not 1 <= first <= len(every):
        return None
    before = every[first - 2] if first > 1 else ""
    after = every[last] if last < len(every) else ""
    return Passage(before, " ".join(every[first - 1 : last]), after)
