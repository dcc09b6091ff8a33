"""Dates and numbers as a reader says them."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from review.amounts import in_groups
from review.languages import reader_language

from sources.document_types import Estimate, Figure, QuantityDocument, UncertainDate
from sources.text import dates
from sources.words.terms import term


def day_in_words(when: UncertainDate | date | str | None) -> str:
    """An uncertain date, of a document or as EDTF text; or a day."""
    text = when["edtf"] if isinstance(when, dict) else when and str(when)
    return dates.in_words(text or "", reader_language())


def date_precision(when: UncertainDate | None) -> str:
    """How narrow a date is, where it is wider than a day."""
    if not when or when["precision"] == dates.DatePrecision.DAY:
        return ""
    return str(dates.DatePrecision(when["precision"]).label)


def is_known(number: Estimate) -> bool:
    return any(number[end] is not None for end in ("low", "best", "high"))


def number_in_words(number: Estimate | None) -> str:
    """Low, best and high as a reader says them. Null is not known, and never 0."""
    low, best, high = (number[end] if number else None for end in ("low", "best", "high"))
    if best is None:
        return _range_in_words(low, high)
    if (low is None or low == best) and (high is None or high == best):
        return in_groups(best)
    return _("%(best)s (%(range)s)") % {
        "best": in_groups(best),
        "range": _range_in_words(low, high),
    }


def _range_in_words(low: int | None, high: int | None) -> str:
    if high is None:
        return _("not stated") if low is None else _("at least %s") % in_groups(low)
    if low is None:
        return _("at most %s") % in_groups(high)
    return in_groups(low) if low == high else f"{in_groups(low)}–{in_groups(high)}"


def figure_in_words(figure: Figure) -> str:
    """More than 150; of “many” there is no number."""
    ends = (figure[end] for end in ("low", "best", "high"))
    stated = {end for end in ends if end is not None}
    if not figure["qualifier"]:
        return number_in_words(figure)
    qualifier = term(figure["qualifier"], "Qualifier")
    if not stated:
        return qualifier
    # Of one number the qualifier says whether it is an end.
    number = in_groups(*stated) if len(stated) == 1 else number_in_words(figure)
    return f"{qualifier} {number}"


def quantity_in_words(quantity: QuantityDocument) -> str:
    """Cases: more than 150, alleged."""
    counted = term(quantity["counted"], "Counted")
    said = f"{counted}: {figure_in_words(quantity)}, {term(quantity['level'], 'Level')}"
    return ", ".join([said, *_counted_until(quantity)])


def _counted_until(quantity: QuantityDocument) -> Iterator[str]:
    if "as_of" in quantity:
        yield _("as of %s") % day_in_words(quantity["as_of"])
    if "cumulative" in quantity:
        yield _("cumulative") if quantity["cumulative"] else _("not cumulative")
