"""A public file as a spreadsheet: the rows, and a sheet that says what they are.

Every text is written as a text, so none is ever a formula or a link. The library writes the book
with its rows left out; they are put in as they are sent, so that their number costs neither memory
nor a wait.
"""

import re
from collections.abc import Generator, Iterable, Iterator
from io import BytesIO, RawIOBase
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import override
from review.public.addresses import address
from review.public.streams import Stream
from sources.files.columns import Column, Table, Type, in_one
from sources.files.formats import PIECE, Export, described, export_of, refused_in_text, understood
from sources.lists.filters import PublicFilterSet
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# As many as a sheet can have, without its head.
MOST_ROWS = 1_048_575
LONGEST_TEXT = 32_767
NUMBERS = {Type.NUMBER, Type.DEGREES}
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
# The sheet of rows is the first; its head is the first row.
SHEET = "xl/worksheets/sheet1.xml"
END_OF_ROWS = "</sheetData>"
SIZE = re.compile("<dimension [^>]*/>")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
LIKE_A_CONTROL = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


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
    response = Stream(spreadsheet(export), content_type=CONTENT_TYPE)
    return described(response, export, "xlsx")


def spreadsheet(export: Export) -> Generator[bytes]:
    """The parts of the book as they are, and among them the sheet with its rows."""
    sent = Sent()
    with (
        override("en"),
        ZipFile(without_rows(export)) as book,
        ZipFile(sent, "w", ZIP_DEFLATED) as file,
    ):
        for name in book.namelist():
            if name != SHEET:
                file.writestr(name, book.read(name))
                continue
            before, end, after = book.read(name).decode().partition(END_OF_ROWS)
            with file.open(name, "w") as sheet:
                sheet.write(with_size(before, export).encode())
                for row in rows_of(export):
                    sheet.write(row.encode())
                    if sent.length > PIECE:
                        yield sent.taken()
                sheet.write(f"{end}{after}".encode())
    yield sent.taken()


class Sent(RawIOBase):
    """What is written waits here until it is sent; nothing of it can be changed any more."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.length = 0

    def write(self, piece: Any) -> int:
        self.pieces.append(bytes(piece))
        self.length += len(piece)
        return len(piece)

    def taken(self) -> bytes:
        found = b"".join(self.pieces)
        self.pieces, self.length = [], 0
        return found


def without_rows(export: Export) -> BytesIO:
    file = BytesIO()
    with Workbook(file, OPTIONS) as book:
        sheet = book.add_worksheet(export.table.name)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(export.table.in_table):
            sheet.write_string(0, place, column.name)
        _write_lines(book.add_worksheet("about"), about(export))
    return file


def with_size(before: str, export: Export) -> str:
    """The library knows of the head alone; some readers stop where the sheet says that it ends."""
    last = xl_rowcol_to_cell(export.count, len(export.table.in_table) - 1)
    return SIZE.sub(f'<dimension ref="A1:{last}"/>', before)


def rows_of(export: Export) -> Iterator[str]:
    columns = [
        (xl_col_to_name(place), column) for place, column in enumerate(export.table.in_table)
    ]
    for number, row in enumerate(export.read(), start=2):
        cells = [cell(f"{letters}{number}", column, row) for letters, column in columns]
        yield f'<row r="{number}">{"".join(cells)}</row>'


def cell(place: str, column: Column, row: Any) -> str:
    value = column.value(row)
    if value is None or value == "":
        return ""  # an empty cell: not stated
    if column.holds in NUMBERS:
        return f'<c r="{place}"><v>{value}</v></c>'
    text = in_xml(shortened(str(in_one(value))))
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def shortened(text: str) -> str:
    """A longer one would make the whole file unreadable."""
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


def in_xml(text: str) -> str:
    """What XML cannot hold is written by its number, and what looks like that is told from it."""
    text = LIKE_A_CONTROL.sub("_x005F_", text)
    return escape(CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text))


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
