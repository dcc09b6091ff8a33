"""Nothing of the staff pages opens to a session that has shown no second factor."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from accounts.held_forms import held, may_be_held

# What somebody needs to set one up, to leave, and to see whether they are the only one who is here.
OPEN = {
    "admin:end_other_sessions",
    "admin:end_session",
    "admin:jsi18n",
    "admin:logout",
    "admin:own_sessions",
    "admin:second_factor",
    "admin:second_factor_app",
    "admin:second_factor_passkey",
    "admin:second_step",
}
SHOWN = "second_factor"


def is_shown(request: HttpRequest) -> bool:
    """Whether this session did so; it ends when the factors of its person change."""
    return bool(request.session.get(SHOWN))


class SecondFactorDoor:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, named: Any
    ) -> HttpResponseBase | None:
        if not settings.SECOND_FACTOR_REQUIRED or not getattr(view, "login_required", True):
            return None
        match = request.resolver_match
        if is_shown(request) or (match is not None and match.view_name in OPEN):
            return None
        if may_be_held(request):
            return held(request, needs_factor=True)
        return redirect("admin:second_factor")
