"""Throw away everything on a practice site but its accounts, and begin with invented records."""

from collections.abc import Iterable
from typing import Any

from accounts.models import Purpose
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.management.color import no_style
from django.db import connection, models, transaction
from review.public.role import make_public_role

from incidents.sample import make_sample_incidents

# People, how they come in, and what is recorded of their rights. Sessions end.
KEPT = (
    "auth.User",
    "mfa.Authenticator",
    "accounts.Colleague",
    "accounts.CredentialLink",
    "accounts.RightsEntry",
    "accounts.Sight",
    "accounts.Suspension",
    "accounts.LeavingCheck",
    "accounts.NeedToKnowGroup",
    "accounts.Member",
    "accounts.MemberChange",
)
MEMBERSHIPS = (
    "SELECT user_id, name FROM auth_user_groups JOIN auth_group ON auth_group.id = group_id"
)
# A new database may number its groups otherwise.
GROUPS_BY_NAME = """
    UPDATE accounts_rightsentry entry SET group_id = auth_group.id FROM auth_group
    WHERE entry.group_id IS NOT NULL AND entry."right" = auth_group.name;
    INSERT INTO auth_user_groups (user_id, group_id)
        SELECT user_id, auth_group.id FROM unnest(%s::integer[], %s::text[]) AS kept (user_id, name)
        JOIN auth_group USING (name);
    SET CONSTRAINTS ALL IMMEDIATE;
"""


class Command(BaseCommand):
    help = "Empty a practice database, keep its accounts, and add invented incidents."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--incidents", type=int, default=40)

    def handle(self, *args: Any, **options: Any) -> None:
        practice = Purpose.objects.filter(is_practice=True)
        if not (settings.PRACTICE and practice.exists()):
            raise CommandError("This is no practice site: nothing was changed.")
        kept = [apps.get_model(name) for name in KEPT]
        with connection.cursor() as cursor:
            rows = [_read(cursor, model) for model in kept]
            cursor.execute(MEMBERSHIPS)
            memberships = cursor.fetchall()
            # What was published is kept by triggers for ever, so the tables go as a whole.
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        connection.close()
        call_command("migrate", verbosity=0, interactive=False)
        make_public_role()
        _put_back(kept, rows, memberships)
        call_command("load_gazetteer", verbosity=0, stdout=self.stdout)
        made = make_sample_incidents(options["incidents"], seed=1, progress=self._show)
        self.stdout.write(f"Begun afresh: {made} invented incidents, the same accounts.")

    def _show(self, done: int, count: int) -> None:
        self.stdout.write(f"{done} of {count}", ending="\r")


def _columns(model: type[models.Model]) -> str:
    names = (connection.ops.quote_name(str(field.column)) for field in model._meta.concrete_fields)
    return ", ".join(names)


def _read(cursor: Any, model: type[models.Model]) -> bytes:
    with cursor.copy(f"COPY {model._meta.db_table} ({_columns(model)}) TO STDOUT") as copy:
        return b"".join(bytes(piece) for piece in copy)


@transaction.atomic
def _put_back(
    kept: list[type[models.Model]], rows: list[bytes], memberships: Iterable[tuple[int, str]]
) -> None:
    """As they were: their rules were kept when they were made, and would be asked anew."""
    tables = [*(model._meta.db_table for model in kept), "auth_user_groups"]
    people, groups = zip(*memberships, strict=True) if memberships else ((), ())
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for model, found in zip(kept, rows, strict=True):
            table = model._meta.db_table
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 (names of our tables)
            with cursor.copy(f"COPY {table} ({_columns(model)}) FROM STDIN") as copy:
                copy.write(found)
        cursor.execute(GROUPS_BY_NAME, [list(people), list(groups)])
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        for statement in connection.ops.sequence_reset_sql(no_style(), kept):
            cursor.execute(statement)
