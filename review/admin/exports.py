"""Lists of working copies as files for staff: asked for with a reason, some agreed to by a second.

A file with what not every colleague may read waits for somebody else who may read all of it; then
whoever asked takes it once within a day.
"""

import csv
from collections.abc import Iterable
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from accounts.deeds import do, page, person
from accounts.signing_in_again import signed_in_recently
from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from review.admin.fields import Prose
from review.models import Recipient, StaffExport
from review.text.cells import cell
from review.workflow import exporting

# More than this is no list that somebody works with.
MOST = 5000
SHOWN = 50


class WhyForm(forms.Form):
    recipient = forms.ChoiceField(
        label=gettext_lazy("For whom"),
        choices=Recipient,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "What a witness said is passed on only to those for whom the witness agreed to it."
        ),
    )
    why = Prose(
        label=gettext_lazy("What you need it for"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        help_text=gettext_lazy(
            "It is recorded with your name and the filter. A file on a device is a copy that "
            "nobody can withdraw."
        ),
    )


class Exported:
    """Mixed into the admin of what can be taken as a file: an action of its list."""

    # Names of fields, and of what `export_value` knows.
    export_columns: ClassVar[list[str]] = []
    actions: Any = ["take_as_file"]
    model: Any

    @admin.action(description=gettext_lazy("Take as a file (CSV)"), permissions=["view"])
    def take_as_file(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Ask for the reason first; what was chosen is carried along by the page."""
        form = WhyForm(request.POST if "_why" in request.POST else None)
        keys = list(queryset.order_by().values_list("pk", flat=True)[: MOST + 1])
        if len(keys) > MOST:
            form.add_error(None, _("Choose fewer: no file has more than %s rows.") % MOST)
        if form.is_bound and form.is_valid():
            deed = partial(
                exporting.ask,
                self.model,
                keys,
                question=request.GET.urlencode(),
                **form.cleaned_data,
                by=person(request),
            )
            if asked := do(request, form, deed, _said_of):
                return redirect("admin:review_review_export", asked.result.pk)
        context = {
            "title": _("Take as a file"),
            "opts": self.model._meta,
            "form": form,
            "keys": keys,
            "needs_second": bool(exporting.kept_rows(self.model, keys)),
        }
        bad = form.is_bound and form.errors
        return page(request, "admin/review/ask_export.html", context, status=400 if bad else 200)

    def export_value(self, row: Any, name: str) -> Any:
        """As it stands in the record; terms by their keys."""
        value = getattr(row.review if name in {"work", "public"} else row, name)
        return value if isinstance(value, str | int | bool | list) or value is None else str(value)


def _said_of(asked: StaffExport) -> str:
    if asked.needs_second:
        return _("It holds what not every colleague may read: a second person must agree first.")
    return ""


def admin_of(asked: StaffExport) -> Any:
    return admin.site.get_model_admin(exporting.model_of(asked))


def exports(request: HttpRequest) -> TemplateResponse:
    """What I asked for and may take, what waits for my agreement; for some what all others took."""
    reader = person(request)
    every = StaffExport.objects.select_related("by__colleague", "agreed_by__colleague")
    others = list(every[:SHOWN]) if reader.has_perm("review.view_staffexport") else []
    whole = {one.pk for one in exporting.read_whole(others, reader)}
    context = {
        "title": _("Files for staff"),
        "mine": [(one, True) for one in every.filter(by=reader)[:SHOWN]],
        "waiting": [(one, True) for one in waiting_for(reader)],
        "every": [(one, one.pk in whole) for one in others],
    }
    return page(request, "admin/review/exports.html", context)


def waiting_for(reader: User) -> list[StaffExport]:
    """Of whose rows this person may read all: they can agree."""
    asked = (
        StaffExport.objects.waiting()
        .exclude(by=reader)
        .select_related("by__colleague", "agreed_by__colleague")
    )
    return exporting.read_whole(asked, reader)


def export_of(request: HttpRequest, export_id: UUID) -> StaffExport:
    """One that I asked for, or all of whose rows I may read; of others there is none."""
    asked = (
        StaffExport.objects.filter(pk=export_id)
        .select_related("by__colleague", "agreed_by__colleague")
        .first()
    )
    reader = person(request)
    if asked is None or not (asked.by_id == reader.pk or exporting.reads_all(asked, reader)):
        raise Http404
    return asked


def export(
    request: HttpRequest, export_id: UUID, form: forms.Form | None = None
) -> TemplateResponse:
    """What is asked, row by row as far as one may read it, for a second person to agree."""
    asked = export_of(request, export_id)
    reader = person(request)
    rows = exporting.readable_rows(asked, reader)
    context = {
        "title": _("A file for staff"),
        "asked": asked,
        "rows": [str(row) for row in rows],
        "is_own": asked.by_id == reader.pk,
        "may_agree": exporting.may_agree(asked, reader),
        "may_take": exporting.may_take(asked, reader),
        "form": form or forms.Form(),
    }
    bad = form is not None
    return page(request, "admin/review/export.html", context, status=400 if bad else 200)


@require_POST
@signed_in_recently
def agree(request: HttpRequest, export_id: UUID) -> HttpResponse:
    asked = export_of(request, export_id)
    form = forms.Form(request.POST)
    deed = partial(exporting.agree, asked, by=person(request))
    if form.is_valid() and do(request, form, deed, _("Agreed: it can be taken once within a day.")):
        return redirect("admin:review_review_exports")
    return export(request, export_id, form)


@require_POST
@signed_in_recently
def take(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """The file, made now of what the person may read now."""
    asked = export_of(request, export_id)
    by = person(request)
    if asked.by_id != by.pk:
        raise PermissionDenied
    model_admin = admin_of(asked)
    form = forms.Form(request.POST)
    taken = form.is_valid() and do(request, form, partial(exporting.take, asked, by=by))
    if not taken:
        return export(request, export_id, form)
    return _file(model_admin, taken.result, by)


def _file(model_admin: Any, rows: Iterable[Any], by: User) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"attest-staff-{model_admin.opts.model_name}-{timezone.localdate()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    writer = csv.writer(response)
    writer.writerow(model_admin.export_columns)
    for row in rows:
        values = (model_admin.export_value(row, column) for column in model_admin.export_columns)
        writer.writerow([cell(value) for value in values])
    return response
