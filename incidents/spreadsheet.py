"""A public file as a spreadsheet: the rows, and a sheet that says what they are.

Every text is written as a text, so none is ever a formula or a link.
"""

from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from review.addresses import address
from sources.columns import Table, Type
from sources.files import PIECE, Export, described, export_of, refused_in_text, understood
from sources.filters import PublicFilterSet
from xlsxwriter import Workbook

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# It is written whole before the first byte leaves: half a minute of one processor at most.
MOST_ROWS = 100_000
NUMBERS = {Type.NUMBER, Type.DEGREES}
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def xlsx_file(request: HttpRequest, table: Table, filters: PublicFilterSet) -> HttpResponseBase:
    if not understood(filters):
        return refused_in_text(filters.form)
    export = export_of(table, filters)
    if export.count > MOST_ROWS:
        filters.form.add_error(
            None,
            _("A spreadsheet holds at most %s rows: ask for fewer, or take the CSV file.")
            % MOST_ROWS,
        )
        return refused_in_text(filters.form)
    response = StreamingHttpResponse(spreadsheet(export), content_type=CONTENT_TYPE)
    return described(response, export, "xlsx")


def spreadsheet(export: Export) -> Iterator[bytes]:
    with TemporaryFile() as file:
        with override("en"), Workbook(file, OPTIONS) as book:
            _write_rows(book.add_worksheet(export.table.name), export)
            _write_lines(book.add_worksheet("about"), about(export))
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _write_rows(sheet: Any, export: Export) -> None:
    columns = export.table.in_table
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.name)
    kinds = [column.holds in NUMBERS for column in columns]
    for number, row in enumerate(export.read(), start=1):
        for place, column in enumerate(columns):
            value = column.value(row)
            if value is None or value == "":
                continue  # an empty cell: not stated
            if kinds[place]:
                sheet.write_number(number, place, value)
            else:
                sheet.write_string(number, place, as_text(value))


def as_text(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case list():
            return "; ".join(value)
        case _:
            return str(value)


def about(export: Export) -> Iterable[tuple[str, str]]:
    """What the file says of itself, and what each column means."""
    yield "rows", str(export.count)
    yield "chain position", str(export.position)
    for name, value in export.filters.items():
        yield f"filter: {name}", value
    yield "licence", f"{settings.DATA_LICENCE} {settings.DATA_LICENCE_URL}"
    yield "columns and terms", address("data")
    for column in export.table.in_table:
        yield column.name, str(column.meaning)


def _write_lines(sheet: Any, lines: Iterable[tuple[str, str]]) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    for number, texts in enumerate(lines):
        for place, text in enumerate(texts):
            sheet.write_string(number, place, text)
