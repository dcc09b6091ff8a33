"""The name of a victim: who opens it, on what ground it is published, and where it never is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core import serializers
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from reversion.models import Version

from incidents.models import Incident, Victim, WithheldName
from review.editions import chain
from review.models import Edition, Event, Refused
from review.workflow import decisions, hiding
from tests import factories
from tests.databases import EnteredOnce
from tests.pages import form_of, signed_in
from tests.review.refusing import refused_by

pytestmark = pytest.mark.django_db

NAME = "Andrii Prykladnyi"


@pytest.fixture
def guardian() -> Client:
    """Somebody charged with safeguarding."""
    user = factories.researcher(name="oksana")
    factories.give(user, "Safeguarding")
    return signed_in(user)


@pytest.fixture
def victim_in_place(entered_once: EnteredOnce) -> Iterator[None]:
    with entered_once(enter_victim):
        yield


@pytest.fixture
def victim(victim_in_place: None, db: None) -> Victim:
    """Of an incident whose source is public."""
    return Victim.objects.get()


def enter_victim() -> None:
    source = factories.source()
    said = factories.statement(source=source)
    factories.published(source)
    victim = Victim(label_en="a captured soldier", outcome="killed")
    factories.incident(statement=said, rows=[victim])


def page_of(victim: Victim) -> str:
    return reverse("admin:incidents_incident_name", args=[victim.incident_id, victim.pk])


def text_of(response: Any) -> str:
    body = b"".join(response) if response.streaming else response.content
    return str(body.decode())


def keep(client: Client, victim: Victim, **typed: str) -> Any:
    form = form_of(client.get(page_of(victim)))
    return client.post(page_of(victim), form | {"name": NAME, "comment": "asked"} | typed)


DECIDED = {"basis": "family", "decided_on": "2025-06-01", "review_on": "2026-06-01"}


def set_on(victim: Victim, **values: str) -> None:
    """As a researcher changes the victim in the incident's form."""
    for name, value in values.items():
        setattr(victim, name, value)
    factories.save(Incident.objects.get(pk=victim.incident_id), rows=[victim], comment="changed")


# Who opens it


def test_name_is_opened_only_with_the_right(researcher: Client, victim: Victim) -> None:
    WithheldName.objects.create(victim=victim, name=NAME)
    change = reverse("admin:incidents_incident_change", args=[victim.incident_id])

    assert researcher.get(page_of(victim)).status_code == 403
    assert researcher.post(page_of(victim), {"name": "Other"}).status_code == 403
    assert page_of(victim) not in text_of(researcher.get(change))
    assert WithheldName.objects.get().name == NAME


def test_the_form_leads_to_the_name_whether_or_not_there_is_one(
    reviewer: Client, victim: Victim
) -> None:
    change = reverse("admin:incidents_incident_change", args=[victim.incident_id])
    before = text_of(reviewer.get(change))
    assert before.count(page_of(victim)) == 1
    assert "Save the victim first." in before

    WithheldName.objects.create(victim=victim, name=NAME)

    assert text_of(reviewer.get(change)).count(page_of(victim)) == 1
    assert NAME not in text_of(reviewer.get(change))


def test_who_opens_and_who_saves_is_recorded_without_the_name(
    reviewer: Client, victim: Victim
) -> None:
    keep(reviewer, victim)
    reviewer.get(page_of(victim))

    entries = LogEntry.objects.filter(object_id=str(victim.incident_id)).order_by("pk")
    assert [(e.user.username, e.change_message) for e in entries] == [
        ("taras", "Opened one"),
        ("taras", "Saved a withheld name"),
        ("taras", "Opened one"),
    ]
    assert NAME not in serializers.serialize("json", LogEntry.objects.all())


def test_name_of_another_incident_or_of_none_is_not_found(reviewer: Client, victim: Victim) -> None:
    other = factories.incident(statement=victim.incident.evidence.all()[0].statement)
    for incident in (other.pk, "00000000-0000-4000-8000-000000000000"):
        address = reverse("admin:incidents_incident_name", args=[incident, victim.pk])
        assert reviewer.get(address).status_code == 404


# What is kept of it, and where it is not


def test_name_is_kept_and_never_versioned(reviewer: Client, victim: Victim) -> None:
    response = keep(reviewer, victim)

    assert response["Location"] == reverse(
        "admin:incidents_incident_change", args=[victim.incident_id]
    )
    name = WithheldName.objects.get()
    assert (name.name, name.basis, name.decided_by) == (NAME, "", None)
    for rows in (Version.objects.all(), Event.objects.all()):
        assert NAME not in serializers.serialize("json", rows)


def test_saving_a_name_is_a_save_of_the_incident(reviewer: Client, victim: Victim) -> None:
    keep(reviewer, victim, **DECIDED)

    last = Event.objects.filter(review_id=victim.incident_id).last()
    assert last is not None
    assert (last.kind, last.by.username, last.comment) == ("saved", "taras", "asked")
    incident = factories.submitted(Incident.objects.get())
    with pytest.raises(Refused, match="somebody else must approve it"):
        factories.approved(incident)


def test_saving_a_name_makes_what_waits_a_draft_again(reviewer: Client, victim: Victim) -> None:
    factories.submitted(victim.incident)
    form = form_of(reviewer.get(page_of(victim)))
    response = reviewer.post(
        page_of(victim), form | {"name": NAME, "comment": "asked"}, follow=True
    )
    assert "It was submitted and is a draft again now" in text_of(response)


def test_stale_name_is_refused_and_stays_typed(reviewer: Client, victim: Victim) -> None:
    form = form_of(reviewer.get(page_of(victim))) | {"name": NAME}
    factories.save(Incident.objects.get(), title_uk="Нова назва")

    response = reviewer.post(page_of(victim), form)

    assert "Somebody else has saved this record since you opened it." in text_of(response)
    assert form_of(response)["name"] == NAME
    assert not WithheldName.objects.exists()


def test_name_is_deleted_for_good(reviewer: Client, victim: Victim) -> None:
    keep(reviewer, victim)
    keep(reviewer, victim, _delete="1")
    assert not WithheldName.objects.exists()


@pytest.mark.parametrize("typed", ["", "x" * 201, "a\0b"])
def test_bad_name_is_an_error_of_its_field(reviewer: Client, victim: Victim, typed: str) -> None:
    response = keep(reviewer, victim, name=typed)
    assert list(response.context["form"].errors) == ["name"]
    assert not WithheldName.objects.exists()


# On what ground it is published


def test_basis_needs_its_days(reviewer: Client, victim: Victim) -> None:
    response = keep(reviewer, victim, basis="family")
    sentence = "To publish the name, give this day."
    assert response.context["form"].errors == {"decided_on": [sentence], "review_on": [sentence]}
    response = keep(reviewer, victim, **DECIDED | {"decided_on": "31 February"})
    assert response.context["form"].errors == {"decided_on": ["Enter a valid date."]}
    assert not WithheldName.objects.exists()


def test_basis_names_who_decided_and_goes_with_it(reviewer: Client, victim: Victim) -> None:
    keep(reviewer, victim, **DECIDED)
    name = WithheldName.objects.get()
    assert (name.decided_by, name.decided_on) == (factories.reviewer(), date(2025, 6, 1))

    keep(reviewer, victim, basis="")

    name.refresh_from_db()
    assert (name.decided_by, name.decided_on, name.review_on) == (None, None, None)


@pytest.mark.parametrize("outcome", ["", "injured", "survived", "fate_unknown"])
def test_the_living_are_named_only_by_consent(
    reviewer: Client, victim: Victim, outcome: str
) -> None:
    set_on(victim, outcome=outcome)
    refused = keep(reviewer, victim, **DECIDED)
    assert list(refused.context["form"].errors) == ["basis"]
    assert "is named only if they agreed" in text_of(refused)

    keep(reviewer, victim, **DECIDED | {"basis": "consent"})

    assert WithheldName.objects.get().basis == "consent"


def test_a_child_is_named_after_two_people_and_approved_by_a_third(
    reviewer: Client, guardian: Client, victim: Victim
) -> None:
    set_on(victim, age_group="child")
    refused = keep(reviewer, victim, **DECIDED)
    assert list(refused.context["form"].errors) == ["basis"]
    assert "charged with safeguarding has agreed" in text_of(refused)
    keep(reviewer, victim)

    keep(guardian, victim, _agree="1", name="not this one")
    name = WithheldName.objects.get()
    assert (name.name, str(name.safeguarded_by), name.safeguarded_on is not None) == (
        NAME,
        "oksana",
        True,
    )
    assert list(keep(guardian, victim, **DECIDED).context["form"].errors) == ["__all__"]
    keep(reviewer, victim, **DECIDED)

    incident = factories.submitted(Incident.objects.get())
    factories.give(User.objects.get(username="oksana"), "Reviewers")
    for person in ("taras", "oksana"):
        with pytest.raises(Refused, match="somebody else must approve it"):
            factories.approved(incident, by=User.objects.get(username=person))
    factories.approved(incident, by=factories.reviewer(name="third"))
    assert NAME in text_of(Client().get(f"/incidents/{incident.reference}/"))


def test_agreement_is_for_one_name(reviewer: Client, guardian: Client, victim: Victim) -> None:
    set_on(victim, age_group="child")
    keep(reviewer, victim)
    keep(guardian, victim, _agree="1")

    refused = keep(reviewer, victim, **DECIDED | {"name": "Somebody Else"})
    assert list(refused.context["form"].errors) == ["basis"]

    keep(reviewer, victim, name="Somebody Else")
    assert WithheldName.objects.get().safeguarded_by is None


def test_only_those_charged_with_it_agree(
    reviewer: Client, guardian: Client, victim: Victim
) -> None:
    keep(reviewer, victim)
    assert "_agree" not in text_of(reviewer.get(page_of(victim)))
    assert "_agree" in text_of(guardian.get(page_of(victim)))

    assert keep(reviewer, victim, _agree="1").status_code == 403
    assert WithheldName.objects.get().safeguarded_by is None


def test_victim_cannot_be_changed_under_its_name(reviewer: Client, victim: Victim) -> None:
    keep(reviewer, victim, **DECIDED)
    change = reverse("admin:incidents_incident_change", args=[victim.incident_id])
    form = form_of(reviewer.get(change)) | {"victims-0-outcome": "survived"}

    response = reviewer.post(change, form)

    assert "is named only if they agreed" in text_of(response)
    victim.refresh_from_db()
    assert victim.outcome == "killed"


# Before the database would refuse it: a server may log the row, and the name in it


@contextmanager
def writing_no_name() -> Iterator[None]:
    with CaptureQueriesContext(connection) as captured:
        yield
    writing = ("INSERT", "UPDATE", "DELETE")
    written = [q["sql"] for q in captured.captured_queries if q["sql"].startswith(writing)]
    assert [sql for sql in written if "withheldname" in sql or "incidents_victim" in sql] == []


TWO_PEOPLE = "You agreed as the person charged with safeguarding: somebody else must decide"


def test_who_agreed_and_decides_is_refused_before_the_write(
    reviewer: Client, guardian: Client, victim: Victim
) -> None:
    keep(reviewer, victim)
    keep(guardian, victim, _agree="1")

    with writing_no_name():
        response = keep(guardian, victim, **DECIDED)

    assert TWO_PEOPLE in text_of(response)
    assert WithheldName.objects.get().basis == ""


def test_who_decided_and_agrees_is_refused_before_the_write(
    guardian: Client, victim: Victim
) -> None:
    keep(guardian, victim, **DECIDED)

    with writing_no_name():
        response = keep(guardian, victim, _agree="1")

    assert TWO_PEOPLE in text_of(response)
    assert WithheldName.objects.get().safeguarded_by is None


def test_victim_under_its_name_is_refused_before_the_write(
    reviewer: Client, victim: Victim
) -> None:
    keep(reviewer, victim, **DECIDED)
    change = reverse("admin:incidents_incident_change", args=[victim.incident_id])
    form = form_of(reviewer.get(change)) | {"victims-0-age_group": "child"}

    with writing_no_name():
        response = reviewer.post(change, form)

    assert "A child is named only after" in text_of(response)


# Until it is approved, and after it


def addresses(incident: Incident) -> list[str]:
    one = f"/incidents/{incident.reference}/"
    return [
        *("/", "/incidents/", f"/incidents/?q={NAME}", "/incidents.csv", "/editions.jsonl"),
        *(one, f"{one}editions/", f"{one}editions/1/"),
    ]


def test_name_is_nowhere_in_public_without_a_basis(reviewer: Client, victim: Victim) -> None:
    keep(reviewer, victim)
    incident = factories.submitted(Incident.objects.get())
    factories.approved(incident, by=factories.reviewer(name="third"))

    stranger = Client()
    found = [a for a in addresses(incident) if NAME.split()[1] in text_of(stranger.get(a))]
    assert found == [f"/incidents/?q={NAME}"]  # the question itself, in its own field
    asked = stranger.get("/incidents/", {"q": NAME.split()[1]})
    assert asked.context["page_obj"].paginator.count == 0
    assert "not published" in text_of(stranger.get(f"/incidents/{incident.reference}/"))


def test_basis_alone_publishes_nothing(
    reviewer: Client, researcher: Client, victim: Victim
) -> None:
    keep(reviewer, victim, **DECIDED)
    incident = Incident.objects.get()
    preview = reverse("admin:incidents_incident_preview", args=[incident.pk])
    pages = [
        preview,
        reverse("admin:incidents_incident_change", args=[incident.pk]),
        reverse("admin:review_review_detail", args=[incident.pk]),
        reverse("admin:review_review_history", args=[incident.pk]),
    ]
    assert [page for page in pages if NAME in text_of(researcher.get(page))] == []
    assert NAME in text_of(reviewer.get(preview))
    found = [a for a in addresses(incident) if NAME in text_of(Client().get(a))]
    assert found == [f"/incidents/?q={NAME}"]  # the question itself, in its own field


def test_whoever_approves_is_told_that_a_name_goes_out(reviewer: Client, victim: Victim) -> None:
    keep(reviewer, victim, **DECIDED)
    other = signed_in(factories.reviewer(name="third"))
    review = other.get(reverse("admin:review_review_detail", args=[victim.incident_id]))
    [warning] = review.context["warnings"]
    assert warning.startswith("The name of “a captured soldier” is in this edition:")


def test_redacting_a_named_victim_takes_the_name_out_first(
    reviewer: Client, victim: Victim
) -> None:
    keep(reviewer, victim, **DECIDED)
    incident = factories.submitted(Incident.objects.get())
    factories.approved(incident, by=factories.reviewer(name="third"))
    victim_path = f"victims/{victim.pk}"

    hide_and_redact(incident, victim_path)

    assert not WithheldName.objects.exists()
    assert NAME not in text_of(Client().get(f"/incidents/{incident.reference}/"))
    parts = Edition.objects.get(review=incident.pk).parts
    assert not parts.filter(path=victim_path).exists()


def hide_and_redact(incident: Incident, path: str) -> None:
    [hidden] = hiding.hide(
        incident.review,
        path,
        by=factories.reviewer(),
        day=factories.DAY,
        reason="protection",
        comment="a life depends on it",
    )
    hiding.redact(hidden, by=factories.reviewer(name="third"), day=factories.DAY, comment="agreed")


# What was decided on a name is in no revision


def test_discarded_decision_on_a_name_is_not_kept_for_a_later_edition(
    reviewer: Client, victim: Victim
) -> None:
    incident = factories.published(Incident.objects.get())
    keep(reviewer, victim, **DECIDED)
    review = Incident.objects.get().review

    decisions.discard(
        review, by=User.objects.get(username="taras"), seen=review.head_id, comment="not now"
    )

    name = WithheldName.objects.get()
    assert (name.name, name.basis, name.decided_by, name.review_on) == (NAME, "", None, None)
    factories.save(Incident.objects.get(), comment="a comma")
    factories.published(Incident.objects.get(), note="A comma.")
    assert NAME not in text_of(Client().get(f"/incidents/{incident.reference}/"))


def test_discarding_leaves_a_published_name(reviewer: Client, victim: Victim) -> None:
    keep(reviewer, victim, **DECIDED)
    factories.submitted(Incident.objects.get())
    factories.approved(Incident.objects.get(), by=factories.reviewer(name="third"))
    factories.save(Incident.objects.get(), comment="a comma")
    review = Incident.objects.get().review

    decisions.discard(review, by=factories.reviewer(), seen=review.head_id, comment="not now")

    assert WithheldName.objects.get().basis == "family"


def insert_edition(incident: Incident, *, by: User) -> None:
    """As somebody would in SQL, past all code; taken back where the database lets it."""
    review = incident.review
    entry = chain.append(
        kind="edition",
        record_kind="incident",
        reference=review.reference,
        day=factories.DAY,
        payload={},
    )
    number = review.editions.count() + 1
    Edition.objects.create(
        review=review, number=number, entry=entry, revision=review.head, approved_by=by
    )


@pytest.mark.parametrize("who", ["decided_by", "safeguarded_by"])
def test_in_sql_too_a_name_is_approved_by_neither_of_those_behind_it(
    reviewer: Client, victim: Victim, who: str
) -> None:
    """Whatever was approved since they decided: no event of the pile names them any more."""
    behind, third = factories.reviewer(name="behind"), factories.reviewer(name="third")
    keep(reviewer, victim)
    days = ["decided_on", "review_on", "safeguarded_on"]
    people = {"decided_by": factories.reviewer(), "safeguarded_by": factories.researcher()}
    WithheldName.objects.update(
        basis="family", **dict.fromkeys(days, factories.DAY), **people | {who: behind}
    )
    incident = factories.submitted(Incident.objects.get())

    with refused_by("withheldname_approved_by_others"):
        insert_edition(incident, by=behind)
    with pytest.raises(Refused, match="somebody else must approve it"):
        factories.approved(incident, by=behind)

    factories.approved(incident, by=third)
    factories.save(Incident.objects.get(), comment="a comma")
    insert_edition(factories.submitted(Incident.objects.get()), by=behind)


def test_who_agreed_before_another_edition_cannot_approve_the_name(
    reviewer: Client, guardian: Client, victim: Victim
) -> None:
    set_on(victim, age_group="child")
    keep(reviewer, victim)
    keep(guardian, victim, _agree="1")
    factories.submitted(Incident.objects.get())
    factories.approved(Incident.objects.get(), by=factories.reviewer(name="third"))
    keep(reviewer, victim, **DECIDED)
    incident = factories.submitted(Incident.objects.get())
    oksana = User.objects.get(username="oksana")
    factories.give(oksana, "Reviewers")

    with pytest.raises(Refused, match="somebody else must approve it"):
        factories.approved(incident, by=User.objects.get(username="oksana"), note="A name.")

    with refused_by("withheldname_approved_by_others"):
        insert_edition(incident, by=oksana)
    factories.approved(incident, by=factories.reviewer(name="third"), note="A name.")
    set_on(victim, sex="male")
    incident = factories.submitted(Incident.objects.get())
    factories.approved(incident, by=User.objects.get(username="oksana"), note="The sex.")
