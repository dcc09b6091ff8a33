"""Public pages that this process keeps, as long as nothing of what is public has changed.

A page is looked up under the state of the database that the same request has just read, so what is
found is never older than that. It is kept under the state that it was read in. A changed state
throws all pages away.

What is streamed is not kept. Its ETag tells the state, so that whoever has the file already is told
so before a row of it is read.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.http.request import split_domain_port
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import parse_etags, quote_etag, urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language


class KeptPage(NamedTuple):
    content: bytes
    headers: dict[str, str]

    def response(self) -> HttpResponse:
        return HttpResponse(self.content, headers=self.headers)


@dataclass
class KeptPages:
    """The pages of one state, those last asked for at the end."""

    state: Hashable = None
    pages: OrderedDict[Hashable, KeptPage] = field(default_factory=OrderedDict)
    size: int = 0
    lock: Lock = field(default_factory=Lock)

    def get(self, state: Hashable, key: Hashable) -> KeptPage | None:
        with self.lock:
            if state != self.state:
                self.clear(state)
            page = self.pages.get(key)
            if page is not None:
                self.pages.move_to_end(key)
            return page

    def keep(self, state: Hashable, key: Hashable, page: KeptPage) -> None:
        """Keep it, unless another request has meanwhile found that the state changed."""
        with self.lock:
            if state != self.state or key in self.pages:
                return
            self.pages[key] = page
            self.size += len(page.content)
            while self.size > settings.KEPT_PAGES_BYTES:
                _key, oldest = self.pages.popitem(last=False)
                self.size -= len(oldest.content)

    def clear(self, state: Hashable = None) -> None:
        self.pages.clear()
        self.state, self.size = state, 0


KEPT = KeptPages()


def kept(state: Hashable, key: Hashable, draw: Callable[[], SafeString]) -> SafeString:
    """A piece of public pages that is the same wherever it stands."""
    piece = KEPT.get(state, key)
    if piece is None:
        piece = KeptPage(draw().encode(), {})
        KEPT.keep(state, key, piece)
    return SafeString(piece.content.decode())


def answer[S: Hashable](
    request: HttpRequest, state: Callable[[], S], read: Callable[[], tuple[S, HttpResponseBase]]
) -> HttpResponseBase:
    """The page that is kept for this request, or what is read, which is then kept."""
    key, now = key_of(request), state()
    page = KEPT.get(now, key)
    if page is None and is_held(request, now):
        etag = streamed_etag(request, now)
        return HttpResponseNotModified(headers={"ETag": etag, "Cache-Control": cache_control()})
    response = page.response() if page else _fresh(request, key, *read())
    told = get_conditional_response(request, response.get("ETag"), response=response) or response
    if told is not response and response.streaming:
        response.close()
    return told


def key_of(request: HttpRequest) -> Hashable:
    """Everything of a request by which a public page may differ.

    No page names its host or scheme today. One that did would still not be another host's.
    """
    return (
        *_asked(request),
        request.scheme,
        split_domain_port(request.get_host())[0],
        wants_part(request),
        # A page may say on which day it was read.
        timezone.localdate(),
    )


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks, for what changes of a page; there is no second way to say so."""
    return request.headers.get("HX-Request") == "true"


def _asked(request: HttpRequest) -> tuple[Hashable, ...]:
    """The address as it is routed, so without what a server calls the place of the site."""
    # A blank value stays, since a view may refuse it.
    return (request.path_info, get_language(), request.META["QUERY_STRING"])


def ask_in_one_way(request: HttpRequest) -> None:
    """Sort and spell what is asked for in one way, so that no page shows how it was asked first."""
    request.encoding = "utf-8"
    asked = sorted(request.GET.lists())
    request.META["QUERY_STRING"] = urlencode(asked, doseq=True)
    request.encoding = "utf-8"  # With this, what is asked for is read anew.


def _fresh(request: HttpRequest, key: Hashable, state: Hashable, response: Any) -> Any:
    if response.status_code != 200:
        response["Cache-Control"] = "no-store"
        return response
    response["Cache-Control"] = cache_control()
    if response.streaming:
        response["ETag"] = streamed_etag(request, state)
        if request.method == "HEAD":
            # The server would read every row of it and send none.
            response.streaming_content = ()
        return response
    response["ETag"] = quote_etag(hashlib.sha256(response.content).hexdigest())
    if not response.cookies:
        KEPT.keep(state, key, KeptPage(response.content, dict(response.items())))
    return response


def streamed_etag(request: HttpRequest, state: Hashable) -> str:
    """Weak: it tells what is in a file without having read it, so not each byte of it.

    The day is left out: a file has it in its name alone.
    """
    told = repr((state, _asked(request), settings.SITE_URL, settings.DATA_LICENCE, written_by()))
    return f'W/"{hashlib.sha256(told.encode()).hexdigest()}"'


def is_held(request: HttpRequest, state: Hashable) -> bool:
    """Whether the reader names what would be streamed; "*" would be true of what is not there."""
    held = parse_etags(request.headers.get("If-None-Match", ""))
    return held != [] and streamed_etag(request, state) in held


@cache
def written_by() -> str:
    """What tells this code from every other: a new version may write a file otherwise."""
    folders = [Path(app.path) for app in apps.get_app_configs()]
    ours = [folder for folder in folders if folder.parent == settings.BASE_DIR]
    files = [file for folder in ours for name in ("*.py", "*.json") for file in folder.rglob(name)]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def cache_control() -> str:
    """A cache in front asks us each time, and mostly hears 304, unless it is told to wait."""
    seconds = settings.SHARED_CACHE_SECONDS
    wait = f"max-age=0, s-maxage={seconds}, must-revalidate" if seconds else "no-cache"
    return f"public, {wait}"
