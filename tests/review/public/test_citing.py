"""How an edition is cited: in words, as BibTeX, as CSL-JSON."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from review.models import PublicEdition
from review.public.citing import Citation
from tests import factories as make
from tests.files import body

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"
TITLE = "Reported killing of two captured soldiers near Udachne, 22 May 2025"


@pytest.fixture
def incident() -> Any:
    return make.published_incident(occurred="2024-11-XX")


@pytest.fixture(autouse=True)
def credited(settings: Any) -> None:
    """Who runs the site; the software is not to be credited."""
    settings.ORGANISATION, settings.SITE_NAME = "Records & Rights", "Record of the Killed"


def edition(incident: Any, number: int = 1) -> PublicEdition:
    return PublicEdition.objects.get(reference=incident.reference, number=number)


def test_an_edition_is_cited_in_words_on_its_page(client: Client, incident: Any) -> None:
    page = client.get(f"/incidents/{incident.reference}/").content.decode()
    digest = edition(incident).digest[:12]

    assert (
        f"Records &amp; Rights, “{TITLE}”, Record of the Killed, {incident.reference}, "
        f"edition 1 of 1 June 2025, digest {digest}… "
        f"{SITE}/incidents/{incident.reference}/editions/1/"
    ) in page
    assert f'href="/incidents/{incident.reference}/editions/1/cite.bib"' in page
    assert f'href="/incidents/{incident.reference}/editions/1/cite.csl.json"' in page


def test_a_citation_in_ukrainian_writes_the_month_as_a_sentence_does(
    client: Client, incident: Any
) -> None:
    page = client.get(f"/uk/incidents/{incident.reference}/").content.decode()
    assert f"{incident.reference}, редакція 1 від 1 червня 2025 року, геш" in page


@pytest.mark.parametrize(
    ("prefix", "said"),
    [("", "edition 1 of 1 June 2025"), ("/uk", "редакція 1 від 1 червня 2025 року")],
)
def test_a_printed_page_says_above_its_text_which_edition_it_is(
    client: Client, incident: Any, prefix: str, said: str
) -> None:
    path = f"/incidents/{incident.reference}/"
    page = " ".join(client.get(prefix + path).content.decode().split())

    assert f'<p class="print-only digest">{SITE}{prefix}{path}</p>' in page
    assert (
        f'<p class="print-only"> {incident.reference}, {said} '
        f'<span class="digest">{SITE}{path}editions/1/</span>'
    ) in page


def test_an_edition_is_cited_as_bibtex(client: Client, incident: Any) -> None:
    make.save(incident, title_en="Another title")
    make.published(incident, day=date(2025, 7, 1), note="The title.")
    first, second = edition(incident), edition(incident, 2)
    reference = incident.reference

    response = client.get(f"/incidents/{reference}/editions/2/cite.bib")
    assert response["Content-Type"] == "application/x-bibtex; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="attest-{reference}-2.bib"'
    assert response.content.decode() == (
        f"@online{{attest-{reference}-2,\n"
        "  author = {{Records \\& Rights}},\n"
        "  title = {{Another title}},\n"
        "  organization = {{Records \\& Rights}},\n"
        "  howpublished = {{Record of the Killed}},\n"
        "  year = {2025},\n"
        "  date = {2025-07-01},\n"
        f"  version = {{{reference}, edition 2}},\n"
        "  note = {happened 2024-11-01/2024-11-30, first published 2025-06-01, "
        f"SHA-256 {second.digest}}},\n"
        f"  url = {{{SITE}/incidents/{reference}/editions/2/}}\n"
        "}\n"
    )
    assert first.digest in body(client.get(f"/incidents/{reference}/editions/1/cite.bib")).decode()


def test_an_edition_is_cited_as_csl(client: Client, incident: Any) -> None:
    reference = incident.reference
    response: Any = client.get(f"/incidents/{reference}/editions/1/cite.csl.json")

    assert response["Content-Type"] == "application/vnd.citationstyles.csl+json"
    assert response.json() == [
        {
            "id": f"attest-{reference}-1",
            "type": "webpage",
            "title": TITLE,
            "author": [{"literal": "Records & Rights"}],
            "publisher": "Records & Rights",
            "container-title": "Record of the Killed",
            "issued": {"date-parts": [[2025, 6, 1]]},
            "original-date": {"date-parts": [[2025, 6, 1]]},
            "event-date": {"date-parts": [[2024, 11, 1], [2024, 11, 30]]},
            "version": f"{reference}, edition 1",
            "URL": f"{SITE}/incidents/{reference}/editions/1/",
            "language": "en",
            "note": f"SHA-256 {edition(incident).digest}",
            "custom": {"license": "https://creativecommons.org/licenses/by/4.0/"},
        }
    ]


def test_a_day_is_one_day_and_no_day_is_none(client: Client) -> None:
    day = make.published_incident(occurred="2025-05-22")
    none = make.published_incident(occurred="", title_en="no day")
    [of_day], [of_none] = [
        client.get(f"/incidents/{one.reference}/editions/1/cite.csl.json").json()
        for one in (day, none)
    ]
    bibtex = client.get(f"/incidents/{day.reference}/editions/1/cite.bib").content.decode()

    assert of_day["event-date"] == {"date-parts": [[2025, 5, 22]]}
    assert "event-date" not in of_none
    assert "happened 2025-05-22, " in bibtex


@pytest.mark.parametrize("form", ["cite.bib", "cite.csl.json"])
def test_sources_and_actors_are_cited_too(client: Client, form: str) -> None:
    actor = make.published(make.actor())
    source = make.published(make.source())

    for path, title in (
        (f"/actors/{actor.reference}", "CNN"),
        (f"/sources/{source.reference}", "Soldiers shot after capture"),
    ):
        assert title in client.get(f"{path}/editions/1/{form}").content.decode()
        assert f'href="{path}/editions/1/{form}"' in client.get(f"{path}/").content.decode()


@pytest.mark.parametrize("form", ["cite.bib", "cite.csl.json"])
def test_what_is_not_public_has_no_citation(client: Client, form: str) -> None:
    confidential = make.published(make.source(access="confidential"))
    withdrawn = make.withdrawn(make.published_incident())

    answers = [
        client.get(f"/sources/{confidential.reference}/editions/1/{form}").status_code,
        client.get(f"/incidents/{withdrawn.reference}/editions/1/{form}").status_code,
        client.get(f"/actors/0000000/editions/1/{form}").status_code,
    ]
    assert answers == [404, 410, 404]


@pytest.mark.parametrize("form", ["cite.bib", "cite.csl.json"])
def test_an_edition_of_when_a_source_was_confidential_has_none(client: Client, form: str) -> None:
    source = make.published(make.source(access="confidential"))
    make.save(source, access="public")
    make.published(source, note="It may be named now.")
    path = f"/sources/{source.reference}/editions"

    assert [client.get(f"{path}/{number}/{form}").status_code for number in (1, 2)] == [404, 200]


def test_no_title_is_a_command_of_tex() -> None:
    citation = Citation(
        key="attest-1",
        title="\\input{x} 100% & $a_b^c #1 ~",
        address="https://attest.example/?q=a%20b",
        changed=date(2025, 6, 1),
        version="edition 1",
        digest="abc",
    )

    assert (
        r"title = {{\textbackslash{}input\{x\} 100\% \& \$a\_b\textasciicircum{}c \#1 "
        r"\textasciitilde{}}}" in citation.bibtex
    )
    assert "url = {https://attest.example/?q=a%20b}" in citation.bibtex
    assert "note = {SHA-256 abc}" in citation.bibtex


def test_an_end_that_is_not_known_is_open() -> None:
    citation = Citation(
        key="attest-1",
        title="title",
        address="https://attest.example/",
        changed=date(2025, 6, 1),
        version="edition 1",
        digest="abc",
        happened=(None, date(2025, 5, 24)),
    )

    assert "note = {happened ../2025-05-24, SHA-256 abc}" in citation.bibtex
    assert citation.csl["event-date"] == {"date-parts": [[2025, 5, 24]]}
