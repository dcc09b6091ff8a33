"""Who stands behind each fact of an incident, and behind what happened as a whole.

Pure functions of an incident's document (docs/decisions/origins.md).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import TypedDict

from sources.origins.find import PARTIES, Account, accounts_of, may_be_asked, origins_among, party
from sources.vocabulary import StatedOrInferred

from incidents.document_types import (
    EvidenceDocument,
    IncidentDocument,
    IncidentOrigins,
    SupportingOrigins,
)
from incidents.vocabulary import ORDERS, Fact, Stance

# That it happened. When and where is another question, and so is who is accused of it; an order
# corroborates no killing, and a killing no order.
KILLING_HAPPENED = frozenset({Fact.ACT, Fact.KILLED, Fact.INJURED, Fact.VICTIM})
ORDER_HAPPENED = frozenset({Fact.ORDER})


def incident_origins(document: IncidentDocument) -> IncidentOrigins:
    """What an edition keeps: origins of what happened, and of each fact that evidence supports."""
    evidence = document.get("evidence", [])
    by_fact: dict[str, list[EvidenceDocument]] = defaultdict(list)
    for row in evidence:
        if row["stance"] == Stance.SUPPORTS:
            by_fact[row["fact"]].append(row)
    accounts, accusing = accounts_of(document.get("statements", [])), accusing_parties(document)
    of_happened = [row for row in evidence if is_of(row, happened(document))]
    return {
        "incident": _origins(of_happened, accounts, accusing),
        "facts": [
            {"fact": fact, **_origins(by_fact[fact], accounts, accusing)}
            for fact in sorted(by_fact)
        ],
    }


def kept_origins(document: IncidentDocument) -> IncidentOrigins:
    """The origins that an edition keeps; of the first schema, which kept none, by today's rules.

    Nothing is said of them where that part was taken from the public.
    """
    if "origins" not in document:
        return incident_origins(document)
    return document["origins"] or {"incident": _origins([], {}, PARTIES), "facts": []}


class OriginColumns(TypedDict):
    """Numbers of the origins of what happened, and the keys of those of any fact."""

    origins_independent: int
    origins_unattributed: int
    origin: list[str]


def index_values(document: IncidentDocument) -> OriginColumns:
    """Columns of the index, from what the edition keeps."""
    origins = kept_origins(document)
    every = [origins["incident"], *origins["facts"]]
    told = {row["id"]: row for row in document.get("statements", [])}
    return {
        "origins_independent": origins["incident"]["distinct"],
        "origins_unattributed": origins["incident"]["unattributed"],
        "origin": sorted(
            {one["key"] for found in every for one in found["origins"] if may_be_asked(one, told)}
        ),
    }


def happened(document: IncidentDocument) -> frozenset[Fact]:
    kinds = set(document["kinds"])
    return ORDER_HAPPENED if kinds and kinds <= ORDERS else KILLING_HAPPENED


def is_of(row: EvidenceDocument, facts: Collection[str]) -> bool:
    """`victim/12` is of the fact `victim`."""
    return row["fact"].partition("/")[0] in facts


def origins_of(document: IncidentDocument, rows: Iterable[EvidenceDocument]) -> SupportingOrigins:
    """The origins that count in favour of what these rows of evidence bear on."""
    accounts = accounts_of(document.get("statements", []))
    return _origins(rows, accounts, accusing_parties(document))


def _origins(
    rows: Iterable[EvidenceDocument], accounts: Mapping[str, Account], accusing: Collection[str]
) -> SupportingOrigins:
    supporting = [row for row in rows if row["stance"] == Stance.SUPPORTS]
    stated = {row["statement"] for row in supporting if is_stated(row)}
    inferred = {row["statement"] for row in supporting} - stated
    return {**origins_among(accounts, stated, accusing), "inferred": sorted(inferred)}


def is_stated(row: EvidenceDocument) -> bool:
    """Our own inference is shown, and decides nothing."""
    return bool(row["stated"] == StatedOrInferred.STATED)


def accused_parties(document: IncidentDocument) -> frozenset[str]:
    involved = document.get("involvements", [])
    return frozenset(filter(None, (party(row["actor"]) for row in involved)))


def accusing_parties(document: IncidentDocument) -> frozenset[str]:
    """The other side of the accused; both parties, while it is not known who that is."""
    accused = accused_parties(document)
    return PARTIES - accused if len(accused) == 1 else PARTIES
