from typing import Any

from django.core.management.base import BaseCommand

from incidents.places.gazetteer import load_gazetteer, read_gazetteer


class Command(BaseCommand):
    help = "Load the places of Ukraine, Russia and Belarus; quick when they are loaded already."

    def handle(self, *args: Any, **options: Any) -> None:
        edition, rows = read_gazetteer()
        written = load_gazetteer(progress=self._show)
        self.stdout.write(f"{edition}: {len(rows)} places, {written} written.")

    def _show(self, done: int) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{done}", ending="")
            self.stdout.flush()
