"""Statements whose wording stands behind a warning: what lists, files and searches have of them.

Which wording that is, and why: docs/decisions/graphic-wording.md.
"""

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
