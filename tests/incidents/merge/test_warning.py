"""The warning that an event may have a record already: while typing, on saving, and on review."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from incidents.merge.warning import EventFacts, candidates, kilometres
from incidents.models import Incident, IncidentLink
from sources.models import StatementLink
from tests import factories as make
from tests.pages import form_of

pytestmark = pytest.mark.django_db

WARNING = "/admin/incidents/incident/same-event/"
ADD = "/admin/incidents/incident/add/"
UDACHNE = "UA14160250010071750"


def entered(**fields: Any) -> Incident:
    """A draft near Udachne on 22 May 2025, on a source of its own."""
    told = make.source(url=f"https://news.example/{Incident.objects.count()}")
    placed: dict[str, Any] = {"place": make.place(), "place_precision": "2"}
    return make.incident(statement=make.statement(source=told), **placed | fields)


def found(event: EventFacts, person: User | None = None) -> list[tuple[str, list[str]]]:
    person = person or make.researcher()
    told, asked = (
        [(one.reference, one.signs) for one in candidates(of, person=person)]
        for of in (event, replace(event, cited=None))
    )
    # Whoever was not told what a record cites asks for it.
    assert told == asked
    return told


def day(text: str) -> dict[str, Any]:
    return {"earliest": date.fromisoformat(text), "latest": date.fromisoformat(text)}


def neighbour(east: str) -> Any:
    """A place as far east of Udachne as the longitude says; it lies in no common area."""
    return make.place(
        code="UA99000000000000001",
        name_en="Elsewhere",
        lineage=["UA", "UA99", "UA99000000000000001"],
        longitude=Decimal(east),
    )


# What speaks for it


def test_place_and_time_together_are_enough() -> None:
    one = entered()
    event = EventFacts(place=make.place(), **day("2025-05-25"))
    assert found(event) == [(one.reference, ["the same place", "about the same time"])]


@pytest.mark.parametrize("when", ["2025-05-18", "2025-05-26"])
def test_more_than_three_days_apart_is_another_time(when: str) -> None:
    entered()
    assert found(EventFacts(place=make.place(), **day(when))) == []


@pytest.mark.parametrize(
    "event",
    [EventFacts(place=None, **day("2025-05-22")), EventFacts(title="Reported killing elsewhere")],
)
def test_one_sign_alone_is_not_enough(event: EventFacts) -> None:
    entered()
    assert found(event) == []


def test_an_open_date_is_near_to_nothing() -> None:
    entered(occurred="../2025-05-22")
    assert found(EventFacts(place=make.place(), **day("2025-05-22"))) == []
    assert found(EventFacts(place=make.place(), latest=date(2025, 5, 22))) == []


def test_a_place_that_lies_in_the_other_is_near() -> None:
    one = entered()
    oblast = make.place(
        code="UA14",
        name_en="Donetsk Oblast",
        category="oblast",
        lineage=["UA", "UA14"],
        latitude=None,
        longitude=None,
    )
    event = EventFacts(place=oblast, **day("2025-05-22"))
    signs = ["one place lies in the other", "about the same time"]
    assert found(event) == [(one.reference, signs)]

    other = entered(place=oblast, place_precision="4", occurred="2025-06-22")
    event = EventFacts(place=make.place(), **day("2025-06-22"))
    assert found(event) == [(other.reference, signs)]


def test_that_both_lie_in_ukraine_says_nothing() -> None:
    entered()
    country = make.place().parent
    assert found(EventFacts(place=country, **day("2025-05-22"))) == []
    entered(place=country, place_precision="6", occurred="2025-06-22")
    assert found(EventFacts(place=make.place(), **day("2025-06-22"))) == []


@pytest.mark.parametrize(("east", "is_near"), [("37.30", True), ("37.32", False)])
def test_within_25_kilometres_is_near(east: str, is_near: bool) -> None:
    one = entered()
    event = EventFacts(place=neighbour(east), **day("2025-05-22"))
    signs = [(one.reference, ["24 km apart", "about the same time"])]
    assert found(event) == (signs if is_near else [])


def test_a_corner_of_the_box_is_not_within_the_circle() -> None:
    entered()
    corner = make.place(
        code="UA99000000000000002",
        lineage=["UA", "UA99", "UA99000000000000002"],
        latitude=Decimal("48.41"),
        longitude=Decimal("37.27"),
    )
    assert found(EventFacts(place=corner, **day("2025-05-22"))) == []


def test_distances_are_great_circles() -> None:
    kyiv = make.place(code="UA1", latitude=Decimal("50.45"), longitude=Decimal("30.523"))
    lviv = make.place(code="UA2", latitude=Decimal("49.842"), longitude=Decimal("24.032"))
    distance = kilometres(kyiv, lviv)
    assert distance is not None
    assert round(distance, -1) == 470
    assert kilometres(kyiv, make.place(code="UA3", latitude=None, longitude=None)) is None


def test_a_similar_title_beside_one_other_sign_is_enough() -> None:
    one = entered(occurred="")
    event = EventFacts(title=one.title_en.replace("22 May", "23 May"), place=make.place())
    assert found(event) == [(one.reference, ["the same place", "a similar title"])]
    assert found(EventFacts(title="\0 Something else", place=make.place())) == []


def test_a_shared_source_beside_one_other_sign_is_enough() -> None:
    one = entered(occurred="2025-05-01")
    source = one.evidence.first().statement.source  # type: ignore[union-attr]
    other = make.incident(
        statement=make.statement(source=source, label="S9"),
        title_en="Elsewhere",
        place=make.place(),
        place_precision="2",
        occurred="2025-06-22",
    )
    assert found(EventFacts.of(other)) == [(one.reference, ["the same place", "the same source"])]


@pytest.mark.parametrize(("several", "signs"), [(False, ["the same source"]), (True, [])])
def test_one_item_entered_again_is_the_same_source(several: bool, signs: list[str]) -> None:
    one = entered(occurred="2025-05-01")
    source = one.evidence.get(fact="act").statement.source
    again = make.source(url=f"{source.url}?utm_source=x", holds_several=several)
    other = make.incident(
        statement=make.statement(source=again),
        title_en="Elsewhere",
        place=make.place(),
        place_precision="2",
        occurred="2025-06-22",
    )

    expected = [(one.reference, ["the same place", *signs])] if signs else []
    assert found(EventFacts.of(other)) == expected


@pytest.mark.parametrize("reverse", [False, True])
def test_a_shared_recording_alone_is_enough(reverse: bool) -> None:
    one = entered(occurred="2025-05-01")
    other = entered(occurred="2025-09-22", title_en="Elsewhere", place=neighbour("39.0"))
    pair = [i.evidence.first().statement for i in (one, other)]  # type: ignore[union-attr]
    said, to = pair[:: -1 if reverse else 1]
    link = StatementLink(statement=said, kind="same_recording", to=to, why_en="the same frames")
    make.save(said.source, rows=[link])
    assert found(EventFacts.of(other)) == [(one.reference, ["the same recording"])]


# What is left out


def test_itself_closed_linked_and_unreadable_records_are_left_out() -> None:
    one = entered()
    assert found(EventFacts.of(one)) == []
    other = entered()
    assert found(EventFacts.of(one)) == [
        (other.reference, ["the same place", "about the same time", "a similar title"])
    ]
    link = IncidentLink(incident=other, kind="same_episode", to=one)
    make.save(other, rows=[link])
    assert found(EventFacts.of(one)) == []
    assert found(EventFacts.of(other)) == []

    third = entered()
    source = third.evidence.first().statement.source  # type: ignore[union-attr]
    make.save(source, access="restricted")
    event = EventFacts(place=make.place(), **day("2025-05-22"))
    assert third.reference not in [reference for reference, _signs in found(event)]
    assert len(found(event)) == 2
    assert len(found(event, make.reviewer())) == 3


def test_looking_asks_as_often_for_three_as_for_one() -> None:
    person, event = make.researcher(), EventFacts(place=make.place(), **day("2025-05-22"))
    candidates(event, person=person)  # which rights the person has is asked once
    counts = []
    for _number in range(2):
        entered()
        entered()
        with CaptureQueriesContext(connection) as queries:
            candidates(event, person=person)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# While typing


def test_the_page_is_told_while_somebody_types(client: Client) -> None:
    one = entered()
    client.force_login(make.researcher())
    typed = {"title": "", "occurred": "2025-05-22", "place": UDACHNE, "record": ""}
    answer = client.get(WARNING, typed)

    assert one.reference in answer.content.decode()
    assert "the same place, about the same time" in answer.content.decode()
    assert client.get(WARNING, typed | {"occurred": "2025-0"}).content.decode().strip() == ""


@pytest.mark.parametrize("typed", [{"place": "nowhere"}, {"record": "x"}, {"title": "x" * 301}])
def test_what_cannot_be_typed_is_refused(client: Client, typed: dict[str, str]) -> None:
    entered()
    client.force_login(make.researcher())
    answer = client.get(WARNING, typed)
    assert answer.status_code == 400
    assert "cannot be compared" in answer.content.decode()


def test_who_may_not_read_incidents_is_told_nothing(client: Client) -> None:
    client.force_login(make.administrator())
    assert client.get(WARNING).status_code == 403


# On saving


def typed_form(client: Client) -> dict[str, Any]:
    return form_of(client.get(ADD)) | {
        "title_en": "Reported killing of two soldiers",
        "occurred": "2025-05-22",
        "place": UDACHNE,
        "place_precision": "2",
    }


def test_a_second_record_is_saved_only_once_the_person_has_looked(client: Client) -> None:
    one = entered()
    client.force_login(make.researcher())
    typed = typed_form(client)

    answer = client.post(ADD, typed)
    assert Incident.objects.count() == 1
    assert "The same event may have a record already." in answer.content.decode()
    assert f'name="not_same" value="{one.reference} "' in answer.content.decode()

    answer = client.post(ADD, typed | {"not_same": one.reference})
    assert (answer.status_code, Incident.objects.count()) == (302, 2)


def test_having_looked_stays_said_when_something_else_is_wrong(client: Client) -> None:
    one = entered()
    client.force_login(make.researcher())
    typed = typed_form(client) | {"not_same": one.reference, "killed_low": "three"}

    answer = client.post(ADD, typed)

    assert list(answer.context["adminform"].form.errors) == ["killed_low"]
    said = f'name="not_same" value="{one.reference} " checked>'
    assert answer.content.decode().count(said) == 1
    entered()
    again = client.post(ADD, typed).content.decode()
    assert again.count('name="not_same"') == 1
    assert again.count(" checked> I have looked at them") == 0


def test_a_record_that_was_not_shown_is_shown_before_saving(client: Client) -> None:
    one = entered()
    client.force_login(make.researcher())
    typed = typed_form(client)
    entered()
    client.post(ADD, typed | {"not_same": one.reference})
    assert Incident.objects.count() == 2


def test_a_change_that_says_nothing_of_the_event_is_not_questioned(client: Client) -> None:
    one = entered()
    entered()
    client.force_login(make.researcher())
    change = f"/admin/incidents/incident/{one.pk}/change/"

    form = form_of(client.get(change))
    assert client.post(change, form | {"summary_en": "More."}).status_code == 302
    form = form_of(client.get(change))
    answer = client.post(change, form | {"occurred": "2025-05-23"})
    assert "The same event may have a record already." in answer.content.decode()


@pytest.mark.parametrize("page", ["incidents/incident/{pk}/change/", "review/review/{pk}/"])
def test_the_pages_of_a_record_name_what_may_be_the_same(client: Client, page: str) -> None:
    one, other = entered(), entered()
    client.force_login(make.reviewer())
    text = client.get("/admin/" + page.format(pk=one.pk)).content.decode()
    assert "May be the same event:" in text
    assert other.reference in text
