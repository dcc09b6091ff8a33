"""Each picture of incidents as it is drawn in a file: timeline, charts and the map."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from review.amounts import grouped

from incidents.lists.figures import Figures, Totals
from incidents.lists.filters import IncidentFilters
from incidents.pictures.breakdowns import (
    Row,
    Table,
    area_address,
    area_names,
    areas,
    assessments,
    bars,
    kinds,
)
from incidents.pictures.oblast_map import CREDIT, map_of
from incidents.pictures.scales import Scale
from incidents.pictures.sheet import INNER, LINE, Path, Shape, Sheet, Text
from incidents.pictures.timeline import drawn_for
from incidents.pictures.timeline_chart import Chart, Interval
from incidents.words.entries import (
    beside_killed,
    incidents_in_words,
    killed_said,
    totals_in_words,
)

# Room beside the columns for the numbers of their scale.
LEFT = 44
# Of the two panels of a chart, and letters of a line in one.
PANEL, PANEL_LETTERS = 420, 54
SECOND = INNER - PANEL
BARS = 20
MAP_HEIGHT = 632


def timeline_sheet(filters: IncidentFilters, figures: Figures) -> Sheet:
    counted = figures.by_months()
    undated = counted.pop((None, None), None)
    sheet = Sheet()
    if counted:
        width = INNER - LEFT
        _columns(sheet, drawn_for(filters, counted, width=width))
    if undated:
        sheet.say(
            _("Not drawn, because no date is stated or shown: %s.") % totals_in_words(undated)
        )
    return sheet


def _columns(sheet: Sheet, chart: Chart) -> None:
    sheet.texts += [
        Text("h", 0, 14, _("Incidents")),
        Text("h", 0, chart.title_of_people, _("People killed")),
    ]
    for tick in [*chart.incidents, *chart.people]:
        sheet.texts.append(Text("tick", LEFT - 6, tick.at + 4, tick.label))
        sheet.paths.append(Path("grid", f"M{LEFT},{tick.at}H{INNER}"))
    for tick in chart.ticks:
        x = LEFT + tick.at
        panels = f"M{x:.1f},{chart.top}V{chart.upper}M{x:.1f},{chart.lower_top}V{chart.lower}"
        sheet.paths.append(Path("grid", panels))
        bases = (chart.upper, chart.lower)
        sheet.texts += [Text("year", x + 3, base + 15, tick.label) for base in bases]
    for column in chart.columns:
        sheet.shapes += [Shape(r.kind, LEFT + r.x, r.y, r.width, r.height) for r in column.rects]
        sheet.texts += [Text("label", LEFT + one.x, one.y, one.text) for one in column.labels]
    sheet.y = chart.bottom
    _intervals(sheet, chart)


def _intervals(sheet: Sheet, chart: Chart) -> None:
    if chart.intervals:
        sheet.y += LINE
        sheet.say(_("May be anywhere in between"), "h")
    for one in chart.intervals:
        sheet.say(f"{one.name}: {one.words}")
        sheet.paths.append(Path("interval", _line(one, sheet.y + 4)))
        sheet.y += LINE
    if chart.not_drawn:
        not_drawn = ngettext("Not drawn: %s incident", "Not drawn: %s incidents", chart.not_drawn)
        sheet.say(not_drawn % grouped(chart.not_drawn))


def _line(one: Interval, y: float) -> str:
    x, end = LEFT + one.x, LEFT + one.end
    before = "l6,-4m-6,4l6,4" if one.is_open_before else "m0,-4v8"
    after = "l-6,-4m6,4l-6,4" if one.is_open_after else "m0,-4v8"
    return f"M{x:.1f},{y}{before}M{x:.1f},{y}H{end:.1f}{after}"


def chart_sheet(table: Table) -> Sheet:
    """Names above their bars; incidents on the left, people killed on the right."""
    sheet = Sheet()
    sheet.texts += [Text("h", 0, 14, _("Incidents")), Text("h", SECOND, 14, _("People killed"))]
    _axis(sheet, 0, table.incidents)
    _axis(sheet, SECOND, table.people)
    sheet.y = 2 * LINE
    for row in table.rows:
        _row(sheet, row, table)
    if table.note:
        sheet.y += LINE / 2
        sheet.say(table.note, "soft")
    return sheet


def _axis(sheet: Sheet, x: float, scale: Scale) -> None:
    anchors = ("soft", "soft middle", "soft end")
    for kind, tick in zip(anchors, scale.ticks, strict=False):
        sheet.texts.append(Text(kind, x + PANEL * tick.at / 100, 32, tick.label))


def _row(sheet: Sheet, row: Row, table: Table) -> None:
    sheet.y += LINE / 2
    sheet.say(row.name, "name")
    people = killed_said(row.totals) if row.totals.killings else ""
    told = ((0, incidents_in_words(row.totals)), (SECOND, people))
    ends = [sheet.say_at(x, sheet.y, words, "", PANEL_LETTERS) for x, words in told if words]
    sheet.y = max(ends)
    for x, scale in ((0, table.incidents), (SECOND, table.people)):
        _grid(sheet, x, scale)
    sheet.shapes += _bars(row.totals, sheet.y, table)
    sheet.y += BARS
    if beside := beside_killed(row.totals):
        sheet.y = sheet.say_at(SECOND, sheet.y, beside, "soft", PANEL_LETTERS)


def _grid(sheet: Sheet, x: float, scale: Scale) -> None:
    for tick in scale.ticks:
        sheet.paths.append(Path("grid", f"M{x + PANEL * tick.at / 100:.1f},{sheet.y}v{BARS - 2}"))


def _bars(totals: Totals, y: float, table: Table) -> list[Shape]:
    one = PANEL / 100
    found = bars(totals, table.incidents, table.people)
    shapes = [
        Shape("killings", 0, y + 1, one * found.killings, 8),
        Shape("orders", 0, y + 11, one * found.orders, 5),
        Shape("low", SECOND, y + 3, one * found.low, 11),
        Shape("beyond", SECOND + one * found.low, y + 3, one * found.beyond, 11),
    ]
    return [
        shape._replace(x=round(shape.x, 2), width=round(shape.width, 2))
        for shape in shapes
        if shape.width
    ]


def map_sheet(filters: IncidentFilters, figures: Figures) -> Sheet:
    """As the page draws it before it can be moved; what has no place on it is said below."""
    counted = figures.by("area")
    names = area_names(counted)
    found = map_of(filters, figures, counted, names)
    sheet = Sheet(y=MAP_HEIGHT, template="incidents/pictures/_map.svg", takes={"map": found})
    drawn = {mark.key for mark in found.marks}
    for code, totals in counted.items():
        if code not in drawn:
            where = names.get(code, _("not stated"))
            sheet.say(f"{_('Not drawn:')} {where}: {totals_in_words(totals)}")
    sheet.say(f"{_(CREDIT)} {_('Places: GeoNames, CC BY 4.0.')}", "soft")
    return sheet


def sheet_of(name: str, filters: IncidentFilters, figures: Figures) -> tuple[str, Sheet]:
    """The title of a picture, which must say by itself what is drawn, and the picture."""
    if name == "timeline":
        return _("Reported killings and orders over time"), timeline_sheet(filters, figures)
    if name == "map":
        return _("Reported killings and orders by oblast and region"), map_sheet(filters, figures)
    table = TABLES[name](filters, figures)
    by = table.name[:1].lower() + table.name[1:]
    return f"{_('Reported killings and orders')}: {by}", chart_sheet(table)


def _places(filters: IncidentFilters, figures: Figures) -> Table:
    counted = figures.by("area")
    return areas(counted, area_names(counted), area_address(filters))


TABLES: dict[str, Any] = {
    "kind": lambda filters, figures: kinds(figures.by("kind"), filters),
    "place": _places,
    "assessment": lambda filters, figures: assessments(figures.by("assessment"), filters),
}
DRAWN = ("map", "timeline", *TABLES)
