"""Build the map of Ukraine from `@svg-maps/ukraine` and the countries of plotly.js.

Run by a maintainer when a source has a new edition, from the root of the checkout, with the folders
of the two unpacked npm packages (2.0.0 and 3.3.1):

    python3 -m tools.build_map svg-maps-ukraine/package plotly/package

The same versions always give the same bytes. What is in the file:
incidents/places/map_data/README.md.
"""

import csv
import gzip
import io
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import hypot
from pathlib import Path
from typing import Any

from incidents.places.geometry import Point, on_map, within
from tools.build_gazetteer import GAZETTEER, ROOT

MAP = ROOT / "incidents" / "places" / "map_data" / "ukraine.json"
FRAME = (-30, -70, 1100, 790)  # x, y, width, height: Ukraine, and what of its neighbours is near
TOLERANCE = 0.7  # units that a simplified line may lie beside the original

# The names of the shapes, and the two digits with which the codes of each begin.
SHAPES = {
    "crimea": "01",
    "vinnytsia": "05",
    "volyn": "07",
    "dnipropetrovsk": "12",
    "donetsk": "14",
    "zhytomyr": "18",
    "zakarpattia": "21",
    "zaporizhia": "23",
    "ivano-frankivsk": "26",
    "kyiv": "32",
    "kirovohrad": "35",
    "luhansk": "44",
    "lviv": "46",
    "mykolaiv": "48",
    "odessa": "51",
    "poltava": "53",
    "rivne": "56",
    "sumy": "59",
    "ternopil": "61",
    "kharkiv": "63",
    "kherson": "65",
    "khmelnytskyi": "68",
    "cherkasy": "71",
    "chernivtsi": "73",
    "chernihiv": "74",
    "kyiv-city": "80",
}
# Beside the middle, so that the names of neighbours stand above each other: by how many units.
MOVED = {
    SHAPES["ivano-frankivsk"]: (0, -20),
    SHAPES["khmelnytskyi"]: (0, 17),
    SHAPES["ternopil"]: (-4, -28),
}
SEVASTOPOL = "85"  # the drawing has it within Crimea: shown as a square at its own place
COUNTRIES = ("UKR", "RUS", "BLR", "POL", "SVK", "HUN", "ROU", "MDA", "BGR", "SRB", "LTU", "GEO")

Ring = list[Point]


def main(drawing: Path, countries: Path) -> None:
    shapes = simplified(shapes_of(drawing / "index.js"))
    oblasts = [oblast(place, shapes) for place in oblasts_of_the_gazetteer()]
    data = {
        "credit": "Oblasts: @svg-maps/ukraine 2.0.0, CC BY 4.0, simplified."
        " Land: plotly.js 3.3.1, MIT, from UN geodata, simplified.",
        "frame": FRAME,
        "oblasts": oblasts,
        "land": {
            name: path(rings)
            for name, rings in land(countries / "dist/topojson/europe_50m.json").items()
        },
    }
    MAP.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n")
    print(f"{MAP}: {MAP.stat().st_size} bytes")


def oblast(place: dict[str, str], shapes: dict[str, list[Ring]]) -> dict[str, Any]:
    rings = shapes.get(place["p_code"][2:])
    if rings is None:
        x, y = on_map(float(place["latitude"]), float(place["longitude"]))
        rings = [[(x - 9, y - 9), (x + 9, y - 9), (x + 9, y + 9), (x - 9, y + 9)]]
    x, y = innermost(rings)
    right, down = MOVED.get(place["p_code"][2:], (0, 0))
    return {
        "p_code": place["p_code"],
        "code": place["code"],
        "name": {"en": place["name_en"], "uk": place["name_uk"]},
        "label": [round(x + right), round(y + down)],
        "path": path(rings),
    }


def gazetteer() -> list[dict[str, str]]:
    with gzip.open(GAZETTEER) as file:
        lines = io.TextIOWrapper(file, "utf-8", newline="")
        next(lines)
        return list(csv.DictReader(lines))


def oblasts_of_the_gazetteer() -> list[dict[str, str]]:
    wanted = {f"UA{number}" for number in [*SHAPES.values(), SEVASTOPOL]}
    found = (row for row in gazetteer() if row["p_code"] in wanted)
    return sorted(found, key=lambda row: row["p_code"])


def shapes_of(file: Path) -> dict[str, list[Ring]]:
    text = file.read_text().removeprefix("export default ").rstrip().removesuffix(";")
    return {SHAPES[one["id"]]: rings_of(one["path"]) for one in json.loads(text)["locations"]}


def rings_of(text: str) -> list[Ring]:
    """The rings of a path of absolute and relative moves and relative lines."""
    rings: list[Ring] = []
    x = y = 0.0
    for command, numbers in re.findall(r"([MmlLz])([^MmlLz]*)", text):
        if command == "z":
            x, y = rings[-1][0]
            continue
        values = [float(number) for number in re.findall(r"-?\d*\.?\d+", numbers)]
        for at, (dx, dy) in enumerate(zip(values[::2], values[1::2], strict=True)):
            x, y = (dx, dy) if command == "M" else (x + dx, y + dy)
            if at == 0 and command in "Mm":
                rings.append([])
            rings[-1].append((round(x, 1), round(y, 1)))
    return rings


def simplified(shapes: dict[str, list[Ring]]) -> dict[str, list[Ring]]:
    """The same shapes with fewer points; a border between two stays the same line for both."""
    owners: defaultdict[Point, set[str]] = defaultdict(set)
    for name, shape in shapes.items():
        for ring in shape:
            for point in ring:
                owners[point].add(name)
    return {
        name: [simplified_ring(ring, owners) for ring in shape] for name, shape in shapes.items()
    }


def simplified_ring(ring: Ring, owners: dict[Point, set[str]]) -> Ring:
    """Cut the ring where its neighbours change, and simplify each piece by itself."""
    around = zip([ring[-1], *ring[:-1]], ring, [*ring[1:], ring[0]], strict=True)
    cuts = [
        at
        for at, (before, here, after) in enumerate(around)
        if not owners[before] == owners[here] == owners[after]
    ]
    if len(cuts) < 2:  # an island, or a city inside one oblast
        first = ring.index(min(ring))
        farthest = max(range(len(ring)), key=lambda at: distance(ring[at], ring[first]))
        cuts = sorted({first, farthest})
    turned = ring[cuts[0] :] + ring[: cuts[0]]
    ends = [at - cuts[0] for at in cuts] + [len(ring)]
    result: Ring = []
    for start, end in pairwise(ends):
        piece = [*turned, turned[0]][start : end + 1]
        forward = piece[0] <= piece[-1]  # both neighbours go the same way along it
        kept = thinned(piece if forward else piece[::-1])
        result += (kept if forward else kept[::-1])[:-1]
    return result


def thinned(line: Sequence[Point]) -> Ring:
    """Douglas and Peucker: the points without which the line would lie elsewhere."""
    if len(line) < 3:
        return list(line)
    first, last = line[0], line[-1]
    at = max(range(1, len(line) - 1), key=lambda i: off(line[i], first, last))
    if off(line[at], first, last) <= TOLERANCE:
        return [first, last]
    return thinned(line[: at + 1])[:-1] + thinned(line[at:])


def off(point: Point, first: Point, last: Point) -> float:
    """How far a point lies beside the line between two others."""
    length = distance(first, last)
    if not length:
        return distance(point, first)
    (x, y), (x1, y1), (x2, y2) = point, first, last
    along = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length**2
    along = min(1, max(0, along))
    return distance(point, (x1 + along * (x2 - x1), y1 + along * (y2 - y1)))


def distance(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def innermost(rings: list[Ring]) -> Point:
    """The place for a number: the point of a grid that lies farthest from every border."""
    outer = max(rings, key=len)
    xs, ys = zip(*outer, strict=True)
    grid = [
        (min(xs) + (max(xs) - min(xs)) * i / 40, min(ys) + (max(ys) - min(ys)) * j / 40)
        for i in range(1, 40)
        for j in range(1, 40)
    ]
    inside = [point for point in grid if within(point, rings)]
    edges = [pair for ring in rings for pair in pairwise([*ring, ring[0]])]
    return max(inside, key=lambda point: min(off(point, *edge) for edge in edges))


def land(file: Path) -> dict[str, list[Ring]]:
    """The countries, cut off a little outside the frame."""
    topology = json.loads(file.read_text())
    lines = [decoded(arc, topology["transform"]) for arc in topology["arcs"]]
    found = {}
    for country in topology["objects"]["countries"]["geometries"]:
        if country.get("id") not in COUNTRIES:
            continue
        polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        rings = [joined(ring, lines) for polygon in polygons for ring in polygon]
        near = [thinned([*ring, ring[0]])[:-1] for ring in map(cut, rings) if len(ring) > 2]
        if near:
            found[country["id"]] = near
    return found


def decoded(arc: Iterable[Sequence[int]], transform: dict[str, list[float]]) -> Ring:
    (kx, ky), (tx, ty) = transform["scale"], transform["translate"]
    x = y = 0
    line = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        line.append(on_map(y * ky + ty, x * kx + tx))
    return line


def joined(ring: Iterable[int], lines: list[Ring]) -> Ring:
    """One ring from its arcs; a number below zero is an arc taken backwards."""
    points: Ring = []
    for number in ring:
        points += (lines[number] if number >= 0 else lines[~number][::-1])[:-1]
    return points


def cut(ring: Ring) -> Ring:
    """Sutherland and Hodgman: the part of a ring inside the frame, with an edge all round."""
    x, y, width, height = FRAME
    sides = ((0, x - 20, 1), (0, x + width + 20, -1), (1, y - 20, 1), (1, y + height + 20, -1))
    for axis, at, sign in sides:
        kept: Ring = []
        for one, other in pairwise([*ring, ring[0]] if ring else []):
            inside, next_inside = sign * (one[axis] - at) >= 0, sign * (other[axis] - at) >= 0
            if inside:
                kept.append(one)
            if inside != next_inside:
                part = (at - one[axis]) / (other[axis] - one[axis])
                kept.append(
                    (one[0] + part * (other[0] - one[0]), one[1] + part * (other[1] - one[1]))
                )
        ring = kept
    return ring


def path(rings: list[Ring]) -> str:
    return "".join(f"M{' '.join(f'{x:.1f},{y:.1f}' for x, y in ring)}z" for ring in rings)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
