"""How the page of tallies says a number."""

from typing import Any

from django import template
from django.utils.translation import gettext as _
from sources.templatetags.attest import number_in_words, term

register = template.Library()


@register.filter
def tally_number(quantity: dict[str, Any]) -> str:
    """With its qualifier: “more than 150”; of “many” there is no number."""
    qualifier = quantity["qualifier"]
    if not qualifier:
        return number_in_words(quantity)
    said = term(qualifier, "Qualifier")
    if all(quantity[end] is None for end in ("low", "best", "high")):
        return said
    # The qualifier itself says in which direction it is open.
    number = quantity["best"] if quantity["best"] is not None else quantity["low"]
    if number is None or quantity["high"] not in {None, number}:
        return number_in_words(quantity)
    return _("%(qualifier)s %(number)s") % {"qualifier": said, "number": number}
