"""The map of what was counted, as the server draws it: whole, or near the place asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from incidents.lists.figures import Figures, Totals
from incidents.lists.filters import IncidentFilters
from incidents.models import Place
from incidents.pictures.breakdowns import Address, area_address
from incidents.pictures.map_marks import Mark, Split, area_marks
from incidents.pictures.map_names import (
    SIZES,
    Box,
    Name,
    magnified,
    mark_box,
    names,
    overlap,
    write_names,
)
from incidents.places.areas import NEAR_KM, oblast_of, oblasts
from incidents.places.geometry import (
    Point,
    drawing,
    in_steps,
    landmarks,
    on_earth,
    on_map,
    rings,
    units,
)

# As the file of the map has it: named here to be translated.
CREDIT = gettext_noop(
    "Oblasts: @svg-maps/ukraine 2.0.0, CC BY 4.0, simplified."
    " Land: plotly.js 3.3.1, MIT, from UN geodata, simplified."
)
# More places lie on one another, and take a browser long.
MOST_PLACES = 1000
NEAR = 170  # units: how wide the map of a raion or of a place is, some 220 kilometres
ROUND_AN_OBLAST = 1.15
# How many times larger than on the whole map a number must be drawn to split.
SPLITS_FROM = {"area": 1.5, "raion": 3}


@dataclass(frozen=True)
class OblastMap:
    """A drawing in `frame`, with everything that is shown once it is moved."""

    marks: list[Mark]
    names: list[Name]
    box: Box

    @property
    def oblasts(self) -> list[tuple[str, Mark | None]]:
        """The outline of each, and what is counted in it."""
        counted = {mark.key: mark for mark in self.marks}
        return [(in_steps(one["path"]), counted.get(code)) for code, one in oblasts().items()]

    @property
    def drawn(self) -> list[Mark]:
        """Numbers as they are shown at first: areas, or what they have split into."""
        return [one for mark in self.marks for one in mark.drawn]

    @property
    def names_at_first(self) -> list[Name]:
        """Those that fit before anybody looks more closely."""
        return [name for name in self.names if name.widths]

    @property
    def land(self) -> list[str]:
        return [in_steps(path) for path in drawing()["land"].values()]

    @property
    def frame(self) -> str:
        left, top, right, bottom = self.box
        return f"{left:.0f} {top:.0f} {right - left:.0f} {bottom - top:.0f}"

    @property
    def whole(self) -> str:
        return " ".join(str(number) for number in drawing()["frame"])

    @property
    def letters(self) -> str:
        """How large letters are against those of the whole map."""
        return f"{1 / magnified(self.box):.3f}em"

    @property
    def faint(self) -> str:
        """Borders of neighbours are from another drawing, and coarser: a closer look shows it."""
        return f"{magnified(self.box) ** -2:.3f}"

    @property
    def near(self) -> str:
        """The radius of “near” in the middle of Ukraine: elsewhere it is hardly another."""
        return f"{units(NEAR_KM, 48.5):.1f}"

    @property
    def credit(self) -> str:
        return str(drawing()["credit"])

    @property
    def bounds(self) -> str:
        """South, west, north and east of the whole, in degrees."""
        return in_degrees(whole())

    @property
    def shown(self) -> str:
        """The same of what is shown at first."""
        return in_degrees(self.box)


def map_of(
    filters: IncidentFilters,
    figures: Figures,
    counted: Mapping[str, Totals],
    named: Mapping[str, str],
    *,
    to_be_moved: bool = False,
) -> OblastMap:
    """What the filters find."""
    return oblast_map(
        counted,
        named,
        area_address(filters),
        figures=figures,
        asked=filters.form.cleaned_data["place"].wanted,
        to_be_moved=to_be_moved,
    )


def oblast_map(
    counted: Mapping[str, Totals],
    named: Mapping[str, str],
    address: Address,
    *,
    figures: Figures | None = None,
    asked: Sequence[Place] = (),
    to_be_moved: bool = False,
) -> OblastMap:
    """The whole map; with `figures` near a place that was asked, and what areas split into if there
    is room, or might be.
    """
    marks, box = area_marks(counted, named, address), whole()
    written = names(counted.keys())
    if figures:
        box = frame_of(asked)
        splits = to_be_moved or magnified(box) >= SPLITS_FROM["area"]
        with_places = splits and figures.total.incidents <= MOST_PLACES
        split, areas = Split(figures, address, with_places), figures.rows_by("area")
        for mark in marks:
            mark.name = split.names.get(mark.key, mark.name)
            mark.parts = split.parts_of(mark, areas[mark.key]) if splits else []
        opened(marks, box)
    write_names([one for mark in marks for one in mark.drawn], written, box)
    return OblastMap(marks, written, box)


def whole() -> Box:
    left, top, width, height = drawing()["frame"]
    return Box(left, top, left + width, top + height)


def frame_of(asked: Sequence[Place]) -> Box:
    """Around one place, or the one oblast in which all lie; else the whole map."""
    found = {oblast_of(place.codes) for place in asked}
    if len(asked) == 1 and (middle := centre(asked[0])):
        return around(middle, NEAR)
    if len(found) != 1 or not (code := found.pop()):
        return whole()
    points = [point for ring in rings(oblasts()[code]["path"]) for point in ring]
    xs, ys = zip(*points, strict=True)
    _left, _top, width, height = drawing()["frame"]
    across = max(max(xs) - min(xs), (max(ys) - min(ys)) * width / height)
    middle = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return around(middle, max(NEAR, across * ROUND_AN_OBLAST))


def centre(place: Place) -> Point | None:
    if place.latitude is not None and place.longitude is not None:
        return on_map(float(place.latitude), float(place.longitude))
    found = landmarks()["centres"]
    return next((found[code] for code in reversed(place.codes) if code in found), None)


def around(middle: Point, across: float) -> Box:
    """A frame of this width, like the whole map and within it."""
    outer = whole()
    across = min(across, outer.right - outer.left)
    high = across * (outer.bottom - outer.top) / (outer.right - outer.left)
    left = min(max(middle[0] - across / 2, outer.left), outer.right - across)
    top = min(max(middle[1] - high / 2, outer.top), outer.bottom - high)
    return Box(left, top, left + across, top + high)


def opened(marks: Sequence[Mark], box: Box) -> None:
    """Split what has room to."""
    zoom = magnified(box)
    for mark in marks:
        if mark.parts and zoom >= SPLITS_FROM[mark.level]:
            boxes = [mark_box(part, SIZES["m"] / zoom) for part in mark.parts]
            mark.is_open = not overlap(boxes)
            opened(mark.parts, box)


def in_degrees(box: Box) -> str:
    south, west = on_earth(box.left, box.bottom)
    north, east = on_earth(box.right, box.top)
    return ",".join(f"{degrees:.5f}" for degrees in (south, west, north, east))
