"""The incidents by month; an incident known only to a year is an interval, and never a month."""

from calendar import monthrange
from datetime import date
from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents.lists.figures import Figures, Totals
from incidents.lists.filters import IncidentFilters, View
from incidents.pictures.breakdowns import Row, Table
from incidents.pictures.timeline_chart import Address, Chart, Counted, Days, drawn

MOST_ROWS = 120
MOST_YEARS = 20


class YearLink(NamedTuple):
    """A year, and the question for its timeline alone."""

    year: int
    address: str


def timeline(filters: IncidentFilters, figures: Figures) -> dict[str, Any]:
    counted = figures.by_months()
    undated = counted.pop((None, None), Totals())
    chart = drawn_for(filters, counted) if counted else None
    return {
        "chart": chart,
        "years": years(filters, chart) if chart else [],
        "months": months(counted, filters),
        "undated": undated,
        "counted": figures.total,
    }


def drawn_for(filters: IncidentFilters, counted: Counted, **how: Any) -> Chart:
    """As a page shows it, or a file."""
    return drawn(counted, days_asked(filters), address=address_between(filters), **how)


def days_asked(filters: IncidentFilters) -> Days:
    asked = filters.form.cleaned_data
    return asked["from"], asked["to"]


def months(counted: Counted, filters: IncidentFilters) -> Table:
    address = address_between(filters)
    rows = [Row(key_of(s), name_of(s), counted[s], _address(s, address)) for s in ordered(counted)]
    return Table(key="month", name=_("By month"), first=_("When"), rows=rows, most_rows=MOST_ROWS)


def ordered(counted: Counted) -> list[Days]:
    """The latest first; of those that end together, the narrowest first."""
    return sorted(counted, key=lambda s: (s[1] or date.max, s[0] or date.min), reverse=True)


def key_of(span: Days) -> str:
    """2024-11, 2024-11/2025-02, ../2025-02: the months, as EDTF."""
    first, last = (f"{day:%Y-%m}" if day else ".." for day in span)
    return first if first == last else f"{first}/{last}"


def name_of(span: Days) -> str:
    first, last = (date_format(day, "F Y") if day else "" for day in span)
    if not first:
        return _("until %s") % last
    if not last:
        return _("from %s") % first
    return first if first == last else f"{first} – {last}"


def address_between(filters: IncidentFilters) -> Address:
    """The question that finds what certainly happened between two days, as far as it is asked for.

    "" where it would find more than was asked for.
    """
    after, before = days_asked(filters)

    def address(first: date, last: date) -> str:
        if (after and first < after) or (before and last > before):
            return ""
        return filters.asked_with(from_=f"{first}", to=f"{last}", when="certain")

    return address


def _address(span: Days, address: Address) -> str:
    """The question that finds exactly these; of an interval there is none."""
    first, last = span
    if first is None or first != last:
        return ""
    return address(first, first.replace(day=monthrange(first.year, first.month)[1]))


def years(filters: IncidentFilters, chart: Chart) -> list[YearLink]:
    """Ways to one year of several, as far as its days are asked for."""
    if not 1 < len(chart.years) <= MOST_YEARS:
        return []
    after, before = days_asked(filters)
    return [
        YearLink(
            year,
            filters.asked_with(
                from_=f"{max(date(year, 1, 1), after or date.min)}",
                to=f"{min(date(year, 12, 31), before or date.max)}",
                view=View.TIMELINE,
            ),
        )
        for year in chart.years
    ]
