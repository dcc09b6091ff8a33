"""The people of an incident, as its page shows them: what is known of each, and the dead."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from sources.document_types import Estimate
from sources.words.quantities import is_known
from sources.words.terms import term, terms

from incidents.corroboration.corroboration import ORDER_HAPPENED, happened
from incidents.corroboration.disagreement import COUNTS, CountKey
from incidents.corroboration.given import group_fact
from incidents.document_types import IncidentDocument, VictimDocument
from incidents.pages.footnotes import Footnotes
from incidents.vocabulary import AgeGroup, Assessment, Fact, Outcome, means_of

NOBODY_DIED = {Assessment.NOT_SUPPORTED, Assessment.REFUTED}
# More figures than these are a pattern, no longer people: then the number alone speaks.
MOST_FIGURES = 24
FIGURE_WIDTH = 14


@dataclass(frozen=True)
class Counts:
    """Facts that are numbers: those that the page says, not stated ones, those not shown."""

    told: list[CountKey]
    not_stated: list[CountKey]
    not_shown: list[CountKey]


def counts(document: IncidentDocument, notes: Footnotes) -> Counts:
    """How many were killed is always said, but of an order, which is not a killing.

    Of a number that was taken from the public it is said that it is not shown, and no more.
    """
    is_order = happened(document) == ORDER_HAPPENED
    public = [count for count in COUNTS if not notes.is_taken(count)]
    told: list[CountKey] = [
        count
        for count in public
        if is_known(document[count]) or count in notes.given or (count == "killed" and not is_order)
    ]
    not_stated = [count for count in public if count not in told]
    return Counts(told, not_stated, [count for count in COUNTS if notes.is_taken(count)])


@dataclass(frozen=True)
class Person:
    """A person or a group: what is known, and the names of what is not stated."""

    victim: VictimDocument
    fact: str
    known: list[tuple[Any, str]]
    not_stated: list[str]


def people(document: IncidentDocument, notes: Footnotes) -> list[Person]:
    return [_person(victim, notes) for victim in document.get("victims", [])]


def _person(victim: VictimDocument, notes: Footnotes) -> Person:
    has_number = not victim["is_group"] or is_known(victim["number"])
    number = notes.number_of(victim) if victim["is_group"] else ""
    is_given = has_number or group_fact(victim) in notes.given
    rows = [
        *([(_("Number"), number if is_given else "")] if victim["is_group"] else []),
        (_("Side"), _said(victim["side"], "Side")),
        (_("Control"), _said(victim["control"], "Control")),
        (_("Condition"), terms(victim["conditions"], "Condition") if victim["conditions"] else ""),
        (_("Age group"), _said(victim["age_group"], "AgeGroup")),
        (_("Sex"), _said(victim["sex"], "Sex")),
        (_("Outcome"), _said(victim["outcome"], "Outcome")),
        (_("Means"), _said(means_of(victim["method"]), "Means")),
    ]
    known = [(label, words) for label, words in rows if words]
    missing = [str(label).lower() for label, words in rows if not words]
    return Person(victim, group_fact(victim), known, missing)


def _said(value: str, vocabulary: str) -> str:
    return term(value, vocabulary) if value else ""


@dataclass(frozen=True)
class Figure:
    """One person as drawn: outlined where it is known only that there may be one more."""

    x: int
    is_certain: bool


@dataclass(frozen=True)
class Dead:
    """People who were killed, in words and, one figure for each, drawn."""

    victim: VictimDocument
    words: list[str]
    number: str
    figures: list[Figure]
    is_child: bool

    @property
    def width(self) -> int:
        return FIGURE_WIDTH * len(self.figures)


def the_dead(document: IncidentDocument, notes: Footnotes) -> list[Dead]:
    """Of whom a source states that they were killed, and how many: nobody else is counted dead.

    Whose fate is unknown, and whose death we infer or found not to be so, has no figure here.
    """
    if document["assessment"]["value"] in NOBODY_DIED or Fact.KILLED in notes.inferred:
        return []
    return [
        _dead(victim, notes)
        for victim in document.get("victims", [])
        if victim["outcome"] == Outcome.KILLED and group_fact(victim) not in notes.inferred
        if not victim["is_group"] or is_known(victim["number"])
    ]


def _dead(victim: VictimDocument, notes: Footnotes) -> Dead:
    certain, possible = _counted(victim["number"]) if victim["is_group"] else (1, 1)
    number = max(certain, possible)
    drawn = range(number) if number <= MOST_FIGURES else range(0)
    return Dead(
        victim,
        _described(victim),
        notes.number_of(victim) if victim["is_group"] else "",
        [Figure(FIGURE_WIDTH * place, place < certain) for place in drawn],
        victim["age_group"] == AgeGroup.CHILD,
    )


def _counted(number: Estimate) -> tuple[int, int]:
    """How many are certain, and how many there may be."""
    ends = [number[end] for end in ("low", "best", "high")]
    known = [end for end in ends if end is not None]
    return (0 if number["low"] is None and number["best"] is None else min(known)), max(known)


# A woman is known to be grown up: of whom only the sex is stated, only the sex is said.
PERSONS = {
    ("female", "adult"): pgettext_lazy("a person who was killed", "woman"),
    ("male", "adult"): pgettext_lazy("a person who was killed", "man"),
    ("female", "child"): pgettext_lazy("a person who was killed", "girl"),
    ("male", "child"): pgettext_lazy("a person who was killed", "boy"),
}


def _described(victim: VictimDocument) -> list[str]:
    """What is stated of who they were; nothing is assumed of sex or age."""
    person = PERSONS.get((victim["sex"], victim["age_group"])) if not victim["is_group"] else None
    said = [str(person)] if person else [_said(victim["age_group"], "AgeGroup")]
    said += [] if person else [_said(victim["sex"], "Sex")]
    return [words for words in [*said, _said(victim["control"], "Control")] if words]
