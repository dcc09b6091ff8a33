"""What became of the sources that an incident cites since it was approved."""

from dataclasses import dataclass
from typing import Any

from review.models import PublicRecord


@dataclass
class ChangedSource:
    """A cited source that is not any more what the incident's edition embeds."""

    source: dict[str, Any]
    record: PublicRecord | None

    @property
    def is_withdrawn(self) -> bool:
        return self.record is None or self.record.public == "withdrawn"


def changed_sources(document: dict[str, Any]) -> list[ChangedSource]:
    """Cited sources with a newer edition, or withdrawn."""
    cited = {row["source"]["reference"]: row["source"] for row in document.get("statements", [])}
    records = {row.reference: row for row in PublicRecord.objects.filter(reference__in=cited)}
    found = [ChangedSource(source, records.get(reference)) for reference, source in cited.items()]
    return [one for one in found if one.is_withdrawn or _is_newer(one)]


def _is_newer(changed: ChangedSource) -> bool:
    return changed.record is not None and changed.record.number > changed.source["edition"]
