"""The map of what was counted: each oblast with its numbers, regions elsewhere that have some."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from incidents.lists.figures import Totals
from incidents.pictures.breakdowns import Address
from incidents.places.areas import oblasts
from incidents.places.geometry import drawing, is_on_map, on_earth
from incidents.words.entries import totals_in_words

# As the file of the map has it: named here to be translated.
CREDIT = gettext_noop(
    "Oblasts: @svg-maps/ukraine 2.0.0, CC BY 4.0, simplified."
    " Land: plotly.js 3.3.1, MIT, from UN geodata, simplified."
)


@dataclass(frozen=True)
class Area:
    """An oblast or region as drawn, where its numbers can stand, and the question that finds it."""

    name: str
    path: str
    label: list[int]
    totals: Totals
    address: str

    @property
    def words(self) -> str:
        return f"{self.name}: {totals_in_words(self.totals)}"


@dataclass(frozen=True)
class OblastMap:
    oblasts: list[Area]
    regions: list[Area]

    @property
    def labelled(self) -> list[Area]:
        return [area for area in self.regions + self.oblasts if area.totals.incidents]

    @property
    def frame(self) -> str:
        return " ".join(str(number) for number in drawing()["frame"])

    @property
    def land(self) -> list[str]:
        return list(drawing()["land"].values())

    @property
    def credit(self) -> str:
        return str(drawing()["credit"])

    @property
    def bounds(self) -> str:
        """South, west, north and east of the frame, in degrees."""
        left, top, width, height = drawing()["frame"]
        south, west = on_earth(left, top + height)
        north, east = on_earth(left + width, top)
        return ",".join(f"{degrees:.5f}" for degrees in (south, west, north, east))


def oblast_map(
    counted: Mapping[str, Totals], names: Mapping[str, str], address: Address
) -> OblastMap:
    def area(code: str, shape: dict[str, Any]) -> Area:
        totals = counted.get(code, Totals())
        return Area(names[code], shape["path"], shape["label"], totals, address(code))

    return OblastMap(
        oblasts=[area(code, shape) for code, shape in oblasts().items()],
        regions=[
            area(code, shape)
            for code, shape in drawing()["regions"].items()
            if code in counted and is_on_map(*shape["label"])
        ],
    )
