"""What is typed in intake: links that are pasted, and what is decided about them."""

from typing import Any

from accounts.models import NeedToKnowGroup
from accounts.prepared import prepared
from accounts.sight import seen_by
from django import forms
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from review.admin.fields import Lines, OneLine, Prose
from review.models import Tag

from incidents.desk.keeping import RIGHTS
from incidents.models import IntakeReason

# Of text, with three hundred links in it.
LONGEST_PASTE = 100_000


class PasteForm(forms.Form):
    text = Lines(
        label=_("Links"),
        max_length=LONGEST_PASTE,
        widget=forms.Textarea({"rows": 6}),
        help_text=_(
            "One to a line, or any text with links in it. Words beside a link in its line become "
            "its note."
        ),
        error_messages={"required": _("Paste at least one link.")},
    )
    came_from = OneLine(label=_("Where they came from"), required=False, max_length=200)
    note = Prose(
        label=_("Note for all of them"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("No names of witnesses: every colleague who enters records reads it."),
    )
    group = forms.ModelChoiceField(
        NeedToKnowGroup.objects.none(),
        label=_("Need-to-know group"),
        required=False,
        help_text=_("Only its members see these links then."),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if seen_by(person).groups:
            mine = NeedToKnowGroup.objects.filter(members=person)
            self.fields["group"].queryset = mine  # type: ignore[attr-defined]
        else:
            del self.fields["group"]


class ScopeForm(forms.Form):
    """Why nothing is made of those that are ticked."""

    reason = forms.ChoiceField(
        label=_("Why it is out of scope"),
        choices=[("", "—"), *IntakeReason.choices],
        error_messages={"required": _("Say why it is out of scope.")},
    )
    words = Prose(
        label=_("In words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 1}),
    )

    def __init__(self, data: Any = None) -> None:
        # The filter beside it asks for words, too.
        super().__init__(data, auto_id="id_scope_%s")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        other = self.cleaned_data.get("reason") == IntakeReason.OTHER
        if other and not self.cleaned_data.get("words"):
            self.add_error("words", _("Say in words which other reason."))
        return cleaned


class TagForm(forms.Form):
    """One that is put on, or taken off, those that are ticked."""

    # Also the retired: they are taken off.
    tag = forms.ModelChoiceField(
        Tag.objects.order_by("is_retired", "name"),
        label=_("Tag"),
        error_messages={"required": _("Choose a tag.")},
    )

    def __init__(self, data: Any = None) -> None:
        # The filter beside it asks for a tag, too.
        super().__init__(data, auto_id="id_put_%s")


class ToForm(forms.Form):
    to = forms.ModelChoiceField(User.objects.none(), label=_("Give to"))

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues(person)  # type: ignore[attr-defined]


def colleagues(person: User) -> "QuerySet[User]":
    """Who enters records. A new colleague is not told who else works here."""
    entering = User.objects.filter(pk__in=_entering())
    if not seen_by(person).all_records:
        entering = entering.filter(pk=person.pk)
    return entering.select_related("colleague").order_by("username")


@prepared
def _entering() -> "QuerySet[User, int]":
    backend = "django.contrib.auth.backends.ModelBackend"
    entering = User.objects.filter(is_staff=True)
    for right in RIGHTS:
        entering = entering.filter(pk__in=User.objects.with_perm(right, backend=backend))
    return entering.values_list("pk", flat=True)
