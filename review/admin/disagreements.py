"""Disagreements about lines of a review page: opened on a page of their own, decided in place."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from accounts.deeds import do, page, person
from accounts.large_forms import large_form
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from review.admin.forms import DisagreeForm, PositionForm, RulingForm, WhoDecidesForm
from review.admin.review_pages import (
    detail,
    keep_typed,
    lines_of,
    reviews_of,
    say_who_is_not_told,
    who_may_decide,
)
from review.models import Event, Review
from review.revisions import compare
from review.workflow import codebook, disagreeing, keeping, threads


@large_form
@require_POST
def begin(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """From the line: what was typed on the lines is kept, and why one disagrees is taken along."""
    review = get_object_or_404(reviews_of(request), pk=review_id)
    if typed := keep_typed(request, review):
        return detail(request, review.pk, {"ask_form": typed})
    asked = QueryDict(mutable=True)
    asked["line"] = request.POST.get("disagree", "")
    at = reverse("admin:review_review_disagree", args=[review.pk])
    return redirect(f"{at}?{asked.urlencode()}")


def disagree(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """What one would put into the line and why, and who is to decide."""
    review, reader = get_object_or_404(reviews_of(request), pk=review_id), person(request)
    people = who_may_decide(review, reader)
    if request.method == "POST":
        form = DisagreeForm(request.POST, people=people)
        if form.is_valid() and do(
            request,
            form,
            partial(disagreeing.disagree, review, by=reader, **form.cleaned_data),
            _("Those concerned are told. It cannot be approved until this is decided."),
        ):
            say_who_is_not_told(request, review, form.cleaned_data["why"])
            return redirect("admin:review_review_detail", review.pk)
    else:
        asked = request.GET.get("line", "")
        kept = keeping.texts_of(review, reader).get(asked, "")
        form = DisagreeForm(initial={"line": asked, "why": kept}, people=people)
    return _page(request, review, form)


def _page(request: HttpRequest, review: Review, form: DisagreeForm) -> HttpResponse:
    """Where the line is gone the form stays, with what was typed."""
    asked = form["line"].value()
    lines = [one for one in lines_of(review, person(request)) if one.key == asked]
    if not lines and not form.is_bound:
        raise Http404
    context = {
        "title": _("Disagree about a line"),
        "review": review,
        "lines": compare.gathered(lines),
        "form": form,
        "codebook": codebook.of_lines(lines),
    }
    status = 400 if form.is_bound else 200
    return page(request, "admin/review/disagree.html", context, status=status)


def _disagreement(request: HttpRequest, review_id: UUID, event_id: int) -> Event:
    """One of just this record, about a line that this person may read."""
    review = get_object_or_404(reviews_of(request), pk=review_id)
    opened = review.events.filter(kind=Event.Kind.DISAGREED).select_related("by")
    found = get_object_or_404(opened, pk=event_id)
    if not threads.readable([found], person(request)):
        raise Http404
    return found


def _in_place(
    name: str,
    said: Any,
    form_of: Callable[[HttpRequest, Event, str], Form],
    deed: Callable[..., Any],
) -> Callable[[HttpRequest, UUID, int], HttpResponse]:
    """A deed whose form stands at the line."""

    @large_form
    @require_POST
    def view(request: HttpRequest, review_id: UUID, event_id: int) -> HttpResponse:
        opened = _disagreement(request, review_id, event_id)
        form = form_of(request, opened, f"{name}-{event_id}")
        if typed := keep_typed(request, opened.review):
            return detail(request, review_id, {f"{name}_{event_id}": form, "ask_form": typed})
        if form.is_valid():
            typed_in = form.ruling() if isinstance(form, RulingForm) else form.cleaned_data
            done = partial(deed, opened, by=person(request), **typed_in)
            if do(request, form, done, str(said)):
                words = [text for text in typed_in.values() if isinstance(text, str)]
                say_who_is_not_told(request, opened.review, *words)
                return redirect("admin:review_review_detail", review_id)
        return detail(request, review_id, {f"{name}_{event_id}": form})

    return view


def _position_form(request: HttpRequest, opened: Event, prefix: str) -> Form:
    return PositionForm(request.POST, prefix=prefix)


def _name_form(request: HttpRequest, opened: Event, prefix: str) -> Form:
    people = who_may_decide(opened.review, person(request))
    return WhoDecidesForm(request.POST, prefix=prefix, people=people)


def _ruling_form(request: HttpRequest, opened: Event, prefix: str) -> Form:
    found = threads.disagreements_in(threads.said_on_lines(opened.review))
    [positions] = [one.positions for one in found if one.asked == opened]
    return RulingForm(request.POST, prefix=prefix, positions=positions)


position = _in_place(
    "position",
    gettext_lazy("Those concerned are told."),
    _position_form,
    disagreeing.state_position,
)
name = _in_place("name", gettext_lazy("They are told."), _name_form, disagreeing.name_who_decides)
rule = _in_place(
    "rule", gettext_lazy("Decided. Those concerned are told."), _ruling_form, disagreeing.rule
)


@large_form
@require_POST
def take_back(request: HttpRequest, review_id: UUID, event_id: int) -> HttpResponse:
    opened = _disagreement(request, review_id, event_id)
    if typed := keep_typed(request, opened.review):
        return detail(request, review_id, {"ask_form": typed})
    deed = partial(disagreeing.take_back, opened, by=person(request))
    do(request, None, deed, _("Your disagreement is over."))
    return redirect("admin:review_review_detail", review_id)
