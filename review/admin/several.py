"""Several reports at once: each shown, and each approved, returned or assigned by itself.

Each has its own digest of what was shown, its own four eyes and its own answer. What names or
accuses somebody, and what not every colleague may read, is left to its own page.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.deeds import page, person
from accounts.signing_in_again import signed_in_recently
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from review.admin.approval import Shown, shown
from review.admin.forms import AssignForm, DecisionForm, ReturnForm, documents_shown
from review.admin.review_pages import (
    head_in,
    heads_of,
    keys_in,
    reviews_of,
    shown_of,
    waiting_below,
)
from review.editions import chain
from review.models import Refused, Review
from review.record_types import type_of
from review.workflow import claiming, decisions, publishing, readiness, submitting

# More than a person can look at before one decision.
MOST = 20


@dataclass(frozen=True)
class Report:
    """A record that waits, with what waits and it rests on, as one page shows it."""

    review: Review
    # The digests and heads that the form carries for it.
    shown: str
    heads: list[str]
    records: list[Shown]
    objection: str


@dataclass(frozen=True)
class LeftOut:
    review: Review
    why: str


@dataclass(frozen=True)
class Answer:
    """What became of one of several; `refused` says why nothing did."""

    review: Review
    refused: str


def several(request: HttpRequest, forms: dict[str, BaseForm] | None = None) -> TemplateResponse:
    """What approving each of the chosen would publish, and what can be done with all of them."""
    chosen = _chosen(request)
    reports, left_out = [], []
    for review in chosen[:MOST]:
        together = [*waiting_below(request, review.record()), review]
        if why := _why_alone(together):
            left_out.append(LeftOut(review, why))
        else:
            reports.append(_report(review, together, person(request)))
    context = {
        "title": _("Several at once"),
        "reports": reports,
        "left_out": left_out,
        "too_many": len(chosen) > MOST,
        "most": MOST,
        "ticked": request.POST.getlist("chosen"),
        **_forms(),
        **(forms or {}),
    }
    return page(request, "admin/review/several.html", context, status=400 if forms else 200)


def _forms() -> dict[str, BaseForm]:
    approving = DecisionForm()
    # What takes earlier words back is decided on the page of the record.
    approving.offer_hiding(False)
    return {
        "assign_form": AssignForm(prefix="assign"),
        "return_form": ReturnForm(prefix="return"),
        "approve_form": approving,
    }


def _chosen(request: HttpRequest) -> list[Review]:
    """In the order of the queue; what does not wait any more is none of them."""
    if not person(request).has_perm("review.decide_review"):
        raise PermissionDenied
    posted = request.method == "POST"
    sent = request.POST.getlist("offered") if posted else request.GET.getlist("chosen")
    return list(reviews_of(request).waiting().filter(pk__in=keys_in(sent)))


def _why_alone(together: Iterable[Review]) -> str:
    reasons = (type_of(one).decided_alone(one) for one in submitting.records(together))
    return next(filter(None, reasons), "")


def _report(review: Review, together: list[Review], reader: User) -> Report:
    ahead = publishing.next_documents(together)
    by_reference = {one.reference: one for one in together}
    return Report(
        review,
        shown_of(together, ahead),
        heads_of(together),
        [shown(by_reference[reference], ahead, reader) for reference in ahead],
        readiness.objection(review, reader),
    )


# What is done with them


Deed = Callable[[Review, dict[UUID, int | None]], Any]


def _with_each(request: HttpRequest, deed: Deed) -> HttpResponse:
    """Do the deed to each of those that were ticked, or say of each why not."""
    ticked = keys_in(request.POST.getlist("chosen"))[:MOST]
    reviews = list(reviews_of(request).filter(pk__in=ticked))
    if not reviews:
        raise Http404
    answers = [_answer(request, review, deed) for review in reviews]
    context = {"title": _("Several at once"), "answers": answers}
    return page(request, "admin/review/several_done.html", context)


def _answer(request: HttpRequest, review: Review, deed: Deed) -> Answer:
    heads = _heads(request, review)
    try:
        # Each by itself: what is refused to one takes nothing from the others.
        with transaction.atomic():
            if why := _why_alone(reviews_of(request).filter(pk__in=[*heads, review.pk])):
                raise Refused(why)
            deed(review, heads)
    except Refused as refused:
        return Answer(review, refused.said_to(person(request)))
    return Answer(review, "")


def _heads(request: HttpRequest, review: Review) -> dict[UUID, int | None]:
    """The heads of the report as the page showed them."""
    heads: dict[UUID, int | None] = {}
    for pair in request.POST.getlist(f"heads-{review.pk}"):
        key, _colon, head = pair.partition(":")
        heads |= dict.fromkeys(keys_in([key]), head_in(head))
    return heads


def _acting(name: str, form: BaseForm, request: HttpRequest) -> HttpResponse | None:
    """The page again, where what was typed will not do, or nothing was ticked."""
    if not person(request).has_perm("review.decide_review"):
        raise PermissionDenied
    valid = form.is_valid()
    if not request.POST.getlist("chosen"):
        form.add_error(None, _("Tick at least one of them."))
        valid = False
    return None if valid else several(request, {f"{name}_form": form})


@require_POST
@signed_in_recently
def approve(request: HttpRequest) -> HttpResponse:
    form = DecisionForm(request.POST)
    form.offer_hiding(False)
    if again := _acting("approve", form, request):
        return again

    def deed(review: Review, heads: dict[UUID, int | None]) -> None:
        documents = documents_shown(request.POST.get(f"shown-{review.pk}", ""), heads)
        if review.pk not in heads or not documents:
            raise publishing.Changed
        publishing.approve(
            heads,
            shown=documents,
            by=person(request),
            day=chain.today(),
            note=form.cleaned_data["note"],
            comment=form.cleaned_data["comment"],
        )

    return _with_each(request, deed)


@require_POST
def send_back(request: HttpRequest) -> HttpResponse:
    form = ReturnForm(request.POST, prefix="return")
    if again := _acting("return", form, request):
        return again

    def deed(review: Review, heads: dict[UUID, int | None]) -> None:
        decisions.send_back(
            review, by=person(request), seen=heads.get(review.pk), **form.cleaned_data
        )

    return _with_each(request, deed)


@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    form = AssignForm(request.POST, prefix="assign")
    if again := _acting("assign", form, request):
        return again

    def deed(review: Review, heads: dict[UUID, int | None]) -> None:
        claiming.assign(review, by=person(request), **form.cleaned_data)

    return _with_each(request, deed)
