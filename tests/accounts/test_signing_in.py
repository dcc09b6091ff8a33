"""Signing in: how often somebody may try, and how they come in while others guess."""

import logging
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import hashing
from accounts.client_address import network_of
from accounts.limits import WINDOW, TooMany, counted, limit
from accounts.models import Tries
from accounts.signing_in import PER_ACCOUNT, PER_ADDRESS, PER_BROWSER, PER_KNOWN_ACCOUNT
from tests import factories as make
from tests.pages import signed_in

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
PASSWORD = "a long enough password"
GUESS = "a guess"
LOGIN = "/admin/login/"
TOO_MANY = (
    "There were too many attempts: wait 15 minutes, or ask an administrator for a link with which"
    " you can sign in at once."
)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def olena(db: None) -> User:
    person = make.researcher()
    person.set_password(PASSWORD)
    person.save()
    return person


def try_(client: Client, name: str = "olena", *, password: str = GUESS, **meta: Any) -> Any:
    return client.post(LOGIN, {"username": name, "password": password}, **meta)


def said(response: Any) -> list[str]:
    return list(response.context["form"].non_field_errors())


def guess_too_often(name: str = "olena") -> Client:
    client = Client()
    for _ in range(PER_ACCOUNT):
        assert try_(client, name).status_code == 200
    return client


# Too many tries


def test_beyond_the_limit_the_right_password_is_refused_in_a_sentence(olena: User) -> None:
    stranger = guess_too_often()

    response = try_(stranger, password=PASSWORD)

    assert response.status_code == 429
    assert response["Retry-After"] == "900"
    assert said(response) == [TOO_MANY]
    assert "_auth_user_id" not in stranger.session


def test_no_password_is_hashed_beyond_the_limit(
    olena: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []

    class Noticed(hashing.OneAtATime):
        time_cost, memory_cost = 1, 8

        def encode(self, password: str, salt: str) -> str:
            hashed.append(password)
            return super().encode(password, salt)

    monkeypatch.setitem(globals(), "Noticed", Noticed)
    settings.PASSWORD_HASHERS = [f"{__name__}.Noticed"]
    stranger = guess_too_often("nobody")
    assert hashed == [GUESS] * PER_ACCOUNT

    try_(stranger, "nobody")

    assert hashed == [GUESS] * PER_ACCOUNT


def test_who_waits_comes_in_and_refused_tries_make_nobody_wait_longer(
    olena: User, clock: time_machine.Traveller
) -> None:
    stranger = guess_too_often()
    clock.shift(WINDOW - timedelta(seconds=1))
    assert try_(stranger).status_code == 429

    clock.shift(timedelta(seconds=1))

    assert try_(Client(), password=PASSWORD).status_code == 302


def test_what_is_answered_tells_nobody_who_has_an_account(olena: User) -> None:
    """The same page, status and number of statements, before the limit and beyond it."""
    answers = {}
    for name in ("olena", "nobody"):
        client = Client()
        seen = []
        for _ in range(PER_ACCOUNT + 1):
            with CaptureQueriesContext(connection) as queries:
                response = try_(client, name)
            page = response.content.decode().replace(f'value="{name}"', "")
            start, _, rest = page.partition('name="csrfmiddlewaretoken"')
            seen.append((response.status_code, len(queries), start, rest.partition(">")[2]))
        answers[name] = seen

    assert answers["olena"] == answers["nobody"]
    assert [status for status, *_ in answers["olena"]] == [200] * PER_ACCOUNT + [429]


def test_tries_that_succeed_do_not_count(olena: User) -> None:
    for _ in range(PER_ACCOUNT + 1):
        assert try_(Client(), password=PASSWORD).status_code == 302

    assert set(Tries.objects.values_list("count", flat=True)) == {0}


def test_an_address_may_try_so_many_accounts(olena: User) -> None:
    here, elsewhere = {"REMOTE_ADDR": "93.184.215.14"}, {"REMOTE_ADDR": "93.184.215.15"}
    client = Client()
    for number in range(PER_ADDRESS):
        assert try_(client, f"somebody {number}", **here).status_code == 200

    assert try_(client, "somebody else", **here).status_code == 429
    assert try_(client, "somebody else", **elsewhere).status_code == 200
    assert Tries.objects.count() == 2 + PER_ADDRESS + 1  # Refused by address: no account's row.


def test_behind_a_proxy_that_names_nobody_no_address_is_shut_out(olena: User) -> None:
    client = Client()
    for number in range(PER_ADDRESS + 1):
        assert try_(client, f"somebody {number}").status_code == 200


def test_guesses_at_the_same_moment_are_counted_one_after_the_other(committing_db: None) -> None:
    """Twice as many as may be at once, all counted before the first is decided."""
    many = 2 * PER_ACCOUNT
    one = limit("account", "olena", most=PER_ACCOUNT)
    together, counted_all = threading.Barrier(many), threading.Barrier(many)
    admitted: list[bool] = []

    def guess() -> None:
        together.wait(60)
        try:
            with counted([one], at=NOW):
                admitted.append(True)
                counted_all.wait(60)
        except TooMany:
            admitted.append(False)
            counted_all.wait(60)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=guess) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(admitted) == [False] * PER_ACCOUNT + [True] * PER_ACCOUNT


# The ways out


def test_guesses_by_others_do_not_shut_out_a_browser_that_was_in_before(olena: User) -> None:
    own = Client()
    try_(own, password=PASSWORD)
    own.post("/admin/logout/")
    guess_too_often()

    assert try_(own, password=PASSWORD).status_code == 302


def test_a_known_browser_has_a_limit_of_its_own(olena: User) -> None:
    own = Client()
    try_(own, password=PASSWORD)
    own.post("/admin/logout/")
    for _ in range(PER_ACCOUNT):
        assert try_(own).status_code == 200

    assert try_(own, password=PASSWORD).status_code == 429
    assert try_(Client(), password=PASSWORD).status_code == 302


def test_a_browser_is_known_for_its_own_account_alone(olena: User) -> None:
    make.researcher(name="petro").set_password(PASSWORD)
    own = Client()
    try_(own, password=PASSWORD)
    own.post("/admin/logout/")
    guess_too_often("petro")

    assert try_(own, "petro").status_code == 429


def test_a_cookie_that_is_not_ours_makes_no_browser_known(olena: User) -> None:
    stranger = guess_too_often()
    stranger.cookies["signed_in_before"] = "eyJhY2NvdW50IjoiIn0:1uLZ:x"

    assert try_(stranger, password=PASSWORD).status_code == 429


def link() -> str:
    out = StringIO()
    call_command("sign_in_link", "olena", stdout=out)
    return out.getvalue().strip().removeprefix("http://127.0.0.1:8000")


def test_a_link_lets_a_browser_in_while_others_guess(olena: User) -> None:
    stranger = guess_too_often()

    opened = stranger.get(link())

    assert (opened.status_code, opened["Location"]) == (302, LOGIN)
    assert try_(stranger).status_code == 200  # The password is needed as ever.
    assert try_(stranger, password=PASSWORD).status_code == 302


def test_browsers_of_one_link_guess_together(olena: User) -> None:
    given = link()
    told = []
    for browser in (Client(), Client()):
        browser.get(given)
        told += [try_(browser).status_code for _guess in range(PER_BROWSER)]

    assert told == [200] * PER_BROWSER + [429] * PER_BROWSER


def test_many_links_give_no_more_guesses_than_an_account_has(
    olena: User, clock: time_machine.Traveller
) -> None:
    told = []
    for _given in range(5):
        clock.shift(timedelta(seconds=1))  # Each link is another one.
        browser = Client()
        browser.get(link())
        told += [try_(browser).status_code for _guess in range(PER_BROWSER)]

    assert told.count(200) == PER_KNOWN_ACCOUNT


def test_a_link_lives_for_an_hour(olena: User, clock: time_machine.Traveller) -> None:
    given = link()
    clock.shift(timedelta(hours=1, seconds=1))

    assert "signed_in_before" not in Client().get(given).cookies


def test_an_administrator_gives_a_link_on_the_list_of_people(olena: User) -> None:
    administrator = signed_in(make.administrator())
    done = administrator.post(
        "/admin/auth/user/",
        {"action": "give_link", "_selected_action": [olena.pk]},
        follow=True,
    )
    [message] = [str(message) for message in done.context["messages"]]
    sentence, _, address = message.partition(": ")

    assert sentence == "Link for one hour (olena); the password is needed as ever"
    stranger = guess_too_often()
    stranger.get(address.removeprefix("http://127.0.0.1:8000"))
    assert try_(stranger, password=PASSWORD).status_code == 302


def test_a_researcher_gives_no_links(olena: User) -> None:
    assert signed_in(olena).post("/admin/auth/user/", {"action": "give_link"}).status_code == 403


def test_nobody_who_may_not_sign_in_gets_a_link(db: None) -> None:
    with pytest.raises(CommandError, match=r"Nobody called olena may sign in\."):
        link()


# What is kept and said


def test_the_log_says_once_that_a_limit_was_passed_and_nothing_that_was_typed(
    olena: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    stranger = guess_too_often("my secret password")
    for _ in range(2):
        try_(stranger, "my secret password")
    [record] = [one for one in caplog.records if one.name.startswith("accounts")]

    key = limit("account", "my secret password", most=PER_ACCOUNT).key[:12]
    assert record.getMessage() == (
        "More than 10 tries to sign in within 15 minutes: refused until 12:15:00 for one account"
        f" ({key})."
    )
    assert "secret" not in caplog.text
    assert GUESS not in caplog.text


def test_neither_names_nor_addresses_are_kept_and_nothing_longer_than_it_counts(
    olena: User, clock: time_machine.Traveller
) -> None:
    try_(Client(), "olena", REMOTE_ADDR="93.184.215.14")
    keys = set(Tries.objects.values_list("key", flat=True))
    clock.shift(WINDOW)
    try_(Client(), "petro", REMOTE_ADDR="93.184.215.15")

    assert {len(key) for key in keys} == {64}
    assert Tries.objects.filter(key__in=keys).count() == 0
    assert Tries.objects.count() == 2


# Other places where a password is tried


def test_an_unlocked_screen_does_not_tell_the_password_either(olena: User) -> None:
    client = signed_in(olena)
    guess = {"old_password": "x", "new_password1": "entirely new", "new_password2": "entirely new"}
    for _ in range(PER_ACCOUNT):
        response = client.post("/admin/password_change/", guess)
        assert response.context["form"].errors["old_password"] != [TOO_MANY]

    refused = client.post("/admin/password_change/", guess | {"old_password": PASSWORD})

    assert refused.context["form"].errors["old_password"] == [TOO_MANY]


# Hashing


def test_passwords_are_hashed_one_at_a_time() -> None:
    hasher = hashing.OneAtATime()
    done = threading.Event()
    encoded: list[str] = []

    def hash_another() -> None:
        encoded.append(hasher.encode("another", "saltsaltsalt"))
        done.set()

    with hashing._hashing:
        thread = threading.Thread(target=hash_another)
        thread.start()
        waited = not done.wait(0.05)
    thread.join()

    assert waited
    assert encoded[0].startswith("argon2$argon2id$v=19$m=47104,t=2,p=1$")
    assert hasher.verify("another", encoded[0])
    assert not hasher.verify("other", encoded[0])


def test_strangers_beyond_the_places_are_told_to_come_again(olena: User) -> None:
    with hashing.place(), hashing.place():
        response = try_(Client(), password=PASSWORD)

    assert response.status_code == 429
    assert response["Retry-After"] == "5"
    assert said(response) == [
        "Too many people are signing in at this moment: try again in a few seconds."
    ]
    assert Tries.objects.count() == 0
    assert try_(Client(), password=PASSWORD).status_code == 302


def test_a_known_browser_needs_none_of_the_places(olena: User) -> None:
    own = Client()
    try_(own, password=PASSWORD)
    own.post("/admin/logout/")

    with hashing.place(), hashing.place():
        assert try_(own, password=PASSWORD).status_code == 302


# Whose address it is


@pytest.mark.parametrize(
    ("ours", "peer", "forwarded", "network"),
    [
        (["127.0.0.1"], "93.184.215.14", "", "93.184.215.14"),
        (["127.0.0.1"], "93.184.215.14", "1.1.1.1", "93.184.215.14"),
        (["127.0.0.1"], "127.0.0.1", "93.184.215.14", "93.184.215.14"),
        (["127.0.0.1"], "127.0.0.1", "1.1.1.1, 93.184.215.14", "93.184.215.14"),
        (["127.0.0.1", "10.0.0.0/8"], "127.0.0.1", "1.1.1.1,10.2.3.4", "1.1.1.1"),
        (["*"], "10.2.3.4", "1.1.1.1", "1.1.1.1"),
        (["127.0.0.1"], "", "192.168.1.7", "192.168.1.7"),
        (["127.0.0.1"], "127.0.0.1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (["127.0.0.1"], "::ffff:127.0.0.1", "::ffff:1.1.1.1", "1.1.1.1"),
        (["127.0.0.1"], "127.0.0.1", "1.1.1.1:8443", "1.1.1.1"),
        (["127.0.0.1"], "127.0.0.1", "[2001:db8:1:2::3]:443", "2001:db8:1:2::/64"),
        (["127.0.0.1"], "127.0.0.1", "", None),
        (["127.0.0.1"], "127.0.0.1", "1.1.1.1, unknown", None),
        (["127.0.0.1"], "10.2.3.4", "1.1.1.1", None),
    ],
)
def test_an_address_is_that_which_a_proxy_of_ours_heard(
    settings: Any, ours: list[str], peer: str, forwarded: str, network: str | None
) -> None:
    settings.FORWARDED_ALLOW_IPS = ours
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded}

    assert network_of(request) == network
