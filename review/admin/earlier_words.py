"""Where words stand that an approval takes back, as the person who decides about it reads it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from review.admin.part_names import name_of, row_names
from review.models import Edition, EditionPart, Review, ReviewQuerySet
from review.record_types import Ahead
from review.workflow.taking_back import Earlier, taken_back


@dataclass(frozen=True)
class EarlierWords:
    """What one record still tells; no title where the person may not read it."""

    review: Review
    title: str
    parts: list[tuple[str, tuple[int, ...]]]


def earlier_words(ahead: Ahead, *, readable: ReviewQuerySet) -> list[EarlierWords]:
    """Where words are public that approving these documents takes back, record by record."""
    found: dict[str, list[Earlier]] = defaultdict(list)
    for one in taken_back(ahead):
        found[one.reference].append(one)
    if not found:
        return []
    titled = set(readable.filter(reference__in=found).values_list("pk", flat=True))
    reviews = Review.objects.filter(reference__in=found).order_by("kind", "title", "pk")
    return [
        _words_in(review, found[review.reference], is_readable=review.pk in titled)
        for review in reviews
    ]


def _words_in(review: Review, parts: list[Earlier], *, is_readable: bool) -> EarlierWords:
    called = row_names(review) if is_readable else {}
    latest = {
        part.path: part
        for part in EditionPart.objects.filter(
            edition__review=review, path__in=[one.path for one in parts]
        ).order_by("edition__number")
    }
    named = [
        (name_of(review, one.path, latest[one.path] if is_readable else None, called), one.numbers)
        for one in parts
    ]
    return EarlierWords(review, review.title if is_readable else "", named)


def notes_that_stay(earlier: Iterable[EarlierWords]) -> list[tuple[Review, int, str]]:
    """Public notes are in the chain for ever: (record, number of the edition, note)."""
    reviews = [one.review for one in earlier]
    if not reviews:
        return []
    editions = Edition.objects.filter(review__in=reviews).select_related("entry", "review")
    noted = [(one.review, one.number, one.entry.content["note"]) for one in editions]
    return [one for one in noted if one[2]]
