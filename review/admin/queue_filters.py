"""What a reviewer may ask of the queue: which of what waits, and in which order."""

from datetime import timedelta
from typing import Any

import django_filters as filters
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from review.db.queries import together
from review.models import Event, ReviewQuerySet, Tag, Tagged, record_models
from review.record_types import record_types

ORDERS: dict[str, tuple[Any, list[str]]] = {
    "oldest": (_("The urgent first, then the longest waiting"), ["-urgent", "submitted_at", "pk"]),
    "newest": (_("Submitted last"), ["-submitted_at", "pk"]),
    "changed": (_("Saved last"), ["-head_id", "pk"]),
    "title": (_("By kind and title"), ["kind", "title", "pk"]),
}


def kinds(request: HttpRequest | None = None) -> list[tuple[str, Any]]:
    return [(kind, model._meta.verbose_name) for kind, model in record_models().items()]


def named_in(rows: ReviewQuerySet) -> Any:
    """Colleagues whom these rows name: who else works here, a new colleague is not told."""
    worked = Event.objects.filter(kind__in=[*Event.PILE, Event.Kind.HANDED])
    of_these = worked.filter(review__in=rows.order_by().values("pk"))
    named = together([of_these.values_list("by", "to"), rows.values_list(*HANDS)])
    people = User.objects.filter(pk__in={key for pair in named for key in pair})
    return people.select_related("colleague").order_by("username")


# Columns of those who have a review in hand.
HANDS = ("assigned_to", "reviewing_by")


class QueueFilters(filters.FilterSet):  # type: ignore[misc]
    kind = filters.ChoiceFilter(label=_("Kind"), choices=kinds)
    author = filters.ModelChoiceFilter(
        label=_("Changed by"), queryset=User.objects.none(), method="filter_author"
    )
    language = filters.ChoiceFilter(
        label=_("Language"),
        choices=[("uk", _("Ukrainian")), ("en", _("English")), ("ru", _("Russian"))],
        method="filter_language",
    )
    age = filters.ChoiceFilter(
        label=_("Waiting for more than"),
        choices=[("1", _("a day")), ("3", _("3 days")), ("7", _("a week")), ("30", _("30 days"))],
        method="filter_age",
    )
    urgent = filters.ChoiceFilter(
        label=_("Urgent"), choices=[("1", _("yes")), ("0", _("no"))], method="filter_urgent"
    )
    assigned_to = filters.ModelChoiceFilter(
        label=_("Assigned to"),
        queryset=User.objects.none(),
        null_label=pgettext_lazy("assigned to", "nobody"),
    )
    reviewing_by = filters.ModelChoiceFilter(
        label=_("Being reviewed by"),
        queryset=User.objects.none(),
        null_label=pgettext_lazy("reviewed by", "nobody"),
    )
    tag = filters.ModelChoiceFilter(label=_("Tag"), queryset=Tag.objects.all(), method="filter_tag")
    order = filters.ChoiceFilter(
        label=_("Order"),
        choices=[(name, label) for name, (label, _fields) in ORDERS.items()],
        method="in_order",
        empty_label=None,
    )

    def __init__(self, data: Any, queryset: ReviewQuerySet) -> None:
        super().__init__(data, queryset)
        people = named_in(queryset)
        for name in ("author", *HANDS):
            self.filters[name].queryset = people

    def filter_author(self, rows: ReviewQuerySet, name: str, value: User) -> ReviewQuerySet:
        return rows.in_hands_of(value)

    def filter_language(self, rows: ReviewQuerySet, name: str, value: str) -> ReviewQuerySet:
        found = rows.none()
        for kind in record_types().values():
            found |= rows.filter(pk__in=kind.written_in(value).values("pk"))
        return found

    def filter_age(self, rows: ReviewQuerySet, name: str, value: str) -> ReviewQuerySet:
        before = timezone.now() - timedelta(days=int(value))
        return rows.filter(submitted_at__lt=before)  # type: ignore[misc]  # annotated

    def filter_urgent(self, rows: ReviewQuerySet, name: str, value: str) -> ReviewQuerySet:
        return rows.filter(urgent=value == "1")

    def filter_tag(self, rows: ReviewQuerySet, name: str, value: Tag) -> ReviewQuerySet:
        return rows.filter(pk__in=Tagged.objects.filter(tag=value).values("review"))

    def in_order(self, rows: ReviewQuerySet, name: str, value: str) -> ReviewQuerySet:
        return rows.order_by(*ORDERS[value][1])
