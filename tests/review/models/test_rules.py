"""What the database itself refuses, whoever asks: the rules of migration `rules`."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction

from review.editions import chain
from review.models import Edition, EditionPart, Entry, Event, Notice
from review.workflow import decisions
from sources.models import Actor
from tests import factories as make
from tests.databases import EnteredOnce
from tests.review.refusing import refused_by

DAY = date(2025, 6, 1)
APPEND_ONLY = ["review_event", "review_entry", "review_edition"]


def run(sql: str, *parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


@pytest.fixture
def actor_in_place(entered_once: EnteredOnce) -> Iterator[None]:
    with entered_once(enter_actor):
        yield


@pytest.fixture
def actor(actor_in_place: None, db: None) -> Actor:
    return Actor.objects.get()


def enter_actor() -> None:
    make.published(make.actor(names=["Cable News Network"]))


# Append-only


@pytest.mark.parametrize("table", [*APPEND_ONLY, "review_editionpart"])
def test_rows_are_never_changed(actor: Actor, table: str) -> None:
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, table)

    for column in columns:
        with refused_by("append_only"):
            run(f"UPDATE {table} SET {column.name} = {column.name}")


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_rows_are_never_deleted(actor: Actor, table: str) -> None:
    with refused_by("append_only", table=table):
        run(f"DELETE FROM {table}")


SAVES = [
    "UPDATE reversion_version SET serialized_data = replace(serialized_data, 'CNN', 'BBC')",
    "UPDATE reversion_version SET object_repr = 'x'",
    "UPDATE reversion_version SET object_id = gen_random_uuid()",
    "DELETE FROM reversion_version",
]


@pytest.mark.parametrize("sql", SAVES)
def test_saves_are_never_changed_or_deleted(actor: Actor, sql: str) -> None:
    make.save(actor, note_en="x", comment="x")

    with refused_by("save_needs_redaction", table="reversion_version"):
        run(sql)
        run("SET CONSTRAINTS save_needs_redaction IMMEDIATE")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE reversion_revision SET comment = 'x'",
        "UPDATE reversion_revision SET comment = '', date_created = now()",
        "DELETE FROM reversion_revision",
    ],
)
def test_who_saved_when_and_why_is_never_changed(actor: Actor, sql: str) -> None:
    with refused_by("append_only", table="reversion_revision"):
        run(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE reversion_revision SET comment = ''",
        "UPDATE review_event SET comment = '', comment_removed = true WHERE comment <> ''",
    ],
)
def test_what_was_said_goes_only_together_with_a_redaction(actor: Actor, sql: str) -> None:
    with refused_by("save_needs_redaction"):
        run(sql)
        run("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE review_notice SET person_id = (SELECT max(id) FROM auth_user)",
        "UPDATE review_notice SET event_id = (SELECT min(id) FROM review_event)",
        "UPDATE review_notice SET read_at = NULL",
        "UPDATE review_notice SET read_at = now() + interval '1 day'",
        "DELETE FROM review_notice",
        "TRUNCATE review_notice",
    ],
)
def test_a_notice_is_read_once_and_stays(actor: Actor, sql: str) -> None:
    make.save(actor, by=make.researcher(name="petro"), note_en="x", comment="x")
    decisions.comment(actor.review, by=make.researcher(), comment="Well?")
    told = Notice.objects.filter(event__comment="Well?")
    assert told.mark_read()
    run("SET CONSTRAINTS ALL IMMEDIATE")
    with refused_by("append_only"):
        run(sql)


@pytest.mark.parametrize(
    ("rule", "sql"),
    [
        ("save_needs_redaction", "UPDATE review_hiding SET comment = '…'"),
        ("hiding_decided_once", "UPDATE review_hiding SET comment = 'other'"),
        ("hiding_decided_once", "UPDATE review_hiding SET comment = '…', path = 'x'"),
    ],
)
def test_why_something_was_hidden_goes_only_together_with_a_redaction(
    db: None, rule: str, sql: str
) -> None:
    make.hidden(make.published(make.source()), "title")
    with refused_by(rule):
        run(sql)
        run("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("table", ["reversion_version", "reversion_revision"])
def test_saves_are_never_emptied(actor: Actor, table: str) -> None:
    run("SET CONSTRAINTS ALL IMMEDIATE")

    with refused_by("append_only", table=table):
        run(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("table", [*APPEND_ONLY, "review_editionpart"])
def test_tables_are_never_emptied(actor: Actor, table: str) -> None:
    run("SET CONSTRAINTS ALL IMMEDIATE")

    with refused_by("append_only", table=table):
        run(f"TRUNCATE {table} CASCADE")


def test_emptying_reviews_does_not_reach_them(actor: Actor) -> None:
    run("SET CONSTRAINTS ALL IMMEDIATE")

    with refused_by("append_only"):
        run("TRUNCATE review_review CASCADE")


# The chain


def insert_entry(**changes: Any) -> None:
    fields: dict[str, Any] = {
        "kind": "withdrawal",
        "record_kind": "actor",
        "reference": "0000000",
        "day": DAY,
        "payload": '{"reason":"error"}',
        "digest": "d" * 64,
    }
    Entry.objects.create(**fields | changes)


@pytest.mark.django_db
def test_first_entry_follows_64_zeros() -> None:
    with refused_by("chain_follows"):
        insert_entry(position=1, previous="1" * 64)
    with refused_by("chain_follows"):
        insert_entry(position=2, previous=chain.FIRST_PREVIOUS)

    insert_entry(position=1, previous=chain.FIRST_PREVIOUS)


@pytest.mark.parametrize("position", [0, 1, 3])
def test_entry_takes_the_next_position(actor: Actor, position: int) -> None:
    with refused_by("chain_follows"):
        insert_entry(position=position, previous=Entry.objects.get().digest)


@pytest.mark.parametrize("previous", [chain.FIRST_PREVIOUS, "1" * 64])
def test_entry_names_the_digest_of_the_last(actor: Actor, previous: str) -> None:
    with refused_by("chain_follows"):
        insert_entry(position=2, previous=previous)


def test_two_entries_have_two_digests(actor: Actor) -> None:
    digest = Entry.objects.get().digest

    with refused_by(unique_digest()):
        insert_entry(position=2, previous=digest, digest=digest)


def unique_digest() -> str:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "review_entry")
    return next(name for name, c in found.items() if c["columns"] == ["digest"] and c["unique"])


# Parts


def add_part() -> None:
    EditionPart.objects.create(
        edition=Edition.objects.get(), position=99, path="new", salt="0" * 32, value="1"
    )


def test_parts_go_into_an_edition_of_the_same_transaction(db: None) -> None:
    """As in all these tests: the edition was made inside this transaction's savepoints."""
    make.published(make.actor())

    add_part()


def test_parts_never_change_even_in_the_transaction_that_made_them(actor: Actor) -> None:
    with refused_by("append_only"):
        EditionPart.objects.filter(path="name").update(value='"other"')


def test_part_is_not_deleted_without_its_redaction(actor: Actor) -> None:
    with refused_by("part_needs_redaction"):
        EditionPart.objects.get(path="name").delete()


def redact(reference: str, **changes: Any) -> None:
    payload: dict[str, Any] = {"editions": [1], "path": "name", "reason": "protection"}
    chain.append(
        kind="redaction",
        record_kind="actor",
        reference=reference,
        day=DAY,
        payload=payload | changes,
    )


def test_part_is_deleted_together_with_its_redaction(actor: Actor) -> None:
    redact(actor.reference)

    EditionPart.objects.get(path="name").delete()

    assert not EditionPart.objects.filter(path="name").exists()


@pytest.mark.parametrize("changes", [{"path": "names"}, {"editions": [2]}, {"editions": []}])
def test_redaction_of_something_else_lets_nothing_go(actor: Actor, changes: dict[str, Any]) -> None:
    redact(actor.reference, **changes)

    with refused_by("part_needs_redaction"):
        EditionPart.objects.get(path="name").delete()


def test_redaction_of_another_record_lets_nothing_go(actor: Actor) -> None:
    other = make.published(make.actor(name_en="Reuters"))
    redact(other.reference)

    with refused_by("part_needs_redaction"):
        EditionPart.objects.get(path="name", edition__review=actor.review).delete()


# What was committed before


@pytest.fixture
def committed(committing_db: None) -> Actor:
    """A published actor whose transactions are over."""
    actor: Actor = make.published(make.actor())
    assert not connection.in_atomic_block
    return actor


def in_savepoints(deed: Callable[[], Any], depth: int) -> None:
    """Run the deed in a transaction inside this many savepoints that each wrote something."""
    with contextlib.ExitStack() as stack:
        for number in range(depth + 1):
            stack.enter_context(transaction.atomic())
            User.objects.create(username=f"savepoint {number}")
        deed()


@pytest.mark.parametrize("depth", [0, 1, 3])
def test_nothing_is_added_to_an_edition_later(committed: Actor, depth: int) -> None:
    with refused_by("part_needs_edition"):
        in_savepoints(add_part, depth)


@pytest.mark.parametrize("depth", [0, 1, 3])
def test_an_old_redaction_lets_nothing_more_go(committed: Actor, depth: int) -> None:
    with transaction.atomic():
        redact(committed.reference)

    with refused_by("part_needs_redaction"):
        in_savepoints(EditionPart.objects.get(path="name").delete, depth)


@pytest.mark.parametrize("depth", [0, 1, 3])
def test_an_old_redaction_lets_no_save_be_changed(committed: Actor, depth: int) -> None:
    with transaction.atomic():
        redact(committed.reference)

    for sql in SAVES[1:2] + SAVES[3:]:
        with refused_by("save_needs_redaction"):
            in_savepoints(partial(run, sql), depth)


@pytest.mark.parametrize("depth", [0, 1, 3])
def test_nothing_is_added_to_a_save_later(committed: Actor, depth: int) -> None:
    columns = "object_id, format, serialized_data, object_repr, content_type_id, revision_id, db"
    add = f"INSERT INTO reversion_version ({columns}) SELECT gen_random_uuid(), {columns[11:]}"

    with refused_by("save_is_whole"):
        in_savepoints(partial(run, f"{add} FROM reversion_version"), depth)


@pytest.mark.parametrize("depth", [0, 1, 3])
def test_an_edition_is_made_whole_inside_savepoints(committing_db: None, depth: int) -> None:
    actor = make.submitted(make.actor())

    in_savepoints(lambda: make.approved(actor), depth)

    assert EditionPart.objects.filter(edition__review=actor.review).count() == 9


def test_a_redaction_may_stand_in_a_savepoint_of_its_own(committed: Actor) -> None:
    with transaction.atomic():
        with transaction.atomic():
            redact(committed.reference)
        with transaction.atomic():
            EditionPart.objects.get(path="name").delete()

    assert not EditionPart.objects.filter(path="name").exists()


def test_committed_rows_are_as_closed_as_new_ones(committed: Actor) -> None:
    for table in APPEND_ONLY:
        with refused_by("append_only"):
            run(f"DELETE FROM {table}")
    with refused_by("part_needs_redaction"):
        run("DELETE FROM review_editionpart")
    with refused_by("append_only"):
        run("TRUNCATE review_review CASCADE")

    decisions.comment(committed.review, by=make.reviewer(), comment="still here")
    assert Event.objects.count() == 4
