"""One search over every kind of record, in what the person may read."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from accounts.deeds import page
from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from review.admin.base import ReviewedAdmin
from review.admin.review_pages import reviews_of

MOST_OF_A_KIND = 10


class FindForm(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("Words, a reference or an address"),
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class Found(NamedTuple):
    """Rows of one kind, and the list in which all of them stand."""

    name: str
    rows: list[tuple[str, str]]
    is_more: bool
    all_of_them: str


def find(request: HttpRequest) -> TemplateResponse:
    reviews_of(request)  # refuses whoever reads no records
    form = FindForm(request.GET or None)
    found = list(_found(request, form.cleaned_data["q"])) if form.is_valid() else []
    context = {"title": _("Find"), "form": form, "found": found, "asked": form.is_bound}
    return page(request, "admin/review/find.html", context)


def _found(request: HttpRequest, asked: str) -> Iterator[Found]:
    for model, model_admin in admin.site._registry.items():  # noqa: SLF001
        if isinstance(model_admin, ReviewedAdmin) and model_admin.has_view_permission(request):
            rows = model_admin.found_everywhere(request, asked)[: MOST_OF_A_KIND + 1]
            names = [_named(model_admin, row) for row in rows]
            at = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
            if names:
                yield Found(
                    str(model._meta.verbose_name_plural),
                    names[:MOST_OF_A_KIND],
                    len(names) > MOST_OF_A_KIND,
                    at,
                )


def _named(model_admin: Any, row: Any) -> tuple[str, str]:
    opts = row._meta
    return (
        reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk]),
        str(model_admin.choice_label(row) if hasattr(model_admin, "choice_label") else row),
    )
