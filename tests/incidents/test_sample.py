"""Invented incidents: the same for the same seed, marked as invented, and whole."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from incidents.models import Incident, Place, PublishedIncident
from incidents.places.gazetteer import load_places
from incidents.sample import make_sample_incidents
from review.models import Edition, EditionPart, Event, Review
from sources.models import Actor, PublishedActor, PublishedSource, PublishedStatement, Source
from tests import factories as make
from tests.records import problems_of

pytestmark = pytest.mark.django_db

INDEX = [PublishedIncident, PublishedSource, PublishedStatement, PublishedActor]


@pytest.fixture
def places() -> None:
    load_places("UA14160250010071750", "UA23080110090085890")
    make.two_administrators()


def made(count: int = 8, seed: int = 1) -> list[tuple[int, int]]:
    said: list[tuple[int, int]] = []
    done = make_sample_incidents(count, seed=seed, progress=lambda *at: said.append(at))
    assert done == count
    return said


def facts() -> list[tuple[Any, ...]]:
    """What was drawn, without the random keys."""
    rows = PublishedIncident.objects.order_by("title_en")
    return list(rows.values_list("title_en", "occurred", "place_code", "killed_high", "kinds"))


def test_same_seed_gives_the_same_incidents_and_another_gives_others(places: None) -> None:
    made(seed=1)
    first = facts()
    made(seed=1)
    twice = facts()
    assert twice == sorted(first * 2, key=lambda row: row[0])
    made(seed=2)
    assert sorted(twice + first, key=str) != sorted(facts(), key=str)


def test_every_record_says_that_it_is_invented(places: None) -> None:
    made()
    named = [
        *Incident.objects.values_list("title_en", flat=True),
        *Source.objects.values_list("title", flat=True),
        *Actor.objects.values_list("name_en", flat=True),
    ]
    assert [name for name in named if not name.startswith("Invented")] == []
    assert {text for (text,) in Incident.objects.values_list("summary_en")} == {
        "This incident is invented; it exists to measure and to try this site."
    }
    assert set(Event.objects.values_list("comment", flat=True)) == {"invented"}


def test_they_are_whole_and_pass_every_check(places: None) -> None:
    made()
    out = StringIO()
    call_command("verify_editions", stdout=out)
    assert out.getvalue().startswith("No fault:")
    assert Edition.objects.count() == Review.objects.count()
    assert set(Review.objects.values_list("work", "public")) == {("clean", "current")}
    assert [problems_of(incident) for incident in Incident.objects.all()] == [[]] * 8


def test_their_index_is_what_their_editions_give(places: None) -> None:
    made()
    before = [list(model.objects.order_by("pk").values()) for model in INDEX]  # type: ignore[attr-defined]
    call_command("rebuild_published", stdout=StringIO())
    after = [list(model.objects.order_by("pk").values()) for model in INDEX]  # type: ignore[attr-defined]
    assert after == before
    assert [len(rows) > 0 for rows in before] == [True] * 4


def test_they_are_read_like_any_other(places: None, client: Client) -> None:
    made(2)
    for incident in Incident.objects.all():
        page = client.get(f"/incidents/{incident.reference}/").content.decode()
        assert "This incident is invented" in page


def test_they_are_made_in_pieces_and_added_to_what_is_there(
    places: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("incidents.sample.CHUNK", 3)
    assert made(7) == [(3, 7), (6, 7), (7, 7)]
    actors = Actor.objects.count()
    made(1)
    assert (Incident.objects.count(), Actor.objects.count()) == (8, actors)


def test_people_of_the_sample_cannot_sign_in(places: None) -> None:
    made(1)
    entered = Event.objects.filter(kind="saved").values_list("by__username", "by__is_active")
    approved = Event.objects.filter(kind="approved").values_list("by__username", flat=True)
    assert set(entered) == {("sample-researcher", False)}
    assert set(approved) == {"sample-reviewer"}
    staff = EditionPart.objects.filter(path="staff").first()
    assert staff is not None
    [person] = staff.content["entered_by"]
    assert User.objects.get(pk=person).username == "sample-researcher"


def test_the_command_says_what_it_made(places: None) -> None:
    out = StringIO()
    call_command("make_sample_incidents", "2", seed=3, stdout=out)
    assert out.getvalue() == "2 of 2\r2 invented incidents added.\n"


@pytest.mark.parametrize("count", ["0", "-1"])
def test_the_command_needs_a_number(places: None, count: str) -> None:
    with pytest.raises(CommandError, match="a number from 1 up"):
        call_command("make_sample_incidents", count)


def test_without_places_it_says_what_to_do() -> None:
    assert not Place.objects.exists()
    with pytest.raises(CommandError, match="Load the gazetteer first"):
        call_command("make_sample_incidents", "1")
