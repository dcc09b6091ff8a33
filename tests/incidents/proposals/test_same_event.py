"""Incidents that may be of the event that is being entered."""

from typing import Any

import pytest

from incidents.models import Incident
from incidents.proposals.same_event import same_event
from tests import factories as make

pytestmark = pytest.mark.django_db


def entered(**fields: Any) -> Incident:
    told = make.source(url=f"https://news.example/{Incident.objects.count()}")
    placed: dict[str, Any] = {"place": make.place(), "place_precision": "2"}
    return make.incident(statement=make.statement(source=told), **placed | fields)


def found(**facts: Any) -> list[tuple[str, list[str]]]:
    asked: dict[str, Any] = {
        "occurred": "2025-05-22",
        "place": make.place(),
        "killed": None,
        **facts,
    }
    person = asked.pop("person", None) or make.researcher()
    return [(one.incident.reference, one.why) for one in same_event(**asked, person=person)]


def test_a_draft_of_the_same_day_and_place_is_proposed_with_what_speaks_for_it() -> None:
    incident = entered()

    assert found() == [(incident.reference, ["the same place", "about the same time"])]


def test_a_day_may_be_typed_as_reports_write_it() -> None:
    incident = entered()

    assert found(occurred="22 травня 2025 року")[0][0] == incident.reference


def test_the_same_number_killed_speaks_for_one_of_several() -> None:
    three = entered(killed_low=3, killed_best=3, killed_high=3)
    two = entered(killed_low=2, killed_best=2, killed_high=2)

    assert [reference for reference, _why in found(killed=2)] == [two.reference, three.reference]
    assert found(killed=2)[0][1][-1] == "the same number killed"


def test_a_number_within_the_range_is_the_same() -> None:
    entered(killed_low=2, killed_best=None, killed_high=4)

    assert found(killed=3)[0][1][-1] == "the same number killed"
    assert found(killed=5)[0][1][-1] == "about the same time"


@pytest.mark.parametrize(
    "facts",
    [
        {"occurred": "2025-06-22"},
        {"occurred": ""},
        {"occurred": "2025-"},
        {"place": None},
        {"occurred": "", "place": None, "killed": 2},
    ],
)
def test_without_time_and_place_nothing_is_proposed(facts: dict[str, Any]) -> None:
    entered(killed_low=2, killed_best=2, killed_high=2)

    assert found(**facts) == []


def test_what_the_person_may_not_read_is_as_if_not_there() -> None:
    entered(access="restricted")

    assert found() == []
