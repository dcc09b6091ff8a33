"""Taking what was published in a part out of the working rows and out of every revision."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from reversion.models import Version

from review.models import Hiding, OwnedRow, Record
from review.record_types import type_of
from review.redaction.guard import SHORTEST, is_text, link_key
from review.revisions.unsaved import is_parent, model_of

# In the place of a row's name in old revisions.
NAME_GONE = "…"


@dataclass
class Emptied:
    """What was there: whole texts, and to what a row pointed."""

    texts: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    rows: set[str] = field(default_factory=set)

    def note(self, column: "models.Field[Any, Any]", row_id: str, value: Any) -> None:
        if value and is_text(column):
            self.texts.add(str(value))
        elif value and isinstance(column, models.ForeignKey):
            self.links.add(link_key(column, row_id, value))


def empty(hiding: Hiding) -> Emptied:
    """Empty one record's rows and revisions of a part; head revision and rows still agree.

    Rows are updated past their `save()`, which would make a revision of its own.
    """
    emptied = Emptied()
    record = hiding.review.record()
    if hiding.is_row:
        _empty_row(record, hiding.path.partition("/")[2], emptied)
    else:
        _empty_fields(record, hiding, emptied)
    if emptied.rows:
        emptied.rows.add(str(record.pk))
        _forget_names(emptied)
    return emptied


def _versions(record: Record, *, with_row: "Version | None" = None) -> "models.QuerySet[Version]":
    """Of every row in every revision of the record; each revision holds the record itself.

    Also in the revisions of another record to which a row belonged before.
    """
    of_record = Version.objects.get_for_object(record)
    if with_row is not None:
        model, key = model_of(with_row), with_row.object_id
        of_record |= Version.objects.get_for_object_reference(model, key)
    revisions = of_record.order_by().values("revision")
    versions: models.QuerySet[Version] = Version.objects.filter(revision__in=revisions)
    return versions


# A row: emptied wherever it is


def _empty_row(record: Record, row_id: str, emptied: Emptied, *, whole: bool = False) -> None:
    """`whole`: also what a redaction of the row alone leaves for others to name it by."""
    versions = list(_versions(record).filter(object_id=row_id))
    model = model_of(versions[0]) if versions else None
    if model is None or not issubclass(model, OwnedRow):
        return  # another record's row, which this one only embeds
    everywhere = _versions(record, with_row=versions[0])
    versions = list(everywhere.filter(object_id=row_id))
    values = empty_values(model, row_id) | (_marks(model, row_id) if whole else {})
    for version in versions:
        version.object_repr = NAME_GONE
        _rewrite(version, model, values, emptied)
    # First what hangs on the row: it may rest on a value that is emptied next.
    for relation in model.REDACTED_WITH:
        _take_out(everywhere, model._meta.get_field(relation), row_id, emptied)
    model._default_manager.filter(pk=row_id).update(**values)
    emptied.rows.add(row_id)


def empty_values(model: type[OwnedRow], row_id: str) -> dict[str, Any]:
    """What a redaction leaves in a row: nothing, where the rules of its table allow that."""
    values: dict[str, Any] = {}
    for column in model._meta.concrete_fields:
        if column.primary_key or column.name in {"position", *model.REDACTION_KEEPS}:
            continue
        if column.name in model.REDACTION_MARKS:
            values[column.name] = f"[{row_id}]"
        elif column.null or column.blank or is_text(column):
            values |= _nothing(column)
    return values


def _marks(model: type[OwnedRow], row_id: str) -> dict[str, Any]:
    return {
        name: f"[{row_id}]"
        for name in model.REDACTION_KEEPS
        if is_text(model._meta.get_field(name))  # type: ignore[arg-type]
    }


def _nothing(column: "models.Field[Any, Any]") -> dict[str, Any]:
    if isinstance(column, ArrayField):
        return {column.name: []}
    if column.null:
        return {column.name: None}
    if isinstance(column, models.CharField | models.TextField):
        return {column.name: ""}
    return {}  # a switch, or a number that is always there


def _take_out(
    versions: "models.QuerySet[Version]", relation: Any, row_id: str, emptied: Emptied
) -> None:
    """Rows that are told inside the part go as a whole."""
    model, parent = relation.related_model, relation.field
    columns = {column.name: column for column in model._meta.concrete_fields}
    for row in model._default_manager.filter(**{parent.name: row_id}):
        for column in columns.values():
            emptied.note(column, str(row.pk), column.value_from_object(row))
        emptied.rows.add(str(row.pk))
        row.delete()
    kind = ContentType.objects.get_for_model(model)
    for version in versions.filter(content_type=kind):
        values = json.loads(version.serialized_data)[0]["fields"]
        if str(values[parent.name]) != row_id:
            continue
        for name, value in values.items():
            if name in columns:
                emptied.note(columns[name], version.object_id, value)
        emptied.rows.add(version.object_id)
        version.delete()


# A record as a whole


def empty_record(record: Record) -> Emptied:
    """Empty everything that it holds or ever held; of its rows those stay that others rest on."""
    emptied = Emptied()
    _delete_rows(record, emptied)
    _delete_saves_of_gone_rows(record, emptied)
    model = type(record)
    nothing = _nothing_of(model)
    for version in Version.objects.get_for_object(record):
        version.object_repr = NAME_GONE
        _rewrite(version, model, nothing, emptied)
    model._default_manager.filter(pk=record.pk).update(**nothing)
    emptied.rows.add(str(record.pk))
    _forget_names(emptied)
    return emptied


def _nothing_of(model: type[Record]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column in model._meta.concrete_fields:
        if not column.primary_key and (column.null or column.blank or is_text(column)):
            values |= _nothing(column)
    return values


def _delete_rows(record: Record, emptied: Emptied) -> None:
    rows = [
        row
        for relation in record._meta.related_objects
        if is_parent(relation.field) and issubclass(relation.related_model, OwnedRow)
        for row in relation.related_model._default_manager.filter(
            **{relation.field.name: record.pk}
        )
    ]
    # First what hangs on them: one row of the record may rest on another one.
    for row in rows:
        for name in row.REDACTED_WITH:
            getattr(row, name).all().delete()
    for row in rows:
        try:
            row.delete()
        except models.ProtectedError:  # another record rests on it
            _empty_row(record, str(row.pk), emptied, whole=True)


def _delete_saves_of_gone_rows(record: Record, emptied: Emptied) -> None:
    for version in _versions(record):
        model = model_of(version)
        if model is None or model._default_manager.filter(pk=version.object_id).exists():
            continue
        columns = {column.name: column for column in model._meta.concrete_fields}
        for name, value in json.loads(version.serialized_data)[0]["fields"].items():
            if name in columns:
                emptied.note(columns[name], version.object_id, value)
        emptied.rows.add(version.object_id)
        version.delete()


# Fields of the record itself


def _empty_fields(record: Record, hiding: Hiding, emptied: Emptied) -> None:
    """Up to the last edition that told them, always; after it, as long as any of it is there."""
    model = type(record)
    fields = {column.name: column for column in model._meta.concrete_fields}
    columns = [fields[name] for name in type_of(record).redactable[hiding.path].fields]
    nothing = {name: value for column in columns for name, value in _nothing(column).items()}
    editions = hiding.review.editions.filter(number__in=hiding.numbers)
    last = editions.aggregate(last=models.Max("revision_id"))["last"]
    versions = Version.objects.get_for_object(record).order_by("revision_id")
    gone: set[tuple[str, Any]] = set()
    for version in versions:
        there = _values_there(version, columns)
        if version.revision_id > last and gone.isdisjoint(there):
            continue
        gone |= there
        _rewrite(version, model, nothing, emptied)
        if version.revision_id == hiding.review.head_id:
            model._default_manager.filter(pk=record.pk).update(**nothing)
        emptied.rows.add(version.object_id)


def _values_there(version: Version, columns: Iterable[Any]) -> set[tuple[str, Any]]:
    values = json.loads(version.serialized_data)[0]["fields"]
    return {
        (column.name, values.get(column.name))
        for column in columns
        if values.get(column.name) not in (None, "", "[]") and not column.choices
    }


# Revisions and names


def _rewrite(
    version: Version, model: type[models.Model], nothing: dict[str, Any], emptied: Emptied
) -> None:
    data = json.loads(version.serialized_data)
    columns = {column.name: column for column in model._meta.concrete_fields}
    for name in nothing.keys() & data[0]["fields"].keys():
        column = columns[name]
        emptied.note(column, version.object_id, data[0]["fields"][name])
        # Arrays are JSON inside JSON.
        data[0]["fields"][name] = "[]" if isinstance(column, ArrayField) else nothing[name]
    version.serialized_data = json.dumps(data, ensure_ascii=False)
    version.save(update_fields=["serialized_data", "object_repr"])


def _forget_names(emptied: Emptied) -> None:
    """Revisions and the admin's log keep what rows were called; links are called after others."""
    LogEntry.objects.filter(object_id__in=emptied.rows).update(object_repr="", change_message="")
    for text in emptied.texts:
        if len(text) > SHORTEST:
            named = Q(object_repr__contains=text)
            Version.objects.filter(named).update(object_repr=NAME_GONE)
            # Its messages are JSON in ASCII.
            named |= Q(change_message__contains=json.dumps(text)[1:-1])
            LogEntry.objects.filter(named).update(object_repr="", change_message="")
