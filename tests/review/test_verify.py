"""Whatever the owner of the database changes in what is public is found; nothing else is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from io import StringIO
from typing import Any, cast

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.models import Incident, PublishedIncident, Victim
from review.editions import chain
from review.models import Edition, EditionPart, Entry, Hiding, Review
from review.verify import Verification
from review.workflow import claiming, decisions, hiding, publishing
from sources.document_types import CitedStatement
from sources.models import Actor, PublishedActor, PublishedSource, PublishedStatement
from tests import factories as make

DAY = date(2025, 6, 3)


@pytest.fixture
def owner(everything: Incident) -> Incident:
    """Who owns the database takes away its rules: the triggers, the checks, the foreign keys."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint"
            " WHERE contype IN ('c', 'f') AND (conrelid::regclass::text = ANY (%(tables)s)"
            " OR confrelid::regclass::text = ANY (%(tables)s))",
            {"tables": list(OURS)},
        )
        for table, name in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for table in [*OURS, "review_event"]:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    return everything


def run(sql: str, *parameters: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def faults(head: tuple[int, str] | None = None) -> list[str]:
    return list(Verification(head).faults())


def verify(*arguments: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("verify_editions", *arguments, stdout=out)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


def take_out(record: Any, path: str, *, decide: str = "") -> Hiding:
    hidden, *_rest = hiding.hide(
        Review.objects.get(pk=record.pk),
        path,
        by=make.reviewer(),
        day=DAY,
        reason="protection",
        comment="x",
    )
    if decide:
        deed: Any = {"show": hiding.show, "redact": hiding.redact}[decide]
        deed(hidden, by=make.reviewer(name="oksana"), day=DAY, comment="x")
    return hidden


def do_everything() -> None:
    """Every kind of deed: editions, a withdrawal, hidden, shown and redacted parts."""
    incident = make.published_incident(
        chain=[make.published(make.actor(names=["Cable News Network"]))],
        place=make.place(),
        place_precision="2",
        rows=[Victim(label_en="a soldier"), Victim(label_en="another")],
        circumstances_en="By a road.",
        assessment_reason_en="Said once.",
    )
    make.save(incident, killed_high=3, comment="range")
    make.published(incident, note="A range.")
    make.withdrawn(make.published(make.actor(name_en="Withdrawn")))
    take_out(incident, "circumstances")
    take_out(incident, "title", decide="show")
    take_out(incident, "summary", decide="redact")
    take_out(incident, "assessment", decide="redact")
    take_out(incident, f"victims/{incident.victims.all()[0].pk}", decide="redact")


@pytest.fixture(scope="module")
def everything_database(copied_database: Callable[..., Any]) -> Iterator[str]:
    with copied_database("everything", do_everything) as name:
        yield name


@pytest.fixture
def everything_in_place(
    everything_database: str, used_database: Callable[[str], Any]
) -> Iterator[None]:
    with used_database(everything_database):
        yield


@pytest.fixture
def everything(everything_in_place: None, db: None) -> Incident:
    return Incident.objects.get()


# 0 false alarms


@pytest.mark.django_db
def test_nothing_is_found_where_nothing_is() -> None:
    assert faults() == []
    assert verify() == (
        0,
        "No fault: 0 entries, 0 editions, 0 parts, 0 rows of the index.\n",
    )


def test_nothing_is_found_after_every_deed(everything: Incident) -> None:
    head = chain.head()
    assert head is not None

    assert faults() == []
    code, said = verify(f"--head={head.position}:{head.digest}")
    assert code == 0
    assert said.startswith(f"No fault: {head.position} entries, 5 editions, ")
    assert said.endswith(f"Head {head.position}:{head.digest}\n")


def verbs(actor: Actor) -> Iterator[Callable[[], Any]]:
    """All that people can do, one after the other, to a record that is public."""
    by, decider = make.researcher(), make.reviewer()

    def review() -> Review:
        return Review.objects.get(pk=actor.pk)

    def seen() -> dict[str, Any]:
        return {"seen": review().head_id, "comment": "why"}

    yield lambda: make.save(Actor.objects.get(pk=actor.pk), note_en="New.", comment="x")
    yield lambda: decisions.comment(review(), by=by, comment="x")
    yield lambda: decisions.submit(review(), by=by, **seen())
    yield lambda: claiming.take(review(), by=decider)
    yield lambda: claiming.assign(review(), to=make.reviewer(name="ivan"), by=decider)
    yield lambda: claiming.set_urgent(review(), by=by, urgent=True, comment="now")
    yield lambda: decisions.send_back(review(), by=decider, **seen())
    line = f"sources.actor:{actor.pk}:note_en"
    yield lambda: decisions.put_back(review(), line, by=by, **seen())
    yield lambda: decisions.discard(review(), by=decider, **seen())
    saved = review().events.filter(kind="saved").order_by("-id")[0].revision
    assert saved is not None
    yield lambda: decisions.restore(review(), saved, by=by, **seen())
    yield lambda: decisions.submit(review(), by=by, **seen())
    yield lambda: publishing.approve(
        {actor.pk: review().head_id}, shown=make.shown(actor), by=decider, day=DAY, note="Again."
    )
    yield lambda: take_out(actor, "name", decide="show")
    yield lambda: take_out(actor, "note", decide="redact")
    yield lambda: take_out(actor, "name")
    yield lambda: make.withdrawn(actor)
    yield lambda: decisions.submit(review(), by=by, **seen())


@pytest.mark.django_db
def test_no_verb_raises_a_false_alarm() -> None:
    actor = make.published(make.actor(note_en="Old."))

    for number, verb in enumerate(verbs(actor)):
        verb()
        assert faults() == [], number
    call_command("rebuild_published", stdout=StringIO())
    assert faults() == []


# Any byte of any public row

# What is ours alone and nobody reads in public: keys, people, times, the queue.
OURS = {
    "review_entry": set(),
    "review_edition": {"id"},
    "review_editionpart": {"id"},
    "review_review": {
        *("id", "title", "work", "head_id", "urgent", "reviewing_by_id", "assigned_to_id"),
    },
    "review_hiding": {
        *("id", "by_id", "at", "comment", "decided_by_id", "decided_at", "refused"),
        "earlier_only",
    },
    "incidents_publishedincident": set(),
    "sources_publishedsource": set(),
    "sources_publishedstatement": set(),
    "sources_publishedactor": set(),
}
NUMBER = "coalesce({column}, 0) + 1000"
OTHER = {
    **dict.fromkeys(("int2", "int4", "int8"), NUMBER),
    "numeric": "coalesce({column}, 0) + 1",
    "date": "coalesce({column}, '2025-01-01') + 1",
    "bool": "NOT {column}",
    "uuid": "'00000000-0000-4000-8000-000000000000'",
    # A key of nothing leads nowhere, which is what the public finds.
    "merged_into_id": "(SELECT r.id FROM review_review r WHERE r.id <> review_review.id LIMIT 1)",
    **dict.fromkeys(("_text", "_varchar"), "array_append({column}, 'x')"),
    "tsvector": "{column} || 'slippedin'::tsvector",
    "jsonb": "jsonb_build_object('slipped', 'in', 'was', {column})",
}
TEXT = (
    "CASE WHEN {column} = '' THEN 'x'"
    " ELSE overlay({column} placing chr(1 + ascii({column})) from 1 for 1) END"
)


def columns() -> list[tuple[str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, quote_ident(column_name), udt_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name = ANY (%s) ORDER BY 1, ordinal_position",
            [list(OURS)],
        )
        return [row for row in cursor.fetchall() if row[1] not in OURS[row[0]]]


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def first_fault() -> str | None:
    return next(Verification().faults(), None)


def change(table: str, column: str, kind: str, row: str) -> None:
    """Change one column of one row to something else."""
    other = OTHER.get(column, OTHER.get(kind, TEXT)).format(column=column)
    run(f"UPDATE {table} SET {column} = {other} WHERE ctid = %s", row)


def rows_of(table: str) -> list[str]:
    # Of what was shown again nothing is public any more.
    public = "WHERE state <> 'shown'" if table == "review_hiding" else ""
    return [row for (row,) in run(f"SELECT ctid::text FROM {table} {public} ORDER BY ctid")]


def test_a_change_in_any_column_of_a_public_row_is_found(owner: Incident) -> None:
    missed, tried = [], set()
    for table, column, kind in columns():
        rows = rows_of(table)
        for row in {rows[0], rows[-1], rows[len(rows) // 2]}:
            # Keys are still unique.
            with suppress(IntegrityError), undone():
                change(table, column, kind, row)
                tried.add((table, column))
                if first_fault() is None:
                    missed.append((table, column, row))

    assert missed == []
    assert {(table, column) for table, column, _kind in columns()} - tried == set()


TEXTS = [
    ("review_entry", "payload"),
    ("review_entry", "digest"),
    ("review_editionpart", "path"),
    ("review_editionpart", "salt"),
    ("review_editionpart", "value"),
    ("review_hiding", "path"),
    ("incidents_publishedincident", "title_en"),
    ("sources_publishedactor", "name_en"),
]


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_any_flipped_character_is_found(owner: Incident, data: Any) -> None:
    table, column = data.draw(st.sampled_from(TEXTS))
    row = data.draw(st.sampled_from(rows_of(table)))
    ((text,),) = run(f"SELECT {column} FROM {table} WHERE ctid = %s", row)
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(
        st.characters(exclude_characters="\0" + text[place], exclude_categories=["Cs"])
    )
    flipped = text[:place] + other + text[place + 1 :]

    with undone():
        run(f"UPDATE {table} SET {column} = %s WHERE ctid = %s", flipped, row)
        assert first_fault() is not None


@pytest.mark.parametrize("table", sorted(OURS))
def test_any_row_that_is_dropped_is_found(owner: Incident, table: str) -> None:
    missed = []
    rows = rows_of(table)
    for row in rows[:: 1 + len(rows) // 12]:
        with undone():
            run(f"DELETE FROM {table} WHERE ctid = %s", row)
            if first_fault() is None:
                missed.append(run(f"SELECT * FROM {table} WHERE ctid = %s", row))

    assert missed == []


# Each kind of tampering by its sentence

REFERENCE = "AAAAAAA"


def entry_of(record: Any, number: int = 1) -> Entry:
    return Edition.objects.get(review=record.review, number=number).entry


def part(record: Any, path: str) -> EditionPart:
    return EditionPart.objects.get(edition__review=record.review, edition__number=1, path=path)


def named(record: Any) -> str:
    entry = entry_of(record)
    return f"Entry {entry.position} (edition of incident {record.reference})"


def rechained(since: int) -> None:
    """Compute the chain anew from a position on, as its owner can."""
    before = Entry.objects.filter(position__lt=since).last()
    previous = before.digest if before else chain.FIRST_PREVIOUS
    for entry in Entry.objects.filter(position__gte=since):
        entry.previous = previous
        entry.digest = previous = chain.entry_digest(entry)
        run(
            "UPDATE review_entry SET previous = %s, digest = %s WHERE position = %s",
            *(entry.previous, entry.digest, entry.position),
        )


def test_an_entry_that_was_cut_out_is_named(owner: Incident) -> None:
    run("DELETE FROM review_entry WHERE position = 2")

    assert faults()[0] == "Entry 2 of the chain is missing."


def test_two_entries_that_changed_places_are_named(owner: Incident) -> None:
    run("UPDATE review_entry SET position = 1000 WHERE position = 1")
    run("UPDATE review_entry SET position = 1 WHERE position = 2")
    run("UPDATE review_entry SET position = 2 WHERE position = 1000")

    assert "does not follow on the digest of the entry before it." in faults()[0]


def test_an_entry_that_was_slipped_in_is_named(owner: Incident) -> None:
    head = chain.head()
    assert head is not None
    run(
        "INSERT INTO review_entry (position, kind, record_kind, reference, day, payload, previous,"
        " digest) SELECT position + 1, kind, record_kind, reference, day, payload, digest, %s"
        " FROM review_entry WHERE position = %s",
        *("f" * 64, head.position),
    )

    assert faults()[0].endswith("is not what its digest was computed from.")


@pytest.mark.parametrize(
    ("payload", "sentence"),
    [
        ("{}", "has a payload that its kind does not allow."),
        ("[", "has a payload that its kind does not allow."),
        ('{"reason": "error"}', "has a payload that its kind does not allow."),  # not canonical
        ('{"reason":"a witness"}', "has a payload that its kind does not allow."),
        ('{"reason":1}', "has a payload that its kind does not allow."),
        ('{"reason":1.5}', "has a payload that its kind does not allow."),
    ],
)
def test_a_payload_of_another_shape_is_named_though_its_digest_fits(
    owner: Incident, payload: str, sentence: str
) -> None:
    entry = Entry.objects.get(kind="withdrawal")
    run("UPDATE review_entry SET payload = %s WHERE position = %s", payload, entry.position)
    rechained(entry.position)

    assert faults()[0] == (
        f"Entry {entry.position} (withdrawal of actor {entry.reference}) {sentence}"
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ("record_kind = 'source'", "was a actor before."),
        ("kind = 'fiction'", "has a payload that its kind does not allow."),
        ("reference = 'AAAAAAA'", "comes before any edition of that record."),
        ("day = day + 1", "was withdrawn on another day or for another reason, says the chain."),
        (
            """payload = '{"reason":"duplicate"}'""",
            "was withdrawn on another day or for another reason, says the chain.",
        ),
    ],
)
def test_a_rewritten_entry_contradicts_something(
    owner: Incident, changes: str, sentence: str
) -> None:
    entry = Entry.objects.get(kind="withdrawal")
    run(f"UPDATE review_entry SET {changes} WHERE position = %s", entry.position)
    rechained(entry.position)

    assert faults()[0].endswith(sentence)


def rewritten(entry: Entry, **changes: Any) -> None:
    payload = chain.canonical(entry.content | changes)
    run("UPDATE review_entry SET payload = %s WHERE position = %s", payload, entry.position)
    rechained(entry.position)


def test_another_number_of_an_edition_is_named(owner: Incident) -> None:
    rewritten(entry_of(owner, 2), number=3)

    found = faults()
    assert found[0].endswith("has the number 3, which does not follow.")
    assert any(f"stands for edition 2 of incident {owner.reference}." in one for one in found)


def test_another_list_of_parts_is_named(owner: Incident) -> None:
    entry = entry_of(owner)
    rewritten(entry, parts=[one for one in entry.content["parts"] if one[0] != "killed"])

    assert f"{named(owner)} has a part killed that was not in it." in faults()


@pytest.mark.parametrize("parts", [[["path"]], [["path", 1]], ["path"]])
def test_parts_of_another_shape_are_named(owner: Incident, parts: Any) -> None:
    rewritten(entry_of(owner), parts=parts)

    assert faults()[0].endswith("has a payload that its kind does not allow.")


def test_numbers_of_editions_of_another_shape_are_named(owner: Incident) -> None:
    rewritten(Entry.objects.filter(kind="hiding")[0], editions=["1"])

    assert faults()[0].endswith("has a payload that its kind does not allow.")


def test_a_changed_part_is_named(owner: Incident) -> None:
    run("UPDATE review_editionpart SET value = '{}' WHERE id = %s", part(owner, "killed").pk)

    assert faults()[0] == f"{named(owner)}: its part killed is not what was approved."


def test_a_part_in_another_form_is_named_though_its_digest_fits(owner: Incident) -> None:
    one, value = part(owner, "killed"), '{"best":  2}'
    run("UPDATE review_editionpart SET value = %s WHERE id = %s", value, one.pk)
    digest = chain.part_digest(one.path, one.salt, value)
    entry = entry_of(owner)
    parts = [[p, digest if p == "killed" else d] for p, d in entry.content["parts"]]
    rewritten(entry, parts=parts)

    assert faults()[0] == f"{named(owner)}: its part killed is not in canonical form."


def test_a_part_in_another_place_is_named(owner: Incident) -> None:
    run("UPDATE review_editionpart SET position = 99 WHERE id = %s", part(owner, "killed").pk)

    assert faults()[0] == f"{named(owner)}: its part killed is not in its place."


def test_a_part_that_was_taken_out_without_a_redaction_is_named(owner: Incident) -> None:
    run("DELETE FROM review_editionpart WHERE id = %s", part(owner, "killed").pk)

    assert faults()[0] == f"{named(owner)}: its part killed is missing and no redaction names it."


def test_a_part_that_was_put_back_after_its_redaction_is_named(owner: Incident) -> None:
    run("UPDATE review_editionpart SET path = 'summary' WHERE path = 'killed'")

    found = faults()
    assert f"{named(owner)}: its part summary is still there after its redaction." in found


def test_a_part_that_was_added_is_named(owner: Incident) -> None:
    run("UPDATE review_editionpart SET path = 'new' WHERE id = %s", part(owner, "killed").pk)

    assert f"{named(owner)} has a part new that was not in it." in faults()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE review_event SET by_id = by_id + 1 WHERE kind = 'submitted'",
        "UPDATE review_event SET by_id = by_id + 1 WHERE kind = 'saved'",
        "DELETE FROM review_event WHERE kind = 'submitted'",
    ],
)
def test_events_that_name_other_people_than_the_edition_are_named(
    owner: Incident, sql: str
) -> None:
    run(f"{sql} {'AND' if 'WHERE' in sql else 'WHERE'} review_id = %s", owner.pk)

    assert f"{named(owner)}: its part staff names other people than the events before it." in (
        faults()
    )


def test_a_save_of_another_record_is_named(owner: Incident) -> None:
    other = Review.objects.exclude(pk=owner.pk).exclude(head=None)[0]
    run(
        "UPDATE review_event SET revision_id = %s WHERE review_id = %s AND kind = 'commented'"
        " OR id = (SELECT min(id) FROM review_event WHERE review_id = %s)",
        *(other.head_id, owner.pk, owner.pk),
    )

    assert (
        f"The incident {owner.reference} has an event of a save that was not its own." in faults()
    )


def test_a_row_that_was_changed_past_the_forms_is_named(owner: Incident) -> None:
    run("UPDATE incidents_incident SET internal_note = 'x' WHERE review_id = %s", owner.pk)

    assert faults() == [f"The incident {owner.reference} is not what was saved last."]


def test_another_approver_is_named(owner: Incident) -> None:
    run("UPDATE review_edition SET approved_by_id = 1 + approved_by_id WHERE number = 1")

    assert f"{named(owner)}: its part staff names another approval than the edition." in faults()


def test_an_edition_without_an_entry_of_its_kind_is_named(owner: Incident) -> None:
    withdrawal = Entry.objects.get(kind="withdrawal")
    run("UPDATE review_edition SET entry_id = %s WHERE number = 2", withdrawal.position)

    found = faults()
    assert any(one.endswith("does not stand for an edition.") for one in found)
    assert any(one.endswith("is of an edition that is missing.") for one in found)


def test_a_record_that_was_deleted_is_named(owner: Incident) -> None:
    run("DELETE FROM review_review WHERE reference = %s", owner.reference)

    assert f"The incident {owner.reference} of the chain is missing." in faults()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ("kind = 'source'", "is a incident in the chain."),
        ("public = 'withdrawn'", "stands as “withdrawn”; by the chain it is “current”."),
        ("public = 'never'", "stands as “never”; by the chain it is “current”."),
        ("edition_id = NULL", "does not show the last edition that the chain has of it."),
    ],
)
def test_a_record_that_stands_otherwise_is_named(
    owner: Incident, changes: str, sentence: str
) -> None:
    sql = f"UPDATE review_review SET {changes} WHERE reference = %s"
    run(sql, owner.reference)

    assert any(one.endswith(sentence) for one in faults())


def test_an_older_edition_that_is_shown_is_named(owner: Incident) -> None:
    first = Edition.objects.get(review=owner.review, number=1)
    run("UPDATE review_review SET edition_id = %s WHERE id = %s", first.pk, owner.pk)

    assert (
        f"The incident {owner.reference} does not show the last edition that the chain has of it."
        in faults()
    )


def test_an_approval_without_an_edition_is_named(owner: Incident) -> None:
    run(
        "INSERT INTO review_event (review_id, kind, by_id, comment, revision_id, line)"
        " SELECT review_id, kind, by_id, comment, revision_id, line FROM review_event"
        " WHERE kind = 'approved' AND review_id = %s LIMIT 1",
        owner.pk,
    )

    assert (
        f"The incident {owner.reference} was approved 3 times; the chain has 2 editions of it."
        in faults()
    )


# What was hidden


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ("state = 'shown'", "hides other parts than the chain says."),
        ("path = 'graphic'", "hides other parts than the chain says."),
        ("reason = 'error'", "gives another day or reason for taking circumstances out"),
        ("hidden_on = hidden_on - 1", "gives another day or reason for taking circumstances out"),
        (
            """blanks = jsonb_build_object('1', '{"en":"A lie."}'::jsonb, '2', blanks -> '2')""",
            "shows something made up in place of circumstances.",
        ),
    ],
)
def test_what_is_hidden_otherwise_than_the_chain_says_is_named(
    owner: Incident, changes: str, sentence: str
) -> None:
    run(f"UPDATE review_hiding SET {changes} WHERE path = 'circumstances'")

    assert any(f"The incident {owner.reference} {sentence}" in one for one in faults())


@pytest.mark.parametrize(
    ("path", "changes", "sentence"),
    [
        ("summary", "blanks = '[1, \"x\"]'", "has redacted other parts than the chain says."),
        ("summary", "state = 'hidden'", "has redacted other parts than the chain says."),
        ("summary", "blanks = blanks - '1'", "has redacted other parts than the chain says."),
        (
            "assessment",
            "blanks = jsonb_set(blanks, '{1,reason,en}', '\"A lie.\"')",
            "shows something made up in place of assessment.",
        ),
        (
            "assessment",
            "blanks = jsonb_set(blanks, '{1}', '1')",
            "shows something made up in place of assessment.",
        ),
    ],
)
def test_what_is_redacted_otherwise_than_the_chain_says_is_named(
    owner: Incident, path: str, changes: str, sentence: str
) -> None:
    run(f"UPDATE review_hiding SET {changes} WHERE path = %s", path)

    assert f"The incident {owner.reference} {sentence}" in faults()


# The index


def test_rows_of_the_index_are_compared_column_by_column(owner: Incident) -> None:
    run("UPDATE incidents_publishedincident SET killed_best = 3")
    run("UPDATE sources_publishedactor SET search = 'x'::tsvector")
    actor = PublishedActor.objects.get().pk

    changed = f"The row {owner.reference} of incidents_publishedincident has another killed_best"
    assert faults() == [
        f"The row {actor} of sources_publishedactor has another search than its edition.",
        f"{changed} than its edition.",
    ]


def test_a_document_in_the_index_is_compared_as_text(owner: Incident) -> None:
    """In Python 1 and true are the same."""
    row = PublishedStatement.objects.get()
    row.document |= cast(CitedStatement, {"our_examination": 0})
    row.save()

    assert faults() == [
        f"The row {row.pk} of sources_publishedstatement has another document than its edition."
    ]


def test_a_row_of_the_index_that_is_missing_is_named(owner: Incident) -> None:
    PublishedIncident.objects.all().delete()

    assert faults() == [f"The row {owner.reference} of incidents_publishedincident is missing."]


def test_a_row_of_what_is_not_public_is_named_and_rebuilding_removes_it(owner: Incident) -> None:
    row = PublishedActor.objects.get()
    row.pk = Review.objects.get(public="withdrawn").reference
    row.save(force_insert=True)
    assert faults() == [
        f"The row {row.pk} of sources_publishedactor is of a record that is not public."
    ]

    call_command("rebuild_published", stdout=StringIO())

    assert faults() == []


def test_a_row_that_is_in_no_edition_is_named_and_rebuilding_removes_it(owner: Incident) -> None:
    row = PublishedStatement.objects.get()
    row.pk = "00000000-0000-4000-8000-000000000000"
    row.save(force_insert=True)
    assert faults() == [f"The row {row.pk} of sources_publishedstatement is in no current edition."]

    call_command("rebuild_published", stdout=StringIO())

    assert faults() == []


def test_rebuilding_makes_every_row_anew_from_the_editions(owner: Incident) -> None:
    for table in (PublishedActor, PublishedSource, PublishedStatement, PublishedIncident):
        table._default_manager.all().delete()
    assert len(faults()) == 4
    out = StringIO()

    call_command("rebuild_published", stdout=out)

    assert out.getvalue() == "3 of 3 records\n"
    assert faults() == []


def test_an_edition_of_which_no_row_can_be_made_is_named(owner: Incident) -> None:
    run("DELETE FROM review_editionpart WHERE path = 'killed'")

    assert any(one.endswith(": no index row can be made of it.") for one in faults())


# An end that was cut off, a history written anew: only a head that others noted tells


def test_a_cut_off_end_is_told_by_a_noted_head(owner: Incident) -> None:
    head = chain.head()
    assert head is not None
    run("DELETE FROM review_entry WHERE position = %s", head.position)

    code, said = verify("--head", f"{head.position}:{head.digest}")

    assert (code, said) == (1, f"{not_in_chain(head)}\n")


def not_in_chain(head: Entry) -> str:
    return (
        f"The head that was noted at position {head.position} is not in the chain: "
        "its end was cut off, or its history was written anew."
    )


def test_a_history_written_anew_is_told_by_a_noted_head_alone(owner: Incident) -> None:
    head = chain.head()
    assert head is not None
    rewritten(entry_of(owner, 2), note="Another note.")
    assert faults() == []

    assert faults((head.position, head.digest)) == [not_in_chain(head)]


def test_yesterdays_database_is_told_by_todays_head(everything: Incident) -> None:
    with undone():
        make.published(make.actor(name_en="Today"))
        head = chain.head()
    assert head is not None

    assert faults() == []
    assert faults((head.position, head.digest)) == [not_in_chain(head)]


# The command


def test_the_command_names_the_first_fault_and_ends_in_1(owner: Incident) -> None:
    run("UPDATE review_editionpart SET value = '{}' WHERE id = %s", part(owner, "killed").pk)
    run("DELETE FROM incidents_publishedincident")

    assert verify() == (1, f"{named(owner)}: its part killed is not what was approved.\n")


@pytest.mark.parametrize("head", ["1", "x:" + "0" * 64, "1:0", "-1:" + "0" * 64])
def test_a_head_is_written_as_position_and_digest(head: str) -> None:
    with pytest.raises(CommandError, match="A head is written as position:digest"):
        call_command("verify_editions", f"--head={head}")
