"""The data dictionary: what the public files hold, made from the code that writes them."""

import csv
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from review.public import public
from sources.columns import Table, cell
from sources.files import FARTHEST_ROW, LARGEST_PAGE, PAGE

from incidents.changes import CHANGES
from incidents.downloads import FILES
from incidents.feeds import MOST_ENTRIES
from incidents.gazetteer import gazetteer_edition
from incidents.geometry import drawing
from incidents.linked_data import dataset
from incidents.site_pages import VOCABULARIES, Vocabulary
from incidents.spreadsheet import MOST_ROWS

TABLES = (*FILES, CHANGES)


@public
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
    }
    return render(request, "site/data.html", context)


@public
def data_columns(request: HttpRequest) -> HttpResponse:
    """Every column of every file."""
    head = ["file", "column", "json", "type", "meaning", "vocabulary"]
    return table_of("attest-columns", [head, *columns_of(TABLES)])


def columns_of(tables: Iterable[Table]) -> Iterable[list[str]]:
    for table in tables:
        for column in table.served:
            yield [
                table.name,
                column.name if column in table.in_table else "",
                column.path if column.in_json else "",
                column.holds,
                str(column.meaning),
                column.terms_key,
            ]


@public
def data_terms(request: HttpRequest) -> HttpResponse:
    """Every term of every vocabulary, and where it is from."""
    head = ["vocabulary", "name", "term", "meaning", "from"]
    found = [vocabulary for group in VOCABULARIES for vocabulary in group.vocabularies]
    return table_of("attest-terms", [head, *terms_of(found)])


def terms_of(vocabularies: Iterable[Vocabulary]) -> Iterable[list[str]]:
    for vocabulary in vocabularies:
        for term, meaning in vocabulary.choices.choices:
            texts: list[Any] = [vocabulary.name, term, meaning, vocabulary.origin]
            yield [vocabulary.key, *map(str, texts)]


def table_of(name: str, lines: Iterable[list[str]]) -> HttpResponse:
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    csv.writer(response).writerows([cell(text) for text in line] for line in lines)
    return response
