"""What could stand in fields that are empty: shown beside them with why, and never saved unseen."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from sources.text.passages import sentences
from sources.vocabulary import Counted, StatementKind

from incidents.desk import lines
from incidents.desk.shape import Row, Typed
from incidents.models import DeskReport
from incidents.vocabulary import Fact, Outcome

COUNTED_FACTS = {
    Counted.KILLED: Fact.KILLED,
    Counted.INJURED: Fact.INJURED,
    Counted.FATE_UNKNOWN: Fact.FATE_UNKNOWN,
}


@dataclass(frozen=True)
class Proposal:
    value: str
    # As it is shown where the value is a code.
    shown: str
    why: str


@dataclass(frozen=True)
class Sentence:
    number: int
    text: str
    is_statement: bool
    is_skipped: bool


class Proposals:
    """By the name of the control that each is for; nothing for what is typed already."""

    def __init__(self, report: DeskReport, typed: Typed, person: User) -> None:
        self.report = report
        self.typed = typed
        self.person = person

    @cached_property
    def text(self) -> str:
        held = self.report.source.text_as_received if self.report.source else ""
        return held or self.typed.source.get("text", "")

    @cached_property
    def sentences(self) -> list[Sentence]:
        made = {row.get("sentence") for row in self.typed.statements}
        skipped = self.typed.skipped.split()
        return [
            Sentence(number, text, str(number) in made, str(number) in skipped)
            for number, text in enumerate(sentences(self.text), start=1)
        ]

    def has_sentence(self, number: str) -> bool:
        return any(str(one.number) == number for one in self.sentences)

    def under(self, control: str) -> dict[str, Proposal]:
        """Of this control, or of all whose names begin with it."""
        return {
            name: one
            for name, one in self.every.items()
            if name == control or name.startswith(f"{control}-")
        }

    @cached_property
    def every(self) -> dict[str, Proposal]:
        typed = dict(self.typed.named())
        return {name: one for name, one in self._made() if one.value and not typed.get(name)}

    def _made(self) -> Iterator[tuple[str, Proposal]]:
        yield from self._of_facts()

    # The incident, from the statements

    def _of_facts(self) -> Iterator[tuple[str, Proposal]]:
        """Each field of a fact from the first statement that tells it; a fact begun is left."""
        found = self._told()
        for number, row in enumerate(self.typed.facts):
            fact = row.get("fact", "")
            if row.get("value") or fact not in found:
                continue
            label, fields = found.pop(fact)
            why = _("from %s") % label
            for name, value in (fields | {"rests_on": label}).items():
                yield f"facts-{number}-{name}", Proposal(value, value, why)

    def _told(self) -> dict[str, tuple[str, Row]]:
        """By fact, the label of the statement and what it gives."""
        found: dict[str, tuple[str, Row]] = {}
        for row in self.typed.statements:
            if row.get("kind") not in {StatementKind.INCIDENT, StatementKind.ORDER}:
                continue
            label = row.get("label", "")
            if row.get("period"):
                found.setdefault(Fact.DATE, (label, {"value": row["period"]}))
            for fact, fields in _counted(row):
                found.setdefault(fact, (label, fields))
        return found


def _counted(row: Row) -> Iterator[tuple[str, Row]]:
    try:
        quantities = lines.quantities(row.get("counted", ""))
    except ValidationError:
        return
    for one in quantities:
        if fact := COUNTED_FACTS.get(one["counted"]):
            yield fact, {"value": _in_line(one)}
            if fact == Fact.KILLED:
                yield Fact.VICTIM, {"number": _in_line(one), "outcome": Outcome.KILLED.value}


def _in_line(counts: dict[str, Any]) -> str:
    """As `lines.counts` reads it."""
    low, best, high = counts["low"], counts["best"], counts["high"]
    number = (
        str(best) if best is not None else "–".join(str(n) for n in (low, high) if n is not None)
    )
    said = dict(lines.Qualifier.choices).get(counts["qualifier"], "")
    return " ".join(filter(None, [str(said), number]))
