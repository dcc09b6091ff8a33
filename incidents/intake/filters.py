"""What may be asked of the links in intake, and in which order they stand."""

from datetime import timedelta
from typing import Any

import django_filters as filters
from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from review.models import Tag

from incidents.models import IntakeItem
from incidents.models.intake import ENTERED, IntakeItemQuerySet

STATES = [
    *IntakeItem.State.choices,
    (ENTERED, _("has become a source")),
    ("all", _("whatever its state")),
]


class IntakeFilters(filters.FilterSet):  # type: ignore[misc]
    whose = filters.ChoiceFilter(
        label=_("Who has it"),
        choices=[
            ("mine", _("I")),
            ("others", _("a colleague")),
            ("nobody", pgettext_lazy("who has it", "nobody")),
        ],
        method="filter_whose",
        empty_label="—",
    )
    state = filters.ChoiceFilter(
        label=_("State"), choices=STATES, method="filter_state", empty_label=_("not closed")
    )
    site = filters.CharFilter(label=_("Site"), max_length=255, method="filter_site")
    since = filters.ChoiceFilter(
        label=_("Pasted within"),
        choices=[("1", _("a day")), ("3", _("3 days")), ("7", _("a week")), ("30", _("30 days"))],
        method="filter_since",
        empty_label="—",
    )
    words = filters.CharFilter(
        label=_("Words in address or note"), max_length=200, method="filter_words"
    )
    tag = filters.ModelChoiceFilter(
        label=_("Tag"), queryset=Tag.objects.all(), field_name="tagged__tag", empty_label="—"
    )
    order = filters.ChoiceFilter(
        label=_("Order"),
        choices=[("oldest", _("Pasted first")), ("newest", _("Pasted last"))],
        method="in_order",
        empty_label=None,
    )

    def __init__(self, data: Any, queryset: IntakeItemQuerySet, *, person: User) -> None:
        super().__init__(data, queryset)
        self.person = person

    def filter_queryset(self, queryset: IntakeItemQuerySet) -> IntakeItemQuerySet:
        found: IntakeItemQuerySet = super().filter_queryset(queryset)
        return found if self.form.cleaned_data["state"] else found.to_do()

    def filter_whose(self, rows: IntakeItemQuerySet, name: str, value: str) -> IntakeItemQuerySet:
        if value == "others":
            return rows.exclude(held_by=None).exclude(held_by=self.person)
        return rows.filter(held_by=self.person if value == "mine" else None)

    def filter_state(self, rows: IntakeItemQuerySet, name: str, value: str) -> IntakeItemQuerySet:
        return rows if value == "all" else rows.told(value)

    def filter_site(self, rows: IntakeItemQuerySet, name: str, value: str) -> IntakeItemQuerySet:
        """The site itself and those under it."""
        site = value.strip().lower().removeprefix("https://").removeprefix("www.").rstrip("/")
        return rows.filter(Q(site=site) | Q(site__endswith=f".{site}"))

    def filter_since(self, rows: IntakeItemQuerySet, name: str, value: str) -> IntakeItemQuerySet:
        return rows.filter(added_at__gte=timezone.now() - timedelta(days=int(value)))

    def filter_words(self, rows: IntakeItemQuerySet, name: str, value: str) -> IntakeItemQuerySet:
        for word in value.split():
            rows = rows.filter(
                Q(url__icontains=word) | Q(note__icontains=word) | Q(came_from__icontains=word)
            )
        return rows

    def in_order(self, rows: IntakeItemQuerySet, name: str, value: str) -> IntakeItemQuerySet:
        newest = value == "newest"
        return rows.order_by("-added_at" if newest else "added_at", "pk")
