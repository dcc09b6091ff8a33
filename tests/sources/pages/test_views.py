"""The public pages of sources, statements and actors."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from sources.models import ActorRelation, Source
from tests import factories as make
from tests.databases import EnteredOnce

pytestmark = pytest.mark.django_db


def text_of(response: Any) -> str:
    body = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", strip_tags(body.replace("</dt>", "</dt> ")))


def labels(client: Client, **asked_for: Any) -> list[str]:
    response = client.get("/statements/", asked_for)
    assert response.status_code == 200
    return [row.label for row in response.context["page_obj"]]


@pytest.fixture
def source_in_place(entered_once: EnteredOnce) -> Iterator[None]:
    with entered_once(enter_source):
        yield


@pytest.fixture
def source(source_in_place: None, db: None) -> Source:
    """An article of CNN that says something by itself and something after others."""
    return Source.objects.get()


def enter_source() -> None:
    cnn = make.published(make.actor(names=["Сі-ен-ен"]))
    hur = make.published(make.actor(name_en="HUR", kind="state_body", side="ukraine"))
    told = make.source(publisher=cnn)
    make.statement(source=told, label="S1", kind="order", hedge="distanced", period="2024-11")
    make.statement(
        source=told,
        label="S2",
        locator="sentence 2",
        kind="aggregate",
        chain=[cnn, hur],
        period="",
        paraphrase_en="There are many cases.",
        quantities=[{"counted": "cases", "low": 150, "qualifier": "more_than"}],
    )
    make.statement(source=told, label="S3", chain=[("a witness", ["eyewitness"])], period="2024-12")
    make.published(told)


@pytest.mark.parametrize(
    ("asked_for", "found"),
    [
        ({}, ["S1", "S2", "S3"]),
        ({"q": "many cases"}, ["S2"]),
        ({"kind": "order"}, ["S1"]),
        ({"documenter": "hur"}, ["S2"]),
        ({"documenter": "Сі-ен-ен"}, []),
        ({"basis": "eyewitness"}, ["S3"]),
        ({"basis": "none_given"}, ["S1"]),
        ({"hedge": "distanced"}, ["S1"]),
        ({"from": "2024-11-30", "to": "2024-12-01"}, ["S1", "S3"]),
        ({"from": "2025-01-01"}, []),
    ],
)
def test_statements_are_found(
    client: Client, source: Source, asked_for: dict[str, str], found: list[str]
) -> None:
    assert labels(client, **asked_for) == found


def test_statements_of_one_source(client: Client, source: Source) -> None:
    other = make.source(title="Another")
    make.statement(source=other)
    make.published(other)
    assert labels(client, source=source.reference) == ["S1", "S2", "S3"]


def test_a_source_page_lists_its_statements_in_order(client: Client, source: Source) -> None:
    response = client.get(f"/sources/{source.reference}/")
    found = re.findall(r'<article class="entry" id="([^"]+)"', response.content.decode())

    assert found == ["S1", "S2", "S3"]
    text = text_of(response)
    assert "S2, sentence 2 There are many cases." in text
    assert "Number cases: more than 150, alleged" in text


def test_a_statement_that_names_nobody_says_so(client: Client, source: Source) -> None:
    text = text_of(client.get("/statements/?kind=order"))
    assert "Article, CNN nobody: it asserts this itself and names no source" in text


def test_a_body_that_announces_what_it_knows_speaks_for_itself(client: Client) -> None:
    office = make.published(
        make.actor(name_en="Prosecutors", kind="state_body", side="ukraine", state_body_of="UA")
    )
    told = make.source(publisher=office, kind="official_statement")
    said = make.statement(source=told)
    make.published(told)
    incident = make.published(make.incident(statement=said))

    for path in (
        "/statements/",
        f"/sources/{told.reference}/",
        f"/incidents/{incident.reference}/",
    ):
        page = text_of(client.get(path))
        assert "speaks for itself; how it knew is not stated" in page
        assert "names no source" not in page
        assert "names nobody" not in page
    page = text_of(client.get(f"/incidents/{incident.reference}/"))
    assert "Official statement, Prosecutors ← speaks for itself" in page
    assert "Reported. Rests on one report. Not corroborated." in page
    assert "1 origin, a Ukrainian state body" in page


def test_a_denial_is_said_in_words_wherever_it_is_read(client: Client) -> None:
    told = make.source()
    said = make.statement(source=told, kind="response", polarity="denied")
    make.published(told)
    incident = make.published(make.incident(statement=said, killed_best=None))

    for path in (
        "/statements/",
        f"/sources/{told.reference}/",
        f"/incidents/{incident.reference}/",
    ):
        page = text_of(client.get(path))
        assert "Denied: Two captured soldiers were shot." in page


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/sources/", ["Soldiers shot after capture"]),
        ("/sources/?q=capture", ["Soldiers shot after capture"]),
        ("/sources/?q=nothing", []),
        ("/sources/?publisher=cnn", ["Soldiers shot after capture"]),
        ("/sources/?publisher=HUR", []),
        ("/sources/?kind=report", []),
        ("/sources/?standing=stands", ["Soldiers shot after capture"]),
        ("/actors/", ["CNN", "HUR"]),
        ("/actors/?q=Сі-ен-ен", ["CNN"]),
        ("/actors/?kind=state_body", ["HUR"]),
        ("/actors/?side=ukraine", ["HUR"]),
        ("/actors/?side=russia", []),
    ],
)
def test_sources_and_actors_are_found(
    client: Client, source: Source, address: str, found: list[str]
) -> None:
    assert [str(row) for row in client.get(address).context["page_obj"]] == found


@pytest.mark.parametrize(
    "address", ["/sources/?kind=x", "/statements/?basis=x", "/actors/?side=x", "/actors/?y=1"]
)
def test_an_unknown_value_lists_nothing(client: Client, source: Source, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 400
    assert 'class="entry"' not in response.content.decode()


def test_a_confidential_source_has_no_page_and_is_in_no_list(client: Client) -> None:
    secret = make.source(access="confidential", title="Do not say")
    make.statement(source=secret, paraphrase_en="Something that points at somebody.")
    make.published(secret)

    for rest in ["", "editions/", "editions/1/", "editions/1/changes/"]:
        assert client.get(f"/sources/{secret.reference}/{rest}").status_code == 404
    assert list(client.get("/sources/").context["page_obj"]) == []
    assert labels(client) == []
    assert client.get(f"/statements/?source={secret.reference}").status_code == 400


def test_an_edition_from_before_a_source_became_confidential_is_gone(
    client: Client, source: Source
) -> None:
    make.save(source, access="confidential", comment="somebody is in danger")
    make.submitted(source)
    make.approved(source, note="Changed for protection or by law.", hide_earlier=True)

    for rest in ["", "editions/1/", "editions/2/changes/"]:
        assert client.get(f"/sources/{source.reference}/{rest}").status_code == 404


def test_the_changes_of_a_source_are_readable(client: Client, source: Source) -> None:
    statement = source.statements.get(label="S2")
    statement.paraphrase_en = "There are several cases."
    statement.save()
    make.save(source, standing="corrected", comment="the publisher corrected it")
    make.published(source, note="Corrected by its publisher.")

    text = text_of(client.get(f"/sources/{source.reference}/editions/2/changes/"))

    assert "Corrected by its publisher." in text
    assert "Standing removed:stands added:corrected" in text
    assert "There are removed:many added:several cases." in text


def test_an_actor_page_says_what_it_is_part_of(client: Client, source: Source) -> None:
    army = make.published(make.actor(name_en="An army", kind="armed_unit"))
    unit = make.actor(name_en="A unit", kind="armed_unit")
    statement = source.statements.get(label="S1")
    make.save(unit, rows=[ActorRelation(actor=unit, superior=army, statement=statement)])
    make.published(unit)

    assert "Part of An army, not stated; rests on S1" in text_of(
        client.get(f"/actors/{unit.reference}/")
    )
    assert "Subordinate to it A unit" in text_of(client.get(f"/actors/{army.reference}/"))


def test_in_ukrainian_a_missing_translation_is_marked(client: Client, source: Source) -> None:
    body = client.get(f"/uk/sources/{source.reference}/").content.decode()
    assert '<span lang="en">There are many cases.</span>' in body
