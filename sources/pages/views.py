"""The public pages of what we were told: sources, statements and actors."""

from collections.abc import Callable, Set
from functools import wraps
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from review.document_types import Document
from review.editions.dependencies import earlier_editions, mentioned
from review.editions.translations import marked
from review.models import PublicEdition
from review.public.citing import citation_file, edition_cited
from review.public.page_cache import depends_on, shown_by
from review.public.public_state import PublicRequest
from review.public.reading import public
from review.public.record_pages import document_of, edition_of, record_page
from review.public.views import edition_changes_page, edition_context, edition_list_page

from sources.document_types import ActorDocument, SourceDocument
from sources.files.downloads import ACTORS, SOURCES, STATEMENTS, with_parts
from sources.files.formats import csv_file, json_file
from sources.lists.filters import ActorFilters, SourceFilters, StatementFilters
from sources.lists.page import list_page
from sources.models.published import PublishedActor, PublishedSource, PublishedStatement
from sources.origins.find import find_origins
from sources.origins.shown import grouped, shown_origins
from sources.origins.words import sentence
from sources.pages.citing import list_citation
from sources.record.changes import ACTOR_WORDS, SOURCE_WORDS, compared
from sources.record.index import statements_of
from sources.words.statements import source_named
from sources.words.texts import plainly


@public
def source_list(request: PublicRequest) -> HttpResponse:
    filters = SourceFilters(request.GET, PublishedSource.objects.listed().defer("search"))
    return list_page(request, "sources/source_list.html", filters)


@public
def source_csv(request: HttpRequest) -> HttpResponseBase:
    rows = with_parts(PublishedSource.objects.listed().defer("search"))
    return csv_file(request, SOURCES, SourceFilters(request.GET, rows))


@public
def source_json(request: PublicRequest) -> HttpResponseBase:
    rows = with_parts(PublishedSource.objects.listed().defer("search"))
    return json_file(request, SOURCES, SourceFilters, rows)


@public
def statement_list(request: PublicRequest) -> HttpResponse:
    filters = StatementFilters(request.GET, PublishedStatement.objects.listed().defer("search"))
    return list_page(request, "sources/statement_list.html", filters)


@public
def statement_csv(request: HttpRequest) -> HttpResponseBase:
    rows = PublishedStatement.objects.listed().defer("search")
    return csv_file(request, STATEMENTS, StatementFilters(request.GET, rows))


@public
def statement_json(request: PublicRequest) -> HttpResponseBase:
    rows = PublishedStatement.objects.listed().defer("search")
    return json_file(request, STATEMENTS, StatementFilters, rows)


@public
def actor_list(request: PublicRequest) -> HttpResponse:
    filters = ActorFilters(request.GET, PublishedActor.objects.alphabetical().defer("search"))
    return list_page(request, "sources/actor_list.html", filters)


@public
def actor_json(request: PublicRequest) -> HttpResponseBase:
    return json_file(request, ACTORS, ActorFilters, PublishedActor.objects.defer("search"))


@public
def source_list_citation(request: HttpRequest, form: str) -> HttpResponse:
    filters = SourceFilters(request.GET, PublishedSource.objects.listed().defer("search"))
    return list_citation(request, SOURCES, filters, form)


@public
def statement_list_citation(request: HttpRequest, form: str) -> HttpResponse:
    filters = StatementFilters(request.GET, PublishedStatement.objects.listed().defer("search"))
    return list_citation(request, STATEMENTS, filters, form)


@public
def actor_list_citation(request: HttpRequest, form: str) -> HttpResponse:
    filters = ActorFilters(request.GET, PublishedActor.objects.defer("search"))
    return list_citation(request, ACTORS, filters, form)


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
