"""How a page cites its edition, and what it tells programs."""

import json
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from review.models import PublicEdition
from review.public.addresses import edition_address
from review.public.citing import Citation, edition_cited

register = template.Library()

# So that nothing inside can end the element, or begin another one.
ESCAPED = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


@register.simple_tag
def cited(edition: PublicEdition, title: str) -> Citation:
    return edition_cited(edition, title)


@register.filter
def permanent_address(edition: PublicEdition) -> str:
    return edition_address(edition.kind, edition.reference, edition.number)


@register.simple_tag
def json_ld(data: dict[str, Any]) -> SafeString:
    """JSON-LD is data: a browser never runs it, and the content security policy lets it stand."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPED)
    inside = mark_safe(text)  # noqa: S308 (escaped above)
    return format_html('<script type="application/ld+json">{}</script>', inside)
