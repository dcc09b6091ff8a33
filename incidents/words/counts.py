"""Numbers of people, with what statements say where no number is recorded."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from sources.document_types import Estimate
from sources.words.quantities import figure_in_words, is_known, number_in_words
from sources.words.texts import plainly

from incidents.document_types import GivenFigure


def count_in_words(number: Estimate, given: Sequence[GivenFigure]) -> str:
    """The number that is recorded, else the figures that were given, else that none is stated."""
    if is_known(number) or not given:
        return number_in_words(number)
    said = figures_in_words(given)
    return (_("statements differ: %s") if len(given) > 1 else _("number not settled: %s")) % said


def figures_in_words(given: Sequence[GivenFigure]) -> str:
    """5 (CNN, a prosecutor); at least 6 (a commission)."""
    return "; ".join(
        _("%(figure)s (%(who)s)")
        % {"figure": figure_in_words(one), "who": ", ".join(plainly(name) for name in one["by"])}
        for one in given
    )


COUNT_NAMES: dict[str, str | Promise] = {
    "killed": gettext_lazy("number killed"),
    "injured": gettext_lazy("number injured"),
    "fate_unknown": gettext_lazy("number whose fate is unknown"),
}


def count_named(count: str) -> str:
    """What is counted, where it is said that no number is stated."""
    return str(COUNT_NAMES[count])


def with_mark(words: str, *, is_inferred: bool) -> str:
    """What we inferred says so wherever plain words are all that there is."""
    return _("%s (inferred by us)") % words if is_inferred else words
