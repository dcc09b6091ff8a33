"""Forms of hundreds of rows: Django reads no form of more than a thousand fields, but for these.

How long a body may be stays the same for all.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

# 80 statements against 30 facts, 300 of them with details; or 1,500 rows of a source.
MOST_FIELDS = 20_000


def large_form[View: Callable[..., Any]](view: View) -> View:
    """A decorator: this view takes a form of more fields than others."""
    view.is_large_form = True  # type: ignore[attr-defined]
    return view


class LargeForms:
    """Reads the form before anything else asks for it; a form with files is read as ever."""

    def __init__(self, answer: Callable[[HttpRequest], Any]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> Any:
        return self.answer(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> None:
        large = request.method == "POST" and getattr(view, "is_large_form", False)
        if large and request.content_type == "application/x-www-form-urlencoded":
            request.POST = fields_of(request.body)  # type: ignore[assignment]
            # Else Django would read the form again, and within its own limit, for the files.
            request._files = MultiValueDict()  # type: ignore[attr-defined]  # noqa: SLF001


def fields_of(body: bytes) -> QueryDict:
    fields = QueryDict(mutable=True)
    sent = body.decode(errors="replace")
    try:
        pairs = parse_qsl(sent, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise TooManyFieldsSent from error
    for name, value in pairs:
        fields.appendlist(name, value)
    fields._mutable = False  # noqa: SLF001 (as Django does itself)
    return fields
