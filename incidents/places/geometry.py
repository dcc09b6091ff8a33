"""The map of Ukraine: where a coordinate lies on it, and the outlines of oblasts.

The drawing is a plain Mercator projection. Its numbers were fitted to the drawing; places lie
less than three units (four kilometres) from where they should.
"""

import json
from functools import cache
from itertools import pairwise
from math import asinh, atan, cos, degrees, radians, sinh, tan
from pathlib import Path
from typing import Any

MAP = Path(__file__).parent / "map_data" / "ukraine.json"
TOWNS = MAP.with_name("towns.json")
KM_PER_DEGREE = 111.32
X_PER_DEGREE, X_AT_GREENWICH = 55.3612, -1224.289
Y_PER_DEGREE, Y_AT_EQUATOR = -55.4418, 3420.910

Point = tuple[float, float]


def on_map(latitude: float, longitude: float) -> Point:
    mercator = degrees(asinh(tan(radians(latitude))))
    return X_PER_DEGREE * longitude + X_AT_GREENWICH, Y_PER_DEGREE * mercator + Y_AT_EQUATOR


def on_earth(x: float, y: float) -> Point:
    """Latitude and longitude of a point of the map."""
    mercator = radians((y - Y_AT_EQUATOR) / Y_PER_DEGREE)
    return degrees(atan(sinh(mercator))), (x - X_AT_GREENWICH) / X_PER_DEGREE


def units(kilometres: float, latitude: float) -> float:
    """A distance as drawn: the projection stretches it the more, the farther north."""
    return kilometres * X_PER_DEGREE / (KM_PER_DEGREE * cos(radians(latitude)))


@cache
def drawing() -> dict[str, Any]:
    """`frame`, `oblasts` (p_code, code, name, label, path) and `land` (country to path)."""
    data: dict[str, Any] = json.loads(MAP.read_text())
    return data


@cache
def landmarks() -> dict[str, Any]:
    """`towns` (code, name, at, rank), the larger first, and `centres`, where the number of a raion
    (p-code) or of a region elsewhere stands: we have no borders of them.
    """
    data: dict[str, Any] = json.loads(TOWNS.read_text())
    return data


def rings(path: str) -> list[list[Point]]:
    """The rings of an outline, as points of the map."""
    return [
        [(float(x), float(y)) for x, y in (pair.split(",") for pair in ring.split())]
        for ring in path.removesuffix("z").replace("z", "").split("M")
        if ring
    ]


@cache
def in_steps(path: str) -> str:
    """The same outline with each point as a step from the last one, which is a third shorter."""
    return "".join(_ring_in_steps(ring) for ring in rings(path))


def _ring_in_steps(ring: list[Point]) -> str:
    # In tenths, so that what is left out of one step is not missing from all that follow.
    tenths = [(round(10 * x), round(10 * y)) for x, y in ring]
    steps = [(x - x0, y - y0) for (x0, y0), (x, y) in pairwise(tenths)]
    start, *others = (f"{x / 10:g},{y / 10:g}" for x, y in [tenths[0], *steps])
    return f"M{start}l{' '.join(others)}z".replace(",-", "-").replace(" -", "-")


def within(point: Point, rings: list[list[Point]]) -> bool:
    """Whether a point lies inside an outline; a ring inside another is a hole."""
    x, y = point
    crossed = False
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                crossed = not crossed
    return crossed


def is_on_map(x: float, y: float) -> bool:
    left, top, width, height = drawing()["frame"]
    return bool(left <= x <= left + width and top <= y <= top + height)
