"""Statements whose wording stands behind a warning: what lists, files and searches have of them.

Which wording that is, and why: docs/decisions/graphic-wording.md.
"""

from typing import Any, cast

from review.document_types import Document
from review.languages import bilingual

from sources.document_types import CitedStatement


def without_graphic_wording(statement: CitedStatement) -> CitedStatement:
    """The statement with its coded columns alone, if its wording belongs behind a warning."""
    if not statement.get("wording_is_graphic"):
        return statement
    nothing = bilingual("", "")
    return {
        **statement,
        "paraphrase": nothing,
        "quotation": None,
        "subject": nothing,
        "note": nothing,
        "verb": "",
        "place_as_written": "",
    }


def closed_as_now[D: Document](earlier: D, now: Document) -> D:
    """An earlier document of a source or an incident, for lists: what is closed by now is closed.

    Its page stays as the edition is.
    """
    closed = {one["id"] for one in now.get("statements", []) if one.get("wording_is_graphic")}
    if not closed:
        return earlier
    statements: list[Any] = [
        one | {"wording_is_graphic": True} if one["id"] in closed else one
        for one in earlier.get("statements", [])
    ]
    return cast(D, {**earlier, "statements": statements})
