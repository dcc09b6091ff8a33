"""How the page of tallies says a number, and who counted."""

from django import template
from django.utils.translation import gettext as _
from sources.document_types import QuantityDocument
from sources.words.quantities import number_in_words
from sources.words.terms import term
from sources.words.texts import named

from incidents.tallies.tallying import Count

register = template.Library()


@register.filter
def tally_number(quantity: QuantityDocument) -> str:
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


@register.filter
def who_counted(count: Count) -> str:
    by = count.by
    if by is None:
        return _("not stated")
    return named(by["actor"]["name"] if by["actor"] else by["label"])
