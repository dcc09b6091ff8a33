"""The pages of rights: what they show, to whom, and that nothing typed is lost."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from accounts import rights
from accounts.models import RightsEntry
from tests import factories as make
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def iryna(db: None) -> Client:
    return signed_in(make.administrator())


@pytest.fixture
def stepan(iryna: Client) -> Client:
    return signed_in(make.administrator(name="stepan"))


@pytest.fixture
def olena(db: None) -> User:
    return make.researcher()


def of(person: User, page: str = "rights") -> str:
    return f"/admin/auth/user/{person.pk}/{page}/"


def asked_for(client: Client, person: User, name: str = "Reviewers") -> Any:
    right = Group.objects.get(name=name).pk
    return client.post(of(person, "give"), {"group": right, "reason": "from May on"}, follow=True)


def request_of(client: Client, person: User) -> str:
    asked_for(client, person)
    asked = RightsEntry.objects.get(kind="asked", person=person)
    return f"/admin/accounts/rightsentry/{asked.pk}"


def said(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_one_asks_another_reads_what_to_check_and_agrees(
    iryna: Client, stepan: Client, olena: User
) -> None:
    assert said(asked_for(iryna, olena)) == [
        "Asked for: another administrator must agree within 14 days."
    ]
    asked = RightsEntry.objects.get(kind="asked")
    page = f"/admin/accounts/rightsentry/{asked.pk}"
    assert f'<a href="{page}/request/">olena: Reviewers</a>' in stepan.get("/admin/").text
    text = stepan.get(f"{page}/request/").text
    assert "Speak with the person yourself" in text
    assert "from May on" in text

    agreed = stepan.post(f"{page}/agree/", {"reason": "called her"}, follow=True)

    assert agreed.redirect_chain == [(of(olena), 302)]
    assert sorted(olena.groups.values_list("name", flat=True)) == ["Researchers", "Reviewers"]
    assert "called her" in iryna.get("/admin/").text
    assert "It was answered" in iryna.get(f"{page}/request/").text
    listed = iryna.get("/admin/accounts/rightsentry/").text
    assert '<td class="field-groups">Researchers → Researchers, Reviewers</td>' in listed


def test_who_asked_sees_no_button_to_agree_but_one_to_take_it_back(
    iryna: Client, stepan: Client, olena: User
) -> None:
    page = request_of(iryna, olena)
    text = iryna.get(f"{page}/request/").text
    assert "You asked for this yourself" in text
    assert "Agree: give this right" not in text
    refused = iryna.post(f"{page}/agree/", {"reason": "I am sure"})
    assert (refused.status_code, refused.context["form"].data["reason"]) == (400, "I am sure")
    assert iryna.post(f"{page}/refuse/", {"reason": "a mistake"}).status_code == 302
    assert not RightsEntry.objects.filter(person=olena, right="Reviewers", kind="given").exists()


def test_what_was_typed_stays_when_it_is_refused(iryna: Client, olena: User) -> None:
    answer = iryna.post(of(olena, "give"), {"group": "", "reason": "a long explanation"})
    assert answer.status_code == 400
    assert "a long explanation" in answer.text
    assert "Choose the right." in answer.text
    empty = iryna.post(of(olena, "take"), {"group": "0", "reason": ""})
    assert empty.status_code == 400
    assert "Say why." in empty.text


def test_the_same_right_is_asked_for_once(iryna: Client, stepan: Client, olena: User) -> None:
    asked_for(iryna, olena)
    again = asked_for(stepan, olena)
    assert again.status_code == 400
    assert "asked for already" in again.text


def test_an_ordinary_right_is_given_at_once_and_taken_at_once(iryna: Client) -> None:
    marta = User.objects.create(username="marta", is_staff=True)
    asked_for(iryna, marta, "Researchers")
    assert [group.name for group in marta.groups.all()] == ["Researchers"]
    taken = {"group": Group.objects.get(name="Researchers").pk, "reason": "left us"}
    assert iryna.post(of(marta, "take"), taken).status_code == 302
    assert not marta.groups.exists()


def test_another_administrator_vouches(iryna: Client, stepan: Client, olena: User) -> None:
    rights.way_in_given(olena, by=User.objects.get(username="iryna"))
    assert "Nobody else has confirmed this person yet" in stepan.get(of(olena)).text
    assert "Vouch for this person" not in iryna.get(of(olena)).text
    own = iryna.post(of(olena, "vouch"), {"reason": "I made her"})
    assert (own.status_code, own.context["vouch_form"].non_field_errors()) == (
        400,
        ["Another administrator than the one who gave this account or right must vouch."],
    )
    assert stepan.post(of(olena, "vouch"), {"reason": "called her"}).status_code == 302
    assert "Nobody else has confirmed" not in stepan.get(of(olena)).text


def test_only_administrators_see_rights(olena: User) -> None:
    iryna = signed_in(make.administrator())
    page = request_of(iryna, make.researcher(name="petro"))
    for person in (olena, make.reviewer()):
        client = signed_in(person)
        for address in (of(olena), f"{page}/request/", "/admin/accounts/rightsentry/"):
            assert client.get(address).status_code == 403
        for address in (of(olena, "give"), of(olena, "take"), of(olena, "vouch")):
            assert client.post(address, {"reason": "x"}).status_code == 403
        for address in (f"{page}/agree/", f"{page}/refuse/"):
            assert client.post(address, {"reason": "x"}).status_code == 403
        assert "Rights" not in client.get("/admin/").text


def test_nothing_is_done_by_following_a_link(iryna: Client, olena: User) -> None:
    page = request_of(iryna, make.researcher(name="petro"))
    deeds = [of(olena, deed) for deed in ("give", "take", "vouch")]
    for address in [*deeds, f"{page}/agree/", f"{page}/refuse/"]:
        assert iryna.get(address).status_code == 405


def test_a_request_that_is_none_is_not_found(iryna: Client, olena: User) -> None:
    given = RightsEntry.objects.get(person=olena)
    for pk in (given.pk, 0):
        assert iryna.get(f"/admin/accounts/rightsentry/{pk}/request/").status_code == 404
