"""An administrator's page for a colleague who leaves, and the drafts that people left behind."""

from functools import partial
from typing import Any
from uuid import UUID

from accounts import suspending
from accounts.deeds import do, page, person
from accounts.forms import READ_BY_ADMINISTRATORS
from accounts.large_forms import large_form
from accounts.models import LeavingCheck, LeavingStep
from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from review.admin.fields import Prose
from review.admin.review_pages import press, record_url, reviews_of
from review.models import Review
from review.workflow import leaving


class LeavingForm(forms.Form):
    to = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Who goes on with it"),
        required=False,
        empty_label=gettext_lazy("nobody yet: it stays in the list of drafts of people who left"),
        help_text=gettext_lazy("They find it among their own drafts, as far as they may read it."),
    )
    reason = Prose(
        label=gettext_lazy("Why"),
        widget=forms.Textarea({"rows": 2}),
        max_length=5000,
        help_text=READ_BY_ADMINISTRATORS,
        error_messages={"required": gettext_lazy("Say why.")},
    )

    def __init__(self, *args: Any, leaves: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = User.objects.filter(is_active=True, is_staff=True).exclude(pk=leaves.pk)
        may = [one.pk for one in others if one.has_perm("review.submit_review")]
        chosen = User.objects.filter(pk__in=may).select_related("colleague")
        self.fields["to"].queryset = chosen  # type: ignore[attr-defined]


def leaves(request: HttpRequest, who: User) -> HttpResponse:
    """Of an account that this administrator may see (`ColleagueAdmin.decide`)."""
    form = LeavingForm(request.POST or None, leaves=who)
    if form.is_valid():
        deed = partial(leaving.leave, who, by=person(request), **form.cleaned_data)
        if do(request, form, deed, _("The account is shut. Now go through the list below.")):
            return redirect("admin:leaving", who.pk)
    context = {
        "title": _("A colleague leaves"),
        "accounts_title": User._meta.verbose_name_plural,
        "who": who,
        "held": leaving.open_in_name_of(who, reader=person(request)),
        "form": form,
        "steps": steps_of(who),
        "checks": who.leaving_checks.select_related("by__colleague"),
    }
    return page(request, "admin/review/leaving.html", context, status=400 if form.errors else 200)


@require_POST
def check_step(request: HttpRequest, who: User) -> HttpResponse:
    deed = partial(
        suspending.check,
        who,
        request.POST.get("step", ""),
        by=person(request),
        is_done=request.POST.get("done") == "yes",
    )
    do(request, None, deed)
    return redirect(reverse("admin:leaving", args=[who.pk]) + "#outside")


def steps_of(who: User) -> list[tuple[LeavingStep, LeavingCheck | None]]:
    """Each step outside, with who has seen to it."""
    last = {one.step: one for one in who.leaving_checks.select_related("by__colleague")}
    done = {step: one for step, one in last.items() if one.is_done}
    return [(step, done.get(step)) for step in LeavingStep]


@large_form
@require_POST
def take_over(request: HttpRequest, review_id: UUID) -> HttpResponse:
    review = get_object_or_404(reviews_of(request), pk=review_id)
    deed = partial(leaving.take_over, review, by=person(request))
    said = _("You go on with it: it is among your drafts now.")
    return press(request, review, deed, said, leads_to=record_url(review, "change"))


class LeftBehindFilter(admin.SimpleListFilter):
    title = gettext_lazy("drafts of people who left")
    parameter_name = "left"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("nobody goes on with them yet"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        if self.value() != "yes":
            return queryset
        return queryset.filter(review__in=Review.objects.left_behind().values("pk"))
