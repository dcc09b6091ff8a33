"""Hostile text in every field and every parameter: shown as text, or refused, and never a 500."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from incidents.models import (
    Finding,
    Incident,
    IncidentLink,
    Involvement,
    LegalCharacterisation,
    Victim,
)
from incidents.pictures.picture_sheets import DRAWN
from review.models import Record
from sources.models import (
    Actor,
    ActorName,
    ActorRelation,
    Hop,
    Quantity,
    Source,
    Statement,
    StatementLink,
)
from tests import factories as make

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(1)>'
RTL = "\N{RIGHT-TO-LEFT OVERRIDE}gnp.exe\N{POP DIRECTIONAL FORMATTING}"
FORMULA = "=HYPERLINK(1)"
# Of a cell the formula must be the beginning.
HOSTILE = f"{FORMULA} {SCRIPT}{IMAGE}{RTL}"
SHOWN_AS_TEXT = [FORMULA, "&lt;script&gt;alert(1)", "&lt;img src=x", RTL]
# What is no free text: a code, a date, an address, or a key.
CODED = {"language", "quotation_language", "state_body_of", "url", "reference"}


def text_fields(row: models.Model) -> Iterator[models.Field[Any, Any]]:
    for field in row._meta.concrete_fields:
        is_text = type(field) in {models.CharField, models.TextField}
        if is_text and not field.choices and field.name not in CODED:
            yield field


def hostile(row: Any, text: str, keep: tuple[str, ...] = ()) -> Any:
    """Every text field of the row holds it, beside its name so that none equals another."""
    for field in text_fields(row):
        if field.name not in keep:
            setattr(row, field.name, (f"{text} {field.name}")[: field.max_length])
    return row


def hostile_world(text: str) -> tuple[Actor, Source, Incident]:
    """One record of each kind with every row it can own, all published."""
    superior = make.published(make.actor(name_en="A superior"))
    source = hostile(Source(kind="article", language="en", published="2025-05-24"), text)
    make.save(source)
    said = Statement(source=source, kind="incident", quotation_language="en")
    other = Statement(source=source, kind="incident", label="other", paraphrase_en="other")
    rows = [
        hostile(said, text),
        other,
        hostile(Hop(statement=said, bases=["documented"]), text),
        Quantity(statement=said, counted="killed", best=2),
        hostile(StatementLink(statement=said, to=other, kind="supports"), text),
    ]
    make.save(source, rows=rows)
    make.published(source)
    actor = hostile(Actor(kind="armed_unit", reliability="B", reliability_graded_on=make.DAY), text)
    make.save(actor)
    make.save(
        actor,
        rows=[
            hostile(ActorName(actor=actor), text),
            ActorRelation(actor=actor, superior=superior, statement=said),
        ],
    )
    make.published(actor)
    source.publisher = actor
    make.save(source, comment="publisher")
    make.published(source, note=text)
    first = make.published(make.incident(statement=other, killed_best=None))
    fields: dict[str, Any] = {
        field.name: f"{text} {field.name}"[: field.max_length] for field in text_fields(Incident())
    }
    incident = make.incident(
        statement=said,
        rows=[
            hostile(Victim(is_group=True, outcome="killed"), text),
            hostile(Involvement(), text),
            Involvement(actor=actor, by_whom_en=text[:200]),
            hostile(LegalCharacterisation(law="gc3_13", by=actor), text),
            hostile(Finding(body=actor, statement=said), text),
            hostile(IncidentLink(kind="part_of", to=first), text),
        ],
        **fields,
    )
    for evidence in incident.evidence.all():
        make.save(incident, rows=[hostile(evidence, text)])
    make.published(incident)
    make.save(incident, circumstances_en=f"{text} again", comment=text)
    make.published(incident, note=text)
    return actor, source, incident


def public_pages(*records: Record) -> list[str]:
    fixed = ["/", "/incidents/", "/sources/", "/statements/", "/actors/", "/transparency/"]
    fixed += [f"/incidents/?view={view}" for view in ("map", "timeline", "charts")]
    fixed += [f"/incidents/pictures/{name}.svg" for name in DRAWN] + ["/tallies.svg"]
    for record in records:
        kind = record.record_kind()
        for name, more in (("detail", []), ("editions", []), ("edition", [1])):
            fixed.append(reverse(f"{kind}_{name}", args=[record.reference, *more]))
    fixed.append(reverse("incident_changes", args=[records[-1].reference, 2]))
    return [*fixed, *(f"/uk{path}" for path in fixed)]


def staff_pages(*records: Record) -> list[str]:
    pages = ["/admin/", "/admin/review/review/"]
    for record in records:
        meta = record._meta
        name = f"admin:{meta.app_label}_{meta.model_name}"
        pages.append(reverse(f"{name}_changelist"))
        pages += [reverse(f"{name}_{page}", args=[record.pk]) for page in ("change", "preview")]
        pages += [
            reverse(f"admin:review_review_{page}", args=[record.pk])
            for page in ("detail", "history", "parts")
        ]
        for event in record.review.events.exclude(revision=None)[1:2]:
            revision = [record.pk, event.revision_id]
            pages.append(reverse("admin:review_review_revision", args=revision))
    statement = Statement.objects.exclude(label="other").get()
    return [
        *pages,
        reverse("admin:sources_statement_changelist"),
        reverse("admin:sources_statement_change", args=[statement.pk]),
        reverse("admin:incidents_incident_evidence", args=[records[-1].pk]),
    ]


def text_of(response: Any) -> str:
    body = b"".join(response) if response.streaming else response.content
    return str(body.decode("utf-8-sig"))


def test_hostile_text_is_text_on_every_page(client: Client) -> None:
    records = hostile_world(HOSTILE)
    client.force_login(make.reviewer())
    shown: Counter[str] = Counter()
    for address in [*public_pages(*records), *staff_pages(*records)]:
        response = client.get(address)
        assert (address, response.status_code) == (address, 200)
        page = text_of(response)
        assert (address, SCRIPT in page, "<img src=x" in page) == (address, False, False)
        shown.update(part for part in SHOWN_AS_TEXT if part in page)
    assert [part for part in SHOWN_AS_TEXT if shown[part] <= 40] == []


@pytest.mark.parametrize("text", [FORMULA, "+1", "-1", "@SUM(1)", "\t=1", "\r=1"])
def test_no_cell_of_the_table_is_a_formula(client: Client, text: str) -> None:
    said = make.statement(source=make.source())
    make.published(said.source)
    make.published(
        make.incident(
            statement=said,
            title_en=text,
            title_uk=text,
            place=make.place(name_en=text, name_uk=text),
            place_precision="2",
        )
    )
    rows = list(csv.reader(io.StringIO(text_of(client.get("/incidents.csv")))))
    assert len(rows) == 2
    assert [cell for cell in rows[1] if re.match(r"[=+@\t\r]|-\D", cell)] == []
    assert f"'{text}" in rows[1]


# Parameters


LISTS = {
    "/incidents/": "from to when place kind actor documenter basis source assessment law"
    " victims_min disputed updated_since sort view page q",
    "/incidents.csv": "from to when place kind actor documenter basis source q sort",
    "/sources/": "q kind publisher language standing page sort",
    "/statements/": "q kind basis documenter source page sort",
    "/actors/": "q kind side page sort",
    "/transparency/": "page",
}
NONSENSE = [
    "%00",
    "a%00b",
    "%ED%A0%80",
    "%FF%FE",
    "x" * 10_000,
    "-1",
    "0",
    "1000000000000",
    "9" * 400,
    "2025-13-40",
    "99999-01-01",
    "0001-01-01",
    "2025-05-24/2024-01-01",
    "%27%3B--",
    "%3Cscript%3E",
    "%25",
    "%D9%A3",
    "1e9",
    "NaN",
]


@pytest.mark.parametrize(
    ("address", "name"),
    [(address, name) for address, names in LISTS.items() for name in names.split()],
)
def test_nonsense_in_a_parameter_is_never_a_server_error(
    public_incident: Incident, client: Client, address: str, name: str
) -> None:
    for value in NONSENSE:
        response = client.get(f"{address}?{name}={value}")
        assert (value[:20], response.status_code in {200, 400, 404}) == (value[:20], True)
        text_of(response)


UNKNOWN = {
    "/incidents/": ["when", "place", "kind", "actor", "basis", "source", "assessment", "law"],
    "/sources/": ["kind", "standing"],
    "/statements/": ["kind", "basis", "documenter"],
    "/actors/": ["kind", "side"],
}


@pytest.mark.parametrize(
    ("address", "name"), [(address, name) for address, names in UNKNOWN.items() for name in names]
)
def test_unknown_value_of_a_filter_is_its_error_and_lists_nothing(
    public_incident: Incident, client: Client, address: str, name: str
) -> None:
    response = client.get(address, {name: "nosuchvalue"})
    assert response.status_code == 400
    assert '<article class="entry"' not in text_of(response)
    assert "nosuchvalue" in text_of(response)


def test_days_in_the_wrong_order_are_an_error(public_incident: Incident, client: Client) -> None:
    response = client.get("/incidents/", {"from": "2025-06-01", "to": "2025-05-01"})
    assert response.status_code == 400
    assert '<article class="entry"' not in text_of(response)


ADMIN_LISTS = [
    "/admin/incidents/incident/",
    "/admin/incidents/place/",
    "/admin/sources/source/",
    "/admin/sources/statement/",
    "/admin/sources/actor/",
]
# Each is read by itself; where a NUL is among them the whole question is refused.
ADMIN_READ = "q o p".split()
ADMIN_FILTERS = "act kind access occurred_earliest__year review__work__exact".split()


@pytest.mark.parametrize("address", ADMIN_LISTS)
def test_nonsense_in_an_admin_list_is_never_a_server_error(
    public_incident: Incident, client: Client, address: str
) -> None:
    """A filter that is refused ends the answer; words, order and page are read one by one."""
    client.force_login(make.reviewer())
    nul = [value for value in NONSENSE if "%00" in value]
    others = [value for value in NONSENSE if value not in nul]
    turned = zip(others, others[5:] + others[:5], others[9:] + others[:9], strict=True)
    asked = ["&".join(map("{}={}".format, ADMIN_READ, values)) for values in turned]
    asked += [f"{name}={value}" for name in ADMIN_READ for value in nul]
    asked += [f"{name}={value}" for name in ADMIN_FILTERS for value in NONSENSE]
    for question in asked:
        response = client.get(f"{address}?{question}")
        told = (question[:60], response.status_code in {200, 302, 400, 404})
        assert told == (question[:60], True)
