"""Pages of the public lists: in place, bounded, and the counts beside their filters."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sources.lists import page
from tests import factories as make
from tests.databases import EnteredOnce

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def told_in_place(entered_once: EnteredOnce) -> Iterator[None]:
    with entered_once(enter_told):
        yield


@pytest.fixture
def told(told_in_place: None, db: None) -> None:
    """Two statements of a listed source, and one of a confidential source."""


def enter_told() -> None:
    cnn = make.published(make.actor())
    article = make.source(publisher=cnn)
    make.statement(source=article, kind="order", chain=[cnn, ("a soldier", ["participant"])])
    make.statement(source=article, label="S2", hedge="distanced")
    make.published(article)
    secret = make.interview()
    make.statement(source=secret, kind="motive")
    make.published(secret)


def numbers(client: Client, address: str, name: str) -> dict[str, int]:
    """The numbers beside the values of a facet, those without rows left out."""
    body = client.get(address).content.decode()
    part = body.partition(f'<div id="{name}-values">')[2].partition("</div>")[0]
    found = re.findall(r">([^<>]+) <span class=\"number\">(\d+)</span>", part)
    return {label.strip(): int(number) for label, number in found if number != "0"}


def test_statements_are_counted_without_those_of_confidential_sources(
    client: Client, told: None
) -> None:
    assert numbers(client, "/statements/", "kind") == {"order or command": 1, "incident": 1}
    assert numbers(client, "/statements/", "basis") == {"participant (insider)": 1, "none given": 1}
    assert numbers(client, "/statements/?kind=order", "hedge") == {"as fact": 1}
    assert numbers(client, "/statements/?from=2026-01-01", "kind") == {}


def test_sources_are_counted_without_confidential_ones(client: Client, told: None) -> None:
    assert numbers(client, "/sources/", "kind") == {"article": 1}
    assert numbers(client, "/sources/", "publisher") == {"CNN": 1}
    assert numbers(client, "/sources/", "standing") == {"stands": 1}


def test_actors_are_counted(client: Client, told: None) -> None:
    assert numbers(client, "/actors/", "kind") == {"news outlet": 1}


@pytest.mark.parametrize("address", ["/statements/", "/sources/", "/actors/", "/incidents/"])
def test_what_is_refused_is_said_above_the_filters_and_at_its_filter(
    client: Client, told: None, address: str
) -> None:
    question = f"{address}?as_of=banana"
    body, part = client.get(question).text, client.get(question, headers=HTMX).text

    above, form = body.split('<details class="filters"')
    line = '<a href="#id_as_of">As of: There is no such day'
    assert (above.count(line), form.count(line)) == (1, 0)
    assert "There is no such day" in form
    assert part.count(line) == 1
    assert part.index('<div id="refused" data-hx-swap-oob="innerHTML">') < part.index(line)


@pytest.mark.parametrize("address", ["/statements/", "/sources/", "/actors/", "/incidents/"])
def test_htmx_gets_the_results_and_the_numbers_but_no_page(
    client: Client, told: None, address: str
) -> None:
    part = client.get(address, headers=HTMX).content.decode()

    assert part.lstrip().startswith('<div class="flow" id="results" tabindex="-1">')
    assert "<html" not in part
    assert "<form" not in part
    updated = re.findall(r'id="([\w-]+)"[^>]* data-hx-swap-oob="\w+"', part)
    assert updated[:2] == ["refused", "count"]
    assert updated[-1] == "languages"
    assert "kind-values" in updated


@pytest.mark.parametrize(
    ("asked_for", "address"),
    [
        ("?q=&kind=&when=possible&sort=newest&view=list", "/incidents/"),
        ("?kind=other&q=&sort=oldest", "/incidents/?kind=other&sort=oldest"),
        ("?kind=nothing", "/incidents/?kind=nothing"),
        ("?foo=", "/incidents/"),
    ],
)
def test_the_address_says_only_what_is_asked_for(
    client: Client, told: None, asked_for: str, address: str
) -> None:
    response = client.get(f"/incidents/{asked_for}", headers=HTMX)
    assert response["HX-Push-Url"] == address


def test_a_whole_page_pushes_no_address(client: Client, told: None) -> None:
    assert "HX-Push-Url" not in client.get("/incidents/")


def test_pages_end_where_passing_over_rows_would_cost(
    client: Client, told: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "ROWS_ON_A_PAGE", 1)
    monkeypatch.setattr(page, "MOST_PAGES", 1)
    body = client.get("/statements/").content.decode()

    assert "2 statements" in body
    assert client.get("/statements/?page=2").status_code == 404


def test_the_last_page_says_that_there_is_more(
    client: Client, told: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = "No further pages are shown."
    monkeypatch.setattr(page, "ROWS_ON_A_PAGE", 1)
    assert more not in client.get("/statements/?page=2").content.decode()
    make.published_incident()
    monkeypatch.setattr(page, "MOST_PAGES", 2)

    assert more not in client.get("/statements/?page=1").content.decode()
    assert more in client.get("/statements/?page=2").content.decode()


@pytest.mark.parametrize("address", ["/sources/?kind=article", "/statements/?kind=incident"])
def test_a_list_asks_as_many_questions_for_three_rows_as_for_one(
    client: Client, address: str
) -> None:
    asked = []
    for number in (1, 2):
        for _one in range(number):
            make.published_incident()
        client.get(f"{address}&q=soldiers")  # brings the bitmaps up
        with CaptureQueriesContext(connection) as captured:
            response: Any = client.get(address)
        assert len(response.context["page_obj"].object_list) == number * 2 - 1
        asked.append(sum("SELECT" in query["sql"] for query in captured))

    assert asked == [2, 2]
