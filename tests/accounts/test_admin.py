"""Nobody can give themselves, or anybody, more than a group's rights."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from tests.factories import administrator, researcher
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


def change(client: Client, user: User, **fields: object) -> int:
    data = {"username": user.username, "is_active": "on", "is_staff": "on", **fields}
    return client.post(f"/admin/auth/user/{user.pk}/change/", data).status_code


def test_an_administrator_puts_a_colleague_into_a_group() -> None:
    colleague = researcher()
    reviewers = Group.objects.get(name="Reviewers")
    assert change(signed_in(administrator()), colleague, groups=[reviewers.pk]) == 302
    assert [group.name for group in colleague.groups.all()] == ["Reviewers"]


def test_an_administrator_cannot_put_themselves_into_a_group() -> None:
    admin = administrator()
    reviewers = Group.objects.get(name="Reviewers")
    assert change(signed_in(admin), admin, groups=[reviewers.pk]) == 302
    assert [group.name for group in admin.groups.all()] == ["Administrators"]


def test_an_administrator_cannot_make_anybody_a_superuser() -> None:
    colleague = researcher()
    change(signed_in(administrator()), colleague, is_superuser="on", user_permissions=["1"])
    colleague.refresh_from_db()
    assert (colleague.is_superuser, colleague.user_permissions.count()) == (False, 0)


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
    form = client.get(f"/uk/admin/auth/user/{colleague.pk}/change/").content.decode()
    assert ">Дослідники</option>" in form
    assert "Researchers" not in listed + form
