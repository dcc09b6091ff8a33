"""Submitting a record with the drafts that it cannot be published without."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from incidents.models import Incident, Involvement
from review.models import Event, Record, Refused, Review
from review.workflow import submitting
from sources.models import Statement
from tests import factories
from tests.pages import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def olena() -> User:
    return factories.researcher()


@pytest.fixture
def said(olena: User) -> Statement:
    """What the prosecutor said, as an agency that is no record yet reports it."""
    told = factories.source(title="Its report")
    return factories.statement(source=told, chain=[factories.actor(name_en="The prosecutor")])


def submit(record: Record, *, by: User) -> submitting.Submitted:
    record.review.refresh_from_db()
    return submitting.submit(
        record.review, by=by, seen=record.review.head_id, comment="it is complete"
    )


def publish(said: Statement) -> None:
    speaker = said.hops.get().actor
    assert speaker
    factories.published(speaker)
    factories.published(said.source)


def name_of(review: Review) -> str:
    return review.title.partition(",")[0]


def waiting() -> list[str]:
    return sorted(name_of(review) for review in Review.objects.waiting())


def incident_by(brigade: str, said: Statement) -> Incident:
    accused = factories.actor(name_en=brigade, kind="armed_unit")
    row = Involvement(actor=accused, by_whom_en="a report")
    return factories.incident(statement=said, title_en="The killing", rows=[row])


def test_incident_is_submitted_with_the_drafts_that_it_needs_for_the_same_reason(
    olena: User, said: Statement
) -> None:
    factories.actor(name_en="Nobody that it needs")
    incident = incident_by("A brigade", said)

    done = submit(incident, by=olena)

    assert waiting() == ["A brigade", "Its report", "The killing", "The prosecutor"]
    assert done.left == []
    submissions = Event.objects.filter(kind=Event.Kind.SUBMITTED)
    assert {(event.by, event.comment) for event in submissions} == {(olena, "it is complete")}


def test_the_reason_of_a_kept_record_is_not_told_at_what_all_colleagues_read() -> None:
    both = factories.reviewer()
    told = factories.source(title="Its report", access="restricted", by=both)
    speaker = factories.actor(name_en="The prosecutor", by=both)
    factories.statement(source=told, chain=[speaker])
    both.groups.add(factories.researcher(name="other").groups.get())

    submit(told, by=User.objects.get(pk=both.pk))

    [event] = Event.objects.filter(kind=Event.Kind.SUBMITTED, review=speaker.pk)
    assert event.comment == "Submitted together with a record that needs it."


def test_who_submitted_a_source_along_may_not_approve_it(said: Statement) -> None:
    both = factories.reviewer()
    both.groups.add(factories.researcher(name="other").groups.get())
    factories.save(said.source, by=both, internal_note="seen")
    incident = factories.incident(statement=said, by=both)

    submit(incident, by=User.objects.get(pk=both.pk))

    assert both.pk in Review.objects.get(pk=said.source.pk).people_in_pile()


def test_what_is_public_as_it_is_needed_stays_a_draft(olena: User, said: Statement) -> None:
    publish(said)
    factories.save(said.source, internal_note="not finished")
    incident = factories.incident(statement=said, title_en="The killing")

    done = submit(incident, by=olena)

    assert (done.along, done.left, waiting()) == ([], [], ["The killing"])


def test_a_public_source_goes_along_if_its_new_statement_is_cited(
    olena: User, said: Statement
) -> None:
    publish(said)
    later = factories.statement(source=said.source, label="S2")

    submit(factories.incident(statement=later, title_en="The killing"), by=olena)

    assert waiting() == ["Its report", "The killing"]


def left(done: submitting.Submitted) -> list[tuple[str, str]]:
    return [(name_of(one.review), one.why_not) for one in done.left]


def test_drafts_of_others_stay_and_it_is_said_why(said: Statement) -> None:
    incident = factories.incident(statement=said, by=factories.researcher(name="danylo"))

    done = submit(incident, by=User.objects.get(username="danylo"))

    why = "Only colleagues worked on it: they submit it, or you do on its own page."
    assert left(done) == [("Its report", why), ("The prosecutor", why)]
    assert done.along == []


def test_a_withdrawn_source_is_not_shown_again_by_the_way(olena: User, said: Statement) -> None:
    publish(said)
    factories.withdrawn(said.source)

    done = submit(factories.incident(statement=said, title_en="The killing"), by=olena)

    assert left(done) == [
        (
            "Its report",
            "It was withdrawn from the public: to show it again is a decision of its own.",
        )
    ]
    assert waiting() == ["The killing"]


def test_another_incident_is_submitted_by_itself(olena: User, said: Statement) -> None:
    other = factories.incident(statement=said, title_en="Another")
    incident = factories.incident(statement=said, title_en="The killing")
    with_link = incident.links.model(incident=incident, kind="same_episode", to=other)
    factories.save(incident, rows=[with_link])

    done = submit(incident, by=olena)

    assert left(done) == [("Another", "It is submitted by itself.")]


def test_what_may_not_be_read_is_not_named(said: Statement) -> None:
    linked = factories.statement(source=factories.source(title="Secret", access="restricted"))
    link = said.links.model(statement=said, kind="repeats", stated="stated", to=linked)
    factories.save(said.source, rows=[link])

    found = submitting.needed_drafts(said.source, factories.researcher(name="danylo"))

    assert [one.review.title for one in found] == ["The prosecutor"]


def test_a_submission_that_is_refused_submits_nothing(olena: User, said: Statement) -> None:
    incident = incident_by("A brigade", said)

    with pytest.raises(Refused):
        submitting.submit(incident.review, by=olena, seen=incident.review.head_id, comment=" ")

    assert waiting() == []


# The pages


def test_the_form_says_what_is_submitted_along_and_does_it(
    researcher: Client, said: Statement
) -> None:
    incident = incident_by("A brigade", said)
    url = reverse("admin:incidents_incident_change", args=[incident.pk])
    page = researcher.get(url)
    form = form_of(page) | {"comment": "it is complete", "_submit": "1"}

    response = researcher.post(url, form, follow=True)

    assert [name_of(one) for one in page.context["along"]] == [
        "A brigade",
        "Its report",
        "The prosecutor",
    ]
    assert [str(one) for one in response.context["messages"]][:2] == [
        "Submitted for review.",
        "Submitted along with it: "
        + "; ".join(str(Review.objects.get(pk=one.pk)) for one in page.context["along"])
        + ".",
    ]
    assert waiting() == ["A brigade", "Its report", "The killing", "The prosecutor"]


def test_the_review_page_and_the_evidence_page_submit_along_too(
    researcher: Client, said: Statement
) -> None:
    incident = factories.incident(statement=said, title_en="The killing")
    url = reverse("admin:incidents_incident_evidence", args=[incident.pk])
    researcher.post(url, form_of(researcher.get(url)) | {"comment": "complete", "_submit": "1"})
    assert waiting() == ["Its report", "The killing", "The prosecutor"]

    other = factories.statement(source=factories.source(title="Another report"), label="S2")
    another = factories.incident(statement=other, title_en="Another")
    page = researcher.get(reverse("admin:review_review_detail", args=[another.pk]))
    sent = {"submit-seen": another.review.head_id, "submit-comment": "complete"}
    researcher.post(reverse("admin:review_review_submit", args=[another.pk]), sent)

    assert [name_of(one) for one in page.context["along"]] == ["Another report"]
    assert waiting()[:2] == ["Another", "Another report"]


@pytest.mark.parametrize("is_waiting", [False, True])
def test_preview_shows_the_evidence_of_what_would_be_published_with_it(
    researcher: Client, said: Statement, is_waiting: bool
) -> None:
    incident = factories.incident(statement=said)
    if is_waiting:
        submit(incident, by=factories.researcher())

    page = researcher.get(reverse("admin:incidents_incident_preview", args=[incident.pk]))

    [told] = page.context["incident"]["statements"]
    assert told["source"]["title"] == "Its report"
    assert [hop["actor"]["name"]["en"] for hop in told["chain"]] == ["The prosecutor"]


def test_preview_keeps_out_what_a_decision_would_not_publish(
    researcher: Client, said: Statement
) -> None:
    publish(said)
    factories.save(said.source, title="A title that waits for nothing")
    incident = factories.incident(statement=said)

    page = researcher.get(reverse("admin:incidents_incident_preview", args=[incident.pk]))

    [told] = page.context["incident"]["statements"]
    assert told["source"]["title"] == "Its report"


def test_submitting_in_a_popup_hands_what_was_saved_to_the_form_below(researcher: Client) -> None:
    add = reverse("admin:sources_actor_add")
    form = form_of(researcher.get(f"{add}?_popup=1"))

    response: Any = researcher.post(
        f"{add}?_popup=1",
        form | {"name_en": "CNN", "kind": "news_outlet", "comment": "named", "_submit": "1"},
    )

    assert response.template_name == [
        "admin/sources/actor/popup_response.html",
        "admin/sources/popup_response.html",
        "admin/popup_response.html",
    ]
    assert waiting() == ["CNN"]
