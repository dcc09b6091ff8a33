"""The proposed assessment by every rule, and when a decision needs a reason."""

import pytest

from incidents.corroboration.assessment import (
    assessment_problems,
    needs_reason,
    proposed_assessment,
    reason_in_words,
)
from incidents.corroboration.corroboration import incident_origins
from incidents.document_types import EvidenceDocument
from review.editions.chain import check_value
from tests.documents import (
    BBC,
    CNN,
    HRMMU,
    HUR,
    MOSCOW,
    RAPPORTEUR,
    SBU,
    evidence,
    hop,
    incident,
    statement,
    text,
)

BY_HUR = statement("a", hop(HUR, "documented"))
BY_SBU = statement("b", hop(SBU, "documented"))
BY_HRMMU = statement("c", hop(HRMMU, "forensic"))
NOBODY = statement("d")
EXPERT = statement("e", hop(RAPPORTEUR, "expert"))
RETRACTED = statement("f", hop(HUR, "documented"), source_standing="retracted")
BY_MOSCOW = statement("g", publisher=MOSCOW, kind="response", source="REPLY")
BY_BBC = statement("h", hop(BBC, "eyewitness"))
EVERY = [BY_HUR, BY_SBU, BY_HRMMU, NOBODY, EXPERT, RETRACTED, BY_MOSCOW, BY_BBC]


def denial(label: str, value: str = "it did not happen", **options: str) -> EvidenceDocument:
    return evidence(label, stance="contradicts", value=value, **options)


@pytest.mark.parametrize(
    ("rows", "value", "reason"),
    [
        ([evidence("a"), evidence("c")], "corroborated", "corroborated"),
        ([evidence("a"), evidence("b")], "reported", "not_independent"),
        ([evidence("c")], "reported", "one_origin"),
        ([evidence("d")], "reported", "unattributed"),
        ([evidence("e")], "reported", "expert"),
        ([evidence("c"), evidence("d"), evidence("e")], "reported", "one_origin"),
        ([evidence("c"), evidence("a", stated="inferred")], "reported", "one_origin"),
        ([evidence("c"), evidence("a", "involvement/1")], "reported", "one_origin"),
        ([evidence("a", stated="inferred")], "undecided", "inferred"),
        ([evidence("a", "date")], "undecided", "no_evidence"),
        ([], "undecided", "no_evidence"),
        ([evidence("f")], "not_supported", "retracted"),
        ([evidence("f"), denial("g")], "not_supported", "only_contradicted"),
        ([evidence("f"), denial("g"), denial("c")], "refuted", "refuted"),
        ([evidence("f"), denial("c")], "not_supported", "only_contradicted"),
        ([evidence("a"), denial("c"), denial("h")], "undecided", "contradicted"),
        ([evidence("a"), evidence("c"), denial("h")], "undecided", "contradicted"),
    ],
)
def test_an_assessment_is_proposed_from_the_evidence(
    rows: list[EvidenceDocument], value: str, reason: str
) -> None:
    proposal = proposed_assessment(incident(EVERY, rows))

    check_value(proposal)
    assert proposal == {"value": value, "reason": reason}


@pytest.mark.parametrize(
    "row",
    [
        denial("g"),
        denial("g", value=""),
        denial("c", stated="inferred"),
        evidence("c", "killed", stance="contradicts", value="five"),
        evidence("h", stance="context", value="nothing was heard"),
    ],
)
def test_what_does_not_make_a_corroborated_incident_undecided(row: EvidenceDocument) -> None:
    """The accused side's denial, our inference, another number, context."""
    rows = [evidence("a"), evidence("h"), row]

    assert proposed_assessment(incident(EVERY, rows))["value"] == "corroborated"


def test_a_reported_order_is_assessed_by_the_evidence_for_the_order() -> None:
    rows = [evidence("a", "order"), evidence("c", "killed")]
    orders = ["order_no_prisoners"]

    assert proposed_assessment(incident(EVERY, rows, kinds=orders))["reason"] == "one_origin"
    rows.append(evidence("c", "order", stance="contradicts", value="no such order"))
    assert proposed_assessment(incident(EVERY, rows, kinds=orders))["value"] == "undecided"


def test_the_reason_is_said_in_words() -> None:
    document = incident([statement("x", hop(CNN, "intercept"))], [evidence("x")])
    found = incident_origins(document)["incident"]

    assert reason_in_words(proposed_assessment(document), found) == (
        "It rests on one origin. 1 origin, a third party; not shown to be independent of the "
        "parties. Not held here: intercept."
    )


@pytest.mark.parametrize(
    ("decided", "proposed"),
    [
        ("corroborated", "reported"),
        ("corroborated", "undecided"),
        ("reported", "undecided"),
        ("reported", "not_supported"),
        ("refuted", "not_supported"),
        ("not_supported", "reported"),
    ],
)
def test_a_decision_beyond_the_evidence_needs_a_reason(decided: str, proposed: str) -> None:
    assert needs_reason(decided, proposed)


@pytest.mark.parametrize(
    ("decided", "proposed"),
    [
        ("corroborated", "corroborated"),
        ("reported", "corroborated"),
        ("undecided", "corroborated"),
        ("undecided", "refuted"),
        ("refuted", "refuted"),
    ],
)
def test_the_proposal_and_a_more_cautious_word_need_none(decided: str, proposed: str) -> None:
    assert not needs_reason(decided, proposed)


def test_the_missing_reason_is_asked_for_in_a_sentence() -> None:
    beyond = {"value": "corroborated", "reason": text("")}
    document = incident([BY_HUR], [evidence("a")], assessment=beyond)

    assert assessment_problems(document) == [
        (
            "Say why the assessment is “corroborated”; by the evidence it would be “reported”. "
            "It rests on one origin."
        )
    ]
    with_reason = {"value": "corroborated", "reason": text("We…")}
    assert assessment_problems(incident([BY_HUR], [evidence("a")], assessment=with_reason)) == []
    assert assessment_problems(incident([BY_HUR], [evidence("a")])) == []
