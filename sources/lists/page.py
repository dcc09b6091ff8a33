"""A page of a public list: what the filters found, or what is wrong with them."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from review.amounts import grouped
from review.public.page_cache import wants_part
from review.public.paging import page_asked_for
from review.public.public_state import PublicRequest

from sources.lists.as_of import since
from sources.lists.facets import count, facets
from sources.lists.filters import PublicFilterSet

ROWS_ON_A_PAGE = 25
# To pass over rows costs as much as to read them. What lies further is found by a filter or a file.
MOST_PAGES = 400


class FoundPaginator(Paginator[Any]):
    """Pages of rows that were counted before, up to the last one that is shown."""

    def __init__(self, rows: "QuerySet[Any]", found: int) -> None:
        super().__init__(rows, ROWS_ON_A_PAGE)
        self.found = found

    @cached_property
    def count(self) -> int:
        return self.found

    @cached_property
    def num_pages(self) -> int:
        return min(super().num_pages, MOST_PAGES)

    @property
    def is_cut_off(self) -> bool:
        return self.found > MOST_PAGES * ROWS_ON_A_PAGE


def list_page(
    request: PublicRequest,
    template: str,
    filters: PublicFilterSet,
    number: Any,
    context: dict[str, Any] | None = None,
    picture: dict[str, Any] | None = None,
) -> HttpResponse:
    """The whole page, or only what changes of it when htmx asks; a picture is shown for rows.

    `number` is a lazy plural that says how many were found.
    """
    status = 200 if filters.is_valid() else 400
    # Of a question that is not understood, `filters.qs` would be everything.
    found = count(filters, request.public_state) if status == 200 else None
    context = {"filters": filters, "facets": facets(filters, found)} | (context or {})
    context |= {"results": f"{template}#results"} | (picture or {})
    if found:
        context |= {"total": found.total, "number": number % {"number": grouped(found.total)}}
    if found and (day := filters.day):
        context["since"] = since(filters, day, request.public_state)
    if found and not picture:
        context["page_obj"] = of_page = page_of(filters.qs, request, found.total)
        context["passages"] = filters.passages(of_page)
    context["in_place"] = in_place = wants_part(request)
    page = "_components/updated.html" if in_place else template
    response = render(request, page, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    if in_place:
        query = filters.address
        response["HX-Push-Url"] = f"{request.path}?{query}" if query else request.path
    return response


def page_of(rows: "QuerySet[Any]", request: HttpRequest, found: int) -> "Page[Any]":
    page = page_asked_for(request, FoundPaginator(rows, found))
    page.object_list = read_by_key(rows, page.object_list)
    return page


def read_by_key(rows: "QuerySet[Any]", some: Any) -> "QuerySet[Any]":
    """A slice of rows without reading those before it: an index has the keys in order."""
    return rows.filter(pk__in=some.values("pk"))
