"""In which of our languages a text is written, by its letters and its commonest words."""

import re

READ = 20_000  # characters

_LATIN = re.compile("[A-Za-z]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_UKRAINIAN = re.compile(
    r"[іїєґ]|\b(?:та|що|не|це|від|під|було|його|або|як|у)\b|['’ʼ](?=[яюєї])", re.IGNORECASE
)
_RUSSIAN = re.compile(r"[ыэъё]|\b(?:и|что|это|не|его|или|как|был[оаи]?|от)\b", re.IGNORECASE)
_ENGLISH = re.compile(r"\b(?:the|of|and|in|to|that|was|were|by|had|said|on|for|a)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
# How many times as many signs speak for the one as for the other.
CLEARLY = 3


def language_of(text: str) -> str:
    """'en', 'uk' or 'ru'; "" when that is not sure."""
    text = text[:READ]
    latin, cyrillic = len(_LATIN.findall(text)), len(_CYRILLIC.findall(text))
    if cyrillic > CLEARLY * latin:
        return _cyrillic(text)
    if latin > CLEARLY * cyrillic:
        words = len(_WORD.findall(text))
        return "en" if 8 * len(_ENGLISH.findall(text)) >= words > 2 else ""
    return ""


def _cyrillic(text: str) -> str:
    ukrainian, russian = len(_UKRAINIAN.findall(text)), len(_RUSSIAN.findall(text))
    if ukrainian > CLEARLY * russian:
        return "uk"
    return "ru" if russian > CLEARLY * ukrainian else ""
