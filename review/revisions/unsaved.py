"""Rows that are not what the last save of their record left: somebody changed them past the forms.

The comparison that a reviewer reads is made of saves, the edition of rows. Where the two differ,
what would be published is not what was looked at.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.core import serializers
from django.db import models
from reversion.models import Version

from review.models import OwnedRow, Record, Review, record_model

# Of each row, by (label of its model, key): its columns as a save would hold them.
Rows = dict[tuple[str, str], dict[str, Any]]


def with_unsaved_rows(reviews: Iterable[Review]) -> set[UUID]:
    """Keys of those whose rows differ from their head, on the columns that both have."""
    heads = {review.head_id: review for review in reviews if review.head_id}
    saved, stored = _saved(heads), _stored(heads.values())
    return {
        review.pk for review in heads.values() if not _agree(saved[review.pk], stored[review.pk])
    }


def rows_of(review: Review) -> Rows:
    """Every row of one record as it is now: two of these tell whether anything was changed."""
    return _stored([review])[review.pk]


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
    versions = Version.objects.filter(revision__in=heads).select_related("content_type")
    for version in versions:
        model = version.content_type.model_class()
        if model is not None:
            key = model._meta.label_lower, version.object_id
            rows[heads[version.revision_id].pk][key] = _columns(version.serialized_data)
    return rows


def _stored(reviews: Iterable[Review]) -> dict[UUID, Rows]:
    """Every row that the records own by now, whatever their saves know of."""
    by_kind: dict[str, list[UUID]] = defaultdict(list)
    for review in reviews:
        by_kind[review.kind].append(review.pk)
    rows: dict[UUID, Rows] = defaultdict(dict)
    for kind, keys in by_kind.items():
        for owner, row in with_owned(record_model(kind), keys):
            key = row._meta.label_lower, str(row.pk)
            rows[owner][key] = _columns(serializers.serialize("json", [row]))
    return rows


def _columns(serialized: str) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(serialized)[0]["fields"]
    return fields


def with_owned(
    model: type[models.Model], keys: Iterable[UUID]
) -> Iterator[tuple[UUID, models.Model]]:
    """(key of the record, row) of records and, floor by floor, of what they own."""
    wave = {row: row.pk for row in model._default_manager.filter(pk__in=keys)}
    while wave:
        yield from ((owner, row) for row, owner in wave.items())
        wave = dict(_children(wave))


def _children(wave: dict[Any, UUID]) -> Iterator[tuple[Any, UUID]]:
    owners = {row.pk: owner for row, owner in wave.items()}
    for relation in {one for row in wave for one in row._meta.related_objects}:
        child: Any = relation.related_model
        if issubclass(child, OwnedRow) and is_parent(relation.field):
            for row in child._default_manager.filter(**{f"{relation.field.name}__in": owners}):
                yield row, owners[getattr(row, relation.field.attname)]


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
