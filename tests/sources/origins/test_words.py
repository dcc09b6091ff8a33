"""The public line about origins, and how an origin is named."""

import pytest

from sources.document_types import CitedStatement
from sources.origins.find import find_origins
from sources.origins.words import line, line_beside_names, sentence, who, who_in_words
from tests.documents import (
    BBC,
    BY_HRMMU,
    BY_HUR,
    BY_PROSECUTORS,
    BY_SBU,
    CNN,
    HRMMU,
    MOSCOW,
    RAPPORTEUR,
    actor,
    hop,
    link,
    statement,
    text,
)

BY_MOSCOW = statement("e", hop(MOSCOW, "document"))
BRIGADE = actor("BRIGADE", kind="armed_unit", side="ukraine")
BY_SURVIVOR = statement("f", hop(BBC), hop("a survivor", "victim"), publisher=CNN)
POLE = actor("POLE", side="third", state="PL")


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([BY_HUR], "1 origin, a Ukrainian state body; not independent of the parties."),
        (
            [BY_HUR, BY_SBU],
            "2 origins, both Ukrainian state bodies; none independent of the parties.",
        ),
        (
            [BY_HUR, BY_SBU, BY_PROSECUTORS],
            "3 origins, all Ukrainian state bodies; none independent of the parties.",
        ),
        (
            [BY_HUR, statement("x", hop(BRIGADE, "eyewitness"))],
            "2 origins, both on the Ukrainian side; none independent of the parties.",
        ),
        ([BY_HUR, BY_MOSCOW], "2 origins; none independent of the parties."),
        ([BY_HUR, BY_HRMMU], "2 origins; 1 independent of the parties."),
        ([BY_HRMMU], "1 origin, a third party; independent of the parties."),
        (
            [BY_HRMMU, statement("x", hop(BBC, "eyewitness"))],
            "2 origins, both third parties; all independent of the parties.",
        ),
        (
            [statement("x", hop(POLE, "documented"))],
            "1 origin, a state body; independent of the parties.",
        ),
        ([BY_SURVIVOR], "1 origin, a victim or family; independent of the parties."),
        (
            [statement("x", hop(BBC), hop("officials", "none_given"))],
            "1 origin; not shown to be independent of the parties.",
        ),
        (
            [statement("x", hop(CNN, "intercept", "drone_footage"))],
            (
                "1 origin, a third party; not shown to be independent of the parties. "
                "Not held here: drone footage, intercept."
            ),
        ),
        ([statement("x")], "1 assertion that names nobody."),
        (
            [BY_HRMMU, statement("x"), statement("y", publisher=BBC)],
            "1 origin, a third party; independent of the parties. 2 assertions that name nobody.",
        ),
        (
            [statement("x", hop(RAPPORTEUR, "expert"))],
            "1 expert inference, which is not observation.",
        ),
        (
            [BY_HUR, statement("x", links=[link("a")])],
            (
                "1 origin, a Ukrainian state body; not independent of the parties. "
                "That some statements have the same origin is our inference."
            ),
        ),
        ([], "No origin."),
    ],
)
def test_the_public_line(statements: list[CitedStatement], expected: str) -> None:
    assert sentence(find_origins(statements)) == expected


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (
            [statement("x", hop(CNN, "intercept", "drone_footage"))],
            "A third party; not shown to be independent of the parties.",
        ),
        (
            [statement("x", hop(BBC), hop("officials", "none_given"))],
            "Not shown to be independent of the parties.",
        ),
        ([statement("x")], ""),
        (
            [BY_HUR, BY_HRMMU, statement("x")],
            "2 origins; 1 independent of the parties.",
        ),
        (
            [statement("x", hop(RAPPORTEUR, "expert"))],
            "1 expert inference, which is not observation.",
        ),
        ([], ""),
    ],
)
def test_beside_names_the_line_says_only_what_these_do_not(
    statements: list[CitedStatement], expected: str
) -> None:
    assert line_beside_names(line(find_origins(statements))) == expected


def test_a_third_party_heard_through_the_accused_one_is_not_said_to_be_independent() -> None:
    found = find_origins(
        [statement("a", hop(MOSCOW), hop(HRMMU, "documented"))], accusing={"ukraine"}
    )

    assert found["independent"] == 1
    assert sentence(found) == (
        "1 origin, a third party; not shown to be independent of the parties."
    )


def test_editions_that_do_not_say_it_are_read_by_the_party_that_accuses() -> None:
    found = find_origins([statement("a", hop(HRMMU, "documented"))])
    del found["origins"][0]["is_independent_of_parties"]  # as none of them has it

    assert sentence(found) == "1 origin, a third party; independent of the parties."


def test_a_body_of_the_accused_party_corroborates_and_is_still_a_party() -> None:
    found = find_origins([BY_HUR, BY_MOSCOW], accusing={"ukraine"})

    assert found["is_corroborated"]
    assert line(found)["independence"] == "none"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (BY_HUR, "HUR in English"),
        (BY_SURVIVOR, "a survivor, through BBC in English"),
        (statement("a", hop("officials", "none_given")), "officials"),
        (statement("a", publisher=CNN), "CNN in English, which names nobody"),
        (statement("a"), "a source that names nobody"),
        (statement("a", ours=True), "our own examination"),
    ],
)
def test_an_origin_is_named_from_the_statements_that_are_served(
    said: CitedStatement, expected: str
) -> None:
    (origin,) = find_origins([said])["origins"]

    assert who_in_words(origin, [said], "en") == expected


def test_an_origin_whose_statement_is_no_longer_served_is_not_named() -> None:
    (origin,) = find_origins([BY_SURVIVOR])["origins"]

    assert who(origin, [BY_SURVIVOR]) == {"name": text("a survivor"), "relay": BBC["name"]}
    assert who(origin, []) == {"name": None, "relay": None}
    assert who_in_words(origin, [], "en") == "withheld"


def test_an_origin_is_named_in_ukrainian_where_there_is_a_name() -> None:
    (origin,) = find_origins([BY_HUR])["origins"]

    assert who_in_words(origin, [BY_HUR], "uk") == "HUR українською"
