"""The wall: as the public role, what is published answers and all else refuses."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.test import RequestFactory

from review.models import Event, PublicEdition, PublicPart, PublicRecord
from review.public import reading, role
from review.public.public_state import public_reading
from sources.models import Actor, PublishedActor
from tests import factories as make

pytestmark = pytest.mark.django_db

# All that the public role may read, and nothing else may ever come in by accident.
OPEN = {
    "incidents_incidentbyday",
    "incidents_place",
    "incidents_publishedincident",
    "review_entry",
    "review_public_edition",
    "review_public_part",
    "review_public_record",
    "review_public_removal",
    "review_reindexed",
    "sources_actorbyday",
    "sources_publishedactor",
    "sources_publishedsource",
    "sources_publishedstatement",
    "sources_sourcebyday",
    "sources_statementbyday",
    "sources_storedbitmaps",
}


def relations() -> list[str]:
    """Every table, view and sequence of the database outside PostgreSQL's own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.oid::regclass::text FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')"
            " AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')"
            " ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall()]


def answers(statement: str) -> bool:
    """Whether the public role is answered; False when it has no right."""
    try:
        with public_reading(), connection.cursor() as cursor:
            cursor.execute(statement)
    except ProgrammingError as error:
        assert "permission denied" in str(error)  # noqa: PT017
        return False
    return True


def readable() -> set[str]:
    return {name for name in relations() if answers(f"SELECT * FROM {name} LIMIT 1")}


def test_role_reads_what_is_published_and_nothing_else() -> None:
    make.published_incident()

    assert readable() == OPEN
    assert len(relations()) > 50


@pytest.mark.parametrize(
    "grant",
    [
        "GRANT SELECT ON review_event TO {role}",
        "GRANT SELECT (comment) ON review_event TO {role}",
        "GRANT SELECT ON sources_source TO PUBLIC",
    ],
)
def test_planted_grant_is_found(grant: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(grant.format(role=role.role()))

    assert readable() | columns_readable() != OPEN


def columns_readable() -> set[str]:
    """Relations of which at least one column answers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.oid::regclass::text FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')"
            " AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')"
            " AND has_any_column_privilege(%s, c.oid, 'SELECT')",
            [role.role().strip('"')],
        )
        return {name for (name,) in cursor.fetchall()}


def test_role_reads_not_even_one_column_of_anything_else() -> None:
    assert columns_readable() == OPEN


def test_role_may_write_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.oid::regclass::text FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname = 'public'"
            " AND (has_table_privilege(%(role)s, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')"
            " OR has_any_column_privilege(%(role)s, c.oid, 'INSERT, UPDATE'))",
            {"role": role.role().strip('"')},
        )
        assert cursor.fetchall() == []


@pytest.mark.parametrize("table", sorted(OPEN))
@pytest.mark.parametrize("verb", ["DELETE FROM {table}", "TRUNCATE {table}", "LOCK TABLE {table}"])
def test_every_write_is_refused(table: str, verb: str) -> None:
    with (
        pytest.raises(DatabaseError, match=r"permission denied|read-only|cannot delete from view"),
        public_reading(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb.format(table=table))


def as_role(statement: str) -> None:
    """As a process does that logs in as the public role, whose reading only is a default."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role.role()}; {statement}")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TEMPORARY TABLE mine (x int)",
        "CREATE TABLE mine (x int)",
        "SELECT review_lock_chain()",
        "SELECT FROM review_chain_lock FOR UPDATE",
        "SELECT FROM review_entry FOR SHARE",
        "LOCK TABLE review_chain_lock IN ACCESS SHARE MODE",
        "LOCK TABLE review_entry IN ROW EXCLUSIVE MODE",
    ],
)
def test_role_makes_and_locks_nothing(statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        as_role(statement)


def our_functions() -> dict[str, bool]:
    """Every function but PostgreSQL's and an extension's, and whether the role may run it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.oid::regprocedure::text, has_function_privilege(%s, p.oid, 'EXECUTE')"
            " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
            " WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')"
            " AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')",
            [role.role().strip('"')],
        )
        return dict(cursor.fetchall())


def test_role_runs_none_of_our_functions() -> None:
    functions = our_functions()

    assert [name for name, may_run in functions.items() if may_run] == []
    assert "incidents_refuse_own_name()" in functions
    assert "review_made_just_now(xid)" in functions


def test_a_function_that_is_made_later_is_not_for_the_role_either() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE FUNCTION made_later() RETURNS int LANGUAGE sql AS 'SELECT 1'")

    assert our_functions()["made_later()"] is False


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE mine (x int)", "SELECT set_config('role', 'none', true), 1 / 0"]
)
def test_nothing_is_made_and_what_was_changed_does_not_stay(statement: str) -> None:
    before = current()

    with (
        pytest.raises(DatabaseError, match=r"read-only|permission denied|division by zero"),
        public_reading(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert current() == before


def current() -> tuple[str, str]:
    """The role and the mode of the moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('transaction_read_only')")
        name, read_only = cursor.fetchone()
    return name, read_only


# What is published is published without us in it


def test_public_views_hold_no_staff_part_and_nothing_unpublished() -> None:
    shown = make.published(make.actor(name_en="shown"))
    make.actor(name_en="draft")
    withdrawn = make.published(make.actor(name_en="withdrawn"))
    make.withdrawn(withdrawn)

    with public_reading():
        editions = [edition.reference for edition in PublicEdition.objects.all()]
        parts = list(PublicPart.objects.select_related("edition"))
        records = {(r.reference, r.public) for r in PublicRecord.objects.all()}

    assert editions == [shown.reference]
    assert {part.edition.reference for part in parts} == {shown.reference}
    assert "staff" not in {part.path for part in parts}
    assert records == {(shown.reference, "current"), (withdrawn.reference, "withdrawn")}


def test_columns_of_the_public_views() -> None:
    columns = {}
    with connection.cursor() as cursor:
        for name in sorted(OPEN):
            if name.startswith("review_public"):
                described = connection.introspection.get_table_description(cursor, name)
                columns[name] = [column.name for column in described]

    assert columns == {
        "review_public_edition": [
            "id",
            "reference",
            "kind",
            "number",
            "is_current",
            "position",
            "day",
            "payload",
            "digest",
            "first_day",
        ],
        "review_public_part": ["id", "edition_id", "position", "path", "salt", "value"],
        "review_public_record": [
            "reference",
            "kind",
            "public",
            "number",
            "withdrawn_on",
            "withdrawn_reason",
            "merged_into_id",
        ],
        "review_public_removal": ["id", "edition_id", "path", "blank", "removed_on", "reason"],
    }


# The decorator


@reading.public
def published_names(request: HttpRequest) -> HttpResponse:
    return HttpResponse(", ".join(PublishedActor.objects.values_list("name_en", flat=True)))


@reading.public
def leaky(request: HttpRequest) -> HttpResponse:
    return HttpResponse(", ".join(Actor.objects.values_list("name_en", flat=True)))


@reading.public
def leaky_template(request: HttpRequest) -> TemplateResponse:
    template = engines["django"].from_string("{{ actors }}")
    return TemplateResponse(request, template, {"actors": Actor.objects.all()})


@reading.public
def writing(request: HttpRequest) -> HttpResponse:
    PublishedActor.objects.all().delete()
    return HttpResponse()


@pytest.fixture
def request_() -> HttpRequest:
    return RequestFactory().get("/")


@pytest.fixture
def actor() -> Iterator[Actor]:
    actor = make.published(make.actor())
    before = current()
    yield actor
    assert current() == before
    assert Event.objects.count() == 3
    assert PublishedActor.objects.count() == 1


def test_public_view_reads_what_is_published(actor: Actor, request_: HttpRequest) -> None:
    assert published_names(request_).content == b"CNN"


@pytest.mark.parametrize("view", [leaky, leaky_template])
def test_public_view_that_asks_a_working_table_fails(
    actor: Actor, request_: HttpRequest, view: reading.View
) -> None:
    with pytest.raises(ProgrammingError, match="permission denied for table sources_actor"):
        view(request_)


def test_public_view_that_writes_fails(actor: Actor, request_: HttpRequest) -> None:
    with pytest.raises(DatabaseError, match=r"permission denied|read-only"):
        writing(request_)


def test_public_view_is_open_and_others_are_not() -> None:
    assert getattr(published_names, "login_required", True) is False
