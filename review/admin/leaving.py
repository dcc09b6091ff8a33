"""An administrator's page for a colleague who leaves, and the drafts that people left behind."""

from functools import partial
from typing import Any

from accounts.deeds import do, page, person
from accounts.forms import READ_BY_ADMINISTRATORS
from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from review.admin.fields import Prose
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
    }
    return page(request, "admin/review/leaving.html", context, status=400 if form.errors else 200)


class LeftBehindFilter(admin.SimpleListFilter):
    title = gettext_lazy("drafts of people who left")
    parameter_name = "left"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("nobody goes on with them yet"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        if self.value() != "yes":
            return queryset
        return queryset.filter(review__in=Review.objects.left_behind().values("pk"))
