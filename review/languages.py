"""In which of the two languages something is: the reader, or what a person wrote in one field."""

import re

from django.utils.translation import get_language

_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z]")


def reader_language() -> str:
    return "uk" if get_language() == "uk" else "en"


def written_language(text: str) -> str:
    """The language that the letters of a text tell of; where there are none, the reader's."""
    cyrillic, latin = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
    if cyrillic == latin == 0:
        return reader_language()
    return "uk" if cyrillic > latin else "en"
