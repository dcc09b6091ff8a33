"""Entering an interview, and the pages about its consent: researcher, reviewer and lawyer."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from review.models import Review
from sources.models import Consent, Erasure, Interview, Source, Statement
from tests import factories as make
from tests.pages import form_of, signed_in
from tests.sources.consent.test_withdrawing import (
    erase,
    give_again,
    lawyer,
    second,
    statement_of,
    talk_of_a_witness,
    withdraw,
)

pytestmark = pytest.mark.django_db

ADD = "/admin/sources/source/add/"
ADD_INTERVIEW = f"{ADD}?kind=interview"
AGREED = {
    "given_by": "witness",
    "keep": "given",
    "asked_on": "2025-06-01",
    "language": "uk",
    "explained_by": "interviewer 2",
    "how": "signed",
}


def text_of(response: Any) -> str:
    return str(response.content.decode())


def at(source: Source, page: str = "change") -> str:
    return reverse(f"admin:sources_source_{page}", args=[source.pk])


def row(prefix: str, **values: str) -> dict[str, str]:
    return {f"{prefix}-0-{name}": value for name, value in values.items()}


# Entering


def test_the_first_question_is_what_it_is(reviewer: Client) -> None:
    page = text_of(reviewer.get(f"{ADD}?url=https%3A%2F%2Fnews.example%2F1"))
    assert "<h1>What is it?</h1>" in page
    assert 'href="?kind=interview&amp;url=https%3A%2F%2Fnews.example%2F1"' in page
    assert 'name="title"' not in page


def test_whoever_may_not_read_it_is_not_offered_to_enter_it(researcher: Client) -> None:
    assert "?kind=interview" not in text_of(researcher.get(ADD))
    form = form_of(researcher.get(f"{ADD}?kind=article")) | {"kind": "interview"}
    for address in (f"{ADD}?kind=article", ADD, ADD_INTERVIEW):
        assert "Select a valid choice" in text_of(researcher.post(address, form))
    assert Source.objects.count() == 0


def test_an_interview_starts_confidential_and_without_fields_for_what_was_said(
    reviewer: Client,
) -> None:
    form = form_of(reviewer.get(ADD_INTERVIEW))
    assert (form["kind"], form["access"]) == ("interview", "confidential")
    said = {"title", "author", "text_as_received", "public_wording_en", "internal_note"}
    assert said.isdisjoint(form)
    assert not [name for name in form if name.startswith("statements-")]
    assert "consents-0-keep" in form
    assert {"consents-0-name", "interviews-0-name"}.isdisjoint(form)


def test_what_was_said_is_not_entered_past_the_form(reviewer: Client) -> None:
    form = form_of(reviewer.get(ADD_INTERVIEW))
    reviewer.post(ADD_INTERVIEW, form | {"text_as_received": "I saw it.", "title": "A talk"})
    begun = Source.objects.get()
    assert (begun.text_as_received, begun.title) == ("", "")


def test_an_article_does_not_become_an_interview(reviewer: Client) -> None:
    article = make.source(access="restricted")
    form = form_of(reviewer.get(at(article))) | {"kind": "interview"}
    assert "Select a valid choice" in text_of(reviewer.post(at(article), form))


def test_consent_opens_the_form(reviewer: Client) -> None:
    form = form_of(reviewer.get(ADD_INTERVIEW)) | row("consents", **AGREED)
    entered = reviewer.post(ADD_INTERVIEW, form | row("interviews", witness_code="W7"))
    talk = Source.objects.get()
    assert entered["Location"] == at(talk)

    page = reviewer.get(at(talk))
    assert text_of(page).index('id="consents-group"') < text_of(page).index('name="title"')
    form = form_of(page) | {"title": "A talk", "text_as_received": "I saw it."}
    reviewer.post(at(talk), form | {"comment": "entered"})

    assert Source.objects.get().text_as_received == "I saw it."
    assert talk.interviews.get().witness_code == "W7"


def test_a_withdrawal_is_not_chosen_in_the_form(reviewer: Client) -> None:
    form = form_of(reviewer.get(ADD_INTERVIEW))
    answered = row("consents", **AGREED | {"icc": "withdrawn"})
    assert "Select a valid choice" in text_of(reviewer.post(ADD_INTERVIEW, form | answered))
    assert Source.objects.count() == 0


def test_half_an_answer_is_said_and_nothing_typed_is_lost(reviewer: Client) -> None:
    form = form_of(reviewer.get(ADD_INTERVIEW))
    half = row("consents", **AGREED | {"how": "", "conditions": "Not before July."})
    page = text_of(reviewer.post(ADD_INTERVIEW, form | half))
    assert "An answer needs its day" in page
    assert "Not before July." in page


def test_a_statement_waits_for_consent_too(reviewer: Client) -> None:
    begun = make.interview(consent=[])
    add = f"{reverse('admin:sources_statement_add')}?source={begun.pk}"
    said = {"label": "S1", "kind": "incident", "paraphrase_en": "I saw it.", "comment": "x"}
    page = text_of(reviewer.post(add, form_of(reviewer.get(add)) | said))
    assert "Record first that consent to keep" in page
    assert "I saw it." in page
    assert Statement.objects.count() == 0


def test_consent_that_carries_something_is_not_taken_out_in_the_form(reviewer: Client) -> None:
    talk = make.interview()
    form = form_of(reviewer.get(at(talk))) | {"consents-0-keep": "refused", "comment": "x"}
    page = text_of(reviewer.post(at(talk), form))
    assert "What this source holds rests on this consent." in page
    assert Consent.objects.get().keep == "given"


# Reading


def test_conditions_and_what_stands_are_read_first(reviewer: Client) -> None:
    talk = talk_of_a_witness()
    said = statement_of(talk)
    consent = talk.consents.get()
    consent.conditions = "Not before July."
    make.save(talk, rows=[consent])
    head = Review.objects.get(pk=talk.pk).head_id
    for address in (
        at(talk),
        reverse("admin:sources_statement_change", args=[said.pk]),
        reverse("admin:review_review_detail", args=[talk.pk]),
        reverse("admin:review_review_history", args=[talk.pk]),
        reverse("admin:review_review_revision", args=[talk.pk, head]),
    ):
        assert "Not before July." in text_of(reviewer.get(address)), address


def test_a_reviewer_is_told_what_was_not_asked_before_the_interview(reviewer: Client) -> None:
    talk = make.interview()
    address = reverse("admin:review_review_detail", args=[talk.pk])
    sentences = ("had interviewed the witness before", "help was offered", "The risk for")
    assert all(one in text_of(reviewer.get(address)) for one in sentences)
    asked = {"interviewed_before": "no", "referrals_offered": ["legal"], "risk": "low"}
    make.save(talk, rows=[Interview(source=talk, **asked)])
    assert not any(one in text_of(reviewer.get(address)) for one in sentences)


def test_what_it_rests_on_is_told_to_nobody_who_may_not_read_it(researcher: Client) -> None:
    talk = talk_of_a_witness()
    withdraw(talk, "keep")
    pages = ["change", "withdraw_consent", "consent_again", "hold", "erasure"]
    answers = [researcher.get(at(talk, page)) for page in pages]
    assert [one.status_code for one in answers] == [404, 403, 404, 403, 403]
    history = researcher.get(reverse("admin:review_review_history", args=[talk.pk]))
    assert history.status_code == 404


def found(client: Client, value: str) -> list[str]:
    page = client.get(f"{reverse('admin:sources_source_changelist')}?consent={value}")
    return sorted(source.title for source in page.context["cl"].queryset)


def test_sources_are_found_by_what_stands_of_their_consent(reviewer: Client) -> None:
    make.source(title="article")
    make.interview(title="agreed")
    make.interview(consent=["keep"], title="kept only")
    hidden, going = make.interview(title="withdrawn"), make.interview(title="going")
    withdraw(hidden, "publish_content")
    withdraw(going, "keep")
    assert found(reviewer, "keep") == ["going"]
    assert found(reviewer, "publish") == ["going", "kept only", "withdrawn"]
    assert found(reviewer, "withdrawn") == ["going", "withdrawn"]
    assert found(reviewer, "erasure") == ["going"]
    assert found(reviewer, "held") == []


# Withdrawing, holding, erasing


TOLD = {"told_on": "2025-06-01", "told_by": "witness", "reason": "afraid"}


def test_a_withdrawal_is_recorded_on_its_page(reviewer: Client) -> None:
    talk = make.published(make.interview(public_wording_en="A testimony."))
    address = at(talk, "withdraw_consent")
    form = form_of(reviewer.get(address)) | TOLD

    refused = reviewer.post(address, form | {"purposes": ["publish_content"], "reason": ""})
    assert refused.status_code == 400
    late = reviewer.post(address, form | {"purposes": ["icc"], "told_on": "2999-01-01"})
    assert "cannot be still to come" in text_of(late)
    done = reviewer.post(address, form | {"purposes": ["publish_content"]})

    assert done["Location"] == at(talk)
    assert (talk.consent_state("publish_content"), talk.consent_state("icc")) == (
        "withdrawn",
        "given",
    )
    assert not Review.objects.get(pk=talk.pk).is_public
    again = at(talk, "consent_again")
    reviewer.post(again, form_of(reviewer.get(again)) | TOLD | {"purposes": ["publish_content"]})
    assert talk.consent_state("publish_content") == "given"


def test_an_erasure_is_decided_on_its_page_by_somebody_else(reviewer: Client) -> None:
    talk = make.interview(copy_held="drive 3")
    withdraw(talk, "keep")
    address, other = at(talk, "erasure"), signed_in(second())
    assert address in text_of(reviewer.get("/admin/"))
    assert "somebody else must decide" in text_of(reviewer.get(address))
    page = text_of(other.get(address))
    assert "Where a copy is held" in page
    assert "drive 3" in page
    decision = {"erase-comment": "as asked", "erase-sure": "on"}

    refused = other.post(at(talk, "erase"), decision)
    assert "Destroy first the copy" in text_of(refused)
    other.post(at(talk, "tick"), {"tick-copy": "held", "tick-note": "wiped"})
    other.post(at(talk, "erase"), decision)

    assert Erasure.objects.get().state == "erased"
    assert "This source was erased" in text_of(other.get(at(talk)))
    assert 'name="consents-0-keep"' not in text_of(other.get(at(talk)))
    assert address not in text_of(reviewer.get("/admin/"))
    assert "wiped" in text_of(other.get(address))


def test_consent_given_again_ends_it_on_the_same_page(reviewer: Client) -> None:
    talk = make.interview()
    withdraw(talk, "keep", by=second())
    give_again(talk, "keep")
    assert "Do not erase it" in text_of(reviewer.get(at(talk, "erasure")))
    reviewer.post(at(talk, "keep"), {"keep-comment": "they called"})
    assert Erasure.objects.get().state == "kept"


def test_a_lawyer_holds_it_and_everybody_reads_why(reviewer: Client) -> None:
    talk = make.interview()
    client = signed_in(lawyer())
    client.post(at(talk, "hold"), {"reason": "a trial in Dnipro"})
    assert "a trial in Dnipro" in text_of(reviewer.get(at(talk)))
    withdraw(talk, "keep", by=second())
    page = text_of(reviewer.get(at(talk, "erasure")))
    assert "A legal hold forbids it" in page
    assert at(talk, "erase") not in page
    assert client.post(at(talk, "hold"), {"reason": ""}).status_code == 400
    client.post(at(talk, "hold"), {"reason": "the trial is over"})
    assert talk.hold is None


def test_a_lawyer_changes_and_decides_nothing_else() -> None:
    talk = make.interview()
    withdraw(talk, "keep")
    client = signed_in(lawyer())
    assert 'name="title"' not in text_of(client.get(at(talk)))
    assert "A talk" in text_of(client.get(at(talk)))
    assert client.post(at(talk, "erase"), {"erase-comment": "x"}).status_code == 403
    assert client.get(at(talk, "withdraw_consent")).status_code == 403
    held = Permission.objects.filter(group__name="Lawyers")
    assert sorted(held.values_list("codename", flat=True)) == [
        "hold_erasure",
        "read_restricted",
        "view_consent",
        "view_interview",
        "view_review",
        "view_source",
    ]


def test_an_erased_source_opens_everywhere(reviewer: Client) -> None:
    talk = talk_of_a_witness()
    statement_of(talk)
    make.published(talk)
    withdraw(talk, "keep")
    erase(talk)
    for name in ("detail", "history", "parts"):
        page = reviewer.get(reverse(f"admin:review_review_{name}", args=[talk.pk]))
        assert page.status_code == 200
    first = Review.objects.get(pk=talk.pk).events.filter(kind="saved").first()
    assert first is not None
    revision = reverse("admin:review_review_revision", args=[talk.pk, first.revision_id])
    assert reviewer.get(revision).status_code == 200
    assert reviewer.get(at(talk, "preview")).status_code == 200
