"""What is taken from statements into an incident, with the evidence that each of them makes."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from review.models import OwnedRow
from review.text.compared import compared
from sources.models import (
    Actor,
    Quantity,
)
from sources.vocabulary import StatedOrInferred

from incidents.corroboration.disagreement import COUNTS
from incidents.desk import lines
from incidents.desk.incident_forms import FINDING, OF_ROWS, FactForm
from incidents.desk.naming import both, named, names_of_row
from incidents.models import (
    Evidence,
    Finding,
    Incident,
    Involvement,
    LegalCharacterisation,
    Victim,
)
from incidents.vocabulary import (
    Certainty,
    Fact,
    Stance,
    fact_of_kind,
)

if TYPE_CHECKING:
    from incidents.desk.entering import Entry


class TakenFacts:
    """What is taken from statements into an incident, and the evidence that each of them makes."""

    def __init__(self, entry: "Entry", incident: Incident, taken: list[FactForm]) -> None:
        self.entry = entry
        self.incident = incident
        self.taken = taken
        # Facts that the record has already, and differently: there the value is the statement's.
        self.differing: set[FactForm] = set()

    def values(self) -> None:
        """What is a field of the incident; what it has already stays."""
        for form in self.taken:
            fact, read = form.cleaned_data["fact"], form.read
            if read is None or fact in OF_ROWS or fact == FINDING:
                continue
            if fact == Fact.ACT:
                self._add(form, "kinds", read)
            elif fact == Fact.RESPONSE:
                self._add(form, "responses", read)
            elif fact == Fact.DATE:
                self._set(form, "occurred", read.text)
            elif fact == Fact.PLACE:
                self._set(form, "place", read)
                self.incident.place_precision = (
                    self.incident.place_precision or (form.cleaned_data["precision"])
                )
                if not self.incident.place_precision:
                    said = _("Say how precisely the place is known.")
                    self.entry.refuse(form, "precision", [said])
            else:
                self._count(form, fact, read)

    def _add(self, form: FactForm, field: str, term: str) -> None:
        held = getattr(self.incident, field)
        if term not in held:
            setattr(self.incident, field, [*held, term])

    def _set(self, form: FactForm, field: str, value: Any) -> None:
        held = getattr(self.incident, field)
        if form.cleaned_data["stance"] and held != value:
            self.differing.add(form)
        elif not held:
            setattr(self.incident, field, value)
        elif held != value:
            self.differing.add(form)

    def _count(self, form: FactForm, fact: str, read: lines.Counts) -> None:
        held = [getattr(self.incident, f"{fact}_{end}") for end in ("low", "best", "high")]
        given = [read.low, read.best, read.high]
        if form.cleaned_data["stance"] and held != given:
            self.differing.add(form)
        elif held == [None, None, None]:
            for end, number in zip(("low", "best", "high"), given, strict=True):
                setattr(self.incident, f"{fact}_{end}", number)
        elif held != given:
            self.differing.add(form)

    def rows(self) -> None:
        made = {
            Fact.VICTIM: self._victim,
            Fact.INVOLVEMENT: self._involvement,
            Fact.CHARACTERISATION: self._characterisation,
        }
        for form in self.taken:
            fact = form.cleaned_data["fact"]
            if fact == FINDING:
                self._finding(form)
            elif fact in made:
                # The fact is also the name of the column that holds its row.
                self._support(form, fact, **{fact: self._row_of(form, made[fact])})
            elif fact == Fact.ACT and form.read is not None:
                self._support(form, fact_of_kind(form.read))
            else:
                self._ask_for_number(form, fact)
                self._support(form, fact)

    def _ask_for_number(self, form: FactForm, fact: str) -> None:
        """A number that its statements do not give is not approved: said before it is submitted."""
        typed = form.cleaned_data
        is_left_open = form in self.differing or typed["stance"] or typed["how"] or typed["how_uk"]
        if fact not in COUNTS or form.read is None or is_left_open or not self.entry.submitting:
            return
        statements = [self.entry.statements[label].pk for label in typed["rests_on"]]
        told = Quantity.objects.filter(statement__in=statements, counted=COUNTS[fact])
        given = {end for row in told.values_list("low", "best", "high") for end in row}
        if not {end for end in form.read[:3] if end is not None} <= given:
            said = _(
                "Write the number beside the sentence too, under “Numbers” of %(label)s, with what "
                "is counted; or say how it is inferred. Without it nobody can approve it."
            )
            self.entry.refuse(form, "value", [said % {"label": ", ".join(typed["rests_on"])}])

    def _row_of(self, form: FactForm, make: Callable[[FactForm], OwnedRow | None]) -> Any:
        """With nothing beside its name it is the row of that name that the record has already."""
        typed = form.cleaned_data
        beside = [name for name in [*form.MORE.get(typed["fact"], []), "side"] if typed[name]]
        held = [] if beside else getattr(self.incident, f"{typed['fact']}s").all()
        found = [one for one in held if compared(typed["value"]) in names_of_row(one)]
        return found[0] if len(found) == 1 else make(form)

    def _characterisation(self, form: FactForm) -> LegalCharacterisation | None:
        typed = form.cleaned_data
        by = self.entry.body(typed["body"], form, "body") if typed["body"] else None
        if typed["body"] and by is None:
            return None
        row = LegalCharacterisation(
            incident=self.incident,
            position=self.incident.characterisations.count(),
            law=form.read,
            by=by,
            note_en=typed["note_en"],
            note_uk=typed["note_uk"],
        )
        fields = {"law": "value", "by": "body", "note_en": "note_en", "note_uk": "note_uk"}
        return row if self.entry.keep(row, form, fields, "value") else None

    def _finding(self, form: FactForm) -> None:
        typed = form.cleaned_data
        body = self.entry.body(typed["body"], form, "body")
        if body is None:
            return
        row = Finding(
            incident=self.incident,
            position=self.incident.findings.count(),
            body=body,
            standard=typed["standard"],
            date=typed["date"],
            statement=self.entry.statements[typed["rests_on"][0]],
            **both("what", form.read, typed["value_uk"]),
        )
        fields = {name: name for name in ("body", "standard", "date")}
        self.entry.keep(row, form, fields | {"statement": "rests_on"}, "value")

    def _victim(self, form: FactForm) -> Victim | None:
        typed = form.cleaned_data
        number = typed["number"]
        is_group = number is not None and number[:3] != (1, 1, 1)
        victim = Victim(
            incident=self.incident,
            position=self.incident.victims.count(),
            **both("label", form.read, typed["value_uk"]),
            side=typed["side"],
            is_group=is_group,
            low=number.low if is_group else None,
            best=number.best if is_group else None,
            high=number.high if is_group else None,
            outcome=typed["outcome"],
            control=typed["control"],
            method=typed["method"],
        )
        fields = {"label_en": "value", "label_uk": "value", "outcome": "outcome", "low": "number"}
        return victim if self.entry.keep(victim, form, fields, "value") else None

    def _involvement(self, form: FactForm) -> Involvement | None:
        typed = form.cleaned_data
        found = self._accused(form.read)
        row = Involvement(
            incident=self.incident,
            position=self.incident.involvements.count(),
            actor=found,
            **both("by_whom", typed["by_whom"], typed["by_whom_uk"]),
            **({} if found else both("label", form.read, typed["value_uk"])),
            role_en=typed["role_en"],
            role_uk=typed["role_uk"],
            certainty=Certainty.ALLEGED,
            **({"degree": typed["degree"]} if typed["degree"] else {}),
        )
        fields = {
            "by_whom_en": "by_whom",
            "by_whom_uk": "by_whom_uk",
            "role_en": "role_en",
            "role_uk": "role_uk",
            "label_en": "value",
            "label_uk": "value",
            "actor": "value",
        }
        return row if self.entry.keep(row, form, fields, "value") else None

    def _accused(self, name: str) -> Actor | None:
        """An actor only where one, and only one, is called so: otherwise the words stand."""
        if one := self.entry.actors.get(compared(name)):
            return one
        found = named(name)
        return found[0] if len(found) == 1 else None

    def _support(self, form: FactForm, fact: str, **row: OwnedRow | None) -> None:
        if form.needs_no_statement or None in row.values():
            return
        typed, differs = form.cleaned_data, form in self.differing
        inferred = typed["how"] or typed["how_uk"]
        stance = typed["stance"] or (Stance.CONTRADICTS if differs else Stance.SUPPORTS)
        said = {"value_en": typed["differs_en"], "value_uk": typed["differs_uk"]}
        if differs and not any(said.values()):
            said["value_en"] = typed["value"][:200]
        first = self.incident.evidence.count()
        for position, label in enumerate(typed["rests_on"], start=first):
            evidence = Evidence(
                incident=self.incident,
                position=position,
                statement=self.entry.statements[label],
                fact=fact,
                stance=stance,
                stated=StatedOrInferred.INFERRED if inferred else StatedOrInferred.STATED,
                how_en=typed["how"],
                how_uk=typed["how_uk"],
                **said,
                **row,
            )
            fields = {"how_en": "how", "how_uk": "how_uk", "stance": "stance"}
            fields |= {"value_en": "differs_en", "value_uk": "differs_uk"}
            self.entry.keep(evidence, form, fields, "rests_on")
