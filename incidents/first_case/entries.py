"""How the case is written down: one entry for each thing that a person would type into a form."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sources.vocabulary import (
    Basis,
    Circumstance,
    Counted,
    LinkKind,
    NameKind,
    Qualifier,
    Script,
    StatedOrInferred,
    StatementKind,
)

from incidents.vocabulary import Fact, Stance

# The columns of a row by name, as its model has them.
Fields = dict[str, Any]


class Text(NamedTuple):
    en: str
    uk: str


def bilingual_fields(name: str, text: Text) -> Fields:
    return {f"{name}_en": text.en, f"{name}_uk": text.uk}


@dataclass(frozen=True)
class ActorEntry:
    fields: Fields
    names: Sequence[Fields]


def alias(
    text: str, language: str, script: Script = Script.LATIN, kind: NameKind = NameKind.ALIAS
) -> Fields:
    return {"text": text, "language": language, "script": script, "kind": kind}


def in_cyrillic(text: str, language: str, kind: NameKind = NameKind.ALIAS) -> Fields:
    return alias(text, language, Script.CYRILLIC, kind)


@dataclass(frozen=True)
class SourceEntry:
    publisher: str | None
    fields: Fields
    statements: "Sequence[StatementEntry]"


@dataclass(frozen=True)
class StatementEntry:
    label: str
    fields: Fields
    chain: "Sequence[HopEntry]"
    quantities: Sequence[Fields]
    links: "Sequence[LinkEntry]"


@dataclass(frozen=True)
class HopEntry:
    """A link of a chain: the key of an actor, or a public label for people and unnamed voices."""

    who: str | Text
    fields: Fields


@dataclass(frozen=True)
class LinkEntry:
    """How a statement stands to another one, which is named by its label; always inferred by us."""

    kind: LinkKind
    to: str
    why: Text


def statement(
    label: str,
    kind: StatementKind,
    en: str,
    uk: str,
    *,
    chain: Sequence[HopEntry] = (),
    quantities: Sequence[Fields] = (),
    links: Sequence[LinkEntry] = (),
    subject: Text | None = None,
    note: Text | None = None,
    **fields: Any,
) -> StatementEntry:
    """An empty chain: the source speaks in its own voice and names nobody."""
    fields |= {"kind": kind} | bilingual_fields("paraphrase", Text(en, uk))
    fields |= bilingual_fields("subject", subject) if subject else {}
    fields |= bilingual_fields("note", note) if note else {}
    return StatementEntry(label, fields, chain, quantities, links)


def through(
    who: str | Text, *bases: Basis, circumstances: Sequence[Circumstance] = (), as_written: str = ""
) -> HopEntry:
    fields = {"bases": bases, "circumstances": circumstances, "as_written": as_written}
    return HopEntry(who, {name: value for name, value in fields.items() if value})


def count(counted: Counted, number: int, period: str = "", **fields: Any) -> Fields:
    """A number without a range."""
    numbers = {"low": number, "best": number, "high": number}
    return {"counted": counted, "period": period} | numbers | fields


def at_least(counted: Counted, low: int, qualifier: Qualifier = Qualifier.AT_LEAST) -> Fields:
    """Only a lower bound is given; a best figure is never computed."""
    return {"counted": counted, "low": low, "qualifier": qualifier}


@dataclass(frozen=True)
class IncidentEntry:
    """`victims` and the like by a key of our own, by which evidence names its row."""

    place: str
    fields: Fields
    victims: dict[str, Fields]
    involvements: dict[str, Fields]
    evidence: "Sequence[EvidenceEntry]"


@dataclass(frozen=True)
class EvidenceEntry:
    statement: str
    fact: Fact
    row: str | None
    fields: Fields


def evidence(
    statement: str, fact: Fact, row: str | None = None, *, inferred: Text | None = None
) -> EvidenceEntry:
    """It supports the fact; `inferred` says how, where it is not stated."""
    how = (
        {"stated": StatedOrInferred.INFERRED, **bilingual_fields("how", inferred)}
        if inferred
        else {}
    )
    return EvidenceEntry(statement, fact, row, how)


def context(
    statement: str, fact: Fact, row: str | None = None, *, value: Text | None = None
) -> EvidenceEntry:
    """It bears on the fact without supporting it; `value` where it says something else."""
    differing = bilingual_fields("value", value) if value else {}
    return EvidenceEntry(statement, fact, row, {"stance": Stance.CONTEXT, **differing})


@dataclass(frozen=True)
class SecondEdition:
    """What is added to an incident when further sources are known, and the public note on it."""

    note: str
    fields: Fields
    characterisations: dict[str, Fields]
    evidence: Sequence[EvidenceEntry]
