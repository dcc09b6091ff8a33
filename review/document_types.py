"""What the documents of every kind of record have in common; each app types its own."""

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypedDict

# A document of some kind, where it makes no difference of which.
Document = Mapping[str, Any]

Language = Literal["en", "uk"]


class Bilingual(TypedDict):
    """A text in both languages; "" where there is none."""

    en: str
    uk: str


class ShownText(Bilingual):
    """The same in a document that is marked for a page."""

    # The language in which it is a translation older than its original.
    older: NotRequired[Language]


class OlderTranslation(TypedDict):
    """`path` is that of a text: `summary`, or `victims/(id)/label` in a row."""

    language: Language
    path: str


class Translated(TypedDict):
    """What an edition adds to a document, where there is any (docs/decisions/translations.md)."""

    older_translations: NotRequired[list[OlderTranslation]]
