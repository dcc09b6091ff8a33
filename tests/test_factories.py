"""The factories themselves: what they make can be published."""

import pytest

from incidents.models import PublishedIncident, Victim
from sources.models import PublishedStatement
from tests import factories as make


@pytest.mark.django_db
def test_published_incident_is_in_the_index() -> None:
    incident = make.published_incident(
        place=make.place(),
        place_precision="2",
        chain=[make.published(make.actor()), "a soldier"],
        rows=[Victim(label_en="two captured soldiers", is_group=True, best=2, outcome="killed")],
    )

    assert [row.reference for row in PublishedIncident.objects.all()] == [incident.reference]
    assert [row.bases for row in PublishedStatement.objects.all()] == [["documented"]]
