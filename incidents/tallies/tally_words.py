"""How a number of tallies is said, and who counted."""

from django.utils.translation import gettext as _
from review.amounts import in_groups
from sources.document_types import QuantityDocument
from sources.words.quantities import number_in_words
from sources.words.statements import is_publisher_taken
from sources.words.terms import term
from sources.words.texts import named

from incidents.tallies.tallying import Count


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
    return _("%(qualifier)s %(number)s") % {"qualifier": said, "number": in_groups(number)}


def who_counted(count: Count) -> str:
    by = count.by
    if by is None:
        is_taken = is_publisher_taken(count.statement.document["source"])
        return _("not shown") if is_taken else _("not stated")
    return named(by["actor"]["name"] if by["actor"] else by["label"])
