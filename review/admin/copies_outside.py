"""Copies that are not ours of what was taken from the public: a list that is kept, with links."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote, urlsplit

from accounts.deeds import do, page, person
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_POST

from review.admin.hide import reviews_to_hide_in
from review.models import CopyOutside, Event, OutsideCheck, Review
from review.public.addresses import record_address
from review.workflow import outside

# Its words, and where it leads.
Link = tuple[str, str]

ADVICE = {
    CopyOutside.CACHES: gettext_lazy(
        "Open the pages in a window where you are not signed in. Whoever runs a cache in front of "
        "the site empties it of these addresses."
    ),
    CopyOutside.PREVIEWS: gettext_lazy(
        "A messenger keeps the title and the first words of a page that was sent. Where we sent it "
        "ourselves, delete the message; most of them read a page anew when it is sent again."
    ),
    CopyOutside.SEARCH: gettext_lazy(
        "Ask for the removal of what is outdated: you need not own the site, and it is often "
        "done within a day."
    ),
    CopyOutside.ARCHIVES: gettext_lazy(
        "Look whether a copy was kept, and ask for its removal. Say that it is about somebody’s "
        "safety and nothing more."
    ),
    CopyOutside.TRANSLATIONS: gettext_lazy(
        "Look at the page in the other language, and think of translations that others made."
    ),
    CopyOutside.FEEDS: gettext_lazy(
        "The list of changes tells whoever re-uses our data what to remove. Write to those whom "
        "you know, and to whom files were given by hand."
    ),
    CopyOutside.QUOTED: gettext_lazy(
        "Search for the reference and ask whoever quoted the words to take them out. Quote them "
        "to nobody."
    ),
    CopyOutside.PRINTED: gettext_lazy(
        "Reports, handouts, files for courts: who has one? Tell them what may not be passed on."
    ),
}


def _our_pages(review: Review) -> Iterator[Link]:
    for code, name in settings.LANGUAGES:
        with override(code):
            path = reverse(f"{review.kind}_detail", args=[review.reference])
        yield str(name), f"{settings.SITE_URL}{path}"


def _in_search(review: Review) -> Iterator[Link]:
    asked = quote(f"site:{urlsplit(settings.SITE_URL).hostname} {review.reference}")
    yield "Google", f"https://www.google.com/search?q={asked}"
    yield "Bing", f"https://www.bing.com/search?q={asked}"
    yield _("Google: removal"), "https://search.google.com/search-console/remove-outdated-content"
    yield _("Bing: removal"), "https://www.bing.com/webmasters/tools/contentremoval"


def _in_archives(review: Review) -> Iterator[Link]:
    address = record_address(review.kind, review.reference)
    yield "Internet Archive", f"https://web.archive.org/web/*/{address}*"
    yield "archive.today", f"https://archive.ph/{address}"


def _quoting(review: Review) -> Iterator[Link]:
    yield "Google", f"https://www.google.com/search?q={quote(f'"{review.reference}"')}"
    yield "Bing", f"https://www.bing.com/search?q={quote(f'"{review.reference}"')}"


def _our_changes(review: Review) -> Iterator[Link]:
    yield _("list of changes"), reverse("changes_atom")


LINKS: dict[str, Callable[[Review], Iterator[Link]]] = {
    CopyOutside.CACHES: _our_pages,
    CopyOutside.SEARCH: _in_search,
    CopyOutside.ARCHIVES: _in_archives,
    CopyOutside.TRANSLATIONS: _our_pages,
    CopyOutside.FEEDS: _our_changes,
    CopyOutside.QUOTED: _quoting,
}


@dataclass
class Outside:
    """One kind of copy: what is to be done about it, where, and who has."""

    copy: CopyOutside
    advice: str
    links: list[tuple[str, str]]
    said: OutsideCheck | None


def copies_outside(request: HttpRequest, reference: str, event_id: int) -> TemplateResponse:
    event = _event_of(request, reference, event_id)
    said = {check.copy: check for check in done(event)}
    context = {
        "title": _("Copies that are not ours"),
        "event": event,
        "copies": [
            Outside(copy, str(ADVICE[copy]), links_of(copy, event.review), said.get(copy))
            for copy in CopyOutside
        ],
        "history": event.outside_checks.select_related("by__colleague"),
    }
    return page(request, "admin/review/copies_outside.html", context)


@require_POST
def check_copy(request: HttpRequest, reference: str, event_id: int) -> HttpResponse:
    event = _event_of(request, reference, event_id)
    copy = request.POST.get("copy", "")
    is_done = request.POST.get("done") == "yes"
    do(request, None, partial(outside.check, event, copy, by=person(request), is_done=is_done))
    there = reverse("admin:copies_outside", args=[reference, event.pk])
    return redirect(f"{there}#{copy}" if copy in CopyOutside.values else there)


def _event_of(request: HttpRequest, reference: str, event_id: int) -> Event:
    visible = reviews_to_hide_in(request).filter(reference=reference)
    events = Event.objects.filter(review__in=visible, kind__in=outside.TAKING)
    return get_object_or_404(events.select_related("review", "by__colleague"), pk=event_id)


def done(event: Event) -> list[OutsideCheck]:
    latest = event.outside_checks.latest_of_each().select_related("by__colleague")
    return [check for check in latest if check.is_done]


def links_of(copy: CopyOutside, review: Review) -> list[Link]:
    return list(LINKS[copy](review)) if copy in LINKS else []
