"""Colleagues who are named in a comment, as “@” and what they are called."""

import re
from collections.abc import Iterable

# Not that of a mail address.
_ANY = re.compile(r"(?<!\w)@(\w(?:[\w.-]*\w)?)")


def named_in(text: str, names: Iterable[str]) -> tuple[set[str], list[str]]:
    """Which of the names are mentioned, and what is mentioned beside them."""
    found: set[str] = set()
    # “@Olha Koval” is not Olha.
    for name in sorted(names, key=len, reverse=True):
        text, number = _of(name).subn(" ", text)
        found |= {name} if number else set()
    return found, list(dict.fromkeys(_ANY.findall(text)))


def is_named(name: str, text: str) -> bool:
    return bool(_of(name).search(text))


def _of(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)@{re.escape(name)}(?![\w-])", re.IGNORECASE)
