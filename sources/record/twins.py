"""Which sources, and which actors, may be one: by what they share, for who may read both."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import QuerySet
from review.models import Record, Review

from sources.models import Twin
from sources.models.merging import TwinQuerySet
from sources.vocabulary import TwinSign


@dataclass(frozen=True)
class Pair:
    """Two records that may be one, and what they share."""

    one: Review
    other: Review
    shared: list[TwinSign]

    @property
    def signs(self) -> list[str]:
        """In words."""
        return [str(sign.label) for sign in self.shared]


def twins_of(record: Record, reader: User) -> list[Pair]:
    """What the record may be the same as, by their references."""
    found = _readable(type(record), reader).of(record.review)
    return pairs(_signs_of(found).order_by("other__reference"))


def all_pairs(model: type[Record], reader: User) -> "QuerySet[Twin, Any]":
    """Every likely pair once, to be paged; `pairs` reads a page of it."""
    found = _readable(model, reader).filter(kind=model.record_kind()).each_once()
    return _signs_of(found).order_by("one__reference", "other__reference")


def _readable(model: type[Record], reader: User) -> TwinQuerySet:
    return Twin.objects.proposed().read_by(model.visible_to(reader))


def _signs_of(found: TwinQuerySet) -> "QuerySet[Twin, Any]":
    signs = ArrayAgg("sign", distinct=True)
    return found.values("one", "other", "one__reference", "other__reference").annotate(signs=signs)


def pairs(rows: Iterable[Any]) -> list[Pair]:
    rows_read = list(rows)
    keys = {row[end] for row in rows_read for end in ("one", "other")}
    reviews = Review.objects.in_bulk(keys)
    return [
        Pair(reviews[row["one"]], reviews[row["other"]], [TwinSign(one) for one in row["signs"]])
        for row in rows_read
    ]
