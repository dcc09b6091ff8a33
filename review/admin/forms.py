"""What a person types when deciding about a record."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from review.admin.fields import Prose
from review.models import CoarseReason, CodebookEntry, Event, Review
from review.models.codebook import field_of_line, fields_and_terms
from review.revisions.compare import Line


class DeedForm(forms.Form):
    """A deed done to the head revision that the person saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CommentForm(DeedForm):
    comment = Prose(label=_("Comment"), widget=forms.Textarea(attrs={"rows": 3}), max_length=5000)


class LineCommentForm(CommentForm):
    """A comment on the record, or on one of its lines; which are there is asked when it is sent."""

    line = forms.CharField(label=_("About"), required=False, max_length=200)
    field_order = ["line", "comment"]

    def offer(self, lines: Iterable[Line]) -> None:
        """Rows that are told in one line are each a line of their own here."""
        every = [(one.key, _label_of(one)) for line in lines for one in line.each]
        choices = [("", _("the whole record")), *every]
        self.fields["line"].widget = forms.Select(choices=choices)


def _label_of(line: Line) -> str:
    name = f"{line.row.model._meta.verbose_name}: {line.row.name}"
    return " – ".join([name, line.field_label] if line.field else [name])


class WithKept(forms.Form):
    with_kept = forms.BooleanField(
        label=_("Send my comments on lines with it"), required=False, initial=True
    )


class SendBackForm(WithKept, CommentForm):
    field_order = ["comment", "with_kept"]


class PositionForm(forms.Form):
    """What somebody would put into a line, and why."""

    put = Prose(
        label=_("What you would put"), widget=forms.Textarea(attrs={"rows": 2}), max_length=5000
    )
    why = Prose(label=_("Why"), widget=forms.Textarea(attrs={"rows": 2}), max_length=5000)


class WhoDecidesForm(forms.Form):
    to = forms.ModelChoiceField(
        User.objects.none(), label=_("Who decides"), required=False, empty_label=_("nobody yet")
    )
    nobody = Prose(
        label=_("If nobody yet: why"),
        widget=forms.Textarea(attrs={"rows": 1}),
        max_length=5000,
        required=False,
    )

    def __init__(self, *args: Any, people: "QuerySet[User]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]


class DisagreeForm(PositionForm, WhoDecidesForm):
    line = forms.CharField(widget=forms.HiddenInput, max_length=200)
    field_order = ["line", "put", "why", "to", "nobody"]


class RulingForm(forms.Form):
    """One of the positions, or something else, and the reason."""

    chosen = forms.ChoiceField(label=_("What is put"), widget=forms.RadioSelect)
    put = Prose(
        label=_("Something else"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=5000,
        required=False,
    )
    why = Prose(label=_("Why"), widget=forms.Textarea(attrs={"rows": 2}), max_length=5000)

    def __init__(self, *args: Any, positions: Iterable[Event], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.positions = {str(one.pk): one for one in positions}
        said = [(key, f"{one.put_words} ({one.by})") for key, one in self.positions.items()]
        self.fields["chosen"].choices = [*said, ("other", _("something else"))]  # type: ignore[attr-defined]

    def ruling(self) -> dict[str, Any]:
        chosen = self.positions.get(self.cleaned_data["chosen"])
        return self.cleaned_data | {"chosen": chosen}


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

    @classmethod
    def typed_in(cls, request: HttpRequest) -> "AskForm":
        """Whatever lines the comparison has now: what was typed comes with every deed of a page."""
        return cls(request.POST, keys=[])

    def texts(self) -> dict[str, str]:
        return {key: text for key, text in self.cleaned_data.items() if text.strip()}

    def sent_texts(self) -> dict[str, str]:
        """Also those that were emptied: but not what another window kept, as `had` tells."""
        had = set(self.data.getlist("had"))  # type: ignore[attr-defined]
        sent = {key for key in self.cleaned_data if self.add_prefix(key) in self.data}
        return {key: text for key in sent if (text := self.cleaned_data[key]).strip() or key in had}


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
    """Sent by the button of a line; why stands beside it, one of many in the form of the page."""

    line = forms.CharField(widget=forms.HiddenInput, max_length=200)

    def add_prefix(self, field_name: str) -> str:
        name = super().add_prefix(field_name)
        return (
            f"{name}-{self.data.get(self.add_prefix('line'))}" if field_name == "comment" else name
        )


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


class ConfirmForm(WithKept, DecisionForm):
    """The same decision, on the page that shows just these records."""

    field_order = ["note", "comment", "with_kept", "hide_earlier", "considered"]


class ApproveForm(WithKept, DecisionForm, DeedForm):
    """One decision over the record and, where chosen, over those that it rests on."""

    together = forms.MultipleChoiceField(
        label=_("Approve together with what it rests on"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    field_order = ["together", *ConfirmForm.field_order]

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


class AnyOf(forms.ModelChoiceField[CodebookEntry]):
    """An entry of the codebook, by its question."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.field_name}: {obj.asked}"


class CodebookForm(forms.Form):
    """A general question and its answer, and that they name nobody."""

    about = forms.ChoiceField(label=_("About"))
    question = Prose(
        label=_("The question, so that it can come again"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )
    answer = Prose(
        label=_("The answer, and why"), widget=forms.Textarea(attrs={"rows": 3}), max_length=5000
    )
    replaces = AnyOf(
        CodebookEntry.objects.none(),
        label=_("It replaces"),
        required=False,
        empty_label=_("nothing: the question is new"),
    )
    sure = forms.BooleanField(
        label=_("It names no person, and no record: all staff reads it."),
        error_messages={"required": _("Confirm that it names no person and no record.")},
    )

    def __init__(self, *args: Any, line: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about = field_of_line(line)
        self.fields["about"].choices = fields_and_terms(about)  # type: ignore[attr-defined]
        label = about.partition(":")[0]
        # The row as a whole, or any of its fields.
        related = Q(about=label) | Q(about__startswith=f"{label}:")
        current = CodebookEntry.objects.current().filter(related)
        self.fields["replaces"].queryset = current  # type: ignore[attr-defined]

    def entry(self) -> dict[str, Any]:
        about, _equals, value = self.cleaned_data["about"].partition("=")
        names = ("question", "answer", "replaces")
        return {"about": about, "value": value} | {name: self.cleaned_data[name] for name in names}
