"""What a person types when deciding about a record."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from review.models import CoarseReason, Review


class DeedForm(forms.Form):
    """A deed done to the head revision that the person saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CommentForm(DeedForm):
    comment = forms.CharField(
        label=_("Comment"), widget=forms.Textarea(attrs={"rows": 3}), max_length=5000
    )


class LineForm(CommentForm):
    line = forms.CharField(widget=forms.HiddenInput, max_length=200)


class WithdrawForm(CommentForm):
    reason = forms.ChoiceField(
        label=_("What the public is told"),
        choices=CoarseReason.choices,
        widget=forms.RadioSelect,
        help_text=_("No more than this is published. Write the details into the comment."),
    )


class ApproveForm(DeedForm):
    """One decision over the record and, where chosen, over those that it rests on."""

    note = forms.CharField(
        label=_("Public note: what changed and why"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
        help_text=_("Readers see it in the history. No names of ours, none that is withheld."),
    )
    comment = forms.CharField(
        label=_("Comment for colleagues"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=5000,
        required=False,
    )
    considered = forms.BooleanField(
        label=_(
            "I have asked myself whether this could harm a living captive, a crew or a position, "
            "a witness or a family."
        ),
        error_messages={"required": _("Answer the question about harm before you approve.")},
    )
    together = forms.MultipleChoiceField(
        label=_("Approve together with what it rests on"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, resting_on: list[Review], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not resting_on:
            del self.fields["together"]
            return
        # The head is part of the value: the decision is about what is shown on this page.
        self.fields["together"].choices = [  # type: ignore[attr-defined]
            (f"{review.pk}:{review.head_id}", str(review)) for review in resting_on
        ]

    def heads(self) -> dict[UUID, int]:
        pairs = (choice.split(":") for choice in self.cleaned_data.get("together", []))
        return {UUID(review): int(head) for review, head in pairs}
