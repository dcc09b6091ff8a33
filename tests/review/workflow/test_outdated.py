"""Corrections travel: what rests on an earlier edition is a task, and comes up to date together."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from incidents.models import Incident
from review.document_types import Document
from review.editions.dependencies import earlier_editions, embedded
from review.editions.documents import served_document
from review.models import Edition, Entry, Refused, Resting, Review
from review.verify import Verification
from review.workflow import decisions, outdated, publishing
from sources.models import Actor, Source, StatementLink
from tests import factories as make
from tests.databases import EnteredOnce
from tests.pages import form_of
from tests.records import next_document

pytestmark = pytest.mark.django_db

DAY = date(2025, 6, 2)
PAGE = "/admin/review/review/outdated/"


class Case:
    """CNN is the publisher of a source and a link of its chain; an incident rests on the source."""

    def __init__(self) -> None:
        self.actor = Actor.objects.get()
        self.source = Source.objects.get()
        self.incident = Incident.objects.get()

    def correct_source(self) -> None:
        self.source.refresh_from_db()
        make.save(self.source, standing="corrected", comment="it was corrected")
        make.published(self.source, note="Corrected by its publisher.")

    def correct_actor(self) -> None:
        self.actor.refresh_from_db()
        make.save(self.actor, name_en="Cable News Network", comment="its name")
        make.published(self.actor, note="Its name in full.")


@pytest.fixture
def case_in_place(entered_once: EnteredOnce) -> Iterator[None]:
    with entered_once(enter_case):
        yield


@pytest.fixture
def case(case_in_place: None, db: None) -> Case:
    return Case()


def enter_case() -> None:
    actor = make.published(make.actor())
    source = make.source(publisher=actor)
    said = make.statement(source=source, chain=[actor])
    make.published(source)
    make.published(make.incident(statement=said))


def outdated_kinds() -> list[str]:
    return sorted(Review.objects.outdated().values_list("kind", flat=True))


def heads(*records: Any) -> dict[Any, int | None]:
    return {record.pk: Review.objects.get(pk=record.pk).head_id for record in records}


def submit_again(*records: Any, by: User | None = None, comment: str = "it still holds") -> None:
    outdated.submit_again(heads(*records), by=by or make.researcher(), comment=comment)


def approve(*records: Any, by: User | None = None) -> list[Edition]:
    note = "Brought up to date."
    seen, by = heads(*records), by or make.reviewer()
    return publishing.approve(seen, shown=make.shown(*seen), by=by, day=DAY, note=note)


def document_of(record: Any) -> Document:
    edition = Review.objects.get(pk=record.pk).edition
    assert edition is not None
    return served_document(edition)


# What rests on what


def test_an_edition_rests_on_the_editions_that_it_embeds(case: Case) -> None:
    on = {
        record.reference: {
            row.on_id: row.number for row in Resting.objects.filter(reference=record.reference)
        }
        for record in (case.actor, case.source, case.incident)
    }
    assert on == {
        case.actor.reference: {},
        case.source.reference: {case.actor.reference: 1},
        case.incident.reference: {case.actor.reference: 1, case.source.reference: 1},
    }


def test_the_earliest_of_several_embedded_editions_counts() -> None:
    later, earlier = ({"reference": "A", "edition": number} for number in (2, 1))
    assert embedded({"a": later, "b": [earlier], "c": {"reference": "B"}}) == {"A": earlier}


def test_what_is_not_public_yet_has_no_edition_in_a_preview() -> None:
    source = make.source(publisher=make.actor())
    assert embedded(next_document(source)) == {}


def test_a_record_says_of_an_actor_what_is_published_of_it(case: Case) -> None:
    case.actor.refresh_from_db()
    make.save(
        case.actor,
        name_en="not approved",
        reliability="E",
        comment="a draft",
        reliability_reason_en="a draft",
        reliability_graded_on=DAY,
    )
    make.save(case.source, title="Another title", comment="its title")
    make.published(case.source, note="Its title.")

    publisher = document_of(case.source)["publisher"]
    assert (publisher["name"]["en"], publisher["reliability"]) == ("CNN", None)


# Tasks


def test_nothing_is_a_task_while_all_is_current(case: Case) -> None:
    assert outdated_kinds() == []
    assert earlier_editions(document_of(case.incident)) == []


def test_a_new_edition_of_a_source_is_a_task_for_what_cites_it(case: Case) -> None:
    case.correct_source()

    assert outdated_kinds() == ["incident"]
    (task,) = outdated.tasks(Review.objects.outdated())
    (cause,) = task.causes
    assert (cause.review.pk, cause.number, cause.record.number) == (case.source.pk, 1, 2)


def test_a_new_edition_of_an_actor_is_a_task_for_all_that_embed_it(case: Case) -> None:
    case.correct_actor()
    assert outdated_kinds() == ["incident", "source"]


def test_a_new_edition_of_a_superior_is_a_task_for_its_unit(case: Case) -> None:
    said = case.source.statements.get()
    unit = make.actor(name_en="A unit", kind="armed_unit")
    relation = unit.relations.model(actor=unit, superior=case.actor, statement=said)
    make.save(unit, rows=[relation])
    make.published(unit)
    case.correct_actor()

    assert outdated_kinds() == ["actor", "incident", "source"]


def test_a_withdrawal_is_a_task_and_has_to_be_mended_by_hand(case: Case) -> None:
    make.withdrawn(case.source)

    assert outdated_kinds() == ["incident"]
    (task,) = outdated.tasks(Review.objects.outdated())
    assert task.causes[0].is_gone
    outdated.look_for_obstacles(
        [task], {task.review.reference: task.review.title}, reader=make.reviewer()
    )
    (obstacle,) = task.obstacles
    assert obstacle == (
        "The statement “S1” is not in the current edition of its source "
        "“Soldiers shot after capture”."
    )


def test_what_is_withdrawn_itself_is_no_task(case: Case) -> None:
    make.withdrawn(case.incident)
    case.correct_source()
    assert outdated_kinds() == []


def test_a_task_is_of_those_who_entered_or_approved_the_record(case: Case) -> None:
    case.correct_source()
    of = Review.objects.outdated().of

    assert [of(make.researcher()).count(), of(make.reviewer()).count()] == [1, 1]
    assert of(make.researcher(name="petro")).count() == 0


# Bringing up to date


def test_a_new_edition_embeds_what_is_current_and_ends_the_task(case: Case) -> None:
    case.correct_source()
    submit_again(case.incident)
    approve(case.incident)

    assert outdated_kinds() == []
    (statement,) = document_of(case.incident)["statements"]
    assert (statement["source"]["edition"], statement["source"]["standing"]["value"]) == (
        2,
        "corrected",
    )
    assert list(Verification().faults()) == []


@pytest.mark.parametrize("reverse", [False, True])
def test_one_decision_brings_a_source_and_what_rests_on_it_up_to_date(
    case: Case, reverse: bool
) -> None:
    """Whatever their order: else the incident would embed the source's earlier edition."""
    case.correct_actor()
    both = [case.source, case.incident][:: -1 if reverse else 1]
    submit_again(*both)
    approve(*both)

    assert outdated_kinds() == []
    (statement,) = document_of(case.incident)["statements"]
    assert statement["chain"][0]["actor"]["name"]["en"] == "Cable News Network"


def test_records_that_rest_on_one_another_can_be_approved_together() -> None:
    """In a circle none can be the first with all others current: that one stays a task."""
    sources = [make.source(), make.source(url="https://news.example/2")]
    said = [make.statement(source=source) for source in sources]
    for source in sources:
        make.published(source)
    for number, source in enumerate(sources):
        link = StatementLink(
            statement=said[number], kind="repeats", to=said[1 - number], why_en="the same words"
        )
        make.save(source, rows=[link])
        make.submitted(source)

    assert [edition.number for edition in make.approved(*sources, note="Linked.")] == [2, 2]


def test_who_submitted_them_may_not_approve_them(case: Case) -> None:
    case.correct_source()
    submit_again(case.incident, by=make.reviewer())

    with pytest.raises(Refused, match="somebody else must approve it"):
        approve(case.incident, by=make.reviewer())
    assert outdated_kinds() == ["incident"]


def test_all_are_approved_or_none(case: Case) -> None:
    case.correct_actor()
    submit_again(case.source, case.incident)
    seen = heads(case.source, case.incident)
    case.incident.refresh_from_db()
    make.save(case.incident, killed_best=3, comment="slipped in")
    entries = Entry.objects.count()

    with pytest.raises(decisions.Stale):
        publishing.approve(seen, shown=make.shown(*seen), by=make.reviewer(), day=DAY, note="x")
    assert Entry.objects.count() == entries
    assert outdated_kinds() == ["incident", "source"]


def test_all_are_submitted_or_none(case: Case) -> None:
    case.correct_actor()
    make.save(case.incident, killed_best=3, comment="pending")

    with pytest.raises(Refused, match="cannot be brought up to date as it stands"):
        submit_again(case.source, case.incident)
    assert Review.objects.get(pk=case.source.pk).work == Review.Work.CLEAN


def test_what_is_current_cannot_be_submitted_as_it_stands(case: Case) -> None:
    with pytest.raises(Refused, match="cannot be brought up to date as it stands"):
        submit_again(case.source)


def test_a_comment_and_a_record_are_needed(case: Case) -> None:
    case.correct_source()
    with pytest.raises(Refused, match="Say what you changed and why"):
        submit_again(case.incident, comment=" ")
    with pytest.raises(Refused, match="Choose at least one record"):
        submit_again()


def test_a_stranger_to_submitting_is_refused(case: Case) -> None:
    case.correct_source()
    with pytest.raises(Refused, match="You do not have the right"):
        submit_again(case.incident, by=make.administrator())


def test_what_rests_on_a_record_with_pending_changes_waits_for_it(case: Case) -> None:
    case.correct_actor()
    case.source.refresh_from_db()
    make.save(case.source, title="A draft", comment="pending")
    found = outdated.tasks(Review.objects.outdated().order_by("kind"))
    outdated.look_for_obstacles(
        found, {t.review.reference: t.review.title for t in found}, reader=make.reviewer()
    )

    assert [task.obstacles for task in found] == [
        ["It rests on “A draft, Cable News Network, 2025-05-24”: bring that up to date first."],
        ["It has pending changes: it comes up to date when those are approved."],
    ]


# Index


def test_the_index_is_checked_and_can_be_made_anew(case: Case) -> None:
    Resting.objects.filter(reference=case.source.reference).delete()
    Resting.objects.filter(reference=case.incident.reference).update(number=2)
    Resting.objects.create(id="x", reference="0000000", on_id=case.actor.reference, number=1)

    assert len(list(Verification().faults())) == 4
    call_command("rebuild_published", verbosity=0)
    assert list(Verification().faults()) == []


# Pages


def text_of(response: Any) -> str:
    return " ".join(strip_tags(response.content.decode().partition("<main")[2]).split())


def test_the_public_page_says_at_once_on_what_it_rests(client: Client, case: Case) -> None:
    case.correct_source()
    case.correct_actor()
    text = text_of(client.get(f"/incidents/{case.incident.reference}/"))

    assert (
        "Rests on an earlier edition CNN: this page rests on edition 1, the current one is "
        "edition 2 (what changed) Article, CNN, Soldiers shot after capture: this page rests on "
        "edition 1, the current one is edition 2 (what changed)" in text
    )


def test_the_pages_of_sources_and_actors_say_so_too(client: Client, case: Case) -> None:
    case.correct_actor()
    text = text_of(client.get(f"/sources/{case.source.reference}/"))
    assert "Rests on an earlier edition CNN: this page rests on edition 1" in text

    submit_again(case.source)
    approve(case.source)
    text = text_of(client.get(f"/sources/{case.source.reference}/"))
    assert "Rests on an earlier edition" not in text


def signed_in(client: Client, by: User) -> Client:
    client.force_login(by)
    return client


def test_my_work_lists_my_tasks_with_what_changed(client: Client, case: Case) -> None:
    case.correct_source()
    text = text_of(signed_in(client, make.researcher()).get("/admin/"))

    assert "1 of my records rests on an earlier edition" in text
    assert "edition 1 is contained, edition 2 is current" in text
    text = text_of(signed_in(client, make.researcher(name="petro")).get("/admin/"))
    assert "of my records" not in text


@pytest.mark.parametrize("page", ["incidents/incident/{pk}/change/", "review/review/{pk}/"])
def test_the_pages_of_a_record_say_its_task(client: Client, case: Case, page: str) -> None:
    case.correct_source()
    address = "/admin/" + page.format(pk=case.incident.pk)
    text = text_of(signed_in(client, make.researcher()).get(address))

    assert "Rests on an earlier edition:" in text
    assert "edition 1 is contained, edition 2 is current" in text


def test_two_people_bring_all_of_them_up_to_date_on_one_page(client: Client, case: Case) -> None:
    case.correct_actor()
    page = signed_in(client, make.researcher()).get(PAGE)
    assert "lines would change for readers" in text_of(page)
    sent = form_of(page, f"{PAGE}submit/") | {"comment": "it still holds"}
    assert len(sent["records"]) == 2
    assert client.post(f"{PAGE}submit/", sent).status_code == 302

    page = signed_in(client, make.reviewer()).get(PAGE)
    sent = form_of(page, f"{PAGE}approve/") | {"considered": "on"}
    assert sent["note"] == (f"Brought up to date with edition 2 of {case.actor.reference}.")
    assert client.post(f"{PAGE}approve/", sent).status_code == 302
    assert outdated_kinds() == []


def test_who_submitted_is_not_offered_to_approve(client: Client, case: Case) -> None:
    case.correct_source()
    submit_again(case.incident, by=make.reviewer())
    page = signed_in(client, make.reviewer()).get(PAGE)

    assert "Nothing that others submitted is waiting for you." in text_of(page)
    assert "It has pending changes" in text_of(page)


def test_what_was_saved_since_is_not_among_what_is_approved_together(
    client: Client, case: Case
) -> None:
    case.correct_source()
    make.save(case.incident, killed_best=3, comment="more")
    make.submitted(case.incident)
    page = signed_in(client, make.reviewer()).get(PAGE)

    assert "Nothing that others submitted is waiting for you." in text_of(page)


def test_what_is_left_out_stays_left_out_when_something_was_wrong(
    client: Client, case: Case
) -> None:
    case.correct_source()
    signed_in(client, make.researcher())
    page = client.get(PAGE)
    [(_task, _changes, is_chosen)] = page.context["to_submit"]
    assert is_chosen

    answer = client.post(f"{PAGE}submit/", {"comment": "still holds"})

    assert answer.status_code == 400
    assert answer.context["to_submit"][0][2] is False
    assert " checked>" not in answer.content.decode().partition("<h2")[2]


def test_a_page_without_any_task_says_so(client: Client, case: Case) -> None:
    text = text_of(signed_in(client, make.reviewer()).get(PAGE))

    assert "No public record rests on anything that is not current." in text
    assert "To be submitted" not in text


def test_a_refusal_stands_on_the_page(client: Client, case: Case) -> None:
    case.correct_source()
    answer = signed_in(client, make.researcher()).post(f"{PAGE}submit/", {"records": ["x"]})
    assert answer.status_code == 400
    assert "This was not done:" in text_of(answer)

    submit_again(case.incident)
    page = signed_in(client, make.reviewer()).get(PAGE)
    assert "Shown:" not in text_of(page)  # what the form carries is for no reader
    sent = form_of(page, f"{PAGE}approve/") | {"considered": "on"}
    make.withdrawn(case.source)
    answer = client.post(f"{PAGE}approve/", sent)
    assert answer.status_code == 400
    assert "is not in the current edition of its source" in text_of(answer)


def test_one_correction_can_be_looked_at_alone(client: Client, case: Case) -> None:
    case.correct_actor()
    other = make.published_incident(source_fields={"url": "https://news.example/3"})
    source = Source.objects.get(url="https://news.example/3")
    make.save(source, title="Corrected", comment="its title")
    make.published(source, note="Its title.")
    signed_in(client, make.researcher())

    page = client.get(PAGE, {"on": source.reference})
    assert other.reference in text_of(page)
    assert case.incident.reference not in text_of(page)
    assert client.get(PAGE, {"on": "\0"}).status_code == 400
    answer = client.post(
        f"{PAGE}submit/?on={source.reference}",
        form_of(page, f"{PAGE}submit/?on={source.reference}") | {"comment": "still true"},
    )
    assert answer["Location"] == f"{PAGE}?on={source.reference}"


def test_what_one_may_not_read_is_not_offered(client: Client, case: Case) -> None:
    case.source.refresh_from_db()
    make.save(case.source, access="restricted", comment="now restricted")
    make.published(case.source, note="Another class of access.")

    assert "0000000" not in text_of(signed_in(client, make.researcher()).get(PAGE))
    assert case.incident.reference not in text_of(client.get(PAGE))
    assert case.incident.reference in text_of(signed_in(client, make.reviewer()).get(PAGE))


def test_an_administrator_reads_the_page_and_decides_nothing(client: Client, case: Case) -> None:
    case.correct_source()
    text = text_of(signed_in(client, make.administrator()).get(PAGE))
    assert "Submit all" not in text


def test_my_work_asks_as_often_for_three_tasks_as_for_one(client: Client, case: Case) -> None:
    signed_in(client, make.researcher())
    case.correct_source()
    first = queries_of(client, "/admin/")
    said = case.source.statements.get()
    for number in range(2):
        make.published(make.incident(statement=said, title_en=f"Reported killing {number}"))
    case.source.refresh_from_db()
    make.save(case.source, title="Anew", comment="anew")
    make.published(case.source, note="Anew.")
    assert outdated_kinds() == ["incident"] * 3
    assert queries_of(client, "/admin/") == first


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)
