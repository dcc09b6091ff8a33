"""A day that a reader asks for: picked, or typed in one of the ways in which days are written."""

import re
from calendar import monthrange
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sources.text.dates import bounds
from sources.text.written_dates import as_typed

# Day and month stand the other way round in some countries where slashes stand between them.
_WRITTEN = re.compile(
    r"(?P<y>\d{4})(-(?P<m>\d{1,2})(-(?P<d>\d{1,2}))?)?"
    r"|((?P<d2>\d{1,2})\.)?(?P<m2>\d{1,2})\.(?P<y2>\d{4})"
)


def day_meant(text: str, *, is_end: bool) -> date | None:
    """The day that is written there; of a month or a year its first, or its last, day."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return _in_words(text.strip(), is_end=is_end)
    year = int(found["y"] or found["y2"])
    month, day = found["m"] or found["m2"], found["d"] or found["d2"]
    try:
        if day:
            return date(year, int(month), int(day))
        in_year = int(month) if month else 12 if is_end else 1
        return date(year, in_year, monthrange(year, in_year)[1] if is_end else 1)
    except ValueError:
        return None


def _in_words(text: str, *, is_end: bool) -> date | None:
    """14 June 2025. Slashes are refused whatever they say, so that nobody learns to type them."""
    readings = None if "/" in text else as_typed(text)
    return bounds(readings[0])[is_end] if readings else None


class DayInput(forms.DateInput):
    """A day to pick. What is no such day stays as it was typed: a field for it would be empty."""

    input_type = "date"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if not is_day(context["widget"]["value"]):
            context["widget"]["type"] = "text"
        return context


def is_day(text: str | None) -> bool:
    try:
        return not text or date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


class DayField(forms.DateField):
    default_error_messages = {
        "invalid": _(
            "There is no such day: write it as 2025-05-22, 22 May 2025 or 22.05.2025, a month as "
            "2025-05, a year as 2025."
        )
    }

    def __init__(self, *, is_end: bool = False, **kwargs: Any) -> None:
        super().__init__(widget=DayInput(format="%Y-%m-%d"), **kwargs)
        self.is_end = is_end

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        day = day_meant(str(value), is_end=self.is_end)
        if day is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day
