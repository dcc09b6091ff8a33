"""Incidents in lists and sums, and the links between them."""

from typing import TYPE_CHECKING, Any, Literal, TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from review.amounts import grouped
from sources.document_types import Estimate
from sources.words.quantities import day_in_words, number_in_words

from incidents.document_types import IncidentLinkDocument, LinkedIncident
from incidents.vocabulary import Fact, IncidentLinkKind
from incidents.words.counts import count_in_words, with_mark

if TYPE_CHECKING:
    from incidents.lists.figures import Totals


def edition_in_words(incident: Any) -> str:
    """The edition of an incident in a list."""
    return _("%(reference)s, edition %(edition)s of %(day)s") % {
        "reference": incident.reference,
        "edition": incident.edition,
        "day": day_in_words(incident.changed_on),
    }


def count_of(incident: Any, name: str) -> Estimate:
    """Low, best and high of an incident, or of one in a list."""
    low, best, high = (getattr(incident, f"{name}_{end}") for end in ("low", "best", "high"))
    return {"low": low, "best": best, "high": high}


def count_said(incident: Any, name: str) -> str:
    """The number of an incident in a list, or what statements say of it."""
    if name in incident.taken:
        return _("not shown")
    return count_in_words(count_of(incident, name), getattr(incident, f"{name}_given"))


def day_of(incident: Any) -> str:
    """The date of an incident in a list."""
    return _("date not shown") if Fact.DATE in incident.taken else day_in_words(incident.occurred)


def day_told(incident: Any) -> str:
    """The same where no mark can stand beside it."""
    return with_mark(day_of(incident), is_inferred=Fact.DATE in incident.inferred)


def killed_said(totals: "Totals") -> str:
    """The number alone, or why there is none."""
    if totals.not_settled and totals.killings == totals.without_number:
        return _("number not settled")
    if totals.not_shown and totals.killings == totals.without_number:
        return (
            _("number not shown")
            if totals.not_shown == totals.killings
            else _("no number stated or shown")
        )
    return number_in_words(totals.killed)


def killed_in_words(totals: "Totals") -> str:
    """5–7, of these inferred by us: 2, number not settled in 2 more."""
    said = killed_said(totals)
    if totals.low is None:
        return said
    if totals.has_inferred:
        said = _("%(number)s, of these inferred by us: %(inferred)s") % {
            "number": said,
            "inferred": number_in_words(totals.inferred),
        }
    if totals.not_settled:
        more = ngettext(
            "number not settled in %s more", "number not settled in %s more", totals.not_settled
        )
        said += ", " + more % grouped(totals.not_settled)
    return said


def beside_killed(totals: "Totals") -> str:
    """What the number of people killed leaves open: inferred by us: 2; no number stated in 3."""
    if totals.low is None:
        return ""  # It says itself why there is none.
    parts = []
    if totals.has_inferred:
        parts.append(_("inferred by us: %s") % number_in_words(totals.inferred))
    if totals.not_settled:
        more = ngettext("number not settled in %s", "number not settled in %s", totals.not_settled)
        parts.append(more % grouped(totals.not_settled))
    if totals.not_stated:
        more = ngettext("no number stated in %s", "no number stated in %s", totals.not_stated)
        parts.append(more % grouped(totals.not_stated))
    if totals.not_shown:
        more = ngettext("number not shown in %s", "number not shown in %s", totals.not_shown)
        parts.append(more % grouped(totals.not_shown))
    return "; ".join(parts)


def killings_in_words(totals: "Totals") -> str:
    number = ngettext("%s incident of killing", "%s incidents of killing", totals.killings)
    return number % grouped(totals.killings)


def others_in_words(totals: "Totals") -> list[str]:
    """What is no killing: orders, and what is neither."""
    parts = []
    if totals.orders:
        parts.append(ngettext("%s order", "%s orders", totals.orders) % grouped(totals.orders))
    if totals.others:
        number = ngettext("%s other incident", "%s other incidents", totals.others)
        parts.append(number % grouped(totals.others))
    return parts


def incidents_in_words(totals: "Totals") -> str:
    """2 incidents of killing; 1 order."""
    killings = [killings_in_words(totals)] if totals.killings else []
    return "; ".join(killings + others_in_words(totals)) or _("nothing recorded")


def totals_in_words(totals: "Totals") -> str:
    """2 incidents of killing, people killed: 5–7; 1 order."""
    parts = others_in_words(totals)
    if totals.killings:
        killed = _("people killed: %s") % killed_in_words(totals)
        parts.insert(0, f"{killings_in_words(totals)}, {killed}")
    return "; ".join(parts) or _("nothing recorded")


# How a link reads from the record that it leads to.
LINK_BACK = {
    IncidentLinkKind.PART_OF: gettext_lazy("has this part"),
    IncidentLinkKind.DUPLICATE_OF: gettext_lazy("another record of the same event"),
}


class LinkBack(TypedDict):
    """The link that another incident has, read from the one that it leads to."""

    kind: str
    is_back: Literal[True]
    to: LinkedIncident


def link_said(link: IncidentLinkDocument | LinkBack) -> str:
    """The link to another incident in words, from whichever side it was entered."""
    kind = IncidentLinkKind(link["kind"])
    back = LINK_BACK.get(kind) if link.get("is_back") else None
    return str(back or kind.label)
