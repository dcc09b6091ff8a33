"""What a public file holds: its columns, each with its meaning, for the file and the dictionary.

A column has a place in JSON (`occurred.edtf`); in tables its name is the same with underscores.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.db import models
from django.db.models import Choices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from review.text.cells import joined

# Of all public files; raised when a column gets another name or meaning, or a format another shape.
# The dictionary has the names of before: `Column.formerly`.
FORMAT = 4


class Type(models.TextChoices):
    TEXT = "text", _("text")
    TERM = "term", _("term of a vocabulary")
    TERMS = "terms", _("terms of a vocabulary")
    REFERENCE = "reference", _("reference of a record")
    REFERENCES = "references", _("references of records")
    TEXTS = "texts", _("texts")
    NUMBER = "number", _("whole number")
    DEGREES = "degrees", _("degrees, WGS 84")
    DAY = "day", _("day, ISO 8601")
    EDTF = "edtf", _("uncertain date, EDTF")
    YES_NO = "yes_no", _("true or false")
    ADDRESS = "address", _("address")
    OBJECTS = "objects", _("objects")


@dataclass(frozen=True)
class Column:
    """One value of a row; `value` takes the row of the index."""

    path: str
    holds: Type
    meaning: Promise
    value: Callable[[Any], Any]
    vocabulary: type[Choices] | None = None
    in_json: bool = True
    in_table: bool = True
    # Without this value there is nothing to say: the object that it stands in is null.
    heads: bool = False
    # In tables, where its name is not that of its keys; and what that was in format 1, its last.
    table_name: str = ""
    formerly: str = ""

    @cached_property
    def steps(self) -> list[str]:
        """The keys that lead to it in JSON."""
        return self.path.split(".")

    @cached_property
    def group(self) -> str:
        """The first of them."""
        return self.steps[0]

    @cached_property
    def inside(self) -> list[str]:
        """The others, which there may be none of."""
        return self.steps[1:]

    @cached_property
    def name(self) -> str:
        """In a table."""
        return self.table_name or self.path.replace(".", "_")

    @property
    def terms_key(self) -> str:
        """Of its vocabulary, where the terms are listed."""
        return self.vocabulary.__name__.lower() if self.vocabulary else ""


@dataclass(frozen=True)
class Table:
    """A public file in its formats; `name` stands in its addresses and in file names."""

    name: str
    # Of the kind whose addresses the file has: `incident_csv`, `incident_list`; else its own.
    record: str
    title: Promise
    formats: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def chained_as(self) -> str:
        """What the chain calls the records: a statement comes and goes with its source."""
        return "source" if self.record == "statement" else self.record

    @property
    def has_rows(self) -> bool:
        """Whether it is also a table, or objects only."""
        return "csv" in self.formats

    @property
    def has_objects(self) -> bool:
        return not {"json", "jsonl"}.isdisjoint(self.formats)

    @cached_property
    def in_table(self) -> list[Column]:
        return [column for column in self.columns if column.in_table and self.has_rows]

    @cached_property
    def in_json(self) -> list[Column]:
        return [column for column in self.columns if column.in_json and self.has_objects]

    @cached_property
    def served(self) -> list[Column]:
        """In the order in which they stand, in whatever format; each row asks for them."""
        return [c for c in self.columns if c in self.in_json or c in self.in_table]


# The value of the index's own column.
attribute = attrgetter


def as_object(columns: list[Column], row: Any) -> dict[str, Any]:
    """A row as JSON has it. What is not stated is null, and never 0 or an empty text."""
    found: dict[str, Any] = {}
    for column in columns:
        value = column.value(row)
        group, steps = column.group, column.inside
        if column.heads and not value:
            found[group] = None
        elif not steps:
            found[group] = plain(value)
        elif (inside := found.setdefault(group, {})) is not None:
            for step in steps[:-1]:
                inside = inside.setdefault(step, {})
            inside[steps[-1]] = plain(value)
    return found


def as_flat(columns: list[Column], row: Any) -> dict[str, Any]:
    """A row as programs for maps read it: named as in tables, several values in one text.

    Objects alone stay what they are, in place of their words: they say it in both languages.
    """
    return {
        column.name: plain(joined(column.value(row)) if column.in_table else column.value(row))
        for column in columns
        if column.in_table or column.holds == Type.OBJECTS
    }


def plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    kind = type(value)
    if kind is str:
        return value or None
    if kind is Decimal:
        return float(value)
    return value.isoformat() if kind is date else value
