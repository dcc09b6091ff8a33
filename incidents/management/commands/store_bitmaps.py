"""Keep the bitmaps of the public lists in the database, for processes that start."""

from typing import Any

from django.core.management.base import BaseCommand
from django.http import QueryDict
from sources.lists.facets import store
from sources.lists.filters import ActorFilters, SourceFilters, StatementFilters
from sources.models import PublishedActor, PublishedSource, PublishedStatement

from incidents.lists.filters import IncidentFilters
from incidents.models import PublishedIncident


class Command(BaseCommand):
    help = "Store the bitmaps of each list where they are missing or far behind; run it by a timer."

    def handle(self, *args: Any, **options: Any) -> None:
        for filters in (
            IncidentFilters(QueryDict(), PublishedIncident.objects.all()),
            StatementFilters(QueryDict(), PublishedStatement.objects.listed()),
            SourceFilters(QueryDict(), PublishedSource.objects.listed()),
            ActorFilters(QueryDict(), PublishedActor.objects.all()),
        ):
            if store(filters):
                self.stdout.write(f"{type(filters).__name__}: stored")
