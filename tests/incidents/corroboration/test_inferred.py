"""Facts that no statement says."""

from typing import Any

import pytest

from incidents.corroboration.inferred import inferred_facts
from tests.documents import BY_HUR, evidence, group, incident

TWO = {"low": 2, "best": 2, "high": 2}


def inferred(*rows: Any, **values: Any) -> list[str]:
    return inferred_facts(incident([BY_HUR], rows, **{"killed": TWO} | values))


BY_INFERENCE = evidence("a", "killed", stated="inferred")


@pytest.mark.parametrize(
    ("rows", "facts"),
    [
        ([BY_INFERENCE], ["killed"]),
        ([BY_INFERENCE, evidence("b", "killed", stated="inferred")], ["killed"]),
        ([BY_INFERENCE, evidence("b", "killed", stance="context")], ["killed"]),
        ([BY_INFERENCE, evidence("b", "killed", stance="contradicts")], ["killed"]),
        ([BY_INFERENCE, evidence("b", "act")], ["killed"]),
        ([BY_INFERENCE, evidence("b", "killed")], []),
        ([evidence("a", "killed")], []),
        ([evidence("a", "killed", stated="inferred", stance="context")], []),
        ([], []),
    ],
)
def test_a_fact_is_inferred_when_no_supporting_evidence_is_stated(
    rows: Any, facts: list[str]
) -> None:
    assert inferred(*rows) == facts


def test_a_number_that_is_not_there_is_not_inferred() -> None:
    unknown = {"low": None, "best": None, "high": None}
    assert inferred(BY_INFERENCE, killed=unknown) == []


def test_every_fact_with_a_value_can_be_inferred() -> None:
    facts = ["date", "place", "act", "order", "killed", "injured", "fate_unknown", "response"]
    facts += ["victim/1", "involvement/1", "characterisation/1"]
    rows = [evidence("a", fact, stated="inferred") for fact in facts]
    values = {
        "occurred": {"edtf": "2025"},
        "place": {"code": "UA14"},
        "kinds": ["killed_captured", "order_no_prisoners"],
        "injured": TWO,
        "fate_unknown": TWO,
        "response": {"kinds": ["denial"]},
        "victims": [group("1")],
        "characterisations": [{"id": "1"}],
    }

    assert inferred(*rows, **values) == facts
    emptied = {name: type(value)() for name, value in values.items() if isinstance(value, list)}
    assert inferred(*rows, **emptied) == ["killed", "involvement/1"]
