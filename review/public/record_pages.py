"""The public pages of a record, the same for each kind: a kind declares what is its own."""

from collections import Counter
from collections.abc import Callable, Set
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from review.document_types import Document
from review.editions.dependencies import mentioned
from review.models import CoarseReason, Entry, PublicEdition
from review.public.citing import Citation, citation_file
from review.public.edition_asked import document_of, edition_before, edition_of, record_page
from review.public.page_cache import depends_on

PAGES = ("detail", "editions", "edition", "changes", "bibtex", "csl")


@dataclass(frozen=True, kw_only=True)
class RecordPages[D: Document]:
    """What the pages of one kind of record have of their own."""

    template: str
    # What the template takes, of a document, the current edition and the one that is shown.
    context: Callable[[D, PublicEdition, PublicEdition], dict[str, Any]]
    # Beside the record and those that its document names: others that the page looks up.
    looked_up: Callable[[dict[str, Any]], Set[str]]
    cited: Callable[[PublicEdition, D], Citation]
    # Lines that a reader understands, of what changed from one document to the next, and the paths
    # that were taken from the public of each.
    compared: Callable[[D, D, tuple[Set[str], Set[str]]], list[Any]]
    # What comparisons read of an edition's document: values as its page says them.
    told: Callable[[D, PublicEdition], D] = lambda document, _edition: document
    # Whether the record has pages, and whether one of its editions has.
    is_open: Callable[[PublicEdition], bool] = lambda _current: True
    is_shown: Callable[[D], bool] = lambda _document: True

    def document(self, edition: PublicEdition) -> D:
        document = cast(D, document_of(edition))
        if not self.is_shown(document):
            raise Http404
        return document


def open_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of a record, whose kind `of` says whether it has pages at all."""

    @record_page
    @wraps(view)
    def page(
        request: HttpRequest, current: PublicEdition, of: RecordPages[Any], **kwargs: Any
    ) -> HttpResponse:
        if not of.is_open(current):
            raise Http404
        return view(request, current, of=of, **kwargs)

    return page


@open_page
def record_detail(
    request: HttpRequest, current: PublicEdition, of: RecordPages[Any]
) -> HttpResponse:
    return _shown(request, current, current, of)


@open_page
def record_edition(
    request: HttpRequest, current: PublicEdition, number: int, of: RecordPages[Any]
) -> HttpResponse:
    return _shown(request, current, edition_of(current, number), of)


def _shown(
    request: HttpRequest, current: PublicEdition, edition: PublicEdition, of: RecordPages[Any]
) -> HttpResponse:
    document = of.document(edition)
    context = of.context(document, current, edition)
    depends_on(request, {current.reference, *mentioned(document), *of.looked_up(context)})
    return render(request, of.template, context)


@open_page
def record_citation(
    request: HttpRequest, current: PublicEdition, number: int, of: RecordPages[Any], form: str
) -> HttpResponse:
    depends_on(request, [current.reference])
    edition = edition_of(current, number)
    return citation_file(of.cited(edition, of.document(edition)), form)


@open_page
def record_editions(
    request: HttpRequest, current: PublicEdition, of: RecordPages[Any]
) -> HttpResponse:
    """Every entry of the chain about this record, the newest first."""
    # Canonical JSON writes it in this one way.
    merged_here = Q(kind=Entry.Kind.MERGE, payload__contains=f'"into":"{current.reference}"')
    about = Entry.objects.filter(Q(reference=current.reference) | merged_here)
    entries = about.order_by("-position")
    depends_on(request, {current.reference, *(entry.reference for entry in entries)})
    context = {
        "current": current,
        "pages": page_names(current.kind),
        "entries": [described(entry) for entry in entries],
    }
    return render(request, "review/edition_list.html", context)


@open_page
def record_changes(
    request: HttpRequest, current: PublicEdition, number: int, of: RecordPages[Any]
) -> HttpResponse:
    """What changed from the edition before to this one."""
    depends_on(request, [current.reference])
    edition, before = edition_of(current, number), edition_before(current, number)
    told = [of.told(of.document(one), one) for one in (before, edition)]
    taken = (taken_from(before), taken_from(edition))
    context = {
        "current": current,
        "edition": edition,
        "before": before,
        "pages": page_names(current.kind),
        "changes": of.compared(told[0], told[1], taken),
    }
    return render(request, "review/edition_changes.html", context)


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


def taken_from(edition: PublicEdition) -> set[str]:
    """Paths of the parts that were taken from the public of an edition whose document was read."""
    return {removal.path for removal in edition.removed}


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
