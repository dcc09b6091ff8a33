"""Kept pages are answered before Django makes anything of a request."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.signals import request_finished
from django.db import connection

from review.public.page_cache import answer_of, cached_page

Application = Callable[..., Any]
# Django judges these, and writes into the log what it refuses.
JUDGED = {"HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"}


def cached_pages_first(application: Application) -> Application:
    """Pass on untouched whatever is no kept page."""

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        page = cached_page(environ) if JUDGED.isdisjoint(environ) else None
        if page is None:
            return application(environ, start_response)
        if connection.connection is not None:
            # Django gives back what was needed to follow a change.
            request_finished.send(sender=cached_pages_first)
        status, headers, body = answer_of(environ, page)
        start_response(f"{status} {HTTPStatus(status).phrase}", headers)
        return [body]

    return answer
