"""Methods that no page has, and charsets that no address has."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from config.plain_requests import forms_as_browsers_send_them
from review.public import page_cache
from tests.serving import served

UNKNOWN = ["TRACE", "OPTIONS", "PUT", "DELETE", "PATCH", "PROPFIND", "CONNECT", "GET\u00a0"]


@pytest.mark.parametrize("method", [*UNKNOWN, "POST"])
def test_open_addresses_are_read_only(addresses: dict[str, str], method: str) -> None:
    without_token = Client(enforce_csrf_checks=True)
    if method == "POST":
        # None of these reads anything of a reader's: there a form is refused for its missing token.
        for name in ("health", "health_live", "health_ready", "robots"):
            del addresses[name]
    told = [without_token.generic(method, address) for address in addresses.values()]

    assert {(answer.status_code, answer.content) for answer in told} == {(405, b"")}
    assert page_cache.PAGES.pages == {}


def elsewhere() -> Iterator[str]:
    yield from ("/admin/", "/admin/login/", "/nothing/", "/static/admin/css/base.css")


@pytest.mark.parametrize("method", UNKNOWN)
def test_no_address_has_another_method(admin_client: Client, method: str) -> None:
    told = [admin_client.generic(method, address) for address in elsewhere()]

    assert [(answer.status_code, answer["Allow"]) for answer in told] == [
        (405, "GET, HEAD, POST")
    ] * 4


# The type of a body that is not there, or is no form


@pytest.mark.parametrize(
    ("method", "content_type", "kept"),
    [
        ("GET", "application/x-www-form-urlencoded", None),
        ("GET", "text/plain; charset=rot13", None),
        ("POST", "text/plain; charset=rot13", None),
        ("POST", "application/x-www-form-urlencoded; charset=hex", None),
        ("POST", "multipart/form-data; boundary*=nothing''x", None),
        ("POST", "application/x-www-form-urlencoded", "application/x-www-form-urlencoded"),
        ("POST", "multipart/form-data; boundary=----x1", "multipart/form-data; boundary=----x1"),
    ],
)
def test_only_a_form_has_a_type(method: str, content_type: str, kept: str | None) -> None:
    environ = {"REQUEST_METHOD": method, "CONTENT_TYPE": content_type}
    forms_as_browsers_send_them(lambda environ, _start: environ)(environ, None)

    assert environ.get("CONTENT_TYPE") == kept


@pytest.mark.parametrize("content_type", ["x; charset=rot13", "x; charset=utf-16", "x; y*=no''z"])
def test_what_a_body_is_said_to_be_changes_no_page(
    committing_db: None, tmp_path: Path, content_type: str
) -> None:
    with served(tmp_path) as site:
        address = "/incidents/?q=caf%C3%A9"
        first = site.ask(address, ("Content-Type", content_type))
        posted = site.ask("/admin/login/", ("Content-Type", content_type), method="POST")

        assert (first.status, first.body) == (200, site.ask(address).body)
        assert posted.status == 403
