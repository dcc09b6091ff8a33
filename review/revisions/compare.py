"""What changed in a record between two revisions, line by line, with who changed it."""

import dataclasses
import difflib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast
from uuid import UUID

from accounts.prepared import prepared
from accounts.sight import ReaderAlike, alike
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext as _
from reversion.models import Revision, Version

from review.db.queries import together
from review.editions.translations import OTHER_LANGUAGE
from review.models import Event, OwnedRow, Record
from review.models.record import unreadable_among
from review.models.written import Written
from review.revisions import whole_rows
from review.revisions.unsaved import NOTHING, Fetched, is_parent, model_of, record_behind
from review.text.kept import line_ends

# A longer text is shown whole, before and after: a word diff of it would take seconds.
LONGEST_DIFF = 20_000

RowKey = tuple[str, str]
# By model and key.
Names = dict[tuple[type[models.Model], str], str]


@dataclass(frozen=True)
class Row:
    """One row as a revision holds it."""

    model: type[models.Model]
    pk: str
    name: str
    values: dict[str, Any]


@dataclass
class Line:
    """One difference: a field of a row, or a whole row that came or went (field None)."""

    row: Row
    field: "models.Field[Any, Any] | None"
    kind: str  # changed, added or removed
    before: Any = None
    after: Any = None
    people: list[User] = dataclasses.field(default_factory=list)
    # What the rows that it names are called, of all lines of a comparison read at once.
    names: Names = dataclasses.field(default_factory=dict)
    # Other rows that came or went and are told in this line, since they are like it (`gathered`).
    like: "list[Line]" = dataclasses.field(default_factory=list)
    # Rows that it owns, which came or went with it and are told in this line.
    own: "list[Line]" = dataclasses.field(default_factory=list)
    # As `names`, for rows that have a shorter one which is told apart from all others here.
    short_names: Names = dataclasses.field(default_factory=dict)

    @property
    def key(self) -> str:
        parts = [self.row.model._meta.label_lower, self.row.pk]
        return ":".join([*parts, self.field.name] if self.field else parts)

    @property
    def row_label(self) -> str:
        if self.like:
            return f"{self.row.model._meta.verbose_name_plural}: {1 + len(self.like)}"
        return f"{self.row.model._meta.verbose_name}: {self.row.name}"

    @property
    def each(self) -> "list[Line]":
        return [self, *self.own, *self.like]

    @property
    def field_label(self) -> str:
        return str(self.field.verbose_name) if self.field else ""

    @property
    def words(self) -> "list[tuple[str, str]]":
        """Word by word; how the lines end is no difference."""
        return diff_words(line_ends(self.before_text), line_ends(self.after_text))

    @property
    def before_text(self) -> str:
        return in_words(self.field, self.before, self.names) if self.field else ""

    @property
    def after_text(self) -> str:
        return in_words(self.field, self.after, self.names) if self.field else ""

    @cached_property
    def told(self) -> whole_rows.Told:
        """A row that came or went, with those that are told in its line."""
        told = _tell([self, *self.like])
        by_model: dict[type[models.Model], list[Line]] = {}
        for line in sorted(self.own, key=_place_in_list):
            by_model.setdefault(line.row.model, []).append(line)
        for model, rows in by_model.items():
            together = bool(_written(model).TOLD_BRIEFLY)
            for inner in [_tell(rows)] if together else [_tell([row]) for row in rows]:
                label = str(model._meta.verbose_name)
                said = "; ".join(f"{name}: {words}" for name, words in inner.first)
                told.first.extend(inner.first if together else [(label, said)])
                told.besides.extend(inner.besides)
        return told

    @property
    def heading(self) -> str:
        """What kind of row, or rows, and what tells them apart where the words do not."""
        label = str(self.row.model._meta.verbose_name)
        return f"{label}: {name}" if (name := self.told.name) else label

    @property
    def contents(self) -> "list[tuple[str, str]]":
        """All that the filled fields of a row that came or went say."""
        return [*self.told.first, *self.told.besides]

    def filled(self) -> dict[str, str]:
        """What the filled fields of its row say, by their names."""
        model = self.row.model
        fields = {f.name: f for f in model._meta.fields}
        short = _written(model).TOLD_BY
        return {
            name: in_words(
                fields[name], value, self._names_for(fields[name], is_short=name == short)
            )
            for name, value in self.row.values.items()
            if name in fields and _counts(fields[name]) and value not in (None, "", [], False)
        }

    def _names_for(self, field_: "models.Field[Any, Any]", *, is_short: bool) -> Names:
        return self.names | self.short_names if is_short else self.names


def _tell(lines: list[Line]) -> whole_rows.Told:
    """Rows of one model."""
    return whole_rows.tell(
        _written(lines[0].row.model),
        [line.filled() for line in lines],
        [line.row.values for line in lines],
    )


def _written(model: type[models.Model]) -> type[Written]:
    """All that a revision holds is written by people."""
    return cast("type[Written]", model)


def _place_in_list(line: Line) -> tuple[str, int, str]:
    return line.row.model._meta.label_lower, line.row.values.get("position") or 0, line.row.pk


def gathered(found: list[Line]) -> list[Line]:
    """For a reader: rows that came or went and are alike but for `ALIKE_BUT` stand in one line.

    So does a row with those that it owns, where they came or went with it by the same people.
    """
    first: dict[Any, Line] = {}
    lines = []
    for line in _with_own(found):
        alike = _alike(line)
        if alike is None or alike not in first:
            lines.append(line)
            first[alike] = line
        else:
            first[alike].like.append(line)
    return lines


def _with_own(found: list[Line]) -> list[Line]:
    whole = {line.row.pk: line for line in found if line.field is None}
    rest = []
    for line in found:
        owner = whole.get(_owner_key(line)) if line.field is None else None
        if owner and owner.kind == line.kind and set(owner.people) == set(line.people):
            owner.own.append(line)
        else:
            rest.append(line)
    return rest


def _owner_key(line: Line) -> str:
    """Of the row, not the record, to which it belongs."""
    for column in line.row.model._meta.fields:
        model = column.related_model
        if is_parent(column) and isinstance(model, type) and issubclass(model, OwnedRow):
            return str(line.row.values.get(column.name))
    return ""


def _alike(line: Line) -> tuple[Any, ...] | None:
    but = getattr(line.row.model, "ALIKE_BUT", ())
    if line.field or not but:
        return None
    rest = {name: v for name, v in line.row.values.items() if name not in {*but, "position"}}
    people = tuple(one.pk for one in line.people)
    return line.row.model, line.kind, people, json.dumps(rest, sort_keys=True)


def left_behind(found: list[Line]) -> list[str]:
    """Texts that changed in one language and stayed in the other: what they are, in which."""
    fields = {(line.row.pk, line.field.name): line for line in found if line.field}
    return [
        f"{line.row_label} – {other.verbose_name}"
        for (pk, name), line in fields.items()
        if (other := _in_other_language(line)) is not None
        and (pk, other.name) not in fields
        and line.before
        and line.after
        and line.row.values.get(other.name)
    ]


def _in_other_language(line: Line) -> "models.Field[Any, Any] | None":
    """The field that says the same in the other language: `title_uk` beside `title_en`."""
    name = line.field.name if line.field else ""
    stem, _underscore, language = name.rpartition("_")
    if language not in OTHER_LANGUAGE:
        return None
    other = f"{stem}_{OTHER_LANGUAGE[language]}"
    return next((f for f in line.row.model._meta.fields if f.name == other), None)


def snapshot(revision: Revision | None) -> dict[RowKey, Row]:
    """Every row that the revision holds, by (model label, primary key)."""
    if revision is None:
        return {}
    rows = {}
    for version in revision.version_set.all():
        model = model_of(version)
        if model is None:
            continue
        rows[model._meta.label_lower, version.object_id] = _row(model, version)
    return rows


def _row(model: type[models.Model], version: Version) -> Row:
    values = json.loads(version.serialized_data)[0]["fields"]
    return Row(model, version.object_id, version.object_repr, _plain(model, values))


def snapshot_by_key(revision: Revision | None) -> dict[str, Row]:
    """The same by primary key alone; keys are random and never shared between tables."""
    return {row.pk: row for row in snapshot(revision).values()}


def _plain(model: type[models.Model], values: dict[str, Any]) -> dict[str, Any]:
    """Array fields are serialized as JSON inside JSON."""
    arrays = {f.name for f in model._meta.fields if isinstance(f, ArrayField)}
    return {
        name: json.loads(value) if name in arrays and isinstance(value, str) else value
        for name, value in values.items()
    }


def _counts(field_: "models.Field[Any, Any]") -> bool:
    """Whether a person can change the field: keys and parents are not lines of a comparison."""
    return field_.editable and not field_.primary_key and not is_parent(field_)


def lines(
    base: Revision | None, head: Revision | None, saves: Iterable[Event] | None = None
) -> list[Line]:
    """Differences from `base` to `head`, with the people of every save in between.

    `saves` are those of the record, where a page has read them already.
    """
    before, after = snapshot(base), snapshot(head)
    found = _differences(before, after)
    if found and head is not None:
        every = saves_of([head]) if saves is None else saves
        _name_people(found, head, between(base, head, every), before, after)
    return found


def between(base: Revision | None, head: Revision, saves: Iterable[Event]) -> list[Event]:
    """Of the saves of a record those after `base`, up to `head`; the earliest first."""
    since = base.pk if base else 0
    found = [one for one in saves if since < (one.revision_id or 0) <= head.pk]
    return sorted(found, key=lambda one: one.pk)


def saves_of(heads: Iterable[Revision]) -> "models.QuerySet[Event]":
    """Every save of the records that have these heads, with who saved what."""
    saves = Event.objects.filter(kind__in=Event.PILE, review__head__in=heads)
    return saves.select_related("by__colleague", "revision")


def read_versions(revisions: Iterable[Revision]) -> None:
    """What these saves hold, read at once; it stays with them, as it never changes."""
    models.prefetch_related_objects(list(revisions), "version_set")


def readable(found: list[Line], reader: User, read: Fetched = NOTHING) -> list[Line]:
    """As `without_unseen`, with what the rows that the lines name are called.

    Of those that were `read` already nothing is asked again.
    """
    return _with_names(without_unseen(found, reader), read)


def without_unseen(found: list[Line], reader: User) -> list[Line]:
    """Without what the reader may not read and what rests on it: as if there were none."""
    named: dict[Any, set[Any]] = {}
    for line in found:
        for model, key in _links(line):
            named.setdefault(model, set()).add(key)
    unseen = _unseen(named, reader)
    return [line for line in found if not unseen & set(_links(line))] if unseen else found


def _unseen(named: dict[Any, set[Any]], reader: User) -> set[tuple[Any, str]]:
    """(model, key) of what the reader may not read of these; asked of all models at once."""
    if not named:
        return set()
    of = tuple(named)
    keys = ([model._meta.pk.to_python(key) for key in named[model]] for model in of)
    return {
        (of[number], str(key)) for number, key in _unreadable(*keys, of=of, reader=alike(reader))
    }


@prepared
def _unreadable(
    *keys: Any, of: tuple[Any, ...], reader: ReaderAlike
) -> "models.QuerySet[Any, tuple[int, Any]]":
    """Keys of what this reader may not read, each with the place of its model in `of`."""
    return together(
        unreadable_among(model, asked, reader).values_list(models.Value(number), "pk")
        for number, (model, asked) in enumerate(zip(of, keys, strict=True))
    )


def as_saved(keys: Iterable[str]) -> Iterator[Line]:
    """The rows of a record that these lines are about, as each save had them.

    One may have named before what it names no more.
    """
    wanted = {tuple(key.split(":")[:2]) for key in keys}
    rows = Version.objects.filter(object_id__in=[pk for _label, pk in wanted])
    for version in rows:
        model = model_of(version)
        if model is None or not issubclass(model, OwnedRow):
            continue
        if (model._meta.label_lower, version.object_id) in wanted:
            yield Line(_row(model, version), None, "changed")


def records_named(line: Line) -> set[UUID]:
    """Keys of the records that the line's row belongs to, and of all that it names."""
    found: set[UUID] = set()
    for model, key in _links(line):
        row = model._default_manager.filter(pk=key).first()
        record = record_behind(row) if row is not None else None
        found |= {record.pk} if record is not None else set()
    return found


def _with_names(found: list[Line], read: Fetched) -> list[Line]:
    """What all lines name is read with one query for each model, not one for each row."""
    keys: dict[type[models.Model], set[str]] = {}
    names: Names = {}
    rows_named: dict[tuple[type[models.Model], str], models.Model] = {}
    for named in {one for line in found for one in _named(line)}:
        model, key = named
        if named in read:
            rows_named[named] = read[named]
        else:
            keys.setdefault(model, set()).add(key)
    for model, wanted in keys.items():
        # Not joined: the text of a source would come with each of its statements.
        owners = [f.name for f in model._meta.fields if is_parent(f)]
        rows = model._default_manager.filter(pk__in=wanted).prefetch_related(*owners)
        names |= {(model, key): _("something that is gone") for key in wanted}
        rows_named |= {(model, str(row.pk)): row for row in rows}
    names |= {named: _name_of(row) for named, row in rows_named.items()}
    short = _short_names(rows_named)
    for line in found:
        line.names, line.short_names = names, short
    return found


def _short_names(rows: Mapping[tuple[type[models.Model], str], Any]) -> Names:
    """Of rows that have one, as far as no two of them share it."""
    found = {named: str(one) for named, row in rows.items() if (one := _short_name_of(row))}
    often = Counter((model, name) for (model, _key), name in found.items())
    return {named: name for named, name in found.items() if often[named[0], name] == 1}


def _short_name_of(row: models.Model) -> str:
    return str(getattr(row, "short_name_in_comparisons", ""))


def _named(line: Line) -> Iterator[tuple[type[models.Model], str]]:
    """What stands in the words of a line: all that a row names, or a field of it."""
    fields = [line.field] if line.field else line.row.model._meta.fields
    for f in fields:
        if isinstance(f, models.ForeignKey):
            values = [line.before, line.after] if line.field else [line.row.values.get(f.name)]
            yield from ((f.related_model, str(value)) for value in values if value)


def _name_of(row: models.Model) -> str:
    return str(getattr(row, "name_in_comparisons", row))


def _links(line: Line) -> Iterator[tuple[Any, str]]:
    """(model, key) of the line's row, of all that it names, and of what this field of it named."""
    if issubclass(line.row.model, Record | OwnedRow):
        yield line.row.model, line.row.pk
    values = [(f, line.row.values.get(f.name)) for f in line.row.model._meta.fields]
    for f, value in [*values, (line.field, line.before)]:
        model: Any = f.related_model if isinstance(f, models.ForeignKey) else None
        if value and isinstance(model, type) and issubclass(model, Record | OwnedRow):
            yield model, str(value)


def _differences(before: dict[RowKey, Row], after: dict[RowKey, Row]) -> list[Line]:
    found: list[Line] = []
    for key in sorted(
        before.keys() | after.keys(), key=lambda key: _order(after.get(key) or before[key])
    ):
        old, new = before.get(key), after.get(key)
        if old is None and new is not None:
            found.append(Line(new, None, "added"))
        elif new is None and old is not None:
            found.append(Line(old, None, "removed"))
        elif old is not None and new is not None:
            found += _changed_fields(old, new)
    return found


def _order(row: Row) -> tuple[bool, str, str, str]:
    """The record itself first, then its rows by kind and name."""
    return (not issubclass(row.model, Record), row.model._meta.label_lower, row.name, row.pk)


def _changed_fields(old: Row, new: Row) -> list[Line]:
    return [
        Line(new, f, "changed", before, after)
        for f in new.model._meta.fields
        if _counts(f) and (before := _value(old, f)) != (after := _value(new, f))
    ]


def _value(row: Row, field_: "models.Field[Any, Any]") -> Any:
    """As saved; of a row from before there was such a field, what every row was given then."""
    if field_.name in row.values:
        return row.values[field_.name]
    return field_.value_from_object(row.model())


def _name_people(
    found: list[Line],
    head: Revision,
    saves: list[Event],
    before: dict[RowKey, Row],
    at_head: dict[RowKey, Row],
) -> None:
    """Walk the saves up to `head`, the oldest first, and note who touched each line."""
    by_key = {line.key: line for line in found}
    read_versions(one.revision for one in saves if one.revision and one.revision_id != head.pk)
    for event in saves:
        after = at_head if event.revision_id == head.pk else snapshot(event.revision)
        for step in _differences(before, after):
            # A field of a row that came or went belongs to that row's line.
            line = by_key.get(step.key) or by_key.get(step.key.rpartition(":")[0])
            if line is not None and event.by not in line.people:
                line.people.append(event.by)
        before = after


def diff_words(before: str, after: str) -> list[tuple[str, str]]:
    """Runs of (same, removed or added; text), word by word."""
    if len(before) + len(after) > LONGEST_DIFF:
        return [run for run in [("removed", before), ("added", after)] if run[1]]
    old, new = _words(before), _words(after)
    runs: list[tuple[str, str]] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            runs.append(("same", "".join(old[a:b])))
            continue
        if b > a:
            runs.append(("removed", "".join(old[a:b])))
        if d > c:
            runs.append(("added", "".join(new[c:d])))
    return runs


def _words(text: str) -> list[str]:
    words: list[str] = []
    for line in text.splitlines(keepends=True):
        words += [word + " " for word in line.split(" ")[:-1]] + line.split(" ")[-1:]
    return words


def in_words(
    field_: "models.Field[Any, Any] | None", value: Any, names: Names | None = None
) -> str:
    """A stored value as a person reads it; `names` are of what was looked up before."""
    if value in (None, "", []):
        return _("not stated")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(in_words(getattr(field_, "base_field", None), item) for item in value)
    if isinstance(field_, models.ForeignKey):
        known = (names or {}).get((field_.related_model, str(value)))
        return known or _looked_up(field_.related_model, value)
    choices = dict(getattr(field_, "flatchoices", None) or [])
    return str(choices.get(value, value))


def _looked_up(model: type[models.Model], key: Any) -> str:
    row = model._default_manager.filter(pk=key).first()
    return _("something that is gone") if row is None else _name_of(row)


def put_back(line: str, revision: Revision) -> None:
    """Set one line back as it is in `revision`; LookupError for a line that names nothing."""
    label, pk, field_name = (*line.split(":"), None)[:3]
    model = apps.get_model(str(label))
    version = _version(revision, model, str(pk))
    if field_name:
        if version is None:
            raise LookupError(line)
        row = model._default_manager.get(pk=pk)
        field_ = model._meta.get_field(field_name)
        setattr(row, field_.attname, version.field_dict[field_.attname])
        row.save()
    elif version is None:
        if not issubclass(model, Record):
            model._default_manager.get(pk=pk).delete()
    else:
        version.revert()


def _version(revision: Revision, model: type[models.Model], pk: str) -> Version | None:
    return revision.version_set.filter(
        content_type__app_label=model._meta.app_label,
        content_type__model=model._meta.model_name,
        object_id=pk,
    ).first()


def lost_fields(record: Record, revision: Revision) -> list[str]:
    """Names of fields that the revision holds and the models no longer have."""
    return sorted(
        {
            f"{row.model._meta.verbose_name} {name}"
            for row in snapshot(revision).values()
            for name in row.values.keys() - {f.name for f in _all_fields(row.model)}
        }
    )


def _all_fields(model: type[models.Model]) -> "list[Any]":
    return [*model._meta.fields, *model._meta.many_to_many]
