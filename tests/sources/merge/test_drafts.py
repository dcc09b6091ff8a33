"""A draft that is another record is merged or closed by its author, and nothing is lost."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from incidents.models import Evidence, Involvement
from review.models import Event, Hiding, Notice, Refused, Review
from review.workflow import decisions, hiding
from sources.merge import drafts
from sources.models import Actor, ActorRelation, DraftMerge, Hop, Source, Statement
from sources.vocabulary import Purpose
from tests import factories as make
from tests.pages import form_of, signed_in
from tests.review.searching import tables_with
from tests.sources.merge.cases import text_of

pytestmark = pytest.mark.django_db


def heads(*records: Any) -> dict[Any, int | None]:
    pks = [one.pk for one in records]
    return dict(Review.objects.filter(pk__in=pks).values_list("pk", "head_id"))


def fresh[R: (Actor, Source)](record: R) -> R:
    return type(record).objects.select_related("review").get(pk=record.pk)


def merge(draft: Any, into: Any, *, by: Any = None, comment: str = "one item") -> DraftMerge:
    seen = heads(draft, into)
    by = by or make.researcher()
    return drafts.merge(fresh(draft), fresh(into), by=by, seen=seen, comment=comment)


def close_as(draft: Any, other: Any, *, by: Any = None) -> DraftMerge:
    seen = heads(draft, other)
    by = by or make.researcher()
    return drafts.close_as(fresh(draft), fresh(other), by=by, seen=seen, comment="one item")


def states(record: Any) -> tuple[str, str]:
    review = Review.objects.get(pk=record.pk)
    return review.work, review.public


# Sources


def test_statements_of_a_draft_go_to_the_source_and_stay_what_they_are() -> None:
    stays = make.source(title="", author="Somebody")
    make.statement(source=stays, label="S1")
    make.published(stays)
    draft = make.source(author="Else", by=make.researcher(name="maria"))
    said = make.statement(
        source=draft, label="S1", chain=["an officer"], by=make.researcher(name="maria")
    )
    resting = make.incident(statement=said)
    head = resting.review.head_id

    merge(draft, stays, by=make.researcher(name="maria"))

    said.refresh_from_db()
    assert (said.source_id, said.label) == (stays.pk, "S1-2")
    assert said.hops.count() == 1
    assert set(Evidence.objects.values_list("statement", flat=True)) == {said.pk}
    assert Review.objects.get(pk=resting.pk).head_id == head
    # What it lacked it has from the draft, as a change that waits for somebody else.
    assert (fresh(stays).title, fresh(stays).author) == (draft.title, "Somebody")
    assert states(stays) == ("draft", "current")
    assert Review.objects.get(pk=stays.pk).people_in_pile() == {make.researcher(name="maria").pk}
    assert states(draft) == ("closed", "never")


def test_the_draft_says_what_it_was_closed_as_and_can_be_reopened() -> None:
    stays, draft = make.source(), make.source()
    make.statement(source=draft)
    merge(draft, stays)
    last = Event.objects.filter(review=draft.pk).order_by("-id")[0]
    assert (last.kind, last.comment) == ("discarded", f"The same as {stays.reference}: one item")
    client = signed_in(make.researcher())
    assert draft.reference in client.get("/admin/sources/source/twins/").content.decode()
    page = client.get(f"/admin/sources/source/{stays.pk}/change/").content.decode()
    assert "Closed as the same as this one:" in page
    page = client.get(f"/admin/sources/source/{draft.pk}/change/").content.decode()
    assert "This draft was closed as the same as:" in page

    review = Review.objects.get(pk=draft.pk)
    decisions.reopen(review, by=make.researcher(), comment="it is another one")
    assert states(draft) == ("draft", "never")
    assert list(DraftMerge.objects.standing()) == []


def test_by_its_page_a_draft_is_merged_and_another_is_closed() -> None:
    stays, merged, closed = make.source(), make.source(), make.source()
    make.statement(source=merged)
    client = signed_in(make.researcher())
    for draft, deed in ((merged, "merge"), (closed, "close")):
        address = f"/admin/sources/source/{draft.pk}/same-as/{stays.pk}/"
        form = form_of(client.get(address), f"{address}{deed}/")
        empty = client.post(f"{address}{deed}/", form)
        assert (empty.status_code, states(draft)) == (400, ("draft", "never"))
        sent = client.post(f"{address}{deed}/", form | {f"{deed}-comment": "one item"})
        assert sent["Location"] == f"/admin/sources/source/{stays.pk}/change/"
        assert states(draft) == ("closed", "never")
    assert fresh(stays).statements.count() == 1


def test_the_page_shows_what_goes_where_before_it_is_done() -> None:
    stays, draft = make.source(title=""), make.source()
    said = make.statement(source=draft)
    resting = make.incident(statement=said)
    page = signed_in(make.researcher()).get(f"/admin/sources/source/{draft.pk}/same-as/{stays.pk}/")
    assert page.context["brings"] == [f"Title: {draft.title}", str(said)]
    assert page.context["resting"] == [Review.objects.get(pk=resting.pk)]
    assert "Or close it" not in page.content.decode()


def test_the_page_asks_as_much_for_three_statements_as_for_one() -> None:
    stays, draft = make.source(), make.source()
    client = signed_in(make.researcher())
    counts = []
    for label in ("S1", "S2", "S3"):
        make.incident(statement=make.statement(source=draft, label=label, chain=[make.actor()]))
        with CaptureQueriesContext(connection) as asked:
            page = client.get(f"/admin/sources/source/{draft.pk}/same-as/{stays.pk}/")
        counts.append(len(asked))
    assert len(page.context["resting"]) == 3
    assert counts[0] == counts[2]


def test_a_draft_on_which_something_rests_is_not_closed_without_it() -> None:
    stays, draft = make.source(), make.source()
    make.incident(statement=make.statement(source=draft))
    with pytest.raises(Refused, match="Something rests on this draft"):
        close_as(draft, stays)


def test_what_is_redacted_later_goes_from_the_saves_of_the_draft_too() -> None:
    word = "Qwertzuiopword"
    stays = make.published(make.source())
    draft = make.source()
    said = make.statement(source=draft, paraphrase_en=f"{word} was shot.", chain=[f"a {word}"])
    merge(draft, stays)
    make.published(fresh(stays), note="More of it.")
    assert tables_with(word) >= {"reversion_version", "review_editionpart"}
    [hidden] = hiding.hide(
        Review.objects.get(pk=stays.pk),
        f"statements/{said.pk}",
        by=make.reviewer(),
        day=make.DAY,
        reason="protection",
        comment="danger",
    )
    hiding.redact(hidden, by=make.administrator(), day=make.DAY, comment="a family asked")
    assert tables_with(word) == set()
    assert Hiding.objects.get().state == "redacted"


def test_a_statement_moves_with_a_merge_alone() -> None:
    first, second = make.source(), make.source()
    said = make.statement(source=first)
    with pytest.raises(IntegrityError, match="stays with its source"), transaction.atomic():
        Statement.objects.filter(pk=said.pk).update(source=second)


# Actors


def test_what_named_the_draft_actor_names_the_other_one() -> None:
    stays = make.actor(name_en="14th Brigade")
    draft = make.actor(name_en="14 Brigade", names=["Chervona Kalyna"], side="ukraine")
    told = make.source(publisher=draft)
    said = make.statement(source=told, chain=[draft])
    involved = Involvement(actor=draft)
    resting = make.incident(statement=said, rows=[involved])

    merge(draft, stays)

    assert fresh(told).publisher_id == stays.pk
    assert Hop.objects.get(statement=said).actor_id == stays.pk
    involved.refresh_from_db()
    assert involved.actor_id == stays.pk
    now = fresh(stays)
    assert (now.side, [name.text for name in now.names.all()]) == (
        "ukraine",
        ["14 Brigade", "Chervona Kalyna"],
    )
    assert states(draft) == ("closed", "never")
    for record in (told, resting):
        saved = Event.objects.filter(review=record.pk).order_by("-id")[0]
        assert saved.kind == "saved"
        assert saved.comment == f"{draft.reference} is the same: one item"


def test_what_is_public_names_the_draft_actor_only_after_review() -> None:
    stays, draft = make.published(make.actor()), make.actor(name_en="C.N.N.")
    told = make.published(make.source())
    make.save(told, publisher=draft)
    merge(draft, stays)
    assert states(told) == ("draft", "current")
    assert fresh(told).publisher_id == stays.pk


def test_what_waits_for_review_is_not_taken_out_of_it() -> None:
    stays, draft = make.actor(), make.actor()
    told = make.submitted(make.source(publisher=draft))
    with pytest.raises(Refused, match="waits for review"):
        merge(draft, stays)
    assert (states(told)[0], states(draft)[0]) == ("submitted", "draft")
    assert not DraftMerge.objects.exists()


def kept_source(draft: Any) -> Source:
    """Of a reviewer, kept from researchers; it names the draft of a researcher."""
    by = make.reviewer()
    return make.source(publisher=draft, access="restricted", by=by, title="Kept", url="")


@pytest.mark.parametrize("deed", [merge, close_as])
def test_what_one_may_not_read_is_left_as_it_is_and_whoever_reads_it_is_told(deed: Any) -> None:
    stays, draft = make.actor(), make.actor()
    kept = make.submitted(kept_source(draft), by=make.reviewer(), comment="new")

    deed(draft, stays)

    assert (states(draft), states(kept)) == (("closed", "never"), ("submitted", "never"))
    assert fresh(kept).publisher_id == draft.pk
    told = Event.objects.filter(review=kept.pk).order_by("-id")[0]
    assert (told.kind, told.by, told.comment) == (
        "commented",
        make.researcher(),
        f"{draft.reference}, which this record names, was closed as the same as {stays.reference}.",
    )
    assert [one.person for one in Notice.objects.filter(event=told)] == [make.reviewer()]


def test_no_page_and_no_answer_tells_of_a_record_that_one_may_not_read() -> None:
    """What a researcher is shown and told of a draft is the same whether it is there or not."""
    stays, alone, named = (make.actor(name_en="14th Brigade", note_en="") for _ in range(3))
    kept = kept_source(named)
    by = signed_in(make.researcher())
    shown, answered = [], []
    for draft in (alone, named):
        address = f"/admin/sources/actor/{draft.pk}/same-as/{stays.pk}/"
        page = by.get(address)
        shown.append(text_of(page).replace(draft.reference, "…"))
        assert page.context["resting_count"] == 0
        action = f"{address}close/"
        sent = by.post(action, form_of(page, action) | {"close-comment": "one"}, follow=True)
        answered.append([str(one) for one in sent.context["messages"]])
        history = by.get(f"/admin/review/review/{draft.pk}/history/")
        assert kept.reference not in history.content.decode()
    assert shown[0] == shown[1]
    assert answered[0] == answered[1] == ["The draft is closed. It can be reopened."]


def test_what_rests_on_it_is_counted_as_far_as_each_may_read_it() -> None:
    User.objects.create_superuser("superuser")
    stays, goes = make.published(make.actor()), make.published(make.actor())
    for _number in range(2):
        make.source(publisher=goes)
    make.statement(source=kept_source(goes), chain=[goes], by=make.reviewer())
    counts = []
    for who in (
        *(make.researcher(), make.reviewer(), make.administrator()),
        *(User.objects.get(username="superuser"), make.safeguarding()),
        make.person(name="new", group="Researchers", is_new=True),
    ):
        page = signed_in(who).get(f"/admin/sources/actor/{goes.pk}/same-as/{stays.pk}/")
        found = page.context if page.status_code == 200 else {"resting": ["refused"]}
        counts.append((len(found["resting"]), found.get("resting_count")))
    every, no_kept, refused, none = (3, 4), (2, 2), (1, None), (0, 0)
    assert counts == [no_kept, every, refused, every, refused, none]


def test_a_relation_that_rests_on_what_one_may_not_read_is_not_said_to_be_brought() -> None:
    draft, stays, above = make.actor(), make.actor(), make.actor(name_en="A corps")
    kept = make.statement(source=kept_source(above), by=make.reviewer())
    told = make.statement(source=make.source())
    hidden = ActorRelation(actor=draft, superior=above, statement=kept)
    shown = ActorRelation(actor=draft, superior=stays, kind="subordinate_to", statement=told)
    make.save(draft, rows=[hidden, shown])
    other = make.actor()
    page = signed_in(make.researcher()).get(f"/admin/sources/actor/{draft.pk}/same-as/{other.pk}/")
    assert page.context["brings"][-1] == str(shown)
    assert str(hidden) not in page.context["brings"]


# Who and what may


def test_only_the_author_merges_and_only_a_draft_that_was_never_public() -> None:
    stays, draft = make.source(), make.source()
    with pytest.raises(Refused, match="on which only you worked"):
        merge(draft, stays, by=make.researcher(name="maria"))
    make.save(draft, by=make.researcher(name="maria"), title="Another")
    with pytest.raises(Refused, match="on which only you worked"):
        merge(draft, stays)
    public = make.published(make.source())
    with pytest.raises(Refused, match="on which only you worked"):
        merge(public, stays)


def test_a_merge_is_of_what_was_looked_at() -> None:
    stays, draft = make.source(), make.source()
    seen = heads(draft, stays)
    make.save(stays, title="Another")
    with pytest.raises(decisions.Stale):
        drafts.merge(
            fresh(draft), fresh(stays), by=make.researcher(), seen=seen, comment="one item"
        )


def test_a_merge_needs_a_reason() -> None:
    with pytest.raises(Refused, match="why it is the same"):
        merge(make.source(), make.source(), comment=" ")


@pytest.mark.parametrize(
    ("of_draft", "of_other"),
    [
        ({"access": "restricted"}, {}),
        ({}, {"access": "restricted"}),
        ({"access": "restricted"}, {"access": "confidential"}),
        ({"names_protected_person": True}, {}),
        ({}, {"names_protected_person": True}),
    ],
)
def test_what_is_not_kept_alike_is_not_merged(
    of_draft: dict[str, Any], of_other: dict[str, Any]
) -> None:
    by = make.reviewer()
    by.user_permissions.add(*make.researcher().groups.get().permissions.all())
    draft, stays = make.source(by=by, **of_draft), make.source(by=by, **of_other)
    make.statement(source=draft, by=by)
    for deed in (merge, close_as):
        with pytest.raises(Refused, match="Not the same colleagues may read both"):
            deed(draft, stays, by=type(by).objects.get(pk=by.pk))
    assert fresh(draft).statements.count() == 1


def test_what_a_witness_told_is_never_merged() -> None:
    by = make.reviewer()
    draft = make.interview(by=by, consent=Purpose.values)
    stays = make.interview(by=by, consent=Purpose.values)
    with pytest.raises(IntegrityError, match="not merged"), transaction.atomic():
        DraftMerge.objects.create(merged=draft.review, into=stays.review, by=by)


def test_nothing_goes_to_a_closed_or_withdrawn_record() -> None:
    closed = make.source()
    decisions.close(
        closed.review, by=make.researcher(), seen=closed.review.head_id, comment="no use"
    )
    withdrawn = make.withdrawn(make.published(make.source()))
    for other in (closed, withdrawn):
        with pytest.raises(Refused, match="is closed or withdrawn"):
            merge(make.source(), other)


def test_drafts_are_not_merged_in_a_chain_nor_into_themselves() -> None:
    first, second, third = make.source(), make.source(), make.source()
    merge(first, second)
    with pytest.raises(Refused, match="were merged into this one"):
        merge(second, third)
    with pytest.raises(Refused, match="into itself"):
        merge(third, third)


def test_records_of_two_kinds_are_not_merged() -> None:
    with pytest.raises(IntegrityError, match="not merged"), transaction.atomic():
        DraftMerge.objects.create(
            merged=make.source().review, into=make.actor().review, by=make.researcher()
        )


def test_a_merge_stays_in_the_history() -> None:
    made = merge(make.source(), make.source())
    with pytest.raises(IntegrityError, match="append"), transaction.atomic():
        DraftMerge.objects.filter(pk=made.pk).delete()


@pytest.mark.parametrize("table", ["sources_draftmerge", "sources_toldapart"])
def test_nor_does_all_of_it_go_at_a_stroke(table: str) -> None:
    with (
        pytest.raises(IntegrityError, match="append"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE {table}")


def test_what_the_other_record_throws_away_comes_back_with_the_draft() -> None:
    stays, draft = make.published(make.source()), make.source()
    said = make.statement(source=draft, chain=["an officer"])
    before = Review.objects.get(pk=draft.pk).head
    assert before is not None
    merge(draft, stays)
    review = Review.objects.get(pk=stays.pk)
    decisions.discard(review, by=make.reviewer(), seen=review.head_id, comment="not of it")
    assert not Statement.objects.exists()

    review = Review.objects.get(pk=draft.pk)
    decisions.reopen(review, by=make.researcher(), comment="it is another one")
    decisions.restore(review, before, by=make.researcher(), seen=review.head_id, comment="back")
    assert [one.pk for one in fresh(draft).statements.all()] == [said.pk]
    assert Hop.objects.get().statement_id == said.pk


def test_what_is_cited_is_not_thrown_away_by_the_other_record() -> None:
    stays, draft = make.published(make.source()), make.source()
    make.incident(statement=make.statement(source=draft))
    merge(draft, stays)
    review = Review.objects.get(pk=stays.pk)
    with pytest.raises(decisions.StillNeeded):
        decisions.discard(review, by=make.reviewer(), seen=review.head_id, comment="not of it")
