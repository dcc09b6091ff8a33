"""What was found by kind of act, area, assessment and alleged involvement, with bars or without."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from review.languages import reader_language
from sources.lists.several import Chosens
from sources.models.published import PublishedActor
from sources.words.texts import in_language

from incidents.lists.figures import IN_WORDS, TAKEN, Figures, Totals
from incidents.lists.filters import IncidentFilters
from incidents.models import Place
from incidents.pictures.scales import Scale, scale_for
from incidents.places.areas import oblasts
from incidents.vocabulary import Act, Assessment

Address = Callable[[str], str]
MOST_NAMES = 100
WITHOUT_AREA = (IN_WORDS, TAKEN)


@dataclass(frozen=True)
class Row:
    """What some incidents come to, and the question that finds them; "" where none does."""

    key: str
    name: str
    totals: Totals
    address: str = ""


@dataclass(frozen=True)
class Bars:
    """Lengths of one row's bars, in hundredths of their scale."""

    killings: float
    orders: float
    low: float
    beyond: float


@dataclass(frozen=True)
class Table:
    """`most_rows` is how many a page shows; a file has them all. Without bars it is no picture."""

    key: str
    name: str
    first: str
    rows: list[Row] = field(default_factory=list)
    note: str = ""
    most_rows: int | None = None
    has_bars: bool = True

    @cached_property
    def incidents(self) -> Scale:
        totals = [row.totals for row in self.rows if self.has_bars]
        return scale_for(max([max(one.killings, one.orders) for one in totals], default=0))

    @cached_property
    def people(self) -> Scale:
        totals = [row.totals for row in self.rows if self.has_bars]
        return scale_for(max([one.high or 0 for one in totals], default=0))

    @property
    def shown(self) -> list[Row]:
        return self.rows[: self.most_rows]

    @property
    def drawn(self) -> list[tuple[Row, Bars]]:
        return [(row, bars(row.totals, self.incidents, self.people)) for row in self.shown]

    @property
    def has_others(self) -> bool:
        return any(row.totals.others for row in self.rows)

    @property
    def has_not_settled(self) -> bool:
        return any(row.totals.not_settled for row in self.rows)

    @property
    def has_not_shown(self) -> bool:
        return any(row.totals.not_shown for row in self.rows)

    @property
    def has_inferred(self) -> bool:
        return any(row.totals.has_inferred for row in self.rows)

    @property
    def not_shown(self) -> int:
        return len(self.rows) - len(self.shown)


def bars(totals: Totals, incidents: Scale, people: Scale) -> Bars:
    low, high = totals.low or 0, totals.high or 0
    return Bars(
        killings=incidents.part(totals.killings),
        orders=incidents.part(totals.orders),
        low=people.part(low),
        beyond=people.part(high - low),
    )


def most_first(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda r: (-r.totals.killings, -r.totals.orders, r.name))


def breakdowns(filters: IncidentFilters, figures: Figures) -> list[Table]:
    """The charts. Who is alleged to be involved is no chart: see `actors`."""
    by_place = figures.by("area")
    return [
        kinds(figures.by("kind"), filters),
        areas(by_place, area_names(by_place), area_address(filters)),
        assessments(figures.by("assessment"), filters),
    ]


def kinds(counted: dict[str, Totals], filters: IncidentFilters) -> Table:
    address = _narrowed(filters, "kind")
    rows = [
        Row(key, str(label), counted[key], address(key))
        for key, label in Act.choices
        if key in counted
    ]
    return Table(
        key="kind",
        name=_("By kind of act"),
        first=_("Kind of act"),
        rows=rows + _not_stated(counted),
        note=_(
            "An incident of several kinds is counted under each, so the lines cannot be added up."
        ),
    )


def areas(counted: dict[str, Totals], names: dict[str, str], address: Address) -> Table:
    # A country finds all that lies in it, and not only what is known no more precisely.
    rows = [
        Row(key, names[key], totals, "" if is_country(key) else address(key))
        for key, totals in counted.items()
        if key not in {"", *WITHOUT_AREA}
    ]
    without = [Row(key, names[key], counted[key]) for key in WITHOUT_AREA if key in counted]
    return Table(
        key="place",
        name=_("By oblast or region"),
        first=_("Oblast or region"),
        rows=most_first(rows) + without + _not_stated(counted),
    )


def is_country(code: str) -> bool:
    return len(code) == 2


def area_names(codes: Iterable[str]) -> dict[str, str]:
    """What areas are called; a country stands for what is known no more precisely."""
    known = {code: in_language(oblast["name"])[0] for code, oblast in oblasts().items()}
    known |= {IN_WORDS: _("written in words only"), TAKEN: _("not shown")}
    others = [code for code in codes if code and code not in known]
    found = Place.objects.in_bulk(others)
    return known | {code: _area_name(found[code]) if code in found else code for code in others}


def _area_name(place: Place) -> str:
    if is_country(place.code):
        return _("%s, not known more precisely") % place.name(reader_language())
    return place.path(reader_language())


def area_address(filters: IncidentFilters) -> Address:
    """The question that finds what lies in an area; it never widens the question that was asked."""
    chosen: Chosens = filters.form.cleaned_data["place"]
    left_out = chosen.without_wanted.asked(bool)

    def address(code: str) -> str:
        inside = filters.narrowed("place", code, lambda place: code in place.codes)
        # What was asked for is wider than the area.
        return inside or filters.asked_with(place=[code, *left_out])

    return address


def actors(counted: dict[str, Totals], filters: IncidentFilters) -> Table:
    """By name and without bars: how much is alleged of each tells first who is reported on."""
    address = _narrowed(filters, "actor")
    known = PublishedActor.objects.in_bulk([key for key in counted if key])
    rows = [
        Row(key, _actor_name(known[key]), totals, address(key))
        if key in known
        else Row(key, _("%s, not published now") % key, totals)
        for key, totals in counted.items()
        if key
    ]
    return Table(
        key="actor",
        name=_("By who is alleged to be involved"),
        first=_("Alleged to be involved"),
        rows=sorted(rows, key=lambda row: row.name.casefold()) + _not_stated(counted),
        note=_(
            "In the order of names, because these numbers are no ranking. An incident in which "
            "several are alleged to be involved is counted under each. A line counts what is "
            "alleged of that formation itself; its link also finds what is alleged of formations "
            "subordinate to it. No finding of guilt is made here."
        ),
        most_rows=MOST_NAMES,
        has_bars=False,
    )


def _actor_name(actor: PublishedActor) -> str:
    return actor.name(reader_language())


def assessments(counted: dict[str, Totals], filters: IncidentFilters) -> Table:
    address = _narrowed(filters, "assessment")
    rows = [
        Row(key, str(label), counted[key], address(key))
        for key, label in Assessment.choices
        if key in counted
    ]
    return Table(
        key="assessment", name=_("By our assessment"), first=_("Our assessment"), rows=rows
    )


def _narrowed(filters: IncidentFilters, name: str) -> Address:
    """Several values widen a question: where others are wanted already, there is no link."""
    key_of = filters.filters[name].key
    return lambda key: filters.narrowed(name, key, lambda value: key_of(value) == key)


def _not_stated(counted: dict[str, Totals]) -> list[Row]:
    return [Row("", _("not stated"), counted[""])] if "" in counted else []
