"""A public file as a spreadsheet: the rows, and a sheet that says what they are.

Every text is written as a text, so none is ever a formula or a link. The book is written to a
temporary file, row by row, and then sent: its length costs no memory, but a wait.
"""

from collections.abc import Generator, Iterable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import override
from review.public.addresses import address
from review.public.streams import Stream
from review.text.cells import in_one
from sources.files.columns import FORMAT, Column, Table, Type
from sources.files.formats import (
    PIECE,
    ROWS_AT_ONCE,
    Export,
    described,
    export_of,
    refused_in_text,
    understood,
)
from sources.lists.filters import PublicFilterSet
from xlsxwriter import Workbook

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# As many as a sheet can have, without its head.
MOST_ROWS = 1_048_575
LONGEST_TEXT = 32_767
NUMBERS = {Type.NUMBER, Type.DEGREES}
# Before it a spreadsheet knows no dates: such a day is a text.
FIRST_YEAR = 1900
# In signs; the head's own name and its button always fit.
WIDTH = 12
WIDTHS = {Type.TEXT: 24, Type.TEXTS: 40, Type.ADDRESS: 40}
OPTIONS = {
    "constant_memory": True,
    "use_zip64": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}


def xlsx_file(request: HttpRequest, table: Table, filters: PublicFilterSet) -> HttpResponseBase:
    if not understood(filters):
        return refused_in_text(filters.form)
    export = export_of(table, filters)
    if export.count > MOST_ROWS:
        filters.form.add_error(
            None,
            _("A spreadsheet holds at most %s rows: narrow the search, or download the CSV file.")
            % MOST_ROWS,
        )
        return refused_in_text(filters.form)
    response = Stream(spreadsheet(export), content_type=CONTENT_TYPE)
    return described(response, export, "xlsx")


def spreadsheet(export: Export) -> Generator[bytes]:
    """The whole book, from a folder that is removed even if the reader goes away.

    While it is being written the pieces are empty: the time that a file may take is looked at
    between pieces.
    """
    with TemporaryDirectory(prefix="attest-") as folder:
        path = Path(folder) / "book.xlsx"
        with override("en"), Workbook(path, OPTIONS | {"tmpdir": folder}) as book:
            sheet = book.add_worksheet(export.table.name)
            day = book.add_format({"num_format": "yyyy-mm-dd"})
            _write_head(sheet, export)
            for number, row in enumerate(export.read(), start=1):
                _write_row(sheet, number, export.table.in_table, row, day)
                if number % ROWS_AT_ONCE == 0:
                    yield b""
            _write_lines(book.add_worksheet("about"), about(export))
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece


def _write_head(sheet: Any, export: Export) -> None:
    """Stays in view, and filters the rows; each column is as wide as what it mostly holds."""
    columns = export.table.in_table
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, export.count, len(columns) - 1)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, max(WIDTHS.get(column.holds, WIDTH), len(column.name) + 4))
        sheet.write_string(0, place, column.name)


def _write_row(sheet: Any, number: int, columns: list[Column], row: Any, day: Any) -> None:
    """`day` is the format of a cell with a date."""
    for place, column in enumerate(columns):
        value = column.value(row)
        if value is None or value == "":
            continue  # an empty cell: not stated
        if column.holds in NUMBERS:
            sheet.write_number(number, place, value)
        elif column.holds == Type.DAY and (value := as_day(value)).year >= FIRST_YEAR:
            sheet.write_datetime(number, place, value, day)
        else:
            _write_text(sheet, number, place, str(in_one(value)))


def as_day(value: date | str) -> date:
    """A document has its days as texts."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _write_text(sheet: Any, row: int, place: int, text: str) -> None:
    text = shortened(text)
    if text.startswith("<r>"):
        # The library would put it into the file as markup of its own, unless it comes in pieces.
        sheet.write_rich_string(row, place, text[:1], text[1:2], text[2:])
    else:
        sheet.write_string(row, place, text)


def shortened(text: str) -> str:
    """As much as a cell can hold, which is counted in units of UTF-16."""
    if 2 * len(text) <= LONGEST_TEXT:
        return text  # no sign is longer than two of them
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_TEXT:
        return text
    return units[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"


def about(export: Export) -> Iterable[tuple[str, str]]:
    """What the file says of itself, and what each column means."""
    yield "format", str(FORMAT)
    yield "rows", str(export.count)
    yield "chain position", str(export.position)
    for name, value in export.filters.items():
        for one in [value] if isinstance(value, str) else value:
            yield f"filter: {name}", one
    yield "licence", f"{settings.DATA_LICENCE} {settings.DATA_LICENCE_URL}"
    if export.citation:
        yield "citation", export.citation
    yield "how to cite", export.cite_url
    yield "columns and terms", address("data")
    for column in export.table.in_table:
        yield column.name, str(column.meaning)


def _write_lines(sheet: Any, lines: Iterable[tuple[str, str]]) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    for number, texts in enumerate(lines):
        for place, text in enumerate(texts):
            _write_text(sheet, number, place, text)
