"""Find the edition that a record's address asks for; redirect, or answer that it was withdrawn."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from review.document_types import Document
from review.editions.documents import paths_of, put_together
from review.models import PublicEdition, PublicPart, PublicRecord, PublicRemoval
from review.public.reading import public_page


def record_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a page of a record, which gets the record's current edition.

    Another spelling of the reference leads to the one we write, a merged record to the one that
    stayed; a withdrawn record answers 410; one that was never published answers as one that does
    not exist. The address gives `kind`.
    """

    @public_page
    @wraps(view)
    def page(request: HttpRequest, kind: str, reference: str, **kwargs: Any) -> HttpResponse:
        current = PublicEdition.objects.filter(kind=kind, reference=reference, is_current=True)
        edition = current.first()
        if edition is None:
            record = get_object_or_404(PublicRecord, kind=kind, reference=reference)
            if record.merged_into_id:
                return redirect(_place_of(record), permanent=True)
            return withdrawn(request, record)
        if reference not in request.path:
            return to_canonical_address(request, reference=reference, **kwargs)
        return view(request, edition, **kwargs)

    return page


def _place_of(merged: PublicRecord) -> str:
    """In the record that stays. A browser keeps what stood after `#` where no place is named.

    There it could be another row than in the record of before.
    """
    stays = reverse(f"{merged.kind}_detail", args=[merged.merged_into_id])
    return f"{stays}#merged-{merged.reference}"


def withdrawn(request: HttpRequest, record: PublicRecord) -> HttpResponse:
    context = {
        "withdrawn_on": record.withdrawn_on,
        "reason": record.get_withdrawn_reason_display(),
    }
    return render(request, "410.html", context, status=410)


def to_canonical_address(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    match = request.resolver_match
    address = reverse(match.view_name if match else "home", kwargs=kwargs)
    return redirect(address, permanent=True)


def edition_of(current: PublicEdition, number: int) -> PublicEdition:
    if number == current.number:
        return current
    return get_object_or_404(PublicEdition, reference=current.reference, number=number)


def edition_before(current: PublicEdition, number: int) -> PublicEdition:
    if number == 1:
        raise Http404
    return edition_of(current, number - 1)


def document_of(edition: PublicEdition) -> Document:
    """The public document of an edition; the views that it reads leave out what was taken."""
    paths = paths_of(edition.payload)
    values = dict(edition.parts.values_list("path", "value"))
    # Almost never is anything missing: then one query is enough.
    edition.removed = list(edition.removals.all()) if len(values) < len(paths) else ()
    return put_together(paths, values, _blanks(edition.removed))


def documents_of(editions: Iterable[PublicEdition]) -> dict[int, Document]:
    """The public documents of many editions, by the editions' ids, with two queries.

    Each edition knows then what was taken from it.
    """
    editions = list(editions)
    payloads = [edition.pk for edition in editions]
    values: dict[int, dict[str, str]] = defaultdict(dict)
    removed: dict[int, list[PublicRemoval]] = defaultdict(list)
    parts = PublicPart.objects.filter(edition__in=payloads).order_by()
    for edition, path, value in parts.values_list("edition", "path", "value"):
        values[edition][path] = value
    for removal in PublicRemoval.objects.filter(edition__in=payloads).order_by():
        removed[removal.edition_id].append(removal)
    for one in editions:
        one.removed = removed[one.pk]
    return {
        one.pk: put_together(paths_of(one.payload), values[one.pk], _blanks(one.removed))
        for one in editions
    }


def _blanks(removed: Iterable[PublicRemoval]) -> dict[str, Any]:
    return {removal.path: removal.blank for removal in removed}
