"""One page for all records that rest on earlier editions: submit them together, approve them so."""

from functools import partial
from typing import Any, cast
from uuid import UUID

from accounts.deeds import do, page, person
from accounts.hands import one_hand
from accounts.signing_in_again import signed_in_recently
from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from review.admin.approval import decide
from review.admin.fields import Prose
from review.admin.forms import DecisionForm
from review.admin.reads import note_also
from review.admin.review_pages import changes_for_readers, reviews_of, shown_of
from review.models import Review
from review.record_types import Ahead
from review.references import normalise
from review.workflow import outdated, publishing, readiness
from review.workflow.outdated import MOST_AT_ONCE, Task


def _choice(task: Task) -> str:
    return f"{task.review.pk}:{task.review.head_id}"


class TogetherForm(forms.Form):
    """Records that one decision is about, each with the head that the page showed."""

    records = forms.MultipleChoiceField(
        label=gettext_lazy("Records"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, offered: list[Task], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(_choice(task), str(task.review)) for task in offered]
        self.fields["records"].choices = choices  # type: ignore[attr-defined]
        self.fields["records"].initial = [value for value, _label in choices]

    def is_chosen(self, task: Task) -> bool:
        """All are at first; what somebody left out stays left out when something was wrong."""
        return _choice(task) in (self["records"].value() or [])

    def heads(self) -> dict[UUID, int | None]:
        pairs = (choice.split(":") for choice in self.cleaned_data["records"])
        return {UUID(review): int(head) for review, head in pairs}


class SubmitTogetherForm(TogetherForm):
    comment = Prose(
        label=gettext_lazy("What changed and why these records still hold"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=5000,
    )


class ApproveTogetherForm(DecisionForm, TogetherForm):
    note = Prose(
        label=gettext_lazy("Public note of each new edition"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        help_text=DecisionForm.base_fields["note"].help_text,
    )


def outdated_records(
    request: HttpRequest, forms_: dict[str, TogetherForm] | None = None
) -> TemplateResponse:
    """Every public record that rests on an earlier edition, with what would change in it."""
    to_submit, to_approve, by_hand = found(request)
    submitted = [task.review for task in to_approve]
    submittable = publishing.next_documents([task.review for task in to_submit])
    approvable = publishing.next_documents(submitted)
    initial = {"note": proposed_note(to_approve), "shown": shown_of(submitted, approvable)}
    both: dict[str, TogetherForm] = {
        "submit_form": SubmitTogetherForm(offered=to_submit),
        "approve_form": ApproveTogetherForm(offered=to_approve, initial=initial),
        **(forms_ or {}),
    }
    # Where earlier words are taken back, the page of just these records asks about them.
    cast(ApproveTogetherForm, both["approve_form"]).offer_hiding(False)
    reader = person(request)
    note_also(request, *(task.review.pk for task in (*to_submit, *to_approve)))
    context = {
        "title": _("Rests on an earlier edition"),
        "on": asked_for_reference(request),
        **both,
        "to_submit": with_changes(to_submit, submittable, both["submit_form"], reader),
        "to_approve": with_changes(to_approve, approvable, both["approve_form"], reader),
        "by_hand": by_hand,
        "may_decide": reader.has_perm("review.decide_review"),
        "most": MOST_AT_ONCE,
        "count": reviews_of(request).outdated().count(),
    }
    return page(request, "admin/review/outdated.html", context, status=400 if forms_ else 200)


def found(request: HttpRequest) -> tuple[list[Task], list[Task], list[Task]]:
    """What can be submitted, what waits for this person's approval, and what has an obstacle.

    Of each no more than one decision can be about, and what others rest on first.
    """
    every = reviews_of(request).outdated()
    on = asked_for_reference(request)
    asked_for = (every.resting_on(on) if on else every).resting_last()
    submitted = asked_for.unchanged().filter(work=Review.Work.SUBMITTED)
    hand = one_hand([person(request).pk])
    to_approve = outdated.tasks(
        [
            review
            for review in submitted[:MOST_AT_ONCE]
            if not readiness.may_not_approve(review, hand)
        ]
    )
    left = asked_for.exclude(pk__in=[task.review.pk for task in to_approve])
    clean = left.filter(work=Review.Work.CLEAN)[:MOST_AT_ONCE]
    others = outdated.tasks([*clean, *left.exclude(work=Review.Work.CLEAN)[:MOST_AT_ONCE]])
    titles = dict(every.values_list("reference", "title"))
    outdated.look_for_obstacles(others, titles, reader=person(request))
    by_hand = [task for task in others if task.obstacles]
    return [task for task in others if not task.obstacles], to_approve, by_hand


def asked_for_reference(request: HttpRequest) -> str:
    """Of the record whose correction is to be carried on; empty for every one."""
    text = request.GET.get("on", "")
    try:
        return normalise(text) if text else ""
    except ValueError as error:
        raise BadRequest(str(error)) from error


def with_changes(
    tasks: list[Task], ahead: Ahead, form: TogetherForm, reader: User
) -> list[tuple[Task, list[Any], bool]]:
    """Each with what would change, and whether it is chosen."""
    return [
        (
            task,
            changes_for_readers(task.review, ahead[task.review.reference].document, reader),
            form.is_chosen(task),
        )
        for task in tasks
    ]


def proposed_note(tasks: list[Task]) -> str:
    """References and numbers alone: the note is public for ever."""
    causes = sorted(
        {(cause.record.reference, cause.record.number) for task in tasks for cause in task.causes}
    )
    named = [_("edition %(number)s of %(on)s") % {"number": n, "on": on} for on, n in causes]
    return _("Brought up to date with %s.") % ", ".join(named) if named else ""


@require_POST
def submit(request: HttpRequest) -> HttpResponse:
    to_submit, _to_approve, _by_hand = found(request)
    form = SubmitTogetherForm(request.POST, offered=to_submit)
    if form.is_valid():
        by, comment = person(request), form.cleaned_data["comment"]
        deed = partial(outdated.submit_again, form.heads(), by=by, comment=comment)
        if do(request, form, deed, _("Submitted together; a second person approves them.")):
            return back(request)
    return outdated_records(request, {"submit_form": form})


@require_POST
@signed_in_recently
def approve(request: HttpRequest) -> HttpResponse:
    _to_submit, to_approve, _by_hand = found(request)
    form = ApproveTogetherForm(request.POST, offered=to_approve)
    if not form.is_valid():
        return outdated_records(request, {"approve_form": form})
    decided = do(request, form, partial(decide, request, form.heads(), form))
    if decided is None:
        return outdated_records(request, {"approve_form": form})
    if decided.result:
        return decided.result
    messages.success(request, _("Approved and published, all of them."))
    return back(request)


def back(request: HttpRequest) -> HttpResponse:
    query = request.GET.urlencode()
    address = reverse("admin:review_review_outdated")
    return redirect(f"{address}?{query}" if query else address)
