"""The verbs, one after the other: what each does, and the sentence with which each refuses."""

import json
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from reversion.models import Revision

from incidents.models import Incident, PublishedIncident
from review.editions import chain
from review.editions.documents import served_document
from review.models import Edition, EditionPart, Entry, Event, Refused, Review
from review.revisions import compare
from review.workflow import claiming, decisions, publishing
from sources.models import Actor, ActorName, PublishedActor, PublishedStatement
from tests import factories as make
from tests.records import next_document
from tests.review.refusing import refused_by

pytestmark = pytest.mark.django_db

DAY = date(2025, 6, 1)


def fresh(record: Any) -> Review:
    return Review.objects.get(pk=record.pk)


def deeds(record: Any) -> list[tuple[str, str]]:
    return [(e.kind, e.by.username) for e in record.review.events.select_related("by")]


def edited(**changes: Any) -> Actor:
    """Edition 1 is public; a draft with these changes lies above it."""
    actor = make.published(make.actor(names=["Cable News Network"]))
    make.save(actor, comment="better known so", **changes)
    return actor


def approve(record: Any, *, by: User | None = None, note: str = "why") -> list[Edition]:
    seen = {record.pk: fresh(record).head_id}
    by = by or make.reviewer()
    return publishing.approve(seen, shown=make.shown(*seen), by=by, day=DAY, note=note)


# Saving


def test_saving_a_new_record_makes_its_review_and_one_event() -> None:
    actor = make.actor(name_en="CNN", names=["Cable News Network"])

    review = fresh(actor)
    assert (review.kind, review.title) == ("actor", "CNN")
    assert (review.work, review.public) == ("draft", "never")
    assert deeds(actor) == [("saved", "olena")]
    assert review.head == review.events.get().revision
    assert {row.name for row in compare.snapshot(review.head).values()} == {
        "CNN",
        "Cable News Network",
    }


def test_a_reference_that_is_taken_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = make.actor().review.reference
    drawn = iter([taken, "0000011"])
    monkeypatch.setattr("review.models.review.new_reference", lambda: next(drawn))

    assert make.actor().review.reference == "0000011"


def test_saving_again_makes_a_new_head() -> None:
    actor = make.actor()
    first = fresh(actor).head

    make.save(actor, name_en="CNN International", comment="")

    assert fresh(actor).head != first
    assert fresh(actor).title == "CNN International"


def test_saving_a_published_record_needs_a_reason() -> None:
    actor = make.published(make.actor())

    with pytest.raises(Refused, match="This record is public: say why you change it"):
        make.save(actor, comment=" ", name_en="x")

    assert Actor.objects.get().name_en == "CNN"
    assert fresh(actor).work == "clean"


def test_saving_a_submitted_record_makes_it_a_draft_again() -> None:
    actor = make.submitted(make.actor())

    make.save(actor, name_en="x")

    assert fresh(actor).work == "draft"


def test_saving_over_somebody_else_is_refused_and_names_who_changed_what() -> None:
    actor = make.actor()
    opened = fresh(actor).head_id
    make.save(actor, by=make.researcher(name="petro"), name_en="CNN International")
    mine = Actor.objects.get()
    mine.name_en = "My name for it"

    with (
        pytest.raises(decisions.Stale, match="Somebody else has saved this record") as refusal,
        decisions.saving(mine, by=make.researcher(), seen=opened),
    ):
        mine.save()

    assert Actor.objects.get().name_en == "CNN International"
    (line,) = refusal.value.lines
    assert (line.field_label, line.before, line.after) == (
        "name in English",
        "CNN",
        "CNN International",
    )
    assert [person.username for person in line.people] == ["petro"]


def test_a_rule_of_the_database_becomes_its_sentence() -> None:
    actor = make.actor(names=["CNN"])

    with pytest.raises(Refused, match="This actor already has that name"):
        make.save(actor, rows=[ActorName(actor=actor, text="CNN")])

    assert deeds(actor) == [("saved", "olena")]


def test_a_row_that_something_rests_on_says_of_which_kind() -> None:
    source = make.source()
    statement = make.statement(source=source)
    make.incident(statement=statement)

    with (
        pytest.raises(Refused, match=r"Something still rests on it\."),
        decisions.saving(source, by=make.researcher(), seen=fresh(source).head_id),
    ):
        statement.delete()


# Submitting


def test_submitting_asks_for_a_review() -> None:
    actor = make.submitted(make.actor())

    assert fresh(actor).work == "submitted"
    assert [review.reference for review in Review.objects.waiting()] == [actor.reference]
    assert deeds(actor) == [("saved", "olena"), ("submitted", "olena")]


def test_submitting_needs_the_right() -> None:
    actor = make.actor()

    with pytest.raises(Refused, match="You do not have the right to do this"):
        make.submitted(actor, by=make.administrator())


def test_submitting_needs_a_reason() -> None:
    actor = make.actor()

    with pytest.raises(Refused, match="Say what you changed and why"):
        make.submitted(actor, comment="\n")


def test_submitting_what_somebody_saved_meanwhile_is_refused() -> None:
    actor = make.actor()
    seen = fresh(actor).head_id
    make.save(actor, name_en="x")

    with pytest.raises(decisions.Stale):
        decisions.submit(actor.review, by=make.researcher(), seen=seen, comment="please look")


def test_submitting_twice_is_refused() -> None:
    actor = make.submitted(make.actor())

    with pytest.raises(Refused, match="There is nothing to submit"):
        make.submitted(actor)


def test_submitting_without_a_change_is_refused() -> None:
    actor = make.published(make.actor())

    with pytest.raises(Refused, match="There is nothing to submit"):
        make.submitted(actor)


# Commenting


def test_commenting_changes_nothing_else() -> None:
    actor = make.submitted(make.actor())
    before = fresh(actor).head_id

    decisions.comment(actor.review, by=make.reviewer(), comment="Is this the right date?")

    assert (fresh(actor).work, fresh(actor).head_id) == ("submitted", before)
    assert deeds(actor)[-1] == ("commented", "taras")


def test_an_empty_comment_is_refused() -> None:
    actor = make.actor()

    with pytest.raises(Refused, match="Write the comment first"):
        decisions.comment(actor.review, by=make.reviewer(), comment=" ")


# Returning


def test_returning_makes_a_draft_with_a_comment() -> None:
    actor = make.submitted(make.actor())
    claiming.take(actor.review, by=make.reviewer())

    decisions.send_back(
        actor.review, by=make.reviewer(), seen=fresh(actor).head_id, comment="The name is wrong."
    )

    assert (fresh(actor).work, fresh(actor).reviewing_by) == ("draft", None)
    assert deeds(actor)[-1] == ("returned", "taras")


def test_returning_needs_a_comment() -> None:
    actor = make.submitted(make.actor())

    with pytest.raises(Refused, match="Say what needs to be changed"):
        decisions.send_back(actor.review, by=make.reviewer(), seen=fresh(actor).head_id, comment="")


def test_returning_needs_the_right() -> None:
    actor = make.submitted(make.actor())

    with pytest.raises(Refused, match="You do not have the right"):
        decisions.send_back(
            actor.review, by=make.researcher(), seen=fresh(actor).head_id, comment="x"
        )


def test_returning_what_does_not_wait_is_refused() -> None:
    actor = make.actor()

    with pytest.raises(Refused, match="“CNN” is not waiting for review"):
        decisions.send_back(
            actor.review, by=make.reviewer(), seen=fresh(actor).head_id, comment="x"
        )


# Approving


def test_approving_publishes_an_edition_with_its_entry_and_parts() -> None:
    actor = make.submitted(make.actor(names=["Cable News Network"]))
    (name,) = actor.names.all()

    (edition,) = approve(actor, note="")

    review = fresh(actor)
    assert (review.work, review.public, review.edition) == ("clean", "current", edition)
    assert (edition.number, edition.revision, edition.approved_by) == (
        1,
        review.head,
        make.reviewer(),
    )
    entry = edition.entry
    assert (entry.kind, entry.record_kind, entry.reference, entry.day) == (
        "edition",
        "actor",
        actor.reference,
        DAY,
    )
    parts = list(edition.parts.all())
    assert [part.path for part in parts] == [
        "kind",
        "name",
        f"names/{name.pk}",
        "side",
        "state",
        "reliability",
        "note",
        "relations",
        "staff",
    ]
    assert entry.content == {
        "note": "",
        "number": 1,
        "schema": 2,
        "parts": [[p.path, chain.part_digest(p.path, p.salt, p.value)] for p in parts],
    }
    assert served_document(edition) == next_document(actor)
    assert [row.edition for row in PublishedActor.objects.all()] == [1]
    assert deeds(actor)[-1] == ("approved", "taras")


def test_staff_part_holds_who_did_it_and_nothing_public_does() -> None:
    actor = make.actor(by=make.researcher(name="petro"))
    make.submitted(actor)

    (edition,) = approve(actor)

    staff = json.loads(edition.parts.get(path="staff").value)
    assert staff == {
        "approved_by": make.reviewer().pk,
        "entered_by": sorted([make.researcher().pk, make.researcher(name="petro").pk]),
        "revision": edition.revision_id,
        "submitted_by": make.researcher().pk,
    }
    assert "staff" not in served_document(edition)


def test_second_edition_keeps_the_first_day_and_the_first_edition() -> None:
    actor = make.published(make.actor(), day=date(2025, 5, 1))
    first = served_document(actor.review.editions.get())
    make.save(actor, name_en="CNN International", comment="renamed")

    make.published(actor, day=date(2025, 7, 1), note="Renamed.")

    row = PublishedActor.objects.get()
    assert (row.name_en, row.edition) == ("CNN International", 2)
    assert (row.published_on, row.changed_on) == (date(2025, 5, 1), date(2025, 7, 1))
    assert [edition.number for edition in actor.review.editions.all()] == [1, 2]
    assert served_document(actor.review.editions.get(number=1)) == first
    assert first["name"]["en"] == "CNN"


def test_published_text_stays_while_an_edit_waits() -> None:
    actor = edited(name_en="CNN International")
    make.submitted(actor)

    assert PublishedActor.objects.get().name_en == "CNN"


def test_further_edition_needs_a_public_note() -> None:
    actor = make.submitted(edited(name_en="x"))

    with pytest.raises(Refused, match="Say in the public note what changed in “x” and why"):
        approve(actor, note=" ")


def test_approving_needs_the_right() -> None:
    actor = make.submitted(make.actor())

    with pytest.raises(Refused, match="You do not have the right"):
        approve(actor, by=make.researcher(name="petro"))


def test_approving_a_draft_is_refused() -> None:
    with pytest.raises(Refused, match="“CNN” is not waiting for review"):
        approve(make.actor())


def test_approving_another_head_than_was_seen_is_refused() -> None:
    actor = make.submitted(make.actor())
    seen = {actor.pk: fresh(actor).head_id}
    make.save(actor, name_en="slipped in")
    make.submitted(actor)

    with pytest.raises(decisions.Stale):
        publishing.approve(seen, shown=make.shown(*seen), by=make.reviewer(), day=DAY)

    assert Edition.objects.count() == 0


def test_whoever_saved_may_not_approve() -> None:
    actor = make.actor(by=make.reviewer())
    make.submitted(actor)

    with pytest.raises(Refused, match="You changed or submitted “CNN” yourself"):
        approve(actor)


def test_whoever_submitted_may_not_approve() -> None:
    actor = make.submitted(make.actor(), by=make.reviewer())

    with pytest.raises(Refused, match="You changed or submitted “CNN” yourself"):
        approve(actor)


def test_whoever_put_a_line_back_may_not_approve() -> None:
    actor = edited(name_en="x", name_uk="y")
    put_back(actor, "name_uk")
    make.submitted(actor)

    with pytest.raises(Refused, match="You changed or submitted “x” yourself"):
        approve(actor)


def put_back(actor: Actor, field: str, *, by: User | None = None) -> None:
    decisions.put_back(
        actor.review,
        f"sources.actor:{actor.pk}:{field}",
        by=by or make.reviewer(),
        seen=fresh(actor).head_id,
        comment="as it was",
    )
    actor.review.refresh_from_db()


def test_whoever_restored_a_revision_may_not_approve() -> None:
    actor = make.actor()
    first = fresh(actor).head
    make.save(actor, name_en="x")
    decisions.restore(
        actor.review,
        first,
        by=make.reviewer(),
        seen=fresh(actor).head_id,
        comment="the first was right",
    )
    actor.review.refresh_from_db()
    make.submitted(actor)

    with pytest.raises(Refused, match="You changed or submitted “CNN” yourself"):
        approve(actor)


def test_whoever_worked_on_an_earlier_edition_may_approve_the_next() -> None:
    actor = make.actor(by=make.reviewer())
    make.submitted(actor)
    approve(actor, by=make.reviewer(name="oksana"))
    make.save(actor, name_en="x", comment="renamed")
    make.submitted(actor)

    (edition,) = approve(actor, by=make.reviewer())

    assert edition.number == 2


def test_what_was_discarded_is_in_nobodys_pile() -> None:
    actor = make.published(make.actor())
    make.save(actor, by=make.reviewer(), name_en="x", comment="renamed")
    discard(actor, by=make.reviewer(name="oksana"))
    make.save(actor, name_en="y", comment="renamed")
    make.submitted(actor)

    (edition,) = approve(actor, by=make.reviewer())

    assert edition.number == 2


def test_closing_and_reopening_does_not_wash_an_author_clean() -> None:
    actor = make.actor(by=make.reviewer())
    discard(actor, by=make.reviewer())
    decisions.reopen(actor.review, by=make.researcher(), comment="once more")
    make.submitted(actor)

    with pytest.raises(Refused, match="You changed or submitted “CNN” yourself"):
        approve(actor, by=make.reviewer())
    with refused_by("four_eyes"):
        insert_edition(actor)


# All or nothing


@pytest.fixture
def pair() -> tuple[Any, Incident]:
    """A source and an incident that rests on it, both submitted."""
    source = make.source()
    incident = make.incident(statement=make.statement(source=source))
    return make.submitted(source), make.submitted(incident)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_source_and_incident_are_approved_in_one_decision_in_any_order(
    pair: tuple[Any, Incident], order: tuple[int, int]
) -> None:
    seen = {pair[n].pk: fresh(pair[n]).head_id for n in order}

    editions = publishing.approve(seen, shown=make.shown(*seen), by=make.reviewer(), day=DAY)

    assert [edition.review.kind for edition in editions] == ["source", "incident"]
    assert PublishedIncident.objects.get().reference == pair[1].reference


def test_incident_alone_is_refused_with_its_problems(pair: tuple[Any, Incident]) -> None:
    with pytest.raises(publishing.Unapprovable, match="is not in the current edition") as refusal:
        approve(pair[1])

    assert list(refusal.value.problems) == [fresh(pair[1])]


def test_one_refused_record_refuses_all(pair: tuple[Any, Incident]) -> None:
    own = make.submitted(make.actor(by=make.reviewer()))
    records = [*pair, own]

    seen, shown = {r.pk: fresh(r).head_id for r in records}, make.shown(*records)
    with pytest.raises(Refused, match="You changed or submitted “CNN” yourself"):
        publishing.approve(seen, shown=shown, by=make.reviewer(), day=DAY)

    assert (Edition.objects.count(), Entry.objects.count()) == (0, 0)
    assert {fresh(record).work for record in records} == {"submitted"}


def test_one_unapprovable_record_refuses_all(pair: tuple[Any, Incident]) -> None:
    bare = Incident(title_en="Bare", kinds=["killed_captured"])
    make.save(bare)
    records = [*pair, make.submitted(bare)]

    seen, shown = {r.pk: fresh(r).head_id for r in records}, make.shown(*records)
    with pytest.raises(publishing.Unapprovable, match="Bare: No evidence supports"):
        publishing.approve(seen, shown=shown, by=make.reviewer(), day=DAY)

    assert (Edition.objects.count(), PublishedStatement.objects.count()) == (0, 0)


# The same rules, kept by the database: rows inserted past the verbs


def insert_event(record: Any, **changes: Any) -> None:
    review = fresh(record)
    fields: dict[str, Any] = {"kind": "approved", "by": make.reviewer(), "revision": review.head}
    Event.objects.create(review=review, **fields | changes)


def insert_edition(record: Any, **changes: Any) -> None:
    review = fresh(record)
    entry = chain.append(
        kind="edition", record_kind=review.kind, reference=review.reference, day=DAY, payload={}
    )
    fields: dict[str, Any] = {
        "number": review.editions.count() + 1,
        "entry": entry,
        "revision": review.head,
        "approved_by": make.reviewer(),
    }
    Edition.objects.create(review=review, **fields | changes)


inserts = pytest.mark.parametrize("insert", [insert_event, insert_edition])


@inserts
def test_database_takes_what_somebody_else_approves(insert: Any) -> None:
    insert(make.submitted(make.actor()))


@inserts
def test_database_refuses_own_save(insert: Any) -> None:
    actor = make.submitted(make.actor(by=make.reviewer()))

    with refused_by("four_eyes"):
        insert(actor)


@inserts
def test_database_refuses_own_submission(insert: Any) -> None:
    actor = make.submitted(make.actor(), by=make.reviewer())

    with refused_by("four_eyes"):
        insert(actor)


@inserts
@pytest.mark.parametrize("kind", ["put_back", "restored"])
def test_database_refuses_whoever_put_back_or_restored(insert: Any, kind: str) -> None:
    actor = make.actor()
    insert_event(actor, kind=kind)
    make.submitted(actor)

    with refused_by("four_eyes"):
        insert(actor)


@inserts
def test_database_refuses_what_was_not_submitted(insert: Any) -> None:
    actor = make.actor()

    with refused_by("four_eyes"):
        insert(actor)


@inserts
def test_database_refuses_another_revision_than_the_submitted(insert: Any) -> None:
    actor = make.submitted(make.actor())
    submitted = fresh(actor).head
    make.save(actor, name_en="x")

    with refused_by("four_eyes"):
        insert(actor)
    with refused_by("four_eyes"):
        insert(actor, revision=submitted)


@inserts
@pytest.mark.parametrize("kind", ["returned", "discarded"])
def test_database_refuses_what_was_returned_or_discarded(insert: Any, kind: str) -> None:
    actor = make.submitted(make.actor())
    insert_event(actor, kind=kind, comment="no")

    with refused_by("four_eyes"):
        insert(actor)


def test_database_refuses_a_gap_in_the_numbers() -> None:
    actor = make.submitted(make.actor())

    with refused_by("chain_follows"):
        insert_edition(actor, number=2)


# Putting back


def test_putting_a_field_back_is_a_save_that_waits() -> None:
    actor = edited(name_en="x", name_uk="y")

    put_back(actor, "name_en")

    actor.refresh_from_db()
    assert (actor.name_en, actor.name_uk) == ("CNN", "y")
    assert (fresh(actor).work, fresh(actor).title) == ("draft", "CNN")
    assert deeds(actor)[-1] == ("put_back", "taras")
    assert [line.key for line in pending(actor)] == [f"sources.actor:{actor.pk}:name_uk"]


def pending(record: Any) -> list[compare.Line]:
    review = fresh(record)
    assert review.edition is not None
    return compare.lines(review.edition.revision, review.head)


def test_putting_an_added_row_back_removes_it() -> None:
    actor = edited()
    make.save(actor, rows=[ActorName(actor=actor, text="new")], comment="one more")
    (line,) = pending(actor)

    decisions.put_back(
        actor.review, line.key, by=make.reviewer(), seen=fresh(actor).head_id, comment="no"
    )

    assert [name.text for name in actor.names.all()] == ["Cable News Network"]
    assert pending(actor) == []


def test_putting_a_removed_row_back_brings_it_back_the_same() -> None:
    actor = edited()
    (name,) = actor.names.all()
    with decisions.saving(
        actor, by=make.researcher(), seen=fresh(actor).head_id, comment="not its name"
    ):
        ActorName.objects.get().delete()
    (line,) = pending(actor)

    decisions.put_back(
        actor.review, line.key, by=make.reviewer(), seen=fresh(actor).head_id, comment="it is"
    )

    assert [(n.pk, n.text) for n in actor.names.all()] == [(name.pk, "Cable News Network")]
    assert pending(actor) == []


def test_a_row_whose_own_row_is_gone_cannot_be_put_back_alone() -> None:
    source = make.source()
    make.statement(source=source, chain=["an officer"])
    make.published(source)
    with decisions.saving(
        source, by=make.researcher(), seen=fresh(source).head_id, comment="not in it"
    ):
        source.statements.get().delete()
    hop = next(line for line in pending(source) if line.key.startswith("sources.hop:"))

    with pytest.raises(Refused, match="This line cannot be put back on its own"):
        decisions.put_back(
            source.review, hop.key, by=make.reviewer(), seen=fresh(source).head_id, comment="it is"
        )


@pytest.mark.parametrize(
    "line",
    ["", ":", "x.y:1", "sources.actor", "sources.actor:{pk}:nothing", "sources.actor:{pk}:kind"],
)
def test_a_line_that_is_not_in_the_comparison_is_refused(line: str) -> None:
    actor = edited(name_en="x")

    with pytest.raises(Refused, match="This line is not in the comparison"):
        decisions.put_back(
            actor.review,
            line.format(pk=actor.pk),
            by=make.reviewer(),
            seen=fresh(actor).head_id,
            comment="x",
        )


def test_a_made_up_line_does_not_touch_other_rows() -> None:
    actor = edited(name_en="x")
    other = make.actor(name_en="Reuters", names=["Thomson Reuters"])
    lines = [f"sources.actorname:{other.names.get().pk}", f"auth.user:{make.researcher().pk}"]

    for line in lines:
        with pytest.raises(Refused, match="This line is not in the comparison"):
            decisions.put_back(
                actor.review, line, by=make.reviewer(), seen=fresh(actor).head_id, comment="x"
            )

    assert [name.text for name in other.names.all()] == ["Thomson Reuters"]
    assert User.objects.filter(username="olena").exists()


def test_putting_back_needs_an_edition() -> None:
    with pytest.raises(Refused, match="Nothing of this record is published yet"):
        put_back(make.actor(), "name_en")


def test_putting_back_needs_a_reason() -> None:
    actor = edited(name_en="x")

    with pytest.raises(Refused, match="say why you change it"):
        decisions.put_back(
            actor.review,
            f"sources.actor:{actor.pk}:name_en",
            by=make.reviewer(),
            seen=fresh(actor).head_id,
            comment="",
        )


def test_putting_back_from_an_old_page_is_refused() -> None:
    actor = edited(name_en="x")
    seen = fresh(actor).head_id
    make.save(actor, name_en="y", comment="again")

    with pytest.raises(decisions.Stale):
        decisions.put_back(
            actor.review,
            f"sources.actor:{actor.pk}:name_en",
            by=make.reviewer(),
            seen=seen,
            comment="x",
        )


# Discarding and reopening


def discard(record: Any, *, by: User | None = None, comment: str = "wrong record") -> None:
    decisions.discard(
        record.review, by=by or make.reviewer(), seen=fresh(record).head_id, comment=comment
    )
    record.review.refresh_from_db()


def test_discarding_goes_back_to_the_edition() -> None:
    actor = edited(name_en="x")
    make.save(actor, rows=[ActorName(actor=actor, text="new")], comment="one more")
    make.submitted(actor)

    discard(actor)

    actor = Actor.objects.get()
    assert (actor.name_en, [n.text for n in actor.names.all()]) == ("CNN", ["Cable News Network"])
    assert (fresh(actor).work, fresh(actor).title) == ("clean", "CNN")
    assert pending(actor) == []
    assert deeds(actor)[-1] == ("discarded", "taras")


def test_discarding_what_was_never_published_closes_it_as_it_is() -> None:
    actor = make.submitted(make.actor())

    discard(actor)

    assert fresh(actor).work == "closed"
    assert Actor.objects.get().name_en == "CNN"
    with pytest.raises(Refused, match="This record is closed"):
        make.save(actor, name_en="x")


def test_discarding_needs_a_comment() -> None:
    with pytest.raises(Refused, match="Say why these changes are thrown away"):
        discard(make.actor(), comment="")


def test_discarding_needs_the_right() -> None:
    with pytest.raises(Refused, match="You do not have the right"):
        discard(make.actor(), by=make.researcher())


def test_discarding_without_a_change_is_refused() -> None:
    with pytest.raises(Refused, match="There is no pending change to discard"):
        discard(make.published(make.actor()))


def test_discarding_what_somebody_saved_meanwhile_is_refused() -> None:
    actor = edited(name_en="x")
    seen = fresh(actor).head_id
    make.save(actor, name_en="y", comment="better")

    with pytest.raises(decisions.Stale):
        decisions.discard(actor.review, by=make.reviewer(), seen=seen, comment="wrong")

    assert Actor.objects.get().name_en == "y"


def test_reopening_makes_a_draft_again() -> None:
    actor = make.actor()
    discard(actor)

    decisions.reopen(actor.review, by=make.researcher(), comment="it is needed after all")

    assert fresh(actor).work == "draft"
    assert deeds(actor)[-1] == ("reopened", "olena")
    make.save(actor, name_en="x")


def test_reopening_needs_a_reason() -> None:
    actor = make.actor()
    discard(actor)

    with pytest.raises(Refused, match="Say why it is opened again"):
        decisions.reopen(actor.review, by=make.researcher(), comment="")


def test_reopening_what_is_open_is_refused() -> None:
    with pytest.raises(Refused, match="Only a closed record can be reopened"):
        decisions.reopen(make.actor().review, by=make.researcher(), comment="x")


def test_reopening_needs_the_right() -> None:
    actor = make.actor()
    discard(actor)

    with pytest.raises(Refused, match="You do not have the right"):
        decisions.reopen(actor.review, by=make.administrator(), comment="x")


# Restoring


def restore(actor: Actor, revision: Revision | None, *, seen: int | None = None) -> None:
    assert revision is not None
    decisions.restore(
        actor.review,
        revision,
        by=make.researcher(),
        seen=seen or fresh(actor).head_id,
        comment="it was right before",
    )


def test_restoring_an_old_revision_is_a_new_change() -> None:
    actor = make.actor(names=["Cable News Network"])
    first = fresh(actor).head
    make.save(actor, name_en="x", rows=[ActorName(actor=actor, text="new")])

    restore(actor, first)

    actor = Actor.objects.get()
    assert (actor.name_en, [n.text for n in actor.names.all()]) == ("CNN", ["Cable News Network"])
    assert (fresh(actor).work, fresh(actor).title) == ("draft", "CNN")
    assert deeds(actor)[-1] == ("restored", "olena")


def test_restoring_from_an_old_page_is_refused() -> None:
    actor = make.actor()
    first = fresh(actor).head
    make.save(actor, name_en="x")

    with pytest.raises(decisions.Stale):
        restore(actor, first, seen=first.pk if first else None)


def test_restoring_a_revision_with_a_field_that_is_gone_is_refused() -> None:
    actor = make.actor()
    first = fresh(actor).head
    make.save(actor, name_en="x")
    rewrite(first, lambda fields: fields | {"motto": "This is CNN"})

    with pytest.raises(Refused, match="cannot be restored without losing: actor motto"):
        restore(actor, first)

    assert Actor.objects.get().name_en == "x"


def rewrite(revision: Revision | None, change: Any) -> None:
    """Give the revision another form, as an older version of the models would have left it."""
    assert revision is not None
    version = revision.version_set.get()
    (data,) = json.loads(version.serialized_data)
    data["fields"] = change(data["fields"])
    version.serialized_data = json.dumps([data])
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("ALTER TABLE reversion_version DISABLE TRIGGER USER")
        version.save()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("ALTER TABLE reversion_version ENABLE TRIGGER USER")


def test_restoring_a_revision_that_the_database_refuses_is_refused() -> None:
    actor = make.actor()
    first = fresh(actor).head
    make.save(actor, name_en="x")
    rewrite(first, lambda fields: fields | {"reliability": "A"})

    with pytest.raises(Refused, match="That revision can no longer be restored"):
        restore(actor, first)


def test_restoring_a_revision_in_an_unreadable_form_is_refused() -> None:
    actor = make.actor()
    first = fresh(actor).head
    make.save(actor, name_en="x")
    rewrite(first, lambda fields: fields | {"reliability_graded_on": "yesterday"})

    with pytest.raises(Refused, match="That revision can no longer be restored"):
        restore(actor, first)


def test_restoring_a_revision_that_names_something_gone_is_refused() -> None:
    publisher = make.actor()
    source = make.source(publisher=publisher)
    first = fresh(source).head
    make.save(source, publisher=None)
    rewrite(first, lambda fields: fields | {"publisher": "00000000-0000-0000-0000-000000000000"})

    with pytest.raises(Refused, match="That revision can no longer be restored"):
        decisions.restore(
            source.review,
            first,
            by=make.researcher(),
            seen=fresh(source).head_id,
            comment="x",
        )


# Withdrawing


def withdraw(record: Any, **changes: Any) -> Entry:
    defaults: dict[str, Any] = {
        "by": make.reviewer(),
        "day": DAY,
        "reason": "error",
        "comment": "it was wrong",
    }
    return publishing.withdraw(record.review, **defaults | changes)


def test_withdrawing_takes_it_from_the_public_at_once() -> None:
    actor = make.published(make.actor())

    entry = withdraw(actor)

    review = fresh(actor)
    assert (review.public, review.withdrawn_on, review.withdrawn_reason) == (
        "withdrawn",
        DAY,
        "error",
    )
    assert PublishedActor.objects.count() == 0
    assert (entry.kind, entry.reference, entry.content) == (
        "withdrawal",
        actor.reference,
        {"reason": "error"},
    )
    assert deeds(actor)[-1] == ("withdrawn", "taras")


def test_showing_a_withdrawn_record_again_needs_an_approval() -> None:
    actor = make.published(make.actor())
    withdraw(actor)

    make.published(actor, note="Checked again.")

    review = fresh(actor)
    assert (review.public, review.withdrawn_on, review.withdrawn_reason) == ("current", None, "")
    assert [(row.name_en, row.edition) for row in PublishedActor.objects.all()] == [("CNN", 2)]


def test_pending_changes_stay_when_a_record_is_withdrawn() -> None:
    actor = make.submitted(edited(name_en="x"))

    withdraw(actor)

    assert (fresh(actor).work, fresh(actor).public) == ("submitted", "withdrawn")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": "whim"}, "Choose the reason that the public is told"),
        ({"reason": ""}, "Choose the reason that the public is told"),
        ({"comment": " "}, "Tell your colleagues why it is withdrawn"),
    ],
)
def test_withdrawing_needs_a_coarse_reason_and_a_comment(
    changes: dict[str, Any], sentence: str
) -> None:
    actor = make.published(make.actor())

    with pytest.raises(Refused, match=sentence):
        withdraw(actor, **changes)

    assert fresh(actor).public == "current"


def test_withdrawing_needs_the_right() -> None:
    actor = make.published(make.actor())

    with pytest.raises(Refused, match="You do not have the right"):
        withdraw(actor, by=make.researcher())


def test_only_what_is_public_can_be_withdrawn() -> None:
    with pytest.raises(Refused, match="Only a public record can be withdrawn"):
        withdraw(make.actor())


# Constraints on the state itself


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("review_public_has_edition", {"public": "current"}),
        ("review_withdrawn_has_day", {"withdrawn_on": DAY}),
        ("review_submitted_has_head", {"work": "submitted", "head": None}),
    ],
)
def test_state_that_cannot_be_is_refused(constraint: str, changes: dict[str, Any]) -> None:
    actor = make.actor()

    with refused_by(constraint):
        Review.objects.filter(pk=actor.pk).update(**changes)


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("review_public_has_edition", {"public": "never"}),
        ("review_withdrawn_has_day", {"public": "withdrawn"}),
        (
            "review_withdrawn_has_day",
            {"public": "withdrawn", "withdrawn_on": DAY, "withdrawn_reason": ""},
        ),
        ("review_closed_was_never_public", {"work": "closed"}),
    ],
)
def test_public_state_that_cannot_be_is_refused(constraint: str, changes: dict[str, Any]) -> None:
    actor = make.published(make.actor())

    with refused_by(constraint):
        Review.objects.filter(pk=actor.pk).update(**changes)


def test_event_without_its_revision_is_refused() -> None:
    actor = make.actor()

    with refused_by("event_deed_has_revision"):
        insert_event(actor, kind="saved", revision=None)


def test_event_without_its_comment_is_refused() -> None:
    actor = make.actor()

    with refused_by("event_deed_has_comment"):
        insert_event(actor, kind="submitted")


def test_path_is_unique_in_its_edition() -> None:
    actor = make.submitted(make.actor())

    with refused_by("part_path_is_unique"):
        insert_edition(actor)
        edition = Edition.objects.get()
        for place in range(2):
            EditionPart.objects.create(
                edition=edition, position=place, path="kind", salt="0", value="1"
            )
