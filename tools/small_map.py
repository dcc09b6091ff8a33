"""Draw the small map that pages of incidents show: the oblasts of Ukraine, as an SVG file.

Run after `tools/build_map.py`, from the root of the checkout:

    python3 -m tools.small_map

It is shown two hundred pixels wide, so a line needs no more than a point in six units. Its colours
are seen on light and on dark paper alike, because a picture does not know the page that it is in.
"""

from itertools import pairwise
from math import hypot

from incidents.places.geometry import Point, drawing, rings
from tools.build_gazetteer import ROOT

SMALL = ROOT / "static" / "img" / "ukraine.svg"
LEAST = 6  # units between two points of a line


def main() -> None:
    SMALL.write_text(small_map())
    print(f"{SMALL}: {SMALL.stat().st_size} bytes")


def small_map() -> str:
    left, top, width, height = drawing()["frame"]
    oblasts = "".join(thinned(oblast["path"]) for oblast in drawing()["oblasts"])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {width} {height}">'
        f'<path d="{oblasts}" fill="#808890" fill-opacity=".16" stroke="#808890"'
        ' stroke-width="3" stroke-linejoin="round"/></svg>\n'
    )


def thinned(path: str) -> str:
    return "".join(_ring(ring) for ring in rings(path))


def _ring(ring: list[Point]) -> str:
    """Its first point, and from there on each that lies far enough from the one before."""
    kept = ring[:1]
    for point in ring[1:]:
        if hypot(point[0] - kept[-1][0], point[1] - kept[-1][1]) >= LEAST:
            kept.append(point)
    if len(kept) < 3:
        return ""
    steps = [(round(x), round(y)) for x, y in kept]
    moves = [f"{x2 - x1},{y2 - y1}" for (x1, y1), (x2, y2) in pairwise(steps)]
    return f"M{steps[0][0]},{steps[0][1]}l{' '.join(moves)}z"


if __name__ == "__main__":
    main()
