"""Dates as far as they are known: a short text such as 2024-11-XX, with its first and last day.

The text is a subset of EDTF (ISO 8601-2, levels 0 and 1). Why a subset of our own, and which:
docs/decisions/uncertain-dates.md.
"""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple, NoReturn

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from review.db.fields import ShortTextField

from sources.text.written_dates import MONTHS, as_typed

MAX_LENGTH = 64
FIRST_YEAR, LAST_YEAR = 1000, 2100
OPEN = ".."

# The first and the last day; None is an open end.
type Bounds = tuple[date | None, date | None]

_MOMENT = re.compile(
    r"(?P<year>[0-9]{3}[0-9X])"
    r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?"
    r"(?P<qualifier>[?~%]?)"
)
# Ukrainian keyboards type their own letter Х, which looks the same.
_ONE_X = str.maketrans("xхХ", "XXX")


class DatePrecision(models.TextChoices):
    """How narrow a date is, by the days that it spans; the first five are UCDP date_prec 1–5."""

    DAY = "day", _("day")
    DAYS = "days", _("2–6 days")
    WEEK = "week", _("week")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
    LONGER = "longer", _("longer than a year")
    OPEN = "open", _("open")


_LONGEST = (
    (1, DatePrecision.DAY),
    (6, DatePrecision.DAYS),
    (7, DatePrecision.WEEK),
    (31, DatePrecision.MONTH),
    (366, DatePrecision.YEAR),
)


class _Moment(NamedTuple):
    """One date of the text: its parts as written, '' where there is none."""

    year: str
    month: str
    day: str
    qualifier: str

    @property
    def earliest(self) -> date:
        month, day = _first(self.month), _first(self.day)
        return date(int(self.year.replace("X", "0")), month, day)

    @property
    def latest(self) -> date:
        year = int(self.year.replace("X", "9"))
        month = int(self.month) if self.month.isdigit() else 12
        day = int(self.day) if self.day.isdigit() else monthrange(year, month)[1]
        return date(year, month, day)


def _first(part: str) -> int:
    return int(part) if part.isdigit() else 1


@dataclass(frozen=True)
class UncertainDate:
    """A date as written, with the first and last day that it can mean; None is an open end."""

    text: str
    earliest: date | None
    latest: date | None

    def __str__(self) -> str:
        return self.text

    @property
    def precision(self) -> DatePrecision:
        if self.earliest is None or self.latest is None:
            return DatePrecision.OPEN
        days = (self.latest - self.earliest).days + 1
        return next((code for most, code in _LONGEST if days <= most), DatePrecision.LONGER)

    @property
    def uncertain(self) -> bool:
        return "?" in self.text or "%" in self.text

    @property
    def approximate(self) -> bool:
        return "~" in self.text or "%" in self.text


def parse(text: str) -> UncertainDate:
    """Read what a person types: EDTF, or a date as reports write it, which becomes EDTF.

    A ValidationError says in a sentence what is wrong and how to mend it.
    """
    _refuse_unreadable(text)
    written = as_typed(text.strip())
    return kept(text if written is None else _only_reading(text.strip(), written))


def kept(text: str) -> UncertainDate:
    """Read a date as it is kept: EDTF alone."""
    _refuse_unreadable(text)
    text = text.strip().translate(_ONE_X)
    if "/" in text:
        return _parse_interval(text)
    moment = _parse_moment(text)
    return UncertainDate(text, moment.earliest, moment.latest)


def bounds(text: str) -> Bounds:
    """The first and last day of a date that is kept; (None, None) where none is stated."""
    return _ends(kept(text)) if text else (None, None)


def bounds_typed(text: str) -> Bounds:
    """The same of what a person types."""
    return _ends(parse(text)) if text else (None, None)


def _ends(when: UncertainDate) -> Bounds:
    return when.earliest, when.latest


def _only_reading(text: str, readings: list[str]) -> str:
    if not readings:
        _refuse("no_such_day", _("There is no day “%(text)s”: check it."), text=text)
    if len(readings) > 1:
        _refuse(
            "two_readings",
            _(
                "“%(text)s” may be two days, because some countries write the month first: "
                "write %(one)s or %(other)s."
            ),
            text=text,
            one=readings[0],
            other=readings[1],
        )
    if not readings[0]:
        _refuse(
            "left_open",
            _("“%(text)s” leaves the year or the day open: write it in full, as 22 May 2025."),
            text=text,
        )
    return readings[0]


def overlap(one: Bounds, other: Bounds) -> bool:
    """Whether two dates can be of one day, by their strict bounds; an unknown end is open."""
    (first, last), (earliest, latest) = one, other
    ends_before = last is not None and earliest is not None and last < earliest
    begins_after = first is not None and latest is not None and latest < first
    return not (ends_before or begins_after)


def is_told_too_early(published: date | None, earliest: date | None) -> bool:
    """Whether something that began on the one day cannot stand in what was published on the other.

    A source carries the day of where it appeared: in New York it is still the 27th when something
    happens in Kyiv on the 28th. So one day is allowed.
    """
    if published is None or earliest is None or published == date.max:
        return False
    return earliest > published + timedelta(days=1)


def _refuse_unreadable(text: str) -> None:
    if len(text) > MAX_LENGTH:
        _refuse("too_long", _("The date is too long: write at most 64 characters."))
    # Not only control characters: zero-width ones come with pasted text, and nobody sees them.
    if any(unicodedata.category(character).startswith("C") for character in text):
        _refuse("invisible", _("The date holds an invisible character: type it anew by hand."))
    if any(character.isdigit() and not character.isascii() for character in text):
        _refuse("digits", _("The date holds digits of another script: write 0 to 9."))


def _parse_interval(text: str) -> UncertainDate:
    start, end = text.split("/", 1)
    if not start or not end:
        _refuse("no_end", _("One end of the interval is missing: write .. for an open end."))
    if start == end == OPEN:
        _refuse("all_open", _("The interval is open at both ends: leave the field empty instead."))
    earliest = None if start == OPEN else _parse_moment(start).earliest
    latest = None if end == OPEN else _parse_moment(end).latest
    if earliest and latest and latest < earliest:
        _refuse("reversed", _("The interval ends before it starts: write the earlier date first."))
    return UncertainDate(text, earliest, latest)


def _parse_moment(text: str) -> _Moment:
    match = _MOMENT.fullmatch(text)
    if not match:
        _refuse(
            "unreadable",
            _(
                "“%(text)s” cannot be read as a date: write it as 2025-05-22, 22 May 2025 or "
                "22.05.2025; a month as 2025-05 or May 2025, a year as 2025; a day in a month as "
                "2025-05-XX, between two as 2022-02-24/2025-05-24."
            ),
            text=text,
        )
    moment = _Moment(**match.groupdict(default=""))
    _refuse_gap(moment)
    _refuse_no_such_day(moment)
    return moment


def _refuse_gap(moment: _Moment) -> None:
    if moment.year.endswith("X") and moment.month:
        _refuse(
            "gap",
            _("A month needs its full year: write %(year)s alone, or all digits of the year."),
            year=moment.year,
        )
    if moment.month == "XX" and moment.day.isdigit():
        _refuse(
            "gap",
            _("A day needs its month: write %(year)s-XX-XX for an unknown day of the year."),
            year=moment.year,
        )


def _refuse_no_such_day(moment: _Moment) -> None:
    first, last = moment.year.replace("X", "0"), moment.year.replace("X", "9")
    if int(first) < FIRST_YEAR or int(last) > LAST_YEAR:
        _refuse(
            "year",
            _("The year %(year)s does not lie between 1000 and 2100: check the year."),
            year=moment.year,
        )
    if moment.month.isdigit() and not 1 <= int(moment.month) <= 12:
        _refuse(
            "month",
            _("There is no month %(month)s: write 01 to 12, or XX for an unknown month."),
            month=moment.month,
        )
    if moment.day.isdigit():
        length = monthrange(int(moment.year), int(moment.month))[1]
        if not 1 <= int(moment.day) <= length:
            _refuse(
                "day",
                _(
                    "The month %(month)s has no day %(day)s: write 01 to %(length)s, "
                    "or XX for an unknown day."
                ),
                month=f"{moment.year}-{moment.month}",
                day=moment.day,
                length=str(length),
            )


def _refuse(code: str, message: Any, **params: str) -> NoReturn:
    raise ValidationError(message, code=code, params=params)


# Of each row the English word and the Ukrainian cases.
ENGLISH, NOMINATIVE, GENITIVE, INSTRUMENTAL = range(4)
_ONE_OF = ("", "один із", "одного із", "одним із")
_YEAR = ("", "рік", "року", "роком")
_DECADE = ("", "-ті роки", "-х років", "-ми роками")
_ENGLISH_QUALIFIERS = {"": "", "?": "possibly ", "~": "about ", "%": "possibly about "}
_UKRAINIAN_QUALIFIERS = {
    "": "",
    "?": "можливо, ",
    "~": "приблизно ",
    "%": "можливо, приблизно ",
}


@lru_cache(maxsize=10_000)
def in_words(value: UncertainDate | str, lang: str = "en") -> str:
    """The date as a reader says it, in 'en' or 'uk'; an empty text is "not stated"."""
    text = str(value)
    if not text:
        return "не вказано" if lang == "uk" else "not stated"
    text = str(kept(text))
    start, _slash, end = text.partition("/")
    return _in_ukrainian(start, end) if lang == "uk" else _in_english(start, end)


def _in_english(start: str, end: str) -> str:
    if not end:
        return _moment_in_english(start)
    if start == OPEN:
        return f"until {_moment_in_english(end)}"
    if end == OPEN:
        return f"from {_moment_in_english(start)} on"
    return f"between {_moment_in_english(start)} and {_moment_in_english(end)}"


def _moment_in_english(text: str) -> str:
    moment = _parse_moment(text)
    return _ENGLISH_QUALIFIERS[moment.qualifier] + _unqualified_in_english(moment)


def _unqualified_in_english(moment: _Moment) -> str:
    year, month, day, _qualifier = moment
    if year.endswith("X"):
        return f"the {year[:3]}0s"
    if not month:
        return year
    if month == "XX":
        return f"a day in {year}" if day else f"a month in {year}"
    name = MONTHS[int(month) - 1][ENGLISH]
    if day == "XX":
        return f"a day in {name} {year}"
    return f"{int(day)} {name} {year}" if day else f"{name} {year}"


def _in_ukrainian(start: str, end: str) -> str:
    if not end:
        return _moment_in_ukrainian(start, NOMINATIVE)
    if start == OPEN:
        words = f"до {_moment_in_ukrainian(end, GENITIVE)}"
    elif end == OPEN:
        words = f"починаючи з {_moment_in_ukrainian(start, GENITIVE)}"
    else:
        first = _moment_in_ukrainian(start, INSTRUMENTAL)
        words = f"між {first} і {_moment_in_ukrainian(end, INSTRUMENTAL)}"
    # After a preposition the parenthetical word cannot stand between commas.
    return words.replace("можливо, ", "(можливо) ")


def _moment_in_ukrainian(text: str, case: int) -> str:
    moment = _parse_moment(text)
    return _UKRAINIAN_QUALIFIERS[moment.qualifier] + _unqualified_in_ukrainian(moment, case)


def _unqualified_in_ukrainian(moment: _Moment, case: int) -> str:
    year, month, day, _qualifier = moment
    if year.endswith("X"):
        return f"{year[:3]}0{_DECADE[case]}"
    if not month:
        return f"{year} {_YEAR[case]}"
    if month == "XX":
        return f"{_ONE_OF[case]} {'днів' if day else 'місяців'} {year} року"
    if not day:
        return f"{MONTHS[int(month) - 1][case]} {year} року"
    genitive = MONTHS[int(month) - 1][GENITIVE]
    if day == "XX":
        return f"{_ONE_OF[case]} днів {genitive} {year} року"
    return f"{int(day)} {genitive} {year} року"


class EdtfField(ShortTextField):
    """An uncertain date as text; the model keeps the bounds beside it, from `bounds()`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", MAX_LENGTH)
        kwargs.setdefault(
            "help_text",
            _(
                "As far as known: 2025-05-22 · 2024-11 (the month) · 2024-11-XX (a day in it) · "
                "2024 · 2022-02-24/2025-05-24 (between) · ../2025-05-24 (until) · 2024/.. (from) · "
                "2024-09? (uncertain) · 2024-09~ (about)"
            ),
        )
        super().__init__(*args, **kwargs)

    # Not in to_python, which lookups use too: a search for "2024-" is no date and no error.
    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        text = super().clean(value, model_instance)
        return str(parse(text)) if text else text
