"""Pages about the consent of a witness: taken back, given again, a legal hold, and the erasure."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from accounts.deeds import do, page, person
from accounts.signing_in_again import signed_in_recently
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from review.admin.fields import Prose
from review.admin.forms import SureForm
from review.editions import chain

from sources.consent import erasing, holding, withdrawing
from sources.models import Consent, Erasure, LegalHold, Source
from sources.vocabulary import ConsentState, OutsideCopy, Purpose, ToldBy

NO_NAMES = gettext_lazy("It stays for ever: write no name, no address and no number.")


class ReasonForm(forms.Form):
    reason = Prose(
        label=gettext_lazy("Why"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=NO_NAMES,
    )


class ChangeForm(ReasonForm):
    """Which purposes, on which day, by whom we were told, and why."""

    purposes = forms.MultipleChoiceField(
        label=gettext_lazy("For what"), widget=forms.CheckboxSelectMultiple
    )
    told_on = forms.DateField(
        label=gettext_lazy("On which day they told us"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )
    told_by = forms.ChoiceField(
        label=gettext_lazy("Who told us"),
        choices=ToldBy.choices,
        help_text=gettext_lazy("A role, never a name."),
    )
    field_order = ["purposes", "told_on", "told_by", "reason"]

    def __init__(self, *args: Any, offered: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purposes"].choices = offered  # type: ignore[attr-defined]


class CommentForm(forms.Form):
    comment = Prose(
        label=gettext_lazy("Why you decide so"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=NO_NAMES,
    )


class EraseForm(SureForm, CommentForm):
    field_order = ["comment", "sure"]


class TickForm(forms.Form):
    copy = forms.ChoiceField(label=gettext_lazy("Which copy is gone"))
    note = Prose(
        label=gettext_lazy("How you know"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        help_text=NO_NAMES,
    )

    def __init__(self, *args: Any, offered: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["copy"].choices = offered  # type: ignore[attr-defined]


def said_first(source: Source) -> dict[str, Any]:
    """Conditions and what stands of the consent: on top wherever colleagues read the source."""
    if not source.is_interview and not source.withdrawals.exists():
        return {}
    rows = Consent.objects.filter(source=source)
    return {
        "first_template": "admin/sources/_consent.html",
        "consent": {
            "source": source,
            "conditions": [row for row in rows if row.conditions],
            "states": _states(source),
            "withdrawals": source.withdrawals.select_related("by__colleague").order_by("-id"),
            "hold": source.hold,
            "erasure": source.erasures.select_related(
                "by__colleague", "decided_by__colleague"
            ).last(),
        },
    }


def with_conditions(sources: QuerySet[Source]) -> QuerySet[Consent]:
    """What witnesses asked for, of all of these that are interviews."""
    rows = Consent.objects.filter(source__in=sources).exclude(conditions="")
    return rows.select_related("source__review").order_by("source__review__reference", "id")


def _states(source: Source) -> list[tuple[Any, Any, bool]]:
    return [
        (Purpose(one).label, ConsentState(state).label, state == ConsentState.GIVEN)
        for one, state in source.consent_states().items()
    ]


def _offered(source: Source, *, withdrawn: bool) -> list[tuple[str, Any]]:
    return [
        (one, Purpose(one).label)
        for one, state in source.consent_states().items()
        if (state == ConsentState.WITHDRAWN) == withdrawn
    ]


def source_for(request: HttpRequest, pk: UUID, *rights: str) -> Source:
    """For who may do this with sources; of one that they may not read nobody is told."""
    if not person(request).has_perms(("sources.view_source", *rights)):
        raise PermissionDenied
    visible = Source.visible_to(person(request)).select_related("review")
    return get_object_or_404(visible, pk=pk)


def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    source = source_for(request, pk, "review.withdraw_review")
    deed = partial(withdrawing.withdraw, day=chain.today())
    said = _("Recorded. What the public read of it is hidden.")
    offered = _offered(source, withdrawn=False)
    return _changed(request, source, deed, said, offered, "admin/sources/withdraw.html")


def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    source = source_for(request, pk, "review.submit_review", "sources.change_consent")
    said = _("Recorded. What was hidden stays so until it is shown or approved again.")
    offered = _offered(source, withdrawn=True)
    template = "admin/sources/given_again.html"
    return _changed(request, source, withdrawing.give_again, said, offered, template)


def _changed(
    request: HttpRequest,
    source: Source,
    deed: Callable[..., Any],
    said: str,
    offered: list[tuple[str, Any]],
    template: str,
) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = ChangeForm(data, offered=offered, initial={"told_on": timezone.localdate()})
    if form.is_valid() and do(
        request, form, partial(deed, source, by=person(request), **form.cleaned_data), said
    ):
        return redirect("admin:sources_source_change", source.pk)
    title = _("Consent: %s") % source.review_title()
    context = {"title": title, "source": source, "form": form, "offered": offered}
    return page(request, template, context | said_first(source), status=400 if form.errors else 200)


@signed_in_recently
def hold(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Place it, or lift the one that stands."""
    source = source_for(request, pk, "sources.hold_erasure")
    standing = source.hold
    form = ReasonForm(request.POST if request.method == "POST" else None)
    deed = holding.lift if standing else holding.hold
    said = _("The legal hold is lifted.") if standing else _("It cannot be erased now.")
    if form.is_valid() and do(
        request, form, partial(deed, source, by=person(request), **form.cleaned_data), said
    ):
        return redirect("admin:sources_source_hold", source.pk)
    context = {
        "title": _("Legal hold: %s") % source.review_title(),
        "source": source,
        "form": form,
        "hold": standing,
        "holds": LegalHold.objects.filter(source=source)
        .select_related("by__colleague")
        .order_by("-id"),
    }
    return page(
        request, "admin/sources/hold.html", context | said_first(source),
        status=400 if form.errors else 200,
    )  # fmt: skip


def erasure(
    request: HttpRequest, pk: UUID, refused: dict[str, forms.Form] | None = None
) -> HttpResponse:
    """What would be erased, the copies outside, and the two ways to decide."""
    source = source_for(request, pk, "review.withdraw_review")
    asked = source.erasures.select_related("by__colleague", "decided_by__colleague").last()
    if asked is None:
        raise Http404
    gone = erasing.copies_gone(asked)
    left = [(one.value, one.label) for one in OutsideCopy if one not in gone]
    context = {
        "title": _("Erasure: %s") % source.review_title(),
        "source": source,
        "erasure": asked,
        "is_own": asked.by_id == person(request).pk,
        "is_overdue": asked.is_overdue(timezone.now()),
        "may_stay": source.consent_state(Purpose.KEEP) != ConsentState.WITHDRAWN,
        "copies": [(one.label, gone.get(one.value)) for one in OutsideCopy],
        "tick_form": TickForm(prefix="tick", offered=left) if left else None,
        "erase_form": EraseForm(prefix="erase"),
        "keep_form": CommentForm(prefix="keep"),
        **(refused or {}),
    }
    return page(
        request, "admin/sources/erasure.html", context | said_first(source),
        status=400 if refused else 200,
    )  # fmt: skip


def _asked(request: HttpRequest, pk: UUID) -> Erasure:
    """The last one: of an earlier one all was decided."""
    source = source_for(request, pk, "review.withdraw_review")
    asked = source.erasures.last()
    if asked is None:
        raise Http404
    return asked


@require_POST
@signed_in_recently
def erase(request: HttpRequest, pk: UUID) -> HttpResponse:
    asked = _asked(request, pk)
    form = EraseForm(request.POST, prefix="erase")
    if form.is_valid():
        deed = partial(
            erasing.erase, asked, by=person(request), day=chain.today(), **form.cleaned_data
        )
        if do(request, form, deed, _("Erased: nothing that it held is left in this system.")):
            return redirect("admin:sources_source_erasure", pk)
    return erasure(request, pk, {"erase_form": form})


@require_POST
def keep(request: HttpRequest, pk: UUID) -> HttpResponse:
    asked = _asked(request, pk)
    form = CommentForm(request.POST, prefix="keep")
    if form.is_valid():
        deed = partial(erasing.keep, asked, by=person(request), **form.cleaned_data)
        if do(request, form, deed, _("It is not erased.")):
            return redirect("admin:sources_source_erasure", pk)
    return erasure(request, pk, {"keep_form": form})


@require_POST
def tick(request: HttpRequest, pk: UUID) -> HttpResponse:
    asked = _asked(request, pk)
    form = TickForm(request.POST, prefix="tick", offered=list(OutsideCopy.choices))
    if form.is_valid():
        deed = partial(erasing.tick, asked, by=person(request), **form.cleaned_data)
        if do(request, form, deed, _("Ticked.")):
            return redirect("admin:sources_source_erasure", pk)
    return erasure(request, pk, {"tick_form": form})


PAGES: list[tuple[str, Callable[..., HttpResponse], str]] = [
    ("consent/withdraw", withdraw, "withdraw_consent"),
    ("consent/again", again, "consent_again"),
    ("hold", hold, "hold"),
    ("erasure", erasure, "erasure"),
    ("erasure/erase", erase, "erase"),
    ("erasure/keep", keep, "keep"),
    ("erasure/tick", tick, "tick"),
]
