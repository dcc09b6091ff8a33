"""Several values of one filter: any of those wanted, none of those left out, everywhere alike."""

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client

from incidents.models import Involvement
from review.public.page_cache import question_of
from sources.lists.several import MOST_VALUES, SeveralField
from tests import factories as make
from tests.databases import CopiedDatabase, UsedDatabase

pytestmark = pytest.mark.django_db

OTHER, KILLED, ORDER = "other", "killed_captured", "order_kill_captives"
UNKNOWN = "Select a valid choice. %s is not one of the available choices."


@pytest.fixture(scope="module")
def kinds_database(copied_database: CopiedDatabase) -> Iterator[str]:
    with copied_database("several", enter_kinds) as name:
        yield name


@pytest.fixture
def kinds_in_place(kinds_database: str, used_database: UsedDatabase) -> Iterator[None]:
    with used_database(kinds_database):
        yield


@pytest.fixture
def kinds(kinds_in_place: None, db: None) -> None:
    """A killing, an order, and what is both another deed and an order; each with a unit."""


def enter_kinds() -> None:
    oblast: dict[str, Any] = {"category": "oblast", "latitude": None, "longitude": None}
    make.place()
    for name, own, code in [
        ("A killing", [KILLED], "UA14"),
        ("An order", [ORDER], "UA23"),
        ("Both", [OTHER, ORDER], ""),
    ]:
        unit = make.published(make.actor(name_en=f"Unit of {name}", kind="armed_unit"))
        place = (
            make.place(code=code, name_en=code, lineage=["UA", code], codes=["UA", code], **oblast)
            if code
            else None
        )
        make.published_incident(
            title_en=name,
            kinds=own,
            place=place,
            place_precision="4" if place else "",
            killed_best=None,
            rows=[Involvement(actor=unit, by_whom_en="CNN")],
        )


def titles(client: Client, query: str) -> set[str]:
    """What the list finds, after every file and picture was found to say the same."""
    page = client.get(f"/incidents/?{query}")
    assert page.status_code == 200
    found = {row.title_en for row in page.context["page_obj"]}
    number = len(found)
    assert client.get(f"/incidents.json?{query}&limit=5").json()["count"] == number
    whole: Any = client.get(f"/incidents.csv?{query}")
    assert b"".join(whole.streaming_content).count(b"\n") == number + 1
    assert client.get(f"/incidents.atom?{query}").text.count("<entry>") == number
    for view in ("map", "timeline", "charts"):
        shown = client.get(f"/incidents/?{query}&view={view}")
        assert shown.context["total"] == number
    return found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (f"kind={KILLED}&kind={ORDER}", {"A killing", "An order", "Both"}),
        (f"kind={KILLED}&kind={OTHER}", {"A killing", "Both"}),
        (f"kind=!{ORDER}", {"A killing"}),
        (f"kind={ORDER}&kind=!{OTHER}", {"An order"}),
        (f"kind=!{KILLED}&kind=!{OTHER}", {"An order"}),
        ("place=UA14&place=UA23", {"A killing", "An order"}),
        ("place=!UA14", {"An order", "Both"}),
        ("place=UA&place=!UA23", {"A killing"}),
        ("actor=Unit of Both&actor=Unit of An order", {"An order", "Both"}),
        (f"actor=!Unit of Both&kind={ORDER}", {"An order"}),
        ("disputed=yes&disputed=no", {"A killing", "An order", "Both"}),
        ("disputed=!no", set()),
        (f"kind={KILLED}&kind=&kind={KILLED}", {"A killing"}),
    ],
)
def test_values_of_one_filter_widen_it_and_what_is_left_out_narrows(
    client: Client, kinds: None, query: str, found: set[str]
) -> None:
    assert titles(client, query) == found


def test_the_same_question_in_another_order_is_one_kept_page() -> None:
    asked = [f"kind={KILLED}&kind={OTHER}&q=x", f"q=x&kind={OTHER}&kind={KILLED}"]
    questions = {question_of({"QUERY_STRING": one}) for one in asked}

    assert questions == {f"kind={KILLED}&kind={OTHER}&q=x"}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (f"kind={KILLED}&kind=nothing", f"kind: {UNKNOWN % 'nothing'}"),
        ("kind=!nothing", f"kind: {UNKNOWN % 'nothing'}"),
        (f"kind=!!{KILLED}", f"kind: {UNKNOWN % f'!{KILLED}'}"),
        ("place=UA14&place=Nowhere at all", "place: No place has this name or code."),
        (
            "&".join([f"kind={KILLED}"] * (MOST_VALUES + 1)),
            f"kind: A filter takes at most {MOST_VALUES} values: choose fewer.",
        ),
        ("when=possible&when=certain", "“when” is given more than once."),
    ],
)
def test_one_value_that_is_unknown_refuses_the_whole_question(
    client: Client, kinds: None, query: str, said: str
) -> None:
    page, file = client.get(f"/incidents/?{query}"), client.get(f"/incidents.csv?{query}")

    assert (page.status_code, "page_obj" in page.context) == (400, False)
    assert (file.status_code, file.text) == (400, f"{said}\n")


def test_each_value_is_a_chip_that_is_removed_or_turned_alone(client: Client, kinds: None) -> None:
    page = client.get(f"/incidents/?kind=!{OTHER}&kind={KILLED}&page=1&q=order")
    chips = {
        (chip.label, chip.value, chip.address, chip.turned)
        for chip in page.context["filters"].chips
    }

    assert chips == {
        ("Words", "order", f"?kind=%21{OTHER}&kind={KILLED}", ""),
        (
            "Kind of act",
            "killed at or near the place of capture",
            f"?kind=%21{OTHER}&q=order",
            f"?kind=%21{KILLED}&kind=%21{OTHER}&q=order",
        ),
        (
            "Kind of act",
            "not “other”",
            f"?kind={KILLED}&q=order",
            f"?kind={KILLED}&kind={OTHER}&q=order",
        ),
    }


def test_one_value_given_in_two_ways_is_one(client: Client, kinds: None) -> None:
    page = client.get("/incidents/?place=ua14&place=UA14")

    assert [chip.address for chip in page.context["filters"].chips] == ["?"]


def test_the_form_keeps_what_was_chosen_and_leaves_room_for_more(
    client: Client, kinds: None
) -> None:
    body = client.get(f"/incidents/?kind=!{OTHER}&place=UA14").text

    assert f'value="!{OTHER}" id="kind-{OTHER}" checked>' in body
    assert '<input type="checkbox" name="place" value="UA14" id="place-UA14" checked>' in body
    assert '<input type="text" name="place" value="" id="id_place"' in body


def test_what_is_wrong_stays_typed_beside_the_others(client: Client, kinds: None) -> None:
    body = client.get("/incidents/?place=Nowhere+at+all&place=UA14").text

    assert 'name="place" value="Nowhere at all" id="id_place"' in body
    assert 'name="place" value="UA14" id="id_place_1"' in body


def test_a_file_says_what_was_asked_and_is_named_by_it(client: Client, kinds: None) -> None:
    asked = f"kind={OTHER}&kind=!{KILLED}&place=UA14"
    told: Any = client.get(f"/incidents.csv?{asked}")
    list(told.streaming_content)
    one: Any = client.get(f"/incidents.json?{asked}&limit=1").json()

    assert f"place-ua14_kind-not-{KILLED}-{OTHER}" in told["Content-Disposition"]
    assert one["filters"] == {"place": "UA14", "kind": [f"!{KILLED}", OTHER]}


def test_a_line_of_a_picture_never_widens_the_question(client: Client, kinds: None) -> None:
    tables = client.get(f"/incidents/?view=charts&kind={ORDER}&kind={KILLED}&place=!UA14").context[
        "tables"
    ]
    addresses = {row.key: row.address for table in tables for row in table.rows if row.key}

    assert addresses[ORDER] == f"kind={ORDER}&place=%21UA14"
    # What is both an order and another deed cannot be asked for beside the other kinds.
    assert addresses[OTHER] == ""
    assert addresses["UA23"] == f"kind={KILLED}&kind={ORDER}&place=%21UA14&place=UA23"


def test_more_may_lie_in_several_places(client: Client, kinds: None) -> None:
    for code, around in [("UA1401", "UA14"), ("UA2301", "UA23")]:
        make.place(
            code=code, name_en=code, lineage=["UA", around, code], codes=["UA", around, code]
        )
    asked = client.get("/incidents/?place=UA1401&place=UA2301").context["filters"]
    within = client.get("/incidents/?place=UA1401&place=UA23").context["filters"]

    assert (asked.only_around_place(), within.only_around_place()) == (2, 1)


def test_tallies_take_several_values_too(client: Client) -> None:
    both = client.get("/tallies/?counted=killed&counted=!cases")
    wrong = client.get("/tallies.csv?counted=nothing&counted=cases")

    assert (both.status_code, wrong.status_code) == (200, 400)


def test_after_three_values_that_are_refused_no_other_is_looked_for() -> None:
    asked: list[str] = []

    class Unknown(forms.CharField):
        def clean(self, value: Any) -> Any:
            asked.append(value)
            raise ValidationError("nothing is called so")

    with pytest.raises(ValidationError):
        SeveralField(one=Unknown).clean(list("abcdef"))

    assert asked == ["a", "b", "c"]
