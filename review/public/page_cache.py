"""The page cache: public pages that this process keeps until something that they show has changed.

A page is looked up under the state of the database that the same request has just read, so what is
found is never older than that. It is kept under the state that it was read in. When the state has
changed, the pages that depend on what changed are dropped. docs/decisions/page-cache.md.

What is streamed is not kept. Its ETag tells the state, so that whoever has the file already is told
so before a row of it is read.
"""

import gzip
import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import get_bytes_from_wsgi
from django.db import Error
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    QueryDict,
)
from django.http.request import split_domain_port
from django.http.response import ResponseHeaders
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import parse_etags, quote_etag, urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from review.models import Entry
from review.public.public_state import PublicState, changes_since, public_reading, public_state
from review.public.replicas import StaleReplica
from review.public.streams import Stream

Environ = dict[str, Any]
Key = Hashable

# Of a request that draws a page: what it draws, as a `Drawing`.
DRAWING = "attest.drawing"
# Of a request for which the state could not be read: why, so that nobody waits for it again.
FAILED = "attest.failed"
# Less is sent in one packet as it is.
SHORTEST_COMPRESSED = 1_000
# As small as more makes it within a tenth, in a third of the time.
COMPRESSION = 4
# Headers, key and references of a page, in bytes.
BESIDE_CONTENT = 4_000
# An answer without a body says nothing of one.
ABOUT_CONTENT = re.compile(r"content-(?!security)", re.IGNORECASE)
REFUSES_GZIP = re.compile(r"\s*q\s*=\s*0(\.0*)?\s*")


class Cached(NamedTuple):
    """A page, or a piece of pages, which has no headers."""

    content: bytes
    # Only a change of one of these records changes it; None: any change may.
    depends_on: Set[str] | None = None
    # All but those that differ with the encoding.
    headers: tuple[tuple[str, str], ...] = ()
    etag: str = ""
    is_compressed: bool = False
    # The only day on which it is true.
    day: date | None = None

    @property
    def size(self) -> int:
        return len(self.content) + (BESIDE_CONTENT if self.headers else 0)


class Answer(NamedTuple):
    status: int
    headers: list[tuple[str, str]]
    body: bytes


@dataclass
class Drawing:
    """What a request draws; its view may say what that depends on."""

    state: PublicState
    question: str | None
    day: date
    depends_on: Set[str] | None = None


@dataclass
class PageCache:
    """The pages of one state, those last asked for at the end."""

    state: PublicState | None = None
    pages: OrderedDict[Key, Cached] = field(default_factory=OrderedDict)
    size: int = 0
    lock: Lock = field(default_factory=Lock)

    def get(self, state: PublicState, key: Key) -> Cached | None:
        with self.lock:
            page = self.pages.get(key) if state == self.state else None
            if page is None or (page.day and page.day != timezone.localdate()):
                return None
            self.pages.move_to_end(key)
            return page

    def keep(self, state: PublicState, key: Key, page: Cached) -> None:
        """Keep it, unless another request has meanwhile found that the state changed."""
        with self.lock:
            if state != self.state:
                return
            self._drop(key)
            self.pages[key] = page
            self.size += page.size
            while self.size > settings.KEPT_PAGES_BYTES:
                self._drop(next(iter(self.pages)))

    def move_on(self, now: PublicState) -> None:
        """Drop what is not true of this state any more; within `public_reading` of that state."""
        before = self.state
        if before == now:
            return
        changed = changed_records(before, now)
        with self.lock:
            if self.state != before:
                return
            for key, page in list(self.pages.items()):
                if changed is None or page.depends_on is None or page.depends_on & changed:
                    self._drop(key)
            self.state = now

    def _drop(self, key: Key) -> None:
        page = self.pages.pop(key, None)
        self.size -= page.size if page else 0

    def clear(self) -> None:
        with self.lock:
            self.pages.clear()
            self.state, self.size = None, 0


PAGES = PageCache()

# What pages show of records beside their documents: from changed ones to those that show them now.
Shown = Callable[[Set[str]], Set[str]]
_SHOWN: list[Shown] = []


def shown_by(find: Shown) -> Shown:
    """Ask this for the records on whose pages changed ones appear without being embedded."""
    _SHOWN.append(find)
    return find


def changed_records(before: PublicState | None, now: PublicState) -> Set[str] | None:
    """References of what changed, and of what shows it now; None where it may be anything."""
    changes = changes_since(before, now)
    if changes is None or before is None:
        return None
    records = {change.reference for change in changes}
    # The gazetteer is on every page with a place.
    if "" in records:
        return None
    return records.union(_merged_into(before), *(find(records) for find in _SHOWN))


def _merged_into(before: PublicState) -> Set[str]:
    merges = Entry.objects.filter(kind=Entry.Kind.MERGE, position__gt=before.position)
    return {entry.content["into"] for entry in merges.order_by()}


def depends_on(request: HttpRequest, records: Iterable[str]) -> None:
    """Keep the page that this request draws until one of these records changes."""
    request.META[DRAWING].depends_on = frozenset(records)


def get_or_render(
    state: PublicState,
    key: Key,
    render: Callable[[], SafeString],
    records: Set[str] | None = None,
) -> SafeString:
    """A piece of public pages that is the same wherever it stands; `records` as of a page."""
    piece = PAGES.get(state, key)
    if piece is None:
        piece = Cached(render().encode(), records)
        PAGES.keep(state, key, piece)
    return SafeString(piece.content.decode())


def get_or_render_rows[K: Hashable](
    state: PublicState,
    name: Hashable,
    rows: Mapping[K, str],
    render: Callable[[list[K]], Mapping[K, str]],
) -> list[str]:
    """The text of each row, by key and its record's reference; those missing are made together."""
    keys: dict[K, Key] = {row: (name, get_language(), row) for row in rows}
    found = {row: piece.content.decode() for row in rows if (piece := PAGES.get(state, keys[row]))}
    if missing := [row for row in rows if row not in found]:
        for row, text in render(missing).items():
            PAGES.keep(state, keys[row], Cached(text.encode(), frozenset([rows[row]])))
            found[row] = text
    return [found[row] for row in rows]


# What is asked for


def page_key(environ: Environ) -> Key | None:
    """Everything of a request by which a public page may differ, but its question.

    None where no page is asked for. The path says the language. No page names its host or scheme
    today. One that did would still not be another host's.
    """
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
        return None
    return (
        environ.get("PATH_INFO"),
        environ["wsgi.url_scheme"],
        # As Django asks; whether the host is ours, it has found out before a page was kept.
        split_domain_port(environ.get("HTTP_HOST") or environ["SERVER_NAME"])[0],
        environ.get("HTTP_HX_REQUEST") == "true",
    )


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks, for what changes of a page; there is no second way to say so."""
    return request.headers.get("HX-Request") == "true"


def question_of(environ: Environ) -> str:
    """What is asked for, sorted and spelled in one way, so that no page shows how it was asked."""
    if not environ.get("QUERY_STRING"):
        return ""
    asked = QueryDict(get_bytes_from_wsgi(environ, "QUERY_STRING", ""), encoding="utf-8")
    return urlencode(sorted((name, sorted(values)) for name, values in asked.lists()), doseq=True)


def ask(request: HttpRequest, question: str) -> None:
    """Have the request's question be this one."""
    request.META["QUERY_STRING"] = question
    request.encoding = "utf-8"  # With this, what is asked for is read anew.


def cached_page(environ: Environ) -> Cached | None:
    """The page that is kept for this request. Nothing is asked where there is none.

    Where the state cannot be read there is none either: the view raises what was met.
    """
    key = page_key(environ)
    if key is None or FAILED in environ:
        return None
    whole: Key = (key, None)
    if whole not in PAGES.pages:
        try:
            whole = (key, question_of(environ))
        except SuspiciousOperation:  # more parameters than Django reads
            return None
        if whole not in PAGES.pages:
            return None
    try:
        state = public_state()
        if state != PAGES.state:
            with public_reading() as state:
                PAGES.move_on(state)
    except (Error, StaleReplica) as error:
        environ[FAILED] = error
        return None
    return PAGES.get(state, whole)


# What is answered


Respond = Callable[[HttpRequest], HttpResponseBase]


def page_cache(get_response: Respond) -> Respond:
    """The first middleware: what is kept has all that the others add to a page."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        key = page_key(request.META)
        page = cached_page(request.META)
        if page is None:
            response = get_response(request)
            drawing = request.META.get(DRAWING)
            if key is None or drawing is None or not _may_be_kept(response):
                return response
            page = _cached(response, drawing)
            PAGES.keep(drawing.state, (key, drawing.question), page)
        return cached_response(request, page)

    return respond


def _may_be_kept(response: HttpResponseBase) -> bool:
    return response.status_code == 200 and not response.streaming and not response.cookies


def _cached(response: Any, drawing: Drawing) -> Cached:
    patch_vary_headers(response, ["Accept-Encoding"])
    content = response.content
    is_long = len(content) >= SHORTEST_COMPRESSED
    kept = response.items()
    return Cached(
        gzip.compress(content, COMPRESSION, mtime=0) if is_long else content,
        drawing.depends_on,
        tuple((name, value) for name, value in kept if name.lower() != "content-length"),
        hashlib.sha256(content).hexdigest(),
        is_long,
        # Files alone tell a day, in their names.
        drawing.day if "Content-Disposition" in response else None,
    )


def cached_response(request: HttpRequest, page: Cached) -> HttpResponse:
    answer = answer_of(request.META, page)
    response = HttpResponse(answer.body, status=answer.status)
    response.headers = ResponseHeaders(dict(answer.headers))
    refused = get_conditional_response(request, response["ETag"], response=response)
    if refused is None or refused.status_code != 412:
        return response
    for name, value in _without_content(page):
        refused.headers.setdefault(name, value)
    return refused


def answer_of(environ: Environ, page: Cached) -> Answer:
    """In the encoding that the reader takes; without a body where the reader has it already."""
    gzipped = page.is_compressed and takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
    etag = quote_etag(f"{page.etag}-gzip" if gzipped else page.etag)
    held = environ.get("HTTP_IF_NONE_MATCH")
    if held and any(one in {"*", etag, f"W/{etag}"} for one in parse_etags(held)):
        return Answer(304, [*_without_content(page), ("ETag", etag)], b"")
    body = gzip.decompress(page.content) if page.is_compressed and not gzipped else page.content
    headers = [*page.headers, ("ETag", etag), ("Content-Length", str(len(body)))]
    if gzipped:
        headers.append(("Content-Encoding", "gzip"))
    return Answer(200, headers, b"" if environ["REQUEST_METHOD"] == "HEAD" else body)


def _without_content(page: Cached) -> list[tuple[str, str]]:
    return [header for header in page.headers if not ABOUT_CONTENT.match(header[0])]


@lru_cache(maxsize=256)
def takes_gzip(accepted: str) -> bool:
    """By the header Accept-Encoding."""
    for one in accepted.lower().split(","):
        encoding, _, quality = one.partition(";")
        if encoding.strip() == "gzip":
            return not REFUSES_GZIP.fullmatch(quality)
    return False


# Files, which are streamed


def streamed_etag(request: HttpRequest, state: PublicState) -> str:
    """Weak: it tells what is in a file without having read it, so not each byte of it.

    The day is left out: a file has it in its name alone.
    """
    asked = (request.path_info, get_language(), request.META["QUERY_STRING"])
    told = repr((state, asked, settings.SITE_URL, settings.DATA_LICENCE, written_by()))
    return f'W/"{hashlib.sha256(told.encode()).hexdigest()}"'


def held_file(request: HttpRequest) -> HttpResponse | None:
    """The answer to a reader who has the file already; "*" would be true of what is not there."""
    held = parse_etags(request.headers.get("If-None-Match", ""))
    if not any(etag.startswith("W/") for etag in held):
        return None
    etag = streamed_etag(request, public_state())
    if etag not in held:
        return None
    return HttpResponseNotModified(headers={"ETag": etag, "Cache-Control": cache_control()})


def for_caches(
    request: HttpRequest, state: PublicState, response: HttpResponseBase
) -> HttpResponseBase:
    """The same with what caches in front and readers may do with it."""
    response["Cache-Control"] = cache_control() if response.status_code == 200 else "no-store"
    if not isinstance(response, Stream) or response.status_code != 200:
        return response
    response["ETag"] = streamed_etag(request, state)
    if request.method == "HEAD":
        # The server would read every row of it and send none.
        response.streaming_content = ()
    file: Any = response
    told = get_conditional_response(request, file["ETag"], response=file) or file
    if told is not file:
        response.end()
    return told


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
    if settings.PRACTICE:
        return "private, no-store"
    seconds = settings.SHARED_CACHE_SECONDS
    wait = f"max-age=0, s-maxage={seconds}, must-revalidate" if seconds else "no-cache"
    return f"public, {wait}"
