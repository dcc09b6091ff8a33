"""The sentence with which the page of an incident opens: from a closed list, whatever is known."""

from collections.abc import Sequence
from functools import cache
from itertools import product
from typing import cast

from incidents.corroboration.standing import GROUNDS, standing_in_brief
from incidents.document_types import ShownStanding
from incidents.vocabulary import Assessment

ASSESSED = ["Reported.", "Corroborated.", "Not supported.", "Refuted.", "Undecided."]
RESTS_ON = [
    "No report supports it.",
    "Rests on one report that names no source.",
    "Rests on several reports, none of which names a source.",
    "Rests on one report.",
    "Rests on several reports; who knew is withheld.",
    "Rests on inference by experts, which is not observation.",
    "Rests on several reports; nobody counts as an origin.",
    "Rests on several reports that go back to one origin.",
    "Rests on one report with more than one origin, none shown to be independent of the parties.",
    (
        "Rests on one report with more than one origin, at least one of them independent of the "
        "parties."
    ),
    "Rests on more than one origin, none shown to be independent of the parties.",
    "Rests on more than one origin, at least one of them independent of the parties.",
]
THEN = [
    ["", "We examined material ourselves."],
    ["", "Not corroborated."],
    ["", "That it happened is disputed.", "Some facts are disputed."],
    ["", "A body has made a finding."],
    ["No court has ruled.", "A court or body has established responsibility."],
]
CLOSED = {" ".join(filter(None, parts)) for parts in product(ASSESSED, RESTS_ON, *THEN)}


@cache
def every_sentence() -> dict[str, set[str]]:
    """By assessment, all that may be said."""
    found: dict[str, set[str]] = {value: set() for value in Assessment.values}
    for one in every_standing():
        found[one["assessment"]].add(standing_in_brief(one))
    return found


def every_standing() -> list[ShownStanding]:
    lines = [
        {"origins": n, "unattributed": u, "expert": e, "independence": i, "is_withheld": w}
        for n, u, e, i, w in product(
            (0, 1, 2, 7), (0,), (0, 1), ("all", "some", "none", "not_shown"), (False, True)
        )
    ]
    values: dict[str, Sequence[object]] = {
        "assessment": Assessment.values,
        "reports": (0, 1, 2, 21),
        "names_a_source": (False, True),
        "origins": lines,
        "our_examination": (False, True),
        "disputed": ([], ["act"], ["order"], ["victim/7"], ["date", "killed"]),
        "findings": (0, 1),
        "established": (False, True),
    }
    every = product(*values.values())
    return [cast(ShownStanding, dict(zip(values, found, strict=True))) for found in every]


def test_every_standing_is_said_by_a_sentence_of_the_closed_list() -> None:
    said = set().union(*every_sentence().values())

    assert said - CLOSED == set()
    assert list(map(str, GROUNDS.values())) == RESTS_ON
    assert {ground for ground in RESTS_ON if not any(ground in one for one in said)} == set()


def test_what_is_only_reported_is_never_said_without_not_corroborated() -> None:
    said = every_sentence()["reported"]
    assert [one for one in said if "Not corroborated." not in one] == []


def test_a_court_is_never_left_out() -> None:
    ends = ("No court has ruled.", "A court or body has established responsibility.")
    said = set().union(*every_sentence().values())
    assert [one for one in said if not one.endswith(ends)] == []


def test_reports_and_origins_are_never_taken_for_each_other() -> None:
    """Below it the page says how many origins there are."""
    known = [one for one in every_standing() if one["names_a_source"]]
    shown = [one for one in known if not one["origins"]["is_withheld"]]
    said = {
        (reports, origins): {
            standing_in_brief(one)
            for one in shown
            if one["reports"] == reports and one["origins"]["origins"] == origins
        }
        for reports, origins in product((1, 2, 21), (1, 2, 7))
    }
    several = {key: all("more than one origin" in one for one in said[key]) for key in said}
    alone = {key: all("Rests on one report" in one for one in said[key]) for key in said}

    assert several == {(reports, origins): origins > 1 for reports, origins in said}
    assert alone == {(reports, origins): reports == 1 for reports, origins in said}
