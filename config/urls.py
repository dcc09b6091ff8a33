"""Every address of the site; English has no prefix, Ukrainian has /uk/."""

from collections.abc import Callable
from typing import Any

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, path, register_converter

from config.health import health
from incidents import site_pages, tally_pages
from incidents import views as incidents
from review import views as review
from review.references import ReferenceConverter
from sources import views as sources

register_converter(ReferenceConverter, "reference")


def record_pages(kind: str, under: str, **views: Callable[..., Any]) -> list[URLPattern]:
    """A record's page, its history, each of its editions, and what changed to it."""
    paths = {
        "detail": "",
        "editions": "editions/",
        "edition": "editions/<int:number>/",
        "changes": "editions/<int:number>/changes/",
    }
    return [
        path(
            f"{under}/<reference:reference>/{rest}",
            views[page],
            {"kind": kind},
            name=f"{kind}_{page}",
        )
        for page, rest in paths.items()
    ]


urlpatterns = [
    path("health/", health, name="health"),
    *i18n_patterns(
        path("", incidents.home, name="home"),
        path("incidents/", incidents.incident_list, name="incident_list"),
        path("incidents.csv", incidents.incident_csv, name="incident_csv"),
        path("incidents/numbers.csv", incidents.incident_numbers, name="incident_numbers"),
        *record_pages(
            "incident",
            "incidents",
            detail=incidents.incident_detail,
            editions=incidents.incident_editions,
            edition=incidents.incident_edition,
            changes=incidents.incident_changes,
        ),
        path("tallies/", tally_pages.tallies, name="tallies"),
        path("tallies.csv", tally_pages.tallies_csv, name="tallies_csv"),
        path("sources/", sources.source_list, name="source_list"),
        *record_pages(
            "source",
            "sources",
            detail=sources.source_detail,
            editions=sources.source_editions,
            edition=sources.source_edition,
            changes=sources.source_changes,
        ),
        path("statements/", sources.statement_list, name="statement_list"),
        path("actors/", sources.actor_list, name="actor_list"),
        *record_pages(
            "actor",
            "actors",
            detail=sources.actor_detail,
            editions=sources.actor_editions,
            edition=sources.actor_edition,
            changes=sources.actor_changes,
        ),
        path("transparency/", review.transparency, name="transparency"),
        path("editions.jsonl", review.editions_jsonl, name="editions_jsonl"),
        path("method/", site_pages.method, name="method"),
        path("about/", site_pages.about, name="about"),
        path("corrections/", site_pages.corrections, name="corrections"),
        path("admin/", admin.site.urls),
        prefix_default_language=False,
    ),
]

handler404 = "review.views.page_not_found"
