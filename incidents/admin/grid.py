"""Evidence as a grid: statements down, facts across, in each cell how one bears on the other."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.functional import cached_property
from sources.models import Statement
from sources.text import dates
from sources.vocabulary import StatedOrInferred

from incidents.models import Evidence, Incident
from incidents.record.document import KnownFact, fact_key, known_facts, uncovered
from incidents.vocabulary import Fact, Stance

ROW_FACTS = (Fact.VICTIM, Fact.INVOLVEMENT, Fact.CHARACTERISATION)
# More rows than anybody can compare at once.
MOST_ROWS = 80


DETAILS = ["stance", "stated", "how_en", "how_uk", "value_en", "value_uk", "credibility"]
DEFAULTS = {"stated": StatedOrInferred.STATED.value}
Values = dict[str, str]


class EvidenceForm(forms.ModelForm[Evidence]):
    class Meta:
        model = Evidence
        fields = DETAILS


class Column:
    """A fact of the incident; without a recorded value it is shown, but greyed."""

    def __init__(self, incident: Incident, fact: KnownFact, *, known: bool, covered: bool) -> None:
        self.fact = fact
        self.known = known
        self.covered = covered
        self.value = _value(incident, fact.fact) if known and fact.row_id is None else ""

    @property
    def key(self) -> str:
        return self.fact.key


def _value(incident: Incident, fact: str) -> str:
    """What the incident says there, in a few words."""
    if fact == Fact.DATE:
        return dates.in_words(incident.occurred)
    if fact == Fact.PLACE:
        return incident.place.name_en if incident.place else ""
    if fact in {Fact.KILLED, Fact.INJURED, Fact.FATE_UNKNOWN}:
        numbers = [getattr(incident, f"{fact}_{end}") for end in ("low", "best", "high")]
        return " – ".join(dict.fromkeys(str(number) for number in numbers if number is not None))
    return ""


class Cell:
    """One statement and one fact: the evidence that there is, and what was made of it."""

    def __init__(self, grid: "Grid", statement: Statement, column: Column) -> None:
        self.grid = grid
        self.statement = statement
        self.column = column
        self.name = f"{statement.pk}:{column.key}"
        self.evidence = grid.evidence.get(self.name)

    @cached_property
    def posted(self) -> Values | None:
        """What the page sent for this cell; details that it did not show stay as they were."""
        data = self.grid.data
        if data is None or f"{self.name}-stance" not in data:
            return None
        stored = self.grid.seen.get(self.name, {})
        return {
            name: data.get(f"{self.name}-{name}", stored.get(name, DEFAULTS.get(name, "")))
            for name in DETAILS
        }

    @property
    def stance(self) -> str:
        if self.posted is not None and not self.is_untouched:
            return self.posted["stance"]
        return self.evidence.stance if self.evidence else ""

    @property
    def is_untouched(self) -> bool:
        """As it was when the page was opened: whatever a colleague did to it since stays."""
        seen = self.grid.seen.get(self.name)
        if self.posted is None:
            return True
        return self.posted == seen if seen or self.posted["stance"] else True

    @cached_property
    def form(self) -> EvidenceForm:
        evidence = self.evidence or self._new()
        if self.is_untouched or not self.stance:
            return EvidenceForm(instance=evidence, prefix=self.name)
        data = {f"{self.name}-{name}": value for name, value in (self.posted or {}).items()}
        return EvidenceForm(data, instance=evidence, prefix=self.name)

    def _new(self) -> Evidence:
        fact = self.column.fact
        row = {f"{fact.fact}_id": fact.row_id} if fact.row_id else {}
        return Evidence(
            incident=self.grid.incident, statement=self.statement, fact=fact.fact, **row
        )

    @property
    def choices(self) -> list[tuple[str, Any, bool]]:
        """(value, label, chosen) of each stance, nothing first."""
        every = [("", "–"), *Stance.choices]
        return [(value, label, value == self.stance) for value, label in every]

    @property
    def errors(self) -> list[str]:
        if self.is_untouched or not self.stance:
            return []
        return [str(error) for errors in self.form.errors.values() for error in errors]

    def save(self) -> None:
        if self.is_untouched:
            return
        if self.stance:
            self.form.save()
        elif self.evidence:
            self.evidence.delete()


class Grid:
    """The statements that are cited or were picked, against every fact of the incident.

    `seen` is the evidence as it was when the page was opened: {cell name: values}.
    """

    def __init__(
        self,
        incident: Incident,
        statements: "list[Statement]",
        *,
        data: QueryDict | None = None,
        seen: dict[str, Values] | None = None,
    ) -> None:
        self.incident = incident
        self.data = data
        evidence = incident.evidence.select_related("victim", "involvement", "characterisation")
        self.evidence = {f"{e.statement_id}:{fact_key(e)}": e for e in evidence}
        self.seen = seen if seen is not None else {}
        self.uncovered = uncovered(incident)
        self.columns = list(self._columns())
        self.rows = [
            (statement, [Cell(self, statement, column) for column in self.columns])
            for statement in statements
        ]

    def _columns(self) -> Iterator[Column]:
        known = {fact.key: fact for fact in known_facts(self.incident)}
        missing = {fact.key for fact in self.uncovered}
        plain = {str(f.value): KnownFact(f, None, str(f.label)) for f in Fact if f not in ROW_FACTS}
        for key, fact in (plain | known).items():
            yield Column(self.incident, fact, known=key in known, covered=key not in missing)

    @property
    def cells(self) -> Iterator[Cell]:
        return (cell for _statement, cells in self.rows for cell in cells)

    @property
    def details(self) -> list[Cell]:
        """Cells that say something, whose details can be given."""
        return [cell for cell in self.cells if cell.stance]

    @property
    def errors(self) -> list[tuple[Cell, str]]:
        return [(cell, error) for cell in self.cells for error in cell.errors]

    def is_valid(self) -> bool:
        return not self.errors

    def save(self) -> None:
        for cell in self.cells:
            cell.save()


def seen_evidence(rows: dict[str, Any]) -> dict[str, Values]:
    """The cells of a snapshot of a revision."""
    found = {}
    for row in rows.values():
        if row.model is Evidence:
            values = row.values
            owned = next((values[fact] for fact in ROW_FACTS if values[fact]), None)
            key = f"{values['fact']}/{owned}" if owned else values["fact"]
            found[f"{values['statement']}:{key}"] = {name: values[name] for name in DETAILS}
    return found


def statements_for(incident: Incident, readable: Any, picked: Q) -> list[Statement]:
    """Those cited already, and those picked; only what the person may read."""
    cited = Q(pk__in=incident.evidence.values("statement"))
    found = (
        readable.filter(cited | picked)
        .select_related("source__publisher")
        .prefetch_related("hops__actor", "quantities")
        .order_by("source__review__reference", "position", "label")
    )
    return list(found[:MOST_ROWS])
