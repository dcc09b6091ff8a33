"""What is typed in one line: a chain, numbers, a place, a term of a vocabulary.

A chain reads from the source, which is never typed, towards whoever knew:
`prosecutor's office [statement] ‹ drone footage`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override
from review.text.compared import compared
from review.text.kept import line
from sources.text import dates
from sources.text.written_dates import WRITTEN, as_typed
from sources.vocabulary import (
    Basis,
    Circumstance,
    Counted,
    Level,
    NameKind,
    Qualifier,
    Script,
)

from incidents.models import Place

ARROW = re.compile(r"\s*[‹<←]\s*")
IN_BRACKETS = re.compile(
    r"^(?P<who>[^\[\]{}]*?)\s*(?:\{(?P<written>[^{}]*)\})?\s*(?:\[(?P<how>[^\[\]]*)\])?$"
)
QUOTED = re.compile(r"^[\"“”«»„](?P<who>[^\"“”«»„]+)[\"“”«»„]$")
COMMAS = re.compile(r"\s*[,;+]\s*")
# With these a voice is spoken of that is nobody's name: the beginning of a public label.
ROLES = re.compile(
    r"^(?:an?|one|two|three|four|five|six|several|some|many|unnamed|other|local|witnesses"
    r"|survivors|deserters|relatives|officials|soldiers|жител|очевид|родич|свід|невідом|один|двоє"
    r"|троє|кілька)\b",
    re.IGNORECASE,
)
# By what a body said it: kept as it was written, since it is no way of knowing.
WAYS = (
    "statement post report briefing interview comment letter verdict заява допис звіт брифінг "
    "інтерв'ю коментар лист вирок"
).split()


# What a form takes of one line: what is longer is kept as it was typed, but not read.
LONGEST_LINE = 1000


def short(text: str) -> str:
    if len(text) > LONGEST_LINE:
        said = _("This is too long for one line: at most %d characters.")
        raise ValidationError(said % LONGEST_LINE)
    return line(text)


# Terms


@cache
def codes(vocabulary: type[models.TextChoices]) -> dict[str, str]:
    """By what a person may type, in either language: the code, the label, the label's beginning."""
    found: dict[str, str] = {}
    for language in ("en", "uk"):
        with override(language):
            labels = {compared(str(label)): code for code, label in vocabulary.choices if code}
        begun: dict[str, set[str]] = {}
        for label, code in labels.items():
            begun.setdefault(label.partition(" (")[0].partition(",")[0], set()).add(code)
        found |= {label: code for label, code in labels.items() if label not in found}
        found |= {
            beginning: one.copy().pop()
            for beginning, one in begun.items()
            if len(one) == 1 and beginning not in found
        }
    for code in filter(None, vocabulary.values):
        found |= {compared(code): code, compared(code.replace("_", " ")): code}
    return found


def term(vocabulary: type[models.TextChoices], text: str) -> str | None:
    return codes(vocabulary).get(compared(line(text)))


def term_or_refuse(vocabulary: type[models.TextChoices], text: str) -> str:
    found = term(vocabulary, text)
    if found is None:
        labels = ", ".join(str(label) for code, label in vocabulary.choices if code)
        raise ValidationError(
            _("“%(text)s” is none of the words that are kept here: %(labels)s.")
            % {"text": text, "labels": labels}
        )
    return found


# Chains


@dataclass(frozen=True)
class Link:
    """One link as it was typed: a body by a name, or people and unnamed voices by a label.

    A label may stand in both languages: “unnamed officials | неназвані посадовці”.
    """

    who: str
    is_role: bool = False
    bases: tuple[str, ...] = ()
    circumstances: tuple[str, ...] = ()
    as_written: str = ""


def chain(text: str) -> list[Link]:
    """The links from the source towards whoever knew; nothing is the source's own voice."""
    links: list[Link] = []
    parts = [part for part in ARROW.split(short(text)) if part]
    for place, part in enumerate(parts):
        bases = _only_bases(part)
        if bases and place != len(parts) - 1:
            raise ValidationError(
                _("“%s” is how somebody knew, and stands last. Who comes after it?") % part
            )
        if bases and not links:
            raise ValidationError(
                _("Who knew it by “%s”? Write the body first: body ‹ how it knew.") % part
            )
        if bases:
            links[-1] = replace(links[-1], bases=links[-1].bases + bases)
        else:
            links.append(_link(part))
    return links


def whole_chain(text: str) -> list[Link]:
    """One that says to the end how they knew; none is the source's own voice."""
    links = chain(text)
    ask_how_they_knew(links)
    return links


def ask_how_they_knew(links: list[Link]) -> None:
    if links and not links[-1].bases:
        said = _(
            "Say how the last of them knew, e.g. %(who)s ‹ drone footage; or: %(who)s ‹ none given."
        )
        raise ValidationError(said % {"who": links[-1].who})


def _only_bases(part: str) -> tuple[str, ...]:
    found = [term(Basis, one) for one in COMMAS.split(part.strip("[] "))]
    return tuple(one for one in found if one) if all(found) else ()


def _link(part: str) -> Link:
    read = IN_BRACKETS.match(part)
    if read is None or not read["who"]:
        raise ValidationError(
            _("“%s” cannot be read. One link is: who [how they knew, in which circumstances].")
            % part
        )
    who, said_by = _named(read["who"]), read["how"] or ""
    bases, circumstances, other = _how(said_by)
    is_role = who != read["who"] or bool(ROLES.match(who))
    as_written = (read["written"] or "").strip() or (part if other else "")
    return Link(who, is_role, tuple(bases), tuple(circumstances), as_written)


def _named(who: str) -> str:
    quoted = QUOTED.match(who)
    return quoted["who"].strip() if quoted else who


def _how(text: str) -> tuple[list[str], list[str], list[str]]:
    bases: list[str] = []
    circumstances: list[str] = []
    other: list[str] = []
    for one in filter(None, COMMAS.split(text)):
        if basis := term(Basis, one):
            bases.append(basis)
        elif circumstance := term(Circumstance, one):
            circumstances.append(circumstance)
        elif compared(one) in map(compared, WAYS):
            other.append(one)
        else:
            known = [*Basis.labels, *Circumstance.labels]
            raise ValidationError(
                _("“%(text)s” is no way of knowing and no circumstance: %(labels)s.")
                % {"text": one, "labels": ", ".join(str(label) for label in known if label)}
            )
    return bases, circumstances, other


def bodies(text: str) -> list[str]:
    """Names of bodies in a line, also in one that is not finished."""
    try:
        return [one.who for one in chain(text) if not one.is_role]
    except ValidationError:
        return []


def with_role(text: str, name: str, role: str) -> str:
    """The line, in which a role stands instead of a name; as it is where nothing is named."""
    return with_name(text, name, f"“{role}”")


def with_name(text: str, name: str, other: str) -> str:
    """The same with another name of the body."""
    if not name.strip():
        return text
    pattern = re.compile(rf"(?<![\w]){re.escape(name)}(?![\w])", re.IGNORECASE)
    return pattern.sub(lambda _found: other, text)


# Names of a body


def names(text: str) -> list[dict[str, str]]:
    """Rows of `ActorName`: `HUR [abbreviation, en]; ГУР [abbreviation, uk]`."""
    return [_name(part) for part in short(text).split(";") if part.strip()]


def _name(text: str) -> dict[str, str]:
    read = IN_BRACKETS.match(text.strip())
    if read is None or not read["who"]:
        raise ValidationError(_("“%s” cannot be read. One name is: name [kind, language].") % text)
    kind, language = NameKind.ALIAS.value, ""
    for one in filter(None, COMMAS.split(read["how"] or "")):
        if found := term(NameKind, one):
            kind = found
        elif re.fullmatch("[a-z]{2,3}", one):
            language = one
        else:
            known = ", ".join(map(str, NameKind.labels))
            raise ValidationError(
                _("“%(text)s” is no language and no kind of name: %(known)s.")
                % {"text": one, "known": known}
            )
    return {
        "text": read["who"],
        "kind": kind,
        "language": language,
        "script": script_of(read["who"]),
    }


def script_of(text: str) -> str:
    letters = {unicodedata.name(letter, "").split(" ")[0] for letter in text if letter.isalpha()}
    return next(
        (one.value for one in (Script.CYRILLIC, Script.LATIN) if one.name in letters), "other"
    )


# Numbers


UNITS = {
    "killed": Counted.KILLED,
    "dead": Counted.KILLED,
    "injured": Counted.INJURED,
    "wounded": Counted.INJURED,
    "shot": Counted.SHOT_AT,
    "captured": Counted.CAPTURED,
    "case": Counted.CASES,
    "incident": Counted.INCIDENTS,
    "order": Counted.ORDERS,
    "proceeding": Counted.PROCEEDINGS,
    "persons": Counted.PERSONS,
    "people": Counted.PERSONS,
    "fate unknown": Counted.FATE_UNKNOWN,
    "lying still": Counted.LYING_STILL,
    "вбито": Counted.KILLED,
    "загинули": Counted.KILLED,
    "поранено": Counted.INJURED,
    "проваджень": Counted.PROCEEDINGS,
    "випадків": Counted.CASES,
}
NUMBER = re.compile(r"^(?P<low>\d{1,9})(?:\s*[-–—]\s*(?P<high>\d{1,9}))?\b\s*(?P<rest>.*)$")
DIGITS = re.compile(r"(?<=\d)[\s\u00a0\u202f,](?=\d{3}\b)")
# Each run of separators is tried once and as a whole: a line of commas would take minutes else.
PERIOD = re.compile(
    r"^(?P<rest>.*?)(?:^|(?<=[^\s,]))[\s,]++(?:in\s+)?+(?P<period>(?=\S*\d{4})\S++)$"
)
IN = re.compile(r"(?:^|[\s,]+)(?:(?:in|on|у|в)\s+)?$", re.IGNORECASE)
VERIFIED = re.compile(r"\s*\[(?P<level>[^\]]+)\]\s*")


class Counts(NamedTuple):
    """Null is not known, never 0."""

    low: int | None
    best: int | None
    high: int | None
    qualifier: str
    rest: str


def counts(text: str) -> Counts:
    """`2`, `at least 2`, `2–4`; a bound is no best figure."""
    text = DIGITS.sub("", line(text))
    qualifier, said = _qualifier(text)
    read = NUMBER.match(said)
    if read is None:
        if qualifier in {Qualifier.MANY, Qualifier.SEVERAL}:
            return Counts(None, None, None, qualifier, said)
        raise ValidationError(_("“%s” holds no number. Write e.g. 2, at least 2, 2–4.") % text)
    low, high, rest = int(read["low"]), read["high"], read["rest"]
    if high:
        return Counts(low, None, int(high), qualifier, rest)
    if qualifier in {Qualifier.AT_LEAST, Qualifier.MORE_THAN}:
        return Counts(low, None, None, qualifier, rest)
    if qualifier == Qualifier.ABOUT:
        return Counts(None, low, None, qualifier, rest)
    return Counts(low, low, low, qualifier, rest)


def _qualifier(text: str) -> tuple[str, str]:
    for said, code in sorted(codes(Qualifier).items(), key=lambda one: -len(one[0])):
        if re.match(rf"{re.escape(said)}\b", compared(text)):
            return code, text[len(said) :].strip()
    return "", text


def quantities(text: str) -> list[dict[str, Any]]:
    """Rows of `Quantity`: `more than 150 cases; 8 proceedings 2022 [verified]`."""
    return [_quantity(part) for part in short(text).split(";") if part.strip()]


def _quantity(text: str) -> dict[str, Any]:
    level = Level.ALLEGED.value
    said = text.strip()
    if read := VERIFIED.search(said):
        level = term_or_refuse(Level, read["level"])
        said = VERIFIED.sub(" ", said).strip()
    said, when = _with_period(said)
    period = dates.parse(when).text if when else ""
    found = counts(said)
    return {
        "counted": _unit(found.rest, text),
        "low": found.low,
        "best": found.best,
        "high": found.high,
        "qualifier": found.qualifier,
        "level": level,
        "period": period,
    }


def _with_period(said: str) -> tuple[str, str]:
    """What is counted, and the date behind it: `2 killed, 22 May 2025`, `7 killed 2024`."""
    for found in WRITTEN.finditer(said):
        counted = IN.sub("", said[: found.start()])
        if counted and found.end() == len(said) and as_typed(found[0]):
            return counted, found[0]
    read = PERIOD.match(said)
    if read and (read["rest"][:1] or not read["period"].isdigit()):
        return read["rest"], read["period"]
    return said, ""


def _unit(text: str, whole: str) -> str:
    said = compared(text).strip(" ,.")
    for unit in (said, said.removesuffix("s")):
        if unit in UNITS:
            return str(UNITS[unit].value)
    if found := term(Counted, text):
        return found
    labels = ", ".join(str(label) for label in Counted.labels)
    raise ValidationError(
        _("What is counted in “%(text)s”? Write the number and one of: %(labels)s.")
        % {"text": whole.strip(), "labels": labels}
    )


# Places


CODE = re.compile(r"\b(?P<code>[A-Z]{2}(?:\d{2,17}|-\d{2})?|GN\d{3,10})\b\)?\s*$")
SHOWN = 5


def place(text: str) -> Place:
    """By the code at its end, or by a name that one place alone has."""
    text = line(text)
    if (read := CODE.search(text)) and (found := Place.objects.resolve(read["code"])):
        return found
    named = [one for one in Place.objects.named(text)[: SHOWN + 1] if _is_called(one, text)]
    if len(named) == 1:
        return named[0]
    likely = named or list(Place.objects.named(text)[:SHOWN])
    if not likely:
        raise ValidationError(
            _("The gazetteer has no place called “%s”. Write a wider place, or leave it empty.")
            % text
        )
    raise ValidationError(
        _("“%(text)s” may be any of these; write its code behind the name: %(places)s.")
        % {"text": text, "places": "; ".join(map(in_line, likely[:SHOWN]))}
    )


def _is_called(one: Place, text: str) -> bool:
    return f"|{compared(text)}|" in compared(one.search_names)


def in_line(one: Place) -> str:
    """As it is chosen and typed: the code tells it from others of its name."""
    around = f", {one.surroundings_en}" if one.surroundings_en else ""
    return f"{one.name_en}{around} ({one.code})"


# Labels of statements


def labels(text: str) -> Iterator[str]:
    """`S1, S3`."""
    return (one for one in re.split(r"[\s,;]+", line(text)) if one)


def meant[T](read: Callable[[str], T], text: str) -> T | None:
    """What a line says; None where it is empty or cannot be read."""
    try:
        return read(short(text)) if text else None
    except ValidationError:
        return None


def refusal(read: Callable[[str], Any], text: str) -> list[str]:
    """Why a line cannot be read; nothing when it can."""
    try:
        read(short(text))
    except ValidationError as error:
        return list(error.messages)
    return []
