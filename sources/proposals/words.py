"""The words of a sentence, with where they stand, and as they are compared."""

import re
from functools import lru_cache
from typing import NamedTuple

from review.text.characters import APOSTROPHES
from review.text.compared import compared

_JOINTS = re.escape(APOSTROPHES.partition('"')[0] + "-‐‑")
_WORD = re.compile(rf"[^\W_]+(?:[{_JOINTS}][^\W_]+)*+")
_POSSESSIVE = re.compile("['’ʼ]s$", re.IGNORECASE)


class Word(NamedTuple):
    text: str
    compared: str
    start: int
    end: int


def words_in(text: str) -> list[Word]:
    return [
        Word(found[0], _compared(found[0]), found.start(), found.end())
        for found in _WORD.finditer(text)
    ]


@lru_cache(maxsize=20_000)
def _compared(word: str) -> str:
    # Russian is written without its dots as often as with them.
    return compared(_POSSESSIVE.sub("", word)).replace("ё", "е")
