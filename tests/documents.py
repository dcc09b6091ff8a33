"""Public documents for tests, written by hand: what editions hold, without a database."""

from collections.abc import Iterable
from typing import Any, cast

from incidents.document_types import (
    EvidenceDocument,
    IncidentDocument,
    InvolvementDocument,
    VictimDocument,
)
from review.document_types import Bilingual
from sources.document_types import (
    ActorBrief,
    CitedStatement,
    Estimate,
    HopDocument,
    QuantityDocument,
    StatementLinkDocument,
)


def text(english: str, ukrainian: str = "") -> Bilingual:
    return {"en": english, "uk": ukrainian}


def actor(
    reference: str, *, kind: str = "state_body", side: str = "", state: str = ""
) -> ActorBrief:
    name = text(f"{reference} in English", f"{reference} українською")
    return {
        "reference": reference,
        "name": name,
        "names": [reference],
        "kind": kind,
        "side": side,
        "state": state,
    }


HUR = actor("HUR", side="ukraine", state="UA")
SBU = actor("SBU", side="ukraine", state="UA")
PROSECUTORS = actor("PROSECUTORS", side="ukraine", state="UA")
MOSCOW = actor("MOSCOW", side="russia", state="RU")
CNN = actor("CNN", kind="news_outlet", side="third")
BBC = actor("BBC", kind="news_outlet", side="third")
COMMISSION = actor("COMMISSION", kind="intergovernmental", side="third")
HRMMU = actor("HRMMU", kind="intergovernmental", side="third")
RAPPORTEUR = actor("RAPPORTEUR", kind="intergovernmental", side="third")


def hop(who: ActorBrief | str, *bases: str, circumstances: Iterable[str] = ()) -> HopDocument:
    """A link of a chain: a body, or the label of people who are not named."""
    return {
        "actor": None if isinstance(who, str) else who,
        "label": text(who) if isinstance(who, str) else None,
        "bases": list(bases),
        "circumstances": list(circumstances),
    }


def link(to: str, kind: str = "repeats", stated: str = "inferred") -> StatementLinkDocument:
    return {
        "kind": kind,
        "to": {"id": to, "label": to, "source": "SOURCE"},
        "stated": stated,
        "by_whom": "",
        "why": text("why"),
    }


def statement(
    label: str,
    *chain: HopDocument,
    source: str = "ARTICLE",
    publisher: ActorBrief | None = None,
    source_kind: str = "article",
    source_standing: str = "stands",
    links: Iterable[StatementLinkDocument] = (),
    ours: bool = False,
    kind: str = "incident",
    quantities: Iterable[QuantityDocument] = (),
    confidential: bool = False,
    item: str = "",
    polarity: str = "affirmed",
    place: str = "",
) -> CitedStatement:
    """As PublishedStatement has it; without a chain the source speaks in its own voice.

    Without an item it is of an edition of before there were items.
    """
    said: CitedStatement = {
        "id": label,
        "label": label,
        "locator": "",
        "kind": kind,
        "our_examination": ours,
        "paraphrase": text(label),
        "quotation": None,
        "subject": text(""),
        "place_as_written": place,
        "period": None,
        "verb": "",
        "hedge": "fact",
        "polarity": polarity,
        "note": text(""),
        "wording_is_graphic": False,
        "order": 0,
        "chain": list(chain),
        "quantities": list(quantities),
        "links": list(links),
        "source": {
            "reference": source,
            "edition": 1,
            "kind": source_kind,
            "confidential": confidential,
            "title": "",
            "author": "",
            "publisher": {**publisher, "reliability": None} if publisher else None,
            "published": None,
            "standing": {"value": source_standing, "on": None, "note": text("")},
        },
    }
    if item:
        said["source"]["item"] = item
    return said


def killed(
    low: int | None,
    high: int | None = None,
    *,
    best: int | None = None,
    counted: str = "killed",
    level: str = "",
    qualifier: str = "",
) -> QuantityDocument:
    return {
        "counted": counted,
        "low": low,
        "best": best,
        "high": high,
        "qualifier": qualifier,
        "level": level,
        "period": None,
    }


def evidence(
    statement: str, fact: str = "act", *, stance: str = "supports", **values: str
) -> EvidenceDocument:
    return {
        "id": f"{statement}-{fact}",
        "statement": statement,
        "fact": fact,
        "stance": stance,
        "stated": values.get("stated", "stated"),
        "how": text(""),
        "credibility": "",
        "value": text(values.get("value", "")),
    }


def involvement(who: ActorBrief | None) -> InvolvementDocument:
    return {
        "id": "1",
        "actor": who,
        "label": text(""),
        "role": text(""),
        "degree": "",
        "certainty": "",
        "by_whom": text(""),
    }


def group(key: str, outcome: str = "killed", number: int | None = None) -> VictimDocument:
    return {
        "id": key,
        "label": text("captured soldiers"),
        "name": None,
        "name_basis": None,
        "is_group": True,
        "number": {"low": number, "best": number, "high": number},
        "side": "",
        "control": "",
        "conditions": [],
        "age_group": "",
        "sex": "",
        "outcome": outcome,
        "method": "",
    }


def incident(
    statements: Iterable[CitedStatement], evidence: Iterable[EvidenceDocument], **values: Any
) -> IncidentDocument:
    """A killing of which Russian forces are accused, unless `values` say otherwise."""
    unknown: Estimate = {"low": None, "best": None, "high": None}
    document: IncidentDocument = {
        "title": text("An incident"),
        "summary": text(""),
        "kinds": ["killed_captured"],
        "occurred": None,
        "place": None,
        "killed": unknown,
        "injured": unknown,
        "fate_unknown": unknown,
        "circumstances": text(""),
        "not_known": text(""),
        "assessment": {"value": "reported", "reason": text("")},
        "response": {"kinds": [], "text": text("")},
        "graphic": text(""),
        "victims": [],
        "involvements": [involvement(MOSCOW)],
        "characterisations": [],
        "findings": [],
        "links": [],
        "evidence": list(evidence),
        "standing": {
            "reports": 0,
            "names_a_source": False,
            "our_examination": False,
            "findings": 0,
            "established": False,
            "disputed": [],
        },
        "statements": list(statements),
    }
    return cast(IncidentDocument, {**document, **values})


# By bodies of one state, and by a third party

BY_HUR = statement("a", hop(HUR, "documented"))
BY_SBU = statement("b", hop(SBU, "none_given"))
BY_PROSECUTORS = statement("c", publisher=PROSECUTORS, source="NOTICE")
BY_HRMMU = statement("d", hop(HRMMU, "forensic"))
