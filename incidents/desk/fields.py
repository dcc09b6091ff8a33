"""The kinds of field that the forms of the desk are made of."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django import forms
from review.admin.fields import Lines, OneLine, Prose
from sources.text import dates

from incidents.desk import lines

NOT_CHOSEN = [("", "—")]
# Where a statement goes that is of no incident.
NOWHERE = "none"


class DeskForm(forms.Form):
    """A part of the page whose lines are read as soon as they are typed."""

    @property
    def readers(self) -> Mapping[str, Callable[[str], Any]]:
        """By field, what reads its line; it refuses by a `ValidationError`."""
        return {}

    def unread(self) -> Iterator[tuple[str, list[str]]]:
        """By field, why what stands there cannot be read; nothing while it is empty."""
        for name, read in self.readers.items():
            if text := self[name].value():
                yield name, lines.refusal(read, text)


def asked[F: forms.Field](field: F) -> F:
    """Whoever took what is proposed is brought here while it is empty, before going on."""
    field.widget.attrs["data-asked"] = True
    return field


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
