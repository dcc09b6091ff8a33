"""A place that is written in words alone: said everywhere, unless the public may not be told."""

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from incidents.models import Incident, PublishedIncident
from incidents.record.document import place_words_told
from tests import factories as make
from tests.files import body, csv_rows, json_of
from tests.incidents.test_given_and_inferred import address, plain, read

pytestmark = pytest.mark.django_db

WRITTEN = "by the river crossing"
SAID = f"“{WRITTEN}”, as written"


def told(*, source: dict[str, Any] | None = None, place: str = "", **fields: Any) -> Incident:
    kept = make._source(**source or {})
    said = make.statement(source=kept, place_as_written=place)
    make.published(kept)
    return make.published(make.incident(statement=said, **fields))


@pytest.mark.parametrize("by_statement", [False, True])
def test_words_stand_wherever_the_place_would(client: Client, by_statement: bool) -> None:
    fields: dict[str, Any] = {"place": WRITTEN} if by_statement else {"place_as_written": WRITTEN}
    incident = told(**fields)
    response = client.get(address(incident))
    page = response.content.decode()

    assert f"Place {SAID}" in plain(page)
    assert f"22 May 2025; {SAID}." in page
    assert f"22 May 2025; {SAID}" in read(client, "/incidents/")
    assert f"22 May 2025; {SAID}." in read(client, "/incidents.atom")
    assert response.context["claim"]["spatialCoverage"] == {"@type": "Place", "name": WRITTEN}
    [row] = csv_rows(client, "/incidents.csv")
    assert (row["place_code"], row["place_as_written"]) == ("", WRITTEN)
    book = openpyxl.load_workbook(io.BytesIO(body(client.get("/incidents.xlsx"))))
    assert WRITTEN in [cell.value for cell in book["incidents"][2]]
    found = json_of(client, "/incidents.json")["results"][0]
    assert (found["place"], found["place_as_written"]) == (None, [WRITTEN])
    flat = json_of(client, "/incidents.geojson")["features"][0]["properties"]
    assert (flat["place_code"], flat["place_as_written"]) == (None, WRITTEN)
    assert "written in words only 1" in read(client, "/incidents/", view="charts")
    by = {row["key"]: row["name"] for row in csv_rows(client, "/incidents/numbers.csv")}
    assert by["as_written"] == "written in words only"
    assert json_of(client, "/incidents.json", q="crossing")["count"] == 1
    before = list(PublishedIncident.objects.values("place_words"))
    call_command("rebuild_published")
    assert list(PublishedIncident.objects.values("place_words")) == before


def test_without_any_words_the_place_is_not_stated(client: Client) -> None:
    incident = told()
    assert "Place not stated" in read(client, address(incident))
    assert "place not stated" in read(client, "/incidents/")
    assert csv_rows(client, "/incidents.csv")[0]["place_as_written"] == ""


CONFIDENTIAL = {"access": "confidential", "public_wording_en": "A testimony."}
PROTECTED = {"names_protected_person": True}


@pytest.mark.parametrize(
    "fields",
    [
        {"place_public_precision": "oblast"},
        {"place_not_before": timezone.localdate() + timedelta(days=30)},
        {"source": PROTECTED},
        {"source": CONFIDENTIAL},
    ],
)
def test_what_the_public_may_not_know_gives_no_words(
    client: Client, fields: dict[str, Any]
) -> None:
    incident = told(place=WRITTEN, place_as_written=WRITTEN, **fields)

    assert PublishedIncident.objects.get().place_words == []
    assert "Place not stated" in read(client, address(incident))
    for path in ("/incidents/", "/incidents.json", "/incidents.atom", "/incidents.csv"):
        assert WRITTEN not in read(client, path)
    if "source" in fields:
        assert WRITTEN not in read(client, address(incident))


def test_a_day_that_has_passed_keeps_nothing_back() -> None:
    incident = told(place_as_written=WRITTEN, place_not_before=make.DAY)
    assert place_words_told(incident) == WRITTEN


@pytest.mark.parametrize("path", ["place", "place_as_written"])
def test_words_that_are_hidden_are_not_said_by_statements_instead(
    client: Client, path: str
) -> None:
    incident = told(place=WRITTEN, place_as_written="near the bridge")
    make.hidden(incident, path)

    assert PublishedIncident.objects.get().place_words == []
    for public in (address(incident), f"{address(incident)}editions/1/"):
        page = read(client, public)
        assert [words for words in ("Place not stated", f"Place {WRITTEN}") if words in page] == []
        assert "near the bridge" not in read(client, public)
    assert "near the bridge" not in read(client, "/incidents.json")


def test_an_edition_that_tells_no_words_any_more_hides_them_in_those_before(
    client: Client,
) -> None:
    incident = told(place_as_written=WRITTEN)
    make.save(incident, place_public_precision="oblast")
    make.submitted(incident)
    make.approved(incident, note="Less exactly.", hide_earlier=True)

    for number in (1, 2):
        assert WRITTEN not in read(client, f"{address(incident)}editions/{number}/")
    assert WRITTEN not in read(client, f"{address(incident)}editions/2/changes/")
