"""Disagreement: values side by side, what disputes a fact, and what must be mended."""

from typing import cast

import pytest

from incidents.corroboration.disagreement import disagreement, disagreement_problems, disputed
from incidents.document_types import EvidenceDocument, IncidentDocument
from incidents.vocabulary import TOLD_AFTERWARDS, Fact
from sources.document_types import CitedStatement, Estimate, QuantityDocument, UncertainDate
from sources.text.dates import bounds
from sources.words.quantities import day_in_words
from tests.documents import (
    HRMMU,
    HUR,
    MOSCOW,
    PROSECUTORS,
    evidence,
    hop,
    incident,
    killed,
    statement,
    text,
)

TWO = statement("a", hop(HUR, "documented"), quantities=[killed(2, 2)])
FIVE = statement("b", publisher=PROSECUTORS, source="NOTICE", quantities=[killed(5, 5)])
DENIAL = statement("c", publisher=MOSCOW, kind="response", source="REPLY")


def number(low: int | None, best: int | None = None, high: int | None = None) -> Estimate:
    return {"low": low, "best": best, "high": high}


# Disputed


def test_specific_contradicting_evidence_disputes_a_fact() -> None:
    rows = [evidence("a", "killed"), evidence("b", "killed", stance="contradicts", value="five")]

    assert disputed(incident([TWO, FIVE], rows)) == ["killed"]


@pytest.mark.parametrize(
    "row",
    [
        evidence("b", "killed", value="five"),
        evidence("b", "killed", stance="context", value="five"),
        evidence("b", "killed", stance="contradicts", stated="inferred", value="five"),
        evidence("gone", "killed", stance="contradicts", value="five"),
    ],
)
def test_support_context_inference_and_what_is_gone_dispute_nothing(row: EvidenceDocument) -> None:
    assert disputed(incident([TWO, FIVE], [evidence("a", "killed"), row])) == []


def test_a_retracted_contradiction_disputes_nothing() -> None:
    gone = statement(
        "b", publisher=PROSECUTORS, quantities=[killed(5, 5)], source_standing="retracted"
    )
    rows = [evidence("b", "killed", stance="contradicts", value="five")]

    assert disputed(incident([TWO, gone], rows)) == []


def test_a_general_denial_is_a_response_and_no_dispute() -> None:
    document = incident([TWO, DENIAL], [evidence("a"), evidence("c", stance="contradicts")])
    (shown,) = disagreement(document)

    assert disputed(document) == []
    assert (shown["is_disputed"], shown["responses"]) == (False, ["c"])
    assert [value["statements"] for value in shown["values"]] == [["a"]]


def test_a_denial_that_says_what_happened_instead_disputes() -> None:
    denial = evidence("c", stance="contradicts", value="they died in the fighting")
    document = incident([TWO, DENIAL], [evidence("a"), denial])
    (shown,) = disagreement(document)

    assert disputed(document) == ["act"]
    assert (shown["is_disputed"], shown["responses"]) == (True, [])


# Side by side


def test_values_stand_side_by_side_with_their_origins() -> None:
    rows = [evidence("a", "killed"), evidence("b", "killed", stance="contradicts", value="five")]
    document = incident([TWO, FIVE], rows, killed=number(2, 2, 2))

    (shown,) = disagreement(document)

    assert (shown["fact"], shown["recorded"]) == ("killed", number(2, 2, 2))
    assert [
        (value["stance"], value["value"]["en"], value["quantities"][0]["low"])
        for value in shown["values"]
    ] == [("supports", "", 2), ("contradicts", "five", 5)]
    assert [value["origins"]["origins"][0]["key"] for value in shown["values"]] == [
        "body:HUR",
        "body:PROSECUTORS",
    ]


def test_statements_that_say_the_same_stand_together() -> None:
    same = statement("d", hop(HRMMU, "forensic"), quantities=[killed(5, 5)])
    rows = [evidence(key, "killed", stance="context", value="five killed") for key in ("b", "d")]

    (shown,) = disagreement(incident([FIVE, same], rows))

    assert shown["recorded"] == number(None)
    assert [value["statements"] for value in shown["values"]] == [["b", "d"]]


def test_people_seen_lying_are_not_counted_as_killed() -> None:
    lying = statement("a", quantities=[killed(6, 6, counted="lying_still")])
    rows = [evidence("a", "killed", stance="context", value="six seen lying")]

    (shown,) = disagreement(incident([lying], rows))

    assert shown["values"][0]["quantities"] == []


def test_without_another_value_nothing_disagrees() -> None:
    rows = [evidence("a", "killed"), evidence("b", "date"), evidence("b", stance="context")]

    assert disagreement(incident([TWO, FIVE], rows)) == []


@pytest.mark.parametrize(
    ("fact", "recorded"),
    [("date", "2025-05-22"), ("place", text("Udachne")), ("victim/1", None)],
)
def test_the_recorded_value_stands_beside_the_others(fact: str, recorded: object) -> None:
    document = incident(
        [TWO],
        [evidence("a", fact, stance="contradicts", value="otherwise")],
        occurred={"edtf": "2025-05-22"},
        place={"path": text("Udachne")},
    )

    assert disagreement(document)[0]["recorded"] == recorded


def test_a_part_that_is_not_served_leaves_no_recorded_value() -> None:
    whole = incident([TWO], [evidence("a", "killed", stance="contradicts")])
    document = {key: part for key, part in whole.items() if key != "killed"}

    assert disagreement(cast(IncidentDocument, document))[0]["recorded"] is None


# What must be mended


def problems(count: Estimate, *quantities: QuantityDocument, stated: str = "stated") -> list[str]:
    said = statement("a", hop(HUR, "documented"), quantities=quantities)
    rows = [evidence("a", "killed", stated=stated)]
    return disagreement_problems(incident([said], rows, killed=count))


@pytest.mark.parametrize(
    ("count", "quantities"),
    [
        (number(2, 2, 2), [killed(2, 2)]),
        (number(2, None, 5), [killed(2, 2), killed(5)]),
        (number(None, 3, None), [killed(2, 5)]),
        (number(3), [killed(3)]),
        (number(0, 0, 0), [killed(0, 0)]),
        (number(None), [killed(3)]),
        (number(None), []),
    ],
)
def test_numbers_within_what_the_evidence_gives_are_fine(
    count: Estimate, quantities: list[QuantityDocument]
) -> None:
    assert problems(count, *quantities) == []


def test_numbers_that_the_evidence_does_not_span_are_refused() -> None:
    assert problems(number(2, 2, 5), killed(2, 2)) == [
        "No evidence for the number killed gives 5: the statements say 2."
    ]
    assert problems(number(1, 3, None), killed(2), killed(None, 4)) == [
        "No evidence for the number killed gives 1: the statements say 2–4."
    ]
    assert problems(number(0, None, None), killed(None, None)) == [
        "No evidence for the number killed gives 0: the statements say no number."
    ]


def test_people_shot_at_are_no_evidence_for_the_number_killed_unless_inferred_with_a_reason() -> (
    None
):
    shot_at = killed(2, 2, counted="shot_at")

    assert problems(number(2, 2, 2), shot_at, stated="inferred") == []
    assert problems(number(2, 2, 2), shot_at) == [
        "No evidence for the number killed gives 2: the statements say no number."
    ]


def test_numbers_that_a_confidential_source_keeps_are_not_asked_for() -> None:
    secret = statement("a", hop("details withheld", "participant"), confidential=True)
    document = incident([secret], [evidence("a", "killed")], killed=number(2, 2, 2))

    assert disagreement_problems(document) == []


def test_the_number_of_a_contradicting_statement_spans_nothing() -> None:
    rows = [evidence("a", "killed"), evidence("b", "killed", stance="contradicts", value="five")]
    document = incident([TWO, FIVE], rows, killed=number(2, None, 5), not_known=text("rival"))

    assert disagreement_problems(document) == [
        "No evidence for the number killed gives 5: the statements say 2."
    ]


def test_a_contradicted_value_needs_a_public_note() -> None:
    rows = [evidence("a", "killed"), evidence("b", "killed", stance="contradicts", value="five")]
    count = number(2, 2, 2)

    assert disagreement_problems(incident([TWO, FIVE], rows, killed=count)) == [
        (
            "Evidence contradicts what is recorded (number killed): "
            "say so under “not known”, for the public."
        )
    ]
    noted = incident([TWO, FIVE], rows, killed=count, not_known=text("Another count is five."))
    assert disagreement_problems(noted) == []


def test_a_general_denial_needs_no_note() -> None:
    document = incident([TWO, DENIAL], [evidence("a"), evidence("c", stance="contradicts")])

    assert disagreement_problems(document) == []


# Dates


def when(edtf: str) -> UncertainDate:
    first, last = bounds(edtf)
    ends = [day.isoformat() if day else None for day in (first, last)]
    return {"edtf": edtf, "earliest": ends[0], "latest": ends[1], "precision": "day"}


def problems_of_dates(
    recorded: str,
    given: str,
    *,
    published: str = "",
    fact: str = "date",
    confidential: bool = False,
    **how: str,
) -> list[str]:
    said = statement("a", hop(HUR, "documented"), confidential=confidential)
    source = {**said["source"], "published": when(published) if published else None}
    told = {**said, "period": when(given) if given else None, "source": source}
    document = incident(
        [cast(CitedStatement, told)], [evidence("a", fact, **how)], occurred=when(recorded)
    )
    return disagreement_problems({**document, "not_known": text("Another day is told.")})


@pytest.mark.parametrize(
    ("recorded", "given"),
    [
        ("2025-04-04", "2025-04-04"),
        ("2025-04-04", "2025-04"),
        ("2025-04-XX", "2025-04-30"),
        ("2025-04-04", "../2025-04-04"),
        ("2025-04-04", "2025-04-04/.."),
        ("2025-04-04", ""),
        ("../2025-04-04", "2024"),
    ],
)
def test_a_statement_whose_days_overlap_supports_the_date(recorded: str, given: str) -> None:
    assert problems_of_dates(recorded, given) == []


@pytest.mark.parametrize(
    ("recorded", "given"),
    [
        ("2025-04-04", "2025-03-12"),
        ("2025-04-04", "2025-04-05"),
        ("2025-04-04", "2025-03~"),
        ("2025-04-04", "../2025-04-03"),
        ("2025-04-04/..", "2025-04-03"),
    ],
)
def test_a_statement_of_another_day_is_no_support(recorded: str, given: str) -> None:
    assert problems_of_dates(recorded, given) == [
        (
            f"a supports the date “{day_in_words(recorded)}” and says “{day_in_words(given)}”: it "
            "contradicts the date, or one of the two is to be mended."
        )
    ]
    assert problems_of_dates(recorded, given, stance="contradicts") == []
    assert problems_of_dates(recorded, given, stated="inferred") == []


def test_each_statement_answers_for_its_own_day() -> None:
    """One that agrees lends nothing to another that does not."""
    agrees = {**TWO, "period": when("2025-04-04")}
    differs = {**FIVE, "period": when("2025-03-12")}
    known = [cast(CitedStatement, one) for one in (agrees, differs)]
    rows = [evidence("a", "date"), evidence("b", "date")]

    assert disagreement_problems(incident(known, rows, occurred=when("2025-04-04"))) == [
        (
            "b supports the date “4 April 2025” and says “12 March 2025”: it contradicts the date, "
            "or one of the two is to be mended."
        )
    ]


@pytest.mark.parametrize("fact", sorted(TOLD_AFTERWARDS))
def test_what_was_published_before_is_no_evidence_but_a_day_is_allowed(fact: str) -> None:
    label = Fact(fact).label

    assert problems_of_dates("2025-05-28", "", published="2025-05-27", fact=fact) == []
    assert problems_of_dates("2025-05-28", "", published="2025-05", fact=fact) == []
    assert problems_of_dates("2025-05-28", "", published="2025-05-26", fact=fact) == [
        (
            "The source of a was published before the date of the incident, so it is no evidence "
            f"for this: {label}."
        )
    ]


def test_who_was_captive_and_what_was_ordered_can_be_told_before() -> None:
    for fact in ("order", "victim/1", "response"):
        assert problems_of_dates("2025-05-28", "", published="2025-05-01", fact=fact) == []
