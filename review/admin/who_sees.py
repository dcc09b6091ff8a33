"""Who of us sees a record: its groups, and to whom it is assigned."""

from functools import partial
from typing import Any
from uuid import UUID

from accounts.deeds import do, page, person
from accounts.models import NeedToKnowGroup
from accounts.signing_in_again import signed_in_recently
from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from review.admin.fields import Prose
from review.admin.review_pages import record_url, reviews_of, said_first
from review.models import Assignment, Limit, Review
from review.models.seeing import may_assign
from review.workflow import assigning, limiting


class WhyForm(forms.Form):
    comment = Prose(
        label=gettext_lazy("Why"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=5000,
        help_text=gettext_lazy("It stands in the record's history, for those who read the record."),
    )


class LimitForm(WhyForm):
    group = forms.ModelChoiceField(
        NeedToKnowGroup.objects.none(), label=gettext_lazy("Need-to-know group")
    )
    field_order = ["group", "comment"]

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = NeedToKnowGroup.objects.filter(members=reader)
        self.fields["group"].queryset = mine  # type: ignore[attr-defined]


class AssignForm(forms.Form):
    person = forms.ModelChoiceField(
        User.objects.filter(is_active=True, is_staff=True).order_by("username"),
        label=gettext_lazy("Colleague"),
    )


def who_sees(
    request: HttpRequest, review_id: UUID, refused: dict[str, forms.Form] | None = None
) -> TemplateResponse:
    review = get_object_or_404(reviews_of(request), pk=review_id)
    record, reader = review.record(), person(request)
    context = {
        "title": _("Who sees it: %s") % review.title,
        "review": review,
        "record": record,
        "may_be_kept": record.MAY_BE_KEPT,
        "is_kept": limiting.is_kept(record),
        "limits": review.limits.select_related("group", "by__colleague").order_by("group__name"),
        "groups": limiting.groups_of(reader),
        "assignments": review.assignments.filter(ended_at=None).select_related(
            "person__colleague", "by__colleague"
        ),
        "may_assign": may_assign(reader),
        "change_url": record_url(review, "change"),
        "limit_form": LimitForm(reader=reader, prefix="limit"),
        "free_form": WhyForm(prefix="free"),
        "assign_form": AssignForm(prefix="assign"),
        **said_first(record),
        **(refused or {}),
    }
    return page(request, "admin/review/who_sees.html", context, status=400 if refused else 200)


@require_POST
@signed_in_recently
def limit(request: HttpRequest, review_id: UUID) -> HttpResponse:
    review = get_object_or_404(reviews_of(request), pk=review_id)
    form = LimitForm(request.POST, reader=person(request), prefix="limit")
    if form.is_valid():
        deed = partial(limiting.limit, review, by=person(request), **form.cleaned_data)
        if do(request, form, deed, _("Only members of its groups see it now.")):
            return _back(review)
    return who_sees(request, review.pk, {"limit_form": form})


@require_POST
@signed_in_recently
def free(request: HttpRequest, review_id: UUID, limit_id: int) -> HttpResponse:
    review = get_object_or_404(reviews_of(request), pk=review_id)
    limited = get_object_or_404(Limit.objects.select_related("group"), pk=limit_id, review=review)
    form = WhyForm(request.POST, prefix="free")
    if form.is_valid():
        deed = partial(limiting.free, limited, by=person(request), **form.cleaned_data)
        if do(request, form, deed, _("Taken out of the group.")):
            return _back(review)
    return who_sees(request, review.pk, {"free_form": form})


@require_POST
@signed_in_recently
def assign(request: HttpRequest, review_id: UUID) -> HttpResponse:
    review = get_object_or_404(reviews_of(request), pk=review_id)
    form = AssignForm(request.POST, prefix="assign")
    if form.is_valid():
        deed = partial(assigning.assign, review, by=person(request), **form.cleaned_data)
        if do(request, form, deed, _("Assigned, with all that must be read with it.")):
            return _back(review)
    return who_sees(request, review.pk, {"assign_form": form})


@require_POST
def end_assignment(request: HttpRequest, review_id: UUID, assignment_id: UUID) -> HttpResponse:
    review = get_object_or_404(reviews_of(request), pk=review_id)
    assignment = get_object_or_404(Assignment, pk=assignment_id, review=review)
    do(
        request,
        None,
        partial(assigning.end, assignment, by=person(request)),
        _("No longer assigned."),
    )
    return _back(review)


def _back(review: Review) -> HttpResponse:
    return redirect("admin:review_review_who_sees", review.pk)
