"""Staff pages for whatever is reviewed: saving with a reason, nobody's work overwritten."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, cast
from uuid import UUID

from accounts.deeds import person
from accounts.large_forms import large_form
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR, IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from review.admin import review_pages, saved_filters, submission
from review.admin.fields import Prose
from review.admin.list_filters import TagFilter
from review.document_types import Document
from review.editions import chain
from review.models import PublicEdition, Record, Refused, Review, Tagged
from review.models.codebook import field_key
from review.public.addresses import reference_pasted
from review.revisions import compare
from review.text import kept
from review.workflow import codebook, decisions, outdated, publishing, threads

# Of what was done to a record its form shows so many; the rest is its history.
LATEST = 5


class SavingForm(forms.Form):
    """What every page that saves a record asks: which head it was opened at, and why."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    comment = Prose(
        label=gettext_lazy("What you change and why"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=5000,
        help_text=gettext_lazy("Needed once the record is public, and whenever you submit it."),
    )


class DecidedBefore:
    """Mixed into every form of a record: what the codebook says of a field stands beside it."""

    # Set for one request by the admin of the record.
    decided: ClassVar[codebook.Entries] = {}
    # In a table the help of a column is only shown where a mouse points: it stands above the table.
    is_column: ClassVar[bool] = False
    fields: dict[str, forms.Field]
    instance: models.Model

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decided_of_columns: list[tuple[str, Any]] = []
        for name, field in self.fields.items():
            if entries := self.decided.get(field_key(type(self.instance), name)):
                if self.is_column:
                    self.decided_of_columns.append((str(field.label), entries))
                    continue
                said = render_to_string("admin/review/_codebook.html", {"decided": entries})
                field.help_text = format_html("{}{}", said, field.help_text or "")


class WorkForm(DecidedBefore, SavingForm, forms.ModelForm[Any]):
    """A record's form."""

    # Set for one request by `ReviewedAdmin.get_form`.
    refusal: ClassVar[str] = ""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.refusal:
            raise ValidationError(self.refusal)
        return cleaned


class KeepTheirs:
    """Mixed into every form of a save "on top of theirs": what I left alone stays theirs."""

    base: ClassVar[dict[str, Any]]
    instance: models.Model
    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def _post_clean(self) -> None:
        stored = self.base.get(str(self.instance.pk))
        if stored is not None:
            for name in self.cleaned_data.keys() & stored.values.keys():
                field = self.instance._meta.get_field(name)
                if _is_same(_plain(field, self.cleaned_data[name]), stored.values[name]):
                    self.cleaned_data[name] = _current(self.instance, field)
        super()._post_clean()  # type: ignore[misc]


def _plain(field: Any, value: Any) -> Any:
    """The form's value as a revision would hold it."""
    row = field.model(**{field.name: value})
    plain = field.value_to_string(row) if value is not None else None
    raw = field.value_from_object(row)
    return raw if isinstance(raw, str | bool | int | list) else plain


def _is_same(typed: Any, stored: Any) -> bool:
    if isinstance(typed, str) and isinstance(stored, str):
        return kept.is_same(typed, stored)
    return bool(typed == stored)


def _current(instance: models.Model, field: Any) -> Any:
    value = getattr(instance, field.attname)
    return getattr(instance, field.name) if field.is_relation and value is not None else value


class RecordList(ChangeList):
    """A list whose days in the address may be nonsense: Django's own answers those with a 500."""

    def get_filters(self, request: HttpRequest) -> Any:
        try:
            return super().get_filters(request)
        except OverflowError as error:
            raise IncorrectLookupParameters(error) from error

    def get_queryset(self, *args: Any, **kwargs: Any) -> models.QuerySet[Any]:
        """With the tags of each record, read once for the page."""
        rows = super().get_queryset(*args, **kwargs)
        if not issubclass(rows.model, Record):
            return rows
        tags = models.Prefetch("review__tagged", Tagged.objects.select_related("tag"))
        return rows.prefetch_related(tags)


def _shows_one(request: HttpRequest) -> bool:
    """A page that is only shown and whose address names its record."""
    match = request.resolver_match
    named = match is not None and bool({"object_id", "pk"} & match.kwargs.keys())
    return named and request.method == "GET"


class ReviewedAdmin(admin.ModelAdmin[Any]):
    """The admin of a record, or of a row with a page of its own that belongs to a record.

    Not reversion's VersionAdmin: its addresses let a right on one model revert another.
    """

    form = WorkForm
    change_form_template = "admin/review/change_form.html"
    # The name of the foreign key to the record, for a row that is not a record itself.
    parent: ClassVar[str] = ""
    save_as = False
    actions: Any = None
    show_facets = admin.ShowFacets.NEVER
    change_list_template = "admin/review/record_list.html"
    # Each list of these can be saved as it is filtered (`saved_filters.py`).
    keeps_filters = True

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return RecordList

    def get_list_filter(self, request: HttpRequest) -> Any:
        filters = super().get_list_filter(request)
        return filters if self.parent else [*filters, TagFilter]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        saved = saved_filters.beside(request, saved_filters.address_of(self))
        return super().changelist_view(request, (extra_context or {}) | saved)

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        """Exactly the record whose reference, or the address of whose page, was pasted."""
        if not self.parent and (pasted := reference_pasted(search_term, self.model.record_kind())):
            found = queryset.filter(review__reference=pasted)
            if found.exists():
                return found, False
        return self.search_by_words(request, queryset, search_term)

    def search_by_words(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        """What Django does, unless an admin knows better what its texts are found by."""
        return super().get_search_results(request, queryset, search_term)

    def found_everywhere(self, request: HttpRequest, asked: str) -> models.QuerySet[Any]:
        """What the search over all kinds finds of this one: as the list, or more."""
        return self.get_search_results(request, self.get_queryset(request), asked)[0]

    # Which record a page is about

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows = super().get_queryset(request)
        visible = self._record_model().keys_visible_to(person(request))
        if self.parent:
            return rows.filter(**{f"{self.parent}__in": visible})
        # Django heeds `list_select_related` only where nothing is joined yet.
        joined = cast(Iterable[str], self.list_select_related or ())
        # What the top of such a page tells of a record is read with it.
        state = review_pages.STATE if _shows_one(request) else ()
        beside = (f"review__{name}" for name in state)
        return rows.filter(pk__in=visible).select_related("review", *joined, *beside)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """Read once for a page that is only shown; what is saved is read under its lock."""
        if request.method != "GET":
            return super().get_object(request, object_id, from_field)
        kept = request.__dict__.setdefault("objects_read", {})
        asked = (type(self), object_id, from_field)
        if asked not in kept:
            kept[asked] = super().get_object(request, object_id, from_field)
        return kept[asked]

    def _record_model(self) -> type[Record]:
        model = self.model._meta.get_field(self.parent).related_model if self.parent else self.model
        return cast(type[Record], model)

    def record_of(self, obj: Any) -> Record:
        return cast(Record, getattr(obj, self.parent) if self.parent else obj)

    def _review_id(self, request: HttpRequest, object_id: str | None) -> UUID | None:
        """The review of the record that a request is about; None for a new record.

        An address may name any record as parent: what this person may not read is none.
        """
        if object_id:
            obj = self.get_object(request, object_id)
            return self.record_of(obj).pk if obj else None
        named = request.POST.get(self.parent) or request.GET.get(self.parent)
        try:
            parent = UUID(named) if self.parent and named else None
        except ValueError:
            return None
        visible = self._record_model().visible_to(person(request))
        return parent if visible.filter(pk=parent).exists() else None

    def _get_obj_does_not_exist_redirect(self, *args: Any) -> HttpResponse:
        """What there is not, or what this person may not read: one answer, on every address."""
        raise Http404

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A record is discarded or withdrawn, a row is taken out in its record's form."""
        return False

    # Opening and saving. A report of forty pages has hundreds of rows.

    @large_form
    def add_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().add_view(*args, **kwargs)

    @large_form
    def change_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().change_view(*args, **kwargs)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        review_id = self._review_id(request, object_id)
        is_read = object_id and request.method == "GET" and not self.parent
        record = self.get_object(request, str(object_id)) if is_read else None
        state = self.state_context(review_id, person(request), record)
        context = (extra_context or {}) | state
        request.refusal, request.base = "", None  # type: ignore[attr-defined]
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, context)
        try:
            with transaction.atomic():
                if review_id is not None:
                    self.lock_seen(request, review_id)
                return super().changeform_view(request, object_id, form_url, context)
        except decisions.Unchanged as unchanged:
            try:
                return self.response_unchanged(request, str(object_id), unchanged)
            except Refused as refused:
                request.refusal = str(refused)  # type: ignore[attr-defined]
        except decisions.Stale as stale:
            context |= self.stale_context(request, stale)
            request.refusal = str(stale)  # type: ignore[attr-defined]
        except Refused as refused:
            request.refusal = refused.said_to(person(request))  # type: ignore[attr-defined]
        # Bound once more to what was typed, now with the sentence on top.
        return super().changeform_view(request, object_id, form_url, context)

    def lock_seen(self, request: HttpRequest, review_id: UUID) -> int | None:
        """Lock the review and compare heads before anything is bound; the head to save upon."""
        review = decisions.lock(review_id)
        posted = (request.POST.get(name) for name in ("seen", "_on_top"))
        seen, on_top = map(review_pages.head_in, posted)
        if on_top is not None and on_top == review.head_id:
            base = decisions.seen_revision(review, seen)
            request.base = compare.snapshot_by_key(base)  # type: ignore[attr-defined]
        else:
            decisions.refuse_stale(review, seen)
        return review.head_id

    def stale_context(self, request: HttpRequest, stale: decisions.Stale) -> dict[str, Any]:
        """Their changes, and the offer to save on top of them if no row that I edit is gone."""
        lines = compare.readable(stale.lines, person(request))
        gone = {line.row.pk for line in lines if line.kind == "removed"}
        return {
            "stale_lines": lines,
            "stale_head": None if gone & set(request.POST.values()) else stale.review.head_id,
        }

    def state_context(
        self, review_id: UUID | None, reader: User, record: Record | None = None
    ) -> dict[str, Any]:
        """Where the record stands, for the top of every page on which it is worked on.

        The record is one that the page has read with its state, if it has.
        """
        if review_id is None:
            return {"show_save_and_add_another": False}
        known = Review.objects.select_related(*review_pages.STATE)
        review = record.review if record else known.get(pk=review_id)
        events = review_pages.events_of(review)
        lines = review_pages.untold_lines(review, events, reader)
        review_pages.describe_pile(review, lines, events)
        return {
            "review": review,
            "task": outdated.task_of(review),
            "is_left": review_pages.is_left(review),
            "events": threads.readable(events[:LATEST], reader),
            "preview_url": review_pages.record_url(review, "preview"),
            "show_save_and_add_another": False,
            **submission.offered(review, reader, record),
        }

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm[Any]]:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        if (base := self._base(request)) is not None:
            form = type(form.__name__, (KeepTheirs, form), {"base": base})
        # The class is this request's own: one more that inherits makes all fields once more.
        form.refusal = getattr(request, "refusal", "")
        form.decided = self._decided(request, self.model)
        if obj is not None:
            # The declared field is shared by every request and thread.
            head = self.record_of(obj).review.head_id
            form.base_fields["seen"] = forms.IntegerField(
                widget=forms.HiddenInput, required=False, initial=head
            )
        return cast("type[forms.ModelForm[Any]]", form)

    @staticmethod
    def _base(request: HttpRequest) -> dict[str, Any] | None:
        return cast("dict[str, Any] | None", getattr(request, "base", None))

    @staticmethod
    def _decided(request: HttpRequest, model: type[models.Model]) -> codebook.Entries:
        """What the codebook has of fields of this model; read once for a page."""
        if not hasattr(request, "decided"):
            request.decided = codebook.everything()  # type: ignore[attr-defined]
        start = f"{model._meta.label_lower}:"
        every: codebook.Entries = request.decided  # type: ignore[attr-defined]
        return {about: entries for about, entries in every.items() if about.startswith(start)}

    def get_formsets_with_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        base = self._base(request)
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            if base is not None:
                formset.form = type(
                    formset.form.__name__, (KeepTheirs, formset.form), {"base": base}
                )
            formset.form.decided = self._decided(request, inline.model)
            formset.form.is_column = getattr(inline, "is_table", False)
            yield formset, inline

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial: dict[str, Any] = dict(super().get_changeform_initial_data(request))
        review_id = self._review_id(request, None)
        if review_id is not None:
            initial["seen"] = get_object_or_404(Review, pk=review_id).head_id
        return initial

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Saved in `save_related`, where the record and its rows share one revision."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        obj = form.instance
        record = self.record_of(obj)
        by = person(request)
        head = None if record.pk is None else Review.objects.get(pk=record.pk).head_id
        was_waiting = record.pk is not None and record.review.is_waiting
        comment = form.cleaned_data["comment"]
        with decisions.saving(record, by=by, seen=head, comment=comment):
            super().save_model(request, obj, form, change)
            super().save_related(request, form, formsets, change)
        self.say_draft_again(request, was_waiting)
        if "_submit" in request.POST:
            review = record.review
            submission.submit(request, review, seen=review.head_id, comment=comment)

    @staticmethod
    def say_draft_again(request: HttpRequest, was_waiting: bool) -> None:
        if was_waiting:
            messages.warning(
                request, _("It was submitted and is a draft again now: submit it once more.")
            )

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._after_save(request, obj, super().response_add(request, obj, post_url_continue))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._after_save(request, obj, super().response_change(request, obj))

    def response_unchanged(
        self, request: HttpRequest, object_id: str, unchanged: decisions.Unchanged
    ) -> HttpResponse:
        """What is saved already may still be submitted; then the way is that of every save."""
        obj = self.get_object(request, object_id)
        if "_submit" in request.POST:
            self.submit_as_it_is(request, self.record_of(obj).review)
        messages.info(request, str(unchanged))
        if IS_POPUP_VAR in request.POST:
            return self.response_change(request, obj)
        stay = {"_continue", "_addanother"} & request.POST.keys()
        usual = redirect(request.path) if stay else self.response_post_save_change(request, obj)
        return self._after_save(request, obj, usual)

    @staticmethod
    def submit_as_it_is(request: HttpRequest, review: Review) -> None:
        """At the head that the page was opened at, or that it was to be saved on top of."""
        form = SavingForm(request.POST)
        comment = form.cleaned_data["comment"] if form.is_valid() else ""
        seen = review_pages.head_in(request.POST.get("_on_top") or request.POST.get("seen"))
        submission.submit(request, review, seen=seen, comment=comment)

    def _after_save(self, request: HttpRequest, obj: Any, usual: HttpResponse) -> HttpResponse:
        if IS_POPUP_VAR in request.POST:
            return usual  # it closes the popup and chooses what was saved
        if "_submit" in request.POST:
            return redirect("admin:review_review_detail", self.record_of(obj).pk)
        if "_on_top" in request.POST:
            return redirect(request.path)
        return usual

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        review_id = self._review_id(request, object_id)
        if review_id is None:
            return super().history_view(request, object_id, extra_context)
        return redirect("admin:review_review_history", review_id)

    # The public page as it would be

    def get_urls(self) -> list[URLPattern]:
        urls = super().get_urls()
        if self.parent:
            return urls
        name = f"{self.opts.app_label}_{self.opts.model_name}_preview"
        wrap = self.admin_site.admin_view
        return [path("<uuid:pk>/preview/", wrap(self.preview), name=name), *urls]

    def preview(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The record as it stands, on the page that the public would read."""
        record = self.get_object(request, str(pk))
        if record is None:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        today = chain.today()
        edition = PublicEdition(
            reference=record.reference,
            kind=record.record_kind(),
            number=record.review.editions.count() + 1,
            is_current=True,
            day=today,
            first_day=today,
            payload=json.dumps({"note": ""}),
        )
        context = self.preview_context(self.preview_document(request, record), edition)
        context["preview_of"] = review_pages.record_url(record.review, "change")
        return TemplateResponse(request, self.preview_template, context)

    preview_template: ClassVar[str] = ""

    def preview_document(self, request: HttpRequest, record: Record) -> Document:
        """Together with what would be published with it, be that a draft, or waiting beside it."""
        together = [*review_pages.decided_with(request, record), record.review]
        upcoming = publishing.next_documents(together)[record.reference]
        return self.readable_document(upcoming.document, person(request))

    def readable_document(self, document: Document, reader: User) -> Document:
        """Without rows that rest on what this colleague may not read."""
        return document

    def changes_for_readers(self, before: Document, after: Document) -> list[Any]:
        """What differs between two documents of this kind, in lines that a reader understands."""
        raise NotImplementedError

    def preview_context(self, document: Document, edition: PublicEdition) -> dict[str, Any]:
        raise NotImplementedError

    # Columns that every list of records has

    @admin.display(description=gettext_lazy("reference"), ordering="review__reference")
    def reference(self, obj: Record) -> str:
        """With the tags, which have no column: the lists are as wide as a screen without one."""
        tags = ((one.tag.name,) for one in obj.review.tagged.all())
        shown = format_html_join("", ' <span class="tag">{}</span>', tags)
        return format_html("{}{}", obj.review.reference, shown)

    @admin.display(description=gettext_lazy("last change"), ordering="review__head_id")
    def changed(self, obj: Record) -> date | None:
        head = obj.review.head
        return timezone.localtime(head.date_created).date() if head else None

    @admin.display(description=gettext_lazy("work"), ordering="review__work")
    def work(self, obj: Record) -> str:
        return obj.review.get_work_display()

    @admin.display(description=gettext_lazy("public"), ordering="review__public")
    def public(self, obj: Record) -> str:
        return obj.review.get_public_display()
