"""Real transactions at the same time: whatever the order, the rules hold."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection, connections, transaction
from django.test import Client

from review.models import Edition, Entry, Event, Hiding, Refused, Reindexed, Review
from review.public import role
from review.public.public_state import public_reading
from review.verify import Verification, one_moment
from review.workflow import decisions, hiding, publishing
from sources.models import Actor, PublishedActor, Statement
from tests import factories as make
from tests.review.refusing import refused_by

pytestmark = pytest.mark.usefixtures("committing_db")

DAY = date(2025, 6, 1)


@contextmanager
def others() -> Iterator[Callable[..., Future[Any]]]:
    """Run deeds in threads, each with a connection of its own that is closed at its end."""

    def in_own_connection(deed: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        try:
            return deed(*args, **kwargs)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=8) as pool:
        yield lambda deed, *args, **kwargs: pool.submit(in_own_connection, deed, *args, **kwargs)


def wait_until_somebody_waits(number: int = 1) -> None:
    """Until so many transactions wait for a lock that another one holds."""
    for _ in range(1000):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0] >= number:
                return
        threading.Event().wait(0.01)
    pytest.fail("nobody waits")


def head(actor: Actor) -> int | None:
    return Review.objects.get(pk=actor.pk).head_id


def approve(actor: Actor, seen: int | None, by: User, note: str = "") -> list[Edition]:
    shown = make.shown(actor)
    return publishing.approve({actor.pk: seen}, shown=shown, by=by, day=DAY, note=note)


def save(actor: Actor, *, by: User, seen: int | None, **changes: str) -> None:
    mine = Actor.objects.get(pk=actor.pk)
    for name, value in changes.items():
        setattr(mine, name, value)
    with decisions.saving(mine, by=by, seen=seen, comment="mine"):
        mine.save()


def test_approval_waits_for_an_uncommitted_save_and_is_refused() -> None:
    actor = make.submitted(make.actor())
    seen, author, reviewer = head(actor), make.researcher(), make.reviewer()

    with others() as other:
        with transaction.atomic():
            save(actor, by=author, seen=seen, name_en="slipped in")
            approval = other(approve, actor, seen, reviewer)
            wait_until_somebody_waits()
        with pytest.raises(decisions.Stale):
            approval.result(timeout=60)

    assert Edition.objects.count() == 0


@pytest.mark.parametrize("kind", ["saved", "put_back", "restored", "returned"])
def test_raw_approval_waits_for_an_uncommitted_event_and_is_refused(kind: str) -> None:
    """As with the verbs, though neither side locks anything itself: the triggers do."""
    actor = make.submitted(make.actor())
    review, author, reviewer = actor.review, make.researcher(), make.reviewer(name="oksana")
    fields = {"review": review, "revision": review.head}

    def approve_past_the_verbs() -> None:
        with refused_by("four_eyes"):
            Event.objects.create(kind="approved", by=author, **fields)

    Event.objects.create(kind="submitted", by=reviewer, comment="x", **fields)
    with others() as other:
        with transaction.atomic():
            Event.objects.create(kind=kind, by=author, comment="x", **fields)
            approval = other(approve_past_the_verbs)
            wait_until_somebody_waits()
        approval.result(timeout=60)


def test_two_approvals_of_one_head_make_one_edition() -> None:
    actor = make.submitted(make.actor())
    seen = head(actor)
    reviewers = [make.reviewer(), make.reviewer(name="oksana")]

    with others() as other:
        with transaction.atomic():
            decisions.lock(actor.pk)
            approvals = [other(approve, actor, seen, reviewer) for reviewer in reviewers]
            wait_until_somebody_waits(2)
        outcomes = [approval.exception(timeout=60) for approval in approvals]

    refusals = [str(outcome) for outcome in outcomes if outcome is not None]
    assert refusals == ["“CNN” is not waiting for review."]
    assert Edition.objects.count() == 1
    assert list(Verification().faults()) == []


def test_two_people_saving_at_once_do_not_overwrite_each_other() -> None:
    actor = make.actor()
    seen = head(actor)
    olena, petro = make.researcher(), make.researcher(name="petro")

    with others() as other:
        with transaction.atomic():
            save(actor, by=olena, seen=seen, name_en="hers")
            second = other(save, actor, by=petro, seen=seen, name_uk="його")
            wait_until_somebody_waits()
        refusal = second.exception(timeout=60)

    assert isinstance(refusal, decisions.Stale)
    assert [
        (line.field_label, line.after, [person.username for person in line.people])
        for line in refusal.lines
    ] == [("name in English", "hers", ["olena"])]
    actor.refresh_from_db()
    assert (actor.name_en, actor.name_uk) == ("hers", "")


def test_approvals_of_different_records_at_once_leave_the_chain_whole() -> None:
    actors = [make.submitted(make.actor(name_en=f"Actor {n}")) for n in range(8)]
    reviewer = make.reviewer()
    start = threading.Barrier(len(actors))

    def approve_at_once(actor: Actor) -> None:
        seen = head(actor)
        start.wait(timeout=60)
        approve(actor, seen, reviewer)

    with others() as other:
        for approval in [other(approve_at_once, actor) for actor in actors]:
            approval.result(timeout=30)

    assert [entry.position for entry in Entry.objects.all()] == list(range(1, 9))
    assert list(Verification().faults()) == []


def test_decisions_over_the_same_records_in_another_order_do_not_deadlock() -> None:
    one, two = (make.submitted(make.actor(name_en=name)) for name in ("one", "two"))
    seen, shown = {one.pk: head(one), two.pk: head(two)}, make.shown(one, two)
    reversed_ = dict(reversed(seen.items()))
    reviewers = [make.reviewer(), make.reviewer(name="oksana")]

    with others() as other:
        approvals = [
            other(publishing.approve, decision, shown=shown, by=by, day=DAY)
            for decision, by in zip([seen, reversed_], reviewers, strict=True)
        ]
        outcomes = [approval.exception(timeout=60) for approval in approvals]

    assert [type(outcome) for outcome in outcomes if outcome] == [Refused]
    assert Edition.objects.count() == 2


def test_public_reading_gives_role_and_mode_back_after_it() -> None:
    def current() -> tuple[str, str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user, current_setting('transaction_read_only')")
            name, read_only = cursor.fetchone()
        return name, read_only

    before = current()

    with public_reading():
        within = current()

    assert within == (settings.PUBLIC_DATABASE_ROLE, "on")
    assert before == current() == (connection.settings_dict["USER"], "off")


def test_whoever_may_only_read_cannot_hold_up_an_approval() -> None:
    actor = make.submitted(make.actor())
    seen, reviewer = head(actor), make.reviewer()

    with others() as other, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role.role()}")
        # Every lock that this role can take: once this number was the lock of the chain.
        cursor.execute("SELECT pg_advisory_xact_lock(4157417354)")
        for name in role.readable_relations():
            cursor.execute(f"LOCK TABLE {name} IN ACCESS SHARE MODE")
        [edition] = other(approve, actor, seen, reviewer).result(timeout=30)

    assert edition.number == 1


def test_withdrawal_during_an_approval_waits_for_it() -> None:
    actor = make.published(make.actor())
    make.save(actor, name_en="x", comment="renamed")
    make.submitted(actor)
    reviewer = make.reviewer()

    with others() as other:
        with transaction.atomic():
            approve(actor, head(actor), reviewer, note="Renamed.")
            withdrawal = other(
                publishing.withdraw,
                actor.review,
                by=reviewer,
                day=DAY,
                reason="error",
                comment="wrong",
            )
            wait_until_somebody_waits()
        assert withdrawal.result(timeout=60).position == 3

    assert Review.objects.get().public == "withdrawn"
    assert list(Verification().faults()) == []


def test_everything_is_verified_as_at_one_moment_while_others_approve() -> None:
    actor = make.submitted(make.actor())
    seen, reviewer = head(actor), make.reviewer()
    verification = Verification()

    with others() as other, one_moment():
        faults = verification.faults()
        Entry.objects.count()
        other(approve, actor, seen, reviewer).result(timeout=60)
        assert list(faults) == []

    assert verification.entries == 0
    assert Entry.objects.count() == 1


# Hiding


def hide(record: Any, path: str, by: User) -> list[Hiding]:
    return hiding.hide(
        Review.objects.get(pk=record.pk),
        path,
        by=by,
        day=DAY,
        reason="protection",
        comment="in danger",
    )


def test_an_approval_that_waits_for_a_hiding_is_refused() -> None:
    actor = make.published(make.actor())
    make.save(actor, note_en="More.", comment="note")
    make.submitted(actor)
    seen, reviewer, second = head(actor), make.reviewer(), make.reviewer(name="oksana")

    with others() as other:
        with transaction.atomic():
            hide(actor, "name", second)
            approval = other(approve, actor, seen, reviewer, "A note.")
            wait_until_somebody_waits()
        refusal = approval.exception(timeout=60)

    assert str(refusal) == "CNN: A part of it is hidden: decide about that first."
    assert Edition.objects.count() == 1
    assert list(Verification().faults()) == []


def test_a_hiding_that_waits_for_an_approval_reaches_the_new_edition() -> None:
    actor = make.published(make.actor())
    make.save(actor, note_en="More.", comment="note")
    make.submitted(actor)
    seen, reviewer, second = head(actor), make.reviewer(), make.reviewer(name="oksana")

    with others() as other:
        with transaction.atomic():
            approve(actor, seen, reviewer, "A note.")
            waiting = other(hide, actor, "name", second)
            wait_until_somebody_waits()
        (hidden,) = waiting.result(timeout=60)

    assert hidden.numbers == [1, 2]
    assert list(Verification().faults()) == []


@pytest.fixture
def statement() -> Statement:
    """Of a public source; an incident that cites it waits for approval."""
    source = make.source()
    said = make.statement(source=source)
    make.published(source)
    return said


def test_an_incident_that_embeds_what_is_hidden_meanwhile_is_refused(statement: Statement) -> None:
    """It is not locked by whoever hides: it had no edition with the statement."""
    incident = make.submitted(make.incident(statement=statement))
    seen = Review.objects.get(pk=incident.pk).head_id
    reviewer, second = make.reviewer(), make.reviewer(name="oksana")
    shown = make.shown(incident)

    with others() as other:
        with transaction.atomic():
            hide(statement.source, f"statements/{statement.pk}", second)
            approval = other(
                publishing.approve, {incident.pk: seen}, shown=shown, by=reviewer, day=DAY
            )
            wait_until_somebody_waits()
        refusal = approval.exception(timeout=60)

    assert isinstance(refusal, publishing.Changed)
    assert Edition.objects.count() == 1
    assert list(Verification().faults()) == []


def test_two_approvals_at_a_time_do_not_make_two_items_of_one() -> None:
    """The second waits, and would then publish another document than was looked at."""
    first, again = (make.submitted(make.source()) for _twice in range(2))
    reviewer, second, shown = make.reviewer(), make.reviewer(name="oksana"), make.shown(again)

    with others() as other:
        with transaction.atomic():
            make.approved(first, by=second)
            seen = {again.pk: again.review.head_id}
            approval = other(publishing.approve, seen, shown=shown, by=reviewer, day=DAY)
            wait_until_somebody_waits()
        refusal = approval.exception(timeout=60)

    assert isinstance(refusal, publishing.Changed)
    assert Edition.objects.count() == 1


def test_a_hiding_sees_that_another_record_was_published_meanwhile(statement: Statement) -> None:
    incident = make.submitted(make.incident(statement=statement))
    seen = Review.objects.get(pk=incident.pk).head_id
    reviewer, second = make.reviewer(), make.reviewer(name="oksana")
    path, shown = f"statements/{statement.pk}", make.shown(incident)

    with others() as other:
        with transaction.atomic():
            publishing.approve({incident.pk: seen}, shown=shown, by=reviewer, day=DAY)
            waiting = other(hide, statement.source, path, second)
            wait_until_somebody_waits()
        refusal = waiting.exception(timeout=60)

    assert str(refusal) == "Another record with this part was published just now. Try again."
    assert len(hide(statement.source, path, second)) == 2
    assert list(Verification().faults()) == []


def test_two_people_hiding_one_part_hide_it_once() -> None:
    actor = make.published(make.actor())
    people = [make.reviewer(), make.reviewer(name="oksana")]

    with others() as other:
        with transaction.atomic():
            decisions.lock(actor.pk)
            waiting = [other(hide, actor, "name", by) for by in people]
            wait_until_somebody_waits(2)
        outcomes = [one.exception(timeout=60) for one in waiting]

    assert [str(one) for one in outcomes if one] == ["This part is hidden already."]
    assert Hiding.objects.count() == 1


def test_two_decisions_about_one_part_decide_it_once() -> None:
    actor = make.published(make.actor())
    (hidden,) = hide(actor, "name", make.administrator())
    people = [make.reviewer(), make.reviewer(name="oksana")]

    with others() as other:
        with transaction.atomic():
            decisions.lock(actor.pk)
            waiting = [
                other(deed, hidden, by=by, day=DAY, comment="decided")
                for deed, by in zip([hiding.show, hiding.redact], people, strict=True)
            ]
            wait_until_somebody_waits(2)
        outcomes = [one.exception(timeout=60) for one in waiting]

    assert [str(one) for one in outcomes if one] == [
        "Somebody has already decided about this part."
    ]
    assert list(Verification().faults()) == []


def test_changes_of_the_index_are_numbered_in_the_order_of_their_commits() -> None:
    """Who has seen a number has seen all before it: a second one waits for the first to end."""
    one, other = make.published(make.actor(name_en="One")), make.published(make.actor())

    def touch(actor: Actor) -> None:
        PublishedActor.objects.filter(reference=actor.reference).update(state="UA")

    with others() as in_thread:
        with transaction.atomic():
            touch(one)
            second = in_thread(touch, other)
            wait_until_somebody_waits()
        second.result()

    last = Reindexed.objects.order_by("-number").values_list("reference", flat=True)
    assert list(last[:2]) == [other.reference, one.reference]


def test_a_page_that_was_read_while_something_was_published_is_not_kept_as_newer() -> None:
    """A reader sees the old page until the commit, and the new one at once after it."""
    actor = make.published(make.actor(name_en="Former"))

    def names() -> str:
        return Client().get("/actors/").content.decode()

    with others() as in_thread:
        with transaction.atomic():
            document = PublishedActor.objects.get(reference=actor.reference).document
            document["name"] = {"en": "Renamed", "uk": ""}
            PublishedActor.objects.update(document=document)
            assert "Former" in in_thread(names).result()
        assert "Renamed" in in_thread(names).result()
