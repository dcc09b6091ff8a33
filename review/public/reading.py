"""The wall: public views read as a database role that may read what is published, nothing else."""

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial, wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from psycopg.errors import QueryCanceled

from review.public import page_cache
from review.public.public_state import PublicRequest, public_reading
from review.public.streams import Stream
from review.public.trackers import trackers_in, without

View = Callable[..., HttpResponseBase]


def public[V: View](view: V) -> V:
    """Open a view to everybody, and shut everything but what is published to the view.

    The view finds the state that it reads in `request.public_state`. Its page is kept until
    anything public changes, or one of the records that the view declares by `depends_on`. A file
    that it returns as a `Stream` goes on reading that state.
    """

    @wraps(view)
    def read_as_public(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        question = page_cache.question_of(request.META)
        page_cache.ask(request, question)
        if trackers := trackers_in(request.GET):
            return without(request, trackers)
        return _read(
            cast(PublicRequest, request), question, partial(view, request, *args, **kwargs)
        )

    return _open(view, read_as_public)


def public_page[V: View](view: V) -> V:
    """The same for a page that takes no parameters: whatever is asked for, it is one page."""

    @wraps(view)
    def read_as_public(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        page_cache.ask(request, "")
        asked = cast(PublicRequest, request)
        return _read(asked, None, partial(view, asked, *args, **kwargs))

    return _open(view, read_as_public)


def _open[V: View](view: V, read_as_public: View) -> V:
    # A form changes nothing here: it is told so before it is asked for a token.
    opened: Any = csrf_exempt(login_not_required(require_safe(read_as_public)))
    opened.shows_what_is_published = True  # a practice site shuts it (`config/practice.py`)
    return cast(V, opened)


def _read(
    request: PublicRequest, question: str | None, view: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    try:
        if failed := request.META.get(page_cache.FAILED):
            raise failed
        if (held := page_cache.held_file(request)) is not None:
            return open_to_other_sites(held)
        with ExitStack() as reading:
            # What tells a day tells none that began while it was drawn.
            day = timezone.localdate()
            state = reading.enter_context(public_reading())
            page_cache.PAGES.move_on(state)
            request.public_state = state
            request.META[page_cache.DRAWING] = page_cache.Drawing(state, question, day)
            response = view()
            if isinstance(response, TemplateResponse):
                response.render()
            if isinstance(response, Stream) and request.method == "GET":
                response = response if response.take_over(reading) else too_many_files(request)
        return open_to_other_sites(page_cache.for_caches(request, state, response))
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            return took_too_long(request)
        raise


def open_to_other_sites(response: HttpResponseBase) -> HttpResponseBase:
    """Any site's script may read a file: it is public, and whoever asks is told nothing else.

    A page is for people, and has forms; a file says what it is, or that it has not changed.
    """
    if not response.get("Content-Type", "").startswith("text/html"):
        response["Access-Control-Allow-Origin"] = "*"
    return response


def took_too_long(request: HttpRequest) -> HttpResponse:
    return not_now(request, "503.html")


def too_many_files(request: HttpRequest) -> HttpResponse:
    return not_now(request, "503_files.html")


def not_now(request: HttpRequest, template: str) -> HttpResponse:
    response = render(request, template, status=503)
    response["Retry-After"] = "30"
    response["Cache-Control"] = "no-store"
    return response
