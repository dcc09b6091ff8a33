"""Make the index of what is published anew, from the editions alone."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from review.editions import chain
from review.models import Resting, Review
from review.record_types import record_types
from review.workflow import decisions, indexing


class Command(BaseCommand):
    help = "Rebuild the published index from the current editions."

    def handle(self, *args: Any, **options: Any) -> None:
        remove_strays()
        public = Review.objects.filter(public=Review.Public.CURRENT)
        ids = list(public.order_by("edition").values_list("pk", flat=True))
        for done, review_id in enumerate(ids, 1):
            rebuild(review_id)
            if done % 500 == 0 or done == len(ids):
                self.stdout.write(f"{done} of {len(ids)} records")


@transaction.atomic
def remove_strays() -> None:
    """Rows of records that are not public. The chain first, as whoever publishes has it first."""
    chain.lock()
    public = Review.objects.filter(public=Review.Public.CURRENT)
    tables = [
        (table, kind)
        for kind, record_type in record_types().items()
        for table in (*record_type.index_tables, *record_type.tables_by_day.values())
    ]
    for table, kind in tables:
        references = public.filter(kind=kind).values("reference")
        table._default_manager.exclude(reference__in=references).delete()
    Resting.objects.exclude(reference__in=public.values("reference")).delete()


@transaction.atomic
def rebuild(review_id: Any) -> None:
    """One record; nothing if it was withdrawn meanwhile."""
    indexing.reindex(decisions.lock(review_id))
