"""The numbers on the map: one for each area, and what it splits into where there is room.

An area has one number. Below it are its raions, below these the places that are known as points,
and at each step what is known no more precisely. Each incident is in one mark of a step.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pyroaring import BitMap64
from review.amounts import grouped, in_groups
from review.languages import reader_language

from incidents.lists.figures import Figures, Totals
from incidents.models import Place
from incidents.pictures.breakdowns import Address
from incidents.places.areas import oblasts
from incidents.places.geometry import Point, is_on_map, landmarks, on_map
from incidents.vocabulary import PlacePrecision
from incidents.words.entries import totals_in_words

CITIES = {"UA80", "UA85"}
Rows = Mapping[str, BitMap64]


@dataclass
class Mark:
    """A number at its place. `level` is area, raion, place, or rest: without a known point."""

    key: str
    level: str
    name: str
    at: Point
    totals: Totals
    address: str
    parts: list["Mark"] = field(default_factory=list)
    is_exact: bool = False
    is_near: bool = False
    is_open: bool = False  # its parts are drawn in its stead
    short: str = ""  # what is written on the map, if that is less
    widths: str = ""  # of the map, at which its name is written

    @property
    def words(self) -> str:
        return f"{self.name}: {totals_in_words(self.totals)}"

    @property
    def label(self) -> str:
        """Killings as a number; orders and others, where there are no killings, with a word."""
        totals = self.totals
        if totals.killings:
            return in_groups(totals.killings)
        if totals.orders:
            said = ngettext("%(number)s order", "%(number)s orders", totals.orders)
            return said % {"number": grouped(totals.orders)}
        return ngettext("%(number)s other", "%(number)s others", totals.others) % {
            "number": grouped(totals.others)
        }

    @property
    def wide(self) -> float:
        """How wide its frame is, in letters' heights; a word is written smaller than a number."""
        letter = 0.58 if self.totals.killings else 0.4
        return max(1.4, letter * len(self.label) + 0.7)

    @property
    def left(self) -> str:
        """As text: a template would write 1,4 in Ukrainian."""
        return f"{-self.wide / 2:.2f}em"

    @property
    def width(self) -> str:
        return f"{self.wide:.2f}em"

    @property
    def is_rest(self) -> bool:
        """It stands above the centre of its area: that may be a place itself."""
        return self.level == "rest"

    @property
    def is_named(self) -> bool:
        """Whether its name belongs to it: oblasts are named whether they have a number or not."""
        return self.level != "area" or self.key not in named_oblasts()

    @property
    def x(self) -> int:
        return round(self.at[0])

    @property
    def y(self) -> int:
        return round(self.at[1])

    @property
    def drawn(self) -> list["Mark"]:
        """Itself, or what is drawn in its stead."""
        return [one for part in self.parts for one in part.drawn] if self.is_open else [self]


def named_oblasts() -> set[str]:
    """Kyiv and Sevastopol are named as the towns that they are."""
    return oblasts().keys() - CITIES


@dataclass(frozen=True)
class Split:
    """How the areas of what was found split. Points only if `with_places`."""

    figures: Figures
    address: Address
    with_places: bool

    @cached_property
    def raions(self) -> Rows:
        centres = landmarks()["centres"]
        found = self.figures.rows_by("raion")
        return {code: rows for code, rows in found.items() if code in centres}

    @cached_property
    def spots(self) -> dict[str, "Spot"]:
        """By code of the place. One that is both exact and near is drawn as both."""
        found: dict[str, Spot] = {}
        for key, rows in self.figures.rows_by("spot").items() if self.with_places else ():
            code, precision, latitude, longitude = key.split()
            at = on_map(float(latitude), float(longitude))
            if is_on_map(*at):
                spot = found.setdefault(code, Spot(code, at))
                spot.add(precision, rows)
        return found

    @cached_property
    def names(self) -> dict[str, str]:
        """What raions, places and regions elsewhere are called, by the code that is used here."""
        codes = [*self.raions, *self.spots, *landmarks()["centres"]]
        language = reader_language()
        known = Place.objects.filter(Q(code__in=codes) | Q(p_code__in=self.raions))
        return {
            place.p_code if place.p_code in self.raions else place.code: place.name(language)
            for place in known
        }

    def parts_of(self, area: Mark, rows: BitMap64) -> list[Mark]:
        """Raions and places in an area, and the rest; nothing if no more is known of any."""
        inside = [self.raion(code) for code, some in self.raions.items() if rows & some]
        spots = [self.place(spot) for spot in self.within(rows.difference(*self.raions.values()))]
        known = [self.raions[mark.key] for mark in inside]
        known += [self.spots[mark.key].all_rows for mark in spots]
        return self.with_rest(area, rows, inside + spots, known)

    def raion(self, code: str) -> Mark:
        rows = self.raions[code]
        mark = self.mark(code, "raion", landmarks()["centres"][code], rows)
        spots = [self.place(spot) for spot in self.within(rows)]
        known = [self.spots[spot.key].all_rows for spot in spots]
        mark.parts = self.with_rest(mark, rows, spots, known)
        return mark

    def place(self, spot: "Spot") -> Mark:
        mark = self.mark(spot.code, "place", spot.at, spot.all_rows)
        mark.is_exact = PlacePrecision.EXACT in spot.rows
        mark.is_near = PlacePrecision.NEAR in spot.rows
        return mark

    def within(self, rows: BitMap64) -> Iterator["Spot"]:
        return (spot for spot in self.spots.values() if spot.all_rows & rows)

    def mark(self, code: str, level: str, at: Point, rows: BitMap64) -> Mark:
        name = self.names.get(code, code)
        return Mark(code, level, name, at, self.figures.of(rows), self.address(code))

    def with_rest(
        self, whole: Mark, rows: BitMap64, parts: list[Mark], known: list[BitMap64]
    ) -> list[Mark]:
        rest = rows.difference(*known)
        if not parts or not rest:
            return parts
        # Known no more precisely, or near a village of which the gazetteer has no coordinates.
        name = _("%s, without a known point") % whole.name
        totals = self.figures.of(rest)
        mark = Mark(whole.key, "rest", name, whole.at, totals, whole.address, short=whole.name)
        return [*parts, mark]


@dataclass
class Spot:
    """A place that may be drawn as a point, and by precision the rows that have it."""

    code: str
    at: Point
    rows: dict[str, BitMap64] = field(default_factory=dict)
    all_rows: BitMap64 = field(default_factory=BitMap64)

    def add(self, precision: str, rows: BitMap64) -> None:
        self.rows[precision] = rows
        self.all_rows |= rows


def area_marks(
    counted: Mapping[str, Totals], names: Mapping[str, str], address: Address
) -> list[Mark]:
    """Oblasts, where their number can stand, and regions elsewhere at their largest town."""
    found = []
    for code, totals in counted.items():
        if code in oblasts():
            at = oblasts()[code]["label"]
        elif code in landmarks()["centres"]:
            at = landmarks()["centres"][code]
        else:
            continue
        found.append(Mark(code, "area", names[code], at, totals, address(code)))
    return sorted(found, key=lambda mark: (mark.y, mark.x))
