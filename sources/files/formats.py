"""Public files: what a question finds, as CSV or JSON, so that it can be cited and repeated.

A file states its filters, the number of its rows and the position of the chain; asked again at the
same position it is the same. It is written row by row, so its length costs no memory.
"""

import csv
import json
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    QueryDict,
)
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from review.editions import chain
from review.public.addresses import address
from review.public.page_cache import get_or_render_rows
from review.public.public_state import PublicRequest, PublicState
from review.public.streams import Stream
from review.text.cells import cell

from sources.files.citing import list_cited
from sources.files.columns import FORMAT, Table, as_object
from sources.files.gone import gone_since
from sources.lists.facets import total
from sources.lists.filters import PublicFilterSet, QuestionForm
from sources.lists.several import NOT

ROWS_AT_ONCE = 1000
PIECE = 32_000
PAGE = 50
LARGEST_PAGE = 1000
# Beyond, the database would have to count off the rows before a page one by one.
FARTHEST_ROW = 10_000
LONGEST_NAME = 150
CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True)
class Export:
    """What a question finds at one position of the chain."""

    table: Table
    # Of several values of one filter, a list.
    filters: dict[str, str | list[str]]
    rows: "QuerySet[Any]"
    count: int
    position: int
    # The page that says how it is cited; and how, of a whole file.
    cite_url: str
    citation: str | None = None
    # With `updated_since`, what left the list since that day.
    gone: list[dict[str, Any]] | None = None

    @property
    def statement(self) -> dict[str, Any]:
        """What every file says of itself."""
        told = {
            "format": FORMAT,
            "count": self.count,
            "filters": self.filters,
            "chain_position": self.position,
            "licence": settings.DATA_LICENCE,
            "licence_url": settings.DATA_LICENCE_URL,
            "cite_url": self.cite_url,
        }
        beside = {"citation": self.citation, "gone": self.gone}
        return told | {name: value for name, value in beside.items() if value is not None}

    def file_name(self, ending: str) -> str:
        about = (f"format-{FORMAT}", f"chain-{self.position}", f"rows-{self.count}")
        return file_name(self.table.name, *about, asked=self.filters, ending=ending)

    def read(self) -> Iterator[Any]:
        """The rows, of the state in which they were counted, also when the reader goes away."""
        found: Any = self.rows.iterator(chunk_size=ROWS_AT_ONCE)
        with closing(found) as rows:
            yield from rows


def file_name(name: str, *about: str, asked: dict[str, str | list[str]], ending: str) -> str:
    """Says what the file holds, of which day, and what was asked."""
    # A long name is cut off, but never its day.
    first = sorted(asked.items(), key=lambda one: one[0] != "as_of")
    told = [slugify(in_a_name(*one), allow_unicode=True) for one in first]
    parts = [f"attest-{name}-{timezone.localdate()}", *about, *told]
    return f"{'_'.join(parts)[:LONGEST_NAME]}.{ending}"


def in_a_name(name: str, value: str | list[str]) -> str:
    values = [value] if isinstance(value, str) else value
    # No name of a file has the sign itself.
    return "-".join([name, *(text.replace(NOT, "not-", 1) for text in values)])


def export_of(table: Table, filters: PublicFilterSet) -> Export:
    """The whole of it."""
    last = chain.head()
    rows = filters.qs
    count = rows.count()
    with override("en"):
        citation = list_cited(table, filters, count, last).in_words if last else None
    return Export(
        table,
        filters.asked,
        rows,
        count,
        last.position if last else 0,
        cite_url(table, filters),
        citation,
        gone(table, filters),
    )


def cite_url(table: Table, filters: PublicFilterSet) -> str:
    return address(f"{table.record}_list_cite") + filters.query


def gone(table: Table, filters: PublicFilterSet) -> list[dict[str, Any]] | None:
    """What left the list since the day that is asked for; None where no day is."""
    day = filters.form.cleaned_data.get("updated_since")
    return gone_since(day, table.chained_as, filters.queryset) if day else None


# Answers


def csv_file(request: HttpRequest, table: Table, filters: PublicFilterSet) -> HttpResponseBase:
    if not understood(filters):
        return refused_in_text(filters.form)
    export = export_of(table, filters)
    return streamed(csv_lines(export), export, "csv", CSV)


def json_file(
    request: PublicRequest,
    table: Table,
    asked: Callable[[QueryDict], PublicFilterSet],
) -> HttpResponseBase:
    """The whole file, or with `page` or `limit` one page of it."""
    question, wanted = request.GET.copy(), QueryDict(mutable=True)
    for name in PageForm.base_fields.keys() & question.keys():
        wanted.setlist(name, question.pop(name))
    filters, paging = asked(question), PageForm(wanted)
    if not (filters.is_valid() and paging.is_valid()):
        return refused_in_json(filters.form, paging)
    if not wanted:
        export = export_of(table, filters)
        return streamed(json_lines(export), export, "json", "application/json")
    state = request.public_state
    found = total(filters, state)
    export = Export(
        table,
        filters.asked,
        filters.qs,
        found,
        state.position,
        cite_url(table, filters),
        gone=gone(table, filters),
    )
    return json_page(export, question, state, **paging.cleaned_data)


class PageForm(QuestionForm):
    """Which page of a JSON file, and how many rows are on one."""

    BESIDE = frozenset()

    page = forms.IntegerField(min_value=1, required=False)
    limit = forms.IntegerField(min_value=1, max_value=LARGEST_PAGE, required=False)

    def clean(self) -> dict[str, Any]:
        asked = super().clean()
        page, limit = asked.get("page") or 1, asked.get("limit") or PAGE
        if page * limit > FARTHEST_ROW:
            self.add_error(
                "page",
                _("Pages end at row %s: ask for the whole file without “page”.") % FARTHEST_ROW,
            )
        return {"page": page, "limit": limit}


def json_page(
    export: Export, question: QueryDict, state: PublicState, *, page: int, limit: int
) -> HttpResponse:
    start = (page - 1) * limit
    found = export.rows[start : start + limit]
    keys = dict(found.values_list("pk", "reference"))

    def written(missing: list[Any]) -> dict[Any, str]:
        read = export.rows.filter(pk__in=missing)
        return {row.pk: as_json(as_object(export.table.in_json, row)) for row in read}

    # Of what the index says of a record, only a change of that record changes anything.
    rows = get_or_render_rows(state, ("row of JSON", export.table.name), keys, written)
    body = f'{as_json(export.statement)[:-1]},"results":[{",".join(rows)}]}}'
    response = HttpResponse(body, content_type="application/json")
    response["Link"] = ", ".join(
        [
            *links(),
            *(
                f'<{_page_address(export, question, other, limit)}>; rel="{relation}"'
                for relation, other, is_there in (
                    ("prev", page - 1, page > 1),
                    ("next", page + 1, start + limit < export.count),
                )
                if is_there
            ),
        ]
    )
    return response


def _page_address(export: Export, question: QueryDict, page: int, limit: int) -> str:
    asked = question.copy()
    asked["page"], asked["limit"] = str(page), str(limit)
    return f"{address(f'{export.table.record}_json')}?{asked.urlencode()}"


def streamed(lines: Iterable[str], export: Export, ending: str, content_type: str) -> Stream:
    response = Stream(in_pieces(lines), content_type=content_type)
    return described(response, export, ending)


def described[R: HttpResponseBase](response: R, export: Export, ending: str) -> R:
    """With a name that says what it holds, its licence and where its columns are explained."""
    return attached(response, export.file_name(ending))


def whole_table(
    table: Table,
    rows: Iterable[Any],
    *,
    name: str = "",
    asked: dict[str, str | list[str]] | None = None,
) -> HttpResponse:
    """A CSV file of numbers or words, not of records: so short that it is written at once.

    `name`, where it holds a part of the table alone; `asked`: the question of its rows.
    """
    response = HttpResponse("".join(csv_text(table, rows)), content_type=CSV)
    about = (f"format-{FORMAT}", f"chain-{chain.current_position()}")
    named = (name or table.name).replace("/", "-")
    return attached(response, file_name(named, *about, asked=asked or {}, ending="csv"))


def attached[R: HttpResponseBase](response: R, name: str) -> R:
    """To be kept, with its licence and where its columns are explained."""
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    response["Link"] = ", ".join(links())
    return response


def links() -> list[str]:
    return [
        f'<{settings.DATA_LICENCE_URL}>; rel="license"',
        f'<{address("data")}>; rel="describedby"',
    ]


# Refusals


def understood(filters: PublicFilterSet) -> bool:
    """Of a question for a file or a feed, in which no page can be asked for."""
    if not filters.is_valid():
        return False
    if "page" in filters.data:
        filters.form.add_error(None, _("There are no pages here: leave “page” out."))
    return bool(filters.is_valid())


def refused_in_text(form: forms.Form) -> HttpResponse:
    """What is wrong, a line each."""
    lines = [
        f"{name}: {sentence}\n" if name != "__all__" else f"{sentence}\n"
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]
    return HttpResponse("".join(lines), content_type="text/plain; charset=utf-8", status=400)


def refused_in_json(*asked: forms.Form) -> JsonResponse:
    """What is wrong, in sentences by parameter; under "" what is wrong with the whole."""
    errors = {
        name.removeprefix("__all__"): list(sentences)
        for form in asked
        for name, sentences in form.errors.items()
    }
    return JsonResponse({"errors": errors}, status=400, json_dumps_params={"ensure_ascii": False})


# Lines


class Echo:
    """What `csv` writes to when the row itself is wanted."""

    def write(self, row: str) -> str:
        return row


def csv_lines(export: Export) -> Iterator[str]:
    with override("en"):
        yield from csv_text(export.table, export.read())


def csv_text(table: Table, rows: Iterable[Any]) -> Iterator[str]:
    """UTF-8 with a byte order mark, without which Excel shows Cyrillic as signs."""
    writer = csv.writer(Echo())
    columns = table.in_table
    yield "\ufeff" + writer.writerow([column.name for column in columns])
    for row in rows:
        yield writer.writerow([cell(column.value(row)) for column in columns])


def json_lines(export: Export) -> Iterator[str]:
    """One object, a row of it on each line."""
    columns = export.table.in_json
    yield from listed(export.statement, (as_object(columns, row) for row in export.read()))


def listed(
    statement: dict[str, Any], objects: Iterable[dict[str, Any]], name: str = "results"
) -> Iterator[str]:
    """The statement with one more value: a list whose objects are written as they come."""
    yield f'{as_json(statement)[:-1]},"{name}":['
    before = "\n"
    with override("en"):
        for one in objects:
            yield before + as_json(one)
            before = ",\n"
    yield "\n]}\n"


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def in_pieces(lines: Iterable[str]) -> Generator[str]:
    """The first line at once, the others together: a server sends each piece by itself."""
    waiting: list[str] = []
    length = PIECE
    for line in lines:
        waiting.append(line)
        length += len(line)
        if length >= PIECE:
            yield "".join(waiting)
            waiting, length = [], 0
    yield "".join(waiting)
