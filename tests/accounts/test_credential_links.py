"""Nobody knows somebody else's password: links with which people set their own."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser, User
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts import credential_links, suspending
from accounts.credential_links import Kind
from accounts.forgotten_password import PER_ACCOUNT, forgotten
from accounts.models import CredentialLink
from accounts.rules import Refused
from config.sign_in import mailers
from tests import factories as make
from tests.accounts.second_factors import PASSWORD, STEP, is_in, with_app, with_password
from tests.pages import form_of, signed_in

pytestmark = pytest.mark.django_db

FORGOTTEN = "/admin/forgotten/"
NEW = "entirely another one"
TYPED = {"new_password1": NEW, "new_password2": NEW}


@pytest.fixture
def iryna() -> User:
    return make.administrator()


@pytest.fixture
def olena() -> User:
    return with_password(make.researcher())


def path_of(address: str) -> str:
    return address.removeprefix("http://127.0.0.1:8000")


def link_for(person: User, by: User, kind: str = Kind.NEW_PASSWORD) -> str:
    return path_of(credential_links.issue(person, by=by, kind=kind))


def opens(link: str) -> bool:
    return Client().get(link).status_code == 200


def signs_in(name: str, password: str) -> bool:
    typed = {"username": name, "password": password}
    return Client().post("/admin/login/", typed).status_code == 302


# Invitations


def test_a_colleague_is_invited_by_a_link_and_sets_their_own_password(iryna: User) -> None:
    client = signed_in(iryna)
    add = "/admin/auth/user/add/"
    form = form_of(client.get(add))
    assert not [name for name in form if "password" in name]

    given = client.post(add, form | {"username": "petro", "first_name": "Petro"})

    assert (given.status_code, "no-store" in given["Cache-Control"]) == (200, True)
    petro = User.objects.get(username="petro")
    assert (petro.is_staff, petro.has_usable_password()) == (True, False)
    [link] = CredentialLink.objects.all()
    assert (link.person, link.issued_by, link.kind, link.used_at) == (
        *(petro, iryna, "invitation", None),
    )
    stranger = Client()
    link_path = path_of(given.context["address"])
    assert "petro" in stranger.get(link_path).content.decode()
    assert stranger.post(link_path, TYPED)["Location"] == "/admin/"
    assert is_in(stranger)
    assert signs_in("petro", NEW)
    link.refresh_from_db()
    assert link.used_at is not None


def test_an_administrator_gives_a_link_for_a_new_password(iryna: User, olena: User) -> None:
    client = signed_in(iryna)
    signed_in(olena)  # was here before
    given = client.post(f"/admin/auth/user/{olena.pk}/link/")

    assert Client().post(path_of(given.context["address"]), TYPED).status_code == 302
    assert (signs_in("olena", PASSWORD), signs_in("olena", NEW)) == (False, True)
    [link] = CredentialLink.objects.all()
    assert (link.issued_by, link.kind) == (iryna, "new_password")
    shown = client.get(f"/admin/auth/user/{olena.pk}/link/").content.decode()
    assert "new password, <strong>iryna</strong>" in shown
    assert link.digest not in shown


def test_a_new_password_takes_no_second_factor_away(iryna: User, olena: User) -> None:
    with_app(olena)
    client = Client()
    assert client.post(link_for(olena, iryna), TYPED)["Location"] == STEP
    assert not is_in(client)


def test_no_page_sets_a_password_for_somebody_else(iryna: User, olena: User) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("admin:auth_user_password_change", args=[olena.pk])
    change = f"/admin/auth/user/{olena.pk}/change/"
    for person in (iryna, User.objects.create_superuser("root")):
        client = signed_in(person)
        form = form_of(client.get(change))
        assert not [name for name in form if "password" in name]
        assert client.post(change, form | {"password": NEW, "password1": NEW}).status_code == 302
    assert signs_in("olena", PASSWORD)


def test_a_bad_password_is_said_and_uses_nothing_up(iryna: User, olena: User) -> None:
    link = link_for(olena, iryna)
    short = {"new_password1": "short", "new_password2": "short"}
    for typed in (short, {"new_password1": NEW}, TYPED | {"new_password2": "x"}):
        assert Client().post(link, typed).status_code == 400
    assert opens(link)


# What ends a link


def suspended_and_lifted(person: User, by: User) -> None:
    suspending.suspend(person, by=by, reason="arrested")
    suspending.lift(person, by=by, reason="free")


def suspended(person: User, by: User) -> None:
    suspending.suspend(person, by=by, reason="arrested")


def no_longer_staff(person: User, by: User) -> None:
    User.objects.filter(pk=person.pk).update(is_staff=False)


@pytest.mark.parametrize("ends", [link_for, suspended, suspended_and_lifted, no_longer_staff])
def test_what_ends_a_link(iryna: User, olena: User, ends: Callable[[User, User], Any]) -> None:
    link = link_for(olena, iryna)
    assert opens(link)

    ends(olena, iryna)

    answer = Client().get(link)

    assert (answer.status_code, Client().post(link, TYPED).status_code) == (410, 410)
    assert answer.content == Client().get("/admin/link/neverexisted/").content


def test_a_link_works_once(iryna: User, olena: User) -> None:
    link = link_for(olena, iryna)
    assert Client().post(link, TYPED).status_code == 302
    again = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    assert Client().post(link, again).status_code == 410
    assert signs_in("olena", NEW)


def test_a_link_lives_for_days(iryna: User, olena: User, settings: Any) -> None:
    link = link_for(olena, iryna)
    with time_machine.travel(timezone.now() + timedelta(days=settings.LINK_DAYS, seconds=-5)):
        assert opens(link)
    with time_machine.travel(timezone.now() + timedelta(days=settings.LINK_DAYS, seconds=5)):
        assert not opens(link)


def test_setting_a_password_ends_all_sessions(iryna: User, olena: User) -> None:
    elsewhere = signed_in(olena)
    Client().post(link_for(olena, iryna), TYPED)
    assert not is_in(elsewhere)


def test_after_a_suspension_only_a_new_link_opens(iryna: User, olena: User) -> None:
    suspended_and_lifted(olena, iryna)
    assert not signs_in("olena", PASSWORD)
    olena.refresh_from_db()
    assert Client().post(link_for(olena, iryna), TYPED).status_code == 302
    assert signs_in("olena", NEW)


# Who may


def test_only_who_may_change_an_account_gives_links(iryna: User, olena: User) -> None:
    root = User.objects.create_superuser("root")
    assert signed_in(olena).post(f"/admin/auth/user/{iryna.pk}/link/").status_code == 403
    assert signed_in(iryna).post(f"/admin/auth/user/{root.pk}/link/").status_code == 404
    assert not CredentialLink.objects.exists()


def test_nobody_gives_themselves_a_link(iryna: User) -> None:
    refused = signed_in(iryna).post(f"/admin/auth/user/{iryna.pk}/link/")
    assert refused.status_code == 400
    assert "Nobody gives themselves a link" in refused.content.decode()
    with (
        pytest.raises(IntegrityError, match="credentiallink_for_somebody_else"),
        transaction.atomic(),
    ):
        CredentialLink.objects.create(person=iryna, issued_by=iryna, kind="new_password")


def test_a_suspended_account_gets_no_link(iryna: User, olena: User) -> None:
    suspending.suspend(olena, by=iryna, reason="arrested")
    olena.refresh_from_db()
    with pytest.raises(Refused, match="a link would open nothing"):
        link_for(olena, iryna)


# What is kept


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM accounts_credentiallink",
        "UPDATE accounts_credentiallink SET issued_by_id = NULL, kind = 'mailed'",
        "UPDATE accounts_credentiallink SET issued_at = now() - interval '1 day', used_at = now()",
        "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE accounts_credentiallink",
    ],
)
def test_who_issued_which_link_is_never_changed(iryna: User, olena: User, statement: str) -> None:
    link_for(olena, iryna)
    with (
        pytest.raises(IntegrityError, match="never changed or deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_use_is_noted_once(iryna: User, olena: User) -> None:
    Client().post(link_for(olena, iryna), TYPED)
    with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
        CredentialLink.objects.update(used_at=None)


def test_what_is_kept_of_a_link_opens_nothing(iryna: User, olena: User) -> None:
    link = link_for(olena, iryna)
    kept = CredentialLink.objects.get()
    assert kept.digest not in link
    assert not opens(f"/admin/link/{kept.digest}/")


# Who forgot their password


@pytest.fixture
def mails(settings: Any) -> None:
    settings.EMAIL_URL = "smtp://mail.example"
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}


def ask(name: str, prefix: str = "") -> Any:
    return Client().post(f"{prefix}{FORGOTTEN}", {"username": name})


def test_without_mail_the_page_says_whom_to_ask(olena: User) -> None:
    User.objects.update(email="olena@mail.example")
    assert "Ask an administrator for a link" in Client().get(FORGOTTEN).content.decode()
    assert "Ask an administrator for a link" in ask("olena").content.decode()
    assert not CredentialLink.objects.exists()
    assert "Forgot your password?" in Client().get("/admin/login/").content.decode()


def test_a_letter_holds_a_link_and_nothing_else(mails: None, iryna: User, olena: User) -> None:
    User.objects.filter(pk=olena.pk).update(email="olena@mail.example", first_name="Olena")
    ask("olena")

    [letter] = mail.outbox
    assert letter.to == ["olena@mail.example"]
    assert letter.subject == "The link that you asked for"
    text, address = re.fullmatch(r"(.*)\n\n(\S+)\n", str(letter.body)).groups()  # type: ignore[union-attr]
    assert text == ("This link works once, within one hour. If you did not ask for it, do nothing.")
    [link] = CredentialLink.objects.all()
    assert (link.kind, link.issued_by) == ("mailed", None)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert not opens(path_of(address))
    assert Client().post(path_of(address), TYPED).status_code == 302
    assert signs_in("olena", NEW)


def test_what_is_answered_tells_nobody_who_has_an_account(mails: None, olena: User) -> None:
    User.objects.filter(pk=olena.pk).update(email="olena@mail.example")
    make.reviewer()  # no address
    answers = []
    for name in ("olena", "nobody", "taras"):
        page = ask(name)
        answers.append((page.status_code, page.content, page.headers.get("Set-Cookie")))
    assert answers[0] == answers[1] == answers[2]
    assert len(mail.outbox) == 1


def test_nothing_is_looked_up_before_the_answer_is_given(mails: None, olena: User, rf: Any) -> None:
    User.objects.filter(pk=olena.pk).update(email="olena@mail.example")
    request = rf.post(FORGOTTEN, {"username": "olena"})
    request.user = AnonymousUser()
    answer: Any = forgotten(request)
    answer.render()
    assert (len(mail.outbox), b"on its way" in answer.content) == (0, True)
    answer.close()
    assert len(mail.outbox) == 1


def test_letters_to_one_account_have_a_limit(mails: None, olena: User) -> None:
    User.objects.filter(pk=olena.pk).update(email="olena@mail.example")
    for name in ("olena", "nobody"):
        told = [ask(name).status_code for _ in range(PER_ACCOUNT + 1)]
        assert told == [200] * PER_ACCOUNT + [400]
    assert len(mail.outbox) == PER_ACCOUNT


def test_what_a_stranger_asks_for_ends_no_invitation(mails: None, iryna: User, olena: User) -> None:
    User.objects.filter(pk=olena.pk).update(email="olena@mail.example")
    link = link_for(olena, iryna)
    ask("olena")
    assert opens(link)
    # One that was used does: the password is theirs again.
    mailed = re.findall(r"\S+/admin/link/\S+", str(mail.outbox[0].body))[0]
    Client().post(path_of(mailed), TYPED)
    assert not opens(link)


def test_how_mail_is_sent_is_read_from_one_address() -> None:
    [made] = mailers("smtp+tls://name:p%40ss@mail.example:587").values()
    assert made["OPTIONS"] == {
        "host": "mail.example",
        "port": 587,
        "username": "name",
        "password": "p@ss",
        "timeout": 20,
        "use_tls": True,
    }
    for bad in ("mail.example", "imap://x", "smtp://x:port"):
        with pytest.raises(ImproperlyConfigured, match="EMAIL_URL cannot be read"):
            mailers(bad)
