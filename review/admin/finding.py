"""One search over every kind of record, in what the person may read."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from accounts.deeds import page
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from review.admin import saved_filters
from review.admin.base import ReviewedAdmin
from review.admin.review_pages import reviews_of
from review.models import Tag, Tagged

MOST_OF_A_KIND = 10


class FindForm(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("Words, a reference or an address"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    tag = forms.ModelChoiceField(Tag.objects.all(), label=gettext_lazy("Tag"), required=False)

    def clean(self) -> dict[str, Any]:
        asked = self.cleaned_data
        if not self.errors and not asked.get("q") and not asked.get("tag"):
            raise ValidationError(_("Write what is looked for, or choose a tag."))
        return asked


class Found(NamedTuple):
    """Rows of one kind, and the list in which all of them stand."""

    name: str
    rows: list[tuple[str, str]]
    is_more: bool
    all_of_them: str


def find(request: HttpRequest) -> TemplateResponse:
    reviews_of(request)  # refuses whoever reads no records
    form = FindForm(request.GET or None)
    found = list(_found(request, **form.cleaned_data)) if form.is_valid() else []
    context = {
        "title": _("Find"),
        "form": form,
        "found": found,
        "asked": form.is_bound,
        **saved_filters.beside(request, "review_review_find"),
    }
    return page(request, "admin/review/find.html", context)


def _asked(request: HttpRequest, query: QueryDict) -> saved_filters.Asked:
    return saved_filters.asked_of_form(FindForm(query), query)


saved_filters.register(
    "review_review_find",
    saved_filters.FilteredList(gettext_lazy("Find"), saved_filters.reads_records, _asked),
)


def _found(request: HttpRequest, q: str, tag: Tag | None) -> Iterator[Found]:
    for model, model_admin in admin.site._registry.items():  # noqa: SLF001
        if isinstance(model_admin, ReviewedAdmin) and model_admin.has_view_permission(request):
            rows = _rows(model_admin, request, q, tag)[: MOST_OF_A_KIND + 1]
            names = [_named(model_admin, row) for row in rows]
            at = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
            if names:
                yield Found(
                    str(model._meta.verbose_name_plural),
                    names[:MOST_OF_A_KIND],
                    len(names) > MOST_OF_A_KIND,
                    at,
                )


def _rows(
    model_admin: ReviewedAdmin, request: HttpRequest, q: str, tag: Tag | None
) -> QuerySet[Any]:
    """A tag is borne by records: their rows are not looked for by it."""
    if tag is None:
        return model_admin.found_everywhere(request, q)
    every = model_admin.get_queryset(request)
    if model_admin.parent:
        return every.none()
    found = model_admin.found_everywhere(request, q) if q else every
    return found.filter(pk__in=Tagged.objects.filter(tag=tag).values("review"))


def _named(model_admin: Any, row: Any) -> tuple[str, str]:
    opts = row._meta
    return (
        reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk]),
        str(model_admin.choice_label(row) if hasattr(model_admin, "choice_label") else row),
    )
