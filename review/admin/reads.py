"""Who of us opened what is kept from others: noted at one door, and shown to few."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from accounts.deeds import page, person
from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from review.models import Hiding, Read, Review, kept_among
from review.references import normalise

ON_A_PAGE = 50
# Answers that show the page: also with what was refused.
SHOWN = {200, 400}


# Set for a page that tells what is kept from others, whatever the record is.
ALWAYS = "is_always_noted"


def always(request: HttpRequest) -> None:
    setattr(request, ALWAYS, True)


ALSO = "is_also_read"


def note_also(request: HttpRequest, *keys: UUID) -> None:
    """A page tells of records that its address does not name."""
    setattr(request, ALSO, {*getattr(request, ALSO, ()), *keys})


def note(request: HttpRequest, response: HttpResponse) -> None:
    """Once the answer is there: every address of ours that names a record or a row of one."""
    match, reader = request.resolver_match, request.user
    if match is None or response.status_code not in SHOWN or not isinstance(reader, User):
        return
    name = match.url_name or ""
    named = {*_keys(name, match.kwargs), *getattr(request, ALSO, ())}
    kept = _kept(named, always=getattr(request, ALWAYS, False))
    if kept:
        just_now = Read.objects.just_now(timezone.now()).filter(person=reader, page=name)
        kept -= set(just_now.filter(review__in=kept).values_list("review", flat=True))
        Read.objects.bulk_create(Read(review_id=pk, person=reader, page=name) for pk in kept)


def _kept(keys: set[UUID], *, always: bool) -> set[UUID]:
    if always:
        return set(Review.objects.filter(pk__in=keys).values_list("pk", flat=True))
    return kept_among(keys)


def _keys(page_name: str, named: dict[str, Any]) -> Iterator[UUID]:
    """Of the records that an address names; keys are random and no two tables share one."""
    if hiding := named.get("hiding_id"):
        yield from Hiding.objects.filter(pk=hiding).values_list("review", flat=True)
    found = [key for value in named.values() if (key := _uuid(value))]
    yield from found
    if "object_id" in named and found:
        app, name = page_name.split("_")[:2]
        model: Any = apps.get_model(app, name)
        if parent := getattr(admin.site.get_model_admin(model), "parent", ""):
            rows = model._default_manager.filter(pk__in=found)
            yield from rows.values_list(parent, flat=True)


def _uuid(value: Any) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None


class LogForm(forms.Form):
    """Whose readings, and of which record."""

    person = forms.ModelChoiceField(
        User.objects.order_by("username"), label=gettext_lazy("Colleague"), required=False
    )
    record = forms.CharField(
        label=gettext_lazy("Reference of a record"), required=False, max_length=20
    )

    def clean_record(self) -> str:
        text = self.cleaned_data["record"].strip()
        try:
            return normalise(text) if text else ""
        except ValueError as error:
            raise forms.ValidationError(_("This is no reference.")) from error


def log(request: HttpRequest) -> TemplateResponse:
    """Readings of kept records; which record it was only where the reader may read it too."""
    reader = person(request)
    if not reader.has_perm("review.view_read"):
        raise PermissionDenied
    form = LogForm(request.GET or None)
    visible = Review.objects.visible_to(reader)
    found = Read.objects.select_related("review", "person__colleague").annotate(
        is_told=models.Exists(visible.filter(pk=models.OuterRef("review")))
    )
    if form.is_bound and form.is_valid():
        if form.cleaned_data["person"]:
            found = found.filter(person=form.cleaned_data["person"])
        if form.cleaned_data["record"]:
            found = found.filter(review__in=visible.filter(reference=form.cleaned_data["record"]))
    context = {
        "title": _("Who opened what is kept from others"),
        "form": form,
        "reads": Paginator(found, ON_A_PAGE).get_page(request.GET.get("p")),
        "question": _question(request),
    }
    bad = form.is_bound and not form.is_valid()
    return page(request, "admin/review/reads.html", context, status=400 if bad else 200)


def _question(request: HttpRequest) -> str:
    asked = request.GET.copy()
    asked.pop("p", None)
    return asked.urlencode()
