"""The one table of evidence: each fact once, and under it what the statements say."""

from dataclasses import dataclass

from sources.vocabulary import StatedOrInferred

from incidents.pages.footnotes import FactEvidence, Footnotes, Mark, Note
from incidents.pages.who_knew import Behind, WhoKnew


@dataclass(frozen=True)
class Bearing:
    """A statement under a fact: in full where the page first comes to it, then by its number."""

    mark: Mark
    is_in_full: bool

    @property
    def note(self) -> Note:
        return self.mark.note

    @property
    def is_inferred(self) -> bool:
        return bool(self.mark.evidence["stated"] == StatedOrInferred.INFERRED)


@dataclass(frozen=True)
class EvidenceRow:
    fact: FactEvidence
    behind: Behind | None
    bearings: list[Bearing]

    @property
    def anchor(self) -> str:
        return f"fact-{self.fact.key.replace('/', '-')}"


def evidence_rows(notes: Footnotes, knew: WhoKnew | None) -> list[EvidenceRow]:
    """In the order of the page."""
    rows, told = [], set[int]()
    for fact in notes.every_fact:
        bearings = [Bearing(mark, mark.note.number not in told) for mark in fact.marks]
        told |= {mark.note.number for mark in fact.marks}
        rows.append(EvidenceRow(fact, knew.behind(fact.key) if knew else None, bearings))
    return rows
