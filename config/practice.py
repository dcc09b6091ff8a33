"""A practice site: the same software over a database of its own, open to nobody but colleagues."""

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, ProgrammingError, connections
from django.http import HttpRequest, HttpResponseBase

from accounts.models import Purpose
from config.expired_session import LoginRequired

IS_REAL = "This is the database of the real site: a practice site needs its own."
IS_PRACTICE = "This is a practice database: set PRACTICE=true, or give the real site its own."


def refusal() -> str:
    """Why this database is not used with these settings; empty when it may be.

    A database without tables, or of before this rule, is none yet.
    """
    try:
        is_practice = Purpose.objects.values_list("is_practice", flat=True).first()
    except ProgrammingError:
        return ""
    if is_practice is None or is_practice == settings.PRACTICE:
        return ""
    return IS_PRACTICE if is_practice else IS_REAL


@register(Tags.database)
def check_purpose(
    *, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """Before every migration, and when somebody asks."""
    found = refusal() if databases else ""
    return [Error(found, id="config.E001")] if found else []


def only_its_own[A: Callable[..., Any]](application: A) -> A:
    """Serve nothing over the other site's database: the start is refused, or the first request.

    A process may start while the database is away; then it asks as soon as somebody comes.
    """
    known = False

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        nonlocal known
        known = known or _is_known()
        return application(environ, start_response)

    known = _is_known()
    return answer  # type: ignore[return-value]


def _is_known() -> bool:
    try:
        found = refusal()
    except OperationalError:
        return False
    finally:
        connections.close_all()
    if found:
        raise ImproperlyConfigured(found)
    return True


class LoginForEverything(LoginRequired):
    """Also for what is open on the real site; nothing of it is kept by anybody."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        is_public = getattr(view_func, "shows_what_is_published", False)
        if is_public and not request.user.is_authenticated:
            return self.handle_no_permission(request, view_func)
        return super().process_view(request, view_func, view_args, view_kwargs)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response
