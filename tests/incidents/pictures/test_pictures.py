"""Map, timeline and charts: the same numbers in picture, table and file, and every filter kept."""

import csv
import io
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from incidents.lists.figures import Totals
from incidents.models import PublishedIncident
from incidents.pictures.breakdowns import Bars, Table, bars
from incidents.pictures.oblast_map import CREDIT
from incidents.pictures.scales import Scale
from incidents.places.geometry import drawing
from incidents.words.entries import totals_in_words
from review.public import page_cache
from tests import factories as make

pytestmark = pytest.mark.django_db

DONETSK = {
    "place_code": "UA14160250010071750",
    "place_codes": ["UA", "UA14000000000091971", "UA14"],
}
KURSK = {"place_code": "GN560995", "place_codes": ["RU", "RU-KRS", "GN560995"]}
NOVEMBER = {
    "occurred": "2024-11",
    "occurred_earliest": "2024-11-01",
    "occurred_latest": "2024-11-30",
}
DECEMBER = {
    "occurred": "2024-12-24",
    "occurred_earliest": "2024-12-24",
    "occurred_latest": "2024-12-24",
}
ONE_WINTER = {
    "occurred": "2024-12/2025-01",
    "occurred_earliest": "2024-12-01",
    "occurred_latest": "2025-01-31",
}
PICTURES = ["map", "timeline", "charts"]


@pytest.fixture
def cases() -> None:
    """Two killings in Donetsk Oblast, an order in Kursk Oblast, one refuted, one without place."""
    for code, name in (("UA14", "Donetsk Oblast"), ("RU-KRS", "Kursk Oblast")):
        make.place(
            code=code,
            category="oblast" if code == "UA14" else "region",
            lineage=[code[:2], code],
            codes=[code[:2], code],
            name_en=name,
            name_uk=name,
            surroundings_en="Ukraine" if code == "UA14" else "Russia",
            surroundings_uk="Україна" if code == "UA14" else "Росія",
            latitude=None,
            longitude=None,
        )
    make.indexed("0000001", **DONETSK, **NOVEMBER, killed_best=2, actors=["ARMY"])
    make.indexed("0000002", **DONETSK, killed_low=1, killed_high=4, assessment="corroborated")
    make.indexed("0000003", **KURSK, kinds=["order_kill_captives"])
    make.indexed("0000004", **DONETSK, **NOVEMBER, killed_best=9, assessment="refuted")
    make.indexed("0000005", kinds=["attempted"])


def shown(client: Client, view: str, **asked_for: str) -> Any:
    response = client.get("/incidents/", {"view": view} | asked_for)
    assert response.status_code == 200
    return response


def rows(table: Table) -> list[tuple[str, str, Totals]]:
    return [(row.key, row.name, row.totals) for row in table.rows]


TWO_KILLINGS = Totals(killings=2, low=3, high=6)


def test_map_has_the_numbers_of_each_oblast_and_region(client: Client, cases: None) -> None:
    response = shown(client, "map")

    assert rows(response.context["table"]) == [
        ("UA14", "Donetsk Oblast", TWO_KILLINGS),
        ("RU-KRS", "Kursk Oblast, Russia", Totals(orders=1)),
        ("", "not stated", Totals(others=1)),
    ]
    drawn = response.context["map"]
    assert len(drawn.oblasts) == 27
    assert [mark.words for mark in drawn.marks] == [
        "Kursk Oblast: 1 order",
        "Donetsk Oblast: 2 incidents of killing, people killed: 3–6",
    ]


def test_map_writes_killings_as_a_number_and_orders_as_a_word(client: Client, cases: None) -> None:
    marks = shown(client, "map").context["map"].marks
    assert [mark.label for mark in marks] == ["1 order", "2"]


def test_what_lies_outside_the_frame_stands_in_the_table_alone(client: Client) -> None:
    make.place(
        code="RU-MO",
        category="region",
        lineage=["RU"],
        codes=["RU"],
        name_en="Mordovia",
        surroundings_en="Russia",
    )
    make.place(
        code="RU",
        category="region",
        lineage=["RU"],
        codes=["RU"],
        name_en="Russia",
        surroundings_en="",
    )
    make.indexed("0000001", place_code="RU-MO", place_codes=["RU", "RU-MO"])
    make.indexed("0000002", place_code="RU", place_codes=["RU"])

    response = shown(client, "map")

    assert response.context["map"].marks == []
    assert [row.name for row in response.context["table"].rows] == [
        "Mordovia, Russia",
        "Russia, not known more precisely",
    ]


def test_a_code_that_the_gazetteer_does_not_have_is_still_counted(client: Client) -> None:
    make.indexed("0000001", **KURSK)
    response = shown(client, "map")
    assert rows(response.context["table"]) == [
        ("RU-KRS", "RU-KRS", Totals(killings=1, not_stated=1))
    ]


def test_a_country_says_that_no_more_is_known(client: Client) -> None:
    place = make.place()
    make.indexed("0000001", place_code=place.parent_id, place_codes=["UA"])
    response = shown(client, "map")
    found = [(row.name, row.address) for row in response.context["table"].rows]
    assert found == [("Ukraine, not known more precisely", "")]


def test_timeline_has_the_numbers_of_each_month(client: Client, cases: None) -> None:
    response = shown(client, "timeline")
    assert rows(response.context["months"]) == [
        ("2024-11", "November 2024", Totals(killings=1, low=2, high=2))
    ]
    assert response.context["undated"] == Totals(killings=1, orders=1, others=1, low=1, high=4)
    assert (
        "Not drawn, because no date is stated or shown: 1 incident of killing, people killed: 1–4; "
        "1 order; 1 other incident."
    ) in response.content.decode()


def test_timeline_of_undated_incidents_draws_nothing(client: Client) -> None:
    make.indexed("0000001")
    response = shown(client, "timeline")
    assert response.context["chart"] is None
    assert "<figure" not in response.content.decode()


def test_charts_have_the_numbers_by_kind_area_involvement_and_assessment(
    client: Client, cases: None
) -> None:
    army = make.published(make.actor(name_en="An army", kind="armed_unit")).reference
    make.indexed("0000006", **DONETSK, actors=[army])
    response = shown(client, "charts")

    kinds, areas, assessments = response.context["tables"]
    actors = response.context["actors"]

    three = Totals(killings=3, low=3, high=6, not_stated=1)
    assert rows(kinds) == [
        ("killed_captured", "killed at or near the place of capture", three),
        ("attempted", "attempted killing", Totals(others=1)),
        ("order_kill_captives", "order to kill captives", Totals(orders=1)),
    ]
    assert [row.key for row in areas.rows] == ["UA14", "RU-KRS", ""]
    assert rows(actors) == [
        (army, "An army", Totals(killings=1, not_stated=1)),
        ("ARMY", "ARMY, not published now", Totals(killings=1, low=2, high=2)),
        ("", "not stated", Totals(killings=1, orders=1, others=1, low=1, high=4)),
    ]
    assert [row.address for row in actors.rows] == [f"actor={army}", "", ""]
    assert [(row.key, row.totals.incidents) for row in assessments.rows] == [
        ("reported", 4),
        ("corroborated", 1),
    ]


@pytest.mark.parametrize("view", PICTURES)
def test_what_we_found_refuted_is_left_out_and_the_page_says_so(
    client: Client, cases: None, view: str
) -> None:
    response = shown(client, view)
    body = " ".join(response.content.decode().split())

    assert response.context["counted"].incidents == 4
    assert "5 incidents" in body
    assert "4 of them are counted here. Left out:" in body
    assert f'<a href="/incidents/?view={view}&amp;assessment=refuted">1 refuted</a>' in body


@pytest.mark.parametrize(
    ("asked_for", "left_out"),
    [
        ({"place": "UA14"}, True),
        ({"place": "UA14", "assessment": "refuted"}, False),
        ({"place": "RU-KRS"}, False),
    ],
)
def test_a_list_says_what_of_it_the_picture_that_led_there_did_not_count(
    client: Client, cases: None, asked_for: dict[str, str], left_out: bool
) -> None:
    make.published_incident()
    rows = PublishedIncident.objects
    rows.filter(standing={}).update(standing=rows.exclude(standing={}).get().standing)

    body = " ".join(client.get("/incidents/", asked_for).content.decode().split())

    said = (
        "Listed here, but left out of map, timeline, charts and key figures: "
        '<a href="/incidents/?place=UA14&amp;assessment=refuted">1 refuted</a>.'
    )
    assert (said in body, "left out of" in body) == (left_out, left_out)


def test_the_credit_that_is_translated_is_that_of_the_map() -> None:
    assert drawing()["credit"] == CREDIT


@pytest.mark.parametrize("view", PICTURES)
def test_what_we_found_refuted_is_counted_when_it_is_asked_for(
    client: Client, cases: None, view: str
) -> None:
    response = shown(client, view, assessment="refuted")
    assert response.context["counted"] == Totals(killings=1, low=9, high=9)
    assert "Left out" not in response.content.decode()


@pytest.mark.parametrize("view", PICTURES)
def test_every_link_of_a_picture_keeps_the_other_filters(
    client: Client, cases: None, view: str
) -> None:
    response = shown(client, view, when="certain", victims_min="1", sort="oldest")
    body = response.content.decode()
    found = [
        parse_qs(urlsplit(address.replace("&amp;", "&")).query)
        for address in re.findall(r'href="(/incidents/(?:numbers.csv)?\?[^"]*)"', body)
    ]
    assert len(found) > 5
    assert [one for one in found if one["victims_min"] != ["1"] or one["sort"] != ["oldest"]] == []


def test_a_line_leads_to_what_it_counts(client: Client, cases: None) -> None:
    for view in PICTURES:
        context = shown(client, view, victims_min="1").context
        tables = [*context.get("tables", []), context.get("actors")]
        tables += [context.get("months"), context.get("table")]
        rows = [(row.address, row.totals) for table in tables if table for row in table.rows]
        for address, totals in rows:
            if address:
                page_cache.PAGES.clear()
                found: Any = client.get(f"/incidents/?{address}&view=charts").context
                assert found["counted"] == totals


def test_a_column_leads_to_what_it_counts_and_a_year_to_its_own_timeline(
    client: Client, cases: None
) -> None:
    make.indexed("0000007", **DECEMBER, killed_best=3)
    make.indexed("0000008", **ONE_WINTER, killed_best=1)
    context = shown(client, "timeline").context
    chart, years = context["chart"], context["years"]

    assert [one.words for one in chart.columns] == [
        "November 2024: 1 incident of killing, people killed: 2",
        "December 2024: 1 incident of killing, people killed: 3",
    ]
    for column in chart.columns:
        page_cache.PAGES.clear()
        found: Any = client.get(f"/incidents/?{column.address}&view=charts").context
        assert column.words.endswith(totals_in_words(found["counted"]))
    assert [year.address for year in years] == [
        "from=2024-01-01&to=2024-12-31&view=timeline",
        "from=2025-01-01&to=2025-12-31&view=timeline",
    ]
    of_one_year: Any = client.get(f"/incidents/?{years[0].address}").context
    assert [one.words for one in of_one_year["chart"].columns] == [
        one.words for one in chart.columns
    ]
    assert of_one_year["years"] == []
    # All days of the interval, which the year does not hold.
    assert [one.address for one in of_one_year["chart"].intervals] == [""]
    assert [one.address for one in chart.intervals] == [
        "from=2024-12-01&to=2025-01-31&when=certain"
    ]


@pytest.mark.parametrize(
    ("view", "asked_for", "addresses"),
    [
        # The place that was asked for is not widened to its oblast.
        ("map", {"place": "UA14160250010071750"}, ["place=UA14160250010071750"]),
        ("map", {"place": "UA"}, ["place=UA14"]),
        # Two days, two kinds or two assessments cannot be asked for at once.
        ("timeline", {"from": "2024-11-15"}, [""]),
        ("timeline", {}, ["from=2024-11-01&to=2024-11-30&when=certain"]),
        ("charts", {"kind": "killed_captured"}, ["kind=killed_captured", ""]),
        ("charts", {"kind": "body_mutilated"}, ["", "kind=body_mutilated"]),
        ("charts", {}, ["kind=killed_captured", "kind=body_mutilated"]),
    ],
)
def test_a_line_never_leads_to_more_than_was_asked_for(
    client: Client, view: str, asked_for: dict[str, str], addresses: list[str]
) -> None:
    place = make.place()
    make.indexed(
        "0000001",
        place_code=place.code,
        place_codes=place.codes,
        kinds=["killed_captured", "body_mutilated"],
        **NOVEMBER,
    )
    context = shown(client, view, **asked_for).context
    table = context["tables"][0] if "tables" in context else context.get("months")
    assert [row.address for row in (table or context["table"]).rows] == addresses


@pytest.mark.parametrize("view", PICTURES)
def test_nothing_found_says_so_in_every_view(client: Client, cases: None, view: str) -> None:
    body = shown(client, view, q="nothing-like-this").content.decode()
    assert "No published incident matches this search." in body
    assert "<svg" not in body
    assert 'aria-current="page"' in body


@pytest.mark.parametrize("view", PICTURES)
def test_all_that_is_refuted_is_no_empty_page(client: Client, view: str) -> None:
    make.indexed("0000001", assessment="refuted")
    body = " ".join(shown(client, view).content.decode().split())
    assert "0 of them are counted here." in body


def test_the_ways_to_look_keep_the_filters(client: Client, cases: None) -> None:
    body = client.get("/incidents/?place=UA14&page=1&view=map").content.decode()
    nav = body[body.index('<nav class="views"') :]
    assert re.findall(r'href="([^"]*)"([^>]*)>(\w+)<', nav[: nav.index("</nav>")]) == [
        ("/incidents/?place=UA14", "", "List"),
        ("/incidents/?place=UA14&amp;view=map", ' aria-current="page"', "Map"),
        ("/incidents/?place=UA14&amp;view=timeline", "", "Timeline"),
        ("/incidents/?place=UA14&amp;view=charts", "", "Charts"),
    ]


def test_the_list_is_the_view_when_none_is_asked_for(client: Client) -> None:
    make.published_incident()
    for asked_for in ({}, {"view": ""}, {"view": "list"}):
        response: Any = client.get("/incidents/", asked_for)
        assert len(response.context["page_obj"]) == 1


@pytest.mark.parametrize("view", PICTURES)
def test_a_question_that_is_not_understood_is_no_picture(
    client: Client, cases: None, view: str
) -> None:
    response: Any = client.get("/incidents/", {"view": view, "place": "UA99"})
    assert response.status_code == 400
    assert "picture" not in response.context
    assert client.get("/incidents/", {"view": "globe"}).status_code == 400


# The file


def file_of(client: Client, **asked_for: str) -> list[dict[str, str]]:
    response = client.get("/incidents/numbers.csv", asked_for)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_file_has_every_number_of_timeline_and_charts(client: Client, cases: None) -> None:
    found = [
        tuple(
            row[name] for name in ("by", "key", "incidents_of_killing", "killed_low", "killed_high")
        )
        for row in file_of(client)
    ]
    assert found == [
        ("all", "", "2", "3", "6"),
        ("month", "2024-11", "1", "2", "2"),
        ("month", "", "1", "1", "4"),
        ("kind", "killed_captured", "2", "3", "6"),
        ("kind", "attempted", "0", "", ""),
        ("kind", "order_kill_captives", "0", "", ""),
        ("place", "UA14", "2", "3", "6"),
        ("place", "RU-KRS", "0", "", ""),
        ("place", "", "0", "", ""),
        ("assessment", "reported", "1", "2", "2"),
        ("assessment", "corroborated", "1", "1", "4"),
        ("actor", "ARMY", "1", "2", "2"),
        ("actor", "", "1", "1", "4"),
    ]


def test_the_file_has_the_filters_of_the_page(client: Client, cases: None) -> None:
    rows = file_of(client, place="RU-KRS", view="charts")
    assert rows[0]["orders"] == "1"
    assert [row["incidents_of_killing"] for row in rows if row["incidents_of_killing"] != "0"] == []
    assert [row["key"] for row in rows if row["by"] == "place"] == ["RU-KRS"]


def test_no_cell_of_the_file_is_a_formula(client: Client) -> None:
    unit = make.published(make.actor(name_en="=cmd()", kind="armed_unit")).reference
    make.indexed("0000001", actors=[unit])
    names = [row["name"] for row in file_of(client) if row["by"] == "actor"]
    assert names == ["'=cmd()"]


def test_the_file_refuses_what_is_not_understood(client: Client) -> None:
    response = client.get("/incidents/numbers.csv?foo=1")
    assert response.status_code == 400
    assert response.content.decode() == "There is no filter called “foo”.\n"


def test_the_file_is_in_the_language_of_its_address(client: Client, cases: None) -> None:
    response = client.get("/uk/incidents/numbers.csv")
    assert "Донецька область" in response.content.decode()


# Bars


def test_bars_are_as_long_as_their_numbers() -> None:
    totals = Totals(killings=3, orders=1, low=5, high=8)
    assert bars(totals, Scale(6), Scale(16)) == Bars(50.0, 16.7, 31.2, 18.8)
    assert bars(Totals(), Scale(0), Scale(0)) == Bars(0, 0, 0, 0)


def test_a_bar_is_drawn_the_same_in_ukrainian(client: Client, cases: None) -> None:
    body = client.get("/uk/incidents/?view=charts").content.decode()
    widths = re.findall(r'width="([^"]*%)"', body)
    assert widths
    assert [width for width in widths if not re.fullmatch(r"\d+(\.\d)?%", width)] == []


def test_a_long_table_says_how_many_lines_are_in_the_file(client: Client) -> None:
    for number in range(103):
        make.indexed(f"0000{number:03}", actors=[f"A{number:03}"])
    body = " ".join(shown(client, "charts").content.decode().split())
    assert "3 more lines are in the file with these numbers." in body


# How much it costs


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/incidents/?view=map", 3),
        ("/incidents/?view=timeline", 0),
        ("/incidents/?view=charts", 2),
        ("/incidents/numbers.csv", 4),
    ],
)
def test_a_picture_asks_no_more_of_more_incidents(client: Client, address: str, most: int) -> None:
    numbers = []
    for number in (1, 3):
        for place in range(number):
            make.indexed(f"000{number}00{place}", **KURSK, **NOVEMBER, actors=[f"A{place}"])
        # Brings the numbers beside the filters up to date.
        client.get("/incidents/?view=map&sort=oldest")
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        numbers.append(sum(one["sql"].startswith("SELECT") for one in queries.captured_queries))
    assert numbers == [most, most]


def test_the_start_page_asks_no_more_of_more_incidents(client: Client) -> None:
    numbers = []
    for more in (1, 2):
        for _time in range(more):
            make.published_incident(place=make.place(), place_precision="2")
        client.get("/incidents/")
        with CaptureQueriesContext(connection) as queries:
            response: Any = client.get("/")
        numbers.append(sum(one["sql"].startswith("SELECT") for one in queries.captured_queries))
    # One of them, and the tallies beside them, whatever their number.
    assert numbers == [2, 2]
    assert response.context["figures"] == Totals(killings=3, low=6, high=6)
