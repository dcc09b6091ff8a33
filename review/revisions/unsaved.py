"""Rows that are not what the last save of their record left: somebody changed them past the forms.

The comparison that a reviewer reads is made of saves, the edition of rows. Where the two differ,
what would be published is not what was looked at.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.db import models
from reversion.models import Version

from review.models import OwnedRow, Record, Review, record_model

# Of each row, by (label of its model, key): its columns as a save would hold them.
Rows = dict[tuple[str, str], dict[str, Any]]
# Rows by model and key.
Fetched = Mapping[tuple[type[models.Model], str], models.Model]
NOTHING: Fetched = MappingProxyType({})


def with_unsaved_rows(
    reviews: Iterable[Review], read: Mapping[UUID, Record] | None = None
) -> set[UUID]:
    """Keys of those whose rows differ from their head, on the columns that both have.

    `read` are records of theirs that were read just now: what was fetched of the rows that they own
    is compared as it was fetched, since the document is made of it.
    """
    heads = {review.head_id: review for review in reviews if review.head_id}
    saved, stored = _saved(heads), _stored(heads.values(), read or {})
    return {
        review.pk for review in heads.values() if not _agree(saved[review.pk], stored[review.pk])
    }


def rows_of(review: Review) -> Rows:
    """Every row of one record as it is now: two of these tell whether anything was changed."""
    return _stored([review], {})[review.pk]


def _agree(saved: Rows, stored: Rows) -> bool:
    if saved.keys() != stored.keys():
        return False
    return all(
        values[name] == stored[key][name]
        for key, values in saved.items()
        for name in values.keys() & stored[key].keys()
    )


def _saved(heads: dict[int, Review]) -> dict[UUID, Rows]:
    rows: dict[UUID, Rows] = defaultdict(dict)
    models.prefetch_related_objects(list(heads.values()), "head__version_set")
    for review in heads.values():
        for version in review.head.version_set.all() if review.head else ():
            model = model_of(version)
            if model is not None:
                key = model._meta.label_lower, version.object_id
                rows[review.pk][key] = _columns(version.serialized_data)
    return rows


def _stored(reviews: Iterable[Review], read: Mapping[UUID, Record]) -> dict[UUID, Rows]:
    """Every row that the records own by now, whatever their saves know of."""
    by_kind: dict[str, list[UUID]] = defaultdict(list)
    for review in reviews:
        by_kind[review.kind].append(review.pk)
    rows: dict[UUID, Rows] = defaultdict(dict)
    for kind, keys in by_kind.items():
        for owner, row in with_owned(record_model(kind), keys, read):
            key = row._meta.label_lower, str(row.pk)
            rows[owner][key] = _columns(serializers.serialize("json", [row]))
    return rows


def model_of(version: Version) -> type[models.Model] | None:
    """Which model has which number is known in the process: Django keeps that."""
    return ContentType.objects.get_for_id(version.content_type_id).model_class()


def _columns(serialized: str) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(serialized)[0]["fields"]
    return fields


def with_owned(
    model: type[models.Model], keys: Collection[UUID], read: Mapping[UUID, Record] | None = None
) -> Iterator[tuple[UUID, models.Model]]:
    """(key of the record, row) of records and, floor by floor, of what they own."""
    here: list[models.Model] = [read[key] for key in keys if key in read] if read else []
    others = set(keys) - {row.pk for row in here}
    rows = [*here, *model._default_manager.filter(pk__in=others)] if others else here
    wave = {row: row.pk for row in rows}
    while wave:
        yield from ((owner, row) for row, owner in wave.items())
        wave = dict(_children(wave))


def _children(wave: dict[Any, UUID]) -> Iterator[tuple[Any, UUID]]:
    owners = {row.pk: owner for row, owner in wave.items()}
    for relation in {one for row in wave for one in row._meta.related_objects}:
        child: Any = relation.related_model
        if issubclass(child, OwnedRow) and is_parent(relation.field):
            for row in _rows_of(wave, relation):
                yield row, owners[getattr(row, relation.field.attname)]


def _rows_of(wave: Iterable[Any], relation: Any) -> Iterator[Any]:
    """Those that were fetched with their owners are not asked for again."""
    name = relation.get_accessor_name()
    owners = [row for row in wave if isinstance(row, relation.model)]
    fetched = [row for row in owners if name in getattr(row, "_prefetched_objects_cache", ())]
    for row in fetched:
        yield from getattr(row, name).all()
    if others := {row.pk for row in owners} - {row.pk for row in fetched}:
        column = f"{relation.field.name}__in"
        yield from relation.related_model._default_manager.filter(**{column: others})


def fetched_with(records: Iterable[Record]) -> Fetched:
    """All rows that were read with these records: what they own and name, as it was fetched."""
    found: dict[tuple[type[models.Model], str], models.Model] = {}
    wave: list[models.Model] = list(records)
    while wave:
        new = {(type(row), str(row.pk)): row for row in reversed(wave)}
        new = {key: row for key, row in new.items() if key not in found}
        found |= new
        wave = [
            one
            for row in new.values()
            if isinstance(row, Record | OwnedRow)
            for one in _fetched_beside(row)
        ]
    return found


def _fetched_beside(row: models.Model) -> Iterator[models.Model]:
    """First what it owns: that knows its owner."""
    for rows in getattr(row, "_prefetched_objects_cache", {}).values():
        yield from rows
    for column in row._meta.concrete_fields:
        if isinstance(column, models.ForeignKey) and column.is_cached(row):
            named = getattr(row, column.name)
            yield from [named] if named is not None else []


def record_behind(row: models.Model) -> Record | None:
    """The record that owns the row, over however many rows between."""
    while not isinstance(row, Record):
        parent = parent_of(type(row))
        if parent is None:
            return None
        row = getattr(row, parent.name)
    return row


def parent_of(model: type[models.Model]) -> "models.Field[Any, Any] | None":
    """The key to what its rows belong to; None for a record, or what belongs to none."""
    return next((one for one in model._meta.concrete_fields if is_parent(one)), None)


def is_parent(column: "models.Field[Any, Any]") -> bool:
    """The row cannot be without what it belongs to, and goes with it."""
    if not isinstance(column, models.ForeignKey) or column.null:
        return False
    return column.remote_field.on_delete is models.CASCADE
