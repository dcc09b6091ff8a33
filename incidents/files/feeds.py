"""Feeds: the incidents that a question finds, and everything that changed.

Days only, never a time of day. Nothing in a feed says how somebody was killed.
"""

from datetime import UTC, date, datetime, time

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from review.editions import chain
from review.models import Entry
from review.public.addresses import tag
from review.public.reading import public
from review.public.site import organisation, site_name
from review.text.xml import xml
from sources.files.citing import asked_in_words
from sources.files.columns import FORMAT, as_object
from sources.files.formats import as_json, links, refused_in_json, refused_in_text, understood
from sources.lists.filters import QuestionForm
from sources.words.texts import plainly

from incidents.corroboration.standing import standing_sentence
from incidents.files.changes_file import CHANGES, PublishedChange, published_changes
from incidents.lists.filters import IncidentFilters
from incidents.models import PublishedIncident
from incidents.words.entries import day_told
from incidents.words.places import place_told

ENTRIES = 50
MOST_ENTRIES = 200


class Feed(Atom1Feed):
    """An Atom feed whose updates are days."""

    def latest_post_date(self) -> datetime:
        days: list[datetime] = [item["updateddate"] for item in self.items]
        return max(days, default=midnight(self.feed["day"]))


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def feed_of(title: str, view: str, page: str, query: str) -> Feed:
    last = chain.head()
    asked = f"?{query}" if query else ""
    own = f"{settings.SITE_URL}{reverse(view)}{asked}"
    return Feed(
        title=xml(title),
        link=f"{settings.SITE_URL}{reverse(page)}{asked}",
        description=None,
        language=get_language(),
        author_name=xml(organisation()),
        feed_url=own,
        feed_guid=own,
        feed_copyright=f"{settings.DATA_LICENCE} {settings.DATA_LICENCE_URL}",
        day=last.day if last else date(1970, 1, 1),
    )


def answered(feed: Feed) -> HttpResponse:
    body = feed.writeString("utf-8")
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


@public
def incident_atom(request: HttpRequest) -> HttpResponse:
    """Any question is a subscription: what it finds, the last changed first."""
    rows = PublishedIncident.objects.defer("search")
    filters = IncidentFilters(request.GET, rows)
    if not understood(filters):
        return refused_in_text(filters.form)
    title = "; ".join([_("%s: incidents") % site_name(), *asked_in_words(filters)])
    feed = feed_of(title, "incident_atom", "incident_list", filters.address)
    for incident in filters.qs.changed_last_first()[:ENTRIES]:
        _add_incident(feed, incident)
    return answered(feed)


def _add_incident(feed: Feed, incident: PublishedIncident) -> None:
    title = plainly({"en": incident.title_en, "uk": incident.title_uk})
    told = [
        standing_sentence(incident.standing),
        f"{day_told(incident)}; {place_told(incident)}.",
        _("Edition %s.") % incident.edition,
    ]
    feed.add_item(
        title=xml(title),
        link=settings.SITE_URL + incident.get_absolute_url(),
        description=escape(xml(" ".join(told))),
        unique_id=tag(
            incident.changed_on, f"incidents/{incident.reference}/editions/{incident.edition}"
        ),
        pubdate=midnight(incident.published_on),
        updateddate=midnight(incident.changed_on),
    )


# Everything that changed


class ChangesForm(QuestionForm):
    """Which entries of the chain are asked for."""

    BESIDE = frozenset()

    after = forms.IntegerField(min_value=0, max_value=2**53, required=False)
    limit = forms.IntegerField(min_value=1, max_value=MOST_ENTRIES, required=False)

    def entries(self) -> list[Entry]:
        """The last ones, newest first; or those after a position, in the order of the chain."""
        asked, limit = self.cleaned_data, self.cleaned_data["limit"] or ENTRIES
        if asked["after"] is None:
            return list(Entry.objects.order_by("-position")[:limit])
        later = Entry.objects.filter(position__gt=asked["after"])
        return list(later.order_by("position")[:limit])


@public
def changes_json(request: HttpRequest) -> HttpResponse:
    form = ChangesForm(request.GET)
    if not form.is_valid():
        return refused_in_json(form)
    found = published_changes(form.entries())
    body = {
        "format": FORMAT,
        "count": len(found),
        "filters": {name: form.data[name] for name in form.fields if form.data.get(name)},
        "chain_position": chain.current_position(),
        "results": [as_object(CHANGES.in_json, change) for change in found],
    }
    response = HttpResponse(as_json(body), content_type="application/json")
    response["Link"] = ", ".join(links())
    return response


@public
def changes_atom(request: HttpRequest) -> HttpResponse:
    form = ChangesForm(request.GET)
    if not form.is_valid():
        return refused_in_text(form)
    title = _("%s: changes") % site_name()
    feed = feed_of(title, "changes_atom", "transparency", request.GET.urlencode())
    for change in published_changes(form.entries()):
        _add_change(feed, change)
    return answered(feed)


def _add_change(feed: Feed, change: PublishedChange) -> None:
    entry = change.entry
    name = f"{entry.record_kind} {entry.reference}"
    title = plainly(change.title) or name
    feed.add_item(
        title=xml(f"{change.said}: {title}"),
        link=change.url or settings.SITE_URL + reverse("transparency"),
        description=escape(xml(change.sentence)),
        unique_id=tag(entry.day, f"chain/{entry.position}"),
        updateddate=midnight(entry.day),
    )
