"""Lists of what waits: for a review, and for each of us. Read a page at a time, by few queries."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from accounts.deeds import page, person
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from review.admin.review_pages import reviews_of
from review.models import Event, Review, ReviewQuerySet

ON_A_PAGE = 50
# Of each list on the first page; the rest stands on the list's own.
FIRST = 10
# What colleagues did to one's work is told of so long, or until one does something about it.
NEWS_FOR = timedelta(days=30)
# name: what it is called, what is said where it is empty.
LISTS: dict[str, tuple[str | Promise, str | Promise]] = {
    "returned": (gettext_lazy("Returned to me for changes"), ""),
    "to_review": (
        gettext_lazy("Waiting for review by me or another reviewer"),
        gettext_lazy("Nothing that others submitted is waiting for review."),
    ),
    "drafts": (gettext_lazy("My drafts"), gettext_lazy("You have no drafts.")),
    "waiting": (
        gettext_lazy("Submitted by me, waiting"),
        gettext_lazy("None of your work is waiting for review."),
    ),
}


def lists_of(reader: User) -> dict[str, ReviewQuerySet]:
    visible = Review.objects.visible_to(reader).select_related("reviewing_by__colleague")
    returned = visible.returned_to(reader)
    waiting = visible.waiting()
    drafts = visible.filter(work=Review.Work.DRAFT).in_hands_of(reader)
    decides = reader.has_perm("review.decide_review")
    others = waiting.exclude(pk__in=Review.objects.worked_on_by(reader).values("pk"))
    return {
        "returned": returned.order_by("kind", "title", "pk"),
        "to_review": others if decides else visible.none(),
        "drafts": drafts.exclude(pk__in=returned.values("pk")).order_by("-head_id", "pk"),
        "waiting": waiting.in_hands_of(reader),
    }


def first_of(reader: User) -> dict[str, Any]:
    """The beginning of each list, how long it is, and its name."""
    return {
        name: {
            "address": reverse(f"admin:review_review_{name}"),
            "caption": LISTS[name][0],
            "empty": LISTS[name][1],
            "reviews": with_pile(list(rows[:FIRST])),
            "number": rows.count(),
        }
        for name, rows in lists_of(reader).items()
    }


def queue(request: HttpRequest) -> TemplateResponse:
    """Everything that waits, the urgent first, then the oldest."""
    empty = _("Nothing waits for review.")
    return _list(request, reviews_of(request).waiting(), _("Waiting for review"), empty)


def own(request: HttpRequest, name: str) -> TemplateResponse:
    """One list of the first page, whole."""
    reviews_of(request)  # refuses whoever reads none
    caption, empty = LISTS[name]
    return _list(request, lists_of(person(request))[name], str(caption), str(empty))


def _list(request: HttpRequest, rows: ReviewQuerySet, caption: str, empty: str) -> TemplateResponse:
    shown = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": caption,
        "reviews": with_pile(list(shown)),
        "shown": shown,
        "empty": empty,
    }
    return page(request, "admin/review/queue.html", context)


def with_pile(reviews: Sequence[Review]) -> Sequence[Review]:
    """Attach who saved the pending changes, how often and when last: no record is compared."""
    cleared = Event.objects.filter(review=OuterRef("review"), kind__in=Event.CLEARING)
    since = Subquery(cleared.order_by("-id").values("id")[:1])
    saves = Event.objects.filter(review__in=reviews, kind__in=Event.PILE).filter(
        Q(review__edition=None) | Q(id__gt=since)
    )
    found = list(
        saves.order_by().values("review", "by").annotate(number=Count("id"), last=Max("at"))
    )
    people = User.objects.select_related("colleague").in_bulk({one["by"] for one in found})
    for review in reviews:
        of_it = [one for one in found if one["review"] == review.pk]
        review.saves = sum(one["number"] for one in of_it)  # type: ignore[attr-defined]
        review.people = sorted((people[one["by"]] for one in of_it), key=str)  # type: ignore[attr-defined]
        review.saved_at = max((one["last"] for one in of_it), default=None)  # type: ignore[attr-defined]
    return reviews


def news(reader: User, at: datetime) -> QuerySet[Event]:
    """Comments on what this person has a part in, and discards of their work, by others.

    Told until they do something about the record.
    """
    mine = Event.objects.filter(review=OuterRef("review"), by=reader)
    before = mine.filter(id__lt=OuterRef("id")).exclude(kind=Event.Kind.HANDED)
    told = Event.objects.filter(
        kind__in=[Event.Kind.COMMENTED, Event.Kind.DISCARDED], at__gt=at - NEWS_FOR
    )
    visible = Review.objects.visible_to(reader).values("pk")
    return (
        told.exclude(by=reader)
        .filter(Exists(before), review__in=visible)
        .exclude(Exists(mine.filter(id__gt=OuterRef("id"))))
        .select_related("review", "by__colleague")
        .order_by("-id")
    )


def latest_news(reader: User) -> list[Event]:
    return list(news(reader, timezone.now())[:FIRST])
