"""What search and lists hold of a record: written when it is published, taken away with it."""

from datetime import date

from django.db import models

from review.document_types import Document
from review.editions import chain
from review.editions.dependencies import resting_rows
from review.editions.documents import served_document, taken_from
from review.models import Edition, Entry, Review
from review.record_types import PublishedFrom, type_of


def index(edition: Edition, document: Document) -> None:
    """Replace the record's rows in the published index by those of this edition.

    Call it after whatever is added to the chain: the rows know the record's last entry.
    """
    first = edition.review.editions.select_related("entry").get(number=1)
    unindex(edition.review)
    last = chain.last_of(edition.review)
    for row in index_rows(edition, document, first_day=first.entry.day, last=last):
        row.save(force_insert=True)


def index_rows(
    edition: Edition, document: Document, *, first_day: date, last: Entry
) -> list[models.Model]:
    taken = taken_from(edition, edition.review.hidings.all())
    published = PublishedFrom(edition, first_day, last, taken)
    rows = type_of(edition.review).index_rows(published, document)
    return [*rows, *resting_rows(published.reference, document)]


def unindex(review: Review) -> None:
    for model in type_of(review).all_index_tables():
        model._default_manager.filter(reference=review.reference).delete()


def reindex(review: Review) -> None:
    """Make the published rows anew from what is served of the current edition."""
    if review.is_public and review.edition:
        index(review.edition, served_document(review.edition))
