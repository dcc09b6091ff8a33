"""Which pages search engines are told of."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from incidents.files import sitemap
from review.public import page_cache
from tests import factories as make
from tests.files import downloaded, xml_of

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def places(client: Client, path: str) -> list[str | None]:
    return [loc.text for loc in xml_of(client, path).iter(f"{NAMESPACE}loc")]


def test_the_sitemap_leads_to_every_public_record_in_both_languages(client: Client) -> None:
    incident = make.published_incident()
    make.withdrawn(make.published_incident(title_en="Taken back"))
    confidential = make.published(make.source(access="confidential"))

    parts = places(client, "/sitemap.xml")
    assert parts == [
        f"{SITE}/sitemap-page-1.xml",
        f"{SITE}/sitemap-incident-1.xml",
        f"{SITE}/sitemap-source-1.xml",
    ]
    assert places(client, "/sitemap-incident-1.xml") == [
        f"{SITE}/incidents/{incident.reference}/",
        f"{SITE}/uk/incidents/{incident.reference}/",
    ]
    assert len(places(client, "/sitemap-source-1.xml")) == 4
    everything = b"".join(downloaded(client, str(part).removeprefix(SITE)) for part in parts)
    assert confidential.reference not in everything.decode()


def test_a_page_is_named_with_its_day_and_the_other_language(client: Client) -> None:
    incident = make.published_incident()
    make.save(incident, killed_best=3)
    make.published(incident, day=date(2025, 7, 1), note="The number.")
    [first, _second] = xml_of(client, "/sitemap-incident-1.xml")
    links = {link.get("hreflang"): link.get("href") for link in first.iter(LINK)}

    assert [day.text for day in first.iter(f"{NAMESPACE}lastmod")] == ["2025-07-01"]
    assert links == {
        "en": f"{SITE}/incidents/{incident.reference}/",
        "uk": f"{SITE}/uk/incidents/{incident.reference}/",
    }


def test_pages_without_a_record_are_there_too(client: Client) -> None:
    found = places(client, "/sitemap-page-1.xml")

    assert found[:4] == [f"{SITE}/", f"{SITE}/uk/", f"{SITE}/incidents/", f"{SITE}/uk/incidents/"]
    answers = {client.get(str(path).removeprefix(SITE)).status_code for path in found}
    assert answers == {200}


def test_a_long_list_has_several_parts(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(sitemap, "PAGES_IN_A_PART", 1)
    for title in ("one", "two"):
        make.published_incident(title_en=title)
    parts = [f"{SITE}/sitemap-incident-{part}.xml" for part in (1, 2)]

    assert [part for part in places(client, "/sitemap.xml") if "incident" in str(part)] == parts
    found = [places(client, part.removeprefix(SITE))[0] for part in parts]
    assert len(set(found)) == 2


@pytest.mark.parametrize(
    "path", ["/sitemap-incident-2.xml", "/sitemap-incident-0.xml", "/sitemap-page-2.xml"]
)
def test_a_part_that_is_not_there_is_not_found(client: Client, path: str) -> None:
    make.published_incident()

    assert client.get(path).status_code == 404
    assert client.get("/sitemap-nothing-1.xml").status_code == 404


def test_a_part_asks_the_database_as_often_for_three_records_as_for_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for title in ("one", "two", "three"):
        make.published_incident(title_en=title)
        page_cache.PAGES.clear()
        with django_assert_num_queries(6):
            downloaded(client, "/sitemap-incident-1.xml")


def test_robots_are_kept_from_the_admin_and_from_questions(client: Client) -> None:
    response = client.get("/robots.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == (
        "User-agent: *\nDisallow: /admin/\nDisallow: /uk/admin/\nDisallow: /*?\n\n"
        f"Sitemap: {SITE}/sitemap.xml\n"
    )
