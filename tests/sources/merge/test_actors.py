"""Two published actors that are one body become one, by two people, and can be undone."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client

from incidents.models import Incident, Involvement
from review.editions import chain
from review.editions.documents import served_now
from review.models import Entry, PublicRecord, Refused, Review
from review.public.views import exported_lines
from review.workflow import merging, outdated, publishing
from sources.merge import actors
from sources.models import Actor, ActorMerge, ActorName, ActorRelation, PublishedActor, Source
from tests import factories as make
from tests.databases import CopiedDatabase, UsedDatabase
from tests.pages import form_of, signed_in
from tests.sources.merge.cases import MergeCase, faults, text_of
from tools import verify_export

pytestmark = pytest.mark.django_db


class Case(MergeCase):
    """Two public records of one brigade: a source and an incident name the one that goes."""

    def __init__(self) -> None:
        stays = make.published(make.actor(name_en="14th Brigade", kind="armed_unit"))
        goes = make.published(
            make.actor(
                name_en="Brigade 14",
                kind="armed_unit",
                names=["Chervona Kalyna", "14th brigade"],
                side="ukraine",
                note_en="Known since 2014.",
            )
        )
        told = make.source(publisher=goes)
        said = make.statement(source=told, chain=[goes])
        make.published(told)
        incident = make.incident(statement=said, rows=[Involvement(actor=goes)])
        make.published(incident)
        self.read(goes=goes.pk, stays=stays.pk, told=told.pk, incident=incident.pk)

    def read(self, *, goes: Any, stays: Any, told: Any, incident: Any) -> None:
        self.goes, self.stays = Actor.objects.get(pk=goes), Actor.objects.get(pk=stays)
        self.told, self.incident = Source.objects.get(pk=told), Incident.objects.get(pk=incident)
        self.said = self.told.statements.get()

    @classmethod
    def entered(cls) -> "Case":
        case = cls.__new__(cls)
        keys = {name: Actor.objects.get(name_en=name).pk for name in ("Brigade 14", "14th Brigade")}
        case.read(
            goes=keys["Brigade 14"],
            stays=keys["14th Brigade"],
            told=Source.objects.get().pk,
            incident=Incident.objects.get().pk,
        )
        return case

    def refresh(self) -> None:
        self.read(
            goes=self.goes.pk, stays=self.stays.pk, told=self.told.pk, incident=self.incident.pk
        )

    def propose(self, *, by: User | None = None, comment: str = "one brigade") -> ActorMerge:
        by = by or make.researcher()
        return actors.propose(self.goes, self.stays, by=by, seen=self.heads(), comment=comment)

    def propose_undo(self, *, by: User | None = None, comment: str = "two of them") -> ActorMerge:
        by = by or make.researcher()
        self.refresh()
        return actors.propose_undo(self.goes, by=by, seen=self.heads(), comment=comment)

    def decide(self, merge: ActorMerge, *, by: User | None = None) -> None:
        merge = ActorMerge.objects.get(pk=merge.pk)
        verb: Any = merging.approve_undo if merge.kind == "undo" else merging.approve
        shown = make.shown(*merging.published_by(merge))
        by = by or make.reviewer()
        verb(merge, by=by, seen=self.heads(), shown=shown, day=make.DAY, note="Decided.")
        self.refresh()


@pytest.fixture(scope="module")
def case_database(copied_database: CopiedDatabase) -> Iterator[str]:
    with copied_database("merging_actors", Case) as name:
        yield name


@pytest.fixture
def case_in_place(case_database: str, used_database: UsedDatabase) -> Iterator[None]:
    with used_database(case_database):
        yield


@pytest.fixture
def case(case_in_place: None, db: None) -> Case:
    return Case.entered()


def brought_up_to_date(*records: Any) -> None:
    """The tasks of these as they stand, asked for by one person and approved by another."""
    for record in records:
        review = Review.objects.get(pk=record.pk)
        outdated.submit_again({review.pk: review.head_id}, by=make.researcher(), comment="now")
        make.approved(type(record).objects.get(pk=record.pk), note="It names another record.")


def bodies_in(record: Any) -> set[str]:
    """References of the actors that the current edition of a record embeds."""
    document = served_now(Review.objects.get(pk=record.pk))
    assert document is not None
    if isinstance(record, Source):
        hops = [hop["actor"] for one in document["statements"] for hop in one["chain"]]
        return {one["reference"] for one in [document["publisher"], *hops]}
    return {row["actor"]["reference"] for row in document["involvements"]}


# The merge


def test_every_address_of_the_one_that_went_leads_to_the_one_that_stays(
    client: Client, case: Case
) -> None:
    case.merged()
    pages = ("", "editions/", "editions/1/", "editions/1/cite.bib")
    for prefix in ("", "/uk"):
        for rest in pages:
            answer = client.get(f"{prefix}/actors/{case.goes.reference}/{rest}")
            to = f"{prefix}/actors/{case.stays.reference}/#merged-{case.goes.reference}"
            assert (rest, answer.status_code, answer["Location"]) == (rest, 301, to)


def test_the_one_that_stays_has_what_only_the_other_stated_and_says_so(
    client: Client, case: Case
) -> None:
    case.merged()
    text = text_of(client.get(f"/actors/{case.stays.reference}/"))
    assert (
        f"On 1 June 2025 the record {case.goes.reference} was merged into this one: both were "
        "found to be of the same body. Its address leads here now." in text
    )
    document = served_now(Review.objects.get(pk=case.stays.pk))
    assert document is not None
    # Of the other names one is the own name of the one that stays.
    assert [name["text"] for name in document["names"]] == ["Brigade 14", "Chervona Kalyna"]
    said = (document["name"]["en"], document["side"], document["note"]["en"])
    assert said == ("14th Brigade", "ukraine", "Known since 2014.")


def test_the_changes_and_the_chain_tell_of_it_and_everything_verifies(
    client: Client, case: Case
) -> None:
    case.merged()
    last = Entry.objects.latest("position")
    assert (last.kind, last.record_kind, last.reference, last.content) == (
        "merge",
        "actor",
        case.goes.reference,
        {"into": case.stays.reference, "reason": "duplicate"},
    )
    for page in ("/transparency/", f"/actors/{case.stays.reference}/editions/"):
        assert case.goes.reference in text_of(client.get(page))
    changes = client.get("/changes/").content.decode()
    leads = f'<a href="/actors/{case.stays.reference}/">Both are one record now: '
    assert f"{leads}{case.stays.reference}</a>" in changes
    assert case.goes.reference in client.get("/changes.atom").content.decode()
    assert faults() == []
    export = verify_export.Export()
    export.check(exported_lines())
    assert export.gone == {case.goes.reference}


def test_what_names_it_is_a_task_and_names_the_other_one_in_its_next_edition(
    client: Client, case: Case
) -> None:
    case.merged()
    assert bodies_in(case.told) == {case.goes.reference}
    told = text_of(client.get(f"/sources/{case.told.reference}/"))
    assert f"Brigade 14: merged into {case.stays.reference} on 1 June 2025" in told
    tasks = outdated.tasks(Review.objects.outdated())
    assert {task.review.pk for task in tasks} == {case.told.pk, case.incident.pk}

    brought_up_to_date(case.told, case.incident)

    assert bodies_in(case.told) == bodies_in(case.incident) == {case.stays.reference}
    assert list(Review.objects.outdated()) == []
    assert faults() == []


INCIDENT = "Reported killing of two captured soldiers near Udachne, 22 May 2025"
ASKED = {
    "/sources/?publisher={}": "Soldiers shot after capture",
    "/statements/?origin=body:{}": "Two captured soldiers were shot.",
    "/incidents/?actor={}": INCIDENT,
    "/incidents/?origin=body:{}": INCIDENT,
}


def found_by(client: Client, actor: Actor) -> list[bool]:
    return [
        said in text_of(client.get(address.format(actor.reference)))
        for address, said in ASKED.items()
    ]


def test_lists_find_by_the_one_that_stays_what_earlier_editions_name(
    client: Client, case: Case
) -> None:
    assert found_by(client, case.goes) == [True] * 4
    assert found_by(client, case.stays) == [False] * 4
    case.merged()
    # By either reference: the old one stands in links of others.
    assert found_by(client, case.stays) == found_by(client, case.goes) == [True] * 4
    found = client.get("/incidents/").context["facets"]["actor"].options
    assert [(one.value, one.label, one.count) for one in found] == [
        (case.stays.reference, "14th Brigade", 1)
    ]


def test_units_of_the_one_that_went_are_units_of_the_one_that_stays(
    client: Client, case: Case
) -> None:
    unit = make.actor(name_en="Second Battalion", kind="armed_unit")
    relation = ActorRelation(actor=unit, superior=case.goes, statement=case.said)
    make.save(unit, rows=[relation], comment="of it")
    make.published(unit)
    case.merged()
    under = PublishedActor.objects.directly_under(case.stays.reference)
    assert [one.reference for one in under] == [unit.reference]
    within = PublishedActor.objects.within(case.stays.reference)
    assert within == sorted([case.stays.reference, case.goes.reference, unit.reference])
    brought_up_to_date(unit)
    assert "14th Brigade" in text_of(client.get(f"/actors/{unit.reference}/"))
    assert faults() == []


def test_what_is_entered_later_of_the_one_that_went_is_published_of_the_one_that_stays(
    case: Case,
) -> None:
    case.merged()
    another = make.source(title="Another", url="https://news.example/9", publisher=case.goes)
    make.statement(source=another, chain=[case.goes])
    make.published(another)
    assert bodies_in(another) == {case.stays.reference}


# The undoing


def test_undone_both_are_public_and_what_was_brought_is_taken_out(
    client: Client, case: Case
) -> None:
    case.merged()
    brought_up_to_date(case.told, case.incident)
    case.undone()

    for actor in (case.goes, case.stays):
        assert client.get(f"/actors/{actor.reference}/").status_code == 200
    assert "merged into this one" not in text_of(client.get(f"/actors/{case.stays.reference}/"))
    document = served_now(Review.objects.get(pk=case.stays.pk))
    assert document is not None
    assert (document["names"], document["side"], document["note"]["en"]) == ([], "", "")
    # They name the one that they meant, as soon as they are brought up to date.
    assert set(Review.objects.outdated()) == {case.told.review, case.incident.review}
    brought_up_to_date(case.told, case.incident)
    assert bodies_in(case.told) == bodies_in(case.incident) == {case.goes.reference}
    assert list(Review.objects.outdated()) == []
    assert faults() == []


def test_what_was_changed_since_is_left_to_people(case: Case) -> None:
    case.merged()
    make.save(case.stays, note_en="Another note.", comment="better")
    make.published(case.stays, note="A better note.")
    case.undone()
    assert (case.stays.note_en, case.stays.side) == ("Another note.", "")


def test_a_refused_merge_leaves_the_one_that_stays_as_it_was(case: Case) -> None:
    merge = case.propose()
    merging.refuse(merge, by=make.reviewer(), seen=case.heads(), comment="two of them")
    case.refresh()
    assert (case.stays.review.work, case.stays.side, case.stays.names.count()) == ("clean", "", 0)
    assert ActorMerge.objects.get().state == "refused"


# What is refused


def _withdrawn(case: Case) -> None:
    make.withdrawn(case.stays)


def _pending(case: Case) -> None:
    make.save(case.goes, comment="more")


def _hidden(case: Case) -> None:
    name = case.goes.names.get(text="Chervona Kalyna")
    make.hidden(case.goes, f"names/{name.pk}")


def _related(case: Case) -> None:
    middle = make.actor(name_en="A corps", kind="armed_unit")
    relation = ActorRelation(actor=middle, superior=case.stays, statement=case.said)
    make.save(middle, rows=[relation], comment="of it")
    above = ActorRelation(actor=case.goes, superior=middle, statement=case.said)
    make.save(case.goes, rows=[above], comment="of it")
    make.published(middle)
    make.published(case.goes, note="Of a corps.")


def _merged_here(case: Case) -> None:
    third = make.published(make.actor(name_en="Brigade No. 14", kind="armed_unit"))
    heads = {one.pk: one.review.head_id for one in (third, case.goes)}
    merge = actors.propose(
        third, case.goes, by=make.researcher(), seen=heads, comment="one brigade"
    )
    now = dict(Review.objects.filter(pk__in=heads).values_list("pk", "head_id"))
    shown = make.shown(*merging.published_by(ActorMerge.objects.get(pk=merge.pk)))
    merging.approve(merge, by=make.reviewer(), seen=now, shown=shown, day=make.DAY, note="One.")


def _proposed(case: Case) -> None:
    case.propose()


REFUSED: list[tuple[Callable[[Case], None], str]] = [
    (_withdrawn, "must be public and without pending changes"),
    (_pending, "must be public and without pending changes"),
    (_hidden, "A part of “Brigade 14” is hidden"),
    (_related, "One of them is said to be part of the other"),
    (_merged_here, "Another actor was merged into the one that would go"),
    (_proposed, "is already proposed"),
]


@pytest.mark.parametrize(("change", "sentence"), REFUSED)
def test_what_may_not_be_merged_is_refused_with_a_sentence(
    case: Case, change: Callable[[Case], None], sentence: str
) -> None:
    change(case)
    case.refresh()
    count = ActorMerge.objects.count()
    with pytest.raises(Refused, match=sentence):
        case.propose()
    assert ActorMerge.objects.count() == count


def test_a_reason_is_asked_for_both_ways(case: Case) -> None:
    with pytest.raises(Refused, match="why it is the same body"):
        case.propose(comment=" ")
    with pytest.raises(Refused, match="It is not merged"):
        case.propose_undo()
    case.merged()
    with pytest.raises(Refused, match="why these are two bodies"):
        case.propose_undo(comment=" ")


# Two people, and what was seen


def test_nobody_decides_alone(case: Case) -> None:
    merge = case.propose(by=make.reviewer())
    with pytest.raises(Refused, match="You proposed this yourself"):
        case.decide(merge, by=make.reviewer())
    with pytest.raises(Refused, match="You do not have the right"):
        case.decide(merge, by=make.researcher(name="petro"))
    with pytest.raises(publishing.Unapprovable, match="A merge, or its undoing, is proposed"):
        make.approved(Actor.objects.get(pk=case.stays.pk), by=make.reviewer(name="maria"), note="x")
    with pytest.raises(IntegrityError, match="actormerge_two_people"), transaction.atomic():
        ActorMerge.objects.filter(pk=merge.pk).update(
            state="done", decided_by=merge.by_id, decided_at="2025-07-01T00:00Z"
        )


def test_only_what_was_shown_is_published(case: Case) -> None:
    merge = case.propose()
    seen = case.heads()
    with pytest.raises(publishing.Changed):
        merging.approve(
            merge, by=make.reviewer(), seen=seen, shown="x", day=make.DAY, note="Merged."
        )
    case.refresh()
    make.save(case.stays, note_en="Slipped in.", comment="more")
    shown = make.shown(case.stays)
    with pytest.raises(Refused, match="Somebody else has saved this record"):
        merging.approve(
            merge, by=make.reviewer(), seen=seen, shown=shown, day=make.DAY, note="Merged."
        )


def test_the_database_lets_no_actor_lead_elsewhere_without_two(case: Case) -> None:
    away = {"public": "withdrawn", "withdrawn_on": make.DAY, "withdrawn_reason": "duplicate"}
    rows = Review.objects.filter(pk=case.goes.pk)
    with pytest.raises(IntegrityError, match="merged by two people"), transaction.atomic():
        rows.update(merged_into=case.stays.pk, **away)
    case.merged()
    with pytest.raises(IntegrityError, match="merged by two people"), transaction.atomic():
        rows.update(merged_into=None)
    with pytest.raises(IntegrityError, match="are not merged so"), transaction.atomic():
        ActorMerge.objects.update(filled=["note_en"])
    with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
        ActorMerge.objects.update(comment="another reason")
    with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
        ActorMerge.objects.all().delete()


def test_a_merge_that_the_chain_does_not_know_is_found(case: Case) -> None:
    entry = chain.append(
        kind=Entry.Kind.MERGE,
        record_kind="actor",
        reference=case.goes.reference,
        day=make.DAY,
        payload={"into": case.stays.reference, "reason": "duplicate"},
    )
    named = f"The actor {case.goes.reference}"
    assert entry.position
    assert [one for one in faults() if one.startswith(named)] == [
        f"{named} stands as “current”; by the chain it is “withdrawn”.",
        f"{named} leads to another record than the chain says.",
    ]


# Pages


def page_of(actor: Actor, rest: str = "merge/") -> str:
    return f"/admin/sources/actor/{actor.pk}/{rest}"


def test_two_people_merge_and_undo_on_the_pages(case: Case) -> None:
    olena, taras = signed_in(make.researcher()), signed_in(make.reviewer())
    two = page_of(case.goes, f"same-as/{case.stays.pk}/")
    form = form_of(olena.get(two), f"{two}propose/")
    assert olena.post(f"{two}propose/", form).status_code == 400
    proposed = olena.post(f"{two}propose/", form | {"propose-comment": "one brigade"})
    assert proposed["Location"] == page_of(case.goes)
    assert "It waits for a reviewer." in text_of(olena.get(page_of(case.goes)))
    assert decided_on_its_page(taras, case) == "withdrawn"

    page = olena.get(page_of(case.goes))
    assert olena.post(page_of(case.goes), form_of(page)).status_code == 400
    undo = form_of(page) | {"comment": "two of them"}
    assert olena.post(page_of(case.goes), undo).status_code == 302
    assert decided_on_its_page(taras, case) == "current"
    assert faults() == []


def decided_on_its_page(client: Client, case: Case) -> str:
    assert "Proposed merges: to be decided" in text_of(client.get("/admin/"))
    page = client.get(page_of(case.goes))
    assert len(page.context["naming"]) == 2
    form = form_of(page)
    sent = {"seen": form["seen"], "_approve": "", "approve-considered": "on"}
    sent |= {f"approve-{name}": form[f"approve-{name}"] for name in ("note", "shown")}
    assert client.post(page_of(case.goes), sent).status_code == 302
    return Review.objects.get(pk=case.goes.pk).public


def test_what_rests_on_a_statement_that_one_may_not_read_is_not_shown(case: Case) -> None:
    kept = make.source(access="restricted", by=make.reviewer(), title="Kept", url="")
    said = make.statement(source=kept, by=make.reviewer())
    case.propose()
    case.refresh()
    above = make.published(make.actor(name_en="A corps", kind="armed_unit"))
    relation = ActorRelation(actor=case.stays, superior=above, statement=said)
    make.save(case.stays, rows=[relation], by=make.reviewer(), comment="of it")
    page = text_of(signed_in(make.researcher()).get(page_of(case.goes)))
    assert ("Chervona Kalyna" in page, "A corps" in page) == (True, False)


def test_not_even_a_number_tells_of_a_record_that_one_may_not_read(case: Case) -> None:
    kept = make.published(make.source(title="Kept"))
    reviewer = make.reviewer()
    make.save(kept, publisher=case.goes, access="restricted", by=reviewer, comment="a threat")
    case.propose()

    counts = [
        len(signed_in(who).get(page_of(case.goes)).context["naming"])
        for who in (make.researcher(), reviewer)
    ]

    assert counts == [2, 3]


def test_the_record_that_went_says_where_it_leads_to(case: Case) -> None:
    case.merged()
    page = text_of(signed_in(make.researcher()).get(page_of(case.goes, "change/")))
    assert "It was merged into: 14th Brigade. Undo the merge" in page
    assert PublicRecord.objects.get(reference=case.goes.reference).merged_into_id
    assert {row.pk for row in ActorName.objects.filter(actor=case.stays)} <= set(
        ActorMerge.objects.get().carried
    )
