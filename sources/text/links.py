"""Links in a text that somebody pasted: one to a line, or among other words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sources.text.addresses import LONGEST, is_address, without_followers

_SCHEME = re.compile("https?://", re.IGNORECASE)
# Two links that only a mark parts; what stands behind a stroke is one inside another.
# A long row of marks is tried once, from its beginning.
_JOINED = re.compile(r"(?<![,;|<>\"'«»“”])[,;|<>\"'«»“”]++(?=https?://)", re.IGNORECASE)
_BEFORE = "<([{«“\"'"
_AFTER = ".,;:!?…>]}»”\"'"


@dataclass(frozen=True)
class Line:
    """A line that was pasted: its links, each once, and the words beside them."""

    number: int
    text: str
    links: list[str]
    words: str
    # Something there begins like a link and is longer than any.
    is_too_long: bool = False


def lines_of(text: str) -> Iterator[Line]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _line(number, line.strip())


def _line(number: int, text: str) -> Line:
    links: dict[str, None] = {}
    words = []
    too_long = False
    for piece in (part for word in text.split() for part in _JOINED.split(word)):
        before, link = _link_in(piece)
        if len(link) > LONGEST:
            too_long = True
        elif link:
            links[without_followers(link)] = None
            piece = before  # noqa: PLW2901 (the rest of it)
        if piece and re.search(r"\w", piece):
            words.append(piece)
    return Line(number, text, list(links), " ".join(words), too_long)


def _link_in(piece: str) -> tuple[str, str]:
    """What stands before the link in a word, and the link; empty where there is none."""
    found = _SCHEME.search(piece)
    if found:
        return piece[: found.start()], _trimmed(piece[found.start() :])
    bare = _trimmed(piece.lstrip(_BEFORE))
    return "", f"https://{bare}" if is_address(bare) else ""


def _trimmed(link: str) -> str:
    """Without the mark that ends the sentence, and the bracket that was opened before."""
    end, unopened = len(link), link.count(")") - link.count("(")
    while end and (link[end - 1] in _AFTER or (link[end - 1] == ")" and unopened > 0)):
        end -= 1
        unopened -= link[end] == ")"
    return link[:end]
