"""Staff pages on which a second person decides about a merge, or its undoing; for each kind."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from accounts.deeds import do, page, person
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from review.admin.earlier_words import earlier_words, notes_that_stay
from review.admin.fields import Prose
from review.admin.forms import DecisionForm
from review.admin.review_pages import heads_of, heads_posted, reviews_of, shown_of
from review.editions import chain
from review.models import Record, Refused
from review.models.merging import MergeOfTwo, MergeQuerySet
from review.revisions import compare
from review.workflow import merging


class WhyForm(forms.Form):
    comment = Prose(
        label=gettext_lazy("Why"), widget=forms.Textarea(attrs={"rows": 2}), max_length=5000
    )


class DecideForm(DecisionForm):
    note = Prose(
        label=gettext_lazy("Public note"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        help_text=DecisionForm.base_fields["note"].help_text,
    )


class RefuseForm(forms.Form):
    comment = Prose(
        label=gettext_lazy("Why not"), widget=forms.Textarea(attrs={"rows": 2}), max_length=5000
    )


@dataclass(frozen=True, kw_only=True)
class MergePages:
    """What these pages have of the kind of record."""

    kind: type[MergeOfTwo]
    propose_undo: Callable[..., Any]
    why_two: str | Promise
    # The public note that is proposed.
    note: Callable[[Any], str]
    # (fact, as one states it, as the other does).
    side_by_side: Callable[[Any, Any], list[tuple[str, str, str]]]
    # Beside what changes in the record that stays: what else the person should know.
    beside_template: str = ""
    beside: Callable[[HttpRequest, Any], dict[str, Any]] = lambda _request, _merge: {}
    # What is done only when it is decided.
    carry: merging.Carry | None = None


def page_of(request: HttpRequest, record: Any, pages: MergePages) -> HttpResponse | None:
    """Where something is proposed of this record, or it was merged; else None.

    Both stand side by side: one that the person may not read hides both.
    """
    about: MergeQuerySet[Any] = merging.proposed_about(pages.kind, record)
    if merge := about.select_related("merged", "into", "by__colleague").first():
        _refuse_unreadable(request, merge.merged, merge.into)
        return _decision_page(request, record, merge, pages)
    if standing := merging.standing_merge(pages.kind, record):
        _refuse_unreadable(request, standing.into)
        return _undo_page(request, record, standing.into, pages)
    return None


def _refuse_unreadable(request: HttpRequest, *records: Record) -> None:
    readable = type(records[0]).visible_to(person(request))
    if readable.filter(pk__in=[one.pk for one in records]).count() < len(records):
        raise Http404


def _named(record: Record) -> dict[str, Any]:
    """Names of the addresses of this kind of record, and what the admin shows beside its pages."""
    opts = record._meta
    name = f"admin:{opts.app_label}_{opts.model_name}"
    return {"opts": opts, "change": f"{name}_change", "merge_page": f"{name}_merge"}


def _decision_page(
    request: HttpRequest, record: Record, merge: MergeOfTwo, pages: MergePages
) -> HttpResponse:
    undo = merge.kind == MergeOfTwo.Kind.UNDO
    decide = DecideForm(
        request.POST if "_approve" in request.POST else None,
        prefix="approve",
        initial={"note": pages.note(merge)},
    )
    refuse = RefuseForm(request.POST if "_refuse" in request.POST else None, prefix="refuse")
    if _decided(request, merge, decide, pages):
        return redirect("admin:review_review_history", merge.merged_id)
    if _refused(request, merge, refuse, pages):
        return redirect(_named(record)["change"], record.pk)
    found, objection = _foreseen(request, merge, pages)
    earlier = earlier_words(found.ahead, readable=reviews_of(request)) if found else []
    if found:
        decide.carry(shown_of(found.publishes, found.ahead))
    decide.offer_hiding(bool(earlier))
    by = person(request)
    context = {
        "title": str(merge.get_kind_display()).capitalize(),
        "merge": merge,
        "undo": undo,
        "heads": heads_of([merge.merged.review, merge.into.review]),
        "rows": pages.side_by_side(merge.merged, merge.into),
        "foreseen": found,
        "lines": compare.readable(found.lines, by) if found else [],
        "earlier": earlier,
        "notes": notes_that_stay(earlier),
        "approve_form": decide,
        "refuse_form": refuse,
        "may_decide": by.has_perm("review.decide_review"),
        "objection": objection,
        "beside_template": pages.beside_template,
        **pages.beside(request, merge),
    }
    status = 400 if decide.errors or refuse.errors else 200
    template = "admin/review/merge_decision.html"
    return page(request, template, _named(record) | context, status)


def _foreseen(
    request: HttpRequest, merge: MergeOfTwo, pages: MergePages
) -> tuple[merging.Foreseen | None, str]:
    """What this person would publish, and why they may not; what is done by it, nobody else."""
    by = person(request)
    objection = merging.objection(merge, by)
    if pages.carry and (objection or not by.has_perm("review.decide_review")):
        return None, objection
    try:
        return merging.foreseen(merge, pages.carry, by=by), objection
    except Refused as refused:
        return None, refused.said_to(by)


def _decided(request: HttpRequest, merge: MergeOfTwo, form: DecideForm, pages: MergePages) -> bool:
    if not (form.is_bound and form.is_valid()):
        return False
    undo = merge.kind == MergeOfTwo.Kind.UNDO
    verb: Any = merging.approve_undo if undo else merging.approve
    said = {name: form.cleaned_data[name] for name in ("note", "comment", "hide_earlier")}
    said |= {"shown": form.documents, "day": chain.today(), "seen": heads_posted(request)}
    deed = partial(verb, merge, by=person(request), carry=pages.carry, **said)
    return do(request, form, deed, _("Done and published.")) is not None


def _refused(request: HttpRequest, merge: MergeOfTwo, form: RefuseForm, pages: MergePages) -> bool:
    if not (form.is_bound and form.is_valid()):
        return False
    said = {"seen": heads_posted(request), "carry": pages.carry, **form.cleaned_data}
    deed = partial(merging.refuse, merge, by=person(request), **said)
    return do(request, form, deed, _("Refused.")) is not None


def _undo_page(request: HttpRequest, record: Any, into: Any, pages: MergePages) -> HttpResponse:
    form = WhyForm(request.POST or None)
    form.fields["comment"].label = str(pages.why_two)
    named = _named(record)
    if request.method == "POST" and form.is_valid():
        said = {"seen": heads_posted(request), **form.cleaned_data}
        deed = partial(pages.propose_undo, record, by=person(request), **said)
        if do(request, form, deed, _("Proposed; a second person decides.")):
            return redirect(named["merge_page"], record.pk)
    context = {
        "title": _("Undo the merge"),
        "merged": record,
        "into": into,
        "form": form,
        "heads": heads_of([record.review, into.review]),
        "rows": pages.side_by_side(record, into),
    }
    template = "admin/review/unmerge.html"
    return page(request, template, named | context, status=400 if form.errors else 200)
