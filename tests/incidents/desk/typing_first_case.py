"""The first case as a person types it at the desk: each entry of it in the fields of a report."""

from collections.abc import Iterable
from typing import Any

from incidents.desk.shape import Row, Typed
from incidents.first_case.actors import ACTORS
from incidents.first_case.entries import (
    EvidenceEntry,
    Fields,
    HopEntry,
    IncidentEntry,
    LinkEntry,
    SecondEdition,
    SourceEntry,
    StatementEntry,
    Text,
)
from incidents.vocabulary import ORDERS, Act, Fact, Law, Response
from sources.vocabulary import Basis, Circumstance, NameKind, Qualifier

# What a record calls otherwise than the field at the desk.
RENAMED = {
    "place_as_written": "place",
    "verb_as_written": "verb",
    "wording_is_graphic": "graphic",
}


def texts(fields: Fields, **renamed: str) -> Row:
    """As they are typed; what is false or empty is not."""
    typed = {renamed.get(name, name): value for name, value in fields.items() if value}
    return {name: "on" if value is True else str(value) for name, value in typed.items()}


def name_of(actor: str) -> str:
    return str(ACTORS[actor].fields["name_en"])


# The source and what it says


def report(
    entry: SourceEntry,
    *,
    new: Iterable[str] = (),
    references: dict[str, str],
    **parts: Any,
) -> Typed:
    """`new`: actors that are entered with it; `references`: of sources, by the label of theirs."""
    fields = {name: value for name, value in entry.fields.items() if name != "kind"}
    publisher = {"publisher": name_of(entry.publisher)} if entry.publisher else {}
    whole = {
        "source": texts(fields) | publisher,
        "statements": [statement(one) for one in entry.statements],
        "counts": [count(one.label, row) for one in entry.statements for row in one.quantities],
        "links": [
            link(one.label, row, references) for one in entry.statements for row in one.links
        ],
        "actors": [actor(key) for key in new],
        "reason": "First case, as the source has it.",
    }
    return Typed.from_json(whole | parts)


def statement(entry: StatementEntry) -> Row:
    number = int(entry.label[1:3]) if entry.label.startswith("S") else 0
    typed = texts(entry.fields, **RENAMED)
    return {
        "label": entry.label,
        "locator": f"sentence {number}" if number else "",
        "hedge": "fact",
        "chain": " ‹ ".join(map(hop, entry.chain)),
    } | typed


def hop(entry: HopEntry) -> str:
    who = entry.who
    said = f"“{who.en} | {who.uk}”" if isinstance(who, Text) else name_of(who)
    if written := entry.fields.get("as_written"):
        said += f" {{{written}}}"
    how = [str(Basis(one).label) for one in entry.fields.get("bases", ())]
    how = [one.partition(",")[0] for one in how]
    how += [str(Circumstance(one).label) for one in entry.fields.get("circumstances", ())]
    return f"{said} [{', '.join(how)}]" if how else said


def count(label: str, fields: Fields) -> Row:
    number = fields.get("best", fields.get("low", ""))
    qualifier = fields.get("qualifier")
    said = f"{Qualifier(qualifier).label if qualifier else ''} {number}".strip()
    same = texts({name: fields.get(name) for name in ("counted", "period", "level")})
    return {"statement": label, "number": said} | same


def link(label: str, entry: LinkEntry, references: dict[str, str]) -> Row:
    """To a statement of another source by the reference of that."""
    to = f"{references[entry.to]} {entry.to}" if entry.to in references else entry.to
    why = {"why_en": entry.why.en, "why_uk": entry.why.uk}
    return {"statement": label, "kind": str(entry.kind), "to": to} | why


def actor(key: str) -> Row:
    entry = ACTORS[key]
    names = [
        f"{one['text']} [{NameKind(one['kind']).label}, {one['language']}]" for one in entry.names
    ]
    fields = {name: value for name, value in entry.fields.items() if name != "name_en"}
    return {"name": name_of(key), "names": "; ".join(names), "by_hand": "on"} | texts(
        fields, kind="what"
    )


# Incidents


def incident(key: str, entry: IncidentEntry) -> tuple[Row, list[Row]]:
    """The part of the report, and its facts."""
    typed = {
        name: value
        for name, value in entry.fields.items()
        if name not in {"kinds", "occurred", "place_precision", "responses"}
        and not name.startswith("killed")
    }
    part = {"key": key, "which": "new"} | texts(typed)
    told = [fact(key, entry, one) for one in entry.evidence]
    answer = {"of": key, "fact": "response", "value": str(Response.NOT_SOUGHT.label)}
    return part, [*told, answer]


def fact(key: str, entry: IncidentEntry, one: EvidenceEntry) -> Row:
    name = "act" if one.fact == Fact.ORDER else str(one.fact)
    return {"of": key, "fact": name, "rests_on": one.statement} | said(one) | value(entry, one)


def said(one: EvidenceEntry) -> Row:
    """How it is inferred, or what it says instead."""
    names = {"how_en": "how", "value_en": "differs_en", "value_uk": "differs_uk"}
    return texts({k: v for k, v in one.fields.items() if k != "stated"}, **names)


def value(entry: IncidentEntry, one: EvidenceEntry) -> Row:
    fields = entry.fields
    if one.fact == Fact.DATE:
        return {"value": fields["occurred"]}
    if one.fact == Fact.PLACE:
        return {"value": entry.place, "precision": str(fields["place_precision"])}
    if one.fact in {Fact.ACT, Fact.ORDER}:
        ordered = one.fact == Fact.ORDER
        kind = next(one for one in fields["kinds"] if (one in ORDERS) == ordered)
        return {"value": str(Act(kind).label)}
    if one.fact == Fact.KILLED:
        return {"value": str(fields["killed_best"])}
    if one.fact == Fact.VICTIM:
        return victim(entry.victims[one.row or ""])
    return involvement(one.row or "", entry.involvements[one.row or ""])


def victim(fields: Fields) -> Row:
    """Of a group without a number: several."""
    same = {
        name: value for name, value in fields.items() if name not in {"is_group", "low", "high"}
    }
    typed = texts(same, label_en="value", label_uk="value_uk", best="number")
    return {"number": "several"} | typed if fields["is_group"] else typed


def involvement(key: str, fields: Fields) -> Row:
    same = {name: value for name, value in fields.items() if name != "certainty"}
    typed = texts(same, label_en="value", label_uk="value_uk", by_whom_en="by_whom")
    return typed if "value" in typed else typed | {"value": name_of(key)}


# Further sources of an incident that is here


def further(
    key: str,
    reference: str,
    change: SecondEdition,
    labels: Iterable[str],
    *,
    called: dict[str, str],
) -> tuple[Row, list[Row]]:
    """What the statements of these labels add to it; `called`: its rows by our own key."""
    part = {"key": key, "which": "existing", "existing": reference} | texts(change.fields)
    told = [one for one in change.evidence if one.statement in set(labels)]
    return part, [another(key, one, change, called) for one in told]


def another(key: str, one: EvidenceEntry, change: SecondEdition, called: dict[str, str]) -> Row:
    row = {"of": key, "fact": str(one.fact), "rests_on": one.statement} | said(one)
    if one.fact == Fact.ORDER:
        return row | {"fact": "act", "value": str(Act.ORDER_NO_PRISONERS.label)}
    if one.fact == Fact.CHARACTERISATION:
        fields = change.characterisations[one.row or ""]
        law = str(Law(fields["law"]).label)
        notes = {name: text for name, text in fields.items() if name != "law"}
        return row | {"value": law, "body": name_of(one.row or "")} | texts(notes)
    return row | ({"value": called[one.row]} if one.row else {})
