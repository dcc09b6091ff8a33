"""Throw away everything on a practice site but its accounts, and begin with invented records."""

from typing import Any

from accounts.models import Colleague, Purpose
from django.conf import settings
from django.contrib.auth.models import User
from django.core import serializers
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.management.color import no_style
from django.db import connection
from review.public.role import make_public_role

from incidents.sample import make_sample_incidents


class Command(BaseCommand):
    help = "Empty a practice database, keep its accounts, and add invented incidents."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--incidents", type=int, default=40)

    def handle(self, *args: Any, **options: Any) -> None:
        practice = Purpose.objects.filter(is_practice=True)
        if not (settings.PRACTICE and practice.exists()):
            raise CommandError("This is no practice site: nothing was changed.")
        people = serializers.serialize(
            "json", [*User.objects.all(), *Colleague.objects.all()], use_natural_foreign_keys=True
        )
        # What was published is kept by triggers for ever, so the tables go as a whole.
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        connection.close()
        call_command("migrate", verbosity=0, interactive=False)
        make_public_role()
        for one in serializers.deserialize("json", people):
            one.save()
        self._count_on()
        call_command("load_gazetteer", verbosity=0, stdout=self.stdout)
        made = make_sample_incidents(options["incidents"], seed=1, progress=self._show)
        self.stdout.write(f"Begun afresh: {made} invented incidents, the same accounts.")

    def _count_on(self) -> None:
        """New accounts are numbered after those that were kept."""
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [User]):
                cursor.execute(statement)

    def _show(self, done: int, count: int) -> None:
        self.stdout.write(f"{done} of {count}", ending="\r")
