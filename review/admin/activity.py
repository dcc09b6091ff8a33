"""What colleagues did to records, the latest first: for administrators, and ranking nobody."""

from datetime import date, datetime, time
from typing import Any

from accounts.deeds import page, person
from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from review.admin.queue_filters import kinds
from review.admin.reads import note_also
from review.admin.review_pages import reviews_of
from review.models import Event
from review.workflow import threads

ON_A_PAGE = 50
EITHER = [("", gettext_lazy("any"))]


def _day_field(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class ActivityForm(forms.Form):
    """Whose deeds, of which kind, on which records, on which days."""

    by = forms.ModelChoiceField(
        User.objects.select_related("colleague").order_by("username"),
        label=gettext_lazy("Colleague"),
        empty_label=gettext_lazy("any"),
        required=False,
    )
    deed = forms.ChoiceField(
        label=gettext_lazy("What was done"),
        choices=[*EITHER, *Event.Kind.choices],
        required=False,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of record"), choices=lambda: [*EITHER, *kinds()], required=False
    )
    since = _day_field(gettext_lazy("From"))
    until = _day_field(gettext_lazy("To"))

    def clean(self) -> dict[str, Any]:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day is before the first."))
        return self.cleaned_data

    def found_in(self, events: QuerySet[Event]) -> QuerySet[Event]:
        asked = self.cleaned_data
        given = {
            "by": asked["by"],
            "kind": asked["deed"],
            "review__kind": asked["kind"],
            "at__gte": asked["since"] and _at(asked["since"], time.min),
            "at__lte": asked["until"] and _at(asked["until"], time.max),
        }
        return events.filter(**{name: value for name, value in given.items() if value})


def _at(day: date, moment: time) -> datetime:
    """By the clock of the site, which the page names."""
    return timezone.make_aware(datetime.combine(day, moment))


def activity(request: HttpRequest) -> TemplateResponse:
    """Only of records that the administrator may read; what was said, as they may read it."""
    reader = person(request)
    if not reader.has_perm("auth.view_user"):
        raise PermissionDenied
    form = ActivityForm(request.GET or None)
    events = Event.objects.filter(review__in=reviews_of(request).values("pk"))
    if form.is_bound:
        events = form.found_in(events) if form.is_valid() else events.none()
    named = events.select_related("review", "by__colleague", "to__colleague", "answers")
    shown = Paginator(named.order_by("-id"), ON_A_PAGE).get_page(request.GET.get("page"))
    told = threads.readable(shown, reader)
    note_also(request, *(event.review_id for event in told))
    context = {"title": _("Activity"), "form": form, "shown": shown, "events": told}
    status = 400 if form.is_bound and not form.is_valid() else 200
    return page(request, "admin/review/activity.html", context, status=status)
