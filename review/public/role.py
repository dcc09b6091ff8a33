"""The database role as which public pages read: what it may, and who gives it that."""

from collections.abc import Iterator, Sequence

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004
from django.db import (
    DataError,
    NotSupportedError,
    ProgrammingError,
    connection,
    transaction,
)

MISSING = "The public database role is missing: run manage.py make_public_role."

# An extension's functions are not ours, whoever owns them: search needs those of pg_trgm.
_OURS = """
    {namespace} = current_schema()::regnamespace AND pg_has_role({owner}, 'USAGE')
    AND NOT EXISTS (
        SELECT FROM pg_depend
        WHERE classid = '{table}'::regclass AND objid = {table}.oid AND deptype = 'e'
    )
"""
# What everybody may do in a new database, and what was granted beside the lists.
_TOO_MUCH = f"""
    SELECT format('REVOKE TEMP ON DATABASE %%I FROM PUBLIC, %%I', current_database(), %(role)s)
        WHERE has_database_privilege(%(role)s, current_database(), 'TEMP')
    UNION ALL
    SELECT format('REVOKE CREATE ON SCHEMA %%I FROM PUBLIC, %%I', current_schema(), %(role)s)
        WHERE has_schema_privilege(%(role)s, current_schema(), 'CREATE')
    UNION ALL
    SELECT format('REVOKE ALL ON ROUTINE %%s FROM PUBLIC, %%I', oid::regprocedure, %(role)s)
        FROM pg_proc
        WHERE has_function_privilege(%(role)s, oid, 'EXECUTE')
            AND {_OURS.format(table="pg_proc", namespace="pronamespace", owner="proowner")}
    UNION ALL
    SELECT format('REVOKE ALL ON %%s FROM PUBLIC, %%I', oid::regclass, %(role)s)
        FROM pg_class
        WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND (
            EXISTS (
                SELECT FROM aclexplode(relacl)
                WHERE grantee IN (0, %(role)s::regrole)
                    AND NOT (privilege_type = 'SELECT' AND relname = ANY(%(names)s::text[]))
            ) OR EXISTS (
                SELECT FROM pg_attribute, aclexplode(attacl)
                WHERE attrelid = pg_class.oid AND grantee IN (0, %(role)s::regrole)
            )
        )
            AND {_OURS.format(table="pg_class", namespace="relnamespace", owner="relowner")}
"""  # noqa: S608
_TOO_LITTLE = """
    SELECT format('GRANT USAGE ON SCHEMA %%I TO %%I', current_schema(), %(role)s)
        WHERE NOT has_schema_privilege(%(role)s, current_schema(), 'USAGE')
    UNION ALL
    SELECT format('GRANT SELECT ON %%s TO %%I', to_regclass(name), %(role)s)
        FROM unnest(%(names)s::text[]) AS name
        WHERE NOT has_table_privilege(%(role)s, to_regclass(name), 'SELECT')
"""


def readable_relations() -> list[str]:
    """The tables and views that the public role may read: each app names its own."""
    return [
        name for app in apps.get_app_configs() for name in getattr(app, "publicly_readable", ())
    ]


def role() -> str:
    return connection.ops.quote_name(settings.PUBLIC_DATABASE_ROLE)


def role_statements() -> list[str]:
    """What a database administrator runs where this project may not create roles itself."""
    user = connection.ops.quote_name(str(connection.settings_dict["USER"] or "attest"))
    return [
        f"CREATE ROLE {role()} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS",
        f"GRANT {role()} TO {user}",
    ]


def role_exists() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [settings.PUBLIC_DATABASE_ROLE])
        return cursor.fetchone() is not None


def may_become_role() -> bool:
    with connection.cursor() as cursor:
        # Since PostgreSQL 16 a member may lack this right: who creates a role is one such.
        right = "SET" if connection.get_database_version() >= (16,) else "MEMBER"
        cursor.execute(
            "SELECT pg_has_role(current_user, %s, %s)", [settings.PUBLIC_DATABASE_ROLE, right]
        )
        return bool(cursor.fetchone()[0])


@transaction.atomic
def make_public_role() -> list[str]:
    """Create the role, let us become it, and leave it what the lists say; the statements for it."""
    done = []
    with connection.cursor() as cursor:
        for statement in _needed():
            cursor.execute(statement)
            done.append(statement)
    return done


def _needed() -> Iterator[str]:
    """Each is found out after the one before it was run."""
    create, grant = role_statements()
    if not role_exists():
        yield create
    if not may_become_role():
        yield grant
    yield from _found(_TOO_MUCH)
    yield from _found(_TOO_LITTLE)


def _found(question: str) -> list[str]:
    names = {"role": settings.PUBLIC_DATABASE_ROLE, "names": readable_relations()}
    with connection.cursor() as cursor:
        cursor.execute(question, names)
        return [statement for (statement,) in cursor.fetchall()]


def unreadable() -> list[str]:
    """What of the lists does not answer the public role: found by asking as that role."""
    names = readable_relations()
    return [] if _answer(names) else [name for name in names if not _answer([name])]


def _answer(names: Sequence[str]) -> bool:
    reads = " UNION ALL ".join(f"SELECT 1 FROM {name} WHERE false" for name in names)  # noqa: S608
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {role()}; {reads}")
            transaction.set_rollback(True)
    except (ProgrammingError, DataError):  # no such role, no right to become it or to read
        return False
    return True


def reading_fault() -> str:
    """In a sentence why public pages cannot be read; empty when they can."""
    names = unreadable()
    if not names:
        return ""
    if not role_exists():
        return MISSING
    return (
        f"Public pages cannot read {', '.join(names)}: run manage.py migrate, "
        "then manage.py make_public_role."
    )


@register(Tags.database)
def check_public_role(
    *, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    if not databases:
        return []
    try:
        connection.ensure_connection()
    except NotSupportedError as error:  # Django names the version that is needed and the one found
        return [Error(str(error), id="review.E003")]
    if not role_exists():
        return [
            Error(
                f"The database role {role()}, as which public pages read, does not exist.",
                hint="Run `manage.py make_public_role`.",
                id="review.E001",
            )
        ]
    if not may_become_role():
        return [
            Error(
                f"This database login may not become the role {role()}.",
                hint="Run `manage.py make_public_role`, or give its statements to your "
                "database administrator.",
                id="review.E002",
            )
        ]
    return [*_check_reads(), *_check_nothing_more()]


def _check_reads() -> list[CheckMessage]:
    made = set(connection.introspection.table_names(include_views=True))
    # What is not made yet is made by the migrations, which this check must let through.
    names = [name for name in unreadable() if name in made]
    if not names:
        return []
    return [
        Error(
            f"The role {role()} cannot read {', '.join(names)}: public pages would fail.",
            hint="Run `manage.py make_public_role`.",
            id="review.E004",
        )
    ]


def _check_nothing_more() -> list[CheckMessage]:
    found = _found(_TOO_MUCH)
    if not found:
        return []
    return [
        Warning(
            f"The role {role()} may do more than read what is published.",
            hint="Run `manage.py make_public_role`, or as a database administrator: "
            + " ".join(f"{statement};" for statement in found),
            id="review.W001",
        )
    ]
