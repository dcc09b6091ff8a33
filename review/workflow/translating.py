"""Texts that a public record has in one language only: which they are, and their translation.

Nothing is stored of it: a gap follows from the two columns of a text and ends when both have words.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from hashlib import sha256
from operator import or_
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from review.document_types import Language
from review.editions.translations import OTHER_LANGUAGE
from review.models import OwnedRow, Record, Refused, Review, ReviewQuerySet, record_models
from review.models.written import written_fields
from review.revisions.unsaved import is_parent, with_owned
from review.workflow import decisions


@dataclass(frozen=True)
class Gap:
    """A text of a row that is there in one language and missing in the other, `to`."""

    row: Any
    name: str
    to: Language

    @property
    def key(self) -> str:
        """Of a form: the row, its column, and the original that is translated."""
        said = sha256(self.original.encode()).hexdigest()[:16]
        return f"{self.row._meta.model_name}-{self.row.pk}-{self.column}-{said}"

    @property
    def column(self) -> str:
        return f"{self.name}_{self.to}"

    @property
    def field(self) -> Any:
        return self.row._meta.get_field(self.column)

    @property
    def original(self) -> str:
        return str(getattr(self.row, f"{self.name}_{OTHER_LANGUAGE[self.to]}"))


def names(model: type[models.Model]) -> tuple[str, ...]:
    """What a model has in both languages: `title` of `title_en` and `title_uk`."""
    written = [field.name for field in written_fields(model)]
    return tuple(
        name.removesuffix("_en")
        for name in written
        if name.endswith("_en") and f"{name.removesuffix('_en')}_uk" in written
    )


def waiting_for(to: Language, reader: User) -> ReviewQuerySet:
    """Public records without pending changes that lack something in this language.

    In rows that this colleague may read: else the list would tell that there are others.
    """
    found = Review.objects.none()
    for kind, record in record_models().items():
        for model, way in _tables(record):
            lacking = _readable_rows(model, reader).filter(_lacks(model, to))
            found |= Review.objects.filter(kind=kind, pk__in=lacking.values(way))
    return found.filter(public=Review.Public.CURRENT, work=Review.Work.CLEAN)


def _lacks(model: type[models.Model], to: Language) -> models.Q:
    return reduce(
        or_,
        (
            models.Q(**{f"{name}_{to}": ""}) & ~models.Q(**{f"{name}_{OTHER_LANGUAGE[to]}": ""})
            for name in names(model)
        ),
        models.Q(pk__in=[]),
    )


def _tables(record: type[Record]) -> Iterator[tuple[type[models.Model], str]]:
    """The tables of a kind of record that have texts in two languages; how each leads to it."""
    wave: list[tuple[type[models.Model], str]] = [(record, "pk")]
    while wave:
        yield from ((model, way) for model, way in wave if names(model))
        wave = [
            (child.related_model, f"{child.field.name}__{way}")
            for model, way in wave
            for child in model._meta.related_objects
            if issubclass(child.related_model, OwnedRow) and is_parent(child.field)
        ]


def gaps(reviews: Iterable[Review], to: Language, reader: User) -> dict[UUID, list[Gap]]:
    """Of each record what it lacks, in rows that this colleague may read, and rest on no others."""
    by_kind: dict[str, list[UUID]] = defaultdict(list)
    for review in reviews:
        by_kind[review.kind].append(review.pk)
    found: dict[UUID, list[Gap]] = defaultdict(list)
    for kind, keys in by_kind.items():
        rows = [one for one in with_owned(record_models()[kind], keys) if names(type(one[1]))]
        readable = _readable([row for _owner, row in rows], reader)
        for owner, row in rows:
            if row in readable:
                found[owner] += _gaps_of(row, to)
    return found


def _gaps_of(row: Any, to: Language) -> Iterator[Gap]:
    for name in names(type(row)):
        gap = Gap(row, name, to)
        if gap.original.strip() and not getattr(row, gap.column).strip():
            yield gap


def _readable_rows(model: Any, reader: User) -> models.QuerySet[Any]:
    """Of a table: rows that this colleague may read, as all that they name."""
    rows: models.QuerySet[Any] = model.visible_to(reader)
    for field in _naming(model):
        named = field.related_model.visible_to(reader).values("pk")
        rows = rows.filter(
            models.Q(**{field.attname: None}) | models.Q(**{f"{field.name}__in": named})
        )
    return rows


def _readable(rows: list[models.Model], reader: User) -> set[models.Model]:
    """The same of rows that were read already."""
    by_model: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        by_model[type(row)].append(row.pk)
    return {
        row
        for model, keys in by_model.items()
        for row in _readable_rows(model, reader).filter(pk__in=keys).only("pk")
    }


def _naming(model: type[models.Model]) -> Iterator[Any]:
    """Foreign keys to a record or to a row of one."""
    for field in model._meta.concrete_fields:
        named = field.related_model
        if isinstance(named, type) and issubclass(named, Record | OwnedRow):
            yield field


def fill(gap: Gap, text: str) -> None:
    """Put it into the row, as it would be kept; a ValidationError where the field refuses it."""
    setattr(gap.row, gap.column, text)
    gap.row.clean_fields(exclude={one.name for one in gap.row._meta.fields} - {gap.column})


@transaction.atomic
def translate(
    review: Review, typed: Mapping[str, str], *, to: Language, by: User, comment: str
) -> Review:
    """Save translations as one change, each by the key of its gap.

    The key tells the original: another one, or a text that came meanwhile, is refused, and what
    others saved beside them stays.
    """
    review = decisions.lock(review.pk)
    if review.is_waiting:
        raise Refused(_("It waits for review: translate it when that is decided."))
    record = review.record()
    with decisions.saving(record, by=by, seen=review.head_id, comment=comment):
        missing = {gap.key: gap for gap in gaps([review], to, by)[review.pk]}
        if typed.keys() - missing.keys():
            raise Refused(
                _("A text of this form is not missing any more, or its original changed.")
            )
        rows = {_filled(missing[key], text, record) for key, text in typed.items()}
        for row in rows - {record}:
            decisions.keep(row)
    return record.review


def _filled(gap: Gap, text: str, record: Record) -> Any:
    """The row; the record itself is saved from memory when all else is."""
    if gap.row.pk == record.pk:
        gap = replace(gap, row=record)
    try:
        fill(gap, text)
    except ValidationError as error:
        raise Refused(f"{gap.field.verbose_name}: {' '.join(error.messages)}") from error
    return gap.row
