"""Dates as reports and people write them, in English, Ukrainian and Russian: 14 March 2025.

Here they become EDTF, which `sources/text/dates.py` reads; none is completed by a guess.
"""

import re
from datetime import date

# Ukrainian takes three cases: листопад, до листопада, між листопадом. The row of each word holds
# its English first, so that a case is a column.
MONTHS = (
    ("January", "січень", "січня", "січнем"),
    ("February", "лютий", "лютого", "лютим"),
    ("March", "березень", "березня", "березнем"),
    ("April", "квітень", "квітня", "квітнем"),
    ("May", "травень", "травня", "травнем"),
    ("June", "червень", "червня", "червнем"),
    ("July", "липень", "липня", "липнем"),
    ("August", "серпень", "серпня", "серпнем"),
    ("September", "вересень", "вересня", "вереснем"),
    ("October", "жовтень", "жовтня", "жовтнем"),
    ("November", "листопад", "листопада", "листопадом"),
    ("December", "грудень", "грудня", "груднем"),
)

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
WRITTEN = re.compile(
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


def readings(found: re.Match[str]) -> list[str]:
    """As EDTF, all that a match of `WRITTEN` can mean: none where there is no such day.

    A reading is "" where the words leave the year or the day open: "on Friday", "14 марта".
    """
    if found["slashed"]:
        return _slashed(found["slashed"])
    told = _told_by(found)
    return [] if told is None else [told]


def _told_by(found: re.Match[str]) -> str | None:
    if found["relative"]:
        return ""
    if found["iso"]:
        year, month, day = found["iso"].split("-")
        return _told(year, int(month), int(day))
    if found["dotted"]:
        day, month, year = found["dotted"].split(".")
        return _told(year, int(month), int(day))
    return found["year_alone"] or found["year_in"] or _named(found)


def as_typed(text: str) -> list[str] | None:
    """The readings of a text that is such a date and nothing else; None where it is none.

    A day in digits that begin with the year is none here: it is EDTF already. "Since 2022" is
    none either, because it does not end with the year.
    """
    found = WRITTEN.fullmatch(text)
    if found is None or found["iso"] or found["year_in"]:
        return None
    return readings(found)


def _named(found: re.Match[str]) -> str | None:
    """Of a date that names its month."""
    name = found["month"] or found["month_first"] or found["month_alone"]
    year = found["year"] or found["year_after"] or found["month_year"]
    day = found["day"] or found["day_after"]
    month = _MONTH_OF[name.casefold()]
    last = _told(year, month, int(day) if day else None)
    if last is None or not found["day_from"]:
        return last
    first = _told(year, month, int(found["day_from"]))
    return first if not first else f"{first}/{last}" if first < last else None


def _told(year: str | None, month: int, day: int | None) -> str | None:
    # Without a year any will do to see whether there is such a day; 2024 has all of them.
    try:
        whole = date(int(year or 2024), month, 1 if day is None else day).isoformat()
    except ValueError:
        return None
    return "" if year is None else whole[:7] if day is None else whole


def _slashed(digits: str) -> list[str]:
    """Day and month stand the other way round in some countries."""
    one, other, year = digits.split("/")
    found = (_told(year, int(month), int(day)) for day, month in ((one, other), (other, one)))
    return list(dict.fromkeys(filter(None, found)))
