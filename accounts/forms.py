"""What an administrator types when deciding about an account or a group."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

READ_BY_ADMINISTRATORS = _(
    "All administrators read it and nobody can change it: write nothing that endangers anybody."
)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea({"rows": 3}),
        help_text=READ_BY_ADMINISTRATORS,
        error_messages={"required": _("Say why.")},
    )


class PersonForm(ReasonForm):
    """One colleague out of some."""

    person = forms.ModelChoiceField(User.objects.none(), label=_("Colleague"))
    field_order = ["person", "reason"]

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
