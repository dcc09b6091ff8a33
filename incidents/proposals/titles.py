"""Titles and victims by template: killed, never how; by nobody, since no court has ruled.

Ukrainian puts the place behind a comma in the nominative: no program knows its case.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sources.text.dates import in_words

from incidents.models import Place
from incidents.vocabulary import KILLINGS, ORDERS, Act, Control, PlacePrecision


@dataclass(frozen=True)
class Titles:
    en: str
    uk: str


@dataclass(frozen=True)
class Victims:
    """One row of victims, as its form takes it; one person is no group and has no number."""

    label_en: str
    label_uk: str
    is_group: bool
    low: int | None
    best: int | None
    high: int | None


def titles(
    *,
    kinds: Collection[str],
    low: int | None = None,
    best: int | None = None,
    high: int | None = None,
    control: str = "",
    place: Place | None = None,
    precision: str = "",
    occurred: str = "",
) -> Titles:
    """In both languages, from what is known; what is not known is left out, and never invented."""
    told, at_least = _told(low, best, high)
    what_en, what_uk = _what(kinds)
    en = f"{what_en} {_english(told, control, at_least=at_least)}{_where_en(place, precision)}"
    uk = f"{what_uk} {_genitive(told, control, at_least=at_least)}{_where_uk(place)}"
    return Titles(_dated(en, occurred, "en"), _dated(uk, occurred, "uk"))


def victims(
    *,
    low: int | None = None,
    best: int | None = None,
    high: int | None = None,
    control: str = "",
) -> Victims:
    told, at_least = _told(low, best, high)
    is_group = told != 1 or at_least
    return Victims(
        _english(told, control, at_least=at_least),
        _nominative(told, control, at_least=at_least),
        is_group,
        *((low, best, high) if is_group else (None, None, None)),
    )


def _told(low: int | None, best: int | None, high: int | None) -> tuple[int | None, bool]:
    """The number that is said, and whether only its low end is known; a best is never computed."""
    if best is not None:
        return best, False
    if high is None:
        return low, low is not None
    return (low, False) if low == high else (None, False)


_REPORTED = {
    "killing": ("Reported killing of", "Повідомлення про вбивство"),
    "order": ("Reported order to kill", "Повідомлення про наказ убивати"),
    "attempted": ("Reported attempt to kill", "Повідомлення про спробу вбивства"),
    "other": ("Reported ill-treatment of", "Повідомлення про погане поводження щодо"),
}


def _what(kinds: Collection[str]) -> tuple[str, str]:
    """A killing where there is one: an order without a stated outcome is none."""
    if KILLINGS & set(kinds):
        return _REPORTED["killing"]
    if ORDERS & set(kinds):
        return _REPORTED["order"]
    if Act.ATTEMPTED in kinds:
        return _REPORTED["attempted"]
    return _REPORTED["other"]


_ENGLISH = "a two three four five six seven eight nine ten".split()
_NOMINATIVES = "один двоє троє четверо п’ятеро шестеро семеро восьмеро дев’ятеро десятеро".split()
_GENITIVES = "одного двох трьох чотирьох п’яти шести семи восьми дев’яти десяти".split()
_STATE_EN = {
    Control.CAPTURED: "captured ",
    Control.INTERNED: "interned ",
    Control.SURRENDERING: "surrendering ",
}
_STATE_UK = {Control.CAPTURED: "полонен", Control.INTERNED: "інтернован"}
_SURRENDERING = {True: ", який здавався в полон", False: ", які здавалися в полон"}


def _english(told: int | None, control: str, *, at_least: bool) -> str:
    state = _STATE_EN.get(Control(control), "") if control else ""
    people = f"{state}soldier{'s' * (told != 1)}"
    if told is None:
        return people
    if at_least:
        return f"at least {'one' if told == 1 else _in_words(told, _ENGLISH)} {people}"
    number = "an" if told == 1 and people[0] in "aeiou" else _in_words(told, _ENGLISH)
    return f"{number} {people}"


def _genitive(told: int | None, control: str, *, at_least: bool) -> str:
    is_one = told is not None and told % 10 == 1 and told % 100 != 11
    end = "ого" if is_one else "их"
    return _ukrainian(told, _GENITIVES, end, control, is_one=is_one, at_least=at_least)


def _nominative(told: int | None, control: str, *, at_least: bool) -> str:
    is_one = told is not None and told % 10 == 1 and told % 100 != 11
    end = "ий" if is_one else "і" if told is None else "их"
    return _ukrainian(told, _NOMINATIVES, end, control, is_one=is_one, at_least=at_least)


def _ukrainian(
    told: int | None,
    numbers: Sequence[str],
    end: str,
    control: str,
    *,
    is_one: bool,
    at_least: bool,
) -> str:
    stem = _STATE_UK.get(Control(control), "") if control else ""
    people = [f"{stem}{end}"] * bool(stem) + [f"військов{end}"]
    number = [] if told is None else [_in_words(told, numbers)]
    said = " ".join(["щонайменше"] * at_least + number + people)
    return said + (_SURRENDERING[is_one] if control == Control.SURRENDERING else "")


def _in_words(told: int, numbers: Sequence[str]) -> str:
    return numbers[told - 1] if 1 <= told <= len(numbers) else str(told)


def _where_en(place: Place | None, precision: str) -> str:
    if place is None:
        return ""
    return f" {'near' if precision == PlacePrecision.NEAR else 'in'} {place.name('en')}"


def _where_uk(place: Place | None) -> str:
    return f", {place.name('uk')}" if place else ""


def _dated(said: str, occurred: str, language: str) -> str:
    return f"{said}, {in_words(occurred, language)}" if occurred else said
