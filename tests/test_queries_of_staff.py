"""What staff lists, searches, choices and histories ask the database does not grow with rows."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import NeedToKnowGroup
from accounts.sight import take_in
from incidents.models import Incident, Involvement
from review.workflow import assigning, exporting, limiting
from sources.models import Source
from tests import factories as make
from tests.databases import EnteredOnce
from tests.incidents.intake.links import done, link
from tests.pages import signed_in

FILES = "/admin/review/review/files/"
CHOOSE = "/admin/autocomplete/?app_label={}&model_name={}&field_name={}&term=report"
ADDRESSES = [
    "/admin/incidents/incident/",
    "/admin/incidents/incident/?q=report",
    "/admin/incidents/incident/?access__exact=restricted",
    "/admin/sources/source/",
    "/admin/sources/source/?q=report",
    "/admin/sources/statement/",
    "/admin/sources/statement/?q=report",
    "/admin/intake/",
    "/admin/intake/?state=all&words=report",
    CHOOSE.format("incidents", "incidentlink", "to"),
    CHOOSE.format("incidents", "evidence", "statement"),
    CHOOSE.format("sources", "statement", "source"),
]
# What each page asks the database at most.
AT_MOST = 25
# Pages of one record, which ask no more than the others.
OF_RECORD = (
    *("review_review_detail", "review_review_history"),
    *("incidents_incident_change", "incidents_incident_evidence"),
)


def enter_one(number: int) -> None:
    """A report and an incident that rests on it, limited to the group, and the same for everybody;
    assigned to the new colleague.
    """
    member = User.objects.get(username="member")
    group = NeedToKnowGroup.objects.get()
    for access in ("public", "restricted"):
        source = make.source(title=f"A report {access} {number}", access=access)
        said = make.statement(source=source, label=f"S{number}", paraphrase_en="A report.")
        incident = make.incident(statement=said, title_en=f"A report {number}", access=access)
        if access == "restricted":
            for record in (source, incident):
                limiting.limit(record.review, group, by=member, comment="a witness")
        else:
            newcomer = User.objects.get(username="newcomer")
            done("assign", link(f"https://report.example/{number}", by=member), to=newcomer)
            assigning.assign(incident.review, newcomer, by=make.reviewer())


def enter_first() -> None:
    group = NeedToKnowGroup.objects.create(name="G", purpose="It", made_by=make.administrator())
    take_in(make.reviewer(name="member"), group, by=make.administrator(), reason="works on it")
    make.researcher(name="unseeing")
    make.person(name="newcomer", group="Reviewers", is_new=True)
    enter_one(1)


@pytest.fixture
def first_in_place(entered_once: EnteredOnce) -> Iterator[None]:
    with entered_once(enter_first):
        yield


def asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    # That somebody is here is written once a minute, whatever the page.
    return sum("accounts_session" not in query["sql"] for query in queries)


def of_record(page: str) -> str:
    """A page of the first incident that everybody reads."""
    open_incident = Incident.objects.get(title_en="A report 1", access="public")
    return reverse(f"admin:{page}", args=[open_incident.pk])


@pytest.mark.parametrize("role", ["member", "unseeing", "newcomer"])
def test_as_many_statements_at_three_rows_as_at_one(
    first_in_place: None, db: None, role: str
) -> None:
    client = signed_in(User.objects.get(username=role))
    addresses = [*ADDRESSES, of_record("review_review_history")]
    for address in addresses:
        client.get(address)  # what a process and a session find out once
    before = {address: asked(client, address) for address in addresses}

    for number in (2, 3):
        enter_one(number)
        make.save(Incident.objects.get(title_en="A report 1", access="public"), comment="again")

    after = {address: asked(client, address) for address in addresses}
    assert after == before
    assert Source.objects.count() == 6


@pytest.mark.parametrize("page", ["review_review_detail", "incidents_incident_change"])
def test_as_many_statements_at_many_named_bodies_as_at_one(
    first_in_place: None, db: None, page: str
) -> None:
    """Those of chains and of involvements, public and not, on the page of what cites them."""
    client = signed_in(User.objects.get(username="member"))
    found = {}
    for number in (1, 5):
        named = [make.actor(name_en=f"Body {number} {place}") for place in range(2 * number)]
        for body in named[:number]:
            make.published(body)
        source = make.source(title=f"Names {number}", publisher=named[0])
        said = make.statement(source=source, label=f"N{number}", chain=named)
        rows = [Involvement(actor=body, by_whom_en="CNN") for body in named]
        record = make.submitted(make.incident(statement=said, title_en="It", rows=rows))
        address = reverse(f"admin:{page}", args=[record.pk])
        client.get(address)
        found[number] = asked(client, address)

    assert found[5] == found[1]


def test_as_many_statements_at_three_files_for_staff_as_at_one(
    first_in_place: None, db: None
) -> None:
    client = signed_in(make.administrator())
    member = User.objects.get(username="member")
    rows = list(Incident.objects.values_list("pk", flat=True))

    def ask() -> None:
        exporting.ask(Incident, rows, question="", why="a court", recipient="ourselves", by=member)

    ask()
    client.get(FILES)
    before = asked(client, FILES)
    ask()
    ask()

    assert asked(client, FILES) == before
    assert client.get(FILES).text.count("you may not read") == 3


@pytest.mark.parametrize("role", ["member", "newcomer"])
def test_no_page_asks_more_than_it_may(first_in_place: None, db: None, role: str) -> None:
    client = signed_in(User.objects.get(username=role))
    for number in (2, 3):
        enter_one(number)
    for model in (Source, Incident):
        for record in model.objects.filter(access="public"):
            make.submitted(record)
    within = ["/admin/", "/admin/review/review/", *ADDRESSES, *map(of_record, OF_RECORD)]
    for address in within:
        client.get(address)  # what a process and a session find out once

    found = {address: asked(client, address) for address in within}

    assert {one: number for one, number in found.items() if number > AT_MOST} == {}
