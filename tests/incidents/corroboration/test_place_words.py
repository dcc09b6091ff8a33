"""Where something happened, in words, where no place of the gazetteer is recorded."""

from typing import Any

import pytest

from incidents.corroboration.place_words import place_words
from tests.documents import evidence, group, incident, statement

BY_THE_RIVER = statement("a", place="by the river")


def words(said: Any, *rows: Any, taken: Any = (), **values: Any) -> list[str]:
    return place_words(incident([said], rows, **values), taken)


@pytest.mark.parametrize("fact", ["act", "place", "victim/1"])
def test_a_statement_of_the_event_or_its_place_says_where(fact: str) -> None:
    row = evidence("a", fact, stance="context")
    assert words(BY_THE_RIVER, row, victims=[group("1")]) == ["by the river"]


@pytest.mark.parametrize("fact", ["date", "involvement/1", "killed", "victim/gone"])
def test_a_statement_of_anything_else_does_not(fact: str) -> None:
    assert words(BY_THE_RIVER, evidence("a", fact)) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "aggregate"},
        {"polarity": "denied"},
        {"source_standing": "retracted"},
        {"confidential": True},
        {"place": ""},
    ],
)
def test_a_tally_a_denial_and_a_protected_source_say_no_place(changes: Any) -> None:
    said = statement("a", **{"place": "by the river"} | changes)
    assert words(said, evidence("a")) == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"place_as_written": "near the bridge"}, ["near the bridge"]),
        ({"place_as_written": ""}, ["by the river"]),
        # Of an earlier schema.
        ({}, ["by the river"]),
        # The public may be told no words.
        ({"place_as_written": None}, []),
        ({"place": {"code": "UA14"}}, []),
        ({"place": {"code": "UA14"}, "place_as_written": "near the bridge"}, []),
    ],
)
def test_our_own_words_come_first_and_none_stand_beside_a_place(
    values: Any, expected: list[str]
) -> None:
    assert words(BY_THE_RIVER, evidence("a"), **values) == expected


@pytest.mark.parametrize("path", ["place", "place_as_written"])
def test_what_was_taken_from_the_public_is_not_said_by_statements_instead(path: str) -> None:
    assert words(BY_THE_RIVER, evidence("a"), taken={path}) == []
    own = {"place_as_written": "near the bridge"}
    assert words(BY_THE_RIVER, evidence("a"), taken={path}, **own) == []
    assert words(BY_THE_RIVER, evidence("a"), taken={"killed"}) == ["by the river"]


def test_the_same_words_stand_once() -> None:
    said = [statement(key, place=where) for key, where in zip("abc", "xyx", strict=True)]
    document = incident(said, [evidence(key) for key in "abc"])
    assert place_words(document) == ["x", "y"]
