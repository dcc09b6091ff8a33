"""The form of a list's filters: its fields, and the values of a filter with their numbers."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from review.languages import cache_per_language, reader_language

register = template.Library()


@register.filter
def of_field(facets: dict[str, Any] | None, field: Any) -> Any:
    """The facet of a field of the form, if it has one."""
    return (facets or {}).get(field.name)


# A field into which nothing is typed looks the same for every reader of a list, and takes longer to
# draw than an incident.
_UNTOUCHED: dict[tuple[Any, str, str], SafeString] = {}


@register.simple_tag
def form_field(field: Any, filters: Any = None) -> SafeString:
    """A field with its label, help, errors and control; of a list's filters, drawn once."""
    key = (type(filters), field.name, reader_language())
    if filters and not field.value() and not field.errors:
        if key not in _UNTOUCHED:
            _UNTOUCHED[key] = _drawn(field)
        return _UNTOUCHED[key]
    return _drawn(field)


def _drawn(field: Any) -> SafeString:
    return render_to_string("_components/field.html", {"field": field})


_CHECKED = SafeString(" checked")
_CURRENT = SafeString(' aria-current="true"')
_CHOICE = '<li><label><input type="radio" name="{}" value="{}" id="{}-{}"{}>{}{}</label></li>'
_LINK = '<li><a rel="nofollow" href="{}"{}>{}</a>{}</li>'


@register.filter
def values(facet: Any) -> SafeString:
    """The values of a filter, to choose from, each with its number.

    Not a template: a list has a hundred of them.
    """
    if facet.has_choices:
        return SafeString("".join(_choices(facet)))
    links = (
        (one.address, _CURRENT if one.is_chosen else "", one.label, _number(one.count))
        for one in facet.options
    )
    return format_html_join("", _LINK, links)


def _choices(facet: Any) -> Iterator[SafeString]:
    name, chosen = facet.field.name, any(one.is_chosen for one in facet.options)
    yield _choice(name, "", _("any"), None, not chosen)
    for one in facet.options:
        yield _choice(name, one.value, one.label, one.count, one.is_chosen)


@cache_per_language
def _choice(name: str, value: str, label: str, count: int | None, is_chosen: bool) -> SafeString:
    """Kept: from page to page of a list they are the same."""
    checked = _CHECKED if is_chosen else ""
    return format_html(_CHOICE, name, value, name, value or "any", checked, label, _number(count))


def _number(count: int | None) -> SafeString:
    if count is None:
        return SafeString("")
    return SafeString(f' <span class="number">{count:d}</span>')
