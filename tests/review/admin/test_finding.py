"""Finding records: one search over all kinds, and what their lists are narrowed by."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents.models import Incident, Involvement
from tests import factories
from tests.pages import signed_in

pytestmark = pytest.mark.django_db

INCIDENTS = "/admin/incidents/incident/"
SOURCES = "/admin/sources/source/"


def names(client: Client, asked: str) -> dict[str, list[str]]:
    page = client.get(reverse("admin:review_review_find"), {"q": asked})
    return {
        kind.name: [name.partition(",")[0] for _url, name in kind.rows]
        for kind in page.context["found"]
    }


def listed(client: Client, url: str, **asked: str) -> list[str]:
    return [str(row).partition(",")[0] for row in client.get(url, asked).context["cl"].queryset]


def test_one_search_finds_records_of_every_kind_and_what_was_received(researcher: Client) -> None:
    source = factories.source(title="A report", text_as_received="They fled to Kurakhove by night.")
    said = factories.statement(source=source, paraphrase_en="They went to Kurakhove.")
    factories.incident(statement=said, title_en="The killing near Kurakhove")
    factories.actor(name_en="The court of Kurakhove", kind="court")

    found = names(researcher, "kurakhove")

    assert sorted(found) == ["actors", "incidents", "sources", "statements"]
    assert found["sources"] == ["A report"]
    assert names(researcher, "nowhere") == {}


def test_nothing_is_found_of_what_one_may_not_read(researcher: Client) -> None:
    factories.source(title="Secret", access="restricted", text_as_received="They fled by night.")

    assert names(researcher, "fled") == {}
    assert names(signed_in(factories.reviewer()), "fled") == {"sources": ["Secret"]}
    assert listed(researcher, SOURCES, text="fled") == []


def test_incidents_are_narrowed_by_place_and_by_actor(researcher: Client) -> None:
    said = factories.statement(source=factories.source())
    brigade = factories.actor(name_en="A brigade", kind="armed_unit")
    row = Involvement(actor=brigade, by_whom_en="a report")
    factories.incident(statement=said, title_en="By a brigade", rows=[row])
    factories.incident(
        statement=said, title_en="In Udachne", place=factories.place(), place_precision="2"
    )

    assert listed(researcher, INCIDENTS, place="Удачне") == ["In Udachne"]
    assert listed(researcher, INCIDENTS, place="Київ") == []
    assert listed(researcher, INCIDENTS, actor="brigade") == ["By a brigade"]
    assert len(listed(researcher, INCIDENTS, changed="x", place=" ")) == Incident.objects.count()


def test_lists_are_narrowed_by_the_last_change(
    researcher: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = factories.source(title="A report")
    factories.save(source, internal_note="seen again")
    before = listed(researcher, SOURCES, changed="7")
    later = timezone.now() + timedelta(days=8)

    monkeypatch.setattr("review.admin.list_filters.timezone", SimpleNamespace(now=lambda: later))

    assert before == ["A report"]
    assert listed(researcher, SOURCES, changed="7") == []
    assert listed(researcher, SOURCES, changed="30") == ["A report"]


def test_lists_say_dates_in_words_and_the_last_change(researcher: Client) -> None:
    said = factories.statement(source=factories.source(published="2025-05"))
    factories.incident(statement=said, occurred="2024-11-XX")
    today = timezone.localdate()

    for url, when in ((INCIDENTS, "a day in November 2024"), (SOURCES, "May 2025")):
        page = researcher.get(url).content.decode()
        assert re.findall(r'class="field-when[^"]*">([^<]*)', page) == [when]
        assert f">{today.day} {today:%B %Y}<" in page


def test_the_desk_leads_to_itself_in_the_other_language(researcher: Client) -> None:
    english = researcher.get(f"{INCIDENTS}?q=x").content.decode()
    ukrainian = researcher.get(f"/uk{INCIDENTS}?q=x").content.decode()

    assert f'href="/uk{INCIDENTS}?q=x">Українська' in english
    assert f'href="{INCIDENTS}?q=x">English' in ukrainian
