"""Colleagues see a working name; who somebody is, administrators alone read, on the account.

`tests/test_canary.py` walks all pages of staff and of the public for both.
"""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import Colleague
from tests import factories as make
from tests.pages import form_of

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/auth/user/{}/change/"


def named(person: User, name: str) -> User:
    Colleague.objects.create(person=person, working_name=name)
    return User.objects.get(pk=person.pk)


# What somebody is called


def test_without_a_working_name_somebody_is_called_by_their_username() -> None:
    olena = make.researcher()

    assert str(olena) == "olena"
    assert str(named(olena, "")) == "olena"


def test_with_one_they_are_called_by_it_and_sign_in_as_ever(client: Client) -> None:
    olena = named(make.researcher(), "Heron")
    olena.set_password("a long enough password")
    olena.save()

    assert str(olena) == "Heron"
    for typed, then in (("olena", 302), ("Heron", 200)):
        form = {"username": typed, "password": "a long enough password"}
        assert Client().post("/admin/login/", form).status_code == then


def test_an_administrator_gives_a_working_name_and_sees_both(administrator: Client) -> None:
    olena = make.researcher()
    form = form_of(administrator.get(ADDRESS.format(olena.pk)))

    administrator.post(ADDRESS.format(olena.pk), form | {"working_name": "  Grey   heron "})

    assert str(User.objects.get(pk=olena.pk)) == "Grey heron"
    page = administrator.get(ADDRESS.format(olena.pk)).content.decode()
    assert [name in page for name in ("Grey heron", "olena")] == [True, True]


def test_nobody_else_opens_the_account(researcher: Client) -> None:
    assert researcher.get(ADDRESS.format(make.researcher().pk)).status_code == 403


TAKEN = "Somebody else is called so already, or signs in by that name."


@pytest.mark.parametrize("name", ["taras", "TARAS", "Heron", "heron"])
def test_nobody_is_called_as_somebody_else(administrator: Client, name: str) -> None:
    named(make.reviewer(), "Heron")
    olena = make.researcher()
    form = form_of(administrator.get(ADDRESS.format(olena.pk)))

    response: Any = administrator.post(ADDRESS.format(olena.pk), form | {"working_name": name})

    assert TAKEN in response.content.decode()
    assert Colleague.objects.filter(person=olena).count() == 0
    with pytest.raises(IntegrityError, match="is called so already"), transaction.atomic():
        named(olena, name)


def test_nobody_signs_in_by_what_somebody_else_is_called(administrator: Client) -> None:
    named(make.reviewer(), "Heron")
    olena = make.researcher()
    form = form_of(administrator.get(ADDRESS.format(olena.pk)))

    response: Any = administrator.post(
        ADDRESS.format(olena.pk), form | {"username": "heron"}, follow=True
    )

    assert [str(message) for message in response.context["messages"]] == [TAKEN]
    assert User.objects.get(pk=olena.pk).username == "olena"
