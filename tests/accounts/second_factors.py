"""Second factors as people have them: an app that shows codes, a sheet of recovery codes."""

import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import User
from django.test import Client

from accounts import second_factor

PASSWORD = "a long enough password"
LOGIN = "/admin/login/"
STEP = "/admin/second-step/"
FACTOR = "/admin/second-factor/"
APP = f"{FACTOR}app/"


def code_of(key: str, *, later: int = 0) -> str:
    """What an app with this key shows now, or so many half minutes later."""
    step = int(time.time()) // 30 + later
    return str(totp.format_hotp_value(totp.hotp_value(key.replace(" ", ""), step)))


def with_password(person: User) -> User:
    person.set_password(PASSWORD)
    person.save()
    return person


def with_app(person: User) -> tuple[str, list[str]]:
    """The key in the app, and the recovery codes. The code of half a minute ago is used up."""
    secret = second_factor.new_secret()
    key = second_factor.shown(secret)
    return key, second_factor.add_app(person, secret, code_of(key, later=-1))


def gives_password(name: str = "olena", **meta: Any) -> Client:
    client = Client()
    answer = client.post(LOGIN, {"username": name, "password": PASSWORD}, **meta)
    assert (answer.status_code, answer["Location"]) == (302, STEP)
    return client


def is_in(client: Client) -> bool:
    return client.get("/admin/password_change/").status_code == 200


def factors_of(person: User) -> list[str]:
    return sorted(Authenticator.objects.filter(user=person).values_list("type", flat=True))
