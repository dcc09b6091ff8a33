"""What bodies have counted: side by side, each with its statement, and nothing added."""

import csv
from io import StringIO
from typing import Any, cast

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from incidents.lists.figures import Totals
from incidents.tallies.tally_chart import Bar, bar_of, chart_of
from incidents.tallies.tally_words import tally_number
from incidents.tallies.tallying import Documented, aggregate_claims, counts, units
from sources.document_types import Estimate, QuantityDocument
from sources.models import PublishedStatement, Source
from tests import factories as make

NUMBER = {"low": None, "best": None, "high": None, "qualifier": ""}


def text_of(response: Any) -> str:
    return " ".join(strip_tags(response.content.decode().partition("<main")[2]).split())


def claim(**fields: Any) -> Source:
    """A public aggregate claim: 7 killed in 2024, unless other quantities are given."""
    quantities = fields.pop("quantities", [{"counted": "killed", "best": 7, "period": "2024"}])
    source = make.source(**fields.pop("source", {}))
    chain = fields.pop("chain", ())
    statement = {"kind": "aggregate", "period": "2024"} | fields
    make.statement(source=source, quantities=quantities, chain=chain, **statement)
    return make.published(source)


# The first case


def numbers(client: Client, **asked_for: str) -> list[tuple[str, str, str, str, str, str]]:
    """(what, level, number, period, statement, documented here) of every row of the file."""
    answer = client.get("/tallies.csv", asked_for)
    assert answer.status_code == 200
    rows = csv.DictReader(StringIO(answer.content.decode("utf-8-sig")))
    return [
        (
            row["counted"],
            row["level"],
            f"{row['qualifier']} {row['low'] or row['best']}".strip(),
            row["period_edtf"],
            row["statement"],
            f"{row['documented_here_low']}–{row['documented_here_high']}",
        )
        for row in rows
    ]


def test_the_rival_figures_of_the_first_case_stand_side_by_side(
    first_case: None, client: Client
) -> None:
    winter = "2023-12-01/2024-02-29"
    assert numbers(client) == [
        ("incidents", "alleged", "12", winter, "M1", "0–0"),
        ("incidents", "verified", "3", winter, "M2", "0–0"),
        ("cases", "alleged", "more_than 150", "../2025-05-24", "S01", "2–2"),
        ("killed", "alleged", "32", winter, "M1", "0–0"),
        ("killed", "verified", "7", winter, "M2", "0–0"),
        ("shot_at", "alleged", "many", "", "S04a", "–"),
        ("proceedings", "alleged", "8", "2022", "P3", "–"),
        ("proceedings", "alleged", "8", "2023", "P3", "–"),
        ("proceedings", "alleged", "39", "2024", "P3", "–"),
        ("proceedings", "alleged", "75", "2022/2025-05", "P3", "–"),
        ("proceedings", "alleged", "20", "2025-01/2025-05", "P3", "–"),
        ("persons", "alleged", "57", "2022", "P3", "–"),
        ("persons", "alleged", "11", "2023", "P3", "–"),
        ("persons", "alleged", "149", "2024", "P3", "–"),
        ("persons", "alleged", "268", "2022/2025-05", "P3", "–"),
        ("persons", "alleged", "51", "2025-01/2025-05", "P3", "–"),
    ]


def test_nothing_is_added(first_case: None, client: Client) -> None:
    """39 of 2024 and 39 persons killed of M1 and M2 would be sums of no meaning."""
    page = text_of(client.get("/tallies/"))
    assert "153" not in page
    assert "more than 150" in page
    assert "they are shown side by side and never added up" in page


def test_who_counted_is_the_last_link_or_the_publisher(first_case: None, client: Client) -> None:
    answer = client.get("/tallies.csv").content.decode("utf-8-sig")
    by = {row["statement"]: row["by"] for row in csv.DictReader(StringIO(answer))}
    assert by == {
        "M1": "UN Human Rights Monitoring Mission in Ukraine",
        "M2": "UN Human Rights Monitoring Mission in Ukraine",
        "P3": "Office of the Prosecutor General of Ukraine",
        "S01": "Main Directorate of Intelligence of the Ministry of Defence of Ukraine",
        "S04a": "",
    }


def test_events_and_people_alleged_and_verified_stand_apart(
    first_case: None, client: Client
) -> None:
    page = text_of(client.get("/tallies/"))
    events, people = "These are not numbers of people.", "These are numbers of people."
    assert [page.count(events), page.count(people)] == [3, 3]
    assert page.rindex(events) < page.index(people)
    assert numbers(client, level="verified", counted="killed") == [
        ("killed", "verified", "7", "2023-12-01/2024-02-29", "M2", "0–0")
    ]
    assert {row[4] for row in numbers(client, by="HRMMU")} == {"M1", "M2"}


# The page


@pytest.mark.django_db
def test_each_number_leads_to_its_statement_and_its_source(client: Client) -> None:
    source = claim()
    page = client.get("/tallies/").content.decode()
    assert f'href="/sources/{source.reference}/#S1"' in page
    assert f'href="/sources/{source.reference}/">Soldiers shot after capture</a>' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["counted=souls", "level=x", "by=nobody", "foo=1", "counted=killed&counted=nothing"]
)
def test_what_is_not_understood_is_refused(client: Client, query: str) -> None:
    claim()
    page = client.get(f"/tallies/?{query}")
    assert page.status_code == 400
    assert "Nothing is listed until this is corrected." in text_of(page)
    assert "Soldiers shot after capture" not in text_of(page)
    assert client.get(f"/tallies.csv?{query}").status_code == 400


@pytest.mark.django_db
def test_without_such_a_number_the_page_says_so(client: Client) -> None:
    claim()
    assert "No published statement gives such a number." in text_of(
        client.get("/tallies/", {"counted": "orders"})
    )


@pytest.mark.django_db
def test_what_is_not_public_or_confidential_or_no_aggregate_is_not_there(client: Client) -> None:
    draft = make.source(url="https://news.example/4")
    make.statement(source=draft, kind="aggregate", quantities=[{"counted": "killed", "best": 41}])
    claim(kind="incident", quantities=[{"counted": "killed", "best": 42}])
    claim(
        quantities=[{"counted": "killed", "best": 43}],
        source={"access": "confidential", "url": "https://news.example/5"},
    )
    claim(quantities=[], source={"url": "https://news.example/6"})
    assert numbers(client) == []


@pytest.mark.django_db
def test_a_denial_and_a_retracted_source_are_marked(client: Client) -> None:
    claim(polarity="denied", source={"standing": "retracted"})
    page = text_of(client.get("/tallies/"))
    assert "7 denied" in page
    assert "Soldiers shot after capture retracted" in page


@pytest.mark.django_db
def test_the_page_asks_as_often_for_three_claims_as_for_one(client: Client) -> None:
    asked = []
    for number in range(3):
        claim(
            source={"url": f"https://news.example/{number}"},
            quantities=[{"counted": "killed", "best": number, "period": f"202{number}"}],
        )
        client.get("/about/")  # whoever comes first finds out what changed
        with CaptureQueriesContext(connection) as queries:
            client.get("/tallies/")
        asked.append(len(queries))
    assert asked[0] == asked[2]


# Beside what is documented here


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("occurred", "here"),
    [
        ("2024-05-22", (2, 2)),
        ("2023-12-31/2024-01-01", (0, 2)),
        ("2024-11", (2, 2)),
        ("../2024-01-01", (0, 2)),
        ("2024-12-31/..", (0, 2)),
        ("2023-12-31", (0, 0)),
        ("2025-01-01", (0, 0)),
        ("", (0, 0)),
    ],
)
def test_here_is_what_lies_in_the_period_for_certain_to_what_may(
    occurred: str, here: tuple[int, int]
) -> None:
    make.published_incident(occurred=occurred)
    claim(source={"url": "https://news.example/7", "published": "2026"})
    (count,) = counts(aggregate_claims())
    assert count.here is not None
    assert (count.here["low"], count.here["high"]) == here


@pytest.mark.django_db
def test_a_period_with_open_ends_holds_all_that_is_dated() -> None:
    make.published_incident()
    claim(
        quantities=[{"counted": "cases", "low": 150, "qualifier": "more_than"}],
        period="../2025-05-24",
        source={"url": "https://news.example/7"},
    )
    (count,) = counts(aggregate_claims())
    assert count.here == {"low": 1, "best": None, "high": 1}


@pytest.mark.parametrize(
    ("certain", "possible", "here"),
    [
        (Totals(), Totals(), (0, 0)),
        (Totals(), Totals(killings=1, not_stated=1), (None, None)),
        (Totals(), Totals(killings=1, low=2, high=3), (0, 3)),
        (Totals(killings=1, low=2, high=2, open=1),) * 2 + ((2, None),),
    ],
)
def test_null_is_not_nought(certain: Totals, possible: Totals, here: tuple[Any, Any]) -> None:
    found = Documented(certain, possible).of("killed")
    assert found is not None
    assert (found["low"], found["high"]) == here


def test_orders_are_beside_orders_and_proceedings_beside_nothing() -> None:
    found = Documented(Totals(orders=1), Totals(orders=2))
    assert found.of("orders") == {"low": 1, "best": None, "high": 2}
    assert found.of("proceedings") is None


# The chart


@pytest.mark.parametrize(
    ("number", "bar"),
    [
        ({"best": 5}, Bar(45, 45)),
        ({"low": 2, "high": 8}, Bar(18, 72)),
        ({"low": 2, "best": 3, "high": 4}, Bar(18, 36)),
        ({"high": 4}, Bar(0, 36)),
        ({"low": 10}, Bar(90, 100, is_open=True)),
    ],
)
def test_a_bar_is_certain_up_to_its_low_end(number: dict[str, Any], bar: Bar) -> None:
    assert bar_of(cast(Estimate, NUMBER | number), 10) == bar


@pytest.mark.django_db
def test_a_unit_of_words_alone_has_no_chart() -> None:
    claim(quantities=[{"counted": "shot_at", "qualifier": "many"}])
    (unit,) = units(counts(aggregate_claims()))
    assert chart_of(unit) is None


@pytest.mark.django_db
def test_all_bars_of_a_unit_have_one_scale() -> None:
    make.published_incident(occurred="2024-05-22", killed_best=20)
    claim(
        quantities=[{"counted": "killed", "best": n, "period": "2024"} for n in (5, 10)],
        source={"url": "https://news.example/8"},
    )
    (unit,) = units(counts(aggregate_claims()))
    chart = chart_of(unit)
    assert chart is not None
    assert chart.scale == 20
    assert [(row.bar.solid, row.here.solid if row.here else None) for row in chart.rows] == [
        (22.5, 90),
        (45, 90),
    ]


@pytest.mark.parametrize(
    ("quantity", "said"),
    [
        ({"best": 7}, "7"),
        ({"best": 7, "qualifier": "exactly"}, "exactly 7"),
        ({"low": 150, "qualifier": "more_than"}, "more than 150"),
        ({"qualifier": "many"}, "many"),
        ({"low": 2, "high": 4, "qualifier": "about"}, "2–4"),
        ({"high": 4, "qualifier": "about"}, "at most 4"),
        ({}, "not stated"),
    ],
)
def test_a_number_is_said_with_its_qualifier(quantity: dict[str, Any], said: str) -> None:
    assert tally_number(cast(QuantityDocument, NUMBER | quantity)) == said


@pytest.mark.django_db
def test_no_cell_of_the_file_is_a_formula(client: Client) -> None:
    claim(source={"title": "=1+1"})
    assert "'=1+1" in client.get("/tallies.csv").content.decode()


@pytest.mark.django_db
def test_an_unnamed_voice_is_called_as_its_label_says(client: Client) -> None:
    claim(chain=["unnamed officials"])
    assert "unnamed officials" in text_of(client.get("/tallies/"))
    assert PublishedStatement.objects.count() == 1
