"""What an edition rests on: the editions of other records that it embeds, and what became of them.

An object of a document that has a `reference` and an `edition` is taken from that edition of
another record. Nothing else is stored of it but an index; see docs/decisions/corrections.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from review.document_types import Document
from review.models import PublicRecord, Resting, Review


@dataclass(frozen=True)
class Earlier:
    """What a document says of another record, which has a newer edition by now, or none."""

    brief: Document
    record: PublicRecord

    @property
    def is_gone(self) -> bool:
        return self.record.public != Review.Public.CURRENT


def embedded(document: Document) -> dict[str, Document]:
    """What is embedded of each other record, by its reference; the earliest edition of each."""
    found: dict[str, Document] = {}
    for brief in _briefs(document):
        kept = found.setdefault(brief["reference"], brief)
        if brief["edition"] < kept["edition"]:
            found[brief["reference"]] = brief
    return found


def _briefs(document: Document) -> Iterator[Document]:
    for one in _objects(document):
        if "reference" in one and one.get("edition") is not None:
            yield one


def mentioned(document: Document) -> Iterator[str]:
    """References of all records that a document names."""
    for one in _objects(document):
        if isinstance(reference := one.get("reference"), str):
            yield reference


def told_of(document: Document, reference: str) -> Iterator[Document]:
    """Objects of a document that name this record, whether they embed an edition of it or not."""
    return (one for one in _objects(document) if reference in one.values())


def _objects(value: Any) -> Iterator[Document]:
    """The document and every object in it, each before those inside it."""
    match value:
        case dict():
            yield value
            for part in value.values():
                yield from _objects(part)
        case list():
            for part in value:
                yield from _objects(part)


def earlier_editions(document: Document) -> list[Earlier]:
    """Those of which a document embeds an earlier edition, or that are not public any more."""
    found = embedded(document)
    records = PublicRecord.objects.filter(reference__in=found).order_by("kind", "reference")
    every = [Earlier(found[record.reference], record) for record in records]
    return [one for one in every if one.is_gone or one.record.number > one.brief["edition"]]


def resting_rows(reference: str, document: Document) -> list[Resting]:
    """Rows of the index; made from the edition alone, so that they can be rebuilt."""
    return [
        Resting(id=f"{reference}-{on}", reference=reference, on_id=on, number=brief["edition"])
        for on, brief in embedded(document).items()
    ]
