"""Evidence at the size that the grid promises: eighty statements against every fact."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.large_forms import MOST_FIELDS
from incidents.models import Evidence, Incident, Involvement, Victim
from sources.models import Statement
from tests import factories
from tests.databases import EnteredOnce
from tests.pages import form_of, signed_in

pytestmark = pytest.mark.django_db

FACTS = ("date", "act", "killed")


def enter() -> None:
    """Eighty statements, each evidence of three facts; and another incident with three of them."""
    source = factories.source()
    statements = [
        Statement(
            source=source,
            label=f"S{number:02}",
            kind="incident",
            paraphrase_en="Two captured soldiers were shot.",
            period="2025-05-22",
            position=number,
        )
        for number in range(80)
    ]
    factories.save(source, rows=statements)
    for cited in (statements, statements[:3]):
        evidence = [{"statement": one, "fact": fact} for one in cited for fact in FACTS]
        rows: Any = [Involvement(label_en="x", by_whom_en="y")]
        rows += [Victim(label_en=f"soldier {number}") for number in range(3)]
        title = f"Of {len(cited)}"
        factories.incident(statement=statements[0], title_en=title, evidence=evidence, rows=rows)
    factories.reviewer()


@pytest.fixture
def entered_in_place(entered_once: EnteredOnce) -> Iterator[None]:
    in_place: AbstractContextManager[None] = entered_once(enter)
    with in_place:
        yield


@pytest.fixture
def large(entered_in_place: None, db: None) -> Incident:
    return Incident.objects.get(title_en="Of 80")


@pytest.fixture
def small(large: Incident) -> Incident:
    return Incident.objects.get(title_en="Of 3")


def grid(incident: Incident) -> str:
    return reverse("admin:incidents_incident_evidence", args=[incident.pk])


def sent(client: Client, url: str, form: dict[str, Any]) -> Any:
    """As a browser sends it; Django's test client would send it as if there were files."""
    body = urlencode(form, doseq=True)
    return client.post(url, body, content_type="application/x-www-form-urlencoded")


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_without_javascript_all_cells_of_the_largest_grid_are_saved(large: Incident) -> None:
    client = signed_in(factories.researcher())
    form = form_of(client.get(grid(large)))
    victim = large.victims.all()[0]
    cells = [name for name in form if name.endswith(f"victim/{victim.pk}-stance")]
    form |= dict.fromkeys(cells, "context")

    response = sent(client, grid(large), form)

    assert (len(cells), response.status_code) == (80, 302)
    assert len(form) + len(form["row"]) > 1000
    assert Evidence.objects.filter(victim=victim, stance="context").count() == 80


def test_only_what_changed_need_be_sent(large: Incident) -> None:
    """As the script of the page sends it: cells that are not sent stay as they were."""
    client = signed_in(factories.researcher())
    every = form_of(client.get(grid(large)))
    name = next(one for one in every if one.endswith(":date-stance"))
    few = {"seen": str(large.review.head_id), name: "context"}

    assert sent(client, grid(large), few).status_code == 302

    of_date = large.evidence.filter(fact="date")
    assert of_date.filter(stance="context").count() == 1
    assert large.evidence.count() == Evidence.objects.filter(incident=large).count() == 244


def test_only_cells_with_details_show_them(large: Incident) -> None:
    client = signed_in(factories.researcher())
    page = client.get(grid(large))
    asked = form_of(page)
    about = next(one for one in asked if one.endswith(":act-stance")).removesuffix("-stance")

    again = sent(client, grid(large), asked | {"_details": "1", "about": about})

    assert page.context["grid"].details == []
    assert [cell.name for cell in again.context["grid"].details] == [about]
    assert f"{about}-how_en" in form_of(again)


def test_opening_asks_the_database_the_same_for_three_rows_and_for_eighty(
    large: Incident, small: Incident
) -> None:
    client = signed_in(factories.researcher())
    for page in ("evidence", "change"):
        urls = [
            reverse(f"admin:incidents_incident_{page}", args=[one.pk]) for one in (small, large)
        ]
        client.get(urls[0])
        few, many = (queries(client, url) for url in urls)
        assert many == few, page


def test_review_page_asks_the_database_the_same_for_three_rows_and_for_eighty(
    large: Incident, small: Incident
) -> None:
    for one in (small, large):
        factories.submitted(one)
    client = signed_in(factories.reviewer())
    urls = [reverse("admin:review_review_detail", args=[one.pk]) for one in (small, large)]
    client.get(urls[0])

    few, many = (queries(client, url) for url in urls)

    assert many == few


# Ceilings of every form


def test_forms_of_records_take_more_fields_than_others_and_not_any_number(large: Incident) -> None:
    client = signed_in(factories.researcher())
    source = large.evidence.all()[0].statement.source_id
    pages = [
        reverse("admin:sources_source_change", args=[source]),
        reverse("admin:incidents_incident_change", args=[large.pk]),
        reverse("admin:incidents_incident_add"),
        f"{reverse('admin:sources_source_add')}?kind=article",
        grid(large),
    ]
    other = reverse("admin:desk")

    def comes_again(url: str, number: int) -> bool:
        """With what was typed; too many fields are answered by no form."""
        return b"csrfmiddlewaretoken" in sent(client, url, {"row": ["x"] * number}).content

    assert [comes_again(url, 5000) for url in pages] == [True] * 5
    assert [comes_again(url, MOST_FIELDS + 1) for url in pages] == [False] * 5
    assert (comes_again(other, 999), comes_again(other, 1001)) == (True, False)
