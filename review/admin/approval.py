"""Approving exactly what was shown, and the page for records that no page showed together yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from accounts.deeds import do, page, person
from accounts.large_forms import large_form
from accounts.signing_in_again import signed_in_recently
from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from review.admin.earlier_words import earlier_words, notes_that_stay
from review.admin.forms import ApproveForm, ConfirmForm, DecisionForm
from review.admin.reads import note_also
from review.admin.review_pages import (
    changes_for_readers,
    detail,
    heads_of,
    heads_posted,
    keep_typed,
    reviews_of,
    shown_of,
    waiting_below,
)
from review.editions import chain
from review.models import Review
from review.record_types import Ahead, NextEdition, rests_on
from review.workflow import asking, decisions, publishing, readiness, submitting


@dataclass(frozen=True)
class Shown:
    """A record that is to be approved, with what readers would find changed."""

    review: Review
    upcoming: NextEdition
    changes: list[Any]
    problems: list[str]


@large_form
@require_POST
@signed_in_recently
def approve(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """From the review page of one record, with what waits below it."""
    review = get_object_or_404(reviews_of(request), pk=review_id)
    waiting = waiting_below(request, review.record())
    form = ApproveForm(request.POST, resting_on=waiting, prefix="approve")
    if typed := keep_typed(request, review):
        return detail(request, review.pk, {"approve_form": form, "ask_form": typed})
    if not form.is_valid():
        return detail(request, review.pk, {"approve_form": form})
    heads = form.heads() | {review.pk: form.cleaned_data["seen"]}
    decided = do(request, form, partial(decide, request, heads, form))
    if decided is None:
        return detail(request, review.pk, {"approve_form": form})
    if decided.result:
        return decided.result
    say_published(request, heads)
    return redirect("admin:review_review_detail", review.pk)


def say_published(request: HttpRequest, heads: Iterable[UUID]) -> None:
    """With links to the public pages of what rests on nothing else of it: the incident, not all
    that was approved with it.
    """
    found = [one for one in reviews_of(request).filter(pk__in=heads) if one.is_public]
    records = submitting.records(found)
    below = {under.pk for many in rests_on(records).values() for under in many}
    links = format_html_join(
        " · ",
        '<a href="{}">{}</a>',
        (
            (reverse(f"{one.kind}_detail", args=[one.reference]), one.title)
            for one in found
            if one.pk not in below
        ),
    )
    said = _("Approved and published.")
    on_site = _("On the public site:")
    messages.success(request, format_html("{} {} {}", said, on_site, links) if links else said)


def decide(
    request: HttpRequest, heads: Mapping[UUID, int | None], form: DecisionForm
) -> HttpResponse | None:
    """None when it is done; a page that shows these records where the one before did not so."""
    if not form.showed(heads):
        return confirm(request, heads, said=form.cleaned_data)
    try:
        _publish(heads, form, by=person(request))
    except (publishing.Changed, publishing.EarlierUndecided) as refused:
        return confirm(request, heads, said=form.cleaned_data, why=str(refused))
    return None


@transaction.atomic
def _publish(heads: Mapping[UUID, int | None], form: DecisionForm, *, by: User) -> None:
    """With what the reviewer kept on lines, or nothing of it: afterwards no line differs."""
    decisions.require(by, "review.decide_review")
    if form.cleaned_data.get("with_kept"):
        for review in decisions.lock_all(heads).values():
            asking.send_kept(review, by=by)
    publishing.approve(
        heads,
        shown=form.documents,
        by=by,
        day=chain.today(),
        note=form.cleaned_data["note"],
        comment=form.cleaned_data["comment"],
        hide_earlier=form.cleaned_data["hide_earlier"],
    )


def confirm(
    request: HttpRequest,
    heads: Mapping[UUID, int | None],
    *,
    said: Mapping[str, Any],
    why: str = "",
) -> HttpResponse:
    """Show what approving just these records would publish, and ask again; nothing was done."""
    reviews = list(reviews_of(request).filter(pk__in=heads))
    if len(reviews) < len(heads):
        raise Http404
    note_also(request, *heads)
    ahead = publishing.next_documents(reviews)
    kept = {name: said.get(name, "") for name in ("note", "comment", "with_kept")}
    form = ConfirmForm(initial=kept | {"shown": shown_of(reviews, ahead)})
    earlier = earlier_words(ahead, readable=reviews_of(request))
    form.offer_hiding(bool(earlier))
    context = {
        "title": _("Approve and publish"),
        "shown": [shown(one, ahead, person(request)) for one in reviews],
        "heads": heads_of(reviews),
        "form": form,
        "earlier": earlier,
        "notes": notes_that_stay(earlier),
        "refused": why,
    }
    return page(request, "admin/review/approve.html", context, status=400 if why else 200)


def shown(review: Review, ahead: Ahead, reader: User) -> Shown:
    upcoming = ahead[review.reference]
    changes = changes_for_readers(review, upcoming.document, reader)
    problems = readiness.problems(upcoming.record, reader, upcoming.document)
    return Shown(review, upcoming, changes, problems)


@require_POST
@signed_in_recently
def approve_together(request: HttpRequest) -> HttpResponse:
    """The same decision, from the page that showed just these records."""
    heads = heads_posted(request)
    form = ConfirmForm(request.POST)
    if not heads:
        raise Http404
    if not form.is_valid():
        why = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return confirm(request, heads, said=request.POST, why=why)
    decided = do(request, form, partial(decide, request, heads, form))
    if decided is None:
        why = " ".join(map(str, form.non_field_errors()))
        return confirm(request, heads, said=form.cleaned_data, why=why)
    if decided.result:
        return decided.result
    say_published(request, heads)
    return redirect("admin:review_review_changelist")
