"""Dates that a text tells, in the ways in which reports write them; none is completed by a guess.

What is a day is said by `sources/text/dates.py`, and of digits by `sources/lists/day_field.py`.
"""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from sources.lists.day_field import day_meant
from sources.text.dates import MONTHS, parse

# Of a report, where its date line stands.
READ_FOR_DATE_LINE = 400

_RUSSIAN_MONTHS = (
    "январь января январе январем|февраль февраля феврале февралем|март марта марте мартом"
    "|апрель апреля апреле апрелем|май мая мае маем|июнь июня июне июнем|июль июля июле июлем"
    "|август августа августе августом|сентябрь сентября сентябре сентябрем"
    "|октябрь октября октябре октябрем|ноябрь ноября ноябре ноябрем"
    "|декабрь декабря декабре декабрем"
).split("|")
_UKRAINIAN_LOCATIVES = (
    "січні лютому березні квітні травні червні липні серпні вересні жовтні листопаді грудні"
).split()
_ENGLISH_SHORT = "Jan Feb Mar Apr - Jun Jul Aug Sept Oct Nov Dec".split()


def _months() -> dict[str, int]:
    found: dict[str, int] = {}
    for number, names in enumerate(MONTHS, 1):
        also = [_UKRAINIAN_LOCATIVES[number - 1], _ENGLISH_SHORT[number - 1]]
        also += _RUSSIAN_MONTHS[number - 1].split()
        found |= {name.casefold(): number for name in [*names, *also]}
    return found | {"sep": 9}


_MONTH_OF = _months()
# "May" and "March" are also verbs, "Mar" a short name: only with a day or a year beside them.
_NAMES = "|".join(sorted(_MONTH_OF, key=len, reverse=True)).replace("|-", "")
_YEAR = r"(?:19|20)[0-9][0-9]"
_YEAR_WORD = r"(?:[ \u00a0]?(?:р(?:\.|оку|оці|ік)|г(?:\.|ода|оду|од))(?!\w))?"
_DAY, _TH = r"[0-9][0-9]?", r"(?:-?(?:st|nd|rd|th|го|е|є))?"
_WRITTEN = re.compile(
    rf"""
    (?<![\w.,/-])(?:
      (?P<iso>{_YEAR}-[0-9][0-9]-[0-9][0-9])
    | (?P<dotted>{_DAY}\.{_DAY}\.{_YEAR}){_YEAR_WORD}
    | (?P<slashed>{_DAY}/{_DAY}/{_YEAR})
    | (?:(?P<day_from>{_DAY}){_TH}[ ]?[-–—][ ]?)?(?P<day>{_DAY}){_TH}[ \u00a0](?:of[ ])?
        (?P<month>{_NAMES})\.?(?:,?[ \u00a0](?P<year>{_YEAR}){_YEAR_WORD})?
    | (?P<month_first>{_NAMES})\.?[ \u00a0](?P<day_after>{_DAY}){_TH}(?![0-9:])
        (?:,?[ \u00a0](?P<year_after>{_YEAR}))?
    | (?P<month_alone>{_NAMES})\.?,?[ \u00a0](?:of[ ])?(?P<month_year>{_YEAR}){_YEAR_WORD}
    | (?P<year_alone>{_YEAR})[ \u00a0](?:року|році|рік|года|году|год)(?!\w)
    | (?:in|since|during|throughout)[ ](?P<year_in>{_YEAR})(?![\w-])
    | (?P<relative>today|yesterday|(?:last|this)[ ](?:week|month|year|night)
        |(?:on[ ])?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day
        |сьогодні|вчора|учора|позавчора|минулого[ ](?:тижня|місяця|року)
        |(?:у|в)[ ](?:понеділок|вівторок|середу|четвер|п['’ʼ]ятницю|суботу|неділю)
        |сегодня|вчера|позавчера|на[ ]прошлой[ ]неделе|в[ ]прошлом[ ](?:месяце|году))
    )(?![\w-]|\.[0-9])
    """,
    re.IGNORECASE | re.VERBOSE,
)
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
        for found in _WRITTEN.finditer(text)
        if (edtf := _edtf(found)) is not None
    ]


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


def _edtf(found: re.Match[str]) -> str | None:
    """None where these digits are no day."""
    if found["relative"]:
        return ""
    if digits := found["iso"] or found["dotted"]:
        meant = day_meant(digits, is_end=False)
        return meant.isoformat() if meant else None
    if found["slashed"]:
        return _slashed(found["slashed"])
    if year := found["year_alone"] or found["year_in"]:
        return year
    return _named(found)


def _named(found: re.Match[str]) -> str | None:
    """Of a date that names its month."""
    name = found["month"] or found["month_first"] or found["month_alone"]
    if name[0].isascii() and not name[0].isupper():
        return None  # they may march 3 km
    year = found["year"] or found["year_after"] or found["month_year"]
    day = found["day"] or found["day_after"]
    month = _MONTH_OF[name.casefold()]
    last = _told(year, month, int(day) if day else 0)
    if last is None or not found["day_from"]:
        return last
    first = _told(year, month, int(found["day_from"]))
    return first if not first else f"{first}/{last}" if first < last else None


def _told(year: str | None, month: int, day: int) -> str | None:
    # Without a year any will do to see whether there is such a day; 2024 has all of them.
    edtf = f"{year or 2024}-{month:02}" + (f"-{day:02}" if day else "")
    try:
        parse(edtf)
    except ValidationError:
        return None
    return edtf if year else ""


def _slashed(digits: str) -> str | None:
    """Day and month stand the other way round in some countries: only what can be read one way."""
    one, other, year = digits.split("/")
    readings = {_told(year, int(month), int(day)) for day, month in ((one, other), (other, one))}
    days = readings - {None}
    return days.pop() if len(days) == 1 else "" if days else None
