"""Evidence as a grid: statements down, facts across, in each cell how one bears on the other."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q, prefetch_related_objects
from django.http import QueryDict
from django.utils.functional import cached_property
from sources.models import Statement
from sources.text import dates
from sources.vocabulary import StatedOrInferred

from incidents.models import Evidence, Incident
from incidents.record.document import KnownFact, fact_key, known_facts, without_evidence
from incidents.vocabulary import Fact

ROW_FACTS = (Fact.VICTIM, Fact.INVOLVEMENT, Fact.CHARACTERISATION)
# On one page: more than anybody can compare at once.
MOST_ROWS = 80


DETAILS = ["stance", "stated", "how_en", "how_uk", "value_en", "value_uk", "credibility"]
DEFAULTS = {"stated": StatedOrInferred.STATED.value}
Values = dict[str, str]


class EvidenceForm(forms.ModelForm[Evidence]):
    class Meta:
        model = Evidence
        fields = DETAILS

    def validate_constraints(self) -> None:
        """Of these fields one constraint speaks, about inferences; the database is asked for it."""
        if self.instance.stated != StatedOrInferred.STATED:
            super().validate_constraints()


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
        if self.evidence:
            self.evidence.statement = statement  # with its source, read for all

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

    @cached_property
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
    def differs(self) -> bool:
        """Whether more is said than how the statement bears on the fact."""
        evidence = self.evidence
        return evidence is not None and any(
            getattr(evidence, name) != DEFAULTS.get(name, "") for name in DETAILS[1:]
        )

    @property
    def is_detailed(self) -> bool:
        """Of hundreds of like cells only those show details that have any, or were asked for."""
        given = self.grid.data is not None and f"{self.name}-stated" in self.grid.data
        return self.differs or given or self.name == self.grid.about

    @cached_property
    def errors(self) -> list[str]:
        if self.is_untouched or not self.stance:
            return []
        return [str(error) for errors in self.form.errors.values() for error in errors]


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
        # The cell whose details are asked for.
        self.about = data.get("about", "") if data is not None and "_details" in data else ""
        self.evidence = {f"{e.statement_id}:{fact_key(e)}": e for e in _evidence_of(incident)}
        self.seen = seen if seen is not None else {}
        known = known_facts(incident)
        self.uncovered = without_evidence(known, self.evidence.values())
        self.columns = list(self._columns(known))
        self.rows = [
            (statement, [Cell(self, statement, column) for column in self.columns])
            for statement in statements
        ]

    def _columns(self, facts: list[KnownFact]) -> Iterator[Column]:
        known = {fact.key: fact for fact in facts}
        missing = {fact.key for fact in self.uncovered}
        plain = {str(f.value): KnownFact(f, None, str(f.label)) for f in Fact if f not in ROW_FACTS}
        for key, fact in (plain | known).items():
            yield Column(self.incident, fact, known=key in known, covered=key not in missing)

    @property
    def cells(self) -> Iterator[Cell]:
        return (cell for _statement, cells in self.rows for cell in cells)

    @property
    def details(self) -> list[Cell]:
        """Cells that say something, whose details are given or can be."""
        return [cell for cell in self.cells if cell.stance and cell.is_detailed]

    @property
    def without_details(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.stance and not cell.is_detailed]

    @property
    def errors(self) -> list[tuple[Cell, str]]:
        return [(cell, error) for cell in self.cells for error in cell.errors]

    def is_valid(self) -> bool:
        return not self.errors

    def save(self) -> None:
        """Only what was made of the cells: what is new at once, however much it is."""
        touched = [cell for cell in self.cells if not cell.is_untouched]
        emptied = [cell.evidence.pk for cell in touched if cell.evidence and not cell.stance]
        Evidence.objects.filter(pk__in=emptied).delete()
        set_now = [cell for cell in touched if cell.stance]
        for cell in set_now:
            if cell.evidence:
                cell.form.save()
        new = [cell.form.save(commit=False) for cell in set_now if not cell.evidence]
        Evidence.objects.bulk_create(new)


def _evidence_of(incident: Incident) -> Iterator[Evidence]:
    rows = incident.evidence.select_related("victim", "involvement", "characterisation")
    for evidence in rows:
        evidence.incident = incident
        yield evidence


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


class Rows:
    """The statements of one page of the grid: those cited, in pages, and after them those picked.

    Only what the person may read.
    """

    def __init__(self, incident: Incident, readable: Any, picked: Q, page: int) -> None:
        cited = Q(pk__in=incident.evidence.values("statement"))
        # Not joined: each text as received would come once for each statement.
        every = readable.prefetch_related("source__publisher", "source__review").order_by(
            "source__review__reference", "position", "label"
        )
        self.pages = Paginator(every.filter(cited), MOST_ROWS)
        self.page = self.pages.get_page(page)
        added = every.filter(picked).exclude(cited)
        self.statements = [*self.page, *added[:MOST_ROWS]]
        prefetch_related_objects(self.statements, "hops__actor", "quantities")
        self.left_out = max(0, added.count() - MOST_ROWS)
