"""Who may open what: every address is shut unless it stands here."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

OPEN = {
    "about",
    "actor_bibtex",
    "actor_changes",
    "actor_csl",
    "actor_detail",
    "actor_edition",
    "actor_editions",
    "actor_csv",
    "actor_json",
    "actor_list",
    "actor_list_bibtex",
    "actor_list_cite",
    "actor_list_csl",
    "changes",
    "changes_atom",
    "complete_actors_json",
    "complete_places_json",
    "complete_sources_json",
    "changes_json",
    "corrections",
    "data",
    "data_columns",
    "data_terms",
    "editions_jsonl",
    "families",
    "health",
    "health_live",
    "health_ready",
    "home",
    "incident_atom",
    "incident_bibtex",
    "incident_changes",
    "incident_csl",
    "incident_csv",
    "incident_detail",
    "incident_edition",
    "incident_editions",
    "incident_geojson",
    "incident_json",
    "incident_list",
    "incident_numbers",
    "incident_list_bibtex",
    "incident_list_cite",
    "incident_list_csl",
    "incident_xlsx",
    "picture_actor_csv",
    "picture_assessment_csv",
    "picture_assessment_svg",
    "picture_kind_csv",
    "picture_kind_svg",
    "picture_map_csv",
    "picture_map_svg",
    "picture_place_csv",
    "picture_place_svg",
    "picture_timeline_csv",
    "picture_timeline_svg",
    "journalists",
    "lawyers",
    "map_marks",
    "method",
    "robots",
    "search",
    "sitemap",
    "sitemap_part",
    "source_bibtex",
    "source_changes",
    "source_csl",
    "source_csv",
    "source_detail",
    "source_edition",
    "source_editions",
    "source_json",
    "source_list",
    "source_list_bibtex",
    "source_list_cite",
    "source_list_csl",
    "statement_csv",
    "statement_json",
    "statement_list",
    "tallies",
    "tallies_csv",
    "tallies_svg",
    "statement_list_bibtex",
    "statement_list_cite",
    "statement_list_csl",
    "transparency",
}
# Signing in and out, and the words that the admin's scripts need.
OPEN_ADMIN = {
    "credential_link",
    "forgotten_password",
    "jsi18n",
    "login",
    "logout",
    "second_step",
}


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


def test_only_these_addresses_of_the_admin_are_open() -> None:
    found = {
        str(pattern.name)
        for namespace, _path, pattern in patterns(get_resolver())
        if namespace == "admin" and not getattr(pattern.callback, "login_required", True)
    }
    assert found == OPEN_ADMIN - {"jsi18n", "logout"}  # which the admin answers in its own way


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
@pytest.mark.parametrize("name", sorted(OPEN - {"health", "health_live", "health_ready"}))
def test_open_pages_set_no_cookie(client: Client, name: str) -> None:
    if name.endswith(("_detail", "_edition", "_editions", "_changes", "_part")):
        return
    if name.endswith(("_bibtex", "_csl")) and "_list_" not in name:
        return
    response: Any = client.get(reverse(name))

    assert response.status_code == 200
    if response.streaming:
        list(response)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
