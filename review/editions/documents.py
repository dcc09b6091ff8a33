"""The document of an edition as it is served: without what was hidden or redacted since."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from review.document_types import Document
from review.models import Edition, EditionPart, Hiding, Review


def put_together(
    paths: Iterable[str], values: Mapping[str, str], blanks: Mapping[str, Any]
) -> Document:
    """The document from its parts; a blank stands where a part was taken out, a row is left out.

    `values` are canonical texts. A part that is in neither mapping is a fault, and missing.
    """
    document: dict[str, Any] = {}
    for path in paths:
        key, is_row, _row = path.partition("/")
        if is_row:
            rows = document.setdefault(key, [])
            if path in values:
                rows.append(json.loads(values[path]))
        elif path in values:
            document[key] = json.loads(values[path])
        elif path in blanks:
            document[key] = blanks[path]
    return document


def paths_of(payload: str) -> list[str]:
    """Every part that an edition was made of, in order, but the one about us."""
    return [path for path, _digest in json.loads(payload)["parts"] if path != EditionPart.STAFF]


def served_now(review: Review) -> Document:
    """Of the record's current edition; empty while it has none."""
    return served_document(review.edition) if review.edition else {}


def served_document(edition: Edition) -> Document:
    parts = {part.path: part for part in edition.parts.all()}
    return document_without(edition, parts, edition.review.hidings.all())


def whole_document(edition: Edition) -> Document:
    """With what is hidden of it, for us alone; what was deleted is not there any more."""
    values = {part.path: part.value for part in edition.parts.all()}
    return put_together(paths_of(edition.entry.payload), values, {})


def document_without(
    edition: Edition, parts: Mapping[str, EditionPart], hidings: Iterable[Hiding]
) -> Document:
    """The same from what was read before: the edition's parts and its record's hidings."""
    taken = taken_from(edition, hidings)
    values = {path: part.value for path, part in parts.items() if path not in taken}
    return put_together(paths_of(edition.entry.payload), values, taken)


def taken_from(edition: Edition, hidings: Iterable[Hiding]) -> dict[str, Any]:
    """By the paths that were taken from the public of an edition, what stands in their place."""
    return {
        hiding.path: hiding.blanks[str(edition.number)]
        for hiding in hidings
        if hiding.state != Hiding.State.SHOWN and edition.number in hiding.numbers
    }
