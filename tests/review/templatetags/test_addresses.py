"""The switch of the language on pages of the staff: where it leads, and when it is not there."""

import re

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import resolve
from django.utils.translation import override

ADDRESS = "/admin/second-factor/"


def answered(method: str, path: str = ADDRESS) -> HttpRequest:
    request: HttpRequest = getattr(RequestFactory(), method)(path)
    request.resolver_match = resolve(request.path)
    return request


def switch(request: HttpRequest, **said: str) -> list[str]:
    """The addresses of the links that only change the language."""
    html = render_to_string(
        "admin/base_site.html", {"has_permission": True, "request": request, **said}
    )
    return re.findall(r'hreflang="\w+" href="([^"]*)"', html)


@pytest.mark.parametrize(
    ("language", "there", "leads_to"),
    [("en", "", f"/uk{ADDRESS}?q=x"), ("uk", "/uk", f"{ADDRESS}?q=x")],
)
def test_a_page_is_one_link_away_in_the_other_language(
    language: str, there: str, leads_to: str
) -> None:
    with override(language):
        assert switch(answered("get", f"{there}{ADDRESS}?q=x")) == [leads_to]


def test_what_was_typed_and_stands_nowhere_else_is_not_lost_by_a_link() -> None:
    assert switch(answered("post")) == []


@pytest.mark.parametrize(
    ("language", "there", "leads_to"), [("en", "", "/uk/admin/"), ("uk", "/uk", "/admin/")]
)
def test_an_answer_of_which_all_is_kept_leads_to_where_it_is(
    language: str, there: str, leads_to: str
) -> None:
    with override(language):
        sent = answered("post", f"{there}{ADDRESS}")
        assert switch(sent, kept_at=f"{there}/admin/") == [leads_to]
