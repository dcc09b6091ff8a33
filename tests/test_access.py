"""Who may open what: every address is shut unless it stands here."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

OPEN = {
    "about",
    "actor_changes",
    "actor_detail",
    "actor_edition",
    "actor_editions",
    "actor_list",
    "corrections",
    "editions_jsonl",
    "health",
    "home",
    "incident_changes",
    "incident_csv",
    "incident_detail",
    "incident_edition",
    "incident_editions",
    "incident_list",
    "incident_numbers",
    "method",
    "source_changes",
    "source_detail",
    "source_edition",
    "source_editions",
    "source_list",
    "statement_list",
    "tallies",
    "tallies_csv",
    "transparency",
}
# The admin's own: signing in and out, and the words that its scripts need.
OPEN_ADMIN = {"login", "logout", "jsi18n"}


def patterns(
    resolver: URLResolver, path: str = "", namespace: str = ""
) -> Iterator[tuple[str, str, URLPattern]]:
    """Every address of the site: its namespace, its path, its pattern."""
    for pattern in resolver.url_patterns:
        inner = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, inner, pattern.namespace or namespace)
        else:
            yield namespace, inner, pattern


def test_only_these_addresses_are_open() -> None:
    found = {
        pattern.name
        for namespace, _path, pattern in patterns(get_resolver())
        if not namespace and not getattr(pattern.callback, "login_required", True)
    }
    assert found == OPEN


def test_every_address_outside_the_admin_is_on_the_list() -> None:
    found = {
        pattern.name for namespace, _path, pattern in patterns(get_resolver()) if not namespace
    }
    assert found == OPEN


def example(path: str) -> str:
    """An address that the pattern matches."""
    path = re.sub(r"<uuid:\w+>", "00000000-0000-4000-8000-000000000000", path)
    path = re.sub(r"\^\(\?P<app_label>.*", "review/", path)
    return "/" + re.sub(r"<\w+(:\w+)?>", "1", path)


ADMIN_ADDRESSES = [
    example(path)
    for namespace, path, pattern in patterns(get_resolver())
    if namespace == "admin" and pattern.name and pattern.name not in OPEN_ADMIN
]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADMIN_ADDRESSES)
def test_the_admin_sends_strangers_to_sign_in(client: Client, address: str) -> None:
    response = client.get(address)

    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(OPEN - {"health"}))
def test_open_pages_set_no_cookie(client: Client, name: str) -> None:
    if name.endswith(("_detail", "_edition", "_editions", "_changes")):
        return
    response = client.get(reverse(name))

    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
