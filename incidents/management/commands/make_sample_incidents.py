"""Add invented incidents, to measure and to try the site."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from incidents.sample import make_sample_incidents


class Command(BaseCommand):
    help = "Add invented, published incidents with their sources; never on a site in real use."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("count", type=int)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["count"] < 1:
            raise CommandError("Say how many incidents: a number from 1 up.")
        try:
            made = make_sample_incidents(
                options["count"], seed=options["seed"], progress=self._show
            )
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{made} invented incidents added.")

    def _show(self, done: int, count: int) -> None:
        self.stdout.write(f"{done} of {count}", ending="\r")
