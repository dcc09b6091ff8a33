"""Form fields for what people write: kept as `review/text/kept.py` says."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from review.text import characters, kept


class Lines(forms.CharField):
    """Several lines of a record: a browser ends them by CR and LF, whatever is stored."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return kept.line_ends(super().to_python(value) or "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        same = kept.is_same if self.strip else kept.is_received
        return not (self.disabled or same(self.to_python(data), initial or ""))


class Prose(Lines):
    """What is written now and once: a comment, a public note."""

    def to_python(self, value: Any) -> str:
        return kept.prose(super().to_python(value))


class OneLine(forms.CharField):
    """A title that goes into a record past the record's own form."""

    default_error_messages = {
        "unseen": _(
            "This holds a character that nobody sees (%(name)s): "
            "delete the words around it and type them anew."
        )
    }

    def to_python(self, value: Any) -> str:
        return kept.line(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        if found := kept.refused_in(value):
            name = characters.name_of(found)
            raise ValidationError(self.error_messages["unseen"], "unseen", {"name": name})
