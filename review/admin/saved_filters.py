"""Saved filters of the lists: kept from what a list is asked, opened, renamed, shared, deleted."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from accounts.deeds import do, page, person
from accounts.sight import seen_by
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import get_fields_from_path
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from review.admin.fields import OneLine
from review.admin.list_filters import Typed
from review.admin.review_pages import reviews_of
from review.models import SavedFilter, Tag
from review.workflow import filtering

# Longer than any question that a form of ours makes.
LONGEST_QUESTION = 4000
# Which page of the list, and what only the browser needs.
NO_QUESTION = {"page", "p", "all", "e", "_popup", "_facets", "_to_field", "csrfmiddlewaretoken"}
_ORDER = re.compile(r"-?\d{1,2}(\.-?\d{1,2}){0,9}")
_DAY_PARTS = ("year", "month", "day")

Pairs = list[tuple[str, str]]


@dataclass
class Asked:
    """What a list is asked: chosen of what it offers, typed, and what it does not know."""

    choices: Pairs = field(default_factory=list)
    typed: Pairs = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    def unsaved(self, of: str, name: str, *, is_shared: bool) -> SavedFilter:
        return SavedFilter(
            list=of,
            name=name,
            choices=urlencode(self.choices),
            typed=urlencode(self.typed),
            is_shared=is_shared,
        )


@dataclass(frozen=True)
class FilteredList:
    """A list of staff that is filtered by its address."""

    title: str | Promise
    may_open: Callable[[HttpRequest], bool]
    asked: Callable[[HttpRequest, QueryDict], Asked]


_LISTS: dict[str, FilteredList] = {}


def register(name: str, one: FilteredList) -> None:
    """By the name of its address, without `admin:`."""
    _LISTS[name] = one


def lists_of(request: HttpRequest) -> dict[str, FilteredList]:
    """Those that this person may open."""
    found = dict(_LISTS)
    for model_admin in admin.site._registry.values():  # noqa: SLF001
        if getattr(model_admin, "keeps_filters", False):
            found[address_of(model_admin)] = FilteredList(
                capfirst(str(model_admin.opts.verbose_name_plural)),
                model_admin.has_view_permission,
                partial(asked_of_admin, model_admin),
            )
    return {name: one for name, one in found.items() if one.may_open(request)}


def address_of(model_admin: Any) -> str:
    return f"{model_admin.opts.app_label}_{model_admin.opts.model_name}_changelist"


def reads_records(request: HttpRequest) -> bool:
    return person(request).has_perm("review.view_review")


# What a list is asked


def asked_of_form(form: forms.BaseForm, query: QueryDict) -> Asked:
    """Of a form with its choices: colleagues and whatever is typed are for oneself."""
    form.full_clean()
    asked = Asked()
    for name, value in _pairs(query):
        if name not in form.fields or name in form.errors:
            asked.dropped.append(name)
        elif _is_for_all(form.fields[name], value):
            asked.choices.append((name, value))
        else:
            asked.typed.append((name, value))
    return asked


def _is_for_all(field: Any, value: str) -> bool:
    """Terms and tags are read by everybody; keys of other rows are not."""
    if isinstance(field, forms.ModelChoiceField):
        queryset: Any = field.queryset
        return queryset.model is Tag or value == getattr(field, "null_value", None)
    return isinstance(field, forms.ChoiceField)


def asked_of_admin(model_admin: Any, request: HttpRequest, query: QueryDict) -> Asked:
    """Of a list of Django's admin, by the filters that it shows."""
    asked = Asked()
    known: dict[str, Any] = {}
    for spec in _specs(model_admin, request, query):
        known |= dict.fromkeys(spec.expected_parameters(), spec)
    for name, value in _pairs(query):
        if name == "q" and model_admin.search_fields:
            asked.typed.append((name, value))
        elif (name == "o" and _ORDER.fullmatch(value)) or _is_day(model_admin, name, value):
            asked.choices.append((name, value))
        elif name in known and isinstance(known[name], Typed | admin.AllValuesFieldListFilter):
            asked.typed.append((name, value))
        elif name in known and value in set(_values(known[name], name)):
            asked.choices.append((name, value))
        else:
            asked.dropped.append(name)
    return asked


def _specs(model_admin: Any, request: HttpRequest, query: QueryDict) -> Iterator[Any]:
    """As Django's list makes them, without asking the database for a row."""
    for one in model_admin.get_list_filter(request):
        params = {name: list(values) for name, values in query.lists()}
        if isinstance(one, type):
            yield one(request, params, model_admin.model, model_admin)
            continue
        path, made_by = one if isinstance(one, tuple) else (one, admin.FieldListFilter.create)
        last = get_fields_from_path(model_admin.model, path)[-1]
        yield made_by(last, request, params, model_admin.model, model_admin, field_path=path)


def _values(spec: Any, name: str) -> Iterator[str]:
    """What somebody can choose of it, as the address has it."""
    if isinstance(spec, admin.SimpleListFilter):
        yield from (str(value) for value, _label in spec.lookup_choices)
    elif name == getattr(spec, "lookup_kwarg", ""):
        yield from (str(value) for value, _label in spec.field.flatchoices)


def _is_day(model_admin: Any, name: str, value: str) -> bool:
    by = model_admin.date_hierarchy
    parts = {f"{by}__{part}" for part in _DAY_PARTS} if by else set()
    return name in parts and value.isascii() and value.isdigit() and len(value) <= 4


def _pairs(query: QueryDict) -> Iterator[tuple[str, str]]:
    for name, values in query.lists():
        if name not in NO_QUESTION:
            yield from ((name, value) for value in values if value.strip())


# Beside a list, and on the first page


@dataclass(frozen=True)
class Opened:
    """A saved filter with its address, and what a reader is told of it."""

    row: SavedFilter
    address: str
    of: str
    is_mine: bool
    may_change: bool
    # Whoever shared it; a new colleague is not told who else works here.
    by: str


def beside(request: HttpRequest, name: str) -> dict[str, Any]:
    """What a list shows of its own saved filters, and its form to save the present one."""
    rows = SavedFilter.objects.readable_by(person(request)).filter(list=name)
    asks = any(True for _pair in _pairs(request.GET))
    return {
        "saved_filters": list(_opened(rows, request)),
        "filtered_list": name,
        "question": request.GET.urlencode(),
        "save_filter_form": SaveFilterForm(prefix="filter") if asks else None,
    }


def all_of(request: HttpRequest) -> list[Opened]:
    """Of every list that this person may open."""
    return list(_opened(SavedFilter.objects.readable_by(person(request)), request))


def _opened(rows: Any, request: HttpRequest) -> Iterator[Opened]:
    reader, lists = person(request), lists_of(request)
    names_people = seen_by(reader).all_records
    is_administrator = reader.has_perm("auth.change_user")
    for row in rows.select_related("owner__colleague"):
        if row.list in lists:
            is_mine = row.owner_id == reader.pk
            yield Opened(
                row,
                f"{reverse(f'admin:{row.list}')}?{row.question}",
                str(lists[row.list].title),
                is_mine,
                is_mine or is_administrator,
                str(row.owner) if names_people else _("a colleague"),
            )


# The pages


class SaveFilterForm(forms.Form):
    name = OneLine(
        label=gettext_lazy("Name of the filter"),
        max_length=80,
        help_text=gettext_lazy("Of one that is shared: name no person here."),
    )
    is_shared = forms.BooleanField(
        label=gettext_lazy("For all colleagues who may open this list"), required=False
    )


def filters(request: HttpRequest) -> HttpResponse:
    reviews_of(request)  # refuses whoever reads no records
    context = {"title": _("Saved filters"), "saved_filters": all_of(request)}
    return page(request, "admin/review/saved_filters.html", context)


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Save what the list is asked, as far as the list knows it; then open the list so."""
    reviews_of(request)
    name = request.POST.get("list", "")
    if (of := lists_of(request).get(name)) is None:
        raise Http404
    question = request.POST.get("question", "")[:LONGEST_QUESTION]
    asked = of.asked(request, QueryDict(question))
    form = SaveFilterForm(request.POST, prefix="filter")
    if form.is_valid():
        row = asked.unsaved(name, **form.cleaned_data)
        deed = partial(filtering.save, row, by=person(request))
        if do(request, form, deed, _("The filter is saved.")):
            _say_dropped(request, asked.dropped)
            return redirect(f"{reverse(f'admin:{name}')}?{row.question}")
    context = {
        "title": _("Save this filter"),
        "form": form,
        "filtered_list": name,
        "question": question,
        "of": of.title,
    }
    return page(request, "admin/review/save_filter.html", context, status=400)


def _say_dropped(request: HttpRequest, names: Iterable[str]) -> None:
    """Names of parameters of the address, which nobody typed a name into."""
    if any(names):
        messages.warning(
            request, _("The address also asked for something that this list cannot filter by.")
        )


def change(request: HttpRequest, filter_id: UUID) -> HttpResponse:
    reviews_of(request)
    row = _changeable(request, filter_id)
    initial = {"name": row.name, "is_shared": row.is_shared}
    form = SaveFilterForm(request.POST or None, initial=initial)
    if form.is_valid():
        deed = partial(filtering.change, row.pk, **form.cleaned_data, by=person(request))
        if do(request, form, deed, _("The filter is changed.")):
            return redirect("admin:review_review_filters")
    context = {"title": _("Rename or share a filter"), "form": form, "row": row}
    status = 400 if form.errors else 200
    return page(request, "admin/review/saved_filter.html", context, status=status)


@require_POST
def delete(request: HttpRequest, filter_id: UUID) -> HttpResponse:
    reviews_of(request)
    row = _changeable(request, filter_id)
    do(
        request,
        None,
        partial(filtering.delete, row.pk, by=person(request)),
        _("The filter is deleted."),
    )
    return redirect("admin:review_review_filters")


def _changeable(request: HttpRequest, key: UUID) -> SavedFilter:
    """What nobody shares, and is not one's own, is none."""
    row = SavedFilter.objects.changeable_by(person(request)).filter(pk=key).first()
    if row is None or row.list not in lists_of(request):
        raise Http404
    return row
