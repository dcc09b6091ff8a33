"""Days that bitmaps compare: the same rows as SQL finds, whatever is known of them."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any, cast
from uuid import uuid4

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pyroaring import BitMap64

from incidents.models import PublishedIncident
from review.public.public_state import public_reading
from sources.lists.day_bitmaps import after, before, known, sliced
from sources.lists.facets import count
from sources.lists.filters import StatementFilters
from sources.models import PublishedStatement
from sources.record.index import search_vector
from tests.incidents.lists.test_facets import NOTHING, World, counted, found_by_sql

FIRST, LAST = date(2024, 2, 27), date(2024, 3, 4)
# Few, so that they meet: beside both ends of the range, on them, and between.
near = st.dates(FIRST - timedelta(days=2), LAST + timedelta(days=2))
anything = st.dates() | near


def sliced_by_row(days: list[date | None]) -> dict[int, BitMap64]:
    rows: dict[date, BitMap64] = defaultdict(BitMap64)
    for row, day in enumerate(days):
        if day:
            rows[day].add(row)
    return sliced(rows)


@given(days=st.lists(st.none() | anything), day=anything)
@example(days=[date.min, date.max, None], day=date.min)
@example(days=[date.min, date.max, None], day=date.max)
def test_days_before_and_after_are_told_apart(days: list[date | None], day: date) -> None:
    slices = sliced_by_row(days)

    assert list(known(slices)) == [row for row, one in enumerate(days) if one]
    assert list(before(slices, day)) == [row for row, one in enumerate(days) if one and one < day]
    assert list(after(slices, day)) == [row for row, one in enumerate(days) if one and one > day]


def in_order(ends: tuple[date | None, date | None]) -> bool:
    earliest, latest = ends
    return not (earliest and latest) or earliest <= latest


def asking(between: tuple[date | None, date | None]) -> dict[str, str]:
    return {end: f"{day}" for end, day in zip(("from", "to"), between, strict=True) if day}


spans = st.tuples(st.none() | near, st.none() | near).filter(in_order)


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    incidents=st.lists(spans, max_size=8),
    later=st.lists(st.tuples(st.integers(0, 7), st.none() | spans), max_size=3),
    between=spans.filter(any),
    when=st.sampled_from(["possible", "certain", ""]),
)
@example(
    incidents=[(None, None), (FIRST, None), (None, LAST), (FIRST, LAST), (LAST, LAST)],
    later=[(3, None), (4, (FIRST, FIRST))],
    between=(FIRST, LAST),
    when="certain",
)
def test_bitmaps_and_sql_find_the_same_between_days(
    incidents: list[tuple[date | None, date | None]],
    later: list[tuple[int, tuple[date | None, date | None] | None]],
    between: tuple[date | None, date | None],
    when: str,
) -> None:
    """Read anew, and brought up to what changed since."""
    question = asking(between) | ({"when": when} if when else {})
    world = World()
    for number, span in enumerate(incidents):
        write(world, number, span)
    assert counted(**question).total == found_by_sql(**question)

    for number, changed in later:
        if changed:
            write(world, number, changed)
        else:
            world.do("remove", number, None)
    assert counted(**question).total == found_by_sql(**question)


def publish(world: World, reference: str, said: list[Any]) -> None:
    """An edition of a source, in place of the one before, with a statement of each span."""
    PublishedStatement.objects.filter(reference=reference).delete()
    edition = world.next_edition()
    for order, (earliest, latest) in enumerate(said):
        PublishedStatement.objects.create(
            **edition,
            id=uuid4(),
            reference=reference,
            label=f"S{order}",
            order=order,
            kind="incident",
            is_listed=True,
            documenters=[],
            bases=[],
            period_earliest=earliest,
            period_latest=latest,
            search=search_vector(""),
            document=cast(Any, {}),
        )


def write(world: World, number: int, span: tuple[date | None, date | None]) -> None:
    world.do("write", number, NOTHING)
    earliest, latest = span
    PublishedIncident.objects.filter(reference=f"INCID0{number}").update(
        occurred=f"{earliest or '..'}/{latest or '..'}" if any(span) else "",
        occurred_earliest=earliest,
        occurred_latest=latest,
    )


# Statements: several rows of an edition, and another number of them after the next one

editions = st.lists(
    st.tuples(st.integers(0, 2), st.lists(spans, max_size=3)), min_size=1, max_size=5
)


@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(published=editions, between=spans.filter(any))
@example(
    published=[(0, [(FIRST, FIRST), (LAST, LAST)]), (1, [(FIRST, LAST)]), (0, [(LAST, None)])],
    between=(LAST, None),
)
def test_bitmaps_and_sql_find_the_same_statements(
    published: list[tuple[int, list[Any]]], between: tuple[date | None, date | None]
) -> None:
    question = QueryDict(mutable=True)
    question.update(
        {end: f"{day}" for end, day in zip(("from", "to"), between, strict=True) if day}
    )
    world = World()
    PublishedStatement.objects.all().delete()
    for number, said in published:
        publish(world, f"SOURCE{number}", said)
        filters = StatementFilters(question, PublishedStatement.objects.listed())
        assert filters.is_valid()
        with public_reading() as state:
            counts = count(filters, state)

        assert counts.total == filters.qs.count()
        assert counts.of["kind"].get("incident", 0) == filters.qs.count()
