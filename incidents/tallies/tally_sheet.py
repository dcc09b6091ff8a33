"""The charts of tallies as a file that stands alone."""

from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from review.amounts import in_groups
from sources.words.quantities import day_in_words, number_in_words
from sources.words.terms import term

from incidents.pictures.sheet import INNER, LINE, Shape, Sheet
from incidents.tallies.tally_chart import WHOLE, Bar, Chart, Row, chart_of
from incidents.tallies.tally_words import tally_number, who_counted
from incidents.tallies.tallying import Unit

TOLD, HERE = 12, 7  # heights of a bar


def tally_sheet(units: Iterable[Unit]) -> Sheet:
    """Each unit on its own scale; what no number can be drawn of is left out."""
    sheet = Sheet()
    for unit in units:
        if chart := chart_of(unit):
            _unit(sheet, unit, chart)
    return sheet


def _unit(sheet: Sheet, unit: Unit, chart: Chart) -> None:
    sheet.say(str(capfirst(term(unit.counted, "Counted"))), "h")
    events, people = _("These are not numbers of people."), _("These are numbers of people.")
    sheet.say(events if unit.is_of_events else people, "soft")
    scale = _("The longest filled or outlined bar of this unit stands for %s.")
    sheet.say(scale % in_groups(chart.scale), "soft")
    for row in chart.rows:
        _row(sheet, row)
    sheet.y += LINE


def _row(sheet: Sheet, row: Row) -> None:
    count = row.count
    level = term(count.quantity["level"], "Level")
    number = f"{tally_number(count.quantity)}, {level}"
    denied = f" ({_('denied')})" if count.is_denied else ""
    sheet.y += LINE / 3
    sheet.say(f"{who_counted(count)}, {day_in_words(count.period)}: {number}{denied}")
    _bar(sheet, row.bar, "told", TOLD)
    if row.here:
        sheet.say(f"{_('Documented here:')} {number_in_words(count.here)}", "soft")
        _bar(sheet, row.here, "here", HERE)


def _bar(sheet: Sheet, bar: Bar, kind: str, height: int) -> None:
    solid, beyond = INNER * bar.solid / WHOLE, INNER * bar.range / WHOLE
    rest = f"{kind}-open" if bar.is_open else f"{kind}-range"
    shapes = [
        Shape(kind, 0, sheet.y, round(solid, 2), height),
        Shape(rest, round(solid, 2), sheet.y, round(beyond, 2), height),
    ]
    sheet.shapes += [shape for shape in shapes if shape.width]
    sheet.y += height + 4
