"""How what a question finds is cited: by its filters and the position of the chain."""

import json
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from review.editions import chain
from review.models import Entry
from review.public.addresses import address
from review.public.citing import Citation, citation_file

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
    citation = list_cited(table, filters, last)
    if form != "page":
        return citation_file(citation, form)
    files = [reverse(f"{table.record}_list_{name}") + filters.query for name in ("bibtex", "csl")]
    context = {"citation": citation, "table": table, "bibtex": files[0], "csl": files[1]}
    return render(request, "sources/list_citation.html", context)


def list_cited(table: Table, filters: PublicFilterSet, last: Entry) -> Citation:
    asked = [f"{chip.label}: {chip.value}" for chip in filters.chips]
    count = filters.qs.count()
    found = ngettext("%s row", "%s rows", count) % count
    return Citation(
        key=f"attest-{table.name}{_asked_key(filters)}-{last.position}",
        title=capfirst("; ".join([str(table.title), *asked])),
        address=address(f"{table.record}_list") + filters.query,
        changed=last.day,
        version=_("%(found)s, chain position %(position)s")
        % {"found": found, "position": last.position},
        digest=last.digest,
        is_dataset=True,
    )


def _asked_key(filters: PublicFilterSet) -> str:
    """What tells this question from every other of the list; nothing when nothing is asked."""
    asked = json.dumps(sorted(filters.asked.items()))
    return f"-{sha256(asked.encode()).hexdigest()[:10]}" if filters.asked else ""
