"""Rows of a list by a day: one bitmap for each bit of the day's number (a bit-sliced index).

A comparison takes a few operations for each bit, however many rows and days there are (O'Neil and
Quass, Improved Query Performance with Variant Indexes, SIGMOD 1997, algorithm 4.2).
"""

from collections.abc import Mapping
from datetime import date

from pyroaring import BitMap64

# Python's number of a day: 9999-12-31 is 3,652,059.
BITS = 22
# Beside the bits: the rows whose day is known.
KNOWN = BITS
NONE = BitMap64()

# By bit; one that no row has may be missing.
Slices = Mapping[int, BitMap64]


def sliced(days: Mapping[date, BitMap64]) -> dict[int, BitMap64]:
    """By bit, the rows whose day has it."""
    having: list[list[BitMap64]] = [[] for _slice in range(BITS + 1)]
    for day, rows in days.items():
        for bit in _bits_of(day):
            having[bit].append(rows)
    return {bit: BitMap64().union(*found) for bit, found in enumerate(having) if found}


def _bits_of(day: date) -> list[int]:
    number = day.toordinal() | 1 << KNOWN
    return [bit for bit in range(BITS + 1) if number >> bit & 1]


def before(slices: Slices, day: date) -> BitMap64:
    """Rows whose day is known and lies before this one."""
    return _below(slices, day.toordinal())


def after(slices: Slices, day: date) -> BitMap64:
    """Rows whose day is known and lies after this one."""
    return known(slices) - _below(slices, day.toordinal() + 1)


def known(slices: Slices) -> BitMap64:
    return slices.get(KNOWN, NONE)


def _below(slices: Slices, number: int) -> BitMap64:
    """From the highest bit down: a row is below where it first lacks a bit of the number."""
    below, alike = BitMap64(), known(slices)
    for bit in reversed(range(BITS)):
        having = slices.get(bit, NONE)
        if number >> bit & 1:
            below |= alike - having
            alike = alike & having
        else:
            alike = alike - having
    return below


def lasting(since: Slices, until: Slices, rows: BitMap64, day: date) -> BitMap64:
    """Of rows, those that began by the end of the day and lasted beyond it; an unknown end is open.

    Every beginning is known.
    """
    return rows - after(since, day) - _below(until, day.toordinal() + 1)


def dated(earliest: Slices, latest: Slices) -> BitMap64:
    """Rows of which at least one of both days is known."""
    return known(earliest) | known(latest)


def since(earliest: Slices, latest: Slices, first: date, *, certainly: bool) -> BitMap64:
    """Dated rows that may lie on or after the day, an unknown end being open.

    Certainly: those that lie there whatever their day is, so both of their days must be known.
    """
    if certainly:
        return (known(earliest) & known(latest)) - before(earliest, first)
    return dated(earliest, latest) - before(latest, first)


def until(earliest: Slices, latest: Slices, last: date, *, certainly: bool) -> BitMap64:
    """The same of rows on or before the day."""
    if certainly:
        return (known(earliest) & known(latest)) - after(latest, last)
    return dated(earliest, latest) - after(earliest, last)
