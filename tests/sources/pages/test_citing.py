"""How a list with its filters is cited."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from review.editions import chain
from review.public import page_cache
from tests import factories as make

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"
LISTS = ["incidents", "sources", "statements", "actors"]


@pytest.fixture
def head() -> Any:
    make.published(make.actor())
    make.published_incident()
    return chain.head()


def test_a_question_is_cited_with_its_rows_and_the_chain(client: Client, head: Any) -> None:
    page = client.get("/incidents/cite/?kind=killed_captured")
    text = page.content.decode()

    assert (
        "Demonstration of Attest, “Incidents; Kind of act: killed at or near the place of "
        "capture”, Attest, 1 row, chain "
        f"position {head.position} of 1 June 2025, digest {head.digest[:12]}… "
        f"{SITE}/incidents/?kind=killed_captured"
    ) in text
    assert 'href="/incidents.bib?kind=killed_captured"' in text
    assert 'href="/incidents.csl.json?kind=killed_captured"' in text


@pytest.mark.parametrize("name", LISTS)
def test_every_list_has_its_citation(client: Client, head: Any, name: str) -> None:
    listed = client.get(f"/{name}/").content.decode()
    bibtex = client.get(f"/{name}.bib").content.decode()
    [csl] = client.get(f"/{name}.csl.json").json()

    assert f'href="/{name}/cite/"' in listed
    assert bibtex.startswith(f"@dataset{{attest-{name}-{head.position},\n")
    assert f"version = {{1 row, chain position {head.position}}}" in bibtex
    assert (csl["type"], csl["URL"]) == ("dataset", f"{SITE}/{name}/")
    assert "original-date" not in csl


def key_of(client: Client, path: str, **asked: str) -> str:
    return client.get(path, asked).content.decode().partition("{")[2].partition(",")[0]


def test_each_question_has_a_key_of_its_own_whatever_its_look(client: Client, head: Any) -> None:
    questions: list[dict[str, str]] = [
        {},
        {"kind": "killed_captured"},
        {"kind": "tortured"},
        {"from": "2025-01-01"},
        {"to": "2025-01-01"},
    ]
    keys = [key_of(client, "/incidents.bib", **asked) for asked in questions]

    assert keys[0] == f"attest-incidents-{head.position}"
    assert len(set(keys)) == len(questions)
    assert key_of(client, "/incidents.bib", kind="tortured", view="map") == keys[2]
    [csl] = client.get("/incidents.csl.json", questions[1]).json()
    assert csl["id"] == keys[1]


def test_a_dataset_is_published_by_the_organisation(
    client: Client, head: Any, settings: Any
) -> None:
    settings.ORGANISATION = "Records & Rights"

    bibtex = client.get("/incidents.bib").content.decode()
    assert r"author = {{Records \& Rights}}" in bibtex
    assert r"publisher = {{Records \& Rights}}" in bibtex


@pytest.mark.parametrize("name", LISTS)
def test_of_nothing_there_is_no_citation(client: Client, name: str) -> None:
    assert "Nothing has been published yet." in client.get(f"/{name}/cite/").content.decode()


@pytest.mark.parametrize("path", ["/incidents/cite/", "/incidents.bib", "/sources.csl.json"])
def test_a_question_that_is_not_understood_is_refused(client: Client, path: str) -> None:
    response = client.get(path, {"foo": "1"})

    assert response.status_code == 400
    assert response.content.decode() == "There is no filter called “foo”.\n"


def test_a_citation_asks_the_database_as_often_for_three_rows_as_for_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for title in ("one", "two", "three"):
        make.published_incident(title_en=title)
        page_cache.PAGES.clear()
        with django_assert_num_queries(6):
            client.get("/incidents.bib")
