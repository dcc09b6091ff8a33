"""What a reader may mean while a name is typed: a short list for the script of a field."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from review.public.public_state import PublicRequest
from review.public.reading import public

from sources.files.formats import refused_in_json
from sources.lists.filters import LONGEST_NAME, QuestionForm
from sources.lists.meant import Meant
from sources.text.search_words import words


class BegunForm(QuestionForm):
    """A name that may be only begun."""

    BESIDE = frozenset()

    q = forms.CharField(max_length=LONGEST_NAME, required=False)

    def clean_q(self) -> str:
        text = str(self.cleaned_data["q"])
        if text and not words(text):
            raise ValidationError(_("Write at least one word."))
        return text


@public
def complete(request: PublicRequest, meant: Callable[[str], Meant]) -> HttpResponse:
    """At most ten; nothing while nothing is typed."""
    form = BegunForm(request.GET)
    if not form.is_valid():
        return refused_in_json(form)
    text: str = form.cleaned_data["q"]
    found: Meant = meant(text) if text else {}
    results: list[dict[str, Any]] = [
        {"value": value, "label": label} for value, label in found.items()
    ]
    return JsonResponse({"results": results}, json_dumps_params={"ensure_ascii": False})
