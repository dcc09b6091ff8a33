"""How many rows of a list each value of a filter would find, from bitmaps that a process keeps.

A filter of a list that says what it `counts` is a facet. Its numbers are those that the list would
give: under every other filter in force, but without its own. docs/decisions/facets.md.
"""

import sys
from array import array
from collections.abc import Hashable, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date
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

from sources.lists.day_bitmaps import known, lasting, sliced
from sources.lists.several import MOST_VALUES, NOT, Chosen, Chosens, SeveralField
from sources.lists.stored_bitmaps import Having, ListBitmaps, stored, stored_state, write
from sources.models.published import BITS_OF_A_POSITION

if TYPE_CHECKING:
    from sources.lists.filters import PublicFilterSet

# Of bodies and regions, those with the most rows.
MOST_NAMED = 10
# Stored bitmaps with fewer changes since are brought up in a moment: to write them anew is not.
MOST_BEHIND = 500
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


# By set of filters; with the word behind it, of the index by day.
KEPT: "dict[type[PublicFilterSet] | tuple[type[PublicFilterSet], str], Bitmaps]" = {}
BY_DAY = "by day"
# From which day until which a row of the index by day was current.
SPAN = ("changed_on", "until")
_lock = Lock()


def bitmaps(filters: "PublicFilterSet", state: PublicState) -> Bitmaps:
    """Those of this process, brought up to the state; nothing is read when nothing has changed."""
    with _lock:
        key = (type(filters), BY_DAY) if filters.day else type(filters)
        kept = KEPT.get(key)
        if kept is None or kept.state != state:
            before = kept or _stored(filters)
            kept = KEPT[key] = _brought_up(before, filters, state)
        return kept


def _stored(filters: "PublicFilterSet") -> ListBitmaps | None:
    """Those of the index by day are not: few ask for them, and they are read in seconds."""
    return None if filters.day else stored(_name(filters), _made_as(filters))


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
    questions = _questions(filters, filters.indexed)
    asked = [(names, str(one.query)) for names, one in questions.items()]
    return sha256(repr(asked).encode()).hexdigest()


def _brought_up(
    kept: ListBitmaps | None, filters: "PublicFilterSet", state: PublicState
) -> Bitmaps:
    """Read what was written or taken away since: a row of it is first forgotten, then read."""
    changes = changes_since(kept.state, state) if kept else None
    if kept is None or changes is None:
        rows, having = _read(filters, filters.indexed)
    else:
        gone = _rows_of([change.position for change in changes], kept.rows)
        references = {change.reference for change in changes}
        rows, having = _read(filters, filters.indexed.filter(reference__in=references))
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
    having |= {name: sliced(having[name]) for name in _sliced(filters)}
    return _numbers(filters, rows), having


def _sliced(filters: "PublicFilterSet") -> tuple[str, ...]:
    return (*filters.DAYS, *(SPAN if filters.day else ()))


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
    for name, value in filters.HELD_APART.items():
        asked[name,] = rows.annotate(**{name: value}).values_list(name)
    if filters.HELD:
        asked[*filters.HELD] = rows.annotate(**filters.HELD).values_list(*filters.HELD)
    for days in (filters.DAYS, SPAN if filters.day else ()):
        if days:
            asked[days] = rows.values_list(*days)
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
    # Of these; else of all that the question is about.
    among: BitMap64 | None = None

    @cached_property
    def rows(self) -> BitMap64:
        """All that can be found: of an index by day, what was current at the end of the day."""
        if self.among is not None:
            return self.among
        day, kept = self.filters.day, self.kept
        return rows_on(kept, day) if day else kept.rows

    @cached_property
    def answers(self) -> Having:
        """By filter that is asked for, the rows of its value, where there is a bitmap of them."""
        asked_for = self.filters.asked_for
        counted = {
            name: self._having(name, chosen)
            for name, one in counted_filters(self.filters).items()
            if name in asked_for and self._tells(name, chosen := asked_for[name].keys(one.key))
        }
        return counted | self.filters.found_by_days(self.kept.having)

    def _tells(self, name: str, chosen: Chosens) -> bool:
        """Whether there is a bitmap of each of these values."""
        if self.filters.filters[name].counts_every_value:
            return True
        return all(one.value in self.kept.found[name] for one in chosen)

    def _having(self, name: str, chosen: Chosens) -> BitMap64:
        """The rows that have one of those wanted, and none of those left out."""
        found = self.kept.found[name]
        wanted = [found.get(key, BitMap64()) for key in chosen.wanted]
        rows = BitMap64().union(*wanted) if wanted else self.kept.rows
        return rows.difference(*(found.get(key, BitMap64()) for key in chosen.left_out))

    def without(self, *without: str) -> BitMap64:
        """The rows that all filters find but these."""
        others = [rows for name, rows in self.answers.items() if name not in without]
        rest = self.filters.asked_for.keys() - self.answers.keys() - set(without)
        return reduce(and_, others, self.rows & self._by_sql(rest) if rest else self.rows)

    def _by_sql(self, names: Set[str]) -> BitMap64:
        asked, key = self.kept.asked, self.filters.asked_by(names)
        with _lock:
            rows = asked.pop(key, None)
        if rows is None:
            others = self.filters.asked_for.keys() - names
            with _through_indexes() if WORDS in names else nullcontext():
                found = self.filters.found_without(*others, among=self.filters.indexed)
                rows = _numbers(self.filters, found)
        with _lock:
            asked[key] = rows
            if len(asked) > MOST_ASKED:
                del asked[next(iter(asked))]
        return rows


def rows_on(kept: Bitmaps, day: date) -> BitMap64:
    first, until = SPAN
    return lasting(kept.having[first], kept.having[until], kept.rows, day)


def rows_now(kept: Bitmaps) -> BitMap64:
    """Of an index by day, the rows of current editions."""
    _first, until = SPAN
    return kept.rows - known(kept.having[until])


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
    """A value of a filter; `count` is None while the question is not understood."""

    value: str
    label: str
    count: int | None
    is_chosen: bool = False
    is_left_out: bool = False

    @property
    def is_in_force(self) -> bool:
        return self.is_chosen or self.is_left_out


@dataclass(frozen=True)
class Facet:
    """A filter with its values, to choose from; `typed` is what stands where any can be typed."""

    field: BoundField
    options: list[Option]
    typed: list[str] | None = None

    @property
    def has_choices(self) -> bool:
        return self.typed is None

    @property
    def is_in_force(self) -> bool:
        return any(option.is_in_force for option in self.options)

    @property
    def is_open(self) -> bool:
        """Filters fit a screen while none is used."""
        return self.has_choices or self.is_in_force


def facets(filters: "PublicFilterSet", counts: Counts | None) -> dict[str, Facet]:
    """By filter that takes several values, what can be chosen and how many rows have it."""
    several = [field for field in filters.form if isinstance(field.field, SeveralField)]
    return {field.name: _facet(filters, field, counts) for field in several}


def _facet(filters: "PublicFilterSet", field: BoundField, counts: Counts | None) -> Facet:
    chosen = _chosen(filters, field)
    named = _labels(type(filters), field.name)
    labels = named or _most_found(field.name, counts, chosen)
    of = counts.of.get(field.name) if counts else None
    one: Any = filters.filters[field.name]
    unknown = 0 if one.counts_every_value else None
    options = [
        Option(value, label, None if of is None else of.get(value, unknown), *_is(chosen, value))
        for value, label in labels.items()
    ]
    return Facet(field, options, None if named else _typed(field))


def _is(chosen: Mapping[str, Chosen], value: str) -> tuple[bool, bool]:
    """Whether it is wanted, and whether it is left out."""
    if value not in chosen:
        return False, False
    return not chosen[value].is_left_out, chosen[value].is_left_out


@cache_per_language
def _labels(filter_set: "type[PublicFilterSet]", name: str) -> dict[str, str]:
    field: Any = filter_set.form_class().base_fields[name]
    return {str(value): str(label) for value, label in field.choices if value}


def _most_found(name: str, counts: Counts | None, chosen: Mapping[str, Chosen]) -> dict[str, str]:
    """Names of the values that find the most, and of those that are asked for."""
    language = reader_language()
    names = counts.names.get(name, {}) if counts else {}
    of = counts.of.get(name, {}) if counts else {}
    labels = {value: names[value].name(language) for value in of if value in names}
    order = sorted(labels, key=lambda value: (-of[value], labels[value]))
    shown = {value: labels[value] for value in order[:MOST_NAMED]}
    return shown | {
        value: names[value].name(language) if value in names else str(one.value)
        for value, one in chosen.items()
    }


def _chosen(filters: "PublicFilterSet", field: BoundField) -> dict[str, Chosen]:
    """By what the column has, the values in force; of a field that is wrong, as they stand."""
    found = filters.form.cleaned_data.get(field.name)
    if found is not None:
        one: Any = filters.filters[field.name]
        return {one.key(chosen.value): chosen for chosen in found}
    texts = field.value() if _labels(type(filters), field.name) else []
    return {
        text.removeprefix(NOT): Chosen(text.removeprefix(NOT), text.startswith(NOT), [text])
        for text in texts
    }


def _typed(field: BoundField) -> list[str]:
    """What stays to be typed anew: all that was, where something is wrong with it."""
    return list(filter(None, field.value() if field.errors else ()))[: MOST_VALUES + 1] or [""]
