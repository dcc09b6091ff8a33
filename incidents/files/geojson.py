"""The public file of incidents as GeoJSON, for maps.

A point stands only where the place is known to a point; what is known to an area has the outline of
its oblast, or no geometry at all. Properties are flat, as programs for maps want them: the columns
of the table. Only what statements give where no number is recorded stays as objects.
"""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from sources.files.columns import as_flat
from sources.files.formats import Export, export_of, listed, refused_in_json, streamed, understood

from incidents.files.downloads import INCIDENTS
from incidents.lists.filters import IncidentFilters
from incidents.models import PublishedIncident
from incidents.places.areas import geometry_of


def geojson_file(request: HttpRequest, filters: IncidentFilters) -> HttpResponseBase:
    if not understood(filters):
        return refused_in_json(filters.form)
    export = export_of(INCIDENTS, filters)
    return streamed(geojson_lines(export), export, "geojson", "application/geo+json")


def geojson_lines(export: Export) -> Iterator[str]:
    statement = {"type": "FeatureCollection"} | export.statement
    return listed(statement, (feature(row) for row in export.read()), name="features")


def feature(incident: PublishedIncident) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": incident.reference,
        "geometry": geometry_of(incident),
        "properties": as_flat(INCIDENTS.served, incident),
    }
