"""The kinds of field that the forms of the desk are made of."""

from typing import Any

from django import forms
from review.admin.fields import Lines, OneLine, Prose
from sources.text import dates

NOT_CHOSEN = [("", "—")]
# Where a statement goes that is of no incident.
NOWHERE = "none"


def choice(label: Any, choices: Any, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[*NOT_CHOSEN, *choices], required=False, **options
    )


def words(label: Any, size: int = 0, **options: Any) -> OneLine:
    return OneLine(label=label, required=False, max_length=size or 300, **options)


def prose(label: Any, **options: Any) -> Lines:
    return Prose(label=label, required=False, widget=forms.Textarea({"rows": 2}), **options)


def dated(value: str) -> str:
    return dates.parse(value).text if value else ""
