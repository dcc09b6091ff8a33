"""Titles and victims by template: killed, never how; by nobody, since no court has ruled.

Ukrainian puts the place behind a comma in the nominative: no program knows its case.
"""

from collections.abc import Collection
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
    people = victims(low=low, best=best, high=high, control=control)
    what_en, what_uk = _what(kinds)
    return Titles(
        _joined(f"{what_en} {people.label_en}{_where_en(place, precision)}", occurred, "en"),
        _joined(f"{what_uk} {people.label_uk}{_where_uk(place)}", occurred, "uk"),
    )


def victims(
    *,
    low: int | None = None,
    best: int | None = None,
    high: int | None = None,
    control: str = "",
) -> Victims:
    number = best if best is not None else low if low == high else None
    at_least = number is None and low is not None and high is None
    told = number if number is not None else low if at_least else None
    en, uk = _people(told, control, at_least=at_least)
    is_group = told != 1 or at_least
    ends = (low, best, high) if is_group else (None, None, None)
    return Victims(en, uk, is_group, *ends)


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


_EN_NUMBERS = "one two three four five six seven eight nine ten".split()
_UK_GENITIVES = "одного двох трьох чотирьох п’яти шести семи восьми дев’яти десяти".split()
_EN_STATE = {
    Control.CAPTURED: "captured ",
    Control.INTERNED: "interned ",
    Control.SURRENDERING: "surrendering ",
}
_UK_STATE = {
    Control.CAPTURED: ("полоненого ", "полонених "),
    Control.INTERNED: ("інтернованого ", "інтернованих "),
}
_UK_SURRENDERING = (", який здавався в полон", ", які здавалися в полон")


def _people(told: int | None, control: str, *, at_least: bool) -> tuple[str, str]:
    en = f"{_EN_STATE.get(Control(control), '') if control else ''}soldier{'s' * (told != 1)}"
    is_one = told is not None and told % 10 == 1 and told % 100 != 11
    state = _UK_STATE.get(Control(control), ("", "")) if control else ("", "")
    uk = state[not is_one] + ("військового" if is_one else "військових")
    if control == Control.SURRENDERING:
        uk += _UK_SURRENDERING[not is_one]
    if told is None:
        return en, uk
    words = 1 <= told <= 10
    en_number = _EN_NUMBERS[told - 1] if words else str(told)
    uk_number = _UK_GENITIVES[told - 1] if words else str(told)
    least = ("at least ", "щонайменше ") if at_least else ("", "")
    return f"{least[0]}{en_number} {en}", f"{least[1]}{uk_number} {uk}"


def _where_en(place: Place | None, precision: str) -> str:
    if place is None:
        return ""
    return f" {'near' if precision == PlacePrecision.NEAR else 'in'} {place.name('en')}"


def _where_uk(place: Place | None) -> str:
    return f", {place.name('uk')}" if place else ""


def _joined(said: str, occurred: str, language: str) -> str:
    return f"{said}, {in_words(occurred, language)}" if occurred else said
