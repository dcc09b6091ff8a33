"""What other sources say of the statements of one: what rests on it, and what speaks against it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sources.document_types import StatementLinkDocument
from sources.models.published import PublishedStatement
from sources.vocabulary import LinkKind

AGAINST = {LinkKind.CONTRADICTS, LinkKind.CORRECTS, LinkKind.QUALIFIES}
# A page of more would be a list, which can be filtered.
MOST_STATEMENTS = 100


class LinkedHere(NamedTuple):
    """A statement of another source, and its link to one of this source."""

    statement: PublishedStatement
    link: StatementLinkDocument

    @property
    def is_against(self) -> bool:
        return self.link["kind"] in AGAINST


def linked_here(source: str) -> list[LinkedHere]:
    rows = PublishedStatement.objects.linked_to(source).only("reference", "label", "document")
    return list(_links(rows[:MOST_STATEMENTS], source))


def _links(rows: Iterable[PublishedStatement], source: str) -> Iterator[LinkedHere]:
    for row in rows:
        for link in row.document["links"]:
            if link["to"]["source"] == source:
                yield LinkedHere(row, link)
