"""Who was killed or shot at, and by whose soldiers, as far as a sentence says so plainly."""

import re
from typing import NamedTuple

from incidents.vocabulary import Control


class Accused(NamedTuple):
    """As an involvement is typed where no unit is known."""

    en: str
    uk: str


# In a camp they are interned, whatever they are called; "prisoners of war" may be either.
_INTERNED = re.compile(
    r"\b(?:camps?|colon(?:y|ies)|prisons?|jails?|detention|pre-trial|колоні\w*|таб[оі]р\w*"
    r"|в['’ʼ]язниц\w*|сізо|лагер\w*|тюрьм\w*|сизо)\b",
    re.IGNORECASE,
)
_CONTROLS = (
    (
        Control.SURRENDERING,
        re.compile(
            r"\bsurrendering\b|\b(?:trying|tried|attempting|attempted) to surrender\b"
            r"|\bздава\w+ (?:[ву] )?полон\b|\bсдава\w+ в плен\b",
            re.IGNORECASE,
        ),
    ),
    (
        Control.CAPTURED,
        re.compile(
            r"\bcaptured (?:[\w-]+ ){0,2}(?:soldiers?|servicem[ae]n|marines?|fighters?|troops"
            r"|m[ae]n|defenders?|combatants?|gunners?|pilots?|guards?)\b|\bcaptives?\b"
            r"|\b(?:who|that) (?:were|was|had been|have been) (?:captured|taken prisoner)\b"
            r"|\bполонен\w*|\bпленн\w*",
            re.IGNORECASE,
        ),
    ),
)
_CIVILIAN = re.compile(
    r"\b(?:civilians?|resident\w*|child\w*|цивільн\w*|мирн\w*|гражданск\w*|дітей|детей)\b",
    re.IGNORECASE,
)


def control_in(phrase: str, sentence: str) -> str:
    """In whose power the people of the phrase were; "" where several or no words tell."""
    found = [control for control, words in _CONTROLS if words.search(phrase)]
    return found[0].value if len(found) == 1 and not _INTERNED.search(sentence) else ""


def are_civilians(phrase: str) -> bool:
    return bool(_CIVILIAN.search(phrase))


_SOLDIERS = r"soldiers|servicemen|marines|paratroopers|fighters"
_FORCES = r"forces|troops|military|army"
_WHO = rf"(?P<side>Russian|Ukrainian) (?P<who>{_SOLDIERS}|{_FORCES})"
_KILLED = r"(?:shot|killed|executed|murdered)"
# Whom they shot: "Russian soldiers killed in May" were killed themselves.
_WHOM = (
    r"(?:dead )?(?:the|an?|\d+|two|three|four|five|six|seven|eight|nine|ten|several|at least|about"
    r"|more than|captured|captive|unarmed|wounded|surrendering|prisoners?|captives?|Ukrainian"
    r"|Russian|them|him)\b"
)
_WHO_UK = (
    r"(?P<side>російські|українські) (?P<who>військовослужбовці|військові|солдати|бійці|війська)"
)
_KILLED_UK = r"(?:вбили|убили|розстріляли|застрелили|стратили)"
_DEEDS = [
    re.compile(pattern)
    for pattern in (
        rf"(?<!No )(?<!\w){_WHO}(?: (?:\w+ly|have|had|then))? {_KILLED} {_WHOM}",
        rf"(?<!\w){_KILLED}(?: dead)? by (?:the )?{_WHO}(?!\w)",
        rf"(?i:(?<!\w){_WHO_UK}(?: \w+)? {_KILLED_UK}(?!\w))",
        rf"(?i:(?<!\w){_KILLED_UK} {_WHO_UK}(?!\w))",
    )
]
# With one of these a unit is stated, and it is for a person to write which.
_UNIT = re.compile(
    r"\b(?:brigades?|regiments?|battalions?|divisions?|corps|compan(?:y|ies)|units?|group|army of"
    r"|\d+(?:st|nd|rd|th)|бригад\w*|полк\w*|батальйон\w*|дивізі\w*|корпус\w*|рот[аиу]|підрозділ\w*"
    r"|\d+-\w+)\b",
    re.IGNORECASE,
)
_SIDES = {
    "russian": ("Russian", "російські"),
    "російські": ("Russian", "російські"),
    "ukrainian": ("Ukrainian", "українські"),
    "українські": ("Ukrainian", "українські"),
}


def accused_in(sentence: str) -> Accused | None:
    """Whose soldiers are said to have killed or shot; None where a unit or two sides are named."""
    found = {
        (found["side"].casefold(), bool(re.fullmatch(rf"{_FORCES}|війська", found["who"])))
        for deed in _DEEDS
        for found in deed.finditer(sentence)
    }
    if len(found) != 1 or _UNIT.search(sentence):
        return None
    [(side, are_forces)] = found
    en, uk = _SIDES[side]
    return Accused(
        f"{en} {'forces' if are_forces else 'soldiers'}, unit not stated",
        f"{uk} {'війська' if are_forces else 'військові'}, підрозділ не вказано",
    )


_NO_PRISONERS = re.compile(
    r"\b(?:take no prisoners|not to take (?:any )?prisoners|(?:полонених|в полон|у полон) не брати"
    r"|не брати (?:полонених|в полон|у полон)|(?:пленных|в плен) не брать"
    r"|не брать (?:пленных|в плен))\b",
    re.IGNORECASE,
)


def orders_no_prisoners(sentence: str) -> bool:
    return bool(_NO_PRISONERS.search(sentence))
