"""The numbers of timeline and charts as a CSV file, a line for each value.

`by` says what the line is about, `key` is the value as filters and files know it, "" where nothing
is stated. Empty cells of people killed mean not stated, or at the high end that somebody said "at
least"; never 0.
"""

from collections.abc import Iterator
from typing import Any

from review.public import PublicState

from incidents.breakdowns import breakdowns
from incidents.figures import Tally
from incidents.filters import IncidentFilters
from incidents.timeline import timeline

COLUMNS = [
    *("by", "key", "name", "incidents_of_killing", "orders", "other_incidents"),
    *("killed_low", "killed_high", "killings_without_number"),
]


def numbers(filters: IncidentFilters, state: PublicState) -> Iterator[list[Any]]:
    yield COLUMNS
    figures = filters.counted(state)
    by_month = timeline(filters, figures)
    yield line("all", "", "", by_month["counted"])
    for table in [by_month["months"], *breakdowns(filters, figures)]:
        for row in table.rows:
            yield line(table.key, row.key, row.name, row.tally)
        if table is by_month["months"] and by_month["undated"].incidents:
            yield line(table.key, "", "", by_month["undated"])


def line(by: str, key: str, name: str, tally: Tally) -> list[Any]:
    killed = tally.killed
    return [
        *(by, key, name, tally.killings, tally.orders, tally.others),
        *(killed["low"], killed["high"], tally.not_stated),
    ]
