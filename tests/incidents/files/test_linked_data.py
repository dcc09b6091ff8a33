"""What pages tell programs: JSON-LD, previews, the address to index."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page

from incidents.models import Victim
from review.templatetags.edition import json_ld
from sources.models.published import PublishedSource
from tests import factories as make

SITE = "http://127.0.0.1:8000"


def linked(client: Client, path: str) -> Any:
    page = client.get(path).content.decode()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return [json.loads(one) for one in found]


def metas(client: Client, path: str) -> dict[str, str]:
    page = client.get(path).content.decode()
    return dict(re.findall(r'<meta property="(og:\w+)" content="([^"]*)">', page))


@pytest.fixture
def credited(settings: Any) -> None:
    settings.ORGANISATION, settings.SITE_NAME = "Records & Rights", "Record of the Killed"


@pytest.mark.django_db
def test_an_incident_is_a_claim_of_its_sources(client: Client, credited: None) -> None:
    incident = make.published_incident(
        occurred="2024-11-XX", place=make.place(), place_precision="4"
    )
    source = PublishedSource.objects.get().reference
    page = f"{SITE}/incidents/{incident.reference}/"

    assert linked(client, f"/incidents/{incident.reference}/") == [
        {
            "@context": "https://schema.org",
            "@type": "Claim",
            "@id": f"{page}editions/1/",
            "url": page,
            "identifier": incident.reference,
            "version": 1,
            "name": "Reported killing of two captured soldiers near Udachne, 22 May 2025",
            "description": (
                "Reported: killed at or near the place of capture. Killed, as reported: 2. A day "
                "in November 2024; somewhere in Udachne, Pokrovskyi Raion, Donetsk Oblast. "
                "According to: Article, publisher not stated. Reported. Rests on one report that "
                "names no source. Not corroborated. No court "
                "has ruled."
            ),
            "datePublished": "2025-06-01",
            "dateModified": "2025-06-01",
            "license": "https://creativecommons.org/licenses/by/4.0/",
            "publisher": {
                "@type": "Organization",
                "name": "Records & Rights",
                "url": f"{SITE}/",
            },
            "appearance": [
                {
                    "@type": "CreativeWork",
                    "name": "Soldiers shot after capture",
                    "url": f"{SITE}/sources/{source}/",
                }
            ],
            "isPartOf": {
                "@type": "Dataset",
                "name": (
                    "Record of the Killed: reported killings of captured and surrendering soldiers"
                ),
                "url": f"{SITE}/data/",
            },
            "temporalCoverage": "2024-11-01/2024-11-30",
            "spatialCoverage": {
                "@type": "Place",
                "name": "Udachne, Pokrovskyi Raion, Donetsk Oblast, Ukraine",
                "identifier": "UA14160250010071750",
            },
        }
    ]


@pytest.mark.django_db
def test_a_claim_pretends_no_day_no_point_and_no_protected_source(client: Client) -> None:
    near = make.published_incident(
        place=make.place(),
        place_precision="2",
        occurred="../2025-05-24",
        source_fields={"access": "confidential"},
    )
    nothing = make.published_incident(occurred="", title_en="nothing")
    [claim] = linked(client, f"/incidents/{near.reference}/")
    [bare] = linked(client, f"/incidents/{nothing.reference}/")

    assert claim["appearance"] == []
    assert claim["temporalCoverage"] == "../2025-05-24"
    assert claim["spatialCoverage"]["geo"]["latitude"] == "48.20000"
    assert bare.keys() & {"temporalCoverage", "spatialCoverage"} == set()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/data/"])
def test_the_whole_is_a_dataset_with_its_files(client: Client, path: str) -> None:
    [dataset] = linked(client, path)

    assert (dataset["@type"], dataset["url"]) == ("Dataset", f"{SITE}/data/")
    files = {file["contentUrl"]: file["encodingFormat"] for file in dataset["distribution"]}
    assert files[f"{SITE}/incidents.csv"] == "text/csv"
    assert files[f"{SITE}/incidents.geojson"] == "application/geo+json"
    assert len(files) == 10


def test_nothing_inside_ends_the_element() -> None:
    assert json_ld({"name": "</script><b>&"}) == (
        '<script type="application/ld+json">'
        '{"name":"\\u003C/script\\u003E\\u003Cb\\u003E\\u0026"}</script>'
    )


@pytest.mark.django_db
def test_previews_have_words_and_no_picture(client: Client, credited: None) -> None:
    incident = make.published_incident(title_en="A <title>")
    source = PublishedSource.objects.get().reference
    actor = make.published(make.actor())

    assert metas(client, f"/incidents/{incident.reference}/") == {
        "og:site_name": "Record of the Killed",
        "og:type": "article",
        "og:title": "A &lt;title&gt;",
        "og:description": (
            "Reported: killed at or near the place of capture. Killed, as reported: 2. 22 May "
            "2025. According to: Article, publisher not stated. Reported. Rests on one report that "
            "names no source. Not corroborated. No court has "
            "ruled."
        ),
        "og:url": f"{SITE}/incidents/{incident.reference}/",
    }
    assert metas(client, f"/sources/{source}/")["og:title"] == "Soldiers shot after capture"
    assert metas(client, f"/actors/{actor.reference}/")["og:title"] == "CNN"
    assert metas(client, "/data/")["og:url"] == f"{SITE}/data/"


def preview_of(client: Client, incident: Any) -> str:
    page = f"/incidents/{incident.reference}/"
    told = metas(client, page)["og:description"]
    assert f'<meta name="description" content="{told}">' in client.get(page).content.decode()
    return told


@pytest.mark.django_db
def test_a_preview_tells_no_method_no_graphic_act_and_no_person(client: Client) -> None:
    named = Victim(label_en="Ivan Petrenko, 40", method="beheaded", outcome="killed")
    incident = make.published_incident(
        kinds=["killed_captured", "body_mutilated"], graphic_en="His head.", rows=[named]
    )
    page = client.get(f"/incidents/{incident.reference}/").content.decode()
    assert [word in page for word in ("Ivan Petrenko", "body mutilated", "beheaded")] == [True] * 3

    assert preview_of(client, incident).partition(" Killed,")[0] == (
        "Reported: killed at or near the place of capture."
    )
    assert not {"Ivan", "mutilated", "beheaded", "head"} & set(
        re.findall(r"\w+", preview_of(client, incident))
    )


@pytest.mark.django_db
def test_a_preview_says_of_a_confidential_source_only_what_it_is(client: Client) -> None:
    incident = make.published_incident(
        kinds=["order_no_prisoners"],
        source_fields={"access": "confidential", "title": "Told by Ivan"},
    )

    assert (
        "Reported: order to take no prisoners. Killed, as reported: 2. 22 May 2025. According to: "
        "Article, details withheld for protection." in preview_of(client, incident)
    )


@pytest.mark.django_db
def test_what_is_hidden_leaves_the_preview(client: Client) -> None:
    incident = make.published_incident(place=make.place(), place_precision="2")
    assert "22 May 2025; near Udachne, " in preview_of(client, incident)

    make.hidden(incident, "place")
    assert "22 May 2025. According to: " in preview_of(client, incident)


@pytest.mark.django_db
def test_a_preview_of_a_source_is_plain_words(client: Client) -> None:
    source = make.published(make.source(publisher=make.published(make.actor(name_uk="")), title=""))
    found = metas(client, f"/uk/sources/{source.reference}/")

    assert found["og:description"] == "Стаття, CNN; опубліковано: 24 травня 2025 року"
    assert "span" not in found["og:title"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", "editions/1/"])
@pytest.mark.parametrize("language", ["", "/uk"])
def test_every_edition_has_one_canonical_address(client: Client, language: str, path: str) -> None:
    address = f"{language}/incidents/{make.published_incident().reference}/{path}"
    page = client.get(address).content.decode()
    assert re.findall(r'<link rel="canonical" href="([^"]*)">', page) == [f"{SITE}{address}"]


@pytest.mark.django_db
def test_a_preview_of_a_record_tells_programs_nothing(client: Client) -> None:
    incident = make.published_incident()
    client.force_login(make.researcher())
    page = client.get(f"/admin/incidents/incident/{incident.pk}/preview/").content.decode()

    assert "Preview: not public" in page
    assert re.findall(r"og:|canonical|ld\+json", page) == []


@pytest.mark.browser
def test_the_security_policy_lets_linked_data_stand(
    first_case_in_place: None, live_site: str, page: Page
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(live_site)
    page.evaluate("document.querySelector('h1')")

    assert page.locator('script[type="application/ld+json"]').count() == 1
    assert said == []
