"""The passage of a text that has the words of a question, with these words marked."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from review.languages import reader_language, written_language

from sources.text.search_words import Asked, asked_for, forms, meant_in, starts, words

# A word as it is written, with the marks that `words` leaves out.
_TOKEN = re.compile("[^\\W_](?:[^\\W_]|['’ʼ´`\u0300-\u036f\u00ad\u200b-\u200d])*")
_RUSSIAN = re.compile("[ыэъё]", re.IGNORECASE)
_UKRAINIAN = re.compile("[іїєґ]", re.IGNORECASE)
SAID_IN = {
    "en": gettext_lazy("in English"),
    "uk": gettext_lazy("in Ukrainian"),
    "ru": gettext_lazy("in Russian"),
}
# Characters before the first marked word, and in all.
BEFORE = 80
LONGEST = 280
# Of the texts of a row, in all: a word that is new to this process takes long.
MOST_READ = 8_000


class Piece(NamedTuple):
    text: str
    is_marked: bool = False


def passage(texts: Iterable[str], question: str) -> SafeString:
    """The text that has most of the words, cut around the first of them; "" where none has any.

    Everything is escaped; only the marks are markup.
    """
    asked = [one for one in asked_for(question) if not one.is_left_out]
    best: tuple[int, str, list[tuple[int, int]]] = (0, "", [])
    left = MOST_READ
    for whole in texts:
        text, left = whole[:left], left - min(left, len(whole))
        found = hits(text, asked)
        number = len({text[start:end].casefold() for start, end in found})
        if number > best[0]:
            best = (number, text, found)
    return _written(_cut(best[1], best[2])) if best[0] else SafeString("")


def passage_for_reader(texts: Iterable[str], question: str) -> SafeString:
    """In the reader's language where any text of it has the words; else it says which it is in."""
    by_language: dict[str, list[str]] = {reader_language(): []}
    for text in texts:
        by_language.setdefault(language_of(text), []).append(text)
    for language, some in by_language.items():
        if shown := passage(some, question):
            return shown if language == reader_language() else _in_another(language, shown)
    return SafeString("")


def language_of(text: str) -> str:
    """By its letters: what somebody said in Russian must not be called Ukrainian."""
    if _RUSSIAN.search(text) and not _UKRAINIAN.search(text):
        return "ru"
    return written_language(text)


def _in_another(language: str, shown: SafeString) -> SafeString:
    return format_html(
        '<span lang="{}">{}</span> <span class="tag">{}</span>', language, shown, SAID_IN[language]
    )


def hits(text: str, asked: list[Asked]) -> list[tuple[int, int]]:
    """Where words stand that are asked for, from the first to the last letter of each."""
    places = [(found.span(), word) for found in _TOKEN.finditer(text) for word in words(found[0])]
    in_order = [word for _span, word in places]
    lines = dict(meant_in(in_order))
    return [
        span
        for number, (span, word) in enumerate(places)
        if any(
            _answers(one, in_order, number, lines.get(number, ()), is_last=one is asked[-1])
            for one in asked
        )
    ]


def _answers(
    one: Asked, found: list[str], number: int, lines: tuple[str, ...], *, is_last: bool
) -> bool:
    if one.is_phrase:
        size = len(one.words)
        starts_at = range(max(0, number - size + 1), number + 1)
        return any(found[start : start + size] == one.words for start in starts_at)
    (word,) = one.words
    if not set(one.meant).isdisjoint(lines) or not forms(found[number]).isdisjoint(forms(word)):
        return True
    begun = starts(word) if is_last else []
    return any(form.startswith(start) for start in begun for form in forms(found[number]))


def _cut(text: str, found: list[tuple[int, int]]) -> Iterator[Piece]:
    start = max(0, found[0][0] - BEFORE)
    # Between words, so that none is cut in two.
    start = text.find(" ", start, found[0][0]) + 1 if start else 0
    end = text.rfind(" ", 0, start + LONGEST) if len(text) > start + LONGEST else len(text)
    end = max(end, found[0][1])
    yield Piece("… " if start else "")
    last = start
    for first, after in dict.fromkeys(found):
        if first >= last and after <= end:
            yield Piece(text[last:first])
            yield Piece(text[first:after], is_marked=True)
            last = after
    yield Piece(text[last:end])
    yield Piece(" …" if end < len(text) else "")


def _written(pieces: Iterable[Piece]) -> SafeString:
    written = (
        format_html("<mark>{}</mark>" if piece.is_marked else "{}", piece.text) for piece in pieces
    )
    return SafeString("".join(written))
