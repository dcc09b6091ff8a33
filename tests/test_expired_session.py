"""A form that was sent after its author was signed out: nothing typed is lost, nothing slips in."""

from typing import Any

import pytest
from django.test import Client

from sources.models import Source
from tests import factories as make
from tests.pages import form_of

pytestmark = pytest.mark.django_db

ADD = "/admin/sources/source/add/"
OURS = {"Origin": "http://testserver"}
TYPED = "Typed for an hour\n“and more” <b>"


def text_of(response: Any) -> str:
    return str(response.content.decode())


def filled(client: Client) -> dict[str, Any]:
    client.force_login(make.researcher())
    return form_of(client.get(f"{ADD}?kind=article")) | {
        "kind": "article",
        "title": "T",
        "internal_note": TYPED,
    }


def test_what_was_typed_is_sent_after_signing_in_again(client: Client) -> None:
    form = filled(client)
    client.logout()

    held = client.post(ADD, form, headers=OURS)

    assert (held.status_code, held["Cache-Control"]) == (403, "no-store, private")
    assert "Sign in, in another tab" in text_of(held)
    kept = form_of(held)
    assert {**kept, "csrfmiddlewaretoken": ""} == {**form, "csrfmiddlewaretoken": ""}
    client.force_login(make.researcher())
    assert client.post(ADD, kept, headers=OURS).status_code == 302
    assert Source.objects.get().internal_note.replace("\r", "") == TYPED


def test_signing_in_anew_makes_another_token_and_loses_nothing() -> None:
    client = Client(enforce_csrf_checks=True)
    form = filled(client)

    held = client.post(ADD, form | {"csrfmiddlewaretoken": "a" * 64}, headers=OURS)

    assert held.status_code == 403
    assert "are signed in again. Send the form now." in text_of(held)
    assert client.post(ADD, form_of(held), headers=OURS).status_code == 302
    assert Source.objects.get().title == "T"


@pytest.mark.parametrize(
    "origin", [{}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}]
)
def test_nothing_that_another_site_sent_is_held(client: Client, origin: dict[str, str]) -> None:
    form = filled(client)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make.researcher())

    refused = strict.post(ADD, form, headers=origin)
    assert refused.status_code == 403
    assert "The form was not accepted" in text_of(refused)
    assert TYPED not in text_of(refused)
    assert Client().post(ADD, form, headers=origin).status_code == 302


@pytest.mark.parametrize(
    "page", ["login", "logout", "password_change", "auth/user/1/password", "auth/user/add"]
)
def test_no_password_is_ever_held(page: str) -> None:
    typed = {"password": "hunter2secret", "new_password1": "hunter2secret"}

    for client in (Client(), Client(enforce_csrf_checks=True)):
        answer = client.post(f"/admin/{page}/", typed, headers=OURS)
        assert "hunter2secret" not in text_of(answer)


def test_reading_asks_to_sign_in_as_ever(client: Client) -> None:
    assert client.get(ADD, headers=OURS)["Location"] == f"/admin/login/?next={ADD}"
