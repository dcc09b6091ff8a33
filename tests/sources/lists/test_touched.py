"""What changed since a day, for those who keep copies: also what was hidden, and what is gone."""

import re
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from incidents.models import PublishedIncident
from review.editions import chain
from review.models import Hiding, Review
from review.verify import Verification
from review.workflow import hiding
from sources.models import Source
from sources.models.published import PublishedActor, PublishedSource, PublishedStatement
from tests import factories as make
from tests.files import downloaded, json_of, xml_of

pytestmark = pytest.mark.django_db

HIDDEN_ON = date(2025, 7, 1)
SINCE = "2025-06-02"
# By kind of record, a part of it, and the list that tells of it.
PARTS = [("actor", "note", "actors"), ("source", "author", "sources")]
PARTS += [("source", "author", "statements"), ("incident", "summary", "incidents")]
TABLES: list[Any] = [PublishedActor, PublishedSource, PublishedStatement, PublishedIncident]


@pytest.fixture
def records() -> dict[str, Any]:
    actor = make.published(make.actor())
    incident = make.published_incident(summary_en="Two soldiers were killed.")
    return {
        "actor": actor,
        "source": Source.objects.get(),
        "incident": incident,
    }


def hide(record: Any, path: str) -> Hiding:
    review = Review.objects.get(pk=record.pk)
    how: dict[str, Any] = {"reason": "protection", "comment": "a threat"}
    (one,) = hiding.hide(review, path, by=make.reviewer(), day=HIDDEN_ON, **how)
    return one


def since(client: Client, name: str, **asked: str) -> Any:
    return json_of(client, f"/{name}.json", updated_since=SINCE, **asked)


def faults() -> list[str]:
    return list(Verification().faults())


@pytest.mark.parametrize(("kind", "path", "name"), PARTS)
def test_a_row_is_found_since_the_day_on_which_a_part_was_hidden(
    client: Client, records: dict[str, Any], kind: str, path: str, name: str
) -> None:
    assert since(client, name)["results"] == []

    hide(records[kind], path)

    [row] = since(client, name)["results"]
    assert (row["last_entry"], row["last_entry_on"]) == (chain.current_position(), "2025-07-01")
    assert row["changed_on"] == "2025-06-01"
    assert since(client, name, page="1")["count"] == 1
    assert faults() == []


@pytest.mark.parametrize("decision", [hiding.show, hiding.redact])
def test_a_decision_about_what_was_hidden_is_the_last_entry_in_its_turn(
    client: Client, records: dict[str, Any], decision: Any
) -> None:
    one = hide(records["incident"], "summary")
    later = date(2025, 8, 1)

    decision(one, by=make.reviewer(name="another"), day=later, comment="decided")

    [row] = json_of(client, "/incidents.json", updated_since="2025-08-01")["results"]
    assert (row["last_entry"], row["last_entry_on"]) == (chain.current_position(), "2025-08-01")
    assert faults() == []


def test_no_list_points_at_what_was_hidden(client: Client, records: dict[str, Any]) -> None:
    make.published_incident(title_en="Published later")
    pages = ["/", "/incidents/?sort=changed"]
    order = [_in_order(client, page) for page in pages], _titles(client, "/incidents.atom")

    hide(records["incident"], "summary")

    assert (
        [_in_order(client, page) for page in pages],
        _titles(client, "/incidents.atom"),
    ) == order
    assert ["1 July 2025" in client.get(page).content.decode() for page in pages] == [False, False]


def _in_order(client: Client, page: str) -> list[str]:
    found = re.findall(r'href="/incidents/(\w{7})/"', client.get(page).content.decode())
    assert len(set(found)) == 2
    return found


def _titles(client: Client, path: str) -> list[Any]:
    atom = "{http://www.w3.org/2005/Atom}"
    entries = xml_of(client, path).findall(f"{atom}entry")
    return [[entry.findtext(f"{atom}title"), entry.findtext(f"{atom}updated")] for entry in entries]


def test_a_search_engine_looks_again_at_what_was_hidden(
    client: Client, records: dict[str, Any]
) -> None:
    hide(records["incident"], "summary")
    assert "<lastmod>2025-07-01</lastmod>" in downloaded(client, "/sitemap-incident-1.xml").decode()


# What is gone


def test_what_was_withdrawn_since_is_gone_from_a_copy(
    client: Client, records: dict[str, Any]
) -> None:
    early = make.withdrawn(make.published_incident(title_en="withdrawn early"))
    late = records["incident"]
    make.withdrawn(late, day=HIDDEN_ON)

    gone = {
        "reference": late.reference,
        "position": chain.current_position(),
        "day": "2025-07-01",
        "kind": "withdrawal",
        "reason": "error",
        "into": None,
    }
    assert since(client, "incidents")["gone"] == [gone]
    assert since(client, "incidents", page="1")["gone"] == [gone]
    assert since(client, "incidents", kind="tortured")["gone"] == [gone]
    assert json_of(client, "/incidents.geojson", updated_since=SINCE)["gone"] == [gone]
    assert "gone" not in json_of(client, "/incidents.json")
    every = json_of(client, "/incidents.json", updated_since="2025-06-01")["gone"]
    assert {one["reference"] for one in every} == {early.reference, late.reference}
    [told] = [
        one
        for one in json_of(client, "/changes.json")["results"]
        if one["position"] == gone["position"]
    ]
    assert [told[name] for name in ("day", "kind", "reason", "into")] == [
        gone[name] for name in ("day", "kind", "reason", "into")
    ]


def test_what_is_shown_again_is_not_gone(client: Client, records: dict[str, Any]) -> None:
    incident = records["incident"]
    make.withdrawn(incident, day=HIDDEN_ON)
    make.published(incident, day=date(2025, 7, 2), note="It was right.")

    file = since(client, "incidents")
    assert (file["count"], file["gone"]) == (1, [])


def test_a_source_that_became_confidential_is_gone_with_its_statements(client: Client) -> None:
    source = make.source(title="A witness speaks")
    make.statement(source=source)
    make.published(source)
    make.save(source, access="confidential")
    make.submitted(source)
    make.approved(source, day=HIDDEN_ON, note="It is protected now.", hide_earlier=True)

    for name in ("sources", "statements"):
        file = since(client, name)
        assert file["results"] == []
        assert [(one["reference"], one["kind"]) for one in file["gone"]] == [
            (source.reference, "edition")
        ]
        assert "A witness speaks" not in str(file)


# The columns


def test_rows_of_before_get_them_from_the_chain(records: dict[str, Any]) -> None:
    hide(records["source"], "author")
    hide(records["incident"], "summary")
    right = [list(table.objects.order_by("pk").values()) for table in TABLES]
    for table in TABLES:
        table.objects.update(last_entry=0, last_entry_on=date(1970, 1, 1))

    for app, name in (("sources", "0009"), ("incidents", "0015")):
        migration = import_module(f"{app}.migrations.{name}_last_entry_of_old_rows")
        with connection.cursor() as cursor:
            for operation in migration.Migration.operations:
                cursor.execute(operation.sql)

    assert [list(table.objects.order_by("pk").values()) for table in TABLES] == right


def test_verification_compares_them_with_the_chain(records: dict[str, Any]) -> None:
    reference = records["incident"].reference
    PublishedIncident.objects.update(last_entry_on=HIDDEN_ON)

    (fault,) = faults()
    assert fault == (
        f"The row {reference} of incidents_publishedincident has another last_entry_on "
        "than its edition."
    )
