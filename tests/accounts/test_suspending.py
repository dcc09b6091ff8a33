"""An account is suspended in one step, by somebody else and for a reason; administrators see it."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.test import Client

from accounts import known_browsers, rules, suspending
from accounts.models import Session, Suspension
from accounts.signing_in import PER_ACCOUNT
from review.models import Event
from review.public import page_cache
from review.workflow import claiming
from sources.models import Source
from tests import factories as make
from tests.accounts.second_factors import with_password
from tests.accounts.test_sessions import is_in, stolen
from tests.pages import form_of, signed_in

LOGIN = "/admin/login/"
PASSWORD = "a long enough password"
LAST = "This is the last active administrator: make somebody else an administrator first."
SELF = "Nobody can suspend their own account: another administrator must do it."


@pytest.fixture
def iryna(db: None) -> User:
    return make.administrator()


@pytest.fixture
def olena(db: None) -> User:
    person = make.person(name="olena", group="Reviewers")
    person.set_password(PASSWORD)
    person.save()
    return person


def suspend(by: Client, person: User, reason: str = "arrested this morning") -> Any:
    return by.post(f"/admin/auth/user/{person.pk}/suspend/", {"reason": reason})


def lift(by: Client, person: User, reason: str = "is back, spoken with") -> Any:
    return by.post(f"/admin/auth/user/{person.pk}/lift/", {"reason": reason})


def sign_in(client: Client, password: str = PASSWORD) -> int:
    return client.post(LOGIN, {"username": "olena", "password": password}).status_code


def refused(response: Any) -> list[str]:
    assert response.status_code == 400
    return list(response.context["form"].non_field_errors())


def test_the_story_of_an_arrested_colleague(iryna: User, olena: User) -> None:
    draft = make.source(by=olena)
    petro = make.researcher(name="petro")
    taken = make.submitted(make.source(by=petro), by=petro)
    claiming.take(taken.review, by=olena)
    client, chief = Client(), signed_in(iryna)
    assert sign_in(client) == 302
    thief = stolen(client)
    add = "/admin/sources/source/add/?kind=article"
    typed = form_of(client.get(add)) | {"kind": "article", "title": "Half-written words"}

    assert "Suspend this account" in chief.get(f"/admin/auth/user/{olena.pk}/change/").text
    page = chief.get(f"/admin/auth/user/{olena.pk}/suspend/")
    assert '<a href="/admin/emergency/">' in page.text
    assert suspend(chief, olena).status_code == 302

    assert (is_in(client), is_in(thief), sign_in(client), sign_in(Client())) == (
        *(False, False, 200, 200),
    )
    taken.review.refresh_from_db()
    assert taken.review.reviewing_by is None
    # The work stays, with the name of who did it.
    assert Source.objects.get(pk=draft.pk).review.work == "draft"
    assert [event.by for event in Event.objects.filter(review=draft.pk)] == [olena]
    # What was being written goes back to the sender alone: nobody else's page holds it.
    held = client.post(add, typed, headers={"Origin": "http://testserver"})
    assert (held.status_code, held["Cache-Control"]) == (403, "no-store, private")
    assert "Half-written words" not in chief.get("/admin/").text
    assert not Source.objects.filter(title="Half-written words").exists()
    # Every administrator sees it at once.
    other = signed_in(make.administrator(name="stepan"))
    for address in ("/admin/", "/admin/accounts/suspension/"):
        assert "arrested this morning" in other.get(address).text
    colleague = signed_in(make.researcher(name="petro"))
    assert "arrested this morning" not in colleague.get("/admin/").text

    assert lift(chief, olena).status_code == 302
    # The password that they had may be known to whoever held them.
    assert (is_in(client), is_in(thief), sign_in(Client())) == (False, False, 200)
    assert list(Suspension.objects.values_list("person__username", "lifts", "by__username")) == [
        ("olena", True, "iryna"),
        ("olena", False, "iryna"),
    ]


def test_known_browsers_and_links_end_with_a_suspension(iryna: User, olena: User) -> None:
    known, linked = Client(), Client()
    assert sign_in(known) == 302
    known.logout()
    link = known_browsers.link_for("olena").partition("8000")[2]
    linked.get(link)
    known_before = stolen(known)

    suspending.suspend(olena, by=iryna, reason="taken")
    suspending.lift(olena, by=iryna, reason="back")
    with_password(olena)
    stranger = Client()
    for _ in range(PER_ACCOUNT):
        assert sign_in(stranger, "a guess") == 200
    late = Client()
    late.get(link)

    assert [sign_in(one) for one in (known_before, linked, late)] == [429, 429, 429]
    fresh = Client()
    fresh.get(known_browsers.link_for("olena").partition("8000")[2])
    assert sign_in(fresh) == 302


def test_public_pages_are_the_same_to_the_byte(addresses: dict[str, str], iryna: User) -> None:
    # Health says how the process is, and a spreadsheet when it was written.
    beside = {"health", "health_live", "health_ready", "incident_xlsx"}
    read_at = [address for name, address in addresses.items() if name not in beside]
    reviewer, researcher = make.reviewer(), make.researcher()

    def read() -> dict[str, tuple[int, bytes]]:
        page_cache.PAGES.clear()
        answers = {address: Client().get(address) for address in read_at}
        return {address: (one.status_code, one.getvalue()) for address, one in answers.items()}

    before = read()
    suspending.suspend(reviewer, by=iryna, reason="taken")
    suspending.suspend(researcher, by=iryna, reason="taken")
    assert read() == before


def test_only_administrators_suspend(olena: User) -> None:
    make.administrator()
    for person in (make.researcher(name="petro"), olena):
        client = signed_in(person)
        target = make.researcher(name="victim")
        for address in ("suspend", "lift"):
            assert client.get(f"/admin/auth/user/{target.pk}/{address}/").status_code == 403
        assert suspend(client, target).status_code == 403
        assert client.get("/admin/accounts/suspension/").status_code == 403
    assert not Suspension.objects.exists()


def test_an_account_that_one_may_not_see_cannot_be_suspended(iryna: User) -> None:
    root = User.objects.create_superuser("root")
    assert suspend(signed_in(iryna), root).status_code == 404
    assert suspend(signed_in(iryna), User(pk=0)).status_code == 404


def test_nobody_suspends_themselves(iryna: User) -> None:
    make.administrator(name="stepan")
    client = signed_in(iryna)
    assert refused(suspend(client, iryna)) == [SELF]
    assert "Suspend this account" not in client.get(f"/admin/auth/user/{iryna.pk}/change/").text
    assert is_in(client)


@pytest.mark.parametrize("reason", ["", " \n "])
def test_a_suspension_needs_a_reason(iryna: User, olena: User, reason: str) -> None:
    response = suspend(signed_in(iryna), olena, reason)
    assert response.status_code == 400
    assert response.context["form"].errors == {"reason": ["Say why."]}
    with pytest.raises(rules.Refused, match=r"Say why\."):
        suspending.suspend(olena, by=iryna, reason=reason)


def test_a_suspension_that_stands_is_said(iryna: User, olena: User) -> None:
    client = signed_in(iryna)
    suspend(client, olena)
    assert "It is suspended." in client.get(f"/admin/auth/user/{olena.pk}/suspend/").text
    assert refused(suspend(client, olena)) == [rules.RULES["suspension_follows"]]
    lift(client, olena)
    assert refused(lift(client, olena)) == [rules.RULES["suspension_follows"]]
    assert Suspension.objects.count() == 2


def test_only_a_suspension_shuts_an_account(iryna: User, olena: User) -> None:
    form = {"username": "olena", "is_staff": "on", "groups": [olena.groups.get().pk]}
    assert signed_in(iryna).post(f"/admin/auth/user/{olena.pk}/change/", form).status_code == 302
    olena.refresh_from_db()
    assert olena.is_active


# What the database refuses to whoever asks it.


def insert(person: User, by: User, reason: str = "why") -> None:
    Suspension.objects.create(person=person, by=by, reason=reason, lifts=False)


def lift_what_stands(chief: User, other: User) -> None:
    Suspension.objects.create(person=other, by=chief, reason="why", lifts=True)


def shut(chief: User, other: User) -> None:
    User.objects.filter(pk=chief.pk).update(is_active=False)


RULES: dict[str, Callable[[User, User], Any]] = {
    "suspension_by_somebody_else": lambda chief, _other: insert(chief, chief),
    "suspension_has_reason": lambda chief, other: insert(other, chief, " "),
    "suspension_by_administrator": insert,
    "suspension_follows": lift_what_stands,
    "administrator_remains": shut,
}


@pytest.mark.parametrize("rule", RULES)
def test_the_database_keeps_each_rule(iryna: User, olena: User, rule: str) -> None:
    make_one_more = rule == "suspension_by_somebody_else"
    if make_one_more:
        make.administrator(name="stepan")
    with pytest.raises(IntegrityError) as broken, transaction.atomic():
        RULES[rule](iryna, olena)
    assert broken.value.__cause__.diag.constraint_name == rule  # type: ignore[union-attr]
    assert not Suspension.objects.exists()


@pytest.mark.parametrize(
    "leave",
    [
        lambda chief: User.objects.filter(pk=chief.pk).update(is_staff=False),
        lambda chief: chief.groups.clear(),
        lambda chief: chief.groups.set([Group.objects.get(name="Reviewers")]),
    ],
)
def test_by_no_door_does_the_last_administrator_leave(
    iryna: User, leave: Callable[[User], Any]
) -> None:
    with pytest.raises(IntegrityError, match="last active administrator"), transaction.atomic():
        leave(iryna)
    make.administrator(name="stepan")
    leave(iryna)


@pytest.mark.parametrize(
    "verb",
    [
        "UPDATE accounts_suspension SET reason = 'other'",
        "DELETE FROM accounts_suspension",
        "TRUNCATE accounts_suspension",
    ],
)
def test_what_happened_to_an_account_is_never_changed(iryna: User, olena: User, verb: str) -> None:
    suspending.suspend(olena, by=iryna, reason="why")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            cursor.execute(verb)


def test_two_administrators_who_suspend_each_other_leave_one(committing_db: None) -> None:
    people = [make.administrator(), make.administrator(name="stepan")]
    ready = threading.Barrier(2)
    outcomes: list[str] = []

    def act(by: User, person: User) -> None:
        try:
            ready.wait(60)
            suspending.suspend(person, by=by, reason="why")
            outcomes.append("done")
        except rules.Refused as refused:
            outcomes.append(str(refused))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=act, args=pair) for pair in (people, people[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == [rules.RULES["suspension_by_administrator"], "done"]
    assert User.objects.filter(is_active=True, groups__name="Administrators").count() == 1


def test_a_sign_in_that_overtakes_a_suspension_does_not_outlive_it(
    iryna: User, olena: User
) -> None:
    suspending.suspend(olena, by=iryna, reason="taken")
    late = signed_in(olena)
    assert Session.objects.filter(person=olena).exists()
    assert not is_in(late)
    suspending.lift(olena, by=iryna, reason="back")
    assert not is_in(late)


@pytest.mark.parametrize(
    ("prefix", "title", "begins"),
    [
        ("", "Somebody was arrested, or a device was taken", "Do this in this order."),
        ("/uk", "Когось затримали або забрали пристрій", "Робіть це в такому порядку."),
    ],
)
def test_what_to_do_in_an_emergency_is_for_every_colleague(
    researcher: Client, prefix: str, title: str, begins: str
) -> None:
    page = researcher.get(f"{prefix}/admin/emergency/")
    assert (page.status_code, page.context["title"]) == (200, title)
    assert f"<p>{begins}" in page.text
    steps = [len(block["steps"]) for block in page.context["blocks"] if "steps" in block]
    assert steps == [4, 4, 3, 4]
