"""What a person types when deciding about a record."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from review.admin.fields import Prose
from review.models import CoarseReason, Review


class DeedForm(forms.Form):
    """A deed done to the head revision that the person saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CommentForm(DeedForm):
    comment = Prose(label=_("Comment"), widget=forms.Textarea(attrs={"rows": 3}), max_length=5000)


class SendBackForm(CommentForm):
    with_kept = forms.BooleanField(
        label=_("Send my kept comments on lines with it"), required=False, initial=True
    )


class AskForm(forms.Form):
    """A comment on each of some lines, sent together; empty where nothing is asked."""

    prefix = "ask"

    def __init__(self, *args: Any, keys: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent = [name.removeprefix("ask-") for name in self.data if name.startswith("ask-")]
        self.gone = [key for key in sent if key not in set(keys)]
        for key in [*keys, *self.gone]:
            self.fields[key] = Prose(
                label=_("Comment on this line"),
                widget=forms.Textarea(attrs={"rows": 2, "form": "ask"}),
                max_length=5000,
                required=False,
            )

    def texts(self) -> dict[str, str]:
        return {key: text for key, text in self.cleaned_data.items() if text.strip()}

    def sent_texts(self) -> dict[str, str]:
        """Also those that were emptied, but not those of which the page had no field."""
        sent = {key for key in self.cleaned_data if self.add_prefix(key) in self.data}
        return {key: self.cleaned_data[key] for key in sent}


class AnswerForm(forms.Form):
    comment = Prose(label=_("Answer"), widget=forms.Textarea(attrs={"rows": 2}), max_length=5000)


class ReturnForm(forms.Form):
    comment = Prose(
        label=_("What needs to be changed"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=5000,
    )


class AssignForm(forms.Form):
    """Who is asked to decide; whether they may read it and did not work on it is asked then."""

    to = forms.ModelChoiceField(User.objects.none(), label=_("Reviewer"))
    comment = Prose(
        label=_("Comment"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=5000,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = deciding()  # type: ignore[attr-defined]


def deciding() -> "QuerySet[User]":
    """Colleagues with the right to decide."""
    every = User.objects.with_perm(
        "review.decide_review", backend="django.contrib.auth.backends.ModelBackend"
    )
    return every.filter(is_staff=True).select_related("colleague").order_by("username")


class UrgentForm(forms.Form):
    comment = Prose(
        label=_("Why it is urgent"), widget=forms.Textarea(attrs={"rows": 2}), max_length=5000
    )


class LineForm(CommentForm):
    line = forms.CharField(widget=forms.HiddenInput, max_length=200)


class WithdrawForm(CommentForm):
    reason = forms.ChoiceField(
        label=_("What the public is told"),
        choices=CoarseReason.choices,
        widget=forms.RadioSelect,
        help_text=_("Nothing more than this is published. Write the details into the comment."),
    )


class HideForm(forms.Form):
    """Which part is taken from the public, what the public is told, and why."""

    path = forms.CharField(widget=forms.HiddenInput, max_length=120)
    reason = forms.ChoiceField(
        label=_("What the public is told"),
        choices=CoarseReason.choices,
        help_text=_("Nothing more than this is published."),
    )
    comment = Prose(
        label=_("Why, for colleagues"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=5000,
        help_text=_("Comments stay: do not write here what must not be known."),
    )


class CopiesForm(forms.Form):
    """Other parts that tell the same words: `REFERENCE:path`."""

    copies = forms.MultipleChoiceField(
        label=_("Parts to hide too"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one part."),
            "invalid_choice": _("That part does not contain the same words, or is hidden already."),
        },
    )
    comment = HideForm.base_fields["comment"]

    def __init__(self, *args: Any, offered: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # None is chosen to begin with: the same words may be harmless elsewhere.
        self.fields["copies"].choices = list(offered.items())  # type: ignore[attr-defined]

    def clean_copies(self) -> list[tuple[str, str]]:
        pairs = (copy.partition(":") for copy in self.cleaned_data["copies"])
        return [(reference, path) for reference, _colon, path in pairs]


class TogetherWithForm(forms.Form):
    """A decision that may be about everything that one deed hid."""

    all_of_it = forms.BooleanField(label=_("All that was hidden with it"), required=False)

    def __init__(self, *args: Any, with_it: int = 2, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if with_it < 2:
            del self.fields["all_of_it"]


class ShowForm(TogetherWithForm):
    comment = Prose(
        label=_("Why it can be public"), widget=forms.Textarea(attrs={"rows": 2}), max_length=5000
    )
    field_order = ["comment", "all_of_it"]


class SureForm(forms.Form):
    """What cannot be undone."""

    sure = forms.BooleanField(
        label=_("I know that this cannot be undone."),
        error_messages={"required": _("Confirm that you know that this cannot be undone.")},
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.cleaned_data.pop("sure", None)
        return self.cleaned_data


class RemoveForm(SureForm, TogetherWithForm):
    comment = Prose(
        label=_("Why it must be deleted"), widget=forms.Textarea(attrs={"rows": 2}), max_length=5000
    )
    field_order = ["comment", "all_of_it", "sure"]


class RedactForm(SureForm):
    comment = Prose(
        label=_("Why it must be deleted"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=5000,
        help_text=_("Comments stay: do not write here what must not be known."),
    )
    words = forms.CharField(
        label=_("Words that may not be entered again in this record"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        help_text=_(
            "One name or phrase per line, in every form and alphabet; capitals, apostrophes, "
            "hyphens and stress marks make no difference. Only digests of them are kept. The texts "
            "of the part itself are refused anyway."
        ),
    )

    field_order = ["comment", "words", "sure"]

    def clean_words(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["words"].splitlines() if line.strip()]


class DecisionForm(forms.Form):
    """What approving always asks. It carries what was shown, so that nothing else is approved.

    `shown` is two fingerprints, that of the choice of records and that of their documents.
    """

    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    note = Prose(
        label=_("Public note: what changed and why"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
        help_text=_("Readers see it in the history. Do not write our names or withheld names."),
    )
    comment = Prose(
        label=_("Comment for colleagues"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=5000,
        required=False,
    )
    hide_earlier = forms.BooleanField(
        label=_("Hide these earlier words at once; a second person decides about them."),
        required=False,
    )
    considered = forms.BooleanField(
        label=_(
            "I have asked myself whether this could harm a living captive, a crew or a position, "
            "a witness or a family."
        ),
        error_messages={"required": _("Answer the question about harm before you approve.")},
    )
    field_order = ["records", "together", "note", "comment", "hide_earlier", "considered"]

    def offer_hiding(self, earlier: bool) -> None:
        """There is nothing to decide about where no earlier words are taken back."""
        if not earlier:
            del self.fields["hide_earlier"]

    def carry(self, shown: str) -> None:
        """What the page shows that is drawn now, also where it is drawn anew."""
        self.initial["shown"] = shown
        if self.is_bound:
            self.data = {**self.data, self.add_prefix("shown"): shown}

    def showed(self, chosen: Mapping[UUID, int | None]) -> bool:
        """Whether the page showed just these records; what was sent without a page showed none."""
        choice, _dot, _documents = self.cleaned_data["shown"].partition(".")
        return not choice or constant_time_compare(choice, choice_of(chosen))

    @property
    def documents(self) -> str:
        return str(self.cleaned_data["shown"].partition(".")[2])


def choice_of(chosen: Mapping[UUID, int | None]) -> str:
    heads = sorted(f"{review}:{head}" for review, head in chosen.items())
    return salted_hmac("review.choice", " ".join(heads), algorithm="sha256").hexdigest()


def documents_shown(sent: str, chosen: Mapping[UUID, int | None]) -> str:
    """The fingerprint of the documents, if what was sent shows just these records; else nothing."""
    choice, _dot, documents = sent.partition(".")
    return documents if constant_time_compare(choice, choice_of(chosen)) else ""


class ApproveForm(DecisionForm, DeedForm):
    """One decision over the record and, where chosen, over those that it rests on."""

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
