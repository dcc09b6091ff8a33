"""Who they were, and who of them the page counts as dead."""

from typing import Any, cast

import pytest

from incidents.document_types import VictimDocument
from incidents.pages.footnotes import Footnotes
from incidents.pages.people import MOST_FIGURES, Dead, Person, counts, people, the_dead
from sources.document_types import Estimate
from tests.documents import HUR, evidence, group, hop, incident, killed, statement

BY_HUR = statement("a", hop(HUR, "documented"))
RIVAL = statement("b", hop(HUR, "documented"), quantities=[killed(5, 5)])


def victim(**values: Any) -> VictimDocument:
    person = {"is_group": False, "outcome": "", **values}
    return cast(VictimDocument, {**group("1"), **person})


def number(of: int) -> Estimate:
    return {"low": of, "best": of, "high": of}


def the_dead_of(one: VictimDocument, *rows: Any, **values: Any) -> list[Dead]:
    document = incident([BY_HUR, RIVAL], [*rows], victims=[one], **values)
    return the_dead(document, Footnotes(document))


def person(**values: Any) -> Person:
    document = incident([BY_HUR], [], victims=[victim(**values)])
    (found,) = people(document, Footnotes(document))
    return found


def test_what_is_not_stated_of_a_person_is_one_line() -> None:
    found = person(side="ukraine", outcome="killed", control="captured")

    assert [str(label) for label, _words in found.known] == ["Side", "Control", "Outcome"]
    assert found.not_stated == ["condition", "age group", "sex", "means"]


def test_of_a_person_of_whom_all_is_known_nothing_is_said_to_be_missing() -> None:
    values = {"side": "ukraine", "control": "captured", "outcome": "killed", "method": "shot"}
    found = person(**values, conditions=["unarmed"], age_group="adult", sex="male")
    assert found.not_stated == []


@pytest.mark.parametrize("outcome", ["injured", "survived", "fate_unknown", ""])
def test_only_who_was_killed_is_drawn(outcome: str) -> None:
    assert the_dead_of(victim(outcome=outcome)) == []


def test_a_group_without_a_stated_number_is_not_drawn() -> None:
    assert the_dead_of(victim(outcome="killed", is_group=True)) == []


def test_figures_that_differ_are_not_drawn() -> None:
    rivals = victim(outcome="killed", is_group=True)
    assert the_dead_of(rivals, evidence("b", "victim/1")) == []


@pytest.mark.parametrize("fact", ["killed", "victim/1"])
def test_a_death_that_we_infer_is_not_drawn(fact: str) -> None:
    row = evidence("a", fact, stated="inferred")
    assert the_dead_of(victim(outcome="killed"), row, killed=number(1)) == []


@pytest.mark.parametrize("value", ["not_supported", "refuted"])
def test_nobody_is_drawn_of_what_we_found_not_to_be_so(value: str) -> None:
    assessment = {"value": value, "reason": {"en": "", "uk": ""}}
    assert the_dead_of(victim(outcome="killed"), assessment=assessment) == []


def test_neither_sex_nor_age_is_assumed() -> None:
    (one,) = the_dead_of(victim(outcome="killed", control="captured"))
    assert (one.words, one.is_child) == (["captured"], False)


def test_what_is_stated_of_the_dead_is_said() -> None:
    known: list[tuple[dict[str, str], list[str]]] = [
        ({"sex": "male", "age_group": "adult", "control": "captured"}, ["man", "captured"]),
        ({"sex": "female", "age_group": "child"}, ["girl"]),
        ({"sex": "male"}, ["male"]),
        ({"age_group": "child"}, ["child"]),
    ]
    for values, words in known:
        (one,) = the_dead_of(victim(outcome="killed", **values))
        assert (one.words, one.is_child) == (words, values.get("age_group") == "child")


@pytest.mark.parametrize(
    ("ends", "certain", "possible"),
    [
        ((2, 2, 2), 2, 0),
        ((2, None, 5), 2, 3),
        ((None, 3, None), 3, 0),
        ((4, None, None), 4, 0),
        ((None, None, 3), 0, 3),
        ((None, MOST_FIGURES + 1, None), 0, 0),
    ],
)
def test_one_figure_for_each_and_outlined_where_there_may_be_one_more(
    ends: tuple[int | None, ...], certain: int, possible: int
) -> None:
    low, best, high = ends
    estimate = {"low": low, "best": best, "high": high}
    (some,) = the_dead_of(victim(outcome="killed", is_group=True, number=estimate))

    drawn = [figure.is_certain for figure in some.figures]
    assert drawn == [True] * certain + [False] * possible


def test_how_many_were_killed_is_always_said_but_of_an_order() -> None:
    killing = incident([BY_HUR], [])
    order = incident([BY_HUR], [], kinds=["order_kill_captives"])

    assert counts(killing, Footnotes(killing)).told == ["killed"]
    assert counts(order, Footnotes(order)).told == []
    assert counts(order, Footnotes(order)).not_stated == ["killed", "injured", "fate_unknown"]
