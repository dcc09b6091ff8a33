"""What left a list since a day, for those who keep a copy of it."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from review.editions.spans import MOVING
from review.models import Entry


def gone_since(day: date, record_kind: str, listed: "QuerySet[Any]") -> list[dict[str, Any]]:
    """By reference, the entry by which each record left that is not `listed` any more.

    In the words of `/changes.json`. An edition took away what is confidential since then, and what
    has no statement in it any more. Other filters are not asked: nobody can say what a record that
    is gone would answer.
    """
    moved = Entry.objects.filter(record_kind=record_kind, kind__in=MOVING, day__gte=day)
    gone = moved.exclude(reference__in=listed.order_by().values("reference"))
    return [
        {
            "reference": entry.reference,
            "position": entry.position,
            "day": entry.day.isoformat(),
            "kind": entry.kind,
            "reason": entry.content.get("reason"),
            "into": entry.content.get("into"),
        }
        for entry in gone.order_by("reference", "-position").distinct("reference")
    ]
