"""Public documents for tests, written by hand: what editions hold, without a database."""

from collections.abc import Iterable
from typing import Any

Document = dict[str, Any]


def text(english: str, ukrainian: str = "") -> Document:
    return {"en": english, "uk": ukrainian}


def actor(reference: str, *, kind: str = "state_body", side: str = "", state: str = "") -> Document:
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


def hop(who: Document | str, *bases: str, circumstances: Iterable[str] = ()) -> Document:
    """A link of a chain: a body, or the label of people who are not named."""
    return {
        "actor": None if isinstance(who, str) else who,
        "label": text(who) if isinstance(who, str) else None,
        "bases": list(bases),
        "circumstances": list(circumstances),
    }


def link(to: str, kind: str = "repeats", stated: str = "inferred") -> Document:
    return {
        "kind": kind,
        "to": {"id": to, "label": to, "source": "SOURCE"},
        "stated": stated,
        "by_whom": "",
        "why": text("why"),
    }


def statement(
    label: str,
    *chain: Document,
    source: str = "ARTICLE",
    publisher: Document | None = None,
    source_kind: str = "article",
    source_standing: str = "stands",
    links: Iterable[Document] = (),
    ours: bool = False,
    kind: str = "incident",
    quantities: Iterable[Document] = (),
    confidential: bool = False,
) -> Document:
    """As PublishedStatement has it; without a chain the source speaks in its own voice."""
    return {
        "id": label,
        "label": label,
        "kind": kind,
        "our_examination": ours,
        "paraphrase": text(label),
        "chain": list(chain),
        "quantities": list(quantities),
        "links": list(links),
        "source": {
            "reference": source,
            "kind": source_kind,
            "confidential": confidential,
            "publisher": publisher,
            "standing": {"value": source_standing, "on": None, "note": text("")},
        },
    }


def killed(low: int | None, high: int | None = None, *, counted: str = "killed") -> Document:
    return {"counted": counted, "low": low, "best": None, "high": high, "qualifier": ""}


def evidence(
    statement: str, fact: str = "act", *, stance: str = "supports", **values: str
) -> Document:
    return {
        "id": f"{statement}-{fact}",
        "statement": statement,
        "fact": fact,
        "stance": stance,
        "stated": values.get("stated", "stated"),
        "value": text(values.get("value", "")),
    }


def incident(
    statements: Iterable[Document], evidence: Iterable[Document], **values: Any
) -> Document:
    """A killing of which Russian forces are accused, unless said otherwise."""
    unknown = {"low": None, "best": None, "high": None}
    return {
        "kinds": ["killed_captured"],
        "occurred": None,
        "place": None,
        "killed": unknown,
        "injured": unknown,
        "fate_unknown": unknown,
        "not_known": text(""),
        "assessment": {"value": "reported", "reason": text("")},
        "response": {"kinds": [], "text": text("")},
        "involvements": [{"id": "1", "actor": MOSCOW, "label": text("")}],
        "evidence": list(evidence),
        "statements": list(statements),
    } | values


# By bodies of one state, and by a third party

BY_HUR = statement("a", hop(HUR, "documented"))
BY_SBU = statement("b", hop(SBU, "none_given"))
BY_PROSECUTORS = statement("c", publisher=PROSECUTORS, source="NOTICE")
BY_HRMMU = statement("d", hop(HRMMU, "forensic"))
