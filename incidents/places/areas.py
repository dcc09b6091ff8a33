"""Where an incident lies on a map: a point where the place is known, else its oblast.

Never a point for what is known only to an area: a pin in the middle of an oblast would say
something that nobody stated. We have borders of oblasts alone, and draw no others.
"""

from functools import cache
from typing import Any

from incidents.models import PublishedIncident
from incidents.places.geometry import Point, drawing, on_earth, rings, within
from incidents.vocabulary import PlacePrecision

Geometry = dict[str, Any]

# How far from the named place "near" may be: UCDP, where precision 2.
NEAR_KM = 25
POINTS = {PlacePrecision.EXACT, PlacePrecision.NEAR}
# The whole of a country is no answer, and no outline of land has water or air.
WITHOUT = {PlacePrecision.COUNTRY, PlacePrecision.WATER_AIR}
DECIMALS = 3  # of a degree: a hundred metres, finer than any outline here


def geometry_of(incident: PublishedIncident) -> Geometry | None:
    """The GeoJSON geometry of an incident, from what is public of its place; no query.

    A `Point` when the place is exact (precision 1) or near a named one (2, which is within
    `NEAR_KM` of the point) and its coordinates are known. A `Polygon` or `MultiPolygon` of the
    oblast when no more is known, or only the raion, whose borders we do not have. `None` when only
    the country is known, over water or in the air, outside Ukraine, and when no place is stated.
    """
    if incident.place_precision in POINTS and incident.longitude is not None:
        return {
            "type": "Point",
            "coordinates": [float(incident.longitude), float(incident.latitude or 0)],
        }
    if incident.place_precision in WITHOUT:
        return None
    return outline(oblast_of(incident.place_codes))


def oblast_of(codes: list[str]) -> str:
    """The p-code of the oblast among the codes of a place, "" outside Ukraine."""
    return next((code for code in reversed(codes) if code in oblasts()), "")


@cache
def oblasts() -> dict[str, dict[str, Any]]:
    """The oblasts of Ukraine by p-code."""
    return {oblast["p_code"]: oblast for oblast in drawing()["oblasts"]}


@cache
def outline(code: str) -> Geometry | None:
    """The area of an oblast (UA14) in degrees."""
    polygons = with_holes(rings(oblasts()[code]["path"] if code in oblasts() else ""))
    coordinates = [[closed(ring) for ring in polygon] for polygon in polygons]
    match coordinates:
        case []:
            return None
        case [polygon]:
            return {"type": "Polygon", "coordinates": polygon}
        case _:
            return {"type": "MultiPolygon", "coordinates": coordinates}


def with_holes(found: list[list[Point]]) -> list[list[list[Point]]]:
    """Each outer ring with those inside it, anticlockwise and clockwise, as RFC 7946 has them."""
    polygons: list[list[list[Point]]] = []
    for ring in sorted(found, key=lambda ring: -abs(signed_area(ring))):
        around = next((one for one in polygons if within(ring[0], one[:1])), None)
        if around:
            around.append(turned(ring, left=False))
        else:
            polygons.append([turned(ring, left=True)])
    return polygons


def turned(ring: list[Point], *, left: bool) -> list[Point]:
    # The map's y grows downwards: what turns left on earth has a negative area there.
    return ring if (signed_area(ring) < 0) == left else ring[::-1]


def signed_area(ring: list[Point]) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def closed(ring: list[Point]) -> list[list[float]]:
    degrees = [on_earth(x, y) for x, y in [*ring, ring[0]]]
    return [
        [round(longitude, DECIMALS), round(latitude, DECIMALS)] for latitude, longitude in degrees
    ]
