"""Entering incidents in the admin."""

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db

LIST = "/admin/incidents/incident/"


@pytest.fixture
def researcher() -> Client:
    client = Client()
    client.force_login(factories.researcher())
    return client


@pytest.mark.parametrize("asked_for", ["Udachne", "Удачного", "two captured", "never public"])
def test_incident_is_found_by_what_staff_know_of_it(researcher: Client, asked_for: str) -> None:
    said = factories.statement(source=factories.source())
    found = factories.incident(
        statement=said, title_uk="Убивство біля Удачного", internal_note="Never public."
    )
    factories.incident(statement=said, title_en="Another", summary_en="Something else.")

    response = researcher.get(LIST, {"q": asked_for})

    assert list(response.context["cl"].queryset) == [found]
