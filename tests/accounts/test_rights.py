"""Dangerous rights take two administrators, by every door; the ledger says who gave what."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts import rights, suspending
from accounts.hands import same_hand
from accounts.models import RightsEntry
from accounts.rules import RULES, Refused
from config.administrators import check_administrators
from tests import factories as make
from tests.pages import signed_in
from tests.review.refusing import refused_by

pytestmark = pytest.mark.django_db

WHY = "spoke with her on Monday"


@pytest.fixture
def iryna(db: None) -> User:
    return make.administrator()


@pytest.fixture
def stepan(iryna: User) -> User:
    return make.administrator(name="stepan")


@pytest.fixture
def olena(db: None) -> User:
    return make.researcher()


def group(name: str = "Reviewers") -> Group:
    return Group.objects.get(name=name)


def ask(person: User, by: User, name: str = "Reviewers") -> RightsEntry:
    rights.ask(person, group(name), at=timezone.now(), by=by, reason="reviews from May on")
    return RightsEntry.objects.all()[0]


def groups_of(person: User) -> list[str]:
    return sorted(person.groups.values_list("name", flat=True))


def ledger(person: User) -> list[tuple[str, str, str]]:
    """What is recorded of somebody after their account was made."""
    entries = RightsEntry.objects.filter(person=person).order_by("id")
    return list(entries.values_list("kind", "right", "by__username"))[1:]


def run(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


# What takes two


@pytest.mark.parametrize(
    ("name", "two"),
    [("Researchers", False), ("Reviewers", True), ("Safeguarding", True), ("Administrators", True)],
)
def test_what_a_group_may_do_says_whether_it_takes_two(name: str, two: bool) -> None:
    assert rights.takes_two(group(name)) is two


def test_a_right_that_nobody_thought_of_takes_two() -> None:
    kind = Permission.objects.get(codename="decide_review").content_type
    Permission.objects.create(codename="fly", name="fly", content_type=kind)
    assert rights.takes_two(make.group_of("view_place", "submit_review")) is False
    assert rights.takes_two(make.group_of("view_place", "fly")) is True


def test_one_asks_and_another_agrees(iryna: User, stepan: User, olena: User) -> None:
    asked = ask(olena, iryna)
    assert groups_of(olena) == ["Researchers"]

    rights.agree(asked, by=stepan, reason=WHY)

    assert groups_of(olena) == ["Researchers", "Reviewers"]
    assert ledger(olena) == [("asked", "Reviewers", "iryna"), ("given", "Reviewers", "stepan")]
    given = RightsEntry.objects.get(kind="given", person=olena, right="Reviewers")
    assert (given.before, given.after) == (["Researchers"], ["Researchers", "Reviewers"])
    assert (given.reason, given.answers) == (WHY, asked)


def test_one_administrator_alone_gives_no_such_right(
    iryna: User, stepan: User, olena: User
) -> None:
    with pytest.raises(Refused, match="takes two administrators"):
        rights.give(olena, group(), by=iryna, reason=WHY)
    with pytest.raises(Refused, match="You asked for this yourself"):
        rights.agree(ask(olena, iryna), by=iryna, reason=WHY)
    assert groups_of(olena) == ["Researchers"]


def test_nobody_agrees_to_what_is_about_themselves(iryna: User, stepan: User) -> None:
    with pytest.raises(Refused, match="about your own account"):
        rights.agree(ask(stepan, iryna), by=stepan, reason=WHY)
    with pytest.raises(Refused, match="Nobody changes their own rights"):
        ask(iryna, iryna)


def test_only_administrators_ask_and_agree(iryna: User, stepan: User, olena: User) -> None:
    petro = make.reviewer(name="petro")
    with pytest.raises(Refused, match="Only an active administrator"):
        ask(olena, petro)
    with pytest.raises(Refused, match="Only an active administrator"):
        rights.agree(ask(olena, iryna), by=petro, reason=WHY)


def test_what_was_refused_is_not_given(iryna: User, stepan: User, olena: User) -> None:
    asked = ask(olena, iryna)
    rights.refuse(asked, by=stepan, reason="she knows nothing of it")
    with pytest.raises(Refused):
        rights.agree(asked, by=stepan, reason=WHY)
    assert groups_of(olena) == ["Researchers"]


def suspend_and_lift(person: User) -> None:
    chief = make.administrator(name="third")
    suspending.suspend(person, by=chief, reason="arrested")
    suspending.lift(person, by=chief, reason="back")


LAPSES: dict[str, Callable[[User, User], Any]] = {
    "the asker was suspended": lambda asker, _concerned: suspend_and_lift(asker),
    "the person was suspended": lambda _asker, concerned: suspend_and_lift(concerned),
    "the asker is no administrator": lambda asker, _concerned: asker.groups.clear(),
}


@pytest.mark.parametrize("what", LAPSES)
def test_a_request_lapses_when(iryna: User, stepan: User, olena: User, what: str) -> None:
    asked = ask(olena, iryna)
    assert list(RightsEntry.objects.pending(timezone.now())) == [asked]
    LAPSES[what](iryna, olena)
    assert not RightsEntry.objects.pending(timezone.now()).exists()
    with pytest.raises(Refused, match="has lapsed"):
        rights.agree(asked, by=stepan, reason=WHY)


def test_a_request_lapses_after_14_days(iryna: User, stepan: User, olena: User) -> None:
    old = RightsEntry.objects.create(
        kind="asked",
        person=olena,
        group=group(),
        right="Reviewers",
        by=iryna,
        at=timezone.now() - timedelta(days=14, minutes=1),
        reason="why",
    )
    with pytest.raises(Refused, match="has lapsed"):
        rights.agree(old, by=stepan, reason=WHY)


# Every other door. Each gets two administrators, a researcher, and what was agreed for another one.


def entry(**fields: Any) -> None:
    given: dict[str, Any] = {"kind": "given", "group": group(), "right": "Reviewers"}
    RightsEntry.objects.create(**given | {"reason": "why"} | fields)


def used_up(person: User, one: User, other: User) -> None:
    asked = ask(person, one)
    rights.agree(asked, by=other, reason=WHY)
    rights.take(person, group(), by=one, reason="too early")
    run("INSERT INTO auth_user_groups (user_id, group_id) VALUES (%s, %s)", person.pk, group().pk)


def used_twice(person: User, one: User, other: User) -> None:
    asked = ask(person, one)
    rights.agree(asked, by=other, reason=WHY)
    rights.take(person, group(), by=one, reason="too early")
    entry(person=person, by=other, answers=asked)


def change_membership(person: User, one: User, other: User) -> None:
    person.groups.through.objects.filter(user_id=person.pk).update(group_id=group().pk)


def group_gains(person: User, one: User, other: User) -> None:
    group("Researchers").permissions.add(Permission.objects.get(codename="decide_review"))
    run("SET CONSTRAINTS ALL IMMEDIATE")


def row_of_group_changes(person: User, one: User, other: User) -> None:
    right = Permission.objects.get(codename="decide_review")
    row = Group.permissions.through.objects.filter(group=group("Researchers")).order_by("id")[0]
    Group.permissions.through.objects.filter(pk=row.pk).update(permission_id=right.pk)
    run("SET CONSTRAINTS ALL IMMEDIATE")


DOORS: dict[str, tuple[str, Callable[[User, User, User], Any]]] = {
    "the shell": ("rights_take_two", lambda who, _one, _other: who.groups.add(group())),
    "SQL": (
        "rights_take_two",
        lambda who, _one, _other: run(
            "INSERT INTO auth_user_groups (user_id, group_id) VALUES (%s, %s)", who.pk, group().pk
        ),
    ),
    "an entry by one": ("rights_take_two", lambda who, one, _other: entry(person=who, by=one)),
    "an entry by nobody": (
        "rights_take_two",
        lambda who, _one, _other: entry(person=who, way="command", by=None),
    ),
    "an entry from before": (
        "rights_take_two",
        lambda who, _one, _other: entry(person=who, way="before", by=None),
    ),
    "an entry of the asker": (
        "rights_take_two",
        lambda who, one, _other: entry(person=who, by=one, answers=ask(who, one)),
    ),
    "a request for somebody else": (
        "rights_take_two",
        lambda who, one, other: entry(
            person=who, by=other, answers=ask(make.researcher(name="petro"), one)
        ),
    ),
    "a request for another right": (
        "rights_take_two",
        lambda who, one, other: entry(
            person=who, by=other, answers=ask(who, one, name="Safeguarding")
        ),
    ),
    "what was agreed once and taken": ("rights_take_two", used_up),
    "a request used twice": ("request_lapsed", used_twice),
    "an asker who is no administrator": (
        "rights_by_administrator",
        lambda _who, one, _other: entry(kind="asked", person=one, by=make.researcher(name="petro")),
    ),
    "another group in the same row": ("rights_follow", change_membership),
    "a right of one's own": (
        "rights_are_of_groups",
        lambda who, _one, _other: who.user_permissions.add(
            Permission.objects.get(codename="decide_review")
        ),
    ),
    "a superuser": (
        "rights_take_two",
        lambda who, _one, _other: User.objects.filter(pk=who.pk).update(is_superuser=True),
    ),
    "a new superuser": (
        "rights_take_two",
        lambda _who, _one, _other: User.objects.create_superuser("root"),
    ),
    "a right for the group": ("groups_gain_by_migration", group_gains),
    "another right in the group's row": (
        "groups_gain_by_migration",
        row_of_group_changes,
    ),
}


@pytest.mark.parametrize("door", DOORS)
def test_by_no_door_does_one_alone_give_it(
    iryna: User, stepan: User, olena: User, door: str
) -> None:
    rule, enter = DOORS[door]
    with refused_by(rule):
        enter(olena, iryna, stepan)
    assert not User.objects.get(pk=olena.pk).has_perm("review.decide_review")


def test_every_sentence_of_a_rule_is_one_that_is_translated() -> None:
    assert {rule for rule, _enter in DOORS.values()} - RULES.keys() == {"groups_gain_by_migration"}


# Taking, and what is ordinary


def test_one_takes_a_right_at_once(iryna: User, stepan: User) -> None:
    taras = make.reviewer()
    client = signed_in(taras)
    rights.take(taras, group(), by=iryna, reason="arrested")
    assert groups_of(taras) == []
    assert ledger(taras)[-1] == ("taken", "Reviewers", "iryna")
    assert client.get("/admin/").status_code == 302


def test_what_the_database_is_told_directly_is_recorded_too(iryna: User, olena: User) -> None:
    run("DELETE FROM auth_user_groups WHERE user_id = %s", olena.pk)
    olena.groups.add(group("Researchers"))
    olena.user_permissions.add(Permission.objects.get(codename="view_place"))
    olena.user_permissions.clear()
    User.objects.filter(pk=olena.pk).update(is_staff=False)
    recorded = RightsEntry.objects.filter(person=olena).order_by("id")
    assert list(recorded.values_list("kind", "right", "before", "after", "way"))[1:] == [
        ("taken", "Researchers", ["Researchers"], [], "command"),
        ("given", "Researchers", [], ["Researchers"], "command"),
        ("given", "view_place", None, None, "command"),
        ("taken", "view_place", None, None, "command"),
        ("taken", "is_staff", None, None, "command"),
    ]


def test_the_last_administrator_is_taken_nothing(iryna: User) -> None:
    stepan = make.administrator(name="stepan")
    rights.take(stepan, group("Administrators"), by=iryna, reason="leaves")
    with pytest.raises(Refused, match="Only an active administrator"):
        rights.take(iryna, group("Administrators"), by=stepan, reason="leaves")
    run_as = signed_in(iryna).post(
        f"/admin/auth/user/{iryna.pk}/take/",
        {"group": group("Administrators").pk, "reason": "leaves"},
    )
    assert run_as.status_code == 400
    assert groups_of(iryna) == ["Administrators"]


@pytest.mark.parametrize(
    "verb",
    [
        "UPDATE accounts_rightsentry SET reason = 'other'",
        "DELETE FROM accounts_rightsentry",
        "TRUNCATE accounts_rightsentry",
    ],
)
def test_the_ledger_is_never_changed(iryna: User, verb: str) -> None:
    run("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        run(verb)


def test_a_change_needs_a_reason(iryna: User, stepan: User, olena: User) -> None:
    with pytest.raises(Refused, match=r"^Say why\.$"):
        rights.take(olena, group("Researchers"), by=iryna, reason=" \n")
    with refused_by("rightsentry_has_reason"):
        entry(kind="taken", person=olena, group=group("Researchers"), by=iryna, reason="")


# The first two


def test_the_command_line_makes_two_administrators_and_no_third() -> None:
    call_command("make_administrator", "iryna")
    call_command("make_administrator", "stepan")
    with pytest.raises(CommandError, match="takes two administrators"):
        call_command("make_administrator", "puppet")
    entries = RightsEntry.objects.order_by("id").values_list("person__username", "kind", "way")
    assert list(entries) == [("iryna", "given", "command"), ("stepan", "given", "command")]
    assert not User.objects.filter(username="puppet").exists()


def test_the_command_makes_no_administrator_of_a_suspended_account(iryna: User) -> None:
    User.objects.create(username="petro", is_staff=True, is_active=False)
    with pytest.raises(CommandError, match="suspended"):
        call_command("make_administrator", "petro")


def test_one_administrator_is_told_that_they_are_too_few(iryna: User) -> None:
    assert "before there are two active administrators" in signed_in(iryna).get("/admin/").text
    make.administrator(name="stepan")
    assert "before there are two" not in signed_in(iryna).get("/admin/").text


def test_deploying_says_that_they_are_too_few(iryna: User) -> None:
    assert check_administrators() == []
    [warning] = check_administrators(databases=["default"])
    assert warning.id == "config.W003"
    make.administrator(name="stepan")
    assert check_administrators(databases=["default"]) == []


# Who could be whom


def adds(by: User, name: str) -> User:
    person = User.objects.create(username=name, is_staff=True)
    rights.account_added(person, by=by)
    return person


def test_whoever_added_an_account_could_be_behind_it(iryna: User, stepan: User) -> None:
    puppet, other = adds(iryna, "puppet"), adds(iryna, "other")
    assert same_hand(iryna, puppet)
    assert same_hand(puppet, iryna)
    assert same_hand(puppet, other)
    assert not same_hand(stepan, puppet)


def test_the_puppet_of_a_puppet_is_one_too(iryna: User, stepan: User) -> None:
    rights.way_in_given(stepan, by=iryna)
    puppet = adds(stepan, "puppet")
    assert same_hand(iryna, puppet)


WAYS: dict[str, Callable[[User, User], Any]] = {
    "a way in": lambda who, by: rights.way_in_given(who, by=by),
    "an ordinary right": lambda who, by: rights.give(who, group("Researchers"), by=by, reason=WHY),
}


@pytest.mark.parametrize("way", WAYS)
def test_whoever_gives_alone_could_be_behind_it_until_another_vouches(
    iryna: User, stepan: User, way: str
) -> None:
    taras = make.reviewer()
    assert not same_hand(iryna, taras)

    WAYS[way](taras, iryna)

    assert same_hand(iryna, taras)
    for one, sentence in ((iryna, "Another administrator"), (taras, "Nobody changes their own")):
        with pytest.raises(Refused, match=sentence):
            rights.vouch(taras, by=one, reason=WHY)
    rights.vouch(taras, by=stepan, reason=WHY)
    assert not same_hand(iryna, taras)
    # What is given later is not vouched for by that.
    rights.way_in_given(taras, by=iryna)
    assert same_hand(iryna, taras)


def test_an_administrator_that_one_could_be_does_not_vouch(iryna: User, stepan: User) -> None:
    puppet = adds(iryna, "puppet")
    rights.way_in_given(stepan, by=iryna)
    with pytest.raises(Refused, match="Another administrator"):
        rights.vouch(puppet, by=stepan, reason=WHY)
    added = RightsEntry.objects.get(person=puppet)
    with refused_by("vouched_by_another"):
        entry(kind="vouched", person=puppet, by=stepan, answers=added, group=None, right="")


def test_an_administrator_that_one_could_be_does_not_agree(
    iryna: User, stepan: User, olena: User
) -> None:
    asked = ask(olena, iryna)
    rights.way_in_given(stepan, by=iryna)
    with pytest.raises(Refused, match="must first confirm that they know stepan"):
        rights.agree(asked, by=stepan, reason=WHY)
    with refused_by("two_hands"):
        entry(person=olena, by=stepan, answers=asked)


def test_who_agrees_vouches(iryna: User, stepan: User) -> None:
    person = adds(iryna, "marta")
    asked = ask(person, iryna)
    rights.way_in_given(person, by=iryna)
    rights.agree(asked, by=stepan, reason=WHY)
    assert not same_hand(iryna, person)


def test_who_asked_vouches_for_what_was_done_before(iryna: User, stepan: User) -> None:
    person = adds(stepan, "marta")
    asked = ask(person, iryna)
    rights.agree(asked, by=stepan, reason=WHY)
    assert not same_hand(stepan, person)


def test_who_asked_does_not_vouch_for_what_was_done_since(iryna: User, stepan: User) -> None:
    person = adds(iryna, "marta")
    asked = ask(person, iryna)
    rights.way_in_given(person, by=stepan)
    rights.agree(asked, by=stepan, reason=WHY)
    assert same_hand(stepan, person)


def test_people_of_the_command_line_are_vouched_for() -> None:
    people = [make.researcher(), make.reviewer(), make.administrator()]
    assert [same_hand(one, other) for one in people for other in people if one != other] == (
        [False] * 6
    )
