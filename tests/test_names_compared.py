"""Whoever looks for a name finds it in every spelling that looks the same."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from incidents.models import Incident, Involvement
from review.models import Review
from sources.models import PublishedActor
from tests import factories as make
from tests.databases import EnteredOnce

pytestmark = pytest.mark.django_db

SPELLINGS = [
    "Слов'янська бригада",
    "СЛОВʼЯНСЬКА БРИГАДА",
    "Слов’янська  брига\N{COMBINING ACUTE ACCENT}да",
    "Словянська бри\N{SOFT HYPHEN}гада",
    "\N{ZERO WIDTH NO-BREAK SPACE}Слов´янська бригада",
]
OTHER = "Словянська бригади"


@pytest.fixture
def incident_in_place(entered_once: EnteredOnce) -> Iterator[None]:
    with entered_once(enter_incident):
        yield


@pytest.fixture
def incident(incident_in_place: None, db: None) -> Any:
    return Incident.objects.get()


def enter_incident() -> None:
    actor = make.published(
        make.actor(name_en="Sloviansk Brigade", names=["Слов’янська бригада"], kind="armed_unit")
    )
    source = make.source(publisher=actor, title="Пані О’Коннор: «Кінець»", author="Д’Арк")
    said = make.statement(
        source=source,
        chain=[(actor, ["documented"])],
        paraphrase_uk="У Слов’янську вбито двох.",
        internal_note="Її звати Мар’яна.",
    )
    make.published(source)
    incident = make.incident(
        statement=said,
        title_uk="Убивство у Слов’янську",
        internal_note="Кова\N{COMBINING ACUTE ACCENT}ль",
        rows=[Involvement(actor=actor, by_whom_en="it")],
    )
    make.published(incident)


@pytest.mark.parametrize("name", SPELLINGS)
@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("/incidents/", "actor"),
        ("/statements/", "origin"),
        ("/sources/", "publisher"),
    ],
)
def test_a_filter_finds_an_actor_by_each_spelling(
    client: Client, incident: Any, address: str, parameter: str, name: str
) -> None:
    found = client.get(address, {parameter: name})
    refused = client.get(address, {parameter: OTHER})

    assert (found.status_code, refused.status_code) == (200, 400)
    assert found.content.decode().count('<article class="entry"') == 1


@pytest.mark.parametrize("address", ["/incidents/", "/statements/"])
def test_who_documented_it_is_found_by_each_spelling(client: Client, address: str) -> None:
    body = make.published(make.actor(name_en="Слов’янська бригада"))
    make.published_incident(chain=[body])

    for name in SPELLINGS:
        found = client.get(address, {"documenter": name})
        assert found.content.decode().count('<article class="entry"') == 1


def test_a_name_that_grows_when_compared_is_found_in_full(client: Client) -> None:
    name = "ẞ" * 200
    make.published(make.actor(name_en=name))

    assert PublishedActor.objects.called(name).count() == 1


def test_names_of_before_are_compared_by_the_database(incident: Any) -> None:
    actor = PublishedActor.objects.get()
    expected = actor.names
    PublishedActor.objects.update(names=["слов’янська бригада", "sloviansk brigade"])

    migration = import_module("sources.migrations.0017_compared_names")
    with connection.cursor() as cursor:
        cursor.execute(migration.COMPARED)

    actor.refresh_from_db()
    assert actor.names == expected == ["sloviansk brigade", "словянська бригада"]


def listed(client: Client, model: str, term: str) -> int:
    response = client.get(reverse(f"admin:{model}_changelist"), {"q": term})
    return len(response.context["cl"].result_list)


@pytest.mark.parametrize(
    ("model", "terms"),
    [
        ("sources_actor", ["слов'янська БРИГАДА", "словянська", "sloviansk BRIGADE"]),
        (
            "sources_source",
            ["о'коннор", "кінець Оконнор", "дʼарк", "Слов'янська", '"пані о`коннор"'],
        ),
        ("sources_statement", ["слов'янську", "МАР'ЯНА", "s1"]),
        ("incidents_incident", ["слов'янську", "коваль", "убивство СЛОВʼЯНСЬКУ"]),
    ],
)
def test_staff_find_a_record_by_each_spelling(
    researcher: Client, incident: Any, model: str, terms: list[str]
) -> None:
    assert [(term, listed(researcher, model, term)) for term in terms] == [
        (term, 1) for term in terms
    ]
    assert listed(researcher, model, "словянськи") == 0


def test_a_reference_is_found_in_small_letters(researcher: Client, incident: Any) -> None:
    source = Review.objects.get(kind="source")

    assert listed(researcher, "incidents_incident", incident.reference.lower()) == 1
    assert listed(researcher, "sources_source", f" {source.reference.lower()} ") == 1


def test_a_field_offers_an_actor_by_each_spelling(researcher: Client, incident: Any) -> None:
    for term in SPELLINGS:
        response = researcher.get(
            reverse("admin:autocomplete"),
            {"app_label": "sources", "model_name": "hop", "field_name": "actor", "term": term},
        )
        assert len(response.json()["results"]) == 1


def test_what_is_compared_is_in_no_revision(incident: Any) -> None:
    for version in incident.review.head.version_set.all():
        assert "compared" not in version.serialized_data


def test_signs_that_are_a_pattern_elsewhere_are_looked_for_as_they_are(
    researcher: Client, incident: Any
) -> None:
    for term in ("%", "_", "\\"):
        assert listed(researcher, "sources_source", term) == 0
