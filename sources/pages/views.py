"""The public pages of sources and actors."""

from collections.abc import Callable, Set
from functools import wraps
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from review.document_types import Document
from review.editions.dependencies import earlier_editions, mentioned
from review.editions.translations import marked
from review.models import PublicEdition
from review.public.citing import citation_file, edition_cited
from review.public.page_cache import depends_on, shown_by
from review.public.record_pages import document_of, edition_of, record_page
from review.public.views import edition_changes_page, edition_context, edition_list_page

from sources.document_types import ActorDocument, SourceDocument
from sources.models.published import PublishedActor, PublishedSource
from sources.origins.find import find_origins
from sources.origins.shown import grouped, shown_origins
from sources.origins.words import sentence
from sources.record.changes import ACTOR_WORDS, SOURCE_WORDS, compared
from sources.record.index import statements_of
from sources.words.statements import source_named
from sources.words.texts import plainly


def source_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of a source. A confidential one has none, whatever was public of it before."""

    @record_page
    @wraps(view)
    def page(request: HttpRequest, current: PublicEdition, **kwargs: Any) -> HttpResponse:
        if not PublishedSource.objects.listed().filter(reference=current.reference).exists():
            raise Http404
        return view(request, current, **kwargs)

    return page


@source_page
def source_detail(request: HttpRequest, current: PublicEdition) -> HttpResponse:
    return _source(request, current, current)


@source_page
def source_edition(request: HttpRequest, current: PublicEdition, number: int) -> HttpResponse:
    return _source(request, current, edition_of(current, number))


def _source(request: HttpRequest, current: PublicEdition, edition: PublicEdition) -> HttpResponse:
    document = _public_source(edition)
    context = source_context(document, current, edition)
    depends_on(request, {current.reference, *mentioned(document)})
    return render(request, "sources/source_detail.html", context)


def _public_source(edition: PublicEdition) -> SourceDocument:
    """Its document; an edition of when it was confidential has no page."""
    document = cast(SourceDocument, document_of(edition))
    if document["confidential"]:
        raise Http404
    return document


def source_context(
    document: SourceDocument, current: PublicEdition, edition: PublicEdition
) -> dict[str, Any]:
    document = marked(document)
    statements = statements_of(current.reference, edition.number, document)
    known = {statement["id"]: statement for statement in statements}
    found = find_origins(statements)
    return {
        **edition_context(current, edition),
        "source": {**document, "statements": statements},
        "origins": sentence(found),
        "groups": grouped(shown_origins(found, known)),
        "earlier": earlier_editions(document),
    }


@source_page
def source_citation(
    request: HttpRequest, current: PublicEdition, number: int, form: str
) -> HttpResponse:
    depends_on(request, [current.reference])
    edition = edition_of(current, number)
    return citation_file(edition_cited(edition, source_named(_public_source(edition))), form)


@source_page
def source_editions(request: HttpRequest, current: PublicEdition) -> HttpResponse:
    return edition_list_page(request, current)


@source_page
def source_changes(request: HttpRequest, current: PublicEdition, number: int) -> HttpResponse:
    return edition_changes_page(request, current, number, _source_changes)


def _source_changes(before: Document, after: Document) -> list[Any]:
    if before["confidential"] or after["confidential"]:
        raise Http404
    return compared(before, after, SOURCE_WORDS)


@record_page
def actor_detail(request: HttpRequest, current: PublicEdition) -> HttpResponse:
    return _actor(request, current, current)


@record_page
def actor_edition(request: HttpRequest, current: PublicEdition, number: int) -> HttpResponse:
    return _actor(request, current, edition_of(current, number))


def _actor(request: HttpRequest, current: PublicEdition, edition: PublicEdition) -> HttpResponse:
    context = actor_context(_actor_document(edition), current, edition)
    below = {actor.reference for actor in context["subordinates"]}
    depends_on(request, {current.reference, *mentioned(context["actor"]), *below})
    return render(request, "sources/actor_detail.html", context)


@shown_by
def superiors_of(records: Set[str]) -> set[str]:
    """Actors that list one of these as subordinate."""
    rows = PublishedActor.objects.filter(reference__in=records).order_by()
    return {one for superiors in rows.values_list("superiors", flat=True) for one in superiors}


def _actor_document(edition: PublicEdition) -> ActorDocument:
    return cast(ActorDocument, document_of(edition))


def actor_context(
    document: ActorDocument, current: PublicEdition, edition: PublicEdition
) -> dict[str, Any]:
    return {
        **edition_context(current, edition),
        "actor": marked(document),
        "earlier": earlier_editions(document),
        "subordinates": PublishedActor.objects.directly_under(current.reference).alphabetical(),
    }


@record_page
def actor_citation(
    request: HttpRequest, current: PublicEdition, number: int, form: str
) -> HttpResponse:
    depends_on(request, [current.reference])
    edition = edition_of(current, number)
    title = plainly(_actor_document(edition)["name"])
    return citation_file(edition_cited(edition, title), form)


@record_page
def actor_editions(request: HttpRequest, current: PublicEdition) -> HttpResponse:
    return edition_list_page(request, current)


@record_page
def actor_changes(request: HttpRequest, current: PublicEdition, number: int) -> HttpResponse:
    return edition_changes_page(
        request, current, number, lambda before, after: compared(before, after, ACTOR_WORDS)
    )
