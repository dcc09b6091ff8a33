"""Two published sources that are one item become one, by two people; old addresses stay true."""

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.models import Incident
from review.editions.documents import served_now
from review.models import Entry, Hiding, Refused, Review
from review.public.views import exported_lines
from review.workflow import assigning, hiding, merging, outdated, publishing
from sources.merge import sources
from sources.models import PublishedStatement, Source, SourceMerge, Statement
from tests import factories as make
from tests.databases import CopiedDatabase, UsedDatabase
from tests.pages import form_of, signed_in
from tests.review.refusing import refused_by
from tests.review.searching import tables_with
from tests.sources.merge.cases import MergeCase, faults, text_of
from tools import verify_export

pytestmark = pytest.mark.django_db

WORD = "Qwertzuiopword"


class Case(MergeCase):
    """Two public records of one article, both with an S1; an incident rests on that which goes."""

    def __init__(self) -> None:
        stays = make.source(title="")
        make.statement(source=stays, label="S1", paraphrase_en="Told by the one that stays.")
        make.published(stays)
        goes = make.source(author="A. Writer")
        said = make.statement(source=goes, label="S1", paraphrase_en=f"{WORD} was shot.")
        links = [{"to": said, "kind": "same_recording", "stated": "stated"}]
        make.statement(source=goes, label="S2", paraphrase_en="It was filmed.", links=links)
        make.published(goes)
        incident = make.published(make.incident(statement=said))
        self.read(goes=goes.pk, stays=stays.pk, incident=incident.pk)

    def read(self, *, goes: Any, stays: Any, incident: Any) -> None:
        rows = Source.objects.select_related("review")
        self.goes, self.stays = rows.get(pk=goes), rows.get(pk=stays)
        self.incident = Incident.objects.get(pk=incident)
        self.said = Statement.objects.get(paraphrase_en=f"{WORD} was shot.")

    @classmethod
    def entered(cls) -> "Case":
        case = cls.__new__(cls)
        goes, stays = Source.objects.get(author="A. Writer").pk, Source.objects.get(title="").pk
        case.read(goes=goes, stays=stays, incident=Incident.objects.get().pk)
        return case

    def refresh(self) -> None:
        self.read(goes=self.goes.pk, stays=self.stays.pk, incident=self.incident.pk)

    def propose(self, *, by: User | None = None, comment: str = "one article") -> SourceMerge:
        by = by or make.researcher()
        return sources.propose(self.goes, self.stays, by=by, seen=self.heads(), comment=comment)

    def propose_undo(self, *, by: User | None = None, comment: str = "two") -> SourceMerge:
        self.refresh()
        by = by or make.researcher()
        return sources.propose_undo(self.goes, by=by, seen=self.heads(), comment=comment)

    def decide(
        self, merge: SourceMerge, *, by: User | None = None, shown: str = "", comment: str = ""
    ) -> None:
        merge = SourceMerge.objects.get(pk=merge.pk)
        by = by or make.reviewer()
        what = {"by": by, "seen": self.heads(), "day": make.DAY, "note": "Decided."}
        what["comment"] = comment
        if not shown:
            ahead = merging.foreseen(merge, sources.carry, by=by).ahead
            shown = publishing.fingerprint(ahead)
        verb: Any = merging.approve_undo if merge.kind == "undo" else merging.approve
        verb(merge, shown=shown, carry=sources.carry, **what)
        self.refresh()


@pytest.fixture(scope="module")
def case_database(copied_database: CopiedDatabase) -> Iterator[str]:
    with copied_database("merging_sources", Case) as name:
        yield name


@pytest.fixture
def case_in_place(case_database: str, used_database: UsedDatabase) -> Iterator[None]:
    with used_database(case_database):
        yield


@pytest.fixture
def case(case_in_place: None, db: None) -> Case:
    return Case.entered()


def labels(source: Source) -> list[tuple[str, str]]:
    """What is published of its statements."""
    document = served_now(Review.objects.get(pk=source.pk))
    assert document is not None
    return [(one["label"], one["paraphrase"]["en"]) for one in document["statements"]]


OWN = ("S1", "Told by the one that stays.")
BROUGHT = [("S1", f"{WORD} was shot."), ("S2", "It was filmed.")]


def brought_up_to_date(record: Any) -> None:
    review = Review.objects.get(pk=record.pk)
    outdated.submit_again({review.pk: review.head_id}, by=make.researcher(), comment="now")
    make.approved(type(record).objects.get(pk=record.pk), note="It names another record.")


# The merge


def test_statements_stand_in_the_one_that_stays_under_a_label_of_their_own(case: Case) -> None:
    goes = case.goes.reference
    case.merged()
    there = [(f"{goes}-{label}", told) for label, told in BROUGHT]
    assert labels(case.stays) == [OWN, *there]
    rows = PublishedStatement.objects.order_by("order").values_list("reference", "label")
    assert list(rows) == [(case.stays.reference, label) for label, _told in [OWN, *there]]
    # The rows are those that they were: what cites them cites the same statements.
    assert (case.said.source_id, case.incident.evidence.first().statement_id) == (  # type: ignore[union-attr]
        case.stays.pk,
        case.said.pk,
    )
    assert (case.stays.title, case.stays.author) == ("Soldiers shot after capture", "A. Writer")
    states = [(one.review.work, one.review.public) for one in (case.goes, case.stays)]
    assert states == [("clean", "withdrawn"), ("clean", "current")]
    assert faults() == []


class Anchors(HTMLParser):
    """Of a page, the text under each place that an address can name."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str | None] = []
        self.found: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"meta", "link", "input", "br", "img", "hr"}:
            return
        place = dict(attrs).get("id")
        self.open.append(place)
        if place:
            self.found[place] = ""

    def handle_endtag(self, tag: str) -> None:
        if self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        for place in filter(None, self.open):
            self.found[place] += data


def test_an_old_address_leads_to_a_list_of_labels_and_to_no_statement(
    client: Client, case: Case
) -> None:
    case.merged()
    goes, stays = case.goes.reference, case.stays.reference
    for prefix in ("", "/uk"):
        for rest in ("", "editions/", "editions/1/", "editions/1/cite.bib"):
            answer = client.get(f"{prefix}/sources/{goes}/{rest}")
            to = f"{prefix}/sources/{stays}/#merged-{goes}"
            assert (rest, answer.status_code, answer["Location"]) == (rest, 301, to)
    page = client.get(f"/sources/{stays}/").content.decode()
    listed = " ".join(Anchors(page).found[f"merged-{goes}"].split())
    assert f"where they are now: S1: {goes}-S1; S2: {goes}-S2 History" in listed
    for label in ("S1", "S2"):
        assert f'href="#{goes}-{label}"' in page
    assert WORD in Anchors(page).found[f"{goes}-S1"]


@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(own=st.sets(st.sampled_from(["S1", "S2", "S1-2", "7"]), max_size=3))
def test_no_old_address_ever_shows_another_statement(
    client: Client, case: Case, own: set[str]
) -> None:
    """Whatever labels the one that stays gave itself; before, merged and undone."""
    with transaction.atomic():
        more = {*own} - {"S1"}
        for label in more:
            make.statement(source=case.stays, label=label, paraphrase_en=f"Other {label}.")
        if more:
            make.published(case.stays, note="More.")
        seen = [shown_at_old_addresses(client, case)]
        case.merged()
        seen.append(shown_at_old_addresses(client, case))
        case.undone()
        seen.append(shown_at_old_addresses(client, case))
        transaction.set_rollback(True)
    case.refresh()
    known = {"S1": f"{WORD} was shot.", "S2": "It was filmed."}
    merged = dict.fromkeys(known)
    assert seen == [known, merged, known]


def shown_at_old_addresses(client: Client, case: Case) -> dict[str, str | None]:
    """By label of before, the statement at its address; None where that is no statement's place."""
    answer = client.get(f"/sources/{case.goes.reference}/")
    if answer.status_code == 301:
        # A browser keeps what stood after # only where the address names no place of its own.
        path, _hash, place = answer["Location"].partition("#")
        page, places = client.get(path), dict.fromkeys(("S1", "S2"), place)
    else:
        page, places = answer, {"S1": "S1", "S2": "S2"}
    found = Anchors(page.content.decode()).found
    told = [paraphrase for _label, paraphrase in [OWN, *BROUGHT]]
    told += [f"Other {label}." for label in ("S2", "S1-2", "7")]
    return {
        label: next((one for one in told if one in found[place]), None)
        for label, place in places.items()
    }


def test_what_rests_on_it_is_a_task_and_names_the_one_that_stays_next(
    client: Client, case: Case
) -> None:
    case.merged()
    assert set(Review.objects.outdated()) == {case.incident.review}
    page = text_of(client.get(f"/incidents/{case.incident.reference}/"))
    assert f"merged into {case.stays.reference} on 1 June 2025" in page
    for reference in (case.goes.reference, case.stays.reference):
        found = text_of(client.get(f"/incidents/?source={reference}"))
        assert case.incident.title_en in found
    brought_up_to_date(case.incident)
    document = served_now(Review.objects.get(pk=case.incident.pk))
    assert document is not None
    cited = [(one["source"]["reference"], one["label"]) for one in document["statements"]]
    assert cited == [(case.stays.reference, f"{case.goes.reference}-S1")]
    assert list(Review.objects.outdated()) == []
    assert faults() == []


def test_the_chain_tells_of_it_and_verifies(case: Case) -> None:
    case.merged()
    last = Entry.objects.latest("position")
    assert (last.kind, last.record_kind, last.reference, last.content) == (
        "merge",
        "source",
        case.goes.reference,
        {"into": case.stays.reference, "reason": "duplicate"},
    )
    export = verify_export.Export()
    export.check(exported_lines())
    assert export.gone == {case.goes.reference}


def test_what_is_redacted_later_goes_from_both(case: Case) -> None:
    case.decide(case.propose(comment=f"Both say: {WORD} was shot."))
    brought_up_to_date(case.incident)
    [*hidden] = make.hidden(case.stays, f"statements/{case.said.pk}")
    held = {one.review_id for one in hidden}
    assert held == {case.goes.pk, case.stays.pk, case.incident.pk}
    one = Hiding.objects.get(review=case.stays.pk)
    hiding.redact(one, by=make.administrator(), day=make.DAY, comment="a family asked")
    assert tables_with(WORD) == set()
    assert faults() == []
    with refused_by("append_only"):
        SourceMerge.objects.update(comment="Other words.")


def test_a_new_colleague_keeps_the_record_that_rests_on_what_moved(case: Case) -> None:
    new = make.person(name="newcomer", group="Researchers", is_new=True)
    assigning.assign(case.incident.review, new, by=make.reviewer())

    case.merged()

    assert list(Incident.visible_to(new)) == [case.incident]
    assert set(Source.visible_to(new)) == {case.goes, case.stays}


def test_a_comment_of_the_decision_says_nothing_redacted_of_either(case: Case) -> None:
    make.hidden(case.goes, f"statements/{case.said.pk}")
    one = Hiding.objects.get(review=case.goes.pk)
    hiding.redact(one, by=make.administrator(), day=make.DAY, comment="a family asked")
    case.goes.review.refresh_from_db()
    merge = case.propose()

    with pytest.raises(Refused, match="contains words that were redacted"):
        case.decide(merge, comment=f"{WORD} was shot.")


# The undoing


def test_undone_each_has_its_own_again(client: Client, case: Case) -> None:
    case.merged()
    brought_up_to_date(case.incident)
    case.undone()
    assert (labels(case.goes), labels(case.stays)) == (BROUGHT, [OWN])
    assert (case.stays.title, case.stays.author) == ("", "")
    for source in (case.goes, case.stays):
        assert client.get(f"/sources/{source.reference}/").status_code == 200
    assert set(Review.objects.outdated()) == {case.incident.review}
    brought_up_to_date(case.incident)
    document = served_now(Review.objects.get(pk=case.incident.pk))
    assert document is not None
    cited = [(one["source"]["reference"], one["label"]) for one in document["statements"]]
    assert cited == [(case.goes.reference, "S1")]
    assert faults() == []


def test_nothing_changes_before_it_is_decided_and_nothing_when_it_is_refused(case: Case) -> None:
    before = case.heads()
    merge = case.propose()
    assert (case.heads(), faults()) == (before, [])
    merging.refuse(merge, by=make.reviewer(), seen=case.heads(), comment="two of them")
    assert (case.heads(), labels(case.goes), labels(case.stays)) == (before, BROUGHT, [OWN])


def test_refused_a_draft_that_was_no_part_of_it_stays_and_why_is_said(case: Case) -> None:
    merge = case.propose()
    make.save(case.stays, title="A better title", comment="more")

    by, seen = make.reviewer(), case.heads()
    merging.refuse(merge, carry=sources.carry, by=by, seen=seen, comment="two of them")

    case.refresh()
    assert (case.stays.title, case.stays.review.work) == ("A better title", "draft")
    said = case.goes.review.events.order_by("id").last()
    assert said is not None
    assert said.comment == "The merge, or its undoing, was refused: two of them"


def test_what_was_redacted_since_does_not_come_back_by_undoing(case: Case) -> None:
    case.merged()
    [one] = make.hidden(case.stays, "author")
    hiding.redact(one, by=make.administrator(), day=make.DAY, comment="a family asked")
    undo = case.propose_undo()

    with pytest.raises(Refused, match="holds what was redacted from the other record"):
        case.decide(undo)


# What is refused


def _withdrawn(case: Case) -> None:
    make.withdrawn(case.stays)


def _pending(case: Case) -> None:
    make.save(case.stays, comment="more")


def _hidden(case: Case) -> None:
    make.hidden(case.goes, f"statements/{case.said.pk}")


def _kept(case: Case) -> None:
    make.save(case.goes, access="restricted", comment="kept")
    make.published(case.goes, note="Kept.")


def _protected(case: Case) -> None:
    case.stays = make.published(make.source(title="Another", url="", names_protected_person=True))


def _merged_here(case: Case) -> None:
    third = make.source(title="A third", url="https://news.example/1?a=1")
    make.published(third)
    heads = {one.pk: Review.objects.get(pk=one.pk).head_id for one in (third, case.goes)}
    merge = sources.propose(third, case.goes, by=make.researcher(), seen=heads, comment="one")
    by = make.reviewer()
    shown = publishing.fingerprint(merging.foreseen(merge, sources.carry, by=by).ahead)
    merging.approve(
        merge, by=by, seen=heads, shown=shown, day=make.DAY, note="One.", carry=sources.carry
    )


def _proposed(case: Case) -> None:
    case.propose()


def _interview(case: Case) -> None:
    talk = make.interview()
    make.statement(source=talk, label="S1")
    make.published(talk)
    case.goes = Source.objects.select_related("review").get(pk=talk.pk)


REFUSED: list[tuple[Callable[[Case], None], str]] = [
    (_withdrawn, "must be public and without pending changes"),
    (_pending, "must be public and without pending changes"),
    (_hidden, "is hidden: decide about that first"),
    (_kept, "Both must be open to every colleague"),
    (_protected, "Both must be open to every colleague"),
    (_merged_here, "Another source was merged into the one that would go"),
    (_proposed, "is already proposed"),
    (_interview, "an interview or a testimony is never merged"),
]


@pytest.mark.parametrize(("change", "sentence"), REFUSED)
def test_what_may_not_be_merged_is_refused_with_a_sentence(
    case: Case, change: Callable[[Case], None], sentence: str
) -> None:
    change(case)
    case.goes, case.stays = (
        Source.objects.select_related("review").get(pk=one.pk) for one in (case.goes, case.stays)
    )
    count = SourceMerge.objects.count()
    with pytest.raises(Refused, match=sentence):
        case.propose()
    assert SourceMerge.objects.count() == count


def test_a_label_that_has_no_room_is_said(case: Case) -> None:
    make.statement(source=case.goes, label="S" * 33)
    make.published(case.goes, note="More.")
    case.refresh()
    with pytest.raises(Refused, match=f"The label “{'S' * 33}” is too long to be moved"):
        case.propose()


def test_nobody_decides_alone_and_only_what_was_shown_is_published(case: Case) -> None:
    merge = case.propose(by=make.reviewer())
    with pytest.raises(Refused, match="You proposed this yourself"):
        case.decide(merge, by=make.reviewer())
    with pytest.raises(Refused, match="You do not have the right"):
        case.decide(merge, by=make.researcher(), shown="x")
    with pytest.raises(publishing.Changed):
        case.decide(merge, by=make.reviewer(name="maria"), shown="x")
    make.save(case.stays, comment="more")
    make.submitted(case.stays)
    with pytest.raises(publishing.Unapprovable, match="A merge, or its undoing, is proposed"):
        make.approved(case.stays, by=make.reviewer(name="maria"), note="x")


def test_the_database_moves_and_leads_nothing_without_two(case: Case) -> None:
    case.propose()
    with pytest.raises(IntegrityError, match="stays with its source"), transaction.atomic():
        Statement.objects.filter(pk=case.said.pk).update(source=case.stays)
    away = {"public": "withdrawn", "withdrawn_on": make.DAY, "withdrawn_reason": "duplicate"}
    with pytest.raises(IntegrityError, match="merged by two people"), transaction.atomic():
        Review.objects.filter(pk=case.goes.pk).update(merged_into=case.stays.pk, **away)
    with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
        SourceMerge.objects.all().delete()


# Pages


def page_of(source: Source, rest: str = "merge/") -> str:
    return f"/admin/sources/source/{source.pk}/{rest}"


def test_two_people_merge_and_undo_on_the_pages(case: Case) -> None:
    olena, taras = signed_in(make.researcher()), signed_in(make.reviewer())
    two = page_of(case.goes, f"same-as/{case.stays.pk}/")
    form = form_of(olena.get(two), f"{two}propose/")
    proposed = olena.post(f"{two}propose/", form | {"propose-comment": "one article"})
    assert proposed["Location"] == page_of(case.goes)
    assert "It waits for a reviewer." in text_of(olena.get(page_of(case.goes)))
    assert decided_on_its_page(taras, case) == "withdrawn"

    undo = form_of(olena.get(page_of(case.goes))) | {"comment": "two of them"}
    assert olena.post(page_of(case.goes), undo).status_code == 302
    assert decided_on_its_page(taras, case) == "current"
    assert faults() == []


def decided_on_its_page(client: Client, case: Case) -> str:
    page = client.get(page_of(case.goes))
    assert f"{case.goes.reference}-S1" in text_of(page)
    form = form_of(page)
    sent = {"seen": form["seen"], "_approve": "", "approve-considered": "on"}
    sent |= {f"approve-{name}": form[f"approve-{name}"] for name in ("note", "shown")}
    assert client.post(page_of(case.goes), sent).status_code == 302
    return Review.objects.get(pk=case.goes.pk).public


def test_whoever_may_not_read_one_of_both_learns_nothing_of_the_pair(case: Case) -> None:
    case.propose()
    make.save(case.stays, access="restricted", by=make.reviewer(), comment="kept")
    olena, taras = signed_in(make.researcher()), signed_in(make.reviewer())
    for rest in ("merge/", f"same-as/{case.stays.pk}/"):
        assert olena.get(page_of(case.goes, rest)).status_code == 404
    page = text_of(olena.get(page_of(case.goes, "change/")))
    assert (case.stays.reference in page, "is proposed: look at it" in page) == (False, False)
    # Whoever may read both is told why it cannot be decided.
    page = text_of(taras.get(page_of(case.goes)))
    assert "Both must be open to every colleague and name no protected person" in page


def test_what_was_not_submitted_is_not_published_along(case: Case) -> None:
    merge = case.propose()
    make.save(case.stays, public_note_en="A draft.", comment="more")
    with pytest.raises(Refused, match="has pending changes: finish those first"):
        case.decide(merge, shown="x")
    page = text_of(signed_in(make.reviewer()).get(page_of(case.goes)))
    assert "has pending changes: finish those first" in page


def test_what_was_merged_has_no_pending_change_and_no_old_save_of_it_comes_back(
    case: Case,
) -> None:
    before = Review.objects.get(pk=case.goes.pk).head_id
    case.merged()
    client = signed_in(make.researcher())
    detail = client.get(f"/admin/review/review/{case.goes.pk}/")
    change = text_of(client.get(f"/admin/sources/source/{case.goes.pk}/change/"))

    address = f"/admin/review/review/{case.goes.pk}/history/{before}/"
    page = client.get(address)
    head = Review.objects.get(pk=case.goes.pk).head_id
    sent = client.post(f"{address}restore/", {"restore-seen": head, "restore-comment": "back"})

    assert detail.context["lines"] == []
    assert "It was merged into another record: nothing of it is pending." in change
    assert "pending changes" not in change
    assert (page.status_code, sent.status_code) == (200, 400)
    assert sent.context["restore_form"].non_field_errors() == [
        "It was merged into another record: ask to undo that instead."
    ]
    assert case.goes.statements.count() == 0
