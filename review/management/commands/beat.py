"""Let replicas know that they are up to date while nothing happens."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import OperationalError, connection


class Command(BaseCommand):
    help = (
        "Commit an empty transaction every few seconds, for ever: by it a replica tells a quiet"
        " primary from one that it no longer follows. Run it beside the primary."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="commit one and end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        while True:
            try:
                beat()
            except OperationalError as error:
                if once:
                    raise
                self.stderr.write(f"No beat: {str(error).partition(chr(10))[0]}")
            if once:
                return
            time.sleep(settings.REPLICA_SECONDS / 4)


def beat() -> None:
    with connection.cursor() as cursor:
        # What has a number of its own is committed with its time, though it wrote nothing.
        cursor.execute("SELECT pg_current_xact_id()")
    connection.close()
