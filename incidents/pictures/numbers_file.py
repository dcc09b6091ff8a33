"""The numbers of map, timeline and charts as a CSV file, a line for each value; all or of one.

Empty cells of people killed mean not stated, or at the high end that somebody said "at least";
never 0.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from review.public.public_state import PublicState
from sources.files.columns import Column, Table, Type, attribute

from incidents.lists.figures import Figures, Totals
from incidents.lists.filters import IncidentFilters
from incidents.pictures.breakdowns import actors, breakdowns
from incidents.pictures.timeline import timeline

# What the lines of a picture are by.
BY = {"timeline": "month", "map": "place"}


class NumberRow(NamedTuple):
    """What the incidents of one value come to; "" is the value where nothing is stated."""

    by: str
    key: str
    name: str
    totals: Totals


def lines(filters: IncidentFilters, state: PublicState, picture: str = "") -> Iterator[NumberRow]:
    """`picture`: of this one alone, and of all that it counts together."""
    only = BY.get(picture, picture)
    for row in _lines(filters, filters.counted(state)):
        if not only or row.by in {"all", only}:
            yield row


def _lines(filters: IncidentFilters, figures: Figures) -> Iterator[NumberRow]:
    by_month = timeline(filters, figures)
    yield NumberRow("all", "", "", by_month["counted"])
    named = actors(figures.by("actor"), filters)
    for table in [by_month["months"], *breakdowns(filters, figures), named]:
        for row in table.rows:
            yield NumberRow(table.key, row.key, row.name, row.totals)
        if table is by_month["months"] and by_month["undated"].incidents:
            yield NumberRow(table.key, "", "", by_month["undated"])


def _killed(end: str) -> Any:
    return lambda line: line.totals.killed[end]


def _inferred(end: str) -> Any:
    return lambda line: line.totals.inferred[end]


NUMBERS = Table(
    "incidents/numbers",
    "incident_numbers",
    _("Numbers of map, timeline and charts"),
    ("csv",),
    (
        Column(
            "by",
            Type.TEXT,
            _("what the line is about: all, month, kind, place, actor or assessment"),
            attribute("by"),
        ),
        Column(
            "key",
            Type.TEXT,
            _(
                "the value as used in filters and files: a month, term, code or reference; "
                "as_written of places that are written in words only, not_shown of "
                "those taken from the public; empty where nothing is stated"
            ),
            attribute("key"),
        ),
        Column(
            "name",
            Type.TEXT,
            _("what it is called, in the language of the file’s address"),
            attribute("name"),
        ),
        Column(
            "incidents_of_killing",
            Type.NUMBER,
            _("incidents in which killing is reported"),
            attribute("totals.killings"),
        ),
        Column(
            "orders",
            Type.NUMBER,
            _("incidents in which an order to kill is reported, and no killing"),
            attribute("totals.orders"),
        ),
        Column(
            "other_incidents", Type.NUMBER, _("incidents of neither"), attribute("totals.others")
        ),
        Column(
            "killed_low",
            Type.NUMBER,
            _(
                "people killed: the sum of what incidents say at least, or of their one figure; "
                "empty when none states a number"
            ),
            _killed("low"),
        ),
        Column(
            "killed_high",
            Type.NUMBER,
            _(
                "people killed: the sum of what they say at most, or of their one figure; empty "
                "when none states a number, or one says only “at least”"
            ),
            _killed("high"),
        ),
        Column(
            "killings_without_number",
            Type.NUMBER,
            _("incidents of killing that have no number, and add nothing to these sums"),
            attribute("totals.without_number"),
        ),
        Column(
            "killings_not_settled",
            Type.NUMBER,
            _("of these, incidents of which statements give figures, none of which we took"),
            attribute("totals.not_settled"),
        ),
        Column(
            "killings_not_shown",
            Type.NUMBER,
            _("of these, incidents whose number was taken from the public"),
            attribute("totals.not_shown"),
        ),
        Column(
            "inferred_low",
            Type.NUMBER,
            _(
                "of the people killed, those whose number is our inference, at least; empty when "
                "none is"
            ),
            _inferred("low"),
        ),
        Column(
            "inferred_high",
            Type.NUMBER,
            _("the same at most; empty when none is, or one is only “at least”"),
            _inferred("high"),
        ),
    ),
)
