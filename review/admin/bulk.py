"""One change to several records: chosen in a list, shown line by line, made as ordinary changes."""

from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from accounts.deeds import do, page, person
from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from reversion.models import Revision

from review.admin.fields import Prose
from review.admin.review_pages import keys_in, reviews_of
from review.models import BulkChange, Record, Review, record_model
from review.revisions.unsaved import parent_of
from review.workflow import bulk as bulk_deeds
from review.workflow.bulk import FIND, HOW, REMOVE, REPLACE, Answer, Change, hows

# Words that are looked for in texts.
LONGEST_WORDS = 200


class ChangedInBulk:
    """Mixed into the admin of records of which some fields may be changed in several at once."""

    # Never a name, an involvement, who sees it, or what a witness agreed to.
    bulk_fields: ClassVar[tuple[str, ...]] = ()
    # The same of rows that the records own.
    bulk_rows: ClassVar[tuple[Any, ...]] = ()
    # Terms of them that bring other rules along, and are chosen one by one.
    bulk_not_offered: ClassVar[frozenset[str]] = frozenset()
    model: Any
    has_change_permission: Any

    @admin.action(description=gettext_lazy("Change in bulk"), permissions=["change"])
    def change_in_bulk(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        keys = list(queryset.order_by().values_list("pk", flat=True)[: bulk_deeds.MOST + 1])
        begun = do(request, None, partial(bulk_deeds.begin, self.model, keys, by=person(request)))
        return redirect("admin:review_review_bulk", begun.result.pk) if begun else None

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """With a button for all that the list finds: ticking more than a page needs a script."""
        most = bulk_deeds.MOST if self.has_change_permission(request) else 0
        context = (extra_context or {}) | {"most_in_bulk": most}
        return super().changelist_view(request, context)  # type: ignore[misc, no-any-return]

    def never_in_bulk(self, record: Any) -> str:
        """Why this record is not changed so; empty where it may be."""
        return ""


class RowsChangedInBulk:
    """Mixed into the admin of rows that are chosen by themselves; their records are changed."""

    model: Any

    @admin.action(description=gettext_lazy("Change in bulk"), permissions=["change"])
    def change_in_bulk(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        column: Any = parent_of(self.model)
        pairs = list(queryset.order_by().values_list("pk", column.name)[: bulk_deeds.MOST + 1])
        rows, keys = [pk for pk, _key in pairs], {key for _pk, key in pairs}
        deed = partial(bulk_deeds.begin, column.related_model, keys, rows=rows, by=person(request))
        begun = do(request, None, deed)
        return redirect("admin:review_review_bulk", begun.result.pk) if begun else None


class ReasonForm(forms.Form):
    reason = Prose(
        label=gettext_lazy("What you change and why"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=5000,
        error_messages={"required": gettext_lazy("Say what you change and why.")},
    )


class ValuesForm(forms.Form):
    """What goes and what comes, for the change that was chosen."""

    change = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, change: Change, model_admin: ChangedInBulk, request: HttpRequest
    ) -> None:
        super().__init__(*args)
        self.asked, self.request = change, request
        terms = _terms(change.field, model_admin)
        if change.how == FIND:
            self.fields["old"] = forms.CharField(
                label=_("Find"),
                strip=False,
                max_length=LONGEST_WORDS,
                help_text=_("To the letter, with capitals and spaces."),
                error_messages={"required": _("Write what is looked for.")},
            )
            self.fields["new"] = forms.CharField(
                label=_("Put in its place"),
                strip=False,
                max_length=LONGEST_WORDS,
                required=False,
                help_text=_("Left empty, the words are taken out."),
            )
            return
        if change.how in {REMOVE, REPLACE}:
            self.fields["old"] = self._field(_("Take out"), terms)
        if change.how != REMOVE:
            self.fields["new"] = self._field(_("Put in"), terms)

    def _field(self, label: str, terms: list[tuple[str, Any]] | None) -> forms.Field:
        if terms is None:
            return _RecordField(
                self.asked.field.related_model,
                self.request,
                label=label,
                max_length=300,
                help_text=_("Its reference or code, the address of its page, or its whole name."),
            )
        return forms.ChoiceField(label=label, choices=[("", "—"), *terms])

    def clean(self) -> dict[str, Any]:
        asked = self.cleaned_data
        if not self.errors and asked.get("old") == asked.get("new"):
            raise ValidationError(_("Both are the same: nothing would change."))
        return asked

    def filled(self) -> Change:
        asked = self.cleaned_data
        return Change(self.asked.field, self.asked.how, asked.get("old"), asked.get("new"))


class _RecordField(forms.CharField):
    """Another record, as far as this colleague may read it."""

    def __init__(self, model: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.model, self.request = model, request

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        model_admin: Any = admin.site.get_model_admin(self.model)
        rows = model_admin.get_queryset(self.request)
        if issubclass(self.model, Record):
            rows = rows.exclude(review__work=Review.Work.CLOSED)
        found = list(model_admin.get_search_results(self.request, rows, typed)[0][:20])
        asked = typed.strip().casefold()
        named = [one for one in found if asked in {str(one).casefold(), str(one.pk).casefold()}]
        if len(found) == 1 or len(named) == 1:
            return (named or found)[0]
        raise ValidationError(
            _("More than one is found: write its reference.") if found else _("None is found.")
        )


def _terms(field: Any, model_admin: ChangedInBulk) -> list[tuple[str, Any]] | None:
    """None of what is no term but another record."""
    choices = getattr(field, "base_field", field).flatchoices
    if field.is_relation:
        return None
    return [(key, label) for key, label in choices if key not in model_admin.bulk_not_offered]


# The page


def _mine(request: HttpRequest, bulk_id: UUID) -> tuple[BulkChange, Any]:
    """What this person chose, and the admin of its kind; a colleague's is none."""
    reviews_of(request)  # refuses whoever reads no records
    bulk = get_object_or_404(BulkChange.objects.of(person(request)), pk=bulk_id)
    model_admin: Any = admin.site.get_model_admin(record_model(bulk.kind))
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    return bulk, model_admin


def _offered(model_admin: Any, chosen: BulkChange) -> dict[str, tuple[str, Change]]:
    """By their key: what each change is called, and the change without its values.

    Where rows were chosen, only what is changed in those.
    """
    names = () if chosen.rows else model_admin.bulk_fields
    own = [model_admin.opts.get_field(name) for name in names]
    found = {}
    for field in [*own, *model_admin.bulk_rows]:
        for how in hows(field):
            change = Change(field, how)
            of = f"{field.model._meta.verbose_name}, " if change.is_of_rows else ""
            found[change.key] = (f"{capfirst(f'{of}{field.verbose_name}')}: {HOW[how]}", change)
    return found


def bulk(request: HttpRequest, bulk_id: UUID) -> HttpResponse:
    """Which change; then what it would do to each; once it is made, what it did."""
    chosen, model_admin = _mine(request, bulk_id)
    if chosen.done_at:
        return _done(request, chosen, model_admin, [])
    return _choosing(request, chosen, model_admin, request.GET)


def _choosing(
    request: HttpRequest, chosen: BulkChange, model_admin: Any, asked: Any, **bad: Any
) -> HttpResponse:
    offered = _offered(model_admin, chosen)
    name, change = offered.get(asked.get("change", ""), ("", None))
    context: dict[str, Any] = {
        "title": _("Change in bulk"),
        "bulk": chosen,
        "number": len(chosen.rows or chosen.keys),
        "kind": _("rows") if chosen.rows else model_admin.opts.verbose_name_plural,
        "offered": [(key, label) for key, (label, _change) in offered.items()],
        "change_name": name,
        **bad,
    }
    if change:
        context |= _preview(request, chosen, model_admin, change, asked)
    wrong = bad or (change and context["form"].errors)
    return page(request, "admin/review/bulk.html", context, status=400 if wrong else 200)


def _preview(
    request: HttpRequest, chosen: BulkChange, model_admin: Any, change: Change, asked: Any
) -> dict[str, Any]:
    # The change alone was chosen: nothing is typed yet.
    given = asked if {"old", "new"} & set(asked) else None
    form = ValuesForm(given, change=change, model_admin=model_admin, request=request)
    form.fields["change"].initial = change.key
    if not form.is_valid():
        return {"form": form}
    lines = bulk_deeds.plan(
        form.filled(),
        chosen.keys,
        bulk=chosen,
        by=person(request),
        alone=model_admin.never_in_bulk,
    )
    return {
        "form": form,
        "lines": [line for line in lines if not line.why],
        "left_out": [line for line in lines if line.why],
        "planned": True,
        "reason_form": ReasonForm(),
        "values": [(name, asked[name]) for name in ("change", "old", "new") if name in asked],
    }


@require_POST
def make_bulk(request: HttpRequest, bulk_id: UUID) -> HttpResponse:
    """Just what was shown, each by itself."""
    chosen, model_admin = _mine(request, bulk_id)
    _name, change = _offered(model_admin, chosen).get(request.POST.get("change", ""), ("", None))
    if change is None:
        raise Http404
    form = ValuesForm(request.POST, change=change, model_admin=model_admin, request=request)
    reason = ReasonForm(request.POST)
    if form.is_valid() and reason.is_valid():
        deed = partial(
            bulk_deeds.make,
            chosen,
            form.filled(),
            _shown(request),
            by=person(request),
            alone=model_admin.never_in_bulk,
            **reason.cleaned_data,
        )
        if done := do(request, reason, deed):
            return _done(request, chosen, model_admin, done.result)
    return _choosing(request, chosen, model_admin, request.POST, refused_form=reason)


def _shown(request: HttpRequest) -> dict[UUID, str]:
    """By the key of each record, the digest of its line as the page had it."""
    found: dict[UUID, str] = {}
    for sent in request.POST.getlist("shown")[: bulk_deeds.MOST]:
        key, _colon, digest = sent.partition(":")
        found |= dict.fromkeys(keys_in([key]), digest)
    return found


def _done(
    request: HttpRequest,
    chosen: BulkChange,
    model_admin: Any,
    answers: list[Answer],
    form: ReasonForm | None = None,
) -> HttpResponse:
    reader: User = person(request)
    chosen.refresh_from_db()
    visible = Review.objects.visible_to(reader).values("pk")
    name, _change = _offered(model_admin, chosen).get(chosen.change, (chosen.change, None))
    open_still = {one.review_id for one in bulk_deeds.untouched(chosen, reader)}
    context = {
        "title": _("Changed in bulk"),
        "bulk": chosen,
        "change_name": name,
        "rows": [
            (one, one.review_id in open_still)
            for one in chosen.changed.filter(review__in=visible).select_related("review")
        ],
        "open_still": len(open_still),
        "answers": answers,
        "form": form or ReasonForm(initial={"reason": _reason_of(chosen)}),
    }
    return page(request, "admin/review/bulk_done.html", context, status=400 if form else 200)


def _reason_of(chosen: BulkChange) -> str:
    """As its author gave it, unless its words were removed since."""
    saves = Revision.objects.filter(pk__in=chosen.changed.values("revision"))
    return saves.order_by("pk").values_list("comment", flat=True).first() or ""


def _afterwards(request: HttpRequest, bulk_id: UUID, deed: Any) -> HttpResponse:
    chosen, model_admin = _mine(request, bulk_id)
    form = ReasonForm(request.POST)
    if not chosen.done_at:
        raise Http404
    if not form.is_valid():
        return _done(request, chosen, model_admin, [], form)
    done = do(request, form, partial(deed, chosen, by=person(request), **form.cleaned_data))
    return _done(request, chosen, model_admin, done.result if done else [], None if done else form)


@require_POST
def submit_bulk(request: HttpRequest, bulk_id: UUID) -> HttpResponse:
    return _afterwards(request, bulk_id, bulk_deeds.submit_all)


@require_POST
def take_back_bulk(request: HttpRequest, bulk_id: UUID) -> HttpResponse:
    return _afterwards(request, bulk_id, bulk_deeds.take_back)
