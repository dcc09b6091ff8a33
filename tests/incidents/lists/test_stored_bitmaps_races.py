"""Bitmaps are written while something is taken from the public: it is in none that stay."""

import pytest
from django.db import transaction

from incidents.models import Incident
from review.workflow import publishing
from sources.lists import facets, stored_bitmaps
from sources.lists.facets import store
from sources.models import StoredBitmaps
from tests import factories as make
from tests.incidents.lists.test_facets import asked
from tests.review.workflow.test_races import others, wait_until_somebody_waits

pytestmark = pytest.mark.usefixtures("committing_db")


def withdraw(incident: Incident) -> None:
    publishing.withdraw(
        incident.review,
        by=make.reviewer(name="marta"),
        day=make.DAY,
        reason="protection",
        comment="a threat",
    )


def test_who_writes_waits_for_who_takes_away() -> None:
    incident = make.published_incident()

    with others() as other:
        with transaction.atomic():
            withdraw(incident)
            writing = other(store, asked())
            wait_until_somebody_waits()
        assert writing.result(timeout=60)
    written = stored_bitmaps.stored("IncidentFilters", facets._made_as(asked()))

    assert written is not None
    assert (len(written.rows), [*written.having["kind"]]) == (0, [])


def test_who_takes_away_waits_for_who_writes_and_deletes_it() -> None:
    incident = make.published_incident()

    with others() as other:
        with transaction.atomic():
            assert store(asked())
            withdrawal = other(withdraw, incident)
            wait_until_somebody_waits()
            assert StoredBitmaps.objects.count() == 1
        withdrawal.result(timeout=60)

    assert StoredBitmaps.objects.count() == 0
