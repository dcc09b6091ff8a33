"""Where on a small map an incident lies, no more precisely than it is known.

The map itself is a file that browsers keep: `static/img/ukraine.svg`, made by `tools/small_map.py`.
"""

from dataclasses import dataclass

from incidents.document_types import PlaceDocument
from incidents.places.areas import NEAR_KM, POINTS, oblast_of, oblasts
from incidents.places.geometry import drawing, is_on_map, on_map, units
from incidents.vocabulary import PlacePrecision

UKRAINE = "UA"
DOT = 16  # units, about two pixels


@dataclass(frozen=True)
class Locator:
    """The outline of an oblast, or of the country where no more is known; a point, and how far
    round it, only where that much is known.
    """

    frame: str
    path: str
    point: tuple[int, int] | None
    radius: int
    kind: str  # exact, near, area or country


def locator(place: PlaceDocument | None) -> Locator | None:
    """None where no place is known, it lies outside the map, or no outline is known of it."""
    if not place or place["precision"] == PlacePrecision.WATER_AIR:
        return None
    point, area = _point(place), _area(place)
    if not (area or point) and UKRAINE not in place["codes"]:
        return None
    is_exact = place["precision"] == PlacePrecision.EXACT
    return Locator(
        frame=" ".join(str(number) for number in drawing()["frame"]),
        path=area,
        point=point,
        radius=DOT if is_exact else round(units(NEAR_KM, float(place["latitude"] or 0))),
        kind=("exact" if is_exact else "near") if point else "area" if area else "country",
    )


def _point(place: PlaceDocument) -> tuple[int, int] | None:
    if place["precision"] not in POINTS or not (place["latitude"] and place["longitude"]):
        return None
    x, y = on_map(float(place["latitude"]), float(place["longitude"]))
    return (round(x), round(y)) if is_on_map(x, y) else None


def _area(place: PlaceDocument) -> str:
    """Of regions elsewhere we have no borders, and draw none."""
    is_country = place["precision"] == PlacePrecision.COUNTRY
    code = "" if is_country else oblast_of(place["codes"])
    return str(oblasts()[code]["path"]) if code else ""
