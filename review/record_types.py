"""What each kind of record tells the public, and the rules that are its own.

An app registers a record type for each of its records, as it registers pages with the admin:
`review` asks here and knows none of them.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from accounts.prepared import prepared
from django.contrib.auth.models import User
from django.db import models
from django.db.models.expressions import RawSQL
from django.utils.functional import Promise

from review.db.queries import composed, together
from review.document_types import Document
from review.models import Edition, Entry, Record, Resting, Review


class NextEdition(NamedTuple):
    """What a record would publish now: made without writing anything."""

    kind: str
    number: int
    document: Document
    # What it was made of, read whole.
    record: Record


# By reference: what is about to be published together with a record, and so what it may embed.
Ahead = Mapping[str, NextEdition]
NOTHING_AHEAD: Ahead = MappingProxyType({})


@dataclass(frozen=True)
class Redactable:
    """A part of a document that can be taken from the public by itself."""

    # What readers and the index find in its place.
    blank: Any
    # The fields of the record that the part is made of, all emptied when it is redacted.
    fields: tuple[str, ...]
    # Keys of the value that stay, since the page could not be read without them.
    kept: tuple[str, ...] = ()

    def blank_of(self, value: Any) -> Any:
        return self.blank | {key: value[key] for key in self.kept} if self.kept else self.blank

    def is_blank(self, blank: Any) -> bool:
        """Whether this stands in the part's place; the value itself may be gone."""
        if not self.kept:
            return bool(blank == self.blank)
        return isinstance(blank, dict) and blank == self.blank_of(
            {key: blank.get(key) for key in self.kept}
        )


class PublishedFrom:
    """What the index rows may say about the edition itself, and about what came after it."""

    def __init__(
        self, edition: Edition, first_day: Any, last: Entry, taken: Collection[str] = ()
    ) -> None:
        self.reference = edition.review.reference
        self.number = edition.number
        self.position = edition.entry_id
        self.changed_on = edition.entry.day
        self.published_on = first_day
        # What the chain says last of the record, be it a hiding or a redaction.
        self.last_entry = last.position
        self.last_entry_on = last.day
        # Paths of parts that were taken from the public: the document has blanks there.
        self.taken = frozenset(taken)


class RecordType[R: Record, D: Document]:
    """The public side of one kind of record, without state of its own."""

    # The number of the document's shape, committed to in every edition.
    schema: ClassVar[int] = 1
    # Tables whose rows `index_rows` makes, each with a `reference` column.
    index_tables: ClassVar[tuple[type[models.Model], ...]] = ()
    # By such a table, the one that also has the rows of earlier editions: its `of` copies a row.
    tables_by_day: ClassVar[Mapping[type[models.Model], Any]] = {}
    # Parts that can be hidden and redacted beside its rows, by their path.
    redactable: ClassVar[Mapping[str, Redactable]] = {}
    # Ways from the record to records of a kind below it, on which it rests; never in a circle.
    below: ClassVar[tuple[str, ...]] = ()
    # Whether it is submitted along with what needs it; else somebody submits it by itself.
    goes_along: ClassVar[bool] = True
    # What staff call parts that are no field and no row of the record, by their path.
    part_names: ClassVar[Mapping[str, str | Promise]] = {}

    def __init__(self, model: type[R]) -> None:
        self.model = model

    def all_index_tables(self) -> tuple[type[models.Model], ...]:
        """Every table that holds rows of what is published of it, each with a `reference`."""
        return (*self.index_tables, *self.tables_by_day.values(), Resting)

    def by_day(self, rows: Iterable[models.Model], *, until: date | None) -> list[models.Model]:
        """Rows of the index as the index by day has them, where it has any."""
        tables = self.tables_by_day
        return [tables[type(row)].of(row, until) for row in rows if type(row) in tables]

    def lists_earlier(self, current: D) -> bool:
        """Whether lists of an earlier day may still show what earlier editions told."""
        return True

    def listed_earlier(self, earlier: D, current: D) -> D:
        """An earlier edition as lists of its day tell it: no more openly than those of today."""
        return earlier

    def document(self, record: R, ahead: Ahead = NOTHING_AHEAD) -> D:
        """Everything that may become public: strings, integers, booleans, null, lists, objects.

        Of other records it tells what is published, or `ahead` of it what is published with it.
        """
        raise NotImplementedError

    def problems(
        self, record: R, reader: User | None = None, upcoming: D | None = None
    ) -> list[str]:
        """Why it cannot be approved as it stands, in sentences; empty when it can.

        A reader is told only of rows that they may read. `upcoming` is the document that would be
        published, where it was made already.
        """
        raise NotImplementedError

    def index_rows(self, edition: PublishedFrom, document: D) -> list[models.Model]:
        """Rows of the index tables, made from the edition alone, so that they can be rebuilt."""
        raise NotImplementedError

    def rests_on(self, record: R) -> models.QuerySet[Review]:
        """Reviews of other records that must be public before this one can be."""
        mine = self.model._default_manager.filter(pk=record.pk)
        ways = [models.Q(pk__in=mine.values(way)) for way in self.below]
        return Review.objects.filter(reduce(or_, ways, models.Q(pk__in=[])))

    def waiting_below(self, waiting: RawSQL) -> Iterator[models.QuerySet[Any, Any]]:
        """Pairs of what waits for review: a record and one of a kind below on which it rests."""
        for way in self.below:
            both = self.model._default_manager.filter(pk__in=waiting, **{f"{way}__in": waiting})
            yield both.order_by().values_list("pk", way)

    def take_rows(self, record: R, below: Iterable[Record]) -> None:
        """Let it name the rows of these records, which a page has read, instead of reading anew."""

    def written_in(self, language: str) -> models.QuerySet[R]:
        """Records of which something is in this language."""
        return self.model._default_manager.none()

    def needs(self, record: R) -> Collection[UUID]:
        """Keys of those among them whose pending changes must be published before it, or with it.

        Nothing of what is public as it is needed.
        """
        raise NotImplementedError

    def read_with(self, record: R) -> models.QuerySet[Review]:
        """Reviews of what a colleague must be able to read, or this record is kept from them."""
        return Review.objects.none()

    def warnings(self, record: R, reader: User) -> list[str]:
        """What a reviewer should look at twice, in sentences that tell what the reader may read."""
        return []

    def takes_back(self, before: D, after: D) -> bool:
        """Whether the later document keeps something from the public that the earlier one told."""
        return False

    def other_forms(self, text: str) -> set[str]:
        """What a text of it is in another form: once it is redacted, no form may come back."""
        return set()

    def told_in_other_forms(
        self, reference: str, path: str, texts: Collection[str]
    ) -> list[tuple[str, str]]:
        """(reference, path) of public parts that tell these texts of a part, or lead to them.

        Only those in which the texts themselves do not stand.
        """
        return []

    def holds_unseen(self, record: R, person: User) -> bool:
        """Whether a row of it rests on what this person may not read."""
        return False

    def decided_alone(self, record: R) -> str:
        """Why it is never approved among several; empty where it may be."""
        return ""

    def people_behind(self, record: R, *, is_shown: bool = False) -> set[int]:
        """Ids of those who decided on something that no revision holds, and no edition yet.

        They may not approve it, whatever was discarded or approved since they decided. `is_shown`:
        for a page that has read all that the record owns.
        """
        return set()

    def left_undone(self) -> Iterator[str]:
        """What was decided about such records and is not so, in sentences without their words."""
        return iter(())

    def forget_decisions(self, record: R) -> None:
        """Pending changes are discarded: what no revision holds of them goes, too."""


_TYPES: dict[str, RecordType[Any, Any]] = {}


def register[R: Record, T: RecordType[Any, Any]](model: type[R]) -> Callable[[type[T]], type[T]]:
    """A class decorator: this is the record type of the model."""

    def add(record_type: type[T]) -> type[T]:
        _TYPES[model.record_kind()] = record_type(model)
        return record_type

    return add


def record_types() -> Mapping[str, RecordType[Any, Any]]:
    return _TYPES


def type_of(record: Record | Review) -> RecordType[Any, Any]:
    """The record type of a record, or of the record that a review is of."""
    return _TYPES[record.kind if isinstance(record, Review) else record.record_kind()]


class Below(NamedTuple):
    """What a record rests on, be it readable or not."""

    pk: UUID
    kind: str
    work: str
    merged_into: UUID | None

    @property
    def is_waiting(self) -> bool:
        return self.work == Review.Work.SUBMITTED


def rests_on(records: Collection[Record]) -> dict[UUID, set[Below]]:
    """By record, what it rests on; one statement for all."""
    found: dict[UUID, set[Below]] = {record.pk: set() for record in records}
    asked = [
        type_of(record)
        .rests_on(record)
        .values_list(models.Value(record.pk, models.UUIDField()), *Below._fields)
        for record in records
    ]
    for above, *below in together(asked) if asked else ():
        found[above].add(Below(*below))
    return found


def waiting_below() -> Mapping[UUID, set[UUID]]:
    """Of all that waits for review: by record, what waits too and it rests on; one query."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for above, below in _pairs_waiting():
        found[above].add(below)
    return found


@prepared
def _pairs_waiting() -> models.QuerySet[Any, tuple[UUID, UUID]]:
    waiting = composed(Review.objects.filter(work=Review.Work.SUBMITTED))
    return together(one for kind in _TYPES.values() for one in kind.waiting_below(waiting))
