"""The form of a list's filters: its fields, and the values of a filter with their numbers."""

from collections.abc import Iterator
from html import unescape
from typing import Any

from django import template
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from review.amounts import in_groups
from review.document_types import Bilingual
from review.languages import cache_per_language, reader_language

from sources.lists.several import NOT, not_in_words
from sources.words.texts import plainly

register = template.Library()


@register.filter
def of_field(facets: dict[str, Any] | None, field: Any) -> Any:
    """The facet of a field of the form, if it has one."""
    return (facets or {}).get(field.name)


@register.filter
def of_row(passages: dict[Any, SafeString] | None, row: Any) -> SafeString | str:
    """The passage of a row that has the words asked for, if there is one."""
    return (passages or {}).get(row.pk, "")


@register.filter
def is_whole(passage: SafeString | str, of: Bilingual | None) -> bool:
    """Whether a passage is all of what an entry shows anyway, which is then marked itself."""
    return bool(passage and of) and unescape(strip_tags(passage)) == plainly(of or None)


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
_CHOICE = '<li><label><input type="checkbox" name="{}" value="{}" id="{}-{}"{}>{}{}</label></li>'
_LIST = "<ul>{}</ul>"
_FOLDED = "<details><summary>{}</summary>{}</details>"
_TYPED = '<input type="text" name="{}" value="{}" id="{}{}"{}{}{}>'


@register.filter
def values(facet: Any) -> SafeString:
    """What can be typed, and the values of a filter to choose from, each with its number.

    Not a template: a list has a hundred of them.
    """
    name = facet.field.name
    shown = [_choice(name, one) for one in facet.options if one.count != 0 or one.is_in_force]
    folded = [_choice(name, one) for one in facet.options if one.count == 0 and not one.is_in_force]
    listed = [_list(shown), _folded(folded)] if facet.is_open else [_choices(shown, folded)]
    return SafeString("".join([*_typed(facet), *listed]))


def _choices(shown: list[SafeString], folded: list[SafeString]) -> SafeString:
    """Values of a filter in which anything can be typed: closed until one is chosen."""
    if not shown:
        return SafeString("")
    return format_html(_FOLDED, _("Choose from a list"), _list(shown + folded))


def _typed(facet: Any) -> Iterator[SafeString]:
    """Fields for what is typed: one, but where something is wrong one for each value."""
    field, one = facet.field, facet.field.field.one
    longest, completed_by = getattr(one, "max_length", 0), getattr(one, "completed_by", "")
    described = [f"{field.auto_id}_helptext"] if field.help_text else []
    described += [f"{field.auto_id}_error"] if field.errors else []
    for number, text in enumerate(facet.typed or ()):
        yield format_html(
            _TYPED,
            field.name,
            text,
            field.auto_id,
            f"_{number}" if number else "",
            flatatt(
                ({"maxlength": longest + len(NOT)} if longest else {})
                | ({"data-complete": reverse(completed_by)} if completed_by else {})
            ),
            flatatt({"aria-describedby": " ".join(described)} if described else {}),
            flatatt(
                ({"aria-invalid": "true"} if field.errors else {})
                | ({"aria-label": str(field.label)} if number else {})
            ),
        )


@cache_per_language
def _choice(name: str, one: Any) -> SafeString:
    """Kept: from page to page of a list they are the same."""
    label = not_in_words(one.label) if one.is_left_out else one.label
    asked = f"{NOT}{one.value}" if one.is_left_out else one.value
    checked = _CHECKED if one.is_in_force else ""
    number = _number(one.count)
    return format_html(_CHOICE, name, asked, name, one.value, checked, label, number)


def _list(choices: list[SafeString]) -> SafeString:
    return format_html(_LIST, SafeString("".join(choices))) if choices else SafeString("")


def _folded(choices: list[SafeString]) -> SafeString:
    """Values that would find nothing, behind their number."""
    if not choices:
        return SafeString("")
    number = len(choices)
    said = ngettext("%s other value finds nothing", "%s other values find nothing", number) % number
    return format_html(_FOLDED, said, _list(choices))


def _number(count: int | None) -> SafeString:
    if count is None:
        return SafeString("")
    return SafeString(f' <span class="number">{in_groups(count)}</span>')
