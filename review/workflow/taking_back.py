"""What a new edition takes back to protect somebody, and where its earlier words still stand.

An edition is never changed, so a source that becomes confidential would go on standing whole in its
earlier editions, in the incidents that cite it, and in their editions. Approving such an edition
hides there what it does not tell any more (docs/decisions/taking-back.md).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from review.editions import chain
from review.editions.dependencies import told_of
from review.editions.documents import whole_document
from review.models import EditionPart, Hiding, Review
from review.record_types import Ahead, NextEdition, type_of
from review.redaction.guard import is_telling, said_in, texts_in, whole_words
from review.workflow.hiding import removable

# Which parts are looked at.
Among = Callable[["models.QuerySet[EditionPart]"], "models.QuerySet[EditionPart]"]


@dataclass(frozen=True, order=True)
class Earlier:
    """A part that stands in public editions and is to be hidden there."""

    reference: str
    path: str
    numbers: tuple[int, ...]


@dataclass
class Taken:
    """What one record takes back: texts that it told, as they are compared, and rows elsewhere."""

    reference: str
    number: int | None
    texts: set[str] = field(default_factory=set)

    def stands_in(self, content: Any) -> bool:
        """Whether a part of another record tells what an earlier edition of this one told."""
        if content == self.reference:
            return True
        found = list(told_of(content, self.reference))
        if any(self._is_earlier(brief) or self._is_same(brief) for brief in found):
            return True
        return bool(found) and not self.texts.isdisjoint(said_in(texts_in(content)))

    def _is_same(self, brief: Mapping[str, Any]) -> bool:
        """Another record is told to be one with it: what is public of that one leads to it."""
        return brief.get("reference") not in {None, self.reference}

    def _is_earlier(self, brief: Mapping[str, Any]) -> bool:
        edition = brief.get("edition")
        return edition is not None and (self.number is None or edition < self.number)


def taken_back(ahead: Ahead) -> list[Earlier]:
    """Every part, in whatever record, that publishing these documents would leave to be hidden."""
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    # A first edition takes nothing back.
    later = [reference for reference, upcoming in ahead.items() if upcoming.number > 1]
    reviews = Review.objects.filter(reference__in=later).exclude(edition=None)
    for review in reviews.order_by("pk"):
        upcoming = ahead[review.reference]
        own = list(_own(review, upcoming))
        if own:
            _add(found, ((review.reference, path, number) for path, number, _value in own))
            told = (text for *_where, value in own for text in texts_in(value) if is_telling(text))
            texts = said_in(told) - said_in(texts_in(upcoming.document))
            _add(found, _elsewhere(Taken(review.reference, upcoming.number, texts), visible))
    return _sorted(found)


def embedded_copies(review: Review, *, hidden_too: bool = False) -> list[Earlier]:
    """Parts of other records that embed any edition of this one."""
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    _add(found, _elsewhere(Taken(review.reference, None), _told if hidden_too else not_hidden))
    return _sorted(found)


def _add(found: dict[tuple[str, str], set[int]], parts: Iterable[tuple[str, str, int]]) -> None:
    for reference, path, number in parts:
        found[reference, path].add(number)


def _sorted(found: Mapping[tuple[str, str], set[int]]) -> list[Earlier]:
    return sorted(Earlier(*key, tuple(sorted(numbers))) for key, numbers in found.items())


def _own(review: Review, upcoming: NextEdition) -> Iterator[tuple[str, int, Any]]:
    """(path, number, value) of what earlier editions tell and this one does not.

    Of an edition that took nothing back, where it repeats what one before it told: whoever
    withdraws a name may clean the texts only afterwards.
    """
    kind, told = type_of(review), dict(chain.split(upcoming.document))
    editions = review.editions.filter(number__lt=upcoming.number).select_related("entry", "review")
    wholes = {edition: whole_document(edition) for edition in editions.prefetch_related("parts")}
    stricter = {one for one, whole in wholes.items() if kind.takes_back(whole, upcoming.document)}
    still = said_in(texts_in(upcoming.document))
    before = {text for one in stricter for text in texts_in(wholes[one]) if is_telling(text)}
    gone = {text for text in before if not said_in([text]) <= still}
    tells = whole_words(gone) if gone else None
    for edition in wholes if stricter else ():
        for part in visible(edition.parts.all()):
            value = part.content
            repeats = tells and any(map(tells, texts_in(value)))
            if not (removable(review, part.path) and (edition in stricter or repeats)):
                continue
            if leaves(value) - leaves(told.get(part.path)):
                yield part.path, edition.number, value


def leaves(value: Any) -> set[str]:
    """All that a value says: its texts and numbers, but not what is empty, unknown, yes or no."""
    match value:
        case dict():
            return set().union(*(leaves(part) for part in value.values()))
        case list():
            return set().union(*(leaves(part) for part in value))
        case None | "" | bool():
            return set()
    return {str(value)}


def _elsewhere(taken: Taken, among: Among) -> Iterator[tuple[str, str, int]]:
    """(reference, path, number) of parts of other records; what was computed from them goes too."""
    quoted = f'"{taken.reference}"'
    parts = among(EditionPart.objects.filter(value__contains=quoted))
    others = parts.exclude(edition__review__reference=taken.reference)
    rows: dict[int, set[str]] = defaultdict(set)
    for part in others.select_related("edition__review"):
        review = part.edition.review
        if removable(review, part.path) and taken.stands_in(part.content):
            rows[part.edition_id].add(part.path.rpartition("/")[2])
            yield review.reference, part.path, part.edition.number
    yield from _computed(rows, among)


def _computed(rows: Mapping[int, set[str]], among: Among) -> Iterator[tuple[str, str, int]]:
    """Parts that no field is made of, such as origins, where they name one of these rows."""
    parts = among(EditionPart.objects.filter(edition__in=rows)).exclude(path__contains="/")
    for part in parts.select_related("edition__review"):
        way = removable(part.edition.review, part.path)
        if way and not way.fields and any(row in part.value for row in rows[part.edition_id]):
            yield part.edition.review.reference, part.path, part.edition.number


def visible(parts: "models.QuerySet[EditionPart]") -> "models.QuerySet[EditionPart]":
    """Without those about us, those that are hidden, and those that somebody showed again."""
    shown_again = models.Q(state=Hiding.State.SHOWN, earlier_only=True)
    return _told(parts).exclude(_is_covered(models.Q(state=Hiding.State.HIDDEN) | shown_again))


def not_hidden(parts: "models.QuerySet[EditionPart]") -> "models.QuerySet[EditionPart]":
    """What somebody showed again is public: to protect somebody it is hidden once more."""
    return _told(parts).exclude(_is_covered(models.Q(state=Hiding.State.HIDDEN)))


def _told(parts: "models.QuerySet[EditionPart]") -> "models.QuerySet[EditionPart]":
    return parts.exclude(path=EditionPart.STAFF)


def _is_covered(states: models.Q) -> models.Exists:
    covering = Hiding.objects.filter(
        states, review=models.OuterRef("edition__review"), path=models.OuterRef("path")
    )
    return models.Exists(covering.of_edition("edition__number"))
