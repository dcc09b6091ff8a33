"""Sessions in a table of ours: they end after idling, after some hours, and by our triggers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

from asgiref.sync import sync_to_async
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from accounts.browser_family import browser_family
from accounts.client_address import network_of
from accounts.models import Session, session_limits
from accounts.prepared import prepared

# Whose password was given in a session that still lacks the second factor: nobody is signed in.
HALF = "password_given_by"
# A row is not written at every look.
SEEN_EVERY = timedelta(minutes=1)
KEPT = ("session_data", "expire_date", "person_id", "lacks_factor")


class SessionStore(db.SessionStore):
    """Django's, over our table: what idled too long, or began too long ago, is not found."""

    row: Session | None = None

    @classmethod
    def get_model_class(cls) -> Any:
        return Session

    def _get_session_from_db(self) -> Session | None:
        self.row = _alive.first(self.session_key, *session_limits(timezone.now()))
        if self.row is None:
            self._session_key = None
        return self.row

    async def _aget_session_from_db(self) -> Session | None:
        return await sync_to_async(self._get_session_from_db)()

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        row.person_id = data.get(SESSION_KEY) or data.get(HALF)
        row.lacks_factor = SESSION_KEY not in data and HALF in data
        return row

    def save(self, must_create: bool = False) -> None:
        """A session that goes on keeps since when, and what else its row says of it."""
        if must_create or self.session_key is None:
            # What ended says who worked when: it is not kept.
            Session.objects.over(timezone.now()).delete()
            return super().save(must_create)
        row = self.create_model_instance(self._get_session())  # type: ignore[attr-defined]
        kept = {name: getattr(row, name) for name in KEPT}
        if not Session.objects.filter(session_key=self.session_key).update(**kept):
            raise UpdateError
        return None


@prepared
def _alive(key: Any, idle: Any, begun: Any) -> QuerySet[Session]:
    return Session.objects.alive_since(idle, begun).filter(session_key=key)


class SeenMiddleware:
    """Says of a session when, in which browser and from where it was last used.

    Only of pages that need a sign-in: a public page asks nobody who reads it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, named: Any
    ) -> None:
        if getattr(view, "login_required", True) and request.user.is_authenticated:
            seen(request)


def seen(request: HttpRequest) -> None:
    row = cast(SessionStore, request.session).row
    if row is None:
        return
    now, where = timezone.now(), _where(request)
    if now - row.last_seen_at >= SEEN_EVERY or where != {
        "browser": row.browser,
        "network": row.network,
    }:
        Session.objects.filter(pk=row.pk).update(last_seen_at=now, **where)


def begin_half(request: HttpRequest, person_id: int, **more: Any) -> None:
    """A session of its own for whoever gave a password and still lacks the second factor.

    It stays in the list of the person whose password it was, whatever is tried next in its browser.
    """
    if SESSION_KEY in request.session:
        request.session.flush()
    request.session = SessionStore()
    request.session.update({HALF: str(person_id)} | more)
    request.session.create()
    Session.objects.filter(pk=request.session.session_key).update(**_where(request))


def _where(request: HttpRequest) -> dict[str, str]:
    return {
        "browser": browser_family(request.headers.get("User-Agent", "")),
        "network": network_of(request) or "",
    }
