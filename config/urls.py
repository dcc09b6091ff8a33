"""Every address of the site; English has no prefix, Ukrainian has /uk/."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, path, register_converter

from config import health
from incidents.files import feeds, sitemap
from incidents.lists.filters import places_meant
from incidents.pages import changes_page, data_page, picture_files, search, site_pages
from incidents.pages import views as incidents
from incidents.pictures.picture_sheets import DRAWN
from incidents.tallies import tally_pages
from review.public import record_pages
from review.public import views as review
from review.public.record_pages import RecordPages
from review.references import ReferenceConverter
from sources.lists.meant import actors_meant, sources_meant
from sources.pages import completion, public_list
from sources.pages import views as sources
from sources.pages.public_list import PublicList

COMPLETED = {"places": places_meant, "actors": actors_meant, "sources": sources_meant}
BIBTEX, CSL = {"form": "bibtex"}, {"form": "csl"}

register_converter(ReferenceConverter, "reference")


def addresses_of(kind: str, under: str, of: RecordPages[Any]) -> list[URLPattern]:
    """A record's page, its history, each of its editions, what changed to it and how to cite it."""
    views: list[tuple[str, str, Callable[..., Any], dict[str, str]]] = [
        ("detail", "", record_pages.record_detail, {}),
        ("editions", "editions/", record_pages.record_editions, {}),
        ("edition", "editions/<int:number>/", record_pages.record_edition, {}),
        ("changes", "editions/<int:number>/changes/", record_pages.record_changes, {}),
        ("bibtex", "editions/<int:number>/cite.bib", record_pages.record_citation, BIBTEX),
        ("csl", "editions/<int:number>/cite.csl.json", record_pages.record_citation, CSL),
    ]
    return [
        path(
            f"{under}/<reference:reference>/{rest}",
            view,
            {"kind": kind, "of": of} | given,
            name=f"{kind}_{page}",
        )
        for page, rest, view, given in views
    ]


def list_pages(of: PublicList, page: Callable[..., Any] | None = None) -> list[URLPattern]:
    """A list, its files, and how it is cited with its filters."""
    kind, under = of.table.record, of.table.name
    views: list[tuple[str, str, Callable[..., Any], dict[str, str]]] = [
        ("list_cite", "/cite/", public_list.list_cite, {"form": "page"}),
        ("list_bibtex", ".bib", public_list.list_cite, BIBTEX),
        ("list_csl", ".csl.json", public_list.list_cite, CSL),
        ("json", ".json", public_list.list_json, {}),
        ("csv", ".csv", public_list.list_csv, {}),
    ]
    return [
        path(
            f"{under}/",
            page or public_list.told_list,
            {} if page else {"of": of},
            name=f"{kind}_list",
        ),
        *(
            path(f"{under}{rest}", view, {"of": of} | given, name=f"{kind}_{name}")
            for name, rest, view, given in views
        ),
    ]


def pictures(ending: str, view: Callable[..., Any], names: Iterable[str]) -> list[URLPattern]:
    """The pictures of incidents as files, each at an address of its own."""
    return [
        path(
            f"incidents/pictures/{name}.{ending}",
            view,
            {"picture": name},
            name=f"picture_{name}_{ending}",
        )
        for name in names
    ]


urlpatterns = [
    path("health/", health.ready, name="health"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemap-<slug:kind>-<int:part>.xml", sitemap.sitemap_part, name="sitemap_part"),
    *i18n_patterns(
        path("", incidents.home, name="home"),
        *list_pages(incidents.INCIDENT_LIST, incidents.incident_list),
        path("incidents/map-marks/", incidents.map_marks, name="map_marks"),
        path("incidents/numbers.csv", picture_files.incident_numbers, name="incident_numbers"),
        *pictures("svg", picture_files.incident_picture, DRAWN),
        *pictures("csv", picture_files.incident_numbers, picture_files.WITH_NUMBERS),
        path("incidents.geojson", incidents.incident_geojson, name="incident_geojson"),
        path("incidents.xlsx", incidents.incident_xlsx, name="incident_xlsx"),
        *addresses_of("incident", "incidents", incidents.INCIDENT_PAGES),
        path("search/", search.search, name="search"),
        *(
            path(
                f"complete/{of}.json", completion.complete, {"meant": meant}, f"complete_{of}_json"
            )
            for of, meant in COMPLETED.items()
        ),
        path("tallies/", tally_pages.tallies, name="tallies"),
        path("tallies.csv", tally_pages.tallies_csv, name="tallies_csv"),
        path("tallies.svg", tally_pages.tallies_svg, name="tallies_svg"),
        *list_pages(public_list.SOURCE_LIST),
        *addresses_of("source", "sources", sources.SOURCE_PAGES),
        *list_pages(public_list.STATEMENT_LIST),
        *list_pages(public_list.ACTOR_LIST),
        *addresses_of("actor", "actors", sources.ACTOR_PAGES),
        path("incidents.atom", feeds.incident_atom, name="incident_atom"),
        path("changes/", changes_page.changes, name="changes"),
        path("changes.atom", feeds.changes_atom, name="changes_atom"),
        path("changes.json", feeds.changes_json, name="changes_json"),
        path("data/", data_page.data, name="data"),
        path("data/columns.csv", data_page.data_columns, name="data_columns"),
        path("data/terms.csv", data_page.data_terms, name="data_terms"),
        path("transparency/", review.transparency, name="transparency"),
        path("editions.jsonl", review.editions_jsonl, name="editions_jsonl"),
        path("method/", site_pages.method, name="method"),
        *(
            path(f"{page}/", site_pages.plain_page, {"name": page}, page)
            for page in ("about", "corrections", "families", "journalists")
        ),
        path("lawyers/", site_pages.lawyers, name="lawyers"),
        path("admin/", admin.site.urls),
        prefix_default_language=False,
    ),
]

handler404 = "review.public.views.page_not_found"
handler500 = "config.database_away.server_error"
