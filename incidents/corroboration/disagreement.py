"""What the evidence of an incident disagrees about: values side by side, and what must be mended.

Pure functions of an incident's document.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from typing import Literal, TypedDict

from django.utils.translation import gettext as _
from review.document_types import Bilingual
from review.languages import has_words
from sources.document_types import (
    CitedStatement,
    Estimate,
    OriginsDocument,
    QuantityDocument,
    UncertainDate,
)
from sources.origins.find import find_origins, is_retracted
from sources.record.index import bound
from sources.text.dates import Bounds, is_told_too_early, overlap
from sources.vocabulary import Counted, StatementKind
from sources.words.quantities import day_in_words
from sources.words.statements import is_denied

from incidents.corroboration.corroboration import accusing_parties, is_stated
from incidents.document_types import EvidenceDocument, IncidentDocument
from incidents.vocabulary import TOLD_AFTERWARDS, Fact, Stance

CountKey = Literal["killed", "injured", "fate_unknown"]
# Facts that are numbers, by their key in a document and as a fact.
COUNTS: dict[CountKey, Counted] = {
    "killed": Counted.KILLED,
    "injured": Counted.INJURED,
    "fate_unknown": Counted.FATE_UNKNOWN,
}
Recorded = Estimate | Bilingual | str | None


class RivalValue(TypedDict):
    """One value of a fact, with the ids of the statements that give it and who stands behind."""

    stance: str
    value: Bilingual
    is_inferred: bool
    statements: list[str]
    quantities: list[QuantityDocument]
    origins: OriginsDocument


class FactDisagreement(TypedDict):
    """What statements say differently of one fact; `responses` are ids of denials without more."""

    fact: str
    recorded: Recorded
    is_disputed: bool
    values: list[RivalValue]
    responses: list[str]


def disputed(document: IncidentDocument) -> list[str]:
    """Facts that specific evidence contradicts, `date` or `victim/<id>`."""
    return disputed_facts(document.get("evidence", []), _statements(document))


def disputed_facts(
    rows: Iterable[EvidenceDocument], known: Mapping[str, CitedStatement]
) -> list[str]:
    """The same from the evidence; `known` are the statements by their ids."""
    return sorted({row["fact"] for row in rows if disputes(row, known)})


def disputes(row: EvidenceDocument, known: Mapping[str, CitedStatement]) -> bool:
    """Specific contradicting evidence of another, that still stands.

    A denial that says nothing of its own is a response, not a dispute.
    """
    statement = known.get(row["statement"])
    if statement is None or is_retracted(statement):
        return False
    contradicts = row["stance"] == Stance.CONTRADICTS and is_stated(row)
    return contradicts and not is_general_denial(row, statement)


def is_general_denial(row: EvidenceDocument, statement: CitedStatement) -> bool:
    """Contradicts, as a response, without saying what happened instead."""
    is_response = statement["kind"] == StatementKind.RESPONSE
    return is_response and row["stance"] == Stance.CONTRADICTS and not has_words(row["value"])


def disagreement(document: IncidentDocument) -> list[FactDisagreement]:
    """For each fact on which statements differ: every value with its statements and origins.

    `recorded` is what the incident states, None where it states nothing. A value that is only
    context stands beside the others and disputes nothing.
    """
    known = _statements(document)
    by_fact = defaultdict(list)
    for row in document.get("evidence", []):
        if row["statement"] in known:
            by_fact[row["fact"]].append(row)
    return [
        _fact(document, fact, by_fact[fact], known)
        for fact in sorted(by_fact)
        if _differ(by_fact[fact])
    ]


def _differ(rows: Iterable[EvidenceDocument]) -> bool:
    return any(
        row["stance"] == Stance.CONTRADICTS or (_is_context(row) and has_words(row["value"]))
        for row in rows
    )


def _is_context(row: EvidenceDocument) -> bool:
    return bool(row["stance"] == Stance.CONTEXT)


def _fact(
    document: IncidentDocument,
    fact: str,
    rows: list[EvidenceDocument],
    known: dict[str, CitedStatement],
) -> FactDisagreement:
    responses = [row for row in rows if is_general_denial(row, known[row["statement"]])]
    values = defaultdict(list)
    for row in rows:
        if row not in responses and (has_words(row["value"]) or not _is_context(row)):
            values[row["stance"], row["value"]["en"], row["value"]["uk"]].append(row)
    return {
        "fact": fact,
        "recorded": recorded(document, fact),
        "is_disputed": any(disputes(row, known) for row in rows),
        "values": [_value(document, same, known) for same in values.values()],
        "responses": sorted(row["statement"] for row in responses),
    }


def recorded(document: IncidentDocument, fact: str) -> Recorded:
    """The value in the incident itself; facts that are rows of their own have their row's."""
    if fact in COUNTS:
        return document.get(fact)
    if fact == Fact.DATE and (when := document.get("occurred")):
        return when["edtf"]
    if fact == Fact.PLACE and (place := document.get("place")):
        return place["path"]
    return None


def _value(
    document: IncidentDocument, rows: list[EvidenceDocument], known: dict[str, CitedStatement]
) -> RivalValue:
    statements = sorted({row["statement"] for row in rows})
    fact = rows[0]["fact"]
    return {
        "stance": rows[0]["stance"],
        "value": rows[0]["value"],
        "is_inferred": not any(is_stated(row) for row in rows),
        "statements": statements,
        "quantities": [quantity for key in statements for quantity in quantities(known[key], fact)],
        "origins": find_origins(known.values(), statements, accusing_parties(document)),
    }


def quantities(statement: CitedStatement, fact: str) -> list[QuantityDocument]:
    """Those that count what the fact counts: people lying still are not people killed.

    A number that is denied is nobody's.
    """
    if fact not in COUNTS or is_denied(statement):
        return []
    return [row for row in statement["quantities"] if row["counted"] == COUNTS[fact]]


def disagreement_problems(document: IncidentDocument) -> list[str]:
    return [
        *_not_spanned(document),
        *_of_another_day(document),
        *_told_too_early(document),
        *_without_note(document),
    ]


def _not_spanned(document: IncidentDocument) -> list[str]:
    """Numbers that no supporting statement gives. What we infer, its reason answers for."""
    return [
        _("No evidence for the %(fact)s gives %(number)s: the statements say %(given)s.")
        % {"fact": Fact(fact).label, "number": number, "given": _in_words(given)}
        for fact in COUNTS
        if (given := _given(document, fact)) is not None
        for number in _outside(document[fact], given)
    ]


def _given(document: IncidentDocument, fact: str) -> list[int] | None:
    """Every number that supporting statements give.

    None where none supports, where one is inferred, or where a confidential source keeps its own.
    """
    known = _statements(document)
    rows = [
        row
        for row in document.get("evidence", [])
        if row["fact"] == fact and row["stance"] == Stance.SUPPORTS and row["statement"] in known
    ]
    if not rows or not all(is_stated(row) for row in rows):
        return None
    if any(known[row["statement"]]["source"]["confidential"] for row in rows):
        return None
    counts = [count for row in rows for count in quantities(known[row["statement"]], fact)]
    ends = [count[end] for count in counts for end in ("low", "best", "high")]
    return sorted({end for end in ends if end is not None})


def _outside(count: Estimate, given: list[int]) -> list[int]:
    """Recorded numbers below the lowest or above the highest that is given; null is no number."""
    ends = (count["low"], count["best"], count["high"])
    numbers = sorted({number for number in ends if number is not None})
    return [n for n in numbers if not given or not given[0] <= n <= given[-1]]


def _in_words(given: list[int]) -> str:
    if not given:
        return _("no number")
    return str(given[0]) if len(given) == 1 else f"{given[0]}–{given[-1]}"


def _of_another_day(document: IncidentDocument) -> list[str]:
    """Statements that are said to support the date and give another one; each by itself."""
    when = document["occurred"]
    return [
        _(
            "%(label)s supports the date “%(recorded)s” and says “%(given)s”: it contradicts the "
            "date, or one of the two is to be mended."
        )
        % {
            "label": statement["label"],
            "recorded": day_in_words(when),
            "given": day_in_words(statement["period"]),
        }
        for _fact, statement in _stated_support(document, {Fact.DATE})
        if not overlap(_bounds(when), _bounds(statement["period"]))
    ]


def _told_too_early(document: IncidentDocument) -> list[str]:
    """Sources that were published before the day of the event which they are said to tell of."""
    happened = _bounds(document["occurred"])[0]
    return [
        _(
            "The source of %(label)s was published before the date of the incident, so it is no "
            "evidence for this: %(fact)s."
        )
        % {"label": statement["label"], "fact": Fact(fact).label}
        for fact, statement in _stated_support(document, TOLD_AFTERWARDS)
        if is_told_too_early(_bounds(statement["source"]["published"])[1], happened)
    ]


def _stated_support(
    document: IncidentDocument, facts: Set[Fact]
) -> list[tuple[str, CitedStatement]]:
    """The facts among these, each with a statement that is said to support it as it stands."""
    known = _statements(document)
    return [
        (row["fact"], known[row["statement"]])
        for row in document.get("evidence", [])
        if row["fact"] in facts
        and row["stance"] == Stance.SUPPORTS
        and is_stated(row)
        and row["statement"] in known
    ]


def _bounds(when: UncertainDate | None) -> Bounds:
    return bound(when, "earliest"), bound(when, "latest")


def _without_note(document: IncidentDocument) -> list[str]:
    """Where evidence contradicts what is recorded, the page says so in words."""
    facts = disputed(document)
    if not facts or has_words(document["not_known"]):
        return []
    names = dict.fromkeys(str(Fact(fact.partition("/")[0]).label) for fact in facts)
    return [
        _("Evidence contradicts what is recorded (%s): say so under “not known”, for the public.")
        % ", ".join(names)
    ]


def _statements(document: IncidentDocument) -> dict[str, CitedStatement]:
    return {statement["id"]: statement for statement in document.get("statements", [])}
