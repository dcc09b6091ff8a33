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
    """The day of a line near the beginning that says when it was published; "" when none does."""
    found = date_line(text)
    return found.edtf if found else ""


def date_line(text: str) -> FoundDate | None:
    """Only a whole day with nothing beside it that speaks of an event."""
    for found in dates_in(text[:READ_FOR_DATE_LINE]):
        before = text[: found.start].rpartition("\n")[2]
        after = text[found.end :].partition("\n")[0]
        is_whole_day = len(found.edtf) == len("2025-05-22")
        if is_whole_day and (_is_alone(before, after) or _is_behind_its_place(before, after)):
            return found
    return None


def is_of_publication(line: str) -> bool:
    """Whether a line tells when or by whom something was published, and nothing else."""
    if _CREDITS.match(line):
        return True
    found = next(iter(dates_in(line)), None)
    return found is not None and _is_alone(line[: found.start], line[found.end :])


def behind_dateline(sentence: str) -> int:
    """Where it begins behind the place and the day of its report; 0 where it begins at once.

    KYIV, June 14 (Agency) — what happened has another day and another place.
    """
    dash = _DASH.search(sentence, 0, LONGEST_DATELINE)
    if dash is None:
        return 0
    opened = sentence[: dash.start()]
    found = next(iter(dates_in(opened)), None)
    if found is None:
        is_one = opened.rstrip().endswith(")") and _is_behind_its_place(opened, dash[0])
    else:
        is_one = _is_behind_its_place(opened[: found.start], sentence[found.end :])
    return dash.end() if is_one else 0


def _says_nothing(words: str) -> bool:
    return not _BESIDE.sub("", words)


def _is_behind_its_place(before: str, after: str) -> bool:
    """The beginning of an agency's report: KYIV, June 14, 2025 (Agency) — two soldiers…

    "Udachne, 22 May 2025 – two soldiers shot" tells when they were shot.
    """
    dash = _DASH.search(after)
    opened, place = after[: dash.start()] if dash else "", before.strip(" ,")
    if not dash or not _PLACE.fullmatch(place) or not _AGENCY.fullmatch(opened.strip()):
        return False
    is_place = all(word[0].isupper() for word in re.findall(r"\w+", place))
    is_capitals = place.partition(",")[0].partition("(")[0].isupper()
    return (
        is_place and not _OF_AN_EVENT.search(place) and (is_capitals or bool(opened.strip(" ,)")))
    )


def _is_alone(before: str, after: str) -> bool:
    """A line of few words at most, that name an outlet, before the day or behind it.

    Nothing of it may speak of people, of what happened to them, or of where: "Killing near
    Udachne, 22 May 2025" tells when somebody was killed.
    """
    if _says_nothing(before + after):
        return True
    if not _says_nothing(before) and not _says_nothing(after):
        return False
    words = before if _says_nothing(after) else after
    if len(words.split()) > MOST_BESIDE or _OF_AN_EVENT.search(words):
        return False
    is_sentence = words is before and _ENDED.search(words) and words.count(".") == 1
    return bool(is_sentence or _OUTLET.search(words))


MOST_BESIDE, LONGEST_DATELINE = 8, 100
_DASH = re.compile(r"[–—]\s*")
# The place of a report as it begins, before its day.
_PLACE = re.compile(r"[^\W\d_][\w.'’ʼ-]*(?:[ ,]+[^\W\d_][\w.'’ʼ-]*){0,3}(?: ?\([^()]{0,40}\)?)?")
_AGENCY = re.compile(r"\)?,? ?(?:\([^()]{1,40}\)|[A-Z/]{2,12})?")
_ENDED = re.compile(r"[^\W\d_]{2}[.]\s*\Z|[)][.]\s*\Z")
_OUTLET = re.compile(
    r"\b(?:agency|news\w*|press|times|post|tribune|daily|herald|gazette|channel|radio|media|tv"
    r"|reuters|afp|ap|associated|bbc|cnn|ukrinform|interfax|suspilne|by(?= [A-Z])"
    r"|агентств\w*|новини|новости|газет\w*|канал|радіо|радио|медіа|правда|укрінформ|інтерфакс"
    r"|суспільне|рейтер|медіазона|медиазона)\b",
    re.IGNORECASE,
)
# Words of an event, and what says that the day is another one than that of publication.
_OF_AN_EVENT = re.compile(
    r"[\d?!:;«»“”\"]|\b(?:kill\w*|shot|shoot\w*|execut\w*|murder\w*|die[ds]?|dead|death\w*|attack\w*"
    r"|str(?:ike|ikes|uck)|shell\w*|batt(?:le|les)|captur\w*|captive\w*|surrender\w*|prisoner\w*|pows?"
    r"|soldier\w*|service\w*|troops|m[ae]n|wom[ae]n|people|civilian\w*|incident\w*|case\w*|massacre\w*"
    r"|wound\w*|injur\w*|beat\w*|tortur\w*|order\w*|near|at|in|from|until|since|before|after|as of"
    r"|was|were|is|are|has|had|updated?|modified|edited|corrected|filmed|taken|recorded|seen|photo\w*"
    r"|video\w*|footage|file|interview\w*|testimony"
    r"|уб[иі]\w*|вб[иі]\w*|розстр\w*|расстр\w*|страт\w*|казн\w*|заги\w*|погиб\w*|атак\w*|удар\w*"
    r"|обстр\w*|б[оі]й|бої|полон\w*|плен\w*|солдат\w*|військ\w*|воен\w*|людей|люди|осіб|інцидент\w*"
    r"|инцидент\w*|випад\w*|случа\w*|поран\w*|ран\w*|катув\w*|пыт\w*|наказ\w*|приказ\w*"
    r"|біля|поблизу|під|у|в|на|до|з|від|після|возле|около|под|с|от|после"
    r"|оновлен\w*|змінен\w*|обновлен\w*|изменен\w*|знят\w*|снят\w*|фото\w*|відео\w*|видео\w*)\b",
    re.IGNORECASE,
)
# Of the lines above a report's text, those that say who made it or where it is from.
_CREDITS = re.compile(
    r"\s*(?:[Bb]y [A-Z]|(?i:photo|image|source:|share|subscribe|published|posted|updated|https?:"
    r"|www\.|автор|фото|джерело|опубліковано|оновлено|поділитися|источник|опубликовано"
    r"|обновлено)\b)"
)
