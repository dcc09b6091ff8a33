"""Two records of one event become one, by two people; it can be undone; one record is split."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils.html import strip_tags

from incidents.merge import merging
from incidents.models import (
    Evidence,
    Finding,
    Incident,
    IncidentLink,
    Involvement,
    LegalCharacterisation,
    Merge,
    PublishedIncident,
    Victim,
)
from review.editions import chain
from review.models import Entry, Event, PublicRecord, Refused, Review
from review.public.views import exported_lines
from review.verify import Verification
from review.workflow import decisions, hiding, publishing
from review.workflow import merging as deciding
from sources.models import Actor, Statement
from tests import factories as make
from tests.databases import CopiedDatabase, UsedDatabase
from tests.pages import form_of
from tests.review.refusing import refused_by
from tools import verify_export

pytestmark = pytest.mark.django_db

DAY = date(2025, 7, 1)


def shown_for(merge: Merge) -> str:
    return make.shown(*deciding.published_by(Merge.objects.get(pk=merge.pk)))


class Case:
    """Two public records of one event, each on a statement of its own."""

    def __init__(self, **second: Any) -> None:
        self.actor = make.published(make.actor(name_en="A brigade", kind="armed_unit"))
        self.stays = make.published_incident()
        told = make.source(url="https://news.example/2", title="Another report")
        when = second.get("occurred", "2025-05-22")
        self.said = make.statement(source=told, label="T1", period=when)
        make.published(told)
        self.goes = make.published(make.incident(statement=self.said, **second))

    @classmethod
    def entered(cls) -> "Case":
        """The one that is there."""
        case = cls.__new__(cls)
        case.actor = Actor.objects.get()
        case.said = Statement.objects.get(label="T1")
        case.goes = Incident.objects.get(pk__in=case.said.evidence.values("incident"))
        case.stays = Incident.objects.exclude(pk=case.goes.pk).get()
        return case

    def heads(self) -> dict[Any, int | None]:
        pks = [self.goes.pk, self.stays.pk]
        return dict(Review.objects.filter(pk__in=pks).values_list("pk", "head_id"))

    def refresh(self) -> None:
        self.goes = Incident.objects.get(pk=self.goes.pk)
        self.stays = Incident.objects.get(pk=self.stays.pk)

    def propose(self, *, by: User | None = None, comment: str = "the same day and place") -> Merge:
        return merging.propose(
            self.goes, self.stays, by=by or make.researcher(), seen=self.heads(), comment=comment
        )

    def approve(self, merge: Merge, *, by: User | None = None) -> Entry:
        by = by or make.reviewer()
        return deciding.approve(
            merge, by=by, seen=self.heads(), shown=shown_for(merge), day=DAY, note="Merged."
        )

    def merged(self) -> "Case":
        self.approve(self.propose())
        self.refresh()
        return self

    def propose_undo(self, *, by: User | None = None, comment: str = "two days") -> Merge:
        return merging.propose_undo(
            self.goes, by=by or make.researcher(), seen=self.heads(), comment=comment
        )

    def approve_undo(self, merge: Merge, *, by: User | None = None) -> None:
        deciding.approve_undo(
            merge,
            by=by or make.reviewer(),
            seen=self.heads(),
            shown=shown_for(merge),
            day=DAY,
            note="Two events.",
        )


@pytest.fixture(scope="module")
def case_database(copied_database: CopiedDatabase) -> Iterator[str]:
    with copied_database("merging", Case) as name:
        yield name


@pytest.fixture
def case_in_place(case_database: str, used_database: UsedDatabase) -> Iterator[None]:
    with used_database(case_database):
        yield


@pytest.fixture
def case(case_in_place: None, db: None) -> Case:
    return Case.entered()


def evidence_of(incident: Incident, label: str) -> list[tuple[str, str, str]]:
    rows = incident.evidence.filter(statement__label=label).order_by("fact")
    return [(row.fact, row.stance, row.value_en) for row in rows]


def review_of(incident: Incident) -> Review:
    return Review.objects.get(pk=incident.pk)


def text_of(response: Any) -> str:
    return " ".join(strip_tags(response.content.decode().partition("<main")[2]).split())


# What is carried


def test_evidence_of_equal_values_is_carried_as_it_is(case: Case) -> None:
    case.propose()
    assert evidence_of(case.stays, "T1") == [
        ("act", "supports", ""),
        ("date", "supports", ""),
        ("killed", "supports", ""),
    ]


def test_the_same_number_in_other_columns_is_no_other_value() -> None:
    case = Case(killed_low=2, killed_high=2)
    case.propose()

    assert ("killed", "supports", "") in evidence_of(case.stays, "T1")


def test_where_both_state_different_values_evidence_supports_neither() -> None:
    case = Case(occurred="2025-05-23", killed_best=3, place=make.place(), place_precision="2")
    other = make.place(code="UA14160250010071751", name_en="Elsewhere")
    make.save(case.stays, place=other, place_precision="2", comment="where")
    statement = case.stays.evidence.get(fact="date").statement
    make.save(case.stays, rows=[Evidence(incident=case.stays, statement=statement, fact="place")])
    make.published(case.stays, note="Where.")
    case.propose()

    assert evidence_of(case.stays, "T1") == [
        ("act", "supports", ""),
        ("date", "context", "23 May 2025"),
        ("killed", "context", "3"),
        ("place", "context", "Udachne, Pokrovskyi Raion, Donetsk Oblast, Ukraine"),
    ]
    row = case.stays.evidence.get(statement=case.said, fact="killed")
    assert row.value_uk == "3"


def test_a_place_kept_from_the_public_does_not_come_out_beside_carried_evidence() -> None:
    country = make.place().parent
    assert country is not None
    case = Case(place=make.place(), place_precision="2", place_public_precision="oblast")
    make.save(case.stays, place=country, place_precision="6", comment="where")
    statement = case.stays.evidence.get(fact="date").statement
    make.save(case.stays, rows=[Evidence(incident=case.stays, statement=statement, fact="place")])
    make.published(case.stays, note="Where.")

    case.propose()

    row = case.stays.evidence.get(statement=case.said, fact="place")
    assert (row.stance, row.value_en, row.value_uk) == ("context", "Ukraine", "Україна")


def test_a_place_that_is_taken_over_brings_its_protection() -> None:
    case = Case(place=make.place(), place_precision="2", place_public_precision="country")
    make.save(case.stays, place_public_precision="raion", comment="no place yet")
    make.published(case.stays, note="Nothing that is told.")

    case.propose()

    assert (case.stays.place, case.stays.place_public_precision) == (case.goes.place, "country")


def test_what_only_the_merged_record_states_is_taken_over() -> None:
    case = Case(
        injured_low=1,
        responses=["not_sought"],
        kinds=["killed_captured", "tortured"],
        place=make.place(),
        place_precision="2",
        place_not_before=date(2025, 1, 1),
    )
    case.propose()
    stays = Incident.objects.get(pk=case.stays.pk)

    assert (stays.injured_low, stays.responses, stays.kinds) == (
        1,
        ["not_sought"],
        ["killed_captured", "tortured"],
    )
    assert (stays.place, stays.place_precision, stays.place_not_before) == (
        make.place(),
        "2",
        date(2025, 1, 1),
    )


def rows_of(actor: Actor, body: Actor, statement: Any) -> list[Any]:
    return [
        Victim(label_en="a soldier"),
        Involvement(actor=actor, by_whom_en="a report"),
        LegalCharacterisation(law="rs_8_2_a_i"),
        Finding(body=body, what_en="number", statement=statement),
    ]


def test_rows_are_carried_once_and_their_evidence_speaks_of_the_copies() -> None:
    case = Case()
    rows = rows_of(case.actor, case.actor, case.said)
    for row in rows:
        row.incident = case.goes
    about = [
        Evidence(incident=case.goes, statement=case.said, fact=fact, **{fact: row})
        for fact, row in zip(("victim", "involvement", "characterisation"), rows, strict=False)
    ]
    make.save(case.goes, rows=[*rows, *about], comment="people")
    make.published(case.goes, note="People.")
    # The other record has the same victims already.
    same = Victim(incident=case.stays, label_en="a soldier")
    statement = case.stays.evidence.get(fact="date").statement
    speaks = Evidence(incident=case.stays, statement=statement, fact="victim", victim=same)
    make.save(case.stays, rows=[same, speaks], comment="people")
    make.published(case.stays, note="People.")
    case.propose()

    counts = [getattr(case.stays, name).count() for name in ("victims", "involvements", "findings")]
    assert counts == [1, 1, 1]
    assert case.stays.evidence.get(statement=case.said, fact="victim").victim == same
    carried = case.stays.evidence.get(statement=case.said, fact="involvement").involvement
    assert carried is not None
    assert (carried.incident_id, carried.actor_id) == (case.stays.pk, case.actor.pk)


def test_links_to_others_are_carried_but_none_to_itself() -> None:
    case = Case()
    third = make.published_incident(source_fields={"url": "https://news.example/3"})
    links = [
        IncidentLink(incident=case.goes, kind="same_episode", to=to) for to in (third, case.stays)
    ]
    make.save(case.goes, rows=links, comment="linked")
    make.published(case.goes, note="Linked.")
    case.propose()

    assert [link.to for link in case.stays.links.all()] == [third]


# The merge


def test_the_address_leads_to_the_record_that_stays_for_good(client: Client, case: Case) -> None:
    case.merged()
    goes, stays = case.goes.reference, case.stays.reference

    for rest in ("", "editions/", "editions/1/"):
        for prefix in ("", "/uk"):
            answer = client.get(f"{prefix}/incidents/{goes}/{rest}")
            assert (answer.status_code, answer["Location"]) == (
                301,
                f"{prefix}/incidents/{stays}/#merged-{goes}",
            )


def test_the_page_that_stays_says_so_and_has_the_evidence(client: Client, case: Case) -> None:
    case.merged()
    text = text_of(client.get(f"/incidents/{case.stays.reference}/"))

    assert (
        f"On 1 July 2025 the record {case.goes.reference} was merged into this one: both were "
        "found to be of the same event. Its address leads here now." in text
    )
    assert "Another report" in text
    history = text_of(client.get(f"/incidents/{case.stays.reference}/editions/"))
    assert f"{case.goes.reference} was merged into {case.stays.reference} 1 July 2025" in history
    chain = text_of(client.get("/transparency/"))
    assert f"merge into {case.stays.reference}: duplicate" in chain


def test_lists_count_the_event_once(client: Client, case: Case) -> None:
    case.merged()
    assert [row.reference for row in PublishedIncident.objects.all()] == [case.stays.reference]
    assert "1 incident " in text_of(client.get("/incidents/"))


def test_the_chain_tells_of_the_merge_and_everything_still_verifies(case: Case) -> None:
    entry = case.approve(case.propose())

    assert (entry.kind, entry.reference, entry.content) == (
        "merge",
        case.goes.reference,
        {"into": case.stays.reference, "reason": "duplicate"},
    )
    assert list(Verification().faults()) == []
    export = verify_export.Export()
    export.check(exported_lines())
    assert export.gone == {case.goes.reference}


def test_the_evidence_of_the_merged_record_stays_in_its_editions(case: Case) -> None:
    case.merged()
    edition = review_of(case.goes).editions.get()
    assert case.goes.evidence.count() == 3
    assert edition.parts.filter(path__startswith="evidence/").count() == 3
    kinds = review_of(case.goes).events.values_list("kind", flat=True)
    assert list(kinds)[-2:] == [Event.Kind.COMMENTED, Event.Kind.MERGED]


def test_a_merge_that_adds_nothing_needs_no_new_edition(client: Client) -> None:
    case = Case()
    case.propose()
    deciding.refuse(
        Merge.objects.get(), by=make.reviewer(), seen=case.heads(), comment="take over by hand"
    )
    rows = [
        Evidence(incident=case.stays, statement=case.said, fact=fact)
        for fact in ("act", "date", "killed")
    ]
    case.refresh()
    make.save(case.stays, rows=rows, comment="by hand")
    make.published(case.stays, note="By hand.")
    case.approve(case.propose())

    assert review_of(case.stays).editions.count() == 2
    assert PublicRecord.objects.get(reference=case.goes.reference).merged_into_id is not None


# Two people


def test_who_proposed_it_may_not_approve_it(case: Case) -> None:
    merge = case.propose(by=make.reviewer())
    with pytest.raises(Refused, match="You proposed this yourself"):
        case.approve(merge, by=make.reviewer())
    assert review_of(case.goes).is_public


def test_the_database_keeps_the_two_people_too(case: Case) -> None:
    merge = case.propose()
    with pytest.raises(IntegrityError, match="merge_two_people"), transaction.atomic():
        Merge.objects.filter(pk=merge.pk).update(
            state="done", decided_by=merge.by_id, decided_at="2025-07-01T00:00Z"
        )


def test_a_researcher_alone_cannot_approve_it(case: Case) -> None:
    merge = case.propose()
    with pytest.raises(Refused, match="You do not have the right"):
        case.approve(merge, by=make.researcher(name="petro"))


def test_who_changed_the_record_that_stays_may_not_approve_it(case: Case) -> None:
    merge = case.propose()
    case.refresh()
    make.save(case.stays, by=make.reviewer(), comment="tidied up")
    make.submitted(case.stays)
    with pytest.raises(Refused, match="You changed or submitted"):
        case.approve(merge, by=make.reviewer())


def test_neither_record_can_be_approved_alone_while_it_is_proposed(case: Case) -> None:
    case.propose()
    with pytest.raises(publishing.Unapprovable, match="A merge, or its undoing, is proposed"):
        make.approved(case.stays, note="alone")


@pytest.mark.parametrize("which", ["goes", "stays"])
def test_it_is_decided_about_what_was_seen(case: Case, which: str) -> None:
    merge = case.propose()
    seen = case.heads()
    case.refresh()
    make.save(getattr(case, which), comment="slipped in")
    with pytest.raises(decisions.Stale):
        deciding.approve(
            merge, by=make.reviewer(), seen=seen, shown=shown_for(merge), day=DAY, note="x"
        )


def test_it_is_not_approved_over_pending_changes_of_the_merged_record(case: Case) -> None:
    merge = case.propose()
    case.refresh()
    make.save(case.goes, comment="more is known")
    with pytest.raises(Refused, match="must be public and without pending changes"):
        case.approve(merge)


def test_it_is_not_approved_once_what_it_adds_was_discarded(case: Case) -> None:
    merge = case.propose()
    review = review_of(case.stays)
    decisions.discard(review, by=make.reviewer(), seen=review.head_id, comment="no")
    with pytest.raises(Refused, match="What it would add is no longer submitted"):
        case.approve(merge)


def test_it_is_decided_once(case: Case) -> None:
    merge = case.propose()
    case.approve(merge)
    with pytest.raises(Refused, match="Somebody has already decided about this"):
        case.approve(merge)


@pytest.mark.parametrize("which", ["goes", "stays"])
def test_only_public_records_without_pending_changes_are_merged(case: Case, which: str) -> None:
    make.withdrawn(getattr(case, which))
    with pytest.raises(Refused, match="must be public and without pending changes"):
        case.propose()


def test_a_record_is_part_of_one_proposal_at_a_time(case: Case) -> None:
    third = make.published_incident(source_fields={"url": "https://news.example/3"})
    case.propose()
    case.stays = third
    with pytest.raises(Refused, match="A merge of one of them is already proposed"):
        case.propose()


def hide_a_row(incident: Incident) -> None:
    row = incident.evidence.get(fact="date")
    hiding.hide(
        review_of(incident),
        f"evidence/{row.pk}",
        by=make.reviewer(name="oksana"),
        day=DAY,
        reason="protection",
        comment="somebody is at risk",
    )


@pytest.mark.parametrize("when", ["before", "after"])
def test_what_is_hidden_in_one_record_does_not_come_out_in_the_other(case: Case, when: str) -> None:
    if when == "before":
        hide_a_row(case.goes)
        with pytest.raises(Refused, match="is hidden: decide about that first"):
            case.propose()
        return
    merge = case.propose()
    hide_a_row(case.goes)
    with pytest.raises(Refused, match="is hidden: decide about that first"):
        case.approve(merge)


def test_what_is_hidden_does_not_come_out_by_a_split(case: Case) -> None:
    hide_a_row(case.goes)
    with pytest.raises(Refused, match="is hidden: decide about that first"):
        split(case.goes, "date")


def test_it_needs_a_reason_and_another_record(case: Case) -> None:
    with pytest.raises(Refused, match="Tell your colleagues why"):
        case.propose(comment=" ")
    case.stays = case.goes
    with pytest.raises(Refused, match="cannot be merged into itself"):
        case.propose()


def test_refused_what_it_added_goes_back_to_what_is_published(case: Case) -> None:
    merge = case.propose()
    with pytest.raises(Refused, match="Say why it is refused"):
        deciding.refuse(merge, by=make.reviewer(), seen=case.heads(), comment="")
    deciding.refuse(merge, by=make.reviewer(), seen=case.heads(), comment="two positions")

    assert evidence_of(case.stays, "T1") == []
    assert review_of(case.stays).work == Review.Work.CLEAN
    assert Merge.objects.get().state == Merge.State.REFUSED


def test_refused_the_work_of_others_is_kept_as_a_draft(case: Case) -> None:
    merge = case.propose()
    case.refresh()
    make.save(case.stays, by=make.researcher(name="petro"), summary_en="more", comment="more")
    make.submitted(case.stays)
    deciding.refuse(merge, by=make.reviewer(), seen=case.heads(), comment="two positions")

    assert review_of(case.stays).work == Review.Work.DRAFT
    assert Incident.objects.get(pk=case.stays.pk).summary_en == "more"


# Undone


def test_a_wrong_merge_is_undone(client: Client) -> None:
    case = Case(injured_low=1, kinds=["killed_captured", "tortured"]).merged()
    case.approve_undo(case.propose_undo())

    case.refresh()
    assert client.get(f"/incidents/{case.goes.reference}/").status_code == 200
    assert evidence_of(case.stays, "T1") == []
    assert (case.stays.injured_low, case.stays.kinds) == (None, ["killed_captured"])
    assert "Two records of one event" not in text_of(
        client.get(f"/incidents/{case.stays.reference}/")
    )
    assert "was merged into" in text_of(client.get(f"/incidents/{case.stays.reference}/editions/"))
    assert review_of(case.goes).editions.count() == 2
    assert list(Verification().faults()) == []
    export = verify_export.Export()
    export.check(exported_lines())
    assert export.gone == set()


def test_what_was_changed_since_the_merge_is_left(client: Client) -> None:
    case = Case(injured_low=1).merged()
    row = case.stays.evidence.get(statement=case.said, fact="act")
    with decisions.saving(
        case.stays, by=make.researcher(), seen=case.heads()[case.stays.pk], comment="x"
    ):
        row.delete()
        case.stays.injured_low = 4
        own = case.stays.evidence.get(fact="act").statement
        Evidence.objects.create(incident=case.stays, statement=own, fact="injured")
    make.published(case.stays, note="Four.")
    case.approve_undo(case.propose_undo())

    assert Incident.objects.get(pk=case.stays.pk).injured_low == 4


def test_who_asked_for_the_undoing_may_not_approve_it(case: Case) -> None:
    merge = case.merged().propose_undo(by=make.reviewer())
    with pytest.raises(Refused, match="You proposed this yourself"):
        case.approve_undo(merge, by=make.reviewer())
    assert not review_of(case.goes).is_public


def test_a_merged_record_is_not_shown_again_by_its_own_approval(case: Case) -> None:
    make.submitted(case.merged().goes)
    with pytest.raises(publishing.Unapprovable, match="It was merged into another record"):
        make.approved(case.goes, note="again")


def test_undoing_refused_leaves_all_as_it_is(client: Client, case: Case) -> None:
    merge = case.merged().propose_undo()
    deciding.refuse(merge, by=make.reviewer(), seen=case.heads(), comment="one event")

    assert client.get(f"/incidents/{case.goes.reference}/").status_code == 301
    assert len(evidence_of(case.stays, "T1")) == 3
    assert review_of(case.goes).work == Review.Work.CLEAN


def test_what_it_would_take_out_must_be_submitted(case: Case) -> None:
    merge = case.merged().propose_undo()
    review = review_of(case.stays)
    decisions.discard(review, by=make.reviewer(), seen=review.head_id, comment="no")
    with pytest.raises(Refused, match="What it would take out is no longer submitted"):
        case.approve_undo(merge)


def test_undoing_needs_a_merge_a_reason_and_no_pending_changes(case: Case) -> None:
    with pytest.raises(Refused, match="It is not merged"):
        case.propose_undo()
    case.merged()
    with pytest.raises(Refused, match="Tell your colleagues why"):
        case.propose_undo(comment="")
    make.save(case.stays, comment="pending")
    with pytest.raises(Refused, match="has pending changes"):
        case.propose_undo()


def test_a_merge_whose_additions_are_gone_is_undone_alone(case: Case) -> None:
    case.merged()
    with decisions.saving(
        case.stays, by=make.researcher(), seen=case.heads()[case.stays.pk], comment="x"
    ):
        case.stays.evidence.filter(statement=case.said).delete()
    make.published(case.stays, note="Taken out.")
    case.approve_undo(case.propose_undo())

    assert review_of(case.goes).is_public
    assert review_of(case.stays).editions.count() == 3


# What does not fit is found


def test_another_target_than_the_chain_says_is_found(case: Case) -> None:
    third = make.published_incident(source_fields={"url": "https://news.example/3"})
    case.merged()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE review_review DISABLE TRIGGER incident_merged_by_two")
    Review.objects.filter(pk=case.goes.pk).update(merged_into=third.pk)
    assert list(Verification().faults()) == [
        f"The incident {case.goes.reference} leads to another record than the chain says."
    ]


def test_a_record_merged_into_itself_is_found_by_both_verifiers(case: Case) -> None:
    reference = case.goes.reference
    entry = chain.append(
        kind=Entry.Kind.MERGE,
        record_kind="incident",
        reference=reference,
        day=DAY,
        payload={"into": reference, "reason": "duplicate"},
    )
    said = f"Entry {entry.position} (merge of incident {reference}) merges a record into itself."

    assert said in list(Verification().faults())
    with pytest.raises(verify_export.Fault, match="merges a record into itself"):
        verify_export.Export().check(exported_lines())


def test_only_what_is_withdrawn_as_a_duplicate_leads_elsewhere(case: Case) -> None:
    case.merged()
    with pytest.raises(IntegrityError, match="review_merged_is_withdrawn"), transaction.atomic():
        Review.objects.filter(pk=case.goes.pk).update(withdrawn_reason="error")


def test_the_database_lets_no_incident_lead_elsewhere_without_two(case: Case) -> None:
    away = {"public": "withdrawn", "withdrawn_on": DAY, "withdrawn_reason": "duplicate"}
    rows = Review.objects.filter(pk=case.goes.pk)
    with refused_by("merge_by_two"):
        rows.update(merged_into=case.stays.pk, **away)
    case.merged()
    with refused_by("merge_by_two"):
        rows.update(merged_into=None)


@pytest.mark.parametrize(
    "changed", [{"state": "refused"}, {"filled": ["title_en"]}, {"comment": "another reason"}]
)
def test_a_merge_that_was_decided_stays(case: Case, changed: dict[str, Any]) -> None:
    case.merged()
    with refused_by("append_only", table="incidents_merge"):
        Merge.objects.update(**changed)
    with refused_by("append_only", table="incidents_merge"):
        Merge.objects.all().delete()


# Splitting


def split(incident: Incident, *facts: str, **changes: Any) -> Incident:
    chosen = incident.evidence.filter(fact__in=facts).values_list("pk", flat=True)
    given = {"title": "Reported killing elsewhere", "comment": "two places"} | changes
    seen = review_of(incident).head_id
    return merging.split(incident, list(chosen), by=make.researcher(), seen=seen, **given)


def test_a_split_moves_evidence_with_what_it_speaks_of(case: Case) -> None:
    victim = Victim(incident=case.goes, label_en="a third soldier")
    about = Evidence(incident=case.goes, statement=case.said, fact="victim", victim=victim)
    make.save(case.goes, rows=[victim, about], comment="a third one")
    new = split(case.goes, "victim", "date")

    assert sorted(new.evidence.values_list("fact", flat=True)) == ["date", "victim"]
    assert [row.label_en for row in new.victims.all()] == ["a third soldier"]
    assert new.evidence.get(fact="victim").victim == new.victims.get()
    assert (new.occurred, new.killed_best) == ("2025-05-22", 2)
    assert [(link.kind, link.to) for link in new.links.all()] == [("same_episode", case.goes)]
    assert sorted(case.goes.evidence.values_list("fact", flat=True)) == ["act", "killed"]
    works = [review_of(record).work for record in (new, case.goes)]
    assert works == [Review.Work.DRAFT, Review.Work.DRAFT]


def test_a_split_needs_evidence_and_a_title(case: Case) -> None:
    with pytest.raises(Refused, match="Choose the evidence"):
        split(case.goes)
    with pytest.raises(Refused, match="Give the other event a title"):
        split(case.goes, "date", title=" ")


# Pages


def page_of(incident: Incident, rest: str = "merge/") -> str:
    return f"/admin/incidents/incident/{incident.pk}/{rest}"


def test_two_people_merge_and_undo_on_the_pages(client: Client, case: Case) -> None:
    olena, taras = make.researcher(), make.reviewer()
    client.force_login(olena)
    address = f"{page_of(case.goes)}?into={case.stays.pk}"
    page = client.get(address)
    assert "What would be added to the record that stays" in text_of(page)
    assert client.post(address, form_of(page)).status_code == 400
    assert client.post(address, form_of(page) | {"comment": "the same"}).status_code == 302
    assert "It waits for a reviewer." in text_of(client.get(page_of(case.goes)))

    client.force_login(taras)
    assert "Proposed merges: to be decided" in text_of(client.get("/admin/"))
    page = client.get(page_of(case.stays))
    sent = {"seen": form_of(page)["seen"], "_approve": ""}
    assert client.post(page_of(case.goes), sent).status_code == 400
    shown = {name: form_of(page)[f"approve-{name}"] for name in ("note", "shown")}
    sent |= {"approve-considered": "on"} | {f"approve-{name}": v for name, v in shown.items()}
    assert case.goes.reference in sent["approve-note"]
    assert client.post(page_of(case.goes), sent).status_code == 302

    client.force_login(olena)
    page = client.get(page_of(case.goes))
    assert "Ask to undo the merge" in text_of(page)
    assert client.post(page_of(case.goes), form_of(page)).status_code == 400
    sent = form_of(page) | {"comment": "two events"}
    assert client.post(page_of(case.goes), sent).status_code == 302

    client.force_login(taras)
    page = client.get(page_of(case.goes))
    sent = {"seen": form_of(page)["seen"], "_approve": "", "approve-considered": "on"}
    sent |= {f"approve-{name}": form_of(page)[f"approve-{name}"] for name in ("note", "shown")}
    assert client.post(page_of(case.goes), sent).status_code == 302
    assert review_of(case.goes).is_public


def test_a_refusal_stands_on_the_page(client: Client, case: Case) -> None:
    case.propose(by=make.reviewer())
    client.force_login(make.reviewer())
    page = client.get(page_of(case.goes))
    assert "You proposed this yourself: somebody else must decide." in text_of(page)
    sent = {"seen": ["x", f"{case.goes.pk}:"], "_refuse": "", "refuse-comment": "no"}
    answer = client.post(page_of(case.goes), sent)
    assert answer.status_code == 400
    assert "Somebody else has saved this record since you opened it." in text_of(answer)
    sent["seen"] = form_of(page)["seen"]
    assert client.post(page_of(case.goes), sent).status_code == 302
    assert Merge.objects.get().state == Merge.State.REFUSED


def test_a_record_that_stays_is_chosen_from_the_public_ones(client: Client, case: Case) -> None:
    client.force_login(make.researcher())
    for into in ("x", make.researcher().pk, case.goes.pk.int, case.goes.pk):
        answer = client.get(page_of(case.goes), {"into": into})
        assert answer.status_code == 400
        assert text_of(answer).count("Choose another incident, one that is public.") == 1
        assert "What would be added" not in text_of(answer)
    assert (
        client.post(f"{page_of(case.goes)}?into={case.goes.pk}", {"comment": "x"}).status_code
        == 400
    )


def test_a_record_is_not_offered_as_the_other_one(client: Client, case: Case) -> None:
    client.force_login(make.researcher())
    offered = client.get(page_of(case.goes)).context["other_form"]["into"].field.widget.get_url()
    asked = "app_label=incidents&model_name=incidentlink&field_name=to"

    def found(address: str) -> list[str]:
        return [one["id"] for one in client.get(f"{address}&{asked}").json()["results"]]

    assert found(offered) == [str(case.stays.pk)]
    assert sorted(found("/admin/autocomplete/?but=nonsense")) == sorted(
        [str(case.stays.pk), str(case.goes.pk)]
    )


def test_a_record_is_split_on_its_page(client: Client, case: Case) -> None:
    client.force_login(make.researcher())
    page = client.get(page_of(case.goes, "split/"))
    assert client.post(page_of(case.goes, "split/"), form_of(page)).status_code == 400
    sent = form_of(page) | {
        "title": "Reported killing elsewhere",
        "comment": "two places",
        "evidence": [str(case.goes.evidence.get(fact="date").pk)],
    }
    answer = client.post(page_of(case.goes, "split/"), sent | {"seen": "1"})
    assert answer.status_code == 400
    answer = client.post(page_of(case.goes, "split/"), sent)
    assert answer.status_code == 302
    assert Incident.objects.count() == 3


def test_a_merge_with_a_record_that_one_may_not_read_is_a_404(client: Client, case: Case) -> None:
    case.propose()
    told = case.said.source
    told.refresh_from_db()
    make.save(told, access="restricted", comment="restricted")
    case.stays.evidence.filter(statement=case.said).delete()
    client.force_login(make.researcher())
    assert client.get(page_of(case.stays)).status_code == 404


def test_a_record_that_one_may_not_read_is_a_404(client: Client, case: Case) -> None:
    told = case.said.source
    told.refresh_from_db()
    make.save(told, access="restricted", comment="restricted")
    client.force_login(make.researcher())
    for rest in ("merge/", "split/"):
        assert client.get(page_of(case.goes, rest)).status_code == 404
    client.force_login(make.administrator())
    assert client.get(page_of(case.stays)).status_code in {403, 404}


# Links, seen from both sides


@pytest.mark.parametrize(
    ("kind", "there", "here"),
    [
        ("same_episode", "Same episode:", "Same episode:"),
        ("part_of", "Part of:", "Has this part:"),
        ("duplicate_of", "Duplicate of:", "Another record of the same event:"),
    ],
)
def test_a_link_stands_on_both_pages(
    client: Client, case: Case, kind: str, there: str, here: str
) -> None:
    link = IncidentLink(incident=case.goes, kind=kind, to=case.stays)
    make.save(case.goes, rows=[link], comment="linked")
    make.published(case.goes, note="Linked.")

    for incident, said in ((case.goes, there), (case.stays, here)):
        text = text_of(client.get(f"/incidents/{incident.reference}/"))
        assert f"Other incidents {said} Reported killing" in text


def test_a_link_that_both_have_stands_once(client: Client, case: Case) -> None:
    for one, other in ((case.goes, case.stays), (case.stays, case.goes)):
        link = IncidentLink(incident=one, kind="same_episode", to=other)
        make.save(one, rows=[link], comment="linked")
        make.published(one, note="Linked.")
    text = text_of(client.get(f"/incidents/{case.stays.reference}/"))
    assert text.count("Same episode:") == 1
