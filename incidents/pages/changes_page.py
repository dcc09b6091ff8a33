"""What became public, was corrected, merged or withdrawn, the last first, for people to read."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from review.models import Entry
from review.public.paging import given_twice, page_asked_for
from review.public.reading import public
from review.public.trackers import without
from sources.models.published import PublishedActor, PublishedSource

from incidents.files.changes_file import PublishedChange, published_changes
from incidents.models import PublishedIncident

CHANGES_ON_A_PAGE = 25
WITHDRAWN_TO_PROTECT = Q(kind=Entry.Kind.WITHDRAWAL, payload__contains='"reason":"protection"')
WITH_A_PAGE: dict[str, Callable[[], QuerySet[Any]]] = {
    "incident": PublishedIncident.objects.all,
    "source": PublishedSource.objects.listed,
    "actor": PublishedActor.objects.all,
}


class Told(NamedTuple):
    change: PublishedChange
    # What a source without a title is called by.
    source: PublishedSource | None


@public
def changes(request: HttpRequest) -> HttpResponse:
    """Takes `of` (incident, source or actor) and `page`."""
    if unknown := request.GET.keys() - {"of", "page"}:
        return without(request, unknown)
    if refused := given_twice(request):
        return refused
    of = request.GET.get("of", "")
    if of not in {"", *WITH_A_PAGE}:
        raise Http404
    page = page_asked_for(request, Paginator(told_to_readers(of), CHANGES_ON_A_PAGE))
    sources = PublishedSource.objects.listed().in_bulk([entry.reference for entry in page])
    told = [Told(one, sources.get(one.entry.reference)) for one in published_changes(page)]
    context = {"told": told, "of": of, "page_obj": page}
    return render(request, "incidents/changes.html", context)


def told_to_readers(of: str = "") -> "QuerySet[Entry]":
    """The last first.

    Not what was hidden or redacted, nor what was withdrawn to protect somebody: the feed tells
    those who hold copies, but a list for readers would lead them to look for it.
    """
    public_now = Q()
    for rows in WITH_A_PAGE.values():
        public_now |= Q(reference__in=rows().values("reference"))
    told = (
        Entry.objects.exclude(kind__in=[Entry.Kind.HIDING, Entry.Kind.REDACTION])
        .exclude(WITHDRAWN_TO_PROTECT)
        .filter(public_now | ~Q(kind=Entry.Kind.EDITION))
        .order_by("-position")
    )
    return told.filter(record_kind=of) if of else told
