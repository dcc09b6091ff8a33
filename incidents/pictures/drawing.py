"""The views of the incidents that are no list: map, timeline and charts."""

from typing import Any

from django.http import QueryDict
from review.editions import chain
from review.public.public_state import PublicState

from incidents.lists.figures import Figures
from incidents.lists.filters import IncidentFilters, View
from incidents.models import PublishedIncident
from incidents.pictures.about import day_shown
from incidents.pictures.breakdowns import actors, area_address, area_names, areas, breakdowns
from incidents.pictures.oblast_map import MOST_PLACES, map_of, oblast_map
from incidents.pictures.timeline import timeline
from incidents.places.areas import NEAR_KM


def picture(filters: IncidentFilters, state: PublicState) -> dict[str, Any]:
    """What the view that was asked for shows; nothing for the list, or what is not understood."""
    view = filters.form.cleaned_data["view"] if filters.is_valid() else ""
    if view in {"", View.LIST}:
        return {}
    shown = {View.MAP: places, View.TIMELINE: timeline, View.CHARTS: charts}[View(view)]
    return {"picture": f"incidents/_{view}.html"} | shown(filters, filters.counted(state))


def places(filters: IncidentFilters, figures: Figures) -> dict[str, Any]:
    counted = figures.by("area")
    names, address = area_names(counted), area_address(filters)
    return {
        "counted": figures.total,
        "table": areas(counted, names, address),
        "map": map_of(filters, figures, counted, names),
        "day": day_shown(filters, chain.head()),
        "near_km": NEAR_KM,
        "most_places": MOST_PLACES,
    }


def marks(filters: IncidentFilters, state: PublicState) -> dict[str, Any]:
    """The same map, to be moved."""
    figures = filters.counted(state)
    counted = figures.by("area")
    return {"map": map_of(filters, figures, counted, area_names(counted), to_be_moved=True)}


def charts(filters: IncidentFilters, figures: Figures) -> dict[str, Any]:
    return {
        "counted": figures.total,
        "tables": breakdowns(filters, figures),
        "actors": actors(figures.by("actor"), filters),
    }


def all_that_is_published(state: PublicState) -> dict[str, Any]:
    """Key figures and map of the start page."""
    everything = IncidentFilters(QueryDict(), PublishedIncident.objects.defer("search"))
    everything.is_valid()
    figures = everything.counted(state)
    counted = figures.by("area")
    return {
        "figures": figures.total,
        "map": oblast_map(counted, area_names(counted), lambda code: f"place={code}"),
    }
