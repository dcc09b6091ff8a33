"""Which pages search engines find: those of records that are public now, in both languages."""

from collections.abc import Generator, Iterator
from contextlib import closing
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from review.public.addresses import address, record_address
from review.public.reading import public_page
from review.public.streams import Stream
from sources.models.published import PublishedActor, PublishedSource

from incidents.models import PublishedIncident

PAGES_IN_A_PART = 10_000
FIXED = [
    *("home", "incident_list", "source_list", "statement_list", "actor_list"),
    *("tallies", "data", "method", "about", "corrections", "transparency", "changes"),
    *("families", "journalists", "lawyers"),
]
XML = "application/xml; charset=utf-8"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def records() -> "dict[str, QuerySet[Any]]":
    """By kind; a confidential source has no page."""
    found: dict[str, QuerySet[Any]] = {
        "incident": PublishedIncident.objects.all(),
        "source": PublishedSource.objects.listed(),
        "actor": PublishedActor.objects.all(),
    }
    return {kind: rows.order_by("reference") for kind, rows in found.items()}


@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """The parts of the sitemap."""
    parts = [address("sitemap_part", "page", 1)]
    for kind, rows in records().items():
        last = -(-rows.count() // PAGES_IN_A_PART)
        parts += [address("sitemap_part", kind, part) for part in range(1, last + 1)]
    lines = "".join(f"<sitemap><loc>{part}</loc></sitemap>\n" for part in parts)
    body = f"{HEAD}<sitemapindex {NAMESPACE}>\n{lines}</sitemapindex>\n"
    return HttpResponse(body, content_type=XML)


@public_page
def sitemap_part(request: HttpRequest, kind: str, part: int) -> HttpResponse | Stream:
    if kind == "page" and part == 1:
        return HttpResponse("".join(urlset(fixed())), content_type=XML)
    rows = records().get(kind)
    if rows is None or part < 1 or rows.count() <= (part - 1) * PAGES_IN_A_PART:
        raise Http404
    return Stream(urlset(pages(kind, rows, part)), content_type=XML)


def fixed() -> Iterator[tuple[str, date | None]]:
    for name in FIXED:
        yield address(name), None


def pages(kind: str, rows: "QuerySet[Any]", part: int) -> Iterator[tuple[str, date | None]]:
    start = (part - 1) * PAGES_IN_A_PART
    # Also when only a part was hidden: a search engine shall forget it.
    part_of_them = rows.values_list("reference", "last_entry_on")[start : start + PAGES_IN_A_PART]
    read: Any = part_of_them.iterator()
    with closing(read) as found:
        for reference, changed_on in found:
            yield record_address(kind, reference), changed_on


def urlset(found: Iterator[tuple[str, date | None]]) -> Generator[str]:
    """Each page with the same page in Ukrainian."""
    yield f'{HEAD}<urlset {NAMESPACE} xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    site = settings.SITE_URL
    for english, changed_on in found:
        ukrainian = f"{site}/uk{english.removeprefix(site)}"
        changed = f"<lastmod>{changed_on}</lastmod>" if changed_on else ""
        both = "".join(
            f'<xhtml:link rel="alternate" hreflang="{language}" href="{page}"/>'
            for language, page in (("en", english), ("uk", ukrainian))
        )
        yield "".join(
            f"<url><loc>{page}</loc>{changed}{both}</url>\n" for page in (english, ukrainian)
        )
    yield "</urlset>\n"


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Questions are without number; every record is in the sitemap. Of a practice site, nothing."""
    if settings.PRACTICE:
        nothing = "User-agent: *\nDisallow: /\n"
        return HttpResponse(nothing, content_type="text/plain; charset=utf-8")
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /uk/admin/",
        "Disallow: /*?",
        "",
        f"Sitemap: {address('sitemap')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
