"""Public pages that know no source and no incident: an edition's history, and the chain."""

import json
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import closing
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import InvalidPage, Paginator
from django.db.models import Q
from django.db.models.functions import JSONObject
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults

from review.document_types import Document
from review.editions import chain
from review.models import CoarseReason, Entry, PublicEdition, PublicPart
from review.public import page_cache
from review.public.reading import public
from review.public.record_pages import document_of, edition_before, edition_of
from review.public.streams import Stream
from review.public.trackers import without

ENTRIES_ON_A_PAGE = 50
PAGES = ("detail", "editions", "edition", "changes", "bibtex", "csl")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """To the byte the same for what is mistyped, unknown and not published."""
    request.resolver_match = None
    return defaults.page_not_found(request, exception)


def edition_list_page(request: HttpRequest, current: PublicEdition) -> HttpResponse:
    """Every entry of the chain about this record, the newest first."""
    # Canonical JSON writes it in this one way.
    merged_here = Q(kind=Entry.Kind.MERGE, payload__contains=f'"into":"{current.reference}"')
    about = Entry.objects.filter(Q(reference=current.reference) | merged_here)
    entries = about.order_by("-position")
    page_cache.depends_on(request, {current.reference, *(entry.reference for entry in entries)})
    context = {
        "current": current,
        "pages": page_names(current.kind),
        "entries": [described(entry) for entry in entries],
    }
    return render(request, "review/edition_list.html", context)


def edition_context(current: PublicEdition, edition: PublicEdition) -> dict[str, Any]:
    """What `review/_edition.html` and `review/_edition_notice.html` need; the document is read."""
    removed = Counter((one.removed_on, one.get_reason_display()) for one in edition.removed)
    return {
        "current": current,
        "edition": edition,
        # On which day, why in general, and how many parts: which ones, the chain alone says.
        "removed": [(day, reason, count) for (day, reason), count in removed.items()],
        "pages": page_names(current.kind),
        "site": settings.SITE_URL,
    }


def page_names(kind: str) -> dict[str, str]:
    """Names of the addresses of this kind of record."""
    return {page: f"{kind}_{page}" for page in PAGES}


def described(entry: Entry) -> dict[str, Any]:
    content = entry.content
    reason = content.get("reason", "")
    return {
        "entry": entry,
        "number": content.get("number"),
        "note": content.get("note", ""),
        "reason": dict(CoarseReason.choices).get(reason, reason),
        "into": content.get("into", ""),
    }


def edition_changes_page(
    request: HttpRequest,
    current: PublicEdition,
    number: int,
    compare: Callable[[Document, Document], list[Any]],
) -> HttpResponse:
    """What changed from the edition before to this one, in lines that a reader understands."""
    page_cache.depends_on(request, [current.reference])
    edition, before = edition_of(current, number), edition_before(current, number)
    context = {
        "current": current,
        "edition": edition,
        "before": before,
        "pages": page_names(current.kind),
        "changes": compare(document_of(before), document_of(edition)),
    }
    return render(request, "review/edition_changes.html", context)


@public
def transparency(request: HttpRequest) -> HttpResponse:
    if unknown := request.GET.keys() - {"page"}:
        return without(request, unknown)
    entries = Paginator(Entry.objects.order_by("-position"), ENTRIES_ON_A_PAGE)
    try:
        page = entries.page(request.GET.get("page", "1"))
    except InvalidPage as error:
        raise Http404 from error
    context = {
        "head": chain.head(),
        "page_obj": page,
        "entries": [described(entry) for entry in page],
    }
    return render(request, "review/transparency.html", context)


def takes_no_parameters[V: Callable[..., Any]](view: V) -> V:
    """Refuse what the file would not heed: it would give everything where a part was asked for."""

    @wraps(view)
    def file(request: HttpRequest) -> Any:
        if request.GET:
            sentence = _("This file is whole and takes no parameters.")
            return HttpResponse(
                f"{sentence}\n", content_type="text/plain; charset=utf-8", status=400
            )
        return view(request)

    return cast(V, file)


@public
@takes_no_parameters
def editions_jsonl(request: HttpRequest) -> Stream:
    """Everything that is public of the editions, in the form of docs/decisions."""
    response = Stream(exported_lines(), content_type="application/x-ndjson")
    name = f"attest-editions-{chain.current_position()}.jsonl"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def exported_lines() -> Generator[str]:
    """Entries in order, each followed by its public parts; rows come as they are sent."""
    parts = PublicPart.objects.of_row().order_by("position")
    columns = parts.values(part=JSONObject(path="path", salt="salt", value="value"))
    entries = Entry.objects.order_by("position").annotate(parts=ArraySubquery(columns))
    read: Any = entries.iterator(chunk_size=200)
    with closing(read) as found:
        for entry in found:
            yield _line(_exported_entry(entry))
            for part in entry.parts:
                yield _line({"type": "part", "edition": entry.position} | part)


def _exported_entry(entry: Entry) -> dict[str, Any]:
    return {
        "type": "entry",
        "position": entry.position,
        "kind": entry.kind,
        "record_kind": entry.record_kind,
        "reference": entry.reference,
        "day": entry.day.isoformat(),
        "payload": entry.payload,
        "previous": entry.previous,
        "digest": entry.digest,
    }


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"
