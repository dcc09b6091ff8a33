"""The wall: public views read as a database role that may read what is published, nothing else."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import Any, NamedTuple, cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from psycopg.errors import QueryCanceled

from review.public import page_cache
from review.public.replicas import SILENCE, refuse_when_stale
from review.public.role import role
from review.public.streams import Stream

View = Callable[..., HttpResponseBase]


class PublicState(NamedTuple):
    """What identifies everything that is public at one moment.

    `reindexed` also counts what changes without an entry of the chain. The digest tells a database
    that was restored from one that went on.
    """

    reindexed: int
    position: int
    digest: str


# The first statement of a transaction, or it is refused.
ONE_STATE = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;"
_STATE = f"""
    SELECT (SELECT coalesce(max(number), 0) FROM review_reindexed),
        coalesce(max(position), 0), coalesce(max(digest), ''), {SILENCE}
        FROM (SELECT position, digest FROM review_entry ORDER BY position DESC LIMIT 1) AS head
"""  # noqa: S608 (it is made of constants)
_ENTER = f"""
    {{one_state}}
    SET LOCAL ROLE {{role}};
    SET LOCAL transaction_read_only = on;
    SET LOCAL statement_timeout = {{milliseconds}};
    {_STATE}
"""


def public_state() -> PublicState:
    """The state of the moment, for one question and without a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        return _current(*cursor.fetchone())


def _current(reindexed: int, position: int, digest: str, silent: float | None) -> PublicState:
    refuse_when_stale(silent)
    return PublicState(reindexed, position, digest)


@contextmanager
def public_reading() -> Iterator[PublicState]:
    """Run the block as the public role, read only, with no statement longer than the limit.

    Everything is rolled back at the end: nothing was written, and inside a test's own transaction
    the rollback to the savepoint gives the former role and mode back. All that the block reads is
    of the state that it is given; only a transaction of its own can promise that.
    """
    one_state = "" if connection.in_atomic_block else ONE_STATE
    with transaction.atomic():
        with connection.cursor() as cursor:
            milliseconds = int(settings.PUBLIC_STATEMENT_SECONDS * 1000)
            # All in one message: this is done for every page.
            cursor.execute(
                _ENTER.format(one_state=one_state, role=role(), milliseconds=milliseconds)
            )
            while cursor.nextset():
                pass
            state = _current(*cursor.fetchone())
        yield state
        transaction.set_rollback(True)


def public[V: View](view: V) -> V:
    """Open a view to everybody, and shut everything but what is published to the view.

    The view finds the state that it reads in `request.public_state`. Its page is kept as long as
    that state lasts. A file that it returns as a `Stream` goes on reading that state.
    """

    @wraps(view)
    def read_as_public(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        def read() -> tuple[PublicState, HttpResponseBase]:
            with ExitStack() as reading:
                state = reading.enter_context(public_reading())
                request.public_state = state  # type: ignore[attr-defined]
                response = view(request, *args, **kwargs)
                if isinstance(response, TemplateResponse):
                    response.render()
                if isinstance(response, Stream) and request.method == "GET":
                    response = response if response.take_over(reading) else too_many_files(request)
            return state, response

        page_cache.ask_in_one_way(request)
        try:
            return page_cache.answer(request, public_state, read)
        except OperationalError as error:
            if isinstance(error.__cause__, QueryCanceled):
                return took_too_long(request)
            raise

    # A form changes nothing here: it is told so before it is asked for a token.
    return cast(V, csrf_exempt(login_not_required(require_safe(read_as_public))))


def took_too_long(request: HttpRequest) -> HttpResponse:
    return not_now(request, "503.html")


def too_many_files(request: HttpRequest) -> HttpResponse:
    return not_now(request, "503_files.html")


def not_now(request: HttpRequest, template: str) -> HttpResponse:
    response = render(request, template, status=503)
    response["Retry-After"] = "30"
    response["Cache-Control"] = "no-store"
    return response
