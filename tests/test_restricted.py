"""What rests on a restricted source is, for who may not read that, as if it did not exist."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from accounts.sight import show_all
from incidents.models import Finding, Incident, IncidentLink
from review.models import Notice, Refused, Review
from review.revisions import compare
from review.workflow import decisions
from sources.models import Actor, ActorRelation, Source, Statement, StatementLink
from tests import factories as make
from tests.databases import CopiedDatabase, UsedDatabase
from tests.pages import form_of, signed_in
from tests.records import problems_of

pytestmark = pytest.mark.django_db

SECRET = "unseenwitness"
ADDRESS = f"https://news.example/{SECRET}"
# The same, as others would write them.
SPELLED = "Unseen%C2%ADwitness"
PASTED = f"https://m.news.example/{SECRET}/?utm_source=x"


def answer(client: Client, address: str) -> tuple[int, str, str]:
    """All that is told: status, where it leads, and the bytes but for what is new every time."""
    response: Any = client.get(address)
    body = b"".join(response) if response.streaming else response.content
    text = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*', r"\1", body.decode())
    return response.status_code, response.get("Location", ""), text


def open_world() -> Incident:
    source = make.source(title="An open report")
    said = make.statement(source=source, label="S1")
    make.published(source)
    incident = make.published(make.incident(statement=said, title_en="An open incident"))
    make.save(incident, title_uk="Відкрита подія", comment="translated")
    make.submitted(incident)
    return incident


def restricted_rows() -> list[Incident]:
    """Resting by evidence, by a finding, and by being linked to such, directly and through one."""
    source = make.source(title=f"Report of the {SECRET}", access="restricted", url=ADDRESS)
    hidden = make.statement(source=source, label="H1", paraphrase_en=f"An {SECRET} saw it.")
    make.published(source)
    said = Statement.objects.get(label="S1")
    body = make.published(make.actor(name_en="A commission"))
    by_evidence = make.incident(statement=hidden, title_en=f"By evidence {SECRET}")
    by_finding = make.incident(
        statement=said,
        title_en=f"By finding {SECRET}",
        rows=[Finding(body=body, what_en="x", statement=hidden)],
    )
    linked = make.incident(
        statement=said,
        title_en=f"Linked {SECRET}",
        rows=[IncidentLink(kind="part_of", to=by_evidence)],
    )
    through = make.incident(
        statement=said,
        title_en=f"Through {SECRET}",
        rows=[IncidentLink(kind="part_of", to=linked)],
    )
    incidents = [by_evidence, by_finding, linked, through]
    for incident in incidents:
        make.submitted(incident)
    return incidents


def enter_both() -> None:
    open_world()
    restricted_rows()


@pytest.fixture(scope="module")
def both_database(copied_database: CopiedDatabase) -> Iterator[str]:
    with copied_database("restricted", enter_both) as name:
        yield name


@pytest.fixture
def both_in_place(both_database: str, used_database: UsedDatabase) -> Iterator[None]:
    with used_database(both_database):
        yield


@pytest.fixture
def both(both_in_place: None, db: None) -> list[Incident]:
    """What rests on the restricted source, beside an incident that does not."""
    return list(Incident.objects.exclude(title_en="An open incident"))


def lists() -> list[str]:
    """Every list, search, filter, order and choice of the admin, and the queue."""
    incidents = "/admin/incidents/incident/"
    choose = "/admin/autocomplete/?app_label={}&model_name={}&field_name={}&term={}"
    return [
        *("/admin/", "/admin/review/review/", incidents, "/admin/sources/source/"),
        *(f"{incidents}?q={q}" for q in (SECRET, "By", "S1", "x")),
        *(f"{incidents}?o={o}" for o in ("1", "-2", "4")),
        *(
            f"{incidents}?{name}"
            for name in ("act=killed_captured", "review__work__exact=submitted")
        ),
        *(f"{incidents}?{when}" for when in ("occurred_earliest__year=2025", "p=2", "all=")),
        "/admin/sources/statement/",
        *(f"/admin/sources/statement/?q={q}" for q in (SECRET, SPELLED)),
        *(f"/admin/sources/source/?q={q}" for q in (SECRET, SPELLED, ADDRESS, PASTED)),
        f"/admin/sources/source/same-item/?url={PASTED}",
        choose.format("incidents", "incidentlink", "to", SECRET),
        choose.format("incidents", "incidentlink", "to", ""),
        choose.format("incidents", "evidence", "statement", SECRET),
        choose.format("incidents", "finding", "statement", ""),
        *(choose.format("sources", "statement", "source", q) for q in (SECRET, SPELLED, PASTED)),
    ]


def pages(incident: Incident) -> list[str]:
    of_record = ("change", "preview", "evidence", "history", "delete")
    of_review = ("detail", "history", "parts")
    return [
        *(reverse(f"admin:incidents_incident_{page}", args=[incident.pk]) for page in of_record),
        *(reverse(f"admin:review_review_{page}", args=[incident.pk]) for page in of_review),
    ]


DEEDS = (
    "comment approve return discard close submit reopen withdraw take release assign_reviewer "
    "urgent not_urgent put_back hide"
).split()


def test_answers_are_the_same_with_and_without_the_restricted_rows() -> None:
    incident = open_world()
    make.published(make.actor(name_en="A body"))
    client = signed_in(make.researcher())
    addresses = [*lists(), *pages(incident)]
    for address in addresses:
        client.get(address)  # what a session is given at its first visit
    Notice.objects.of(make.researcher()).mark_read()
    without = {address: answer(client, address) for address in addresses}

    restricted_rows()
    make.published(make.actor(name_en="B body"))
    # Of what all may read, the page says that there is news; of the others it must not.
    Notice.objects.of(make.researcher()).mark_read()

    with_them = {address: answer(client, address) for address in addresses}
    assert [a for a in addresses if with_them[a] != without[a]] == []
    reader = signed_in(make.reviewer())
    told = [address for address in lists() if SECRET in answer(reader, address)[2]]
    assert len(told) > 15
    for found in (SPELLED, PASTED):
        assert any(found in address for address in told)


def test_pages_of_what_rests_on_it_are_as_if_there_were_none(both: list[Incident]) -> None:
    client, reader = signed_in(make.researcher()), signed_in(make.reviewer())
    never = Incident(pk="00000000-0000-4000-8000-000000000000")

    def said_of(reading: Client, incident: Incident) -> list[tuple[int, str]]:
        found = [answer(reading, page) for page in pages(incident)]
        return [
            (status, where) if status == 302 else (status, text.replace(str(incident.pk), ""))
            for status, where, text in found
        ]

    nothing = said_of(client, never)
    assert {status for status, _text in nothing} <= {302, 404, 403}
    for incident in both:
        assert said_of(client, incident) == nothing
        assert {status for status, _text in said_of(reader, incident)} != {404}


@pytest.mark.parametrize("deed", DEEDS)
def test_no_deed_reaches_what_rests_on_it(both: list[Incident], deed: str) -> None:
    client = signed_in(make.researcher())
    assert len(both) == 4
    for incident in both:
        before = list(Review.objects.filter(pk=incident.pk).values())
        events = incident.review.events.count()
        address = reverse(f"admin:review_review_{deed}", args=[incident.pk])
        never = address.replace(str(incident.pk), "00000000-0000-4000-8000-000000000000")
        status = client.post(address, {f"{deed}-comment": "x"}).status_code
        assert status == client.post(never, {f"{deed}-comment": "x"}).status_code
        assert status in {403, 404}
        assert list(Review.objects.filter(pk=incident.pk).values()) == before
        assert incident.review.events.count() == events


def test_a_restricted_statement_cannot_be_set_in_the_grid(both: list[Incident]) -> None:
    incident = Incident.objects.get(title_en="An open incident")
    hidden = Statement.objects.get(label="H1")
    client = signed_in(make.researcher())
    address = reverse("admin:incidents_incident_evidence", args=[incident.pk])
    asked = {
        "row": str(hidden.pk),
        "statements": str(hidden.pk),
        "source": str(hidden.source_id),
        "find": SECRET,
        f"{hidden.pk}:order-stance": "context",
        "seen": str(Review.objects.get(pk=incident.pk).head_id),
        "comment": "x",
    }
    assert SECRET not in answer(client, f"{address}?row={hidden.pk}&find=H1")[2]
    client.post(address, asked)
    assert incident.evidence.filter(statement=hidden).count() == 0


def test_history_never_tells_what_a_statement_said_that_was_cited_once() -> None:
    incident = open_world()
    source = make.source(title="Another", access="restricted")
    hidden = make.statement(source=source, label="Hidden-9", paraphrase_en=f"An {SECRET} saw it.")
    cited = incident.evidence.model(incident=incident, statement=hidden, fact="date")
    make.save(incident, rows=[cited], comment="cited")
    with_it = Review.objects.get(pk=incident.pk).head_id
    cited.delete()
    make.save(incident, comment="taken out")
    client, reader = signed_in(make.researcher()), signed_in(make.reviewer())

    revision = reverse("admin:review_review_revision", args=[incident.pk, with_it])
    named = f"Hidden-9 — restricted (staff with the right), {source.reference}"

    assert named in answer(reader, revision)[2]
    every = [*pages(incident), revision]
    for reading, told in ((client, ("Hidden-9", source.reference, SECRET)), (reader, (SECRET,))):
        assert [one for one in every if any(t in answer(reading, one)[2] for t in told)] == []
    assert answer(client, revision)[0] == 200
    assert Source.objects.filter(access="restricted").count() == 1


def unseeing_reviewer() -> User:
    """A reviewer without the right to read restricted sources."""
    rights = Permission.objects.filter(group__name="Reviewers").exclude(codename="read_restricted")
    user = User.objects.create(username="marta", is_staff=True)
    show_all(user, by=None, reason="reads all that needs no right")
    make.give_group(user, make.group_of(*rights.values_list("codename", flat=True)))
    make.two_administrators()
    return user


def resting_records() -> list[Actor | Source]:
    """A relation and a link that rest on a restricted statement which is not public yet."""
    restricted = make.source(title=f"Report of the {SECRET}", access="restricted")
    told = make.statement(
        source=restricted, label="Hidden-9", paraphrase_en=f"The {SECRET} told it."
    )
    superior = make.published(make.actor(name_en="Above"))
    actor = make.actor(name_en="A brigade", kind="armed_unit")
    source = make.source(title="An article")
    said = make.statement(source=source)
    for record in (actor, source):
        make.published(record)
    relation = ActorRelation(actor=actor, kind="part_of", superior=superior, statement=told)
    make.save(actor, rows=[relation], comment="its superior")
    link = StatementLink(statement=said, kind="repeats", to=told, stated="stated")
    make.save(source, rows=[link], comment="linked")
    return [make.submitted(actor), make.submitted(source)]


def pages_of_record(record: Actor | Source) -> list[str]:
    meta = record._meta
    page = f"admin:{meta.app_label}_{meta.model_name}"
    return [
        *("/admin/", "/admin/review/review/"),
        *(reverse(f"{page}_{name}", args=[record.pk]) for name in ("change", "preview")),
        *(reverse(f"admin:review_review_{name}", args=[record.pk]) for name in ("detail", "parts")),
        reverse("admin:review_review_history", args=[record.pk]),
        reverse("admin:review_review_revision", args=[record.pk, record.review.head_id]),
    ]


def test_a_row_that_rests_on_a_restricted_statement_is_as_if_there_were_none() -> None:
    records = resting_records()
    reference = Source.objects.get(access="restricted").reference
    reader = signed_in(make.reviewer())
    client = signed_in(unseeing_reviewer())

    for record in records:
        of_review = reverse("admin:review_review_detail", args=[record.pk])
        told = [answer(client, one)[2] for one in pages_of_record(record)]
        assert [text for text in told if "Hidden-9" in text or reference in text] == []
        page: Any = client.get(of_review)
        assert (page.context["lines"], page.context["problems"]) == ([], [])
        assert page.context["review"].change_count == 0
        seen: Any = reader.get(of_review)
        assert len(seen.context["lines"]) == 1
        assert len(seen.context["problems"]) == 1
        assert (
            f"Hidden-9 — restricted (staff with the right), {reference}"
            in answer(reader, of_review)[2]
        )


def test_nobody_approves_or_puts_back_what_they_may_not_read() -> None:
    unseeing = unseeing_reviewer()
    for record in resting_records():
        review = Review.objects.get(pk=record.pk)
        with pytest.raises(Refused, match="rests on something that you may not read"):
            make.approved(record, by=unseeing, note="x")
        [line] = compare.lines(review.edition.revision, review.head)  # type: ignore[union-attr]
        with pytest.raises(Refused, match="not in the comparison"):
            decisions.put_back(
                review, line.key, by=unseeing, seen=review.head_id, comment="why not"
            )


def test_what_stands_in_the_way_never_tells_what_a_restricted_statement_says() -> None:
    restricted = make.source(title=f"Report of the {SECRET}", access="restricted")
    told = make.statement(
        source=restricted, label="Hidden-9", paraphrase_en=f"The {SECRET} told it."
    )
    superior = make.published(make.actor(name_en="Above"))
    actor = make.actor(name_en="A brigade", kind="armed_unit")
    relation = ActorRelation(actor=actor, kind="part_of", superior=superior, statement=told)
    make.save(actor, rows=[relation])
    source = make.source(title="An article")
    make.statement(source=source, links=[{"kind": "repeats", "to": told, "stated": "stated"}])

    named = f"Hidden-9 — restricted (staff with the right), {restricted.reference}"
    assert problems_of(actor) == [
        f"The statement “{named}” is not in a current edition of its source yet."
    ]
    assert problems_of(source) == [
        f"Statement S1: the statement “{named}” that it is linked to is not public yet."
    ]


def test_taking_out_a_statement_tells_nothing_of_what_rests_on_it_unseen(
    both: list[Incident],
) -> None:
    said = Statement.objects.get(label="S1")
    hidden = Incident.objects.get(title_en=f"By evidence {SECRET}")
    body = make.published(make.actor(name_en="Another commission"))
    found = Finding(incident=hidden, body=body, what_en=f"The {SECRET} is right.", statement=said)
    make.save(hidden, rows=[found], comment="found")
    client = signed_in(make.researcher())
    address = reverse("admin:sources_source_change", args=[said.source_id])
    form = form_of(client.get(address)) | {"statements-0-DELETE": "on", "comment": "not there"}

    response = client.post(address, form)

    text = response.content.decode()
    shown = Incident.objects.get(title_en="An open incident")
    assert (
        "Something still rests on it: evidence. Change that first. "
        f"Records: {shown} ({shown.reference}). "
        "Not all of it is for you to read: ask somebody who may read all of it."
    ) in text
    assert "finding of a body." not in text
    assert SECRET not in text
    assert Statement.objects.filter(pk=said.pk).exists()


def test_no_form_builds_more_rows_than_anybody_enters() -> None:
    open_world()
    client = signed_in(make.researcher())
    address = reverse("admin:sources_source_change", args=[Source.objects.get().pk])
    form = form_of(client.get(address)) | {"statements-TOTAL_FORMS": "1000000"}

    response = client.post(address, form)

    formset = response.context["inline_admin_formsets"][0].formset
    assert (len(formset.forms), formset.non_form_errors()) == (
        300,
        ["Please submit at most 1000 forms."],
    )
