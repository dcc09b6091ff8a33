"""Which texts of a document are translations older than their original.

A text is an object with the keys `en` and `uk`. Where one of them changed from one edition to the
next and the other stayed, the one that stayed is the older one, until it changes too. An edition
keeps the list itself, so that whoever reads it needs no history: docs/decisions/translations.md.
"""

from collections.abc import Iterator
from typing import Any

from review.document_types import Bilingual, Document, Language, OlderTranslation, ShownText

KEY = "older_translations"
OTHER_LANGUAGE: dict[Language, Language] = {"en": "uk", "uk": "en"}


def with_older_translations(document: Document, before: Document) -> Document:
    """The document of an edition that follows on `before`, with the list where there is one."""
    texts, were_older = dict(_texts(before)), _older_of(before)
    older: list[OlderTranslation] = [
        {"language": language, "path": path}
        for path, text in _texts(document)
        if (language := _older(texts.get(path), text, were_older.get(path)))
    ]
    return {**document, KEY: older} if older else document


def _older(before: Bilingual | None, now: Bilingual, was_older: Language | None) -> Language | None:
    """The language that lags behind, if any."""
    # A text that has just been translated is as new as its original.
    if before is None or not all(before.values()) or not all(now.values()):
        return None
    changed = [language for language in OTHER_LANGUAGE if before[language] != now[language]]
    if not changed:
        return was_older
    caught_up = len(changed) == 2 or changed == [was_older]
    return None if caught_up else OTHER_LANGUAGE[changed[0]]


def _older_of(document: Document) -> dict[str, Language]:
    return {one["path"]: one["language"] for one in document.get(KEY, [])}


def _texts(value: Any, path: str = "") -> Iterator[tuple[str, ShownText]]:
    """Every text with its path: `summary`, or `victims/(id)/label` in a row."""
    match value:
        case {"en": str(), "uk": str()}:
            yield path, value
        case dict():
            for key, part in value.items():
                yield from _texts(part, f"{path}/{key}" if path else key)
        case list():
            for place, part in enumerate(value):
                yield from _texts(part, f"{path}/{_name_of(part, place)}")


def of_row(document: Document, path: str) -> list[OlderTranslation]:
    """The list as one row has it, whose paths begin at the row."""
    return [
        one | {"path": one["path"].removeprefix(f"{path}/")}
        for one in document.get(KEY, [])
        if one["path"].startswith(f"{path}/")
    ]


def marked[D: Document](document: D) -> D:
    """As it is shown: each of these texts names its `older` language; the document stays."""
    shown: D = _marked(document)
    return shown


def _marked(value: Any) -> Any:
    """A statement that an incident cites brings the list of its source.

    What has no such text is not copied.
    """
    match value:
        case dict():
            parts = {key: _marked(part) for key, part in value.items()}
            shown = parts if any(parts[key] is not value[key] for key in parts) else value
            older = _older_of(value)
            return _with_older(shown, older) if older else shown
        case list():
            rows = [_marked(part) for part in value]
            return rows if any(a is not b for a, b in zip(rows, value, strict=True)) else value
    return value


def _with_older(value: Any, older: dict[str, Language], path: str = "") -> Any:
    match value:
        case {"en": str(), "uk": str()}:
            return {**value, "older": older[path]} if path in older else value
        case dict():
            return {
                key: _with_older(part, older, f"{path}/{key}" if path else key)
                for key, part in value.items()
            }
        case list():
            return [
                _with_older(part, older, f"{path}/{_name_of(part, place)}")
                for place, part in enumerate(value)
            ]
    return value


def _name_of(row: Any, place: int) -> Any:
    return row.get("id", place) if isinstance(row, dict) else place
