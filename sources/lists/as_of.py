"""The day as of which a list is asked for, and what came between what it found then and now."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db.models import Count, F, Lookup, OuterRef, QuerySet, Subquery, Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pyroaring import BitMap64
from review.editions import chain
from review.editions.spans import MOVING
from review.models import Entry, PublicRecord
from review.models.states import Public
from review.public.public_state import PublicState

from sources.lists.day_field import DayField
from sources.lists.facets import FoundRows, bitmaps, rows_now
from sources.models.published import current_on

if TYPE_CHECKING:
    from sources.lists.filters import PublicFilterSet


class AsOfField(DayField):
    """A day that is over, on which something was public: what it shows changes no more."""

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is None:
            return None
        last = chain.today() - timedelta(days=1)
        if day > last:
            raise ValidationError(
                _("That day is not over yet: the last one that can be asked for is %(day)s."),
                params={"day": last.isoformat()},
            )
        first = Entry.objects.order_by("position").first()
        if first is None or day < first.day:
            raise ValidationError(_nothing_by_then(first))
        return day


def _nothing_by_then(first: Entry | None) -> str:
    if first is None:
        return _("Nothing has been published yet.")
    return _("Nothing was published by then: the first edition is of %s.") % first.day.isoformat()


@dataclass(frozen=True)
class Gone:
    """How many records that were public on a day are not public any more."""

    # Into which, of those that were merged.
    into: tuple[str, ...] = ()
    withdrawn: int = 0

    @property
    def merged(self) -> int:
        return len(self.into)

    @property
    def number(self) -> int:
        return self.merged + self.withdrawn


@dataclass(frozen=True)
class Since:
    """What a question found at the end of a day, what it finds now, and what came between.

    then + added + found − lost − removed − gone = now, where `gone` is counted.
    """

    day: date
    then: int
    now: int
    # Published since.
    added: int
    # Changed since, so that it is found now and was not, or was found and is not any more.
    found: int
    lost: int
    # In no list any more, though its record is public.
    removed: int
    gone: Gone
    # Whether `then` has those that are gone. Nothing of them is public, so they answer no filter.
    counts_gone: bool
    # Of those that were merged, how many into what the question finds now.
    merged_here: int
    # The list as it is now.
    address: str

    @property
    def changes(self) -> list[str]:
        """What leads from the one number to the other."""
        n = ngettext
        gone = self.gone if self.counts_gone else Gone()
        found = n("%s changed and is found now", "%s changed and are found now", self.found)
        lost = n("%s changed and is found no more", "%s changed and are found no more", self.lost)
        said = [
            (self.added, n("%s added", "%s added", self.added)),
            (gone.merged, n("%s merged into another", "%s merged into others", gone.merged)),
            (gone.withdrawn, n("%s withdrawn", "%s withdrawn", gone.withdrawn)),
            (self.found, found),
            (self.lost, lost),
            (self.removed, n("%s taken out of the list", "%s taken out of the list", self.removed)),
        ]
        return [words % number for number, words in said if number]


def since(filters: "PublicFilterSet", day: date, state: PublicState) -> Since:
    kept = bitmaps(filters, state)
    then = FoundRows(filters, kept).without()
    now = FoundRows(filters, kept, rows_now(kept)).without()
    rows, key = filters.indexed, filters.IDENTITY
    keys_then, keys_now = (_keys(rows, key, some) for some in (then - now, now - then))
    gone_out, come_in = keys_then - keys_now, keys_now - keys_then
    lost = _there(rows.filter(until=None), key, gone_out)
    found = _there(current_on(rows, day), key, come_in)
    gone = gone_since(filters.RECORD_KIND, day)
    counts_gone = filters.COUNTS_GONE and not filters.asked_for
    return Since(
        day=day,
        then=len(then) + (gone.number if counts_gone else 0),
        now=len(now),
        added=len(come_in) - found,
        found=found,
        lost=lost,
        removed=len(gone_out) - lost,
        gone=gone,
        counts_gone=counts_gone,
        merged_here=_merged_into(rows, now, gone.into),
        address=f"?{filters.without('as_of', 'page')}",
    )


def _keys(rows: "QuerySet[Any]", key: str, numbers: BitMap64) -> set[Any]:
    """What tells apart what the rows of these numbers are of."""
    if not numbers:
        return set()
    found = rows.filter(_is_any(rows, "number", list(numbers)))
    return set(found.order_by().values_list(key, flat=True))


def _there(rows: "QuerySet[Any]", key: str, keys: Iterable[Any]) -> int:
    """How many of these have such a row."""
    wanted = list(keys)
    if not wanted:
        return 0
    found = rows.filter(_is_any(rows, key, wanted))
    return int(found.order_by().aggregate(number=Count(key, distinct=True))["number"])


class IsAny(Lookup[Any]):
    """Equal to one of an array: a single parameter, however many they are."""

    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, of_column = self.process_lhs(compiler, connection)
        array, of_array = self.process_rhs(compiler, connection)
        return f"{column} = ANY({array})", (*of_column, *of_array)


def _is_any(rows: "QuerySet[Any]", column: str, values: list[Any]) -> IsAny:
    of: Any = rows.model._meta.get_field(column)
    return IsAny(F(column), Value(values, output_field=ArrayField(of.clone())))


def _merged_into(rows: "QuerySet[Any]", found: BitMap64, into: Collection[str]) -> int:
    """How many of those merged `into` these records went into one that was found."""
    if not into:
        return 0
    current = rows.filter(until=None, reference__in=set(into)).order_by()
    numbers = dict(current.values_list("reference", "number"))
    return sum(reference in numbers and numbers[reference] in found for reference in into)


def gone_since(kind: str, day: date) -> Gone:
    """From the chain alone, which says so of every record, whoever asks."""
    moved = Entry.objects.filter(
        record_kind=kind, reference=OuterRef("reference"), kind__in=MOVING, day__lte=day
    )
    then = Subquery(moved.order_by("-position").values("kind")[:1])
    gone = PublicRecord.objects.filter(kind=kind, public=Public.WITHDRAWN).annotate(then=then)
    into = list(gone.filter(then=Entry.Kind.EDITION).values_list("merged_into_id", flat=True))
    merged = tuple(reference for reference in into if reference)
    return Gone(into=merged, withdrawn=len(into) - len(merged))
