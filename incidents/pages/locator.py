"""Where on a small map an incident lies, no more precisely than it is known.

The map itself is a file that browsers keep: `static/img/ukraine.svg`, made by `tools/small_map.py`.
"""

from dataclasses import dataclass

from incidents.document_types import PlaceDocument
from incidents.places.areas import NEAR_KM, POINTS, WITHOUT, oblasts
from incidents.places.geometry import drawing, is_on_map, on_map, units
from incidents.vocabulary import PlacePrecision

DOT = 16  # units, about two pixels


@dataclass(frozen=True)
class Locator:
    """The outline of an oblast; a point, and how far round it, only where that much is known."""

    frame: str
    path: str
    point: tuple[int, int] | None
    radius: int
    kind: str  # exact, near or area


def locator(place: PlaceDocument | None) -> Locator | None:
    """None where nothing narrower than a country is known, or it lies outside the map."""
    if not place or place["precision"] in WITHOUT:
        return None
    point, area = _point(place), _area(place["codes"])
    if not (area or point):
        return None
    is_exact = place["precision"] == PlacePrecision.EXACT
    return Locator(
        frame=" ".join(str(number) for number in drawing()["frame"]),
        path=area,
        point=point,
        radius=DOT if is_exact else round(units(NEAR_KM, float(place["latitude"] or 0))),
        kind=("exact" if is_exact else "near") if point else "area",
    )


def _point(place: PlaceDocument) -> tuple[int, int] | None:
    if place["precision"] not in POINTS or not (place["latitude"] and place["longitude"]):
        return None
    x, y = on_map(float(place["latitude"]), float(place["longitude"]))
    return (round(x), round(y)) if is_on_map(x, y) else None


def _area(codes: list[str]) -> str:
    """Of regions elsewhere we have no borders, and draw none."""
    found = (oblasts()[code]["path"] for code in reversed(codes) if code in oblasts())
    return next(found, "")
