"""One page of many rows, by the number in its address; and what a public page takes only once."""

from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def page_asked_for(request: HttpRequest, rows: Paginator[Any]) -> Page[Any]:
    """A page that is not there is an address at which there is nothing."""
    try:
        return rows.page(request.GET.get("page", "1"))
    except InvalidPage as error:
        raise Http404 from error


def given_twice(request: HttpRequest) -> HttpResponse | None:
    """What refuses a parameter with several values: Django would heed the last one alone."""
    for name, values in request.GET.lists():
        if len(values) > 1:
            sentence = _("“%s” is given more than once.") % name[:40]
            return render(request, "400.html", {"sentence": sentence}, status=400)
    return None
