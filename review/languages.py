"""In which of the two languages something is: the reader, or what a person wrote in one field."""

import re
from collections.abc import Callable, Hashable
from functools import lru_cache, wraps

from django.utils.translation import get_language

from review.document_types import Bilingual, Language

MOST_CACHED = 2_000

_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z]")


def reader_language() -> Language:
    return "uk" if get_language() == "uk" else "en"


def cache_per_language[T](say: Callable[..., T]) -> Callable[..., T]:
    """Keep what a function says of each value in each language: a list says the same many times."""

    @lru_cache(maxsize=MOST_CACHED)
    def cached(_language: str | None, *values: Hashable) -> T:
        return say(*values)

    @wraps(say)
    def said(*values: Hashable) -> T:
        return cached(get_language(), *values)

    return said


def bilingual(english: str, ukrainian: str) -> Bilingual:
    """A text of a document, in both languages; "" where there is none."""
    return {"en": english, "uk": ukrainian}


def in_both(text: Bilingual) -> tuple[str, str]:
    """What a text says, in English and in Ukrainian."""
    return text["en"], text["uk"]


def in_readers_order(text: Bilingual) -> tuple[str, str]:
    """What a text says, in the reader's language and in the other one."""
    return (text["uk"], text["en"]) if reader_language() == "uk" else in_both(text)


def has_words(text: Bilingual) -> bool:
    """Whether it says something, in either language."""
    return any(words.strip() for words in in_both(text))


def in_readers_language(english: str, ukrainian: str) -> str:
    """Of a text in two columns the reader's language, or the other one where that is empty."""
    first, second = in_readers_order(bilingual(english, ukrainian))
    return first or second


def written_language(text: str) -> Language:
    """The language that the letters of a text tell of; where there are none, the reader's."""
    cyrillic, latin = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
    if cyrillic == latin == 0:
        return reader_language()
    return "uk" if cyrillic > latin else "en"


def in_its_language(name: str, text: str) -> dict[str, str]:
    """A text that was typed in one field, by the column that it is of: `title_uk` of `title`."""
    return {f"{name}_{written_language(text)}": text}
