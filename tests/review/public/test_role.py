"""Who gives the public role its rights, and who says that it has too few or too many."""

import re
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client
from pytest_django import Settings

from review.editions import chain
from review.public import role
from tests import factories as make
from tests.review.public.test_reading import OPEN, columns_readable, our_functions, readable

pytestmark = pytest.mark.django_db

DECISION = Path(settings.BASE_DIR) / "docs/decisions/public-process.md"


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.format(role=role.role()))


def test_role_has_no_powers() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolcanlogin, rolsuper, rolcreatedb, rolcreaterole, rolbypassrls"
            " FROM pg_roles WHERE rolname = %s",
            [settings.PUBLIC_DATABASE_ROLE],
        )
        assert cursor.fetchall() == [(False,) * 5]


def test_migrations_grant_what_the_apps_list() -> None:
    assert sorted(role.readable_relations()) == sorted(OPEN)
    assert readable() == OPEN


def test_making_the_role_twice_does_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("make_public_role")

    assert capsys.readouterr().out == 'Role "attest_public" is there.\n'


# As after a restore into another cluster: the tables are there, what was granted is not.
LOST = [
    "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
    "REVOKE USAGE ON SCHEMA public FROM PUBLIC",
]


def test_making_the_role_again_gives_back_what_it_lost(client: Client) -> None:
    make.published_incident()
    run(LOST[0])
    assert readable() == set()

    call_command("make_public_role")

    assert readable() == OPEN
    assert client.get("/incidents/").status_code == 200


def test_making_the_role_again_opens_the_schema_to_it(capsys: pytest.CaptureFixture[str]) -> None:
    run(LOST[1])

    call_command("make_public_role")

    assert capsys.readouterr().out == (
        'GRANT USAGE ON SCHEMA public TO attest_public;\nRole "attest_public" is set up.\n'
    )
    assert readable() == OPEN


TOO_MUCH = [
    "GRANT SELECT ON review_event TO {role}",
    "GRANT SELECT (comment) ON review_event TO {role}",
    "GRANT SELECT ON sources_source TO PUBLIC",
    "GRANT INSERT ON review_entry TO {role}",
    "GRANT UPDATE (digest) ON review_entry TO {role}",
    "GRANT USAGE ON SEQUENCE review_event_id_seq TO PUBLIC",
    "GRANT EXECUTE ON FUNCTION review_lock_chain() TO PUBLIC",
    "GRANT EXECUTE ON FUNCTION review_lock_chain() TO {role}",
    "GRANT CREATE ON SCHEMA public TO PUBLIC",
    """DO $$ BEGIN
        EXECUTE format('GRANT TEMP ON DATABASE %I TO PUBLIC', current_database());
    END $$""",
]


@pytest.mark.parametrize("grant", TOO_MUCH)
def test_making_the_role_again_takes_what_is_too_much(grant: str) -> None:
    run(grant)
    (warning,) = role.check_public_role(databases=["default"])
    assert warning.id == "review.W001"

    call_command("make_public_role")

    assert role.check_public_role(databases=["default"]) == []
    assert readable() == columns_readable() == OPEN
    assert not any(our_functions().values())
    assert role.make_public_role() == []


def test_check_is_content() -> None:
    assert role.check_public_role(databases=["default"]) == []
    assert role.check_public_role(databases=None) == []


def test_check_misses_the_role(settings: Settings) -> None:
    settings.PUBLIC_DATABASE_ROLE = "nobody_made_this"

    (error,) = role.check_public_role(databases=["default"])

    assert error.id == "review.E001"
    assert error.msg == (
        'The database role "nobody_made_this", as which public pages read, does not exist.'
    )


def test_check_misses_the_right_to_become_the_role(settings: Settings) -> None:
    settings.PUBLIC_DATABASE_ROLE = "pg_monitor"

    (error,) = role.check_public_role(databases=["default"])

    assert error.id == "review.E002"


@pytest.mark.parametrize("lost", LOST)
def test_check_misses_a_right_to_read(lost: str) -> None:
    run(lost)

    (error,) = role.check_public_role(databases=["default"])

    assert error.id == "review.E004"
    assert error.msg == (
        f'The role "attest_public" cannot read {", ".join(role.readable_relations())}:'
        " public pages would fail."
    )


def test_check_misses_what_a_view_reads_for_the_role() -> None:
    """The right to the view is there; whose it is may no longer read below it."""
    run("REVOKE SELECT ON review_editionpart FROM CURRENT_USER")

    (error,) = role.check_public_role(databases=["default"])

    assert error.msg == (
        'The role "attest_public" cannot read review_public_part: public pages would fail.'
    )


def test_check_lets_the_migration_through_that_makes_a_table() -> None:
    run("DROP VIEW review_public_removal")

    assert role.check_public_role(databases=["default"]) == []
    assert role.unreadable() == ["review_public_removal"]


def test_chain_without_its_lock_takes_no_entry() -> None:
    run("DELETE FROM review_chain_lock")

    with (
        pytest.raises(ProgrammingError, match="review_chain_lock has lost its row"),
        transaction.atomic(),
    ):
        make.published(make.actor())


def test_chain_has_one_lock() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        run("INSERT INTO review_chain_lock VALUES (true)")
    with pytest.raises(IntegrityError), transaction.atomic():
        run("INSERT INTO review_chain_lock VALUES (false)")

    chain.lock()


# What only a superuser can take


def superuser() -> psycopg.Connection[Any]:
    if not settings.LOCAL_POSTGRES_DIR:
        pytest.skip("only on the project's own server do we have a superuser")
    return psycopg.connect(**connection.get_connection_params() | {"user": "postgres"})


def test_functions_of_an_extension_stay_open_also_where_we_own_them() -> None:
    names = {"role": settings.PUBLIC_DATABASE_ROLE, "names": role.readable_relations()}
    with superuser() as session, psycopg.ClientCursor(session) as cursor:
        cursor.execute("CREATE TABLE mine (); GRANT SELECT ON mine TO PUBLIC")
        cursor.execute(role._TOO_MUCH, names)
        found = cursor.fetchall()
        session.rollback()

    assert found == [("REVOKE ALL ON mine FROM PUBLIC, attest_public",)]


def decided_statements() -> str:
    """Those that the decision lists for a superuser."""
    (found,) = re.findall(r"```sql\n(DO .*?)```", DECISION.read_text(), re.DOTALL)
    return str(found)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT FROM pg_stat_activity",
        "SELECT FROM pg_stat_user_tables",
        "SELECT pg_stat_get_live_tuples('pg_class'::regclass)",
        "SELECT pg_total_relation_size('pg_class'::regclass)",
        "SELECT pg_advisory_lock(1)",
        "SELECT pg_try_advisory_xact_lock(1)",
        "SELECT lo_create(0)",
        "SELECT pg_notify('a', 'b')",
    ],
)
def test_what_a_superuser_takes_is_taken_and_pages_are_read_without_it(statement: str) -> None:
    with superuser() as session:
        session.execute(f"SET ROLE {role.role()}")
        session.execute(statement)
        session.rollback()

        session.execute(decided_statements())
        session.execute(f"SET LOCAL ROLE {role.role()}")
        for name in OPEN:
            session.execute(f"SELECT FROM {name} LIMIT 1")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute(statement)
        session.rollback()
