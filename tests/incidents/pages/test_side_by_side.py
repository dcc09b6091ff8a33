"""Rival values as the page shows them, side by side."""

from incidents.document_types import EvidenceDocument
from incidents.pages.footnotes import Footnotes
from incidents.pages.side_by_side import Disagreement, side_by_side
from tests.documents import (
    HUR,
    MOSCOW,
    PROSECUTORS,
    evidence,
    hop,
    incident,
    killed,
    statement,
)

TWO = statement("a", hop(HUR, "documented"), quantities=[killed(2, 2, level="alleged")])
FIVE = statement("b", publisher=PROSECUTORS, source="NOTICE")
DENIAL = statement("c", publisher=MOSCOW, kind="response", source="REPLY")


def shown(rows: list[EvidenceDocument]) -> list[Disagreement]:
    document = incident([TWO, FIVE, DENIAL], rows)
    return side_by_side(document, Footnotes(document))


def test_values_stand_beside_what_is_recorded_with_who_stands_behind_them() -> None:
    other = evidence("b", "killed", stance="contradicts", value="five")
    (found,) = shown([evidence("a", "killed"), other])

    assert (found.name, found.recorded, found.is_disputed) == (
        "number killed",
        "number not settled: 2 (HUR in English)",
        True,
    )
    assert [
        (rival.words, rival.stance, rival.origins, [note.statement["id"] for note in rival.notes])
        for rival in found.rivals
    ] == [
        (
            "persons killed: 2, alleged",
            "supports",
            "1 origin, a Ukrainian state body; not independent of the parties.",
            ["a"],
        ),
        (
            "five",
            "contradicts",
            "1 origin, a Ukrainian state body; not independent of the parties.",
            ["b"],
        ),
    ]


def test_a_general_denial_is_a_response() -> None:
    (found,) = shown([evidence("b"), evidence("c", stance="contradicts")])

    assert not found.is_disputed
    assert [rival.words for rival in found.rivals] == ["what is recorded here"]
    assert [note.statement["id"] for note in found.responses] == ["c"]


def test_what_speaks_against_a_fact_without_another_value_says_so() -> None:
    (found,) = shown([evidence("a"), evidence("b", stance="contradicts", stated="inferred")])

    assert [(rival.words, rival.is_inferred) for rival in found.rivals][1:] == [
        ("speaks against it", True)
    ]


def test_without_disagreement_nothing_is_shown() -> None:
    assert shown([evidence("a"), evidence("b")]) == []
