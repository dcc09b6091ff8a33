"""A form whose sender was signed out meanwhile: it cannot be taken, and what was typed is kept."""

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.views.csrf import csrf_failure

from accounts.held_forms import held, may_be_held


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
