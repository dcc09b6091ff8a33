"""Give sources and links the canonical address of the present rules, where others made theirs."""

from typing import Any

from django.core.management.base import BaseCommand
from sources.models import Source
from sources.text.addresses import RULES, canonical

from incidents.intake import adding


class Command(BaseCommand):
    help = "Write the canonical address of sources that were saved under other rules, or none."

    def handle(self, *args: Any, **options: Any) -> None:
        """Past the forms: it is in no save, since what follows from the address changes nothing."""
        others = Source.objects.by_other_rules()
        rows = others.only("pk", "url").iterator()
        changed = sum(self._fill(source) for source in rows)
        self.stdout.write(f"{changed} sources: their canonical address was written")
        self.stdout.write(f"{adding.follow_rules()} links in intake, too")

    @staticmethod
    def _fill(source: Source) -> int:
        # Only where the address is still the same: somebody may be saving another one.
        same = Source.objects.filter(pk=source.pk, url=source.url)
        return same.update(canonical_address=canonical(source.url), address_rules=RULES)
