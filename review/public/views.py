"""The public pages of the chain as a whole."""

import json
from collections.abc import Callable, Generator
from contextlib import closing
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Paginator
from django.db.models.functions import JSONObject
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults

from review.editions import chain
from review.models import Entry, PublicPart
from review.public.paging import given_twice, page_asked_for
from review.public.reading import public
from review.public.record_pages import described
from review.public.streams import Stream
from review.public.trackers import without

ENTRIES_ON_A_PAGE = 50


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """To the byte the same for what is mistyped, unknown and not published."""
    request.resolver_match = None
    return defaults.page_not_found(request, exception)


@public
def transparency(request: HttpRequest) -> HttpResponse:
    if unknown := request.GET.keys() - {"page"}:
        return without(request, unknown)
    if refused := given_twice(request):
        return refused
    entries = Paginator(Entry.objects.order_by("-position"), ENTRIES_ON_A_PAGE)
    page = page_asked_for(request, entries)
    context = {
        "head": chain.head(),
        "time_zone": settings.TIME_ZONE,
        "page_obj": page,
        "entries": [described(entry) for entry in page],
    }
    return render(request, "review/transparency.html", context)


def takes_no_parameters[V: Callable[..., Any]](view: V) -> V:
    """Refuse what the file would not heed: it would give everything where a part was asked for."""

    @wraps(view)
    def file(request: HttpRequest) -> Any:
        if request.GET:
            sentence = _("This file is complete and takes no parameters.")
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
