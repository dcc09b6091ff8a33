"""Where a page is found in each language, with the same filters and page number."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, override

register = template.Library()

PREFIX = "/uk"


@register.simple_tag(takes_context=True)
def address_in(context: dict[str, Any], language: str) -> str:
    """Nothing that was typed into an address that answers nothing becomes a link: it leads home.

    So does the switch of an error page, which may be put together without a request. The answer to
    a form is found where its page says that all of it is kept (`kept_at`).
    """
    request = context.get("request")
    if request is None or request.resolver_match is None:
        with override(language):
            return reverse("home")
    path: str = context.get("kept_at") or request.get_full_path()
    if get_language() == "uk":
        path = path.removeprefix(PREFIX)
    return f"{PREFIX}{path}" if language == "uk" else path


@register.simple_tag(takes_context=True)
def absolute_address_in(context: dict[str, Any], language: str) -> str:
    return f"{settings.SITE_URL}{address_in(context, language)}"
