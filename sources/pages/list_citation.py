"""The page, the BibTeX and the CSL-JSON of how what a question finds is cited."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from review.editions import chain
from review.public.citing import citation_file

from sources.files.citing import list_cited
from sources.files.columns import Table
from sources.files.formats import refused_in_text, understood
from sources.lists.filters import PublicFilterSet


def list_citation(
    request: HttpRequest, table: Table, filters: PublicFilterSet, form: str
) -> HttpResponse:
    """`form` is page, bibtex or csl."""
    if not understood(filters):
        return refused_in_text(filters.form)
    last = chain.head()
    if last is None:
        return render(request, "sources/list_citation.html", {"table": table})
    citation = list_cited(table, filters, filters.qs.count(), last)
    if form != "page":
        return citation_file(citation, form)
    files = [reverse(f"{table.record}_list_{name}") + filters.query for name in ("bibtex", "csl")]
    context = {"citation": citation, "table": table, "bibtex": files[0], "csl": files[1]}
    return render(request, "sources/list_citation.html", context)
