"""Recompute the chain, every edition and the index, and say in sentences what does not fit."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models.functions import Cast
from reversion.models import Version

from review.editions import chain
from review.editions.documents import document_without
from review.models import (
    CoarseReason,
    Edition,
    EditionPart,
    Entry,
    Event,
    Hiding,
    Resting,
    Review,
)
from review.record_types import RecordType, record_types
from review.revisions.unsaved import with_unsaved_rows
from review.workflow.hiding import redactable_in
from review.workflow.indexing import index_rows, rows_by_day

# Editions that are held in memory at once.
CHUNK = 500
# PostgreSQL answers at most 1,664 columns.
EXPRESSIONS = 500

SHAPES: dict[str, dict[str, type]] = {
    Entry.Kind.EDITION: {"note": str, "number": int, "parts": list, "schema": int},
    Entry.Kind.WITHDRAWAL: {"reason": str},
    Entry.Kind.HIDING: {"editions": list, "hidden": bool, "path": str, "reason": str},
    Entry.Kind.REDACTION: {"editions": list, "path": str, "reason": str},
    Entry.Kind.MERGE: {"into": str, "reason": str},
}


# What the part about us commits to, by the review's key and the number of the edition.
Decided = dict[tuple[UUID, int], dict[str, Any]]


@dataclass
class Told:
    """What the chain tells of one record."""

    record_kind: str
    editions: list[Entry] = field(default_factory=list)
    # Of whatever kind; none only of a record that the chain does not know.
    last: Entry | None = None
    # The withdrawal or merge after the last edition.
    gone: Entry | None = None
    # (path, number of the edition) of what is not shown now, and of what is gone for ever.
    hidden: set[tuple[str, int]] = field(default_factory=set)
    redacted: set[tuple[str, int]] = field(default_factory=set)
    # Since when, and why in general, as readers are told.
    removed: dict[tuple[str, int], tuple[date, str]] = field(default_factory=dict)

    @property
    def first_day(self) -> date:
        return self.editions[0].day


class Verification:
    """One run over everything; `faults` must be read to its end before the numbers are right."""

    def __init__(self, noted_head: tuple[int, str] | None = None) -> None:
        self.noted_head = noted_head
        self.head: Entry | None = None
        self.told: dict[str, Told] = {}
        self.entries = self.editions = self.parts = self.rows = 0

    def faults(self) -> Iterator[str]:
        yield from self.chain_faults()
        yield from self.edition_faults()
        yield from self.record_faults()
        yield from self.index_faults()
        for record_type in record_types().values():
            yield from record_type.left_undone()

    # The chain

    def chain_faults(self) -> Iterator[str]:
        position, previous = 0, chain.FIRST_PREVIOUS
        for entry in Entry.objects.order_by("position").iterator(CHUNK):
            position += 1
            if entry.position != position:
                yield f"Entry {position} of the chain is missing."
                position = entry.position
            if entry.previous != previous:
                yield f"{_named(entry)} does not follow on the digest of the entry before it."
            if entry.digest != chain.entry_digest(entry):
                yield f"{_named(entry)} is not what its digest was computed from."
            yield from self._read(entry)
            self.head, previous = entry, entry.digest
            self.entries += 1
        yield from self._noted_head_faults()

    def _read(self, entry: Entry) -> Iterator[str]:
        """Take in what one entry tells; a payload of another shape is a fault."""
        content = _read_canonical(entry.payload)
        if not _has_shape(entry.kind, content):
            yield f"{_named(entry)} has a payload that its kind does not allow."
            return
        told = self.told.setdefault(entry.reference, Told(entry.record_kind))
        told.last = entry
        if entry.record_kind != told.record_kind:
            yield f"{_named(entry)} was a {told.record_kind} before."
        if entry.kind == Entry.Kind.EDITION:
            if content["number"] != len(told.editions) + 1:
                yield f"{_named(entry)} has the number {content['number']}, which does not follow."
            told.editions.append(entry)
            told.gone = None
        elif not told.editions:
            yield f"{_named(entry)} comes before any edition of that record."
        else:
            yield from _read_later(entry, content, told)

    def _noted_head_faults(self) -> Iterator[str]:
        if self.noted_head is None:
            return
        position, digest = self.noted_head
        if not Entry.objects.filter(position=position, digest=digest).exists():
            yield (
                f"The head that was noted at position {position} is not in the chain: "
                "its end was cut off, or its history was written anew."
            )

    # Editions and their parts

    def edition_faults(self) -> Iterator[str]:
        missing = {entry.position for told in self.told.values() for entry in told.editions}
        for chunk in batched(_with_parts(Edition.objects.order_by("entry")), CHUNK):
            decided = _decided({edition.review_id for edition, _parts in chunk})
            for edition, parts in chunk:
                self.editions += 1
                if edition.entry_id in missing:
                    missing.discard(edition.entry_id)
                    yield from self._edition_faults(edition, parts, decided)
                else:
                    yield f"{_named(edition.entry)} does not stand for an edition."
        for position in sorted(missing):
            yield f"Entry {position} is of an edition that is missing."

    def _edition_faults(
        self, edition: Edition, parts: list[EditionPart], decided: Decided
    ) -> Iterator[str]:
        entry, review = edition.entry, edition.review
        content = entry.content
        in_chain = (entry.record_kind, entry.reference, content["number"])
        if in_chain != (review.kind, review.reference, edition.number):
            yield (
                f"{_named(entry)} stands for edition {edition.number} "
                f"of {review.kind} {review.reference}."
            )
            return
        stored = {part.path: part for part in parts}
        redacted = self.told[entry.reference].redacted
        for place, (path, digest) in enumerate(content["parts"]):
            part = stored.pop(path, None)
            if part is not None:
                self.parts += 1
                yield from _part_faults(edition, part, place, digest, decided)
            is_redacted = (path, edition.number) in redacted
            if part is None and not is_redacted:
                yield f"{_named(entry)}: its part {path} is missing and no redaction names it."
            elif part is not None and is_redacted:
                yield f"{_named(entry)}: its part {path} is still there after its redaction."
        for path in stored:
            yield f"{_named(entry)} has a part {path} that was not in it."

    # The records

    def record_faults(self) -> Iterator[str]:
        approvals = Counter(
            Event.objects.filter(kind=Event.Kind.APPROVED).values_list("review", flat=True)
        )
        left = dict(self.told)
        reviews = Review.objects.select_related("edition", "merged_into")
        reviews = reviews.prefetch_related("hidings")
        for chunk in batched(reviews.iterator(CHUNK), CHUNK):
            unsaved, foreign = with_unsaved_rows(chunk), _with_saves_of_others(chunk)
            for review in chunk:
                named = f"The {review.kind} {review.reference}"
                told = left.pop(review.reference, None) or Told(review.kind)
                if approvals[review.pk] != len(told.editions):
                    yield (
                        f"{named} was approved {approvals[review.pk]} times; "
                        f"the chain has {len(told.editions)} editions of it."
                    )
                yield from (f"{named} {fault}" for fault in _standing_faults(review, told))
                yield from (f"{named} {fault}" for fault in _hiding_faults(review, told))
                if review.pk in unsaved:
                    yield f"{named} is not what was saved last."
                if review.pk in foreign:
                    yield f"{named} has an event of a save that was not its own."
        for reference, told in left.items():
            yield f"The {told.record_kind} {reference} of the chain is missing."

    # The index

    def index_faults(self) -> Iterator[str]:
        for kind, record_type in record_types().items():
            current = Edition.objects.filter(
                review__kind=kind,
                review__public=Review.Public.CURRENT,
                review__edition=models.F("pk"),
            )
            for chunk in batched(_with_parts(current.order_by("entry")), CHUNK):
                yield from self._chunk_faults(record_type, chunk)
            public = Review.objects.filter(kind=kind, public=Review.Public.CURRENT)
            for table in (*record_type.index_tables, *record_type.tables_by_day.values()):
                yield from _stray_faults(table, public)
        yield from _stray_faults(Resting, Review.objects.filter(public=Review.Public.CURRENT))

    def _chunk_faults(
        self, record_type: RecordType[Any, Any], chunk: Iterable[tuple[Edition, list[EditionPart]]]
    ) -> Iterator[str]:
        expected: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        references = []
        for edition, parts in chunk:
            references.append(edition.review.reference)
            told = self.told[edition.review.reference]
            try:
                document = document_without(
                    edition, {part.path: part for part in parts}, edition.review.hidings.all()
                )
                made = index_rows(
                    edition, document, first_day=told.first_day, last=told.last or edition.entry
                )
                made += rows_by_day(edition, document, made, first_day=told.first_day)
            except (LookupError, TypeError, ValueError, AttributeError):
                yield f"{_named(edition.entry)}: no index row can be made of it."
                continue
            for row in made:
                expected[type(row)].append(row)
        for table in record_type.all_index_tables():
            rows = expected[table]
            self.rows += len(rows)
            yield from table_faults(table, rows, references)


@contextmanager
def one_moment() -> Iterator[None]:
    """See everything as at one moment, while others go on approving."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _named(entry: Entry) -> str:
    return f"Entry {entry.position} ({entry.kind} of {entry.record_kind} {entry.reference})"


def _read_canonical(text: str) -> Any:
    """The value of a canonical text; None for any other text."""
    try:
        value = json.loads(text)
        chain.check_value(value)
    except (ValueError, TypeError, RecursionError):
        return None
    # As fast as it gets, and for our values the same as RFC 8785.
    written = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return value if written == text else None


def _has_shape(kind: str, content: Any) -> bool:
    shape = SHAPES.get(kind)
    if shape is None or not isinstance(content, dict) or content.keys() != shape.keys():
        return False
    if any(type(content[key]) is not wanted for key, wanted in shape.items()):
        return False
    return (
        content.get("reason", CoarseReason.ERROR) in CoarseReason.values
        and all(_is_pair(part) for part in content.get("parts", []))
        and all(type(number) is int for number in content.get("editions", []))
    )


def _is_pair(part: Any) -> bool:
    return isinstance(part, list) and len(part) == 2 and all(isinstance(p, str) for p in part)


def _with_parts(
    editions: "models.QuerySet[Edition]",
) -> Iterator[tuple[Edition, list[EditionPart]]]:
    rows = editions.select_related("entry", "review").prefetch_related("review__hidings")
    for chunk in batched(rows.iterator(CHUNK), CHUNK):
        parts: dict[int, list[EditionPart]] = defaultdict(list)
        for part in EditionPart.objects.filter(edition__in=[e.pk for e in chunk]):
            parts[part.edition_id].append(part)
        for edition in chunk:
            yield edition, sorted(parts[edition.pk], key=lambda part: part.position)


def _named_parts(content: Any) -> set[tuple[str, int]]:
    return {(content["path"], number) for number in content["editions"]}


def _part_faults(
    edition: Edition, part: EditionPart, place: int, digest: str, decided: Decided
) -> Iterator[str]:
    named = f"{_named(edition.entry)}: its part {part.path}"
    if chain.part_digest(part.path, part.salt, part.value) != digest:
        yield f"{named} is not what was approved."
        return
    value = _read_canonical(part.value)
    if value is None and part.value != "null":
        yield f"{named} is not in canonical form."
    elif part.position != place:
        yield f"{named} is not in its place."
    elif part.path == EditionPart.STAFF:
        if not _is_staff_of(edition, value):
            yield f"{named} names another approval than the edition."
        elif value != decided.get((edition.review_id, edition.number)):
            yield f"{named} names other people than the events before it."


def _is_staff_of(edition: Edition, value: Any) -> bool:
    decided = {"approved_by": edition.approved_by_id, "revision": edition.revision_id}
    return isinstance(value, dict) and decided.items() <= value.items()


def _decided(reviews: Iterable[UUID]) -> Decided:
    """Who entered, submitted and approved each edition, read from the events alone."""
    decided: Decided = {}
    events = Event.objects.filter(review__in=reviews).order_by("id")
    piles: dict[UUID, list[Event]] = defaultdict(list)
    numbers: Counter[UUID] = Counter()
    for event in events.defer("comment"):
        pile = piles[event.review_id]
        if event.kind == Event.Kind.APPROVED:
            numbers[event.review_id] += 1
            decided[event.review_id, numbers[event.review_id]] = _staff_of(pile, event)
        # What was never published is closed as it stands: such a discard takes nothing back.
        if event.kind in Event.CLEARING and numbers[event.review_id]:
            pile.clear()
        else:
            pile.append(event)
    return decided


def _staff_of(pile: list[Event], approval: Event) -> dict[str, Any]:
    submitted = [event.by_id for event in pile if event.kind == Event.Kind.SUBMITTED]
    entered = {event.by_id for event in pile if event.kind in Event.PILE}
    return {
        "approved_by": approval.by_id,
        "entered_by": sorted(entered.union(submitted)),
        "revision": approval.revision_id,
        "submitted_by": submitted[-1] if submitted else None,
    }


def _with_saves_of_others(reviews: Iterable[Review]) -> set[UUID]:
    own = Version.objects.filter(
        revision=models.OuterRef("revision"),
        object_id=Cast(models.OuterRef("review"), models.CharField()),
    )
    events = Event.objects.filter(review__in=[review.pk for review in reviews])
    foreign = events.exclude(revision=None).exclude(models.Exists(own))
    return set(foreign.values_list("review", flat=True))


def _standing_faults(review: Review, told: Told) -> Iterator[str]:
    """Whether the record stands where the chain's last word on it puts it."""
    if review.kind != told.record_kind:
        yield f"is a {told.record_kind} in the chain."
    last = told.editions[-1] if told.editions else None
    if (review.edition.entry_id if review.edition else None) != (last.position if last else None):
        yield "does not show the last edition that the chain has of it."
    public, day, reason = Review.Public.NEVER, None, ""
    if told.gone is not None:
        public, day = Review.Public.WITHDRAWN, told.gone.day
        reason = told.gone.content["reason"]
    elif last is not None:
        public = Review.Public.CURRENT
    if review.public != public:
        yield f"stands as “{review.public}”; by the chain it is “{public}”."
    elif (review.withdrawn_on, review.withdrawn_reason) != (day, reason):
        yield "was withdrawn on another day or for another reason, says the chain."
    into = review.merged_into.reference if review.merged_into else None
    if into != (told.gone.content.get("into") if told.gone else None):
        yield "leads to another record than the chain says."


def _read_later(entry: Entry, content: Any, told: "Told") -> Iterator[str]:
    """What became of a record after its first edition."""
    match entry.kind:
        case Entry.Kind.REDACTION:
            told.redacted |= _named_parts(content)
            told.hidden -= _named_parts(content)
        case Entry.Kind.HIDING:
            told.hidden -= _named_parts(content)
            if content["hidden"]:
                told.hidden |= _named_parts(content)
                told.removed |= dict.fromkeys(_named_parts(content), (entry.day, content["reason"]))
        case Entry.Kind.WITHDRAWAL | Entry.Kind.MERGE:
            told.gone = entry
            if content.get("into") == entry.reference:
                yield f"{_named(entry)} merges a record into itself."


def _hiding_faults(review: Review, told: Told) -> Iterator[str]:
    """Whether exactly that is hidden and redacted of which the chain says so."""
    stands: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for hiding in review.hidings.all():
        numbers = _numbers(hiding)
        stands[hiding.state] |= {(hiding.path, number) for number in numbers}
        if hiding.state == Hiding.State.SHOWN:
            continue
        removed = {told.removed.get((hiding.path, number)) for number in numbers}
        if removed - {None, (hiding.hidden_on, hiding.reason)}:
            yield f"gives another day or reason for taking {hiding.path} out than the chain."
        if numbers and not _stands_in_its_place(hiding, review.kind):
            yield f"shows something made up in place of {hiding.path}."
    if stands[Hiding.State.HIDDEN] != told.hidden:
        yield "hides other parts than the chain says."
    if stands[Hiding.State.REDACTED] != told.redacted:
        yield "has redacted other parts than the chain says."


def _numbers(hiding: Hiding) -> list[int]:
    """Of editions; none where they cannot be read, so that the part counts as not hidden."""
    try:
        return hiding.numbers
    except (TypeError, ValueError):
        return []


def _stands_in_its_place(hiding: Hiding, kind: str) -> bool:
    """Whether readers find there what a record of this kind puts in place of such a part."""
    record_type = record_types().get(kind)
    way = redactable_in(record_type, hiding.path) if record_type else None
    return way is not None and all(way.is_blank(blank) for blank in hiding.blanks.values())


def _stray_faults(table: type[models.Model], public: "models.QuerySet[Review]") -> Iterator[str]:
    stray = table._default_manager.exclude(reference__in=public.values("reference"))
    for row in stray.order_by("pk"):
        yield f"{_row(row)} is of a record that is not public."


def table_faults(
    table: type[models.Model], expected: list[models.Model], references: list[str]
) -> Iterator[str]:
    """Compare stored index rows of these records with those that their editions give."""
    _evaluate(expected)
    stored = {row.pk: row for row in table._default_manager.filter(reference__in=references)}
    for row in expected:
        found = stored.pop(table._meta.pk.to_python(row.pk), None)
        if found is None:
            yield f"{_row(row)} is missing."
            continue
        for column in table._meta.concrete_fields:
            if not _same(column, getattr(found, column.attname), getattr(row, column.attname)):
                yield f"{_row(row)} has another {column.name} than its edition."
    for row in stored.values():
        yield f"{_row(row)} is in no current edition."


def _row(row: models.Model) -> str:
    return f"The row {row.pk} of {row._meta.db_table}"


def _evaluate(rows: list[models.Model]) -> None:
    """Replace expressions, such as search vectors, by what the database makes of them."""
    found = [
        (row, column.attname, getattr(row, column.attname))
        for row in rows
        for column in row._meta.concrete_fields
        if hasattr(getattr(row, column.attname), "resolve_expression")
    ]
    for some in batched(found, EXPRESSIONS):
        values = Entry.objects.values_list(*(expression for _r, _n, expression in some))[0]
        for (row, name, _expression), value in zip(some, values, strict=True):
            setattr(row, name, value)


def _same(column: "models.Field[Any, Any]", stored: Any, expected: Any) -> bool:
    if isinstance(column, models.JSONField):
        # As text: in Python `True` and `1` are the same.
        return json.dumps(stored, sort_keys=True) == json.dumps(expected, sort_keys=True)
    return bool(column.to_python(expected) == stored)
