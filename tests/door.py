"""The site as a server is given it: with the pages that are answered before Django is asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from config.page_door import Application, cached_pages_first
from config.plain_requests import forms_as_browsers_send_them


def whole_site() -> Application:
    """As `config.wsgi` puts it together."""
    return forms_as_browsers_send_them(cached_pages_first(WSGIHandler()))


def environ_of(address: str, method: str = "GET", **extra: Any) -> dict[str, Any]:
    return RequestFactory().generic(method, address, **extra).environ


def asked(application: Application, address: str, **how: Any) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body; `how` is of the request, headers as WSGI has them."""
    told: list[Any] = []
    with _same_connection():
        pieces = application(environ_of(address, **how), lambda *head: told.extend(head))
        body = b"".join(pieces)
        if hasattr(pieces, "close"):
            pieces.close()
    return int(told[0].split()[0]), dict(told[1]), body


@contextmanager
def _same_connection() -> Iterator[None]:
    """As Django's test client: the transaction of a test outlives a request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
