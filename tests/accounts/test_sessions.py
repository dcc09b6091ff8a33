"""Sessions end when an account changes or idles; each colleague sees and ends their own."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import Permission, User
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.test import Client

from accounts.browser_family import browser_family
from accounts.models import Session
from tests import factories as make
from tests.pages import form_of, signed_in

pytestmark = pytest.mark.django_db

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
PASSWORD = "a long enough password"
SESSIONS = "/admin/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def stolen(client: Client) -> Client:
    """Another machine with the same cookies."""
    thief = Client()
    thief.cookies.load({name: morsel.value for name, morsel in client.cookies.items()})
    return thief


def is_in(client: Client) -> bool:
    return client.get("/admin/password_change/").status_code == 200


def members(user: User) -> Any:
    return user.groups.through.objects


def set_(user: User, **fields: Any) -> None:
    User.objects.filter(pk=user.pk).update(**fields)


def without_django(sql: str) -> Callable[[User], None]:
    def run(user: User) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, [user.pk])

    return run


CHANGES: dict[str, Callable[[User], Any]] = {
    "into a group": lambda user: make.give(user, "Reviewers"),
    "out of a group": lambda user: user.groups.clear(),
    "a right": lambda user: user.user_permissions.add(Permission.objects.all()[0]),
    "a right of the group": lambda user: user.groups.get().permissions.remove(
        user.groups.get().permissions.all()[0]
    ),
    "a password": lambda user: set_(user, password="!"),
    "not staff": lambda user: set_(user, is_staff=False),
    "not active": lambda user: set_(user, is_active=False),
    "by SQL": without_django("DELETE FROM auth_user_groups WHERE user_id = %s"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_session_of_an_account_ends_when_it_changes(change: str) -> None:
    olena, other = make.researcher(), make.reviewer()
    client, elsewhere, colleague = signed_in(olena), signed_in(olena), signed_in(other)
    thief = stolen(client)
    assert (is_in(thief), is_in(elsewhere), is_in(colleague)) == (True, True, True)

    CHANGES[change](olena)

    assert not Session.objects.filter(person=olena).exists()
    # Back as it was: what ended has ended.
    set_(olena, is_staff=True, is_active=True)
    assert (is_in(client), is_in(thief), is_in(elsewhere)) == (False, False, False)
    assert is_in(colleague)


def test_what_is_saved_as_it_was_ends_nothing() -> None:
    olena = make.researcher()
    client = signed_in(olena)
    olena.first_name = "Olena"
    olena.save()
    olena.groups.set(olena.groups.all())
    assert is_in(client)


def test_changing_ones_own_password_ends_all_other_sessions() -> None:
    olena = make.researcher()
    olena.set_password(PASSWORD)
    olena.save()
    client, elsewhere = signed_in(olena), signed_in(olena)
    thief = stolen(client)
    new = {"new_password1": "another long one", "new_password2": "another long one"}

    changed = client.post("/admin/password_change/", {"old_password": PASSWORD, **new})

    assert changed.status_code == 302
    assert (is_in(client), is_in(thief), is_in(elsewhere)) == (True, False, False)


def test_a_session_ends_after_idling(clock: time_machine.Traveller) -> None:
    client = signed_in(make.researcher())
    for _ in range(3):
        clock.shift(timedelta(minutes=settings.SESSION_IDLE_MINUTES - 1))
        assert is_in(client)
    clock.shift(timedelta(minutes=settings.SESSION_IDLE_MINUTES))
    assert not is_in(client)


def test_a_session_ends_after_hours_of_work(clock: time_machine.Traveller) -> None:
    client = signed_in(make.researcher())
    for _ in range(settings.SESSION_HOURS * 3 - 1):
        clock.shift(timedelta(minutes=20))
        assert is_in(client)
    clock.shift(timedelta(minutes=20))
    assert not is_in(client)


def test_what_was_typed_before_idling_is_held(clock: time_machine.Traveller) -> None:
    client = signed_in(make.researcher())
    add = "/admin/sources/source/add/?kind=article"
    form = form_of(client.get(add)) | {"kind": "article", "title": "Typed for long"}
    clock.shift(timedelta(minutes=settings.SESSION_IDLE_MINUTES))

    held = client.post(add, form, headers={"Origin": "http://testserver"})

    assert (held.status_code, form_of(held)["title"]) == (403, "Typed for long")
    client.force_login(make.researcher())
    assert client.post(add, form_of(held)).status_code == 302


def test_ended_sessions_are_not_kept(clock: time_machine.Traveller) -> None:
    signed_in(make.researcher())
    clock.shift(timedelta(days=1))
    signed_in(make.reviewer())
    assert [row.person for row in Session.objects.all()] == [make.reviewer()]


def test_public_pages_neither_ask_nor_tell_who_reads(
    addresses: dict[str, str], clock: time_machine.Traveller
) -> None:
    client = signed_in(make.researcher())
    clock.shift(timedelta(minutes=5))
    seen = Session.objects.get().last_seen_at
    for name in ("home", "incident_list", "incident_detail", "transparency"):
        response = client.get(addresses[name])
        assert response.status_code == 200
        assert (response.cookies, "Cookie" in response.get("Vary", "")) == ({}, False)
    assert Session.objects.get().last_seen_at == seen


def test_a_colleague_sees_their_own_sessions_in_plain_words() -> None:
    olena = make.researcher()
    client, elsewhere = signed_in(olena), signed_in(olena)
    elsewhere.get("/admin/", headers={"User-Agent": CHROME}, REMOTE_ADDR="8.8.4.4")
    signed_in(make.reviewer()).get("/admin/", REMOTE_ADDR="1.1.1.1")

    page = client.get(SESSIONS, headers={"User-Agent": FIREFOX}, REMOTE_ADDR="8.8.8.8")

    shown = [(one.browser, one.network, one == page.context["this"]) for one in _rows(page)]
    assert sorted(shown) == [
        ("Chrome, Android", "8.8.4.4", False),
        ("Firefox, Linux", "8.8.8.8", True),
    ]
    text = page.content.decode()
    assert "1.1.1.1" not in text
    assert [key for key in Session.objects.values_list("pk", flat=True) if key in text] == []


def _rows(page: Any) -> list[Session]:
    return list(page.context["sessions"])


def id_of(client: Client) -> str:
    return str(Session.objects.get(pk=client.session.session_key).shown_as)


def test_a_colleague_ends_one_of_their_sessions() -> None:
    olena = make.researcher()
    client, elsewhere, third = signed_in(olena), signed_in(olena), signed_in(olena)
    thief = stolen(elsewhere)

    assert client.post(f"{SESSIONS}{id_of(elsewhere)}/end/").status_code == 302

    assert (is_in(client), is_in(elsewhere), is_in(thief), is_in(third)) == (
        *(True, False, False, True),
    )


def test_a_colleague_ends_all_but_this_one() -> None:
    olena = make.researcher()
    client, elsewhere, third = signed_in(olena), signed_in(olena), signed_in(olena)
    colleague = signed_in(make.reviewer())

    assert client.post(f"{SESSIONS}end-others/").status_code == 302

    assert [is_in(one) for one in (client, elsewhere, third, colleague)] == [
        *(True, False, False, True)
    ]


def test_nobody_ends_a_session_of_somebody_else() -> None:
    root, taras = User.objects.create_superuser("root"), signed_in(make.reviewer())
    gone = "00000000-0000-4000-8000-000000000000"
    for person in (make.researcher(), make.administrator(), root):
        client = signed_in(person)
        answers = [
            client.post(f"{SESSIONS}{shown_as}/end/", follow=True)
            for shown_as in (id_of(taras), gone)
        ]
        told = [[str(one) for one in answer.context["messages"]] for answer in answers]
        assert told == [["That session has ended."]] * 2
    assert is_in(taras)


def test_a_link_ends_nothing() -> None:
    olena = make.researcher()
    client, elsewhere = signed_in(olena), signed_in(olena)
    assert client.get(f"{SESSIONS}{id_of(elsewhere)}/end/").status_code == 405
    assert client.get(f"{SESSIONS}end-others/").status_code == 405
    assert is_in(elsewhere)


def test_what_ends_while_a_page_is_made_does_not_come_back() -> None:
    olena = make.researcher()
    client = signed_in(olena)
    session = client.session
    assert session["_auth_user_id"] == str(olena.pk)
    Session.objects.all().delete()
    session["more"] = 1
    with pytest.raises(UpdateError):
        session.save()
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox, Linux"),
        (CHROME, "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_of_a_browser_only_known_words_are_kept(agent: str, words: str) -> None:
    assert browser_family(agent) == words
