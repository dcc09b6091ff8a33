"""Nobody can give themselves, or anybody, more than a group's rights."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from accounts.models import RightsEntry
from tests.factories import administrator, researcher
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


def change(client: Client, user: User, **fields: object) -> int:
    data = {"username": user.username, "is_active": "on", "is_staff": "on", **fields}
    return client.post(f"/admin/auth/user/{user.pk}/change/", data).status_code


def named(name: str) -> Group:
    return Group.objects.get(name=name)


def groups_of(person: User) -> list[str]:
    return sorted(person.groups.values_list("name", flat=True))


def test_the_form_of_an_account_gives_no_right() -> None:
    admin, colleague = administrator(), researcher()
    client = signed_in(admin)
    reviewers = named("Reviewers")
    for person in (admin, colleague):
        before = groups_of(person)
        given = {"groups": [reviewers.pk], "is_superuser": "on", "user_permissions": ["1"]}
        assert change(client, person, **given) == 302
        person.refresh_from_db()
        assert groups_of(person) == before
        assert (person.is_superuser, person.user_permissions.count()) == (False, 0)


def test_an_account_that_is_added_is_of_the_staff_and_recorded() -> None:
    admin = administrator()
    assert signed_in(admin).post("/admin/auth/user/add/", {"username": "marta"}).status_code == 200
    marta = User.objects.get(username="marta")
    assert (marta.is_staff, groups_of(marta)) == (True, [])
    assert list(RightsEntry.objects.filter(person=marta).values_list("kind", "by")) == [
        ("way_in", admin.pk),  # the link that the page shows
        ("account", admin.pk),
    ]


def test_a_way_in_that_somebody_else_gives_is_recorded() -> None:
    admin, colleague = administrator(), researcher()
    client = signed_in(admin)
    ways = RightsEntry.objects.filter(kind="way_in")
    assert change(client, colleague, first_name="Olena") == 302
    assert ways.count() == 0
    assert change(client, colleague, email="olena@example.org") == 302
    assert list(ways.values_list("person", "by")) == [(colleague.pk, admin.pk)]
    assert client.post(f"/admin/auth/user/{colleague.pk}/link/").status_code == 200
    assert list(ways.values_list("person", "by")) == [(colleague.pk, admin.pk)] * 2


def test_an_administrator_cannot_touch_a_superuser() -> None:
    root = User.objects.create_superuser("root")
    client = signed_in(administrator())
    assert change(client, root, is_active="") == 302
    assert client.get(f"/admin/auth/user/{root.pk}/link/").status_code == 404
    root.refresh_from_db()
    assert root.is_active is True


def test_a_researcher_sees_no_accounts() -> None:
    client = signed_in(researcher())
    assert client.get("/admin/auth/user/").status_code == 403
    assert client.get(f"/admin/auth/user/{administrator().pk}/change/").status_code == 403


def test_groups_cannot_be_changed_in_the_admin() -> None:
    root = User.objects.create_superuser("root")
    assert signed_in(root).get("/admin/auth/group/").status_code == 404


def test_groups_are_named_in_the_language_of_whoever_reads() -> None:
    colleague = researcher()
    client = signed_in(administrator())
    listed = client.get("/uk/admin/auth/user/").content.decode()
    assert '<td class="field-group_names">Дослідники</td>' in listed
    assert ">Рецензенти</a>" in listed
    form = client.get(f"/uk/admin/auth/user/{colleague.pk}/rights/").content.decode()
    assert "<li>Дослідники</li>" in form
    assert "Researchers" not in listed + form
