"""Lists of what waits: for a review, and for each of us. Read a page at a time, by few queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from itertools import chain
from typing import Any
from uuid import UUID

from accounts.deeds import page, person
from accounts.prepared import Prepared, prepared
from accounts.sight import Person, ReaderAlike, alike
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from review.admin import saved_filters
from review.admin.queue_filters import QueueFilters
from review.admin.review_pages import reviews_of
from review.models import Event, Notice, Review, ReviewQuerySet
from review.models.review import is_given_to
from review.record_types import waiting_below
from review.workflow import tagging

ON_A_PAGE = 50
# Of each list on the first page; the rest stands on the list's own.
FIRST = 10
# Whoever has it in hand is named in each row.
HANDS = ("reviewing_by__colleague", "assigned_to__colleague")
# name: what it is called, what is said where it is empty.
LISTS: dict[str, tuple[str | Promise, str | Promise]] = {
    "returned": (gettext_lazy("Returned to me for changes"), ""),
    "given_to_me": (gettext_lazy("Taken by me or assigned to me"), ""),
    "to_review": (
        gettext_lazy("Waiting for review by me or another reviewer"),
        gettext_lazy("Nothing that others submitted is waiting for review."),
    ),
    "returned_by_me": (gettext_lazy("Returned by me, waiting for their researchers"), ""),
    "drafts": (gettext_lazy("My drafts"), gettext_lazy("You have no drafts.")),
    "waiting": (
        gettext_lazy("Submitted by me, waiting"),
        gettext_lazy("None of your work is waiting for review."),
    ),
    "closed": (gettext_lazy("My drafts that were closed"), gettext_lazy("None of them is closed.")),
}

# Lists of what waits: a record stands in them once, with what waits and it rests on.
GATHERED = frozenset({"to_review", "waiting"})


# Keys of a list in its order, and whether each is given to whoever reads.
type KeysGiven = Iterable[tuple[UUID, bool]]


class Reports(Sequence[Review]):
    """Rows of a list, each with what it rests on in the same list: one decision, one row."""

    def __init__(self, rows: KeysGiven, reader: User, below: Mapping[UUID, set[UUID]]) -> None:
        self.reader, self.below = reader, below
        listed = dict(rows)
        covered = {under for key in listed for under in below.get(key, ()) if under in listed}
        self.keys = [key for key in listed if key not in covered]
        self.given = [key for key, is_given in listed.items() if is_given]

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, part: Any) -> Any:
        keys = self.keys[part]
        found = read({key: self.all_below(key) for key in keys}, self.reader)
        return [found[key] for key in keys if key in found]

    def all_below(self, key: UUID) -> set[UUID]:
        found: set[UUID] = set()
        wave = {key}
        while wave:
            wave = {under for one in wave for under in self.below.get(one, ())} - found
            found |= wave
        return found


def read(reports: Mapping[UUID, set[UUID]], reader: User) -> dict[UUID, Review]:
    """What waits of these keys, each with what waits below it, as this person may read."""
    every = {*reports, *chain.from_iterable(reports.values())}
    rows = _waiting(list(every), reader=alike(reader)) if every else ()
    found = {review.pk: review for review in rows}
    place = {pk: number for number, pk in enumerate(found)}
    for key in found.keys() & reports.keys():
        below = sorted(reports[key] & found.keys(), key=place.__getitem__)
        found[key].with_it = [found[pk] for pk in below]  # type: ignore[attr-defined]
    return found


@prepared
def _waiting(keys: Any, *, reader: ReaderAlike) -> ReviewQuerySet:
    waiting = Review.objects.visible_to(reader).waiting().select_related(*HANDS)
    return waiting.filter(pk__in=keys).order_by("kind", "title", "pk")


def keys_given(rows: ReviewQuerySet, reader: Person) -> QuerySet[Review, tuple[UUID, bool]]:
    return rows.annotate(is_given=is_given_to(reader)).values_list("pk", "is_given")


@prepared
def _keys_listed(*, name: str, reader: ReaderAlike) -> QuerySet[Review, tuple[UUID, bool]]:
    return keys_given(lists_of(reader)[name], reader)


@prepared
def _listed(*, name: str, reader: ReaderAlike, most: int | None) -> ReviewQuerySet:
    return lists_of(reader)[name][:most]


def lists_of(reader: Person) -> dict[str, ReviewQuerySet]:
    visible = Review.objects.visible_to(reader)
    returned = Review.objects.returned_to(reader)
    # Nobody has a draft in hand.
    waiting = visible.waiting().select_related(*HANDS)
    drafts = visible.filter(work=Review.Work.DRAFT).in_hands_of(reader)
    decides = reader.has_perm("review.decide_review")
    own = Review.objects.filter(work=Review.Work.SUBMITTED).worked_on_by(reader)
    others = waiting.exclude(pk__in=own.values("pk"))
    return {
        "returned": returned.visible_to(reader).order_by("kind", "title", "pk"),
        "given_to_me": others.to_be_decided_by(reader) if decides else visible.none(),
        "to_review": others if decides else visible.none(),
        "returned_by_me": visible.returned_by(reader) if decides else visible.none(),
        "drafts": drafts.exclude(pk__in=returned.values("pk")).order_by("-head_id", "pk"),
        "waiting": waiting.in_hands_of(reader),
        "closed": visible.closed_of(reader),
    }


def first_of(reader: User) -> dict[str, Any]:
    """The beginning of each list, how long it is, and its name."""
    beginnings = _beginnings(reader)
    tagging.attach(with_pile([one for reviews, _number in beginnings.values() for one in reviews]))
    return {
        name: {
            "address": reverse(f"admin:review_review_{name}"),
            "caption": LISTS[name][0],
            "empty": LISTS[name][1],
            "reviews": reviews,
            "number": number,
        }
        for name, (reviews, number) in beginnings.items()
    }


def _beginnings(reader: User) -> dict[str, tuple[list[Review], int]]:
    """Of each list that stands on the first page: its first rows, and how many there are."""
    who, below = alike(reader), waiting_below()
    others, own = (_gathered(name, reader, below) for name in ("to_review", "waiting"))
    given, first, waiting = others.given[:FIRST], others.keys[:FIRST], own.keys[:FIRST]
    below_each = {key: others.all_below(key) for key in first}
    below_each |= {key: own.all_below(key) for key in waiting}
    found = read({key: set() for key in given} | below_each, reader)
    to_review, wait = ([found[key] for key in keys if key in found] for keys in (first, waiting))
    return {
        "returned": beginning(_listed, FIRST, name="returned", reader=who),
        "given_to_me": ([alone(found[key]) for key in given if key in found], len(others.given)),
        "to_review": (to_review, len(others)),
        "returned_by_me": beginning(_listed, FIRST, name="returned_by_me", reader=who),
        "drafts": beginning(_listed, FIRST, name="drafts", reader=who),
        "waiting": (wait, len(own)),
    }


def _gathered(name: str, reader: User, below: Mapping[UUID, set[UUID]]) -> Reports:
    return Reports(_keys_listed(name=name, reader=alike(reader)), reader, below)


def alone(review: Review) -> Review:
    """The same without what it rests on: in this list a report is not one row."""
    row = copy(review)
    row.with_it = []  # type: ignore[attr-defined]
    return row


def beginning(asked: Prepared[Review], most: int, **shape: Any) -> tuple[list[Review], int]:
    """The first rows of such a list, and how many there are of them all."""
    found = asked(most=most, **shape)
    is_all = len(found) < most
    return found, len(found) if is_all else asked.count(most=None, **shape)


def queue(request: HttpRequest) -> TemplateResponse:
    """Everything that waits, the urgent first, then the oldest; or what is asked for."""
    waiting = reviews_of(request).waiting()
    asked = QueueFilters(request.GET, waiting)
    empty = _("Nothing waits for review.")
    if asked.form.is_bound and asked.form.has_changed():
        empty = _("Nothing that waits is so.")
    found = asked.qs if asked.form.is_valid() else waiting.none()
    reader = person(request)
    rows = Reports(keys_given(found, reader), reader, waiting_below())
    beside = saved_filters.beside(request, "review_review_changelist")
    return _list(
        request, rows, _("Waiting for review"), empty, choosing=True, asked=asked.form, **beside
    )


def _asked(request: HttpRequest, query: QueryDict) -> saved_filters.Asked:
    waiting = reviews_of(request).waiting()
    return saved_filters.asked_of_form(QueueFilters(query, waiting).form, query)


saved_filters.register(
    "review_review_changelist",
    saved_filters.FilteredList(
        gettext_lazy("Waiting for review"), saved_filters.reads_records, _asked
    ),
)


def own(request: HttpRequest, name: str) -> TemplateResponse:
    """One list of the first page, whole."""
    reviews_of(request)  # refuses whoever reads none
    caption, empty = LISTS[name]
    reader = person(request)
    listed: Any = (
        _gathered(name, reader, waiting_below()) if name in GATHERED else lists_of(reader)[name]
    )
    choosing = name in {"to_review", "given_to_me"}
    return _list(request, listed, str(caption), str(empty), choosing=choosing)


def _list(
    request: HttpRequest,
    rows: Any,
    caption: str,
    empty: str,
    *,
    choosing: bool,
    **beside: Any,
) -> TemplateResponse:
    shown = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    reviews = with_pile(list(shown))
    tagging.attach(reviews)
    context = {
        "title": caption,
        "reviews": reviews,
        "shown": shown,
        "empty": empty,
        "choosing": choosing and person(request).has_perm("review.decide_review"),
        **beside,
    }
    return page(request, "admin/review/queue.html", context)


def with_pile(reviews: Sequence[Review]) -> Sequence[Review]:
    """Attach who saved the pending changes, how often and when last: no record is compared."""
    cleared = Event.objects.filter(review=OuterRef("review"), kind__in=Event.CLEARING)
    since = Subquery(cleared.order_by("-id").values("id")[:1])
    saves = Event.objects.filter(review__in=reviews, kind__in=Event.PILE).filter(
        Q(review__edition=None) | Q(id__gt=since)
    )
    by_review: dict[UUID, list[Any]] = defaultdict(list)
    for one in saves.order_by().values("review", "by").annotate(number=Count("id"), last=Max("at")):
        by_review[one["review"]].append(one)
    everybody = {one["by"] for found in by_review.values() for one in found}
    people = User.objects.select_related("colleague").in_bulk(everybody)
    for review in reviews:
        found = by_review[review.pk]
        review.saves = sum(one["number"] for one in found)  # type: ignore[attr-defined]
        review.people = sorted((people[one["by"]] for one in found), key=str)  # type: ignore[attr-defined]
        review.saved_at = max((one["last"] for one in found), default=None)  # type: ignore[attr-defined]
    return reviews


def notices_beside(unread: list[Notice]) -> list[Notice]:
    """But for what a list of the first page says already."""
    listed = {Event.Kind.RETURNED, Event.Kind.ASSIGNED}
    return [one for one in unread if one.event.kind not in listed][:FIRST]
