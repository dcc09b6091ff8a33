"""From a public page, on a phone: a part or all of a record hidden by one more tap, then the list.

The link on the public page is the same for everybody; who may is asked here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from accounts.deeds import do, page, person
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from review.admin.copies_outside import done
from review.admin.forms import HideForm
from review.admin.hide import covering, excerpt_of, latest_parts, reviews_to_hide_in
from review.admin.part_names import name_of, row_names
from review.editions import chain
from review.models import CoarseReason, CopyOutside, Event, Review
from review.workflow import hiding, outside, publishing


class AtOnceForm(HideForm):
    """Filled in already: in a danger the first tap must be enough, and words can follow."""

    path = forms.CharField(max_length=120, required=False)
    # What takes all of it is no missing path: a browser may send a form without any button.
    whole = forms.BooleanField(required=False)
    reason = forms.ChoiceField(
        label=gettext_lazy("What the public is told"),
        choices=CoarseReason.choices,
        initial=CoarseReason.PROTECTION,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comment"].initial = gettext_lazy("Hidden from a phone; why is to follow.")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("path") and not given.get("whole"):
            raise forms.ValidationError(_("Choose what to hide."))
        return given


@dataclass
class Shown:
    """A part that may be hidden by one tap, or is hidden."""

    path: str
    name: str
    excerpt: str
    is_hidden: bool


def hide_at_once(request: HttpRequest, reference: str) -> HttpResponse:
    """Every part of one public record with its button, and one for all of it."""
    review = get_object_or_404(reviews_to_hide_in(request), reference=reference)
    form = AtOnceForm(request.POST or None)
    if form.is_valid() and do(request, form, partial(_taken, request, review, form), _said):
        event = _events(review).latest("id")
        return redirect("admin:copies_outside", review.reference, event.pk)
    context = {
        "title": _("Hide from the public at once"),
        "review": review,
        "form": form,
        "parts": list(_parts(review)),
        "lists": [(event, len(done(event))) for event in _events(review).order_by("-id")],
        "all_copies": len(CopyOutside),
    }
    status = 400 if form.is_bound else 200
    return page(request, "admin/review/hide_at_once.html", context, status=status)


def _events(review: Review) -> Any:
    return Event.objects.filter(review=review, kind__in=outside.TAKING)


def _taken(request: HttpRequest, review: Review, form: AtOnceForm) -> Any:
    given = form.cleaned_data
    deed: Callable[..., Any] = publishing.withdraw if given["whole"] else hiding.hide
    about = (review,) if given["whole"] else (review, given["path"])
    return deed(
        *about,
        by=person(request),
        day=chain.today(),
        reason=given["reason"],
        comment=given["comment"],
    )


def _said(done: Any) -> str:
    return _("It has gone from every public page. A second person decides about it.")


def _parts(review: Review) -> Iterator[Shown]:
    """But what is stated of nothing: on a phone the list is long enough."""
    hidden, called = list(review.hidings.undecided()), row_names(review)
    for part in latest_parts(review):
        excerpt = excerpt_of(review, part, called)
        if excerpt != _("not stated"):
            yield Shown(
                path=part.path,
                name=name_of(review, part.path, part, called),
                excerpt=excerpt,
                is_hidden=covering(part, hidden) is not None,
            )
