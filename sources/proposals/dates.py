"""Dates that a text tells, in the ways in which reports write them; none is completed by a guess.

How they are written is said by `sources/text/written_dates.py`.
"""

import re
from dataclasses import dataclass

from sources.text.written_dates import WRITTEN, readings

# Of a report, where its date line stands.
READ_FOR_DATE_LINE = 400

# What may stand on the line of a date of publication beside it: this, a day of the week, the time.
_BESIDE = re.compile(
    r"published|posted|date|on|at|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|gmt|utc|eest|eet|am|pm|опубліковано|опубликовано|дата|публікації|публикации|о|об|в"
    r"|понеділок|вівторок|середа|четвер|п['’ʼ]ятниця|субота|неділя|понедельник|вторник|среда"
    r"|четверг|пятница|суббота|воскресенье|[0-9]{1,2}[:.][0-9]{2}|[\s|,.:;·•()–—-]",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class FoundDate:
    """`edtf` is "" where the words leave the year or the day open: "on Friday", "14 марта"."""

    edtf: str
    as_written: str
    start: int
    end: int


def dates_in(text: str, language: str = "") -> list[FoundDate]:
    """In order. The three languages do not collide, so that the words of all are read in each."""
    return [
        FoundDate(edtf, found[0], found.start(), found.end())
        for found in WRITTEN.finditer(text)
        if not _is_verb(found) and (edtf := _edtf(found)) is not None
    ]


def _is_verb(found: re.Match[str]) -> bool:
    """They may march 3 km."""
    name = found["month"] or found["month_first"] or found["month_alone"] or ""
    return name[:1].isascii() and name[:1].islower()


def _edtf(found: re.Match[str]) -> str | None:
    """What can be read in several ways stays open; None where there is no such day."""
    told = readings(found)
    return None if not told else told[0] if len(told) == 1 else ""


def published_in(text: str) -> str:
    """The day of a line near the beginning that holds hardly anything else; "" when none does."""
    found = date_line(text)
    return found.edtf if found else ""


def date_line(text: str) -> FoundDate | None:
    """Only a whole day with nothing beside it that speaks of an event."""
    head = text[:READ_FOR_DATE_LINE]
    for found in dates_in(head):
        begun = head.rfind("\n", 0, found.start) + 1
        ended = (head + "\n").index("\n", found.end)
        beside = head[begun : found.start] + head[found.end : ended]
        if len(found.edtf) == len("2025-05-22") and not _BESIDE.sub("", beside):
            return found
    return None
