"""How many rows of a list each value of a filter would find, from bitmaps that a process keeps.

A filter of a list that says what it `counts` is a facet. Its numbers are those that the list would
give: under every other filter in force, but without its own. docs/decisions/facets.md.
"""

import sys
from array import array
from collections.abc import Hashable, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cached_property, reduce
from hashlib import sha256
from operator import and_
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, transaction
from django.db.models import Aggregate, BinaryField, F, Func, QuerySet
from django.forms import BoundField
from pyroaring import BitMap64
from review.editions import chain
from review.languages import cache_per_language, reader_language
from review.public.public_state import PublicState, changes_since, public_reading, public_state

from sources.lists.day_bitmaps import sliced
from sources.lists.stored_bitmaps import Having, ListBitmaps, stored, stored_state, write

if TYPE_CHECKING:
    from sources.lists.filters import PublicFilterSet

# Of bodies and regions, those with the most rows; more options than that are closed at first.
MOST_NAMED = 10
MOST_OPEN = 12
# Stored bitmaps with fewer changes since are brought up in a moment: to write them anew is not.
MOST_BEHIND = 500
# A row's number: its place among those of its edition, before the edition's in the chain. So first
# rows lie close together, second ones too: what lies apart takes more memory and time.
BITS_OF_A_POSITION = 40
# Answers of SQL that are kept beside the bitmaps: of a hundred thousand rows, 20 kB at most.
MOST_ASKED = 200
# The filter that looks for words, in every list that has it.
WORDS = "q"


class CountedFilter:
    """A filter whose values are counted: `counts` is the column that has them, or an expression.

    A column that is an array has several values for a row.
    """

    counts: Any = None
    # Whether it has every value that can be asked for: one that no row has then finds nothing.
    counts_every_value = True

    def key(self, value: Any) -> str:
        """What the column holds where this value of the form is found."""
        return str(value)

    def gathered(self, having: Having) -> Having:
        """Rows that each value finds, from those whose column has it."""
        return having

    def names(self) -> dict[str, Any]:
        """Where the form has no choices: what can be chosen, with something that `label` names."""
        return {}


@dataclass(frozen=True)
class Bitmaps(ListBitmaps):
    """The same with what each value of a filter finds, and how it is called."""

    found: dict[str, Having]
    names: dict[str, dict[str, Any]]
    # What SQL answered in this state, those that were last asked for at the end.
    asked: dict[Hashable, BitMap64] = field(default_factory=dict)


KEPT: "dict[type[PublicFilterSet], Bitmaps]" = {}
_lock = Lock()


def bitmaps(filters: "PublicFilterSet", state: PublicState) -> Bitmaps:
    """Those of this process, brought up to the state; nothing is read when nothing has changed."""
    with _lock:
        kept = KEPT.get(type(filters))
        if kept is None or kept.state != state:
            before = kept or stored(_name(filters), _made_as(filters))
            kept = KEPT[type(filters)] = _brought_up(before, filters, state)
        return kept


def forget() -> None:
    KEPT.clear()


def store(filters: "PublicFilterSet") -> bool:
    """Write the bitmaps into the database for processes that start; False: those there will do.

    They are read without a lock, which takes long, and brought up under that of the chain, so that
    what was taken from the public meanwhile is not in them.
    """
    name, made_as = _name(filters), _made_as(filters)
    with public_reading() as state:
        there = stored_state(name, made_as)
        changed = changes_since(there, state) if there else None
        if changed is not None and len(changed) <= MOST_BEHIND:
            return False
        bitmaps(filters, state)
    with transaction.atomic():
        chain.lock()
        write(name, made_as, bitmaps(filters, public_state()))
    return True


def _name(filters: "PublicFilterSet") -> str:
    return type(filters).__name__


def _made_as(filters: "PublicFilterSet") -> str:
    """What tells these bitmaps from those that other code made: everything that SQL is asked."""
    questions = _questions(filters, filters.queryset.all())
    asked = [(names, str(one.query)) for names, one in questions.items()]
    return sha256(repr(asked).encode()).hexdigest()


def _brought_up(
    kept: ListBitmaps | None, filters: "PublicFilterSet", state: PublicState
) -> Bitmaps:
    """Read what was written or taken away since: a row of it is first forgotten, then read."""
    changes = changes_since(kept.state, state) if kept else None
    if kept is None or changes is None:
        rows, having = _read(filters, filters.queryset.all())
    else:
        gone = _rows_of([change.position for change in changes], kept.rows)
        references = {change.reference for change in changes}
        rows, having = _read(filters, filters.queryset.filter(reference__in=references))
        rows |= kept.rows - gone
        having = {
            name: _joined({value: found - gone for value, found in kept.having[name].items()}, new)
            for name, new in having.items()
        }
    counted = counted_filters(filters)
    return Bitmaps(
        state,
        rows,
        having,
        {name: one.gathered(having[name]) for name, one in counted.items()},
        {name: one.names() for name, one in counted.items()},
    )


def _rows_of(positions: Iterable[int], rows: BitMap64) -> BitMap64:
    """The numbers that rows of these editions can have, as far as there are so high ones."""
    orders = range((rows.max() >> BITS_OF_A_POSITION) + 1) if rows else ()
    return BitMap64(
        order << BITS_OF_A_POSITION | position for order in orders for position in positions
    )


def _read(filters: "PublicFilterSet", rows: "QuerySet[Any]") -> tuple[BitMap64, dict[str, Having]]:
    having: dict[str, Having] = {}
    for names, asked in _questions(filters, rows).items():
        having |= _having(names, asked)
    having |= {name: sliced(having[name]) for name in filters.DAYS}
    return _numbers(filters, rows), having


def _questions(
    filters: "PublicFilterSet", rows: "QuerySet[Any]"
) -> dict[tuple[str, ...], "QuerySet[Any]"]:
    """By names, what is asked for their values, with the numbers of the rows that have them last.

    A row has several values of a filter, but one of all else, or none: so that is asked together.
    """
    rows = rows.order_by()
    asked: dict[tuple[str, ...], QuerySet[Any]] = {
        (name,): rows.values_list(_value(rows, one.counts))
        for name, one in counted_filters(filters).items()
    }
    if filters.HELD:
        asked[*filters.HELD] = rows.annotate(**filters.HELD).values_list(*filters.HELD)
    if filters.DAYS:
        asked[filters.DAYS] = rows.values_list(*filters.DAYS)
    return {names: one.annotate(numbers=Numbers(filters.ROW)) for names, one in asked.items()}


def _having(names: Iterable[str], asked: "QuerySet[Any]") -> dict[str, Having]:
    having: dict[str, Having] = {name: {} for name in names}
    for *values, numbers in asked:
        found = _bitmap(numbers)
        for name, value in zip(names, values, strict=True):
            if value is not None:
                having[name].setdefault(value, BitMap64()).update(found)
    return having


class Numbers(Aggregate):
    """Numbers of rows in eight bytes each: as an array they take longer to write than to find."""

    template = "string_agg(int8send(%(expressions)s), '')"
    output_field = BinaryField()


def _bitmap(numbers: bytes | None) -> BitMap64:
    found = array("Q", numbers or b"")
    if sys.byteorder == "little":
        found.byteswap()
    return BitMap64(found)


def _numbers(filters: "PublicFilterSet", rows: "QuerySet[Any]") -> BitMap64:
    return _bitmap(rows.order_by().aggregate(numbers=Numbers(filters.ROW))["numbers"])


def _value(rows: "QuerySet[Any]", counts: Any) -> Any:
    if not isinstance(counts, str):
        return counts
    is_array = isinstance(rows.model._meta.get_field(counts), ArrayField)
    return Func(F(counts), function="unnest") if is_array else F(counts)


def _joined(one: Having, other: Having) -> Having:
    """A value that no row has any more is not remembered: it may have been taken back."""
    joined = {
        value: one.get(value, BitMap64()) | other.get(value, BitMap64())
        for value in one.keys() | other.keys()
    }
    return {value: rows for value, rows in joined.items() if rows}


def counted_filters(filters: "PublicFilterSet") -> dict[str, CountedFilter]:
    return {
        name: one
        for name, one in filters.filters.items()
        if isinstance(one, CountedFilter) and one.counts is not None
    }


@dataclass(frozen=True)
class Counts:
    """How many rows were found, and by filter and value how many would be."""

    total: int
    of: Mapping[str, Mapping[str, int]]
    names: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class FoundRows:
    """What a valid question finds. SQL is asked only for filters that no bitmap answers.

    Its answer is kept while the state lasts, for the next page and for other filters beside it.
    """

    filters: "PublicFilterSet"
    kept: Bitmaps

    @cached_property
    def answers(self) -> Having:
        """By filter that is asked for, the rows of its value, where there is a bitmap of them."""
        asked_for, found = self.filters.asked_for, self.kept.found
        counted = {
            name: found[name].get(key, BitMap64())
            for name, one in counted_filters(self.filters).items()
            if name in asked_for
            and ((key := one.key(asked_for[name])) in found[name] or one.counts_every_value)
        }
        return counted | self.filters.found_by_days(self.kept.having)

    def without(self, *without: str) -> BitMap64:
        """The rows that all filters find but these."""
        others = [rows for name, rows in self.answers.items() if name not in without]
        rest = self.filters.asked_for.keys() - self.answers.keys() - set(without)
        return reduce(and_, others, self._by_sql(rest) if rest else self.kept.rows)

    def _by_sql(self, names: Set[str]) -> BitMap64:
        asked, key = self.kept.asked, self.filters.asked_by(names)
        with _lock:
            rows = asked.pop(key, None)
        if rows is None:
            others = self.filters.asked_for.keys() - names
            with _through_indexes() if WORDS in names else nullcontext():
                rows = _numbers(self.filters, self.filters.found_without(*others))
        with _lock:
            asked[key] = rows
            if len(asked) > MOST_ASKED:
                del asked[next(iter(asked))]
        return rows


@contextmanager
def _through_indexes() -> Iterator[None]:
    """To look for words in every row takes ten times as long as PostgreSQL reckons.

    It does not count that long texts are stored elsewhere and packed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield
        cursor.execute("SET LOCAL enable_seqscan = on")


def total(filters: "PublicFilterSet", state: PublicState) -> int:
    return len(FoundRows(filters, bitmaps(filters, state)).without())


def count(filters: "PublicFilterSet", state: PublicState) -> Counts:
    """How many rows a valid question finds, and each value of a facet beside its other filters."""
    kept = bitmaps(filters, state)
    found = FoundRows(filters, kept)
    everything = found.without()
    of = {}
    for name in counted_filters(filters):
        rows = found.without(name) if name in filters.asked_for else everything
        of[name] = {
            value: rows.intersection_cardinality(having)
            for value, having in kept.found[name].items()
        }
    return Counts(len(everything), of, kept.names)


@dataclass(frozen=True)
class Option:
    """A value of a filter; `count` is None while the question is not understood.

    The address is that of a link; a choice of the form has none.
    """

    value: str
    label: str
    count: int | None
    is_chosen: bool
    address: str


@dataclass(frozen=True)
class Facet:
    """A filter with its values: a choice of the form, or links where anything can be typed."""

    field: BoundField
    options: list[Option]
    has_choices: bool

    @property
    def is_open(self) -> bool:
        return len(self.options) <= MOST_OPEN or any(option.is_chosen for option in self.options)


def facets(filters: "PublicFilterSet", counts: Counts | None) -> dict[str, Facet]:
    """By filter, what can be chosen and how many rows that would find."""
    made = {}
    for name in counted_filters(filters):
        field = filters.form[name]
        choices = getattr(field.field, "choices", None)
        if choices:
            labels = _labels(type(filters), name)
        else:
            labels = _most_found(filters, name, counts) if counts else {}
        of, chosen = (counts.of[name] if counts else None), _chosen(filters, name)
        address = filters.address_with(name)
        options = [
            Option(
                value,
                label,
                of.get(value, 0) if of is not None else None,
                value == chosen,
                "" if choices else address(value),
            )
            for value, label in labels.items()
        ]
        made[name] = Facet(field, options, has_choices=bool(choices))
    return made


@cache_per_language
def _labels(filter_set: "type[PublicFilterSet]", name: str) -> dict[str, str]:
    field: Any = filter_set.form_class().base_fields[name]
    return {str(value): str(label) for value, label in field.choices if value}


def _most_found(filters: "PublicFilterSet", name: str, counts: Counts) -> dict[str, str]:
    """Names of the values that find the most, and of the one that is asked for."""
    names, of = counts.names[name], counts.of[name]
    language = reader_language()
    labels = {value: names[value].name(language) for value in of if value in names}
    order = sorted(labels, key=lambda value: (-of[value], labels[value]))
    chosen = _chosen(filters, name)
    shown = order[:MOST_NAMED]
    if chosen in labels and chosen not in shown:
        shown.append(chosen)
    return {value: labels[value] for value in shown}


def _chosen(filters: "PublicFilterSet", name: str) -> str:
    """The value in force, as the column has it."""
    value = filters.form.cleaned_data.get(name)
    one: Any = filters.filters[name]
    return one.key(value) if value else ""
