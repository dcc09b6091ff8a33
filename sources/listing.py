"""A page of a public list: what the filters found, or what is wrong with them."""

from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sources.filters import PublicFilterSet

ROWS_ON_A_PAGE = 25


def list_page(
    request: HttpRequest, template: str, filters: PublicFilterSet, **context: Any
) -> HttpResponse:
    if not filters.is_valid():
        # `filters.qs` would be everything.
        return render(request, template, {"filters": filters}, status=400)
    page = page_of(filters.qs, request)
    return render(request, template, {"filters": filters, "page_obj": page} | context)


def page_of(rows: "QuerySet[Any]", request: HttpRequest) -> "Page[Any]":
    try:
        return Paginator(rows, ROWS_ON_A_PAGE).page(request.GET.get("page", "1"))
    except InvalidPage as error:
        raise Http404 from error
