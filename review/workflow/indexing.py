"""What search and lists hold of a record: written when it is published, taken away with it."""

from collections.abc import Iterable
from datetime import date

from django.db import models

from review.document_types import Document
from review.editions import chain, spans
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
    _insert(edition, document, first_day=first.entry.day, last=last)


def index_first(edition: Edition, document: Document) -> None:
    """Of a record's first edition, just added to the chain: it has no rows yet."""
    _insert(edition, document, first_day=edition.entry.day, last=edition.entry)


def _insert(edition: Edition, document: Document, *, first_day: date, last: Entry) -> None:
    rows = index_rows(edition, document, first_day=first_day, last=last)
    for row in [*rows, *rows_by_day(edition, document, rows, first_day=first_day)]:
        row.save(force_insert=True)


def index_rows(
    edition: Edition, document: Document, *, first_day: date, last: Entry
) -> list[models.Model]:
    taken = taken_from(edition, edition.review.hidings.all())
    published = PublishedFrom(edition, first_day, last, taken)
    rows = type_of(edition.review).index_rows(published, document)
    return [*rows, *resting_rows(published.reference, document)]


def rows_by_day(
    edition: Edition, document: Document, rows: Iterable[models.Model], *, first_day: date
) -> list[models.Model]:
    """The rows of the current edition as the index by day has them, and those of earlier ones.

    Earlier ones are made of what is served of them now: what was hidden since is not in them.
    """
    kind = type_of(edition.review)
    found = kind.by_day(rows, until=None)
    if edition.number == 1 or not kind.lists_earlier(document):
        return found
    shown = {span.position: span for span in spans.spans(chain.entries_of(edition.review))}
    earlier = edition.review.editions.filter(entry__in=shown).exclude(pk=edition.pk)
    for one in earlier.select_related("entry", "review").order_by("number"):
        span = shown[one.entry_id]
        told = kind.listed_earlier(served_document(one), document)
        made = index_rows(one, told, first_day=first_day, last=span.last)
        found += kind.by_day(made, until=span.until)
    return found


def unindex(review: Review) -> None:
    for model in type_of(review).all_index_tables():
        model._default_manager.filter(reference=review.reference).delete()


def reindex(review: Review) -> None:
    """Make the published rows anew from what is served of the current edition."""
    if review.is_public and review.edition:
        index(review.edition, served_document(review.edition))
