"""Empty links in intake that were closed more than a year ago."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from incidents.intake import keeping


class Command(BaseCommand):
    help = "Delete addresses and notes of links that were closed more than a year ago."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{keeping.forget_old(timezone.now())} links emptied.")
