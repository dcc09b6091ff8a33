"""What a merge carries from one record of an event to the other, and what a split takes along."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils.translation import override
from review.document_types import Language
from sources.text import dates
from sources.words.quantities import number_in_words

from incidents.models import (
    Evidence,
    Finding,
    Incident,
    IncidentLink,
    Involvement,
    LegalCharacterisation,
    Merge,
    Victim,
)
from incidents.record.document import place_told
from incidents.vocabulary import Fact, Stance
from incidents.words.entries import count_of

COUNTED = (Fact.KILLED, Fact.INJURED, Fact.FATE_UNKNOWN)
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
    **{fact: tuple(f"{fact}_{end}" for end in ("low", "best", "high")) for fact in COUNTED},
}
# A place that is taken over brings its protection, whatever was chosen where no place was known.
PROTECTING = frozenset({"place_public_precision", "place_not_before"})
# Of these both records' values hold together.
UNITED = ("kinds", "responses")
EMPTY = (None, "")
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
    """What is to be added to a record, or taken out of it again.

    Of fields only the names, and of kinds and responses the terms: what was redacted from a record
    must not live on in a merge.
    """

    # Rows of the record that stays, not saved yet, or still there.
    rows: list[Any] = field(default_factory=list)
    # Fields that were empty and take the other record's value.
    filled: list[str] = field(default_factory=list)
    terms: dict[str, list[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.rows or self.filled or self.terms)

    @property
    def kept(self) -> dict[str, Any]:
        return {
            "carried": [row.pk for row in self.rows],
            "filled": self.filled,
            "terms": self.terms,
        }

    def put_into(self, into: Incident, merged: Incident) -> None:
        """Inside the block that saves the record."""
        for name in self.filled:
            setattr(into, name, getattr(merged, name))
        for name, terms in self.terms.items():
            setattr(into, name, [*getattr(into, name), *terms])
        for row in self.rows:
            row.save()

    def take_out_of(self, into: Incident) -> None:
        """Inside the block that saves the record."""
        for name in self.filled:
            setattr(into, name, Incident._meta.get_field(name).get_default())  # type: ignore[union-attr]
        for name, terms in self.terms.items():
            setattr(into, name, [term for term in getattr(into, name) if term not in terms])
        for row in self.rows:
            type(row)._default_manager.filter(pk=row.pk).delete()


def load_of(merged: Incident, into: Incident) -> Load:
    """All of one record that the other one lacks. Texts stay: the second person reads both."""
    load = Load(filled=_filled(merged, into), terms=_new_terms(merged, into))
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


def _filled(merged: Incident, into: Incident) -> list[str]:
    filled = []
    for columns in COLUMNS.values():
        # The place is stated by its code, a number by any of its ends.
        stated = columns[:1] if columns[0] == "place_id" else columns
        if all(getattr(into, name) in EMPTY for name in stated):
            filled += [
                name
                for name in columns
                if (getattr(into, name) in EMPTY or name in PROTECTING)
                and getattr(merged, name) not in EMPTY
            ]
    return filled


def _new_terms(merged: Incident, into: Incident) -> dict[str, list[str]]:
    new = {
        name: [term for term in getattr(merged, name) if term not in getattr(into, name)]
        for name in UNITED
    }
    return {name: terms for name, terms in new.items() if terms}


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
        copy.value_en = copy.value_en or _value_told(merged, evidence.fact, "en")
        copy.value_uk = copy.value_uk or _value_told(merged, evidence.fact, "uk")
    return copy


def _differs(fact: str, merged: Incident, into: Incident, load: Load) -> bool:
    columns = COLUMNS.get(fact, ())
    if any(name in load.filled for name in columns):
        return False
    if fact in COUNTED:  # two alone, and two at least and at most, are the same number
        return value_in_words(merged, fact, "en") != value_in_words(into, fact, "en")
    stated = columns[:1] if fact == Fact.PLACE else columns
    return any(getattr(merged, name) != getattr(into, name) for name in stated)


def value_in_words(incident: Incident, fact: str, language: str) -> str:
    """What an incident states of a fact, as a reader would say it."""
    if fact == Fact.DATE:
        return dates.in_words(incident.occurred, language)
    if fact == Fact.PLACE:
        return incident.place.path(language)[:LONGEST_VALUE] if incident.place else ""
    with override(language):
        return number_in_words(count_of(incident, fact))


def _value_told(incident: Incident, fact: str, language: Language) -> str:
    """The same as the public may know it: the place may be known more precisely."""
    place = place_told(incident) if fact == Fact.PLACE else None
    return (
        place["path"][language][:LONGEST_VALUE]
        if place
        else value_in_words(incident, fact, language)
    )


def left_of(merge: Merge) -> Load:
    """What is left of a merge in a record: its rows, and the fields that are as it left them."""
    into = merge.into
    models: list[type[Any]] = [Evidence, Finding, IncidentLink, *ROWS.values()]
    rows: list[Any] = []
    for model in models:
        rows += model._default_manager.filter(incident=into, pk__in=merge.carried)
    terms = {
        name: there
        for name, terms in merge.terms.items()
        if (there := [term for term in terms if term in getattr(into, name)])
    }
    return Load(rows, merge.filled_still, terms)
