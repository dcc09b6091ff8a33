"""What a merge carries from one record of an event to the other, and what a split takes along."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import override
from sources import edtf
from sources.templatetags.attest import number_in_words

from incidents.models import (
    Evidence,
    Finding,
    Incident,
    IncidentLink,
    Involvement,
    LegalCharacterisation,
    Victim,
)
from incidents.vocabulary import Fact, Stance

# The columns in which an incident states a fact.
COLUMNS: dict[str, tuple[str, ...]] = {
    Fact.DATE: ("occurred",),
    Fact.PLACE: (
        "place_id",
        "place_as_written",
        "place_precision",
        "place_public_precision",
        "place_not_before",
    ),
    **{
        fact: tuple(f"{fact}_{end}" for end in ("low", "best", "high"))
        for fact in (Fact.KILLED, Fact.INJURED, Fact.FATE_UNKNOWN)
    },
}
# Of these both records' values hold together.
UNITED = ("kinds", "responses")
# Rows of which evidence may speak.
ROWS: dict[str, type[Any]] = {
    "victims": Victim,
    "involvements": Involvement,
    "characterisations": LegalCharacterisation,
}
OWN = frozenset({"id", "incident", "position"})
LONGEST_VALUE = 200


@dataclass
class Load:
    """What is to be added to a record: unsaved rows, and fields as {name: [before, after]}."""

    rows: list[Any] = field(default_factory=list)
    filled: dict[str, list[Any]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.rows or self.filled)

    def unload(self, into: Incident) -> None:
        """Inside the block that saves the record."""
        put(into, self.filled)
        for row in self.rows:
            row.save()


def put(incident: Incident, changes: dict[str, list[Any]]) -> None:
    """{name: [before, after]}, as they are kept: dates and codes as texts."""
    for name, (_before, after) in changes.items():
        column = Incident._meta.get_field(name)
        setattr(incident, name, column.to_python(after))  # type: ignore[union-attr]


def load_of(merged: Incident, into: Incident) -> Load:
    """All of one record that the other one lacks. Texts stay: the second person reads both."""
    load = Load(filled=_filled(merged, into))
    rows: dict[Any, Model] = {}
    for name in ROWS:
        rows |= _carry_rows(load, name, merged, into)
    _carry_rows(load, "findings", merged, into)
    _carry_links(load, merged, into)
    known = {_evidence_key(e, e.row) for e in into.evidence.all()}
    for evidence in merged.evidence.select_related("victim", "involvement", "characterisation"):
        row = rows[evidence.row.pk] if evidence.row else None
        key = _evidence_key(evidence, row)
        if key not in known:
            known.add(key)
            load.rows.append(_evidence(evidence, row, merged, into, load))
    return load


def _filled(merged: Incident, into: Incident) -> dict[str, list[Any]]:
    filled = {}
    for columns in COLUMNS.values():
        # The place is stated by its code, a number by any of its ends.
        stated = columns[:1] if columns[0] == "place_id" else columns
        if any(getattr(into, name) not in {None, ""} for name in stated):
            continue
        for name in columns:
            if getattr(merged, name) != getattr(into, name):
                filled[name] = [_plain(getattr(into, name)), _plain(getattr(merged, name))]
    for name in UNITED:
        both = [*getattr(into, name), *getattr(merged, name)]
        united = list(dict.fromkeys(both))
        if united != getattr(into, name):
            filled[name] = [getattr(into, name), united]
    return filled


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _carry_rows(load: Load, name: str, merged: Incident, into: Incident) -> dict[Any, Any]:
    """By the key of each row: the same row of the other record, or a copy for it."""
    there = list(getattr(into, name).all())
    found = {}
    for row in getattr(merged, name).all():
        same = next((one for one in there if _content(one) == _content(row)), None)
        if same is None:
            same = copied(row, into, position=len(there))
            there.append(same)
            load.rows.append(same)
        found[row.pk] = same
    return found


def _carry_links(load: Load, merged: Incident, into: Incident) -> None:
    known = {(link.kind, link.to_id) for link in into.links.all()}
    for link in merged.links.all():
        if link.to_id != into.pk and (link.kind, link.to_id) not in known:
            load.rows.append(copied(link, into, position=len(known)))


def _content(row: Model) -> dict[str, Any]:
    return {f.name: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name not in OWN}


def copied[M: Model](row: M, into: Incident, *, position: int) -> M:
    values = {
        f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name not in OWN
    }
    return type(row)(incident=into, position=position, **values)


def _evidence_key(evidence: Evidence, row: Model | None) -> tuple[Any, ...]:
    return evidence.statement_id, evidence.fact, row.pk if row else None


def _evidence(
    evidence: Evidence, row: Any, merged: Incident, into: Incident, load: Load
) -> Evidence:
    """A copy. Where the records state different values it supports neither: a person decides."""
    copy = copied(evidence, into, position=evidence.position)
    if row is not None:
        setattr(copy, evidence.fact, row)
    elif evidence.stance == Stance.SUPPORTS and _differs(evidence.fact, merged, into, load):
        copy.stance = Stance.CONTEXT
        copy.value_en = copy.value_en or value_in_words(merged, evidence.fact, "en")
        copy.value_uk = copy.value_uk or value_in_words(merged, evidence.fact, "uk")
    return copy


def _differs(fact: str, merged: Incident, into: Incident, load: Load) -> bool:
    columns = COLUMNS.get(fact, ())
    filled = any(name in load.filled for name in columns)
    stated = columns[:1] if fact == Fact.PLACE else columns
    return not filled and any(getattr(merged, n) != getattr(into, n) for n in stated)


def value_in_words(incident: Incident, fact: str, language: str) -> str:
    """What an incident states of a fact, as a reader would say it."""
    if fact == Fact.DATE:
        return edtf.in_words(incident.occurred, language)
    if fact == Fact.PLACE:
        return incident.place.path(language)[:LONGEST_VALUE] if incident.place else ""
    with override(language):
        ends = ("low", "best", "high")
        return number_in_words({end: getattr(incident, f"{fact}_{end}") for end in ends})


def taken_back(into: Incident, carried: list[Any], filled: dict[str, list[Any]]) -> Load:
    """What is left of a merge in a record: its rows, and the fields that are as it left them."""
    rows: list[Any] = []
    models: list[type[Any]] = [Evidence, Finding, IncidentLink, *ROWS.values()]
    for model in models:
        rows += model._default_manager.filter(incident=into, pk__in=carried)
    return Load(
        rows,
        {
            name: [after, before]
            for name, (before, after) in filled.items()
            if _plain(getattr(into, name)) == after
        },
    )
