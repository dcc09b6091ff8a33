"""The public lists: the page, files and citation of each from one declaration."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
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
from sources.models.published import PublishedActor, PublishedSource, PublishedStatement
from sources.pages.list_citation import list_citation


@dataclass(frozen=True, kw_only=True)
class PublicList:
    """What is listed, what may be asked of it, and the columns of its files."""

    table: Table
    filter_set: type[PublicFilterSet]
    rows: Callable[[], "QuerySet[Any]"]
    # The rows of its files, where they are others than on the page.
    file_rows: Callable[[], "QuerySet[Any]"] | None = None
    # A lazy plural that says how many were found.
    number: Any

    def asked(self, request: HttpRequest) -> Any:
        """The question of this request."""
        return self.filter_set(request.GET, self.rows())

    def in_files(self) -> "QuerySet[Any]":
        return (self.file_rows or self.rows)()


@dataclass(frozen=True, kw_only=True)
class ToldList(PublicList):
    """A list of what we were told, which `sources/list.html` draws in these words."""

    # The template of one entry, which takes `row`.
    entry: str
    introduction: Promise | str = ""
    nothing: Promise
    show_all: Promise


def _sources() -> "QuerySet[Any]":
    return PublishedSource.objects.listed().defer("search")


def _statements() -> "QuerySet[Any]":
    return PublishedStatement.objects.listed().defer("search")


SOURCE_LIST = ToldList(
    table=SOURCES,
    filter_set=SourceFilters,
    rows=_sources,
    file_rows=lambda: with_parts(_sources()),
    number=ngettext_lazy("%(number)s source", "%(number)s sources", "number"),
    entry="sources/_source_entry.html",
    nothing=_("No published source matches this search."),
    show_all=_("Show all sources"),
)
STATEMENT_LIST = ToldList(
    table=STATEMENTS,
    filter_set=StatementFilters,
    rows=_statements,
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
    rows=lambda: PublishedActor.objects.alphabetical().defer("search"),
    file_rows=lambda: PublishedActor.objects.defer("search"),
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
    return csv_file(request, of.table, of.filter_set(request.GET, of.in_files()))


@public
def list_json(request: PublicRequest, of: PublicList) -> HttpResponseBase:
    return json_file(request, of.table, of.filter_set, of.in_files())


@public
def list_cite(request: HttpRequest, of: PublicList, form: str) -> HttpResponse:
    return list_citation(request, of.table, of.asked(request), form)
