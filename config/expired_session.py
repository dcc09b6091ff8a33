"""A form whose sender was signed out meanwhile: it cannot be taken, and what was typed is kept."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.csrf import csrf_failure

# Of these nothing is to be kept.
NEVER = {"admin:login", "admin:logout", "admin:password_change"}
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 (the name of a field)


class LoginRequired(LoginRequiredMiddleware):
    """Django's, but a form that somebody sends after they were signed out is held for them."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        if may_be_held(request):
            return held(request)
        return super().handle_no_permission(request, view_func)


def refused(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """The token was not that of the session: whoever signs in anew gets another one."""
    return held(request).render() if may_be_held(request) else csrf_failure(request, reason)


def may_be_held(request: HttpRequest) -> bool:
    """Only what our own page sent: of another site's form a button here would hide what it does."""
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    staff = request.path.startswith(reverse("admin:index"))
    shut = {reverse(name) for name in NEVER}
    is_kept = request.method == "POST" and ours and staff and request.path not in shut
    # Whoever makes an account or sets a password for somebody types it again.
    return is_kept and not any("password" in name for name in request.POST)


def held(request: HttpRequest) -> TemplateResponse:
    typed = [
        (name, value) for name, values in request.POST.lists() for value in values if name != TOKEN
    ]
    context: dict[str, Any] = admin.site.each_context(request) | {"typed": typed}
    response = TemplateResponse(request, "admin/held.html", context, status=403)
    response["Cache-Control"] = "no-store, private"
    return response
