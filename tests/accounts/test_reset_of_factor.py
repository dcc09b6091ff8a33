"""A second factor that was lost is taken away by two administrators, and by none alone."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from accounts import rights
from accounts.models import RightsEntry
from accounts.rules import Refused, record
from tests import factories as make
from tests.accounts.second_factors import factors_of, with_app
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def iryna(db: None) -> User:
    return make.administrator()


@pytest.fixture
def stepan(iryna: User) -> User:
    return make.administrator(name="stepan")


@pytest.fixture
def olena(db: None) -> User:
    """Her phone is gone, and so are her recovery codes."""
    one = make.researcher()
    with_app(one)
    return one


def ask(person: User, by: User) -> RightsEntry:
    rights.ask_reset(person, at=timezone.now(), by=by, reason="her phone is lost")
    return RightsEntry.objects.filter(kind="asked", person=person)[0]


def test_two_administrators_take_it_away(iryna: User, stepan: User, olena: User) -> None:
    theirs = signed_in(olena)
    asked = ask(olena, iryna)
    assert factors_of(olena) == ["recovery_codes", "totp"]

    rights.agree(asked, by=stepan, reason="she rang me")

    assert factors_of(olena) == []
    assert theirs.get("/admin/").status_code == 302
    given = RightsEntry.objects.filter(person=olena, kind="given", right="second_factor")
    assert [(one.by, one.answers) for one in given] == [(stepan, asked)]


def test_nobody_takes_it_away_alone(iryna: User, stepan: User, olena: User) -> None:
    asked = ask(olena, iryna)
    with pytest.raises(Refused, match="You asked for this yourself"):
        rights.agree(asked, by=iryna, reason="quickly")
    direct = RightsEntry(kind="given", person=olena, right="second_factor", by=iryna, reason="x")
    with pytest.raises(Refused, match="takes two administrators"):
        record(direct)
    assert factors_of(olena) == ["recovery_codes", "totp"]


def test_who_has_none_needs_no_request(iryna: User, stepan: User) -> None:
    with pytest.raises(Refused, match="They have no second factor"):
        ask(make.reviewer(), iryna)


def test_it_is_asked_for_once(iryna: User, stepan: User, olena: User) -> None:
    ask(olena, iryna)
    with pytest.raises(Refused, match="This was asked for already"):
        ask(olena, stepan)


def test_the_pages_lead_from_the_one_to_the_other(iryna: User, stepan: User, olena: User) -> None:
    address = f"/admin/auth/user/{olena.pk}/reset/"
    one, other = signed_in(iryna), signed_in(stepan)
    done: Any = one.post(address, {"reason": "her phone is lost"}, follow=True)
    assert [str(said) for said in done.context["messages"]] == [
        "Asked for: another administrator must agree within 14 days."
    ]
    asked = RightsEntry.objects.get(kind="asked", person=olena)
    page = other.get(f"/admin/accounts/rightsentry/{asked.pk}/request/").content.decode()
    assert "to set up a new second factor" in page
    other.post(f"/admin/accounts/rightsentry/{asked.pk}/agree/", {"reason": "she rang me"})
    assert factors_of(olena) == []


@pytest.mark.parametrize("shown", [True, False])
def test_the_button_stands_where_there_is_something_to_take(
    iryna: User, stepan: User, olena: User, shown: bool
) -> None:
    person = olena if shown else make.reviewer()
    page = signed_in(iryna).get(f"/admin/auth/user/{person.pk}/rights/").content.decode()
    assert ("Ask to take the second factor away" in page) is shown


def test_nobody_but_an_administrator_asks(olena: User) -> None:
    client: Client = signed_in(make.reviewer())
    assert client.post(f"/admin/auth/user/{olena.pk}/reset/", {"reason": "x"}).status_code == 403
    assert not RightsEntry.objects.filter(kind="asked", right="second_factor").exists()
