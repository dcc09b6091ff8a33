"""What colleagues read first of an incident: that it is still public, and what witnesses asked."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from incidents.models import Incident
from tests import factories as make
from tests.pages import form_of, signed_in

pytestmark = pytest.mark.django_db

STILL = "It is kept from colleagues, and still public."


def pages_of(incident: Incident) -> list[str]:
    return [
        reverse("admin:incidents_incident_change", args=[incident.pk]),
        *(
            reverse(f"admin:review_review_{page}", args=[incident.pk])
            for page in ("detail", "history", "who_sees")
        ),
    ]


def pages_with(words: str, incident: Incident, reader: User) -> list[bool]:
    client = signed_in(reader)
    return [words in client.get(page).content.decode() for page in pages_of(incident)]


def restrict(incident: Incident, by: User) -> Any:
    client = signed_in(by)
    at = pages_of(incident)[0]
    form = form_of(client.get(at)) | {"access": "restricted", "comment": "a threat"}
    return client.post(at, form)


def test_whoever_restricts_a_public_incident_is_led_to_hiding_it() -> None:
    incident = make.published_incident()
    reviewer = make.reviewer()
    assert pages_with(STILL, incident, reviewer) == [False] * 4

    answer = restrict(incident, make.reviewer(name="restricts"))

    assert answer["Location"] == reverse("admin:hide_at_once", args=[incident.reference])
    assert pages_with(STILL, incident, reviewer) == [True] * 4
    make.withdrawn(incident)
    assert pages_with(STILL, incident, reviewer) == [False] * 4


def test_who_may_not_withdraw_is_told_to_ask() -> None:
    incident = make.published_incident()
    see_kept = make.researcher(name="sees")
    make.give_group(see_kept, make.group_of("read_restricted"))
    answer = restrict(incident, see_kept)
    assert answer["Location"] == reverse("admin:incidents_incident_changelist")
    assert pages_with("Ask a reviewer to withdraw it.", incident, see_kept) == [True] * 4


def test_conditions_of_a_witness_stand_on_incidents_that_cite_the_interview() -> None:
    talk = make.interview()
    agreed = talk.consents.get()
    agreed.conditions = "Not before the trial."
    make.save(talk, rows=[agreed], comment="asked")
    incident = make.incident(statement=make.statement(source=talk))
    other = make.incident(statement=make.statement(source=make.source()))
    reviewer = make.reviewer()
    assert pages_with("Not before the trial.", incident, reviewer) == [True] * 4
    assert pages_with("Not before the trial.", other, reviewer) == [False] * 4
