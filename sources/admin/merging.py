"""Staff pages for records that may be one: the list of them, and two side by side."""

from collections.abc import Callable, Collection
from functools import partial
from typing import Any
from uuid import UUID

from accounts.deeds import do, page, person
from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from review.admin.merge_pages import WhyForm
from review.admin.reads import note_also
from review.admin.review_pages import heads_of, heads_posted
from review.models import Event, Record, Review
from review.revisions import compare
from review.workflow import decisions

from sources.admin.forms import Another
from sources.merge import drafts, telling_apart
from sources.merge.content import (
    EMPTY,
    STATED,
    Pointing,
    missing,
    new_names,
    new_relations,
    resting_on,
)
from sources.models import Actor, DraftMerge, Hop, Source, Statement, ToldApart
from sources.record import twins

ON_A_PAGE = 50
# Of a text, here in characters: the whole of it stands on its record's page.
LONGEST_SHOWN = 300
# Foreign keys to each kind, by which an autocomplete field finds its admin.
TO: dict[type[Record], Any] = {
    Source: Statement._meta.get_field("source"),
    Actor: Hop._meta.get_field("actor"),
}

# Where each page stands below the list of the kind, its view, and its name.
Pages = list[tuple[str, Callable[..., HttpResponse], str]]


class OtherForm(forms.Form):
    """Any other record of the kind that is not closed."""

    other = forms.ModelChoiceField(
        Source.objects.none(),
        label=gettext_lazy("The record that it may be the same as"),
        error_messages={
            "required": gettext_lazy("Choose the other record."),
            "invalid_choice": gettext_lazy("Choose another record, one that is not closed."),
        },
    )

    def __init__(self, *args: Any, request: HttpRequest, record: Record, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model = type(record)
        field: Any = self.fields["other"]
        field.widget = Another(TO[model], admin.site)
        field.widget.but = record.pk
        readable = model.visible_to(person(request)).exclude(pk=record.pk)
        field.queryset = readable.exclude(review__work=Review.Work.CLOSED)


class TwinPages:
    """Mixed into the admin of sources and of actors."""

    model: Any
    admin_site: admin.AdminSite
    opts: Any

    def twin_pages(self) -> Pages:
        return [
            ("twins/", all_twins, "twins"),
            ("<uuid:pk>/same-as/", same_as, "same_as"),
            ("<uuid:pk>/same-as/<uuid:other_pk>/", pair, "pair"),
            ("<uuid:pk>/same-as/<uuid:other_pk>/not/", not_the_same, "not_the_same"),
            ("<uuid:pk>/same-as/<uuid:other_pk>/close/", close_as, "close_as"),
            ("<uuid:pk>/same-as/<uuid:other_pk>/merge/", merge, "merge_draft"),
        ]

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            *(
                path(at, wrap(partial(view, model=self.model)), name=url_name(self.model, name))
                for at, view, name in self.twin_pages()
            ),
            *super().get_urls(),  # type: ignore[misc]
        ]


def url_name(model: type[Record], name: str) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}_{name}"


def refuse_without(request: HttpRequest, model: type[Record], right: str) -> None:
    if not person(request).has_perm(f"{model._meta.app_label}.{right}_{model._meta.model_name}"):
        raise PermissionDenied


def record_for(request: HttpRequest, model: type[Record], pk: UUID) -> Any:
    """What one may not read is answered as what there is not."""
    return get_object_or_404(model.visible_to(person(request)).select_related("review"), pk=pk)


def all_twins(request: HttpRequest, *, model: type[Record]) -> HttpResponse:
    """Every likely pair that the person may read, and the drafts that were merged."""
    refuse_without(request, model, "view")
    reader = person(request)
    rows = twins.all_pairs(model, reader)
    shown = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    found = twins.pairs(shown.object_list)
    note_also(request, *(one.pk for two in found for one in (two.one, two.other)))
    context = {
        "title": _("May be the same: %s") % model._meta.verbose_name_plural,
        "shown": shown,
        "pairs": found,
        "names": names_of(model),
        "merged": merged_drafts(model, request),
    }
    return page(request, "admin/sources/twins.html", {"opts": model._meta} | context)


def merged_drafts(model: type[Record], request: HttpRequest) -> list[DraftMerge]:
    """The last ones that are still closed."""
    readable = model.keys_visible_to(person(request))
    standing = DraftMerge.objects.standing().filter(merged__in=readable, into__in=readable)
    return list(standing.select_related("merged", "into", "by__colleague")[:ON_A_PAGE])


def names_of(model: type[Record]) -> dict[str, str]:
    """Names of the addresses of this kind of record."""
    names = "change changelist twins same_as pair not_the_same close_as merge_draft".split()
    names += ["merge", "propose"]
    return {name: f"admin:{url_name(model, name)}" for name in names}


def same_as(request: HttpRequest, pk: UUID, *, model: type[Record]) -> HttpResponse:
    """What it may be the same as, or any other record that somebody chooses."""
    refuse_without(request, model, "view")
    record = record_for(request, model, pk)
    form = OtherForm(request.GET or None, request=request, record=record)
    if form.is_bound and form.is_valid():
        other = form.cleaned_data["other"]
        return redirect(f"admin:{url_name(model, 'pair')}", record.pk, other.pk)
    found = twins.twins_of(record, person(request))
    note_also(request, *(one.other.pk for one in found))
    context = {
        "title": _("The same as another record?"),
        "record": record,
        "twins": found,
        "form": form,
        "names": names_of(model),
        "media": model_media(model) + form.media,
    }
    status = 400 if form.errors else 200
    return page(request, "admin/sources/same_as.html", {"opts": model._meta} | context, status)


def twins_context(record: Record, reader: User) -> dict[str, Any]:
    """What `_twins.html` shows on the pages of a record."""
    merged = DraftMerge.objects.standing().filter(into=record.review)
    readable = type(record).keys_visible_to(reader)
    return {
        "same_event_template": "admin/sources/_twins.html",
        "twins": twins.twins_of(record, reader),
        "twin_names": names_of(type(record)),
        "told_apart": _told_apart(record, reader),
        "merged_here": merged.filter(merged__in=readable).select_related("merged"),
        "merged_away": DraftMerge.objects.standing()
        .filter(merged=record.review, into__in=readable)
        .select_related("into")
        .first(),
    }


def _told_apart(record: Record, reader: User) -> list[tuple[Review, Event]]:
    """What somebody said that it is not, and who, when and why: whoever reviews it sees that."""
    rows = ToldApart.objects.of(record.review).read_by(type(record).visible_to(reader))
    every = rows.select_related("one", "other", "said__by__colleague").order_by("id")
    return [(row.other if row.one_id == record.pk else row.one, row.said) for row in every]


def model_media(model: type[Record]) -> Any:
    return admin.site.get_model_admin(model).media


def pair(
    request: HttpRequest,
    pk: UUID,
    other_pk: UUID,
    *,
    model: type[Record],
    refused: dict[str, forms.Form] | None = None,
) -> HttpResponse:
    """Both side by side, and what can be said or done."""
    refuse_without(request, model, "view")
    record, other = two_of(request, model, pk, other_pk)
    is_own = decisions.is_own_draft(record.review, person(request))
    by_two = both_may_be_merged(record, other)
    resting = readable_rows(request, resting_on(record)) if is_own or by_two else []
    context = {
        "title": _("Two records side by side"),
        "record": record,
        "other": other,
        "both": [record, other],
        "names": names_of(model),
        "rows": side_by_side(record, other),
        "heads": heads_of([record.review, other.review]),
        "is_own_draft": is_own,
        "other_is_own_draft": decisions.is_own_draft(other.review, person(request)),
        "by_two": by_two,
        "brings": _brings(record, other, person(request)) if is_own or by_two else [],
        "resting": records_of(resting),
        "resting_count": len(resting),
        "apart_form": WhyForm(prefix="apart"),
        "close_form": WhyForm(prefix="close"),
        "merge_form": WhyForm(prefix="merge"),
        "propose_form": WhyForm(prefix="propose"),
        **(refused or {}),
    }
    status = 400 if refused else 200
    return page(request, "admin/sources/pair.html", {"opts": model._meta} | context, status)


def both_may_be_merged(one: Record, other: Record) -> bool:
    """By two people; what else stands in the way is said when it is proposed."""
    both = [one.review, other.review]
    return all(review.is_public and review.work == Review.Work.CLEAN for review in both)


def two_of(request: HttpRequest, model: type[Record], pk: UUID, other_pk: UUID) -> tuple[Any, Any]:
    if pk == other_pk:
        raise Http404
    return record_for(request, model, pk), record_for(request, model, other_pk)


def side_by_side(one: Any, other: Any) -> list[tuple[str, str, str]]:
    """(field, as one states it, as the other does), of what either states."""
    rows: list[tuple[str, str, str]] = []
    for name in (name for together in STATED[type(one)] for name in together):
        column: Any = type(one)._meta.get_field(name.removesuffix("_id"))
        values = [getattr(record, name) for record in (one, other)]
        if any(value not in EMPTY for value in values):
            here, there = (_shortened(compare.in_words(column, value)) for value in values)
            rows.append((capfirst(str(column.verbose_name)), here, there))
    if isinstance(one, Actor):
        here, there = (", ".join(map(str, record.names.all())) for record in (one, other))
        rows.append((_("Other names"), here, there))
    return rows


def _shortened(text: str) -> str:
    return Truncator(text).chars(LONGEST_SHOWN)


def _stated(record: Any, name: str) -> str:
    column: Any = type(record)._meta.get_field(name.removesuffix("_id"))
    value = _shortened(compare.in_words(column, getattr(record, name)))
    return f"{capfirst(str(column.verbose_name))}: {value}"


def _brings(record: Any, other: Any, reader: User) -> list[str]:
    """What a merge would add to the other record, in words, as far as this person may read it."""
    filled = missing(record, other)
    said = [_stated(record, name) for name in filled]
    if isinstance(record, Source):
        return said + [str(statement) for statement in record.statements.all()]
    names = [str(name) for name in new_names(record, other, filled)]
    relations = new_relations(record, other)
    cited = Statement.objects.filter(pk__in=[one.statement_id for one in relations])
    read = set(cited.filter(source__in=Source.visible_to(reader)).values_list("pk", flat=True))
    return said + names + [str(one) for one in relations if one.statement_id in read]


def readable_rows(request: HttpRequest, resting: Collection[Pointing]) -> Collection[Pointing]:
    """Rows of the records that this person may read: not even a number tells of others."""
    return drafts.as_read(resting, person(request)).shown


def records_of(rows: Collection[Pointing]) -> list[Review]:
    return sorted({one.record.review for one in rows}, key=lambda one: (one.kind, one.title))


def deed_of_two(
    name: str,
    verb: Callable[..., Any],
    said: Any,
    *,
    leads_to: str = "change",
    stays: str = "other",
) -> Callable[..., HttpResponse]:
    """A view of one deed about two records, which stands on their page."""

    @require_POST
    def view(
        request: HttpRequest, pk: UUID, other_pk: UUID, *, model: type[Record]
    ) -> HttpResponse:
        refuse_without(request, model, "change")
        record, other = two_of(request, model, pk, other_pk)
        form = WhyForm(request.POST, prefix=name)
        if form.is_valid():
            what = {"seen": heads_posted(request), **form.cleaned_data}
            deed = partial(verb, record, other, by=person(request), **what)
            if do(request, form, deed, str(said)):
                at = other if stays == "other" else record
                return redirect(f"admin:{url_name(model, leads_to)}", at.pk)
        return pair(request, pk, other_pk, model=model, refused={f"{name}_form": form})

    return view


not_the_same = deed_of_two(
    "apart",
    telling_apart.tell_apart,
    gettext_lazy("Recorded: nobody is asked about these two again."),
    stays="record",
)
close_as = deed_of_two(
    "close", drafts.close_as, gettext_lazy("The draft is closed. It can be reopened.")
)
merge = deed_of_two(
    "merge",
    drafts.merge,
    gettext_lazy("Merged: the draft is closed, and what rested on it is here."),
)
