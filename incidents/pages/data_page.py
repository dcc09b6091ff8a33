"""The data dictionary: what the public files hold, made from the code that writes them."""

from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from review.public.reading import public, public_page
from review.public.views import takes_no_parameters
from sources.files.columns import FORMAT, Column, Table, Type, attribute
from sources.files.formats import FARTHEST_ROW, LARGEST_PAGE, PAGE, whole_table

from incidents.files.changes_file import CHANGES
from incidents.files.downloads import FILES
from incidents.files.feeds import MOST_ENTRIES
from incidents.files.linked_data import dataset
from incidents.files.spreadsheet import MOST_ROWS
from incidents.pages.site_pages import VOCABULARIES, Vocabulary
from incidents.pictures.about import with_about
from incidents.pictures.numbers_file import NUMBERS
from incidents.places.gazetteer import gazetteer_edition
from incidents.places.geometry import drawing
from incidents.tallies.tallies_file import TALLIES


class Listed(NamedTuple):
    """A column as the dictionary lists it."""

    table: Table
    column: Column

    @property
    def name(self) -> str:
        return self.column.name if self.column in self.table.in_table else ""

    @property
    def path(self) -> str:
        return self.column.path if self.column in self.table.in_json else ""


class Term(NamedTuple):
    """One term of a vocabulary."""

    vocabulary: Vocabulary
    term: str
    meaning: str | Promise


def _of_line(name: str, holds: Type, meaning: Promise) -> Column:
    return Column(name, holds, meaning, itemgetter(name))


EDITIONS = Table(
    "editions",
    "editions_jsonl",
    _("Editions: entries of the chain, each followed by its parts"),
    ("jsonl",),
    (
        _of_line("type", Type.TEXT, _("what the line is: entry or part")),
        _of_line("position", Type.NUMBER, _("of an entry: its place in the chain")),
        _of_line(
            "kind",
            Type.TEXT,
            _("of an entry: edition, withdrawal, hiding, redaction or merge"),
        ),
        _of_line("record_kind", Type.TEXT, _("of an entry: incident, source or actor")),
        _of_line("reference", Type.REFERENCE, _("of an entry: reference of the record")),
        _of_line("day", Type.DAY, _("of an entry: its day, never a time of day")),
        _of_line(
            "payload",
            Type.TEXT,
            _(
                "of an entry: what it says, as canonical JSON; of an edition its number, its "
                "public note and the digests of its parts in order"
            ),
        ),
        _of_line("previous", Type.TEXT, _("of an entry: digest of the entry before it")),
        _of_line("digest", Type.TEXT, _("of an entry: SHA-256 over all of this")),
        _of_line("edition", Type.NUMBER, _("of a part: position of the edition that it is of")),
        _of_line("path", Type.TEXT, _("of a part: where it stands in the document")),
        _of_line("salt", Type.TEXT, _("of a part: random; it goes into the digest of the part")),
        _of_line("value", Type.TEXT, _("of a part: what stands there, as canonical JSON")),
    ),
)
COLUMNS = Table(
    "data/columns",
    "data_columns",
    _("This dictionary: columns"),
    ("csv",),
    (
        Column(
            "file",
            Type.TEXT,
            _("the file: its address without the ending"),
            attribute("table.name"),
        ),
        Column("column", Type.TEXT, _("name of the column; empty in JSON only"), attribute("name")),
        Column(
            "json",
            Type.TEXT,
            _("the keys that lead to it; empty in tables only"),
            attribute("path"),
        ),
        Column(
            "format_1",
            Type.TEXT,
            _("name of the column in format 1, where it was another"),
            attribute("column.formerly"),
        ),
        Column("type", Type.TEXT, _("what it holds"), attribute("column.holds.value")),
        Column("meaning", Type.TEXT, _("what it means"), lambda listed: str(listed.column.meaning)),
        Column(
            "vocabulary", Type.TEXT, _("where its terms are listed"), attribute("column.terms_key")
        ),
        Column("format", Type.NUMBER, _("format of the file"), lambda _listed: FORMAT),
    ),
)
TERMS = Table(
    "data/terms",
    "data_terms",
    _("This dictionary: terms"),
    ("csv",),
    (
        Column("vocabulary", Type.TEXT, _("key of the list of terms"), attribute("vocabulary.key")),
        Column("name", Type.TEXT, _("what the list is of"), lambda term: str(term.vocabulary.name)),
        Column("term", Type.TEXT, _("the term as written in files"), attribute("term")),
        Column("meaning", Type.TEXT, _("what it means"), lambda term: str(term.meaning)),
        Column(
            "from", Type.TEXT, _("where the list is from"), lambda term: str(term.vocabulary.origin)
        ),
    ),
)

TABLES = (*FILES, with_about(NUMBERS), with_about(TALLIES), CHANGES, EDITIONS, COLUMNS, TERMS)


@public_page
def data(request: HttpRequest) -> HttpResponse:
    context = {
        "tables": TABLES,
        "vocabularies": VOCABULARIES,
        "licence": settings.DATA_LICENCE,
        "licence_url": settings.DATA_LICENCE_URL,
        "gazetteer": gazetteer_edition(),
        "map_credit": drawing()["credit"],
        "limits": {
            "page": PAGE,
            "largest": LARGEST_PAGE,
            "farthest": FARTHEST_ROW,
            "rows": MOST_ROWS,
            "entries": MOST_ENTRIES,
        },
        "dataset": dataset(),
        "format": FORMAT,
    }
    return render(request, "site/data.html", context)


@public
@takes_no_parameters
def data_columns(request: HttpRequest) -> HttpResponse:
    return whole_table(COLUMNS, columns())


def columns() -> Iterator[Listed]:
    """Every column of every file."""
    for table in TABLES:
        for column in table.served:
            yield Listed(table, column)


@public
@takes_no_parameters
def data_terms(request: HttpRequest) -> HttpResponse:
    return whole_table(TERMS, terms())


def terms() -> Iterator[Term]:
    """Every term of every vocabulary, and where it is from."""
    for group in VOCABULARIES:
        for vocabulary in group.vocabularies:
            for term, meaning in vocabulary.choices.choices:
                yield Term(vocabulary, term, meaning)
