"""The public lists: the page, files and citation of each from one declaration."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from review.public.public_state import PublicRequest
from review.public.reading import public

from sources.files.columns import Table
from sources.files.downloads import ACTORS, SOURCES, STATEMENTS, with_parts
from sources.files.formats import csv_file, json_file
from sources.lists.filters import (
    ActorFilters,
    PublicFilterSet,
    SourceFilters,
    StatementFilters,
)
from sources.lists.page import list_page
from sources.models.published import (
    ActorByDay,
    PublishedActor,
    PublishedSource,
    PublishedStatement,
    SourceByDay,
    StatementByDay,
)
from sources.pages.list_citation import list_citation


@dataclass(frozen=True, kw_only=True)
class PublicList:
    """What is listed, what may be asked of it, and the columns of its files."""

    table: Table
    filter_set: type[PublicFilterSet]
    # The index of it, and that which also has earlier days.
    index: Any
    by_day: Any
    # What of an index is listed; in files, where it is another than on the page.
    rows: Callable[[Any], "QuerySet[Any]"]
    file_rows: Callable[[Any], "QuerySet[Any]"] | None = None
    # A lazy plural that says how many were found.
    number: Any

    def asked(self, request: HttpRequest) -> Any:
        """The question of this request."""
        return self._asked(request.GET, self.rows)

    def asked_in_file(self, question: QueryDict) -> Any:
        return self._asked(question, self.file_rows or self.rows)

    def _asked(self, question: QueryDict, rows: Callable[[Any], "QuerySet[Any]"]) -> Any:
        return self.filter_set(question, rows(self.index), by_day=rows(self.by_day))


@dataclass(frozen=True, kw_only=True)
class ToldList(PublicList):
    """A list of what we were told, which `sources/list.html` draws in these words."""

    # The template of one entry, which takes `row`.
    entry: str
    introduction: Promise | str = ""
    nothing: Promise
    show_all: Promise


def _listed(index: Any) -> "QuerySet[Any]":
    found: QuerySet[Any] = index.objects.listed().defer("search")
    return found


SOURCE_LIST = ToldList(
    table=SOURCES,
    filter_set=SourceFilters,
    index=PublishedSource,
    by_day=SourceByDay,
    rows=_listed,
    file_rows=lambda index: with_parts(_listed(index)),
    number=ngettext_lazy("%(number)s source", "%(number)s sources", "number"),
    entry="sources/_source_entry.html",
    nothing=_("No published source matches this search."),
    show_all=_("Show all sources"),
)
STATEMENT_LIST = ToldList(
    table=STATEMENTS,
    filter_set=StatementFilters,
    index=PublishedStatement,
    by_day=StatementByDay,
    rows=_listed,
    number=ngettext_lazy("%(number)s statement", "%(number)s statements", "number"),
    entry="sources/_statement_entry.html",
    introduction=_(
        "What sources say, each with the chain from the source to whoever knew. A statement here "
        "is not a finding of ours."
    ),
    nothing=_("No published statement matches this search."),
    show_all=_("Show all statements"),
)
ACTOR_LIST = ToldList(
    table=ACTORS,
    filter_set=ActorFilters,
    index=PublishedActor,
    by_day=ActorByDay,
    rows=lambda index: index.objects.alphabetical().defer("search"),
    file_rows=lambda index: index.objects.defer("search"),
    number=ngettext_lazy("%(number)s actor", "%(number)s actors", "number"),
    entry="sources/_actor_entry.html",
    introduction=_(
        "Organisations and units that speak or act. That one is listed here does not mean that it "
        "did anything wrong."
    ),
    nothing=_("No published actor matches this search."),
    show_all=_("Show all actors"),
)


@public
def told_list(request: PublicRequest, of: ToldList) -> HttpResponse:
    return list_page(request, "sources/list.html", of.asked(request), of.number, {"list": of})


@public
def list_csv(request: HttpRequest, of: PublicList) -> HttpResponseBase:
    return csv_file(request, of.table, of.asked_in_file(request.GET))


@public
def list_json(request: PublicRequest, of: PublicList) -> HttpResponseBase:
    return json_file(request, of.table, of.asked_in_file)


@public
def list_cite(request: HttpRequest, of: PublicList, form: str) -> HttpResponse:
    return list_citation(request, of.table, of.asked(request), form)
