"""The incidents by month; an incident known only to a year is an interval, and never a month."""

from calendar import monthrange
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents.lists.figures import Figures, Totals
from incidents.lists.filters import IncidentFilters
from incidents.pictures.breakdowns import Row, Table
from incidents.pictures.timeline_chart import drawn

MOST_ROWS = 120

# First days of the months of the first and the last day that a date can mean; None: open.
Span = tuple[date | None, date | None]


def timeline(filters: IncidentFilters, figures: Figures) -> dict[str, Any]:
    counted = figures.by_months()
    undated = counted.pop((None, None), Totals())
    return {
        "chart": drawn(counted) if counted else None,
        "months": months(counted, filters),
        "undated": undated,
        "counted": figures.total,
    }


def months(counted: dict[Span, Totals], filters: IncidentFilters) -> Table:
    rows = [Row(key_of(s), name_of(s), counted[s], _address(s, filters)) for s in ordered(counted)]
    return Table(key="month", name=_("By month"), first=_("When"), rows=rows, most_rows=MOST_ROWS)


def ordered(counted: dict[Span, Totals]) -> list[Span]:
    """The latest first; of those that end together, the narrowest first."""
    return sorted(counted, key=lambda s: (s[1] or date.max, s[0] or date.min), reverse=True)


def key_of(span: Span) -> str:
    """2024-11, 2024-11/2025-02, ../2025-02: the months, as EDTF."""
    first, last = (f"{day:%Y-%m}" if day else ".." for day in span)
    return first if first == last else f"{first}/{last}"


def name_of(span: Span) -> str:
    first, last = (date_format(day, "F Y") if day else "" for day in span)
    if not first:
        return _("until %s") % last
    if not last:
        return _("from %s") % first
    return first if first == last else f"{first} – {last}"


def _address(span: Span, filters: IncidentFilters) -> str:
    """The question that finds exactly these; none where other days are asked for already."""
    first, last = span
    asked = filters.form.cleaned_data
    if first is None or first != last or asked["from"] or asked["to"]:
        return ""
    end = first.replace(day=monthrange(first.year, first.month)[1])
    return filters.asked_with(from_=f"{first}", to=f"{end}", when="certain")
