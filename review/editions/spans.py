"""Which editions of a record were current at the end of a day, and from when until when."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from review.models import CoarseReason, Entry

# What may put a record into a list or take it out; hiding a part does neither.
MOVING = (Entry.Kind.EDITION, Entry.Kind.WITHDRAWAL, Entry.Kind.MERGE)


class Span(NamedTuple):
    """An edition, by its place in the chain, from its day to the day `until` it was current."""

    position: int
    day: date
    # None while it is current.
    until: date | None
    # What the chain said last of the record while it was.
    last: Entry

    @property
    def has_a_day(self) -> bool:
        """Whether it outlived the day on which it was published."""
        return self.until is None or self.until > self.day


def spans(entries: Iterable[Entry]) -> list[Span]:
    """Of the entries of one record that is public, in their order, those that had a day.

    What was withdrawn to protect somebody does not come back with a later edition.
    """
    found: list[Span] = []
    edition = last = None
    for entry in entries:
        if entry.kind in MOVING:
            if edition and last:
                found.append(Span(edition.position, edition.day, entry.day, last))
            edition = entry if entry.kind == Entry.Kind.EDITION else None
            if not edition and entry.content["reason"] == CoarseReason.PROTECTION:
                found.clear()
        last = entry
    if edition and last:
        found.append(Span(edition.position, edition.day, None, last))
    return [span for span in found if span.has_a_day]
