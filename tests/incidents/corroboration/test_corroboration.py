"""The origins of an incident and of its facts: which evidence counts in favour of what."""

import pytest

from incidents.corroboration.corroboration import (
    accusing_parties,
    incident_origins,
    index_values,
    kept_origins,
)
from incidents.document_types import IncidentDocument
from review.editions.chain import check_value
from sources.document_types import ActorBrief
from tests.documents import (
    CNN,
    HRMMU,
    HUR,
    MOSCOW,
    SBU,
    evidence,
    hop,
    incident,
    link,
    statement,
)

BY_HUR = statement("a", hop(HUR, "documented"))
BY_HRMMU = statement("b", hop(HRMMU, "documented"))


def of_incident(document: IncidentDocument) -> list[str]:
    return [origin["key"] for origin in incident_origins(document)["incident"]["origins"]]


def of_fact(document: IncidentDocument, fact: str) -> list[str]:
    (found,) = [one for one in incident_origins(document)["facts"] if one["fact"] == fact]
    return [origin["key"] for origin in found["origins"]]


def test_what_supports_that_it_happened_counts() -> None:
    document = incident([BY_HUR, BY_HRMMU], [evidence("a"), evidence("b", "victim/12")])

    assert of_incident(document) == ["body:HRMMU", "body:HUR"]
    assert of_fact(document, "act") == ["body:HUR"]
    assert of_fact(document, "victim/12") == ["body:HRMMU"]


@pytest.mark.parametrize("stance", ["contradicts", "context"])
def test_a_contradiction_and_a_context_never_count_in_favour(stance: str) -> None:
    document = incident([BY_HUR, BY_HRMMU], [evidence("a"), evidence("b", stance=stance)])

    assert of_incident(document) == ["body:HUR"]
    assert of_fact(document, "act") == ["body:HUR"]


def test_an_inference_of_ours_never_counts_in_favour() -> None:
    document = incident([BY_HUR, BY_HRMMU], [evidence("a"), evidence("b", stated="inferred")])

    assert of_incident(document) == ["body:HUR"]
    assert incident_origins(document)["incident"]["inferred"] == ["b"]


@pytest.mark.parametrize(
    "fact", ["date", "place", "response", "order", "involvement/1", "characterisation/1"]
)
def test_that_it_happened_is_not_corroborated_by_other_facts(fact: str) -> None:
    document = incident([BY_HUR, BY_HRMMU], [evidence("a"), evidence("b", fact)])

    assert of_incident(document) == ["body:HUR"]
    assert of_fact(document, fact) == ["body:HRMMU"]


def test_of_a_reported_order_the_evidence_for_the_order_counts() -> None:
    rows = [evidence("a", "order"), evidence("b", "killed")]
    document = incident([BY_HUR, BY_HRMMU], rows, kinds=["order_kill_captives"])

    assert of_incident(document) == ["body:HUR"]


def test_the_accusing_party_is_the_other_side_of_the_accused() -> None:
    assert accusing_parties(incident([], [])) == {"ukraine"}
    assert accusing_parties(incident([], [], involvements=[{"actor": HUR}])) == {"russia"}


@pytest.mark.parametrize("involved", [[], [None], [HUR, MOSCOW], [CNN]])
def test_both_parties_count_as_accusing_while_it_is_not_known(
    involved: list[ActorBrief | None],
) -> None:
    document = incident([], [], involvements=[{"actor": one} for one in involved])

    assert accusing_parties(document) == {"ukraine", "russia"}


def test_the_index_takes_its_numbers_from_the_edition() -> None:
    statements = [BY_HUR, statement("c"), statement("d", hop(SBU, "none_given"))]
    rows = [evidence("a"), evidence("c"), evidence("d", "involvement/1")]
    document = incident(statements, rows)
    document |= {"origins": incident_origins(document)}

    check_value(document["origins"])
    assert index_values(document) == {
        "origins_independent": 1,
        "origins_unattributed": 1,
        "origin": ["body:HUR", "body:SBU", "unattributed:source:ARTICLE"],
    }


def test_the_index_does_not_ask_for_what_is_no_longer_served() -> None:
    document = incident([BY_HUR, BY_HRMMU], [evidence("a"), evidence("b")])
    document |= {"origins": incident_origins(document), "statements": [BY_HRMMU]}

    assert index_values(document) == {
        "origins_independent": 2,
        "origins_unattributed": 0,
        "origin": ["body:HRMMU"],
    }


def test_the_index_of_origins_that_were_taken_from_the_public_is_empty() -> None:
    document = incident([BY_HUR], [evidence("a")], origins=None)

    assert index_values(document) == {
        "origins_independent": 0,
        "origins_unattributed": 0,
        "origin": [],
    }


def test_an_edition_of_the_first_schema_is_counted_by_the_rules_of_today() -> None:
    document = incident([BY_HUR], [evidence("a")])

    assert index_values(document)["origin"] == ["body:HUR"]
    assert kept_origins(document) == incident_origins(document)


def test_evidence_whose_statement_is_no_longer_served_is_passed_over() -> None:
    assert of_incident(incident([BY_HUR], [evidence("a"), evidence("gone")])) == ["body:HUR"]


# The first case


def test_the_udachne_case_is_unattributed_and_not_corroborated() -> None:
    rows = [evidence("S20a", stated="inferred"), evidence("S20a", "victim/1")]
    found = incident_origins(incident([statement("S20a")], rows))["incident"]

    assert (found["distinct"], found["unattributed"]) == (0, 1)
    assert not found["is_corroborated"]


def test_the_zaporizhzhia_case_is_held_by_one_origin_with_recordings_not_held_here() -> None:
    by_cnn = statement("S15a", hop(CNN, "intercept", "drone_footage"))
    by_sbu = statement("S16", hop(SBU, "none_given"))
    rows = [evidence("S15a"), evidence("S16", "involvement/1", stated="inferred")]
    found = incident_origins(incident([by_cnn, by_sbu], rows))["incident"]

    (origin,) = found["origins"]
    assert origin["key"] == "body:CNN"
    assert origin["recordings_not_held"] == ["drone_footage", "intercept"]
    assert not origin["is_independent"]


def test_a_retracted_original_that_is_only_context_still_takes_its_repeats_with_it() -> None:
    gone = statement("a", hop(HUR, "documented"), source_standing="retracted")
    repeat = statement("c", hop(CNN, "intercept"), links=[link("a")])
    document = incident([gone, repeat], [evidence("a", stance="context"), evidence("c")])

    assert of_incident(document) == []
