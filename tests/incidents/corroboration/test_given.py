"""Figures that statements give for a number which the incident leaves open."""

from typing import Any

import pytest

from incidents.corroboration.given import figures_given
from incidents.document_types import GivenFigure
from incidents.words.counts import count_in_words
from sources.document_types import Estimate, QuantityDocument
from tests.documents import (
    CNN,
    HUR,
    PROSECUTORS,
    evidence,
    group,
    hop,
    incident,
    killed,
    statement,
    text,
)

FIVE = killed(5, 5, best=5)
UNKNOWN: Estimate = {"low": None, "best": None, "high": None}


def given(said: Any, *rows: Any, **values: Any) -> list[str]:
    """What one statement's figures of people killed read as, with this evidence."""
    return read(incident([said], rows, **values))


def read(document: Any, fact: str = "killed", taken: Any = ()) -> list[str]:
    return [shown(figure) for figure in figures_given(document, taken).get(fact, [])]


def shown(figure: GivenFigure) -> str:
    return count_in_words(UNKNOWN, [figure]).partition(": ")[2]


BY_PROSECUTORS = statement("a", publisher=PROSECUTORS, quantities=[FIVE])
AT_LAST = ["5 (PROSECUTORS in English)"]


@pytest.mark.parametrize(
    "row",
    [
        evidence("a", "act"),
        evidence("a", "killed"),
        evidence("a", "killed", stance="context", value="five prisoners killed"),
        evidence("a", "killed", stance="contradicts", value="five"),
        evidence("a", "act", stance="contradicts"),
        evidence("a", "act", stated="inferred"),
        evidence("a", "victim/1", stance="context"),
    ],
)
def test_evidence_of_the_act_a_victim_or_the_number_itself_counts(row: Any) -> None:
    assert given(BY_PROSECUTORS, row, victims=[group("1")]) == AT_LAST


@pytest.mark.parametrize(
    "row",
    [
        evidence("a", "date"),
        evidence("a", "place"),
        evidence("a", "order"),
        evidence("a", "injured"),
        evidence("a", "response"),
        evidence("a", "involvement/1"),
        evidence("a", "characterisation/1"),
        evidence("a", "victim/gone"),
        evidence("gone", "killed"),
    ],
)
def test_evidence_of_anything_else_does_not(row: Any) -> None:
    assert given(BY_PROSECUTORS, row, victims=[group("1")]) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "aggregate"},
        {"source_standing": "retracted"},
        {"polarity": "denied"},
        {"quantities": []},
        {"quantities": [killed(6, 6, counted="lying_still")]},
        {"quantities": [killed(5, counted="cases")]},
        {"quantities": [killed(None)]},
        {"quantities": [killed(None, qualifier="about")]},
    ],
)
def test_a_tally_what_is_retracted_or_denied_and_what_counts_others_give_no_figure(
    changes: Any,
) -> None:
    said = statement("a", publisher=PROSECUTORS, **{"quantities": [FIVE]} | changes)
    assert given(said, evidence("a", "killed")) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "response"},
        {"kind": "assessment"},
        {"source_standing": "corrected"},
        {"source_standing": "unavailable"},
    ],
)
def test_whatever_else_says_a_number_counts(changes: Any) -> None:
    said = statement("a", publisher=PROSECUTORS, quantities=[FIVE], **changes)
    assert given(said, evidence("a", "killed")) == AT_LAST


@pytest.mark.parametrize(
    "number",
    [
        {"low": 2, "best": 2, "high": 2},
        {"low": 1, "best": None, "high": None},
        {"low": None, "best": None, "high": 3},
        {"low": 0, "best": 0, "high": 0},
    ],
)
def test_a_number_that_is_recorded_leaves_nothing_open(number: Any) -> None:
    assert given(BY_PROSECUTORS, evidence("a", "killed"), killed=number) == []


def test_a_number_that_was_taken_from_the_public_does_not_come_back() -> None:
    document = incident([BY_PROSECUTORS], [evidence("a", "killed")], victims=[group("1")])

    assert figures_given(document, {"killed"}) == {}
    assert read(document, taken={"injured"}) == AT_LAST


def test_a_number_of_all_is_not_that_of_a_group_beside_victims_who_were_taken_out() -> None:
    document = incident([BY_PROSECUTORS], [evidence("a", "act")], victims=[group("1")])

    assert read(document, "victim/1") == AT_LAST
    assert read(document, "victim/1", taken={"victims/2"}) == []
    assert read(document, taken={"victims/2"}) == AT_LAST


@pytest.mark.parametrize(
    ("quantity", "words"),
    [
        (killed(None, best=5), "5"),
        (killed(5, 5), "5"),
        (killed(5, qualifier="exactly"), "5"),
        (killed(0, 0), "0"),
        (killed(5), "at least 5"),
        (killed(None, best=5, qualifier="at_least"), "at least 5"),
        (killed(None, 5), "at most 5"),
        (killed(5, qualifier="more_than"), "more than 5"),
        (killed(None, best=5, qualifier="about"), "about 5"),
        (killed(2, 5), "2–5"),
        (killed(2, 5, best=3), "3 (2–5)"),
        (killed(None, qualifier="many"), "many"),
        (killed(None, qualifier="several"), "several"),
    ],
)
def test_a_figure_reads_as_it_was_given(quantity: QuantityDocument, words: str) -> None:
    said = statement("a", publisher=PROSECUTORS, quantities=[quantity])
    assert given(said, evidence("a", "killed")) == [f"{words} (PROSECUTORS in English)"]


# Who gives it


@pytest.mark.parametrize(
    ("said", "who"),
    [
        (statement("a", hop(HUR), hop(CNN), quantities=[FIVE]), "CNN in English"),
        (statement("a", hop(CNN), hop("a survivor"), quantities=[FIVE]), "CNN in English"),
        (
            statement("a", hop("officials"), publisher=PROSECUTORS, quantities=[FIVE]),
            "PROSECUTORS in English",
        ),
        (statement("a", hop("a survivor"), quantities=[FIVE]), "Article, publisher not stated"),
        (statement("a", quantities=[FIVE]), "Article, publisher not stated"),
        (
            statement("a", hop("somebody"), quantities=[FIVE], confidential=True),
            "Article, details withheld for protection",
        ),
    ],
)
def test_who_gives_it_is_the_last_named_body_else_the_source(said: Any, who: str) -> None:
    assert given(said, evidence("a", "killed")) == [f"5 ({who})"]


def test_a_source_without_a_name_is_called_so_in_both_languages() -> None:
    said = statement("a", quantities=[FIVE])
    (figure,) = figures_given(incident([said], [evidence("a")]))["killed"]
    assert figure["by"] == [text("Article, publisher not stated", "Стаття, видавця не вказано")]


def test_one_figure_of_several_bodies_stands_once_with_all_of_them() -> None:
    first = statement("a", publisher=CNN, quantities=[killed(None, best=5)])
    second = statement("b", publisher=PROSECUTORS, source="NOTICE", quantities=[killed(5, 5)])
    again = statement("c", publisher=CNN, source="OTHER", quantities=[FIVE])
    rows = [evidence(key) for key in "abc"]

    (figure,) = figures_given(incident([first, second, again], rows))["killed"]

    assert [name["en"] for name in figure["by"]] == ["CNN in English", "PROSECUTORS in English"]
    assert count_in_words(UNKNOWN, [figure]) == (
        "number not settled: 5 (CNN in English, PROSECUTORS in English)"
    )


def test_two_figures_differ() -> None:
    other = statement("b", publisher=CNN, source="NOTICE", quantities=[killed(6)])
    document = incident([BY_PROSECUTORS, other], [evidence("a"), evidence("b", "killed")])

    assert count_in_words(document["killed"], figures_given(document)["killed"]) == (
        "statements differ: 5 (PROSECUTORS in English); at least 6 (CNN in English)"
    )


def test_each_count_has_its_own_figures() -> None:
    fates = killed(2, 2, counted="fate_unknown")
    said = statement("a", publisher=PROSECUTORS, quantities=[FIVE, fates])
    document = incident([said], [evidence("a")])

    assert read(document) == AT_LAST
    assert read(document, "fate_unknown") == ["2 (PROSECUTORS in English)"]
    assert read(document, "injured") == []


# Groups of victims


def test_a_group_has_the_figures_of_its_own_outcome() -> None:
    document = incident(
        [BY_PROSECUTORS],
        [evidence("a", "victim/1")],
        victims=[
            group("1"),
            group("2", "injured"),
            group("3", "survived"),
            group("4", "killed", 2),
        ],
    )
    assert read(document, "victim/1") == AT_LAST
    assert figures_given(document).keys() == {"killed", "victim/1"}


def test_what_is_said_of_all_is_said_of_the_only_group_and_of_no_other() -> None:
    rows = [evidence("a", "killed")]
    alone = incident([BY_PROSECUTORS], rows, victims=[group("1"), group("2", "survived")])
    several = incident([BY_PROSECUTORS], rows, victims=[group("1"), group("2")])

    assert figures_given(alone).keys() == {"killed", "victim/1"}
    assert figures_given(several).keys() == {"killed"}
