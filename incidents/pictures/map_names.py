"""What the map names, and which of the names can stand there without covering one another."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from math import log2
from typing import NamedTuple

from django.utils.translation import gettext as _
from sources.words.texts import in_language

from incidents.pictures.map_marks import Mark, named_oblasts
from incidents.places.areas import oblasts
from incidents.places.geometry import Point, landmarks, on_map

# How large letters are, in units of the whole map, on a wide one, a middling one and a phone; the
# stylesheet has the same (`.map`), and letters of a name by its kind.
SIZES = {"w": 20, "m": 30, "n": 38}
LETTERS = {"oblast": 0.66, "town": 0.62, "sea": 0.75, "country": 0.8, "mark": 0.68}
LETTER_WIDTH, LINE = 0.58, 1.2
BELOW = 0.8  # of its mark, a name stands
WIDEST = 1.3  # Letters of some machines are wider by so much: beyond the edge they would be cut.
ABOVE = 1.6  # of the centre of an area, what is known no more precisely
# Towns of rank 1 and 2 are named on the whole map; one more rank each time that it is doubled.
RANKS_AT_FIRST = 2


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def widened(self, times: float) -> "Box":
        more = (self.right - self.left) * (times - 1) / 2
        return self._replace(left=self.left - more, right=self.right + more)

    def lies_in(self, other: "Box") -> bool:
        return (
            self.left >= other.left
            and self.top >= other.top
            and self.right <= other.right
            and self.bottom <= other.bottom
        )


@dataclass
class Name:
    """A name at its place; `widths` says on which maps it fits, `rank` what comes first."""

    lines: list[str]
    at: Point
    kind: str
    rank: int
    is_below: bool = False  # a number
    widths: str = ""

    @property
    def x(self) -> int:
        return round(self.at[0])

    @property
    def y(self) -> int:
        return round(self.at[1])

    def box(self, size: float) -> Box:
        x, y = self.at
        letter = size * LETTERS[self.kind]
        width = LETTER_WIDTH * letter * max(map(len, self.lines))
        height = LINE * letter * len(self.lines)
        if self.kind == "town":  # behind its dot
            return Box(x - 0.2 * size, y - height / 2, x + 0.3 * size + width, y + height / 2)
        top = y + BELOW * size if self.is_below else y - height / 2
        return Box(x - width / 2, top, x + width / 2, top + height)


def waters_and_neighbours() -> list[Name]:
    """Where there is room for each name, in degrees: written for this map."""
    seas = [(_("Black Sea"), 44.75, 31.6), (_("Sea of Azov"), 46.05, 36.6)]
    countries = [
        (_("Russia"), 51.1, 39.2),
        (_("Belarus"), 52.35, 28.0),
        (_("Poland"), 51.3, 22.6),
        (_("Slovakia"), 48.95, 22.02),
        (_("Hungary"), 47.75, 22.15),
        (_("Romania"), 46.3, 25.2),
        (_("Moldova"), 47.15, 28.6),
        (_("Bulgaria"), 43.65, 26.9),
    ]
    return [Name([name], on_map(*at), "sea", 2) for name, *at in seas] + [
        Name([name], on_map(*at), "country", 3) for name, *at in countries
    ]


def oblast_names(counted: Set[str]) -> list[Name]:
    """In several lines: so they fit into narrow oblasts."""
    return [
        Name(
            _in_lines(in_language(oblasts()[code]["name"])[0]),
            oblasts()[code]["label"],
            "oblast",
            1,
            is_below=code in counted,
        )
        for code in sorted(named_oblasts())
    ]


def _in_lines(name: str) -> list[str]:
    """The last word for itself, and after a hyphen: of two that are joined one is long enough."""
    first, _space, last = name.rpartition(" ")
    return [*first.replace("-", "-\n").split("\n"), last]


def towns() -> list[Name]:
    return [
        Name([in_language(one["name"])[0]], one["at"], "town", 3 + one["rank"])
        for one in landmarks()["towns"]
    ]


def names(counted: Set[str]) -> list[Name]:
    """All that may be named, what comes first before the others."""
    found = [*oblast_names(counted), *waters_and_neighbours(), *towns()]
    return sorted(found, key=lambda name: name.rank)


def mark_box(mark: Mark, size: float) -> Box:
    x, y = mark.at
    wide = size * mark.wide / 2
    # What is known no more precisely stands above the centre, which may be a place itself.
    middle = y - ABOVE * size if mark.is_rest else y
    return Box(x - wide, middle - 0.7 * size, x + wide, middle + 0.7 * size)


def overlap(boxes: list[Box]) -> bool:
    return any(one.overlaps(other) for n, one in enumerate(boxes) for other in boxes[:n])


def write_names(marks: Iterable[Mark], found: Iterable[Name], frame: Box) -> None:
    """Say of each name on which maps it stands: the first one keeps its place, numbers always."""
    marks, zoom = list(marks), magnified(frame)
    ranks = 3 + RANKS_AT_FIRST + log2(zoom)
    for width, size in SIZES.items():
        taken = [mark_box(mark, size / zoom) for mark in marks]
        of_marks: list[tuple[Mark | Name, Name]]
        of_marks = [(mark, mark_name(mark, size / zoom)) for mark in marks if mark.is_named]
        candidates = [*of_marks, *((name, name) for name in found if name.rank <= ranks)]
        for bearer, name in candidates:
            box = name.box(size / zoom)
            fits = box.widened(WIDEST).lies_in(frame)
            if fits and not any(box.overlaps(other) for other in taken):
                taken.append(box)
                bearer.widths += f" {width}"


def mark_name(mark: Mark, size: float) -> Name:
    x, y = mark.at
    at = (x, y - ABOVE * size) if mark.is_rest else (x, y)
    return Name([mark.short or mark.name], at, "mark", 0, is_below=True)


def magnified(frame: Box) -> float:
    """How many times larger than on the whole map things are drawn."""
    return 1100 / (frame.right - frame.left)
