"""What endangers others is taken of somebody who proved within minutes who they are."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db.models import F
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.models import RightsEntry, Session
from accounts.signing_in import PER_ACCOUNT
from sources.models import Source
from tests import factories as make
from tests.pages import form_of, signed_in
from tests.test_access import example, patterns

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password"
AGAIN = "Sign in again: nothing that you typed is lost"
ASK = {
    "auth_user_add",
    "auth_user_change",
    "auth_user_give",
    "auth_user_link",
    "auth_user_reset",
    "auth_user_sight",
    "auth_user_vouch",
    "incidents_incident_merge",
    "incidents_incident_name",
    "incidents_incident_same_event",
    "incidents_incident_split",
    "recovery_codes",
    "remove_second_factor",
    "review_review_agree_export",
    "review_review_approve",
    "review_review_approve_outdated",
    "review_review_approve_several",
    "review_review_approve_together",
    "review_review_assign",
    "review_review_free",
    "review_review_limit",
    "review_review_redact",
    "review_review_remove",
    "review_review_take_export",
    "rights_agree",
    "second_factor_app",
    "second_factor_passkey",
    "sources_source_erase",
    "sources_source_hold",
}


def known(person: User) -> User:
    person.set_password(PASSWORD)
    person.save()
    return person


def let_an_hour_pass() -> None:
    Session.objects.update(proved_at=F("proved_at") - timedelta(hours=1))


def is_asked(response: Any) -> bool:
    return response.status_code == 403 and AGAIN in response.content.decode()


def approval(client: Client) -> tuple[str, dict[str, Any]]:
    """The address and the form by which this reviewer would approve a source."""
    review = make.submitted(make.statement(source=make.source()).source).review
    address = reverse("admin:review_review_approve", args=[review.pk])
    page = client.get(reverse("admin:review_review_detail", args=[review.pk]))
    return address, form_of(page, address) | {"approve-considered": "on"}


def is_published() -> bool:
    return Source.objects.get().review.edition is not None


def test_an_approval_waits_for_the_proof_and_goes_on_with_it() -> None:
    client = signed_in(known(make.reviewer()))
    address, form = approval(client)
    let_an_hour_pass()

    asked = client.post(address, form)

    assert is_asked(asked)
    assert "no-store" in asked["Cache-Control"]
    kept = form_of(asked)
    names = ("csrfmiddlewaretoken", "again-username", "again-secret", "again-answer")
    token = dict.fromkeys(names, "")
    assert kept | token == form | token
    assert not is_published()
    assert client.post(address, kept | {"again-secret": PASSWORD}).status_code == 302
    assert is_published()


def test_what_was_proved_counts_for_minutes() -> None:
    client = signed_in(known(make.reviewer()))
    address, form = approval(client)
    let_an_hour_pass()
    client.post(reverse("admin:review_review_redact", args=[1]), {"again-secret": PASSWORD})

    assert client.post(address, form).status_code == 302
    assert is_published()


def test_a_wrong_password_does_nothing_and_is_counted() -> None:
    client = signed_in(known(make.reviewer()))
    address, form = approval(client)
    let_an_hour_pass()
    for _ in range(PER_ACCOUNT):
        asked = client.post(address, form | {"again-secret": "a guess"})
        assert is_asked(asked)
        assert "That did not match. Try once more." in asked.content.decode()
        assert "a guess" not in asked.content.decode()

    refused = client.post(address, form | {"again-secret": PASSWORD})

    assert (refused.status_code, AGAIN in refused.content.decode()) == (429, True)
    assert "There were too many attempts" in refused.content.decode()
    assert not is_published()


def test_every_deed_that_endangers_others_asks_and_no_other() -> None:
    # Of the account that the addresses name, since one that is not there is not found first.
    client = signed_in(User.objects.create_superuser("root", pk=1))
    let_an_hour_pass()
    addresses = {
        str(pattern.name): example(path)
        for namespace, path, pattern in patterns(get_resolver())
        if namespace == "admin" and pattern.name and pattern.name not in {"login", "logout"}
    }
    assert {name for name, at in addresses.items() if is_asked(client.post(at))} == ASK


def test_rights_are_given_by_somebody_who_proved_who_they_are() -> None:
    olena, client = make.researcher(), signed_in(known(make.administrator()))
    address = reverse("admin:auth_user_give", args=[olena.pk])
    reviewers = Group.objects.get(name="Reviewers")
    form = {"group": reviewers.pk, "reason": "from May on"}
    requests = RightsEntry.objects.filter(person=olena, kind="asked")
    let_an_hour_pass()

    asked = client.post(address, form)

    assert is_asked(asked)
    assert not requests.exists()
    assert client.post(address, form_of(asked) | {"again-secret": PASSWORD}).status_code == 302
    assert [one.reason for one in requests] == ["from May on"]


def test_reading_and_drafts_ask_nothing() -> None:
    client = signed_in(make.researcher())
    let_an_hour_pass()
    add = "/admin/sources/source/add/?kind=article"
    form = form_of(client.get(add)) | {"kind": "article", "title": "T"}
    assert client.post(add, form).status_code == 302


def test_a_held_form_with_a_proof_is_held_once_more_after_signing_out() -> None:
    client = signed_in(known(make.reviewer()))
    address, form = approval(client)
    client.logout()

    held = client.post(
        address, form | {"again-secret": PASSWORD}, headers={"Origin": "http://testserver"}
    )

    assert held.status_code == 403
    assert form_of(held) | {"csrfmiddlewaretoken": ""} == form | {"csrfmiddlewaretoken": ""}
    assert PASSWORD not in held.content.decode()
