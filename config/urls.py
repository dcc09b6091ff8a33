"""Every address of the site; English has no prefix, Ukrainian has /uk/."""

from collections.abc import Callable
from typing import Any

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, path, register_converter

from config import health
from incidents.files import feeds, sitemap
from incidents.pages import data_page, site_pages
from incidents.pages import views as incidents
from incidents.tallies import tally_pages
from review.public import views as review
from review.references import ReferenceConverter
from sources.pages import views as sources

register_converter(ReferenceConverter, "reference")


def record_pages(kind: str, under: str, **views: Callable[..., Any]) -> list[URLPattern]:
    """A record's page, its history, each of its editions, what changed to it and how to cite it."""
    paths: list[tuple[str, str, str, dict[str, str]]] = [
        ("detail", "detail", "", {}),
        ("editions", "editions", "editions/", {}),
        ("edition", "edition", "editions/<int:number>/", {}),
        ("changes", "changes", "editions/<int:number>/changes/", {}),
        ("bibtex", "citation", "editions/<int:number>/cite.bib", {"form": "bibtex"}),
        ("csl", "citation", "editions/<int:number>/cite.csl.json", {"form": "csl"}),
    ]
    return [
        path(
            f"{under}/<reference:reference>/{rest}",
            views[view],
            {"kind": kind} | given,
            name=f"{kind}_{page}",
        )
        for page, view, rest, given in paths
    ]


def list_citations(kind: str, under: str, view: Callable[..., Any]) -> list[URLPattern]:
    """How a list with its filters is cited."""
    paths = {"cite": ("/cite/", "page"), "bibtex": (".bib", "bibtex"), "csl": (".csl.json", "csl")}
    return [
        path(f"{under}{rest}", view, {"form": form}, name=f"{kind}_list_{page}")
        for page, (rest, form) in paths.items()
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
        path("incidents/", incidents.incident_list, name="incident_list"),
        *list_citations("incident", "incidents", incidents.incident_list_citation),
        path("incidents.csv", incidents.incident_csv, name="incident_csv"),
        path("incidents/numbers.csv", incidents.incident_numbers, name="incident_numbers"),
        path("incidents.json", incidents.incident_json, name="incident_json"),
        path("incidents.geojson", incidents.incident_geojson, name="incident_geojson"),
        path("incidents.xlsx", incidents.incident_xlsx, name="incident_xlsx"),
        *record_pages(
            "incident",
            "incidents",
            detail=incidents.incident_detail,
            editions=incidents.incident_editions,
            edition=incidents.incident_edition,
            changes=incidents.incident_changes,
            citation=incidents.incident_citation,
        ),
        path("tallies/", tally_pages.tallies, name="tallies"),
        path("tallies.csv", tally_pages.tallies_csv, name="tallies_csv"),
        path("sources/", sources.source_list, name="source_list"),
        *list_citations("source", "sources", sources.source_list_citation),
        path("sources.csv", sources.source_csv, name="source_csv"),
        path("sources.json", sources.source_json, name="source_json"),
        *record_pages(
            "source",
            "sources",
            detail=sources.source_detail,
            editions=sources.source_editions,
            edition=sources.source_edition,
            changes=sources.source_changes,
            citation=sources.source_citation,
        ),
        path("statements/", sources.statement_list, name="statement_list"),
        *list_citations("statement", "statements", sources.statement_list_citation),
        path("statements.csv", sources.statement_csv, name="statement_csv"),
        path("statements.json", sources.statement_json, name="statement_json"),
        path("actors/", sources.actor_list, name="actor_list"),
        *list_citations("actor", "actors", sources.actor_list_citation),
        path("actors.json", sources.actor_json, name="actor_json"),
        *record_pages(
            "actor",
            "actors",
            detail=sources.actor_detail,
            editions=sources.actor_editions,
            edition=sources.actor_edition,
            changes=sources.actor_changes,
            citation=sources.actor_citation,
        ),
        path("incidents.atom", feeds.incident_atom, name="incident_atom"),
        path("changes.atom", feeds.changes_atom, name="changes_atom"),
        path("changes.json", feeds.changes_json, name="changes_json"),
        path("data/", data_page.data, name="data"),
        path("data/columns.csv", data_page.data_columns, name="data_columns"),
        path("data/terms.csv", data_page.data_terms, name="data_terms"),
        path("transparency/", review.transparency, name="transparency"),
        path("editions.jsonl", review.editions_jsonl, name="editions_jsonl"),
        path("method/", site_pages.method, name="method"),
        path("about/", site_pages.about, name="about"),
        path("corrections/", site_pages.corrections, name="corrections"),
        path("admin/", admin.site.urls),
        prefix_default_language=False,
    ),
]

handler404 = "review.public.views.page_not_found"
handler500 = "config.database_away.server_error"
