"""The passage of a text as received that a statement's locator names."""

import re
from typing import NamedTuple

from review.text.kept import line_ends

_SENTENCES = re.compile(
    r"(?:sentences?|sent\.|s\.|речення|реч\.)\s*(\d{1,6})(?:\s*[-–—]\s*(\d{1,6}))?", re.IGNORECASE
)

# A full stop after one of these, or after a single capital, ends no sentence.
_SHORT = (
    "mr mrs ms dr prof st lt col gen maj sgt capt brig no vs art fig approx e.g i.e etc inc u.s u.k"
    " м с смт вул просп обл р рр ст тис млн млрд ім п гр див напр т зв тзв ред ген полк підполк кап"
).split()
_SHORT_AT_END = re.compile(
    rf"(?:^|[\s(«“\"])(?:{'|'.join(re.escape(word) for word in _SHORT)}|[^\W\d_])\.$", re.IGNORECASE
)
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|\n[ \t]*\n")


class Passage(NamedTuple):
    """What the locator names, between its neighbours."""

    before: str
    text: str
    after: str


def sentences(text: str) -> list[str]:
    """The sentences of an English or Ukrainian text, in order; a blank line ends one too."""
    text = line_ends(text)
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        candidate = text[start : end.end()]
        following = text[end.end() :].lstrip()[:1]
        goes_on = following.islower() or _SHORT_AT_END.search(candidate.rstrip()[-12:])
        if end.group().strip() and goes_on:
            continue
        found.append(candidate)
        start = end.end()
    found.append(text[start:])
    return [" ".join(sentence.split()) for sentence in found if sentence.strip()]


def passage(text: str, locator: str) -> Passage | None:
    """Sentences are numbered from 1. None for a page or a timecode, and beyond the text."""
    named = _SENTENCES.search(locator)
    if named is None or not text:
        return None
    first = int(named[1])
    last = max(first, int(named[2] or first))
    every = sentences(text)
    if not 1 <= first <= len(every):
        return None
    before = every[first - 2] if first > 1 else ""
    after = every[last] if last < len(every) else ""
    return Passage(before, " ".join(every[first - 1 : last]), after)
