"""The views of the incidents that are no list: map, timeline and charts."""

from typing import Any

from incidents.areas import NEAR_KM
from incidents.breakdowns import area_address, area_names, areas, breakdowns
from incidents.figures import Tally, by_area, total
from incidents.filters import IncidentFilters, View
from incidents.models import PublishedIncident
from incidents.oblast_map import oblast_map
from incidents.timeline import timeline

# More of them lie on one another, and take a browser long.
MOST_PLACES = 1000


def picture(filters: IncidentFilters) -> dict[str, Any]:
    """What the view that was asked for shows; nothing for the list, or what is not understood."""
    view = filters.form.cleaned_data["view"] if filters.is_valid() else ""
    if view in {"", View.LIST}:
        return {}
    shown = {View.MAP: places, View.TIMELINE: timeline, View.CHARTS: charts}[View(view)](filters)
    return {"picture": f"incidents/_{view}.html", "left_out": filters.left_out()} | shown


def places(filters: IncidentFilters) -> dict[str, Any]:
    counted = by_area(filters.counted())
    names, address = area_names(counted), area_address(filters)
    return {
        "counted": total(counted),
        "table": areas(counted, names, address),
        "map": oblast_map(counted, names, address),
        "near_km": NEAR_KM,
        "most_places": MOST_PLACES,
    }


def charts(filters: IncidentFilters) -> dict[str, Any]:
    tables = breakdowns(filters)
    counted = sum((row.tally for row in tables[-1].rows), Tally())
    return {"counted": counted, "tables": tables}


def all_that_is_published() -> dict[str, Any]:
    """Key figures and map of the start page; one query."""
    counted = by_area(PublishedIncident.objects.carried())
    return {
        "figures": total(counted),
        "map": oblast_map(counted, area_names(counted), lambda code: f"place={code}"),
    }
