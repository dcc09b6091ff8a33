"""What a pasted reference or address finds in the public lists and their files, and what never."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from incidents.models import Incident
from review.public.addresses import reference_pasted
from sources.models import Source
from tests import factories as make
from tests.databases import EnteredOnce
from tests.files import csv_rows

pytestmark = pytest.mark.django_db

ONE = "https://news.example/one"
FORMS = [
    ONE,
    "HTTP://www.news.example/one/?utm_source=telegram#top",
    "news.example/one",
    f"https://web.archive.org/web/20250524/{ONE}",
    f"{ONE}?{'utm_content=' + 'x' * 500}",
]


@pytest.fixture
def incident_in_place(entered_once: EnteredOnce) -> Iterator[None]:
    with entered_once(enter_incidents):
        yield


@pytest.fixture
def incident(incident_in_place: None, db: None) -> Incident:
    """Beside another one, of another source."""
    return Incident.objects.exclude(title_en="Another incident").get()


def enter_incidents() -> None:
    make.published_incident(
        source_fields={"url": "https://news.example/other", "title": "Another title"},
        title_en="Another incident",
    )
    make.published_incident(source_fields={"url": ONE, "title": "One title"})


def source_of(incident: Incident) -> Source:
    return Source.objects.distinct().get(statements__evidence__incident=incident)


def found(client: Client, address: str, q: str) -> list[str]:
    """References on the page of a list."""
    response = client.get(f"{address}/", {"q": q})
    return [row.reference for row in response.context["page_obj"]]


@pytest.mark.parametrize("pasted", FORMS)
def test_lists_find_by_the_address_of_a_source_in_any_form(
    client: Client, incident: Incident, pasted: str
) -> None:
    source = source_of(incident)

    assert found(client, "/sources", pasted) == [source.reference]
    assert found(client, "/incidents", pasted) == [incident.reference]
    page = client.get("/sources/", {"q": pasted}).content.decode()
    assert "One title" in page
    assert "Another title" not in page


PAGES: list[str] = [
    "{reference}",
    " {lower} ",
    "/{kind}s/{reference}/",
    "https://attest.example/{kind}s/{reference}/",
    "http://127.0.0.1:8000/uk/{kind}s/{lower}/",
    "attest.example/uk/{kind}s/{reference}/editions/1/",
    "https://attest.example/{kind}s/{reference}",
    "https://attest.example/{kind}s/{reference}/?print=1#evidence",
]


def test_files_hold_what_the_page_of_the_same_question_shows(
    client: Client, incident: Incident
) -> None:
    (source,) = csv_rows(client, "/sources.csv", q=FORMS[1])
    (row,) = csv_rows(client, "/incidents.csv", q=FORMS[1])

    assert row["reference"] == incident.reference
    assert (source["reference"], source["item"]) == (source_of(incident).reference,) * 2


@pytest.mark.parametrize("pasted", PAGES)
def test_lists_find_by_a_reference_or_the_address_of_a_page(
    client: Client, incident: Incident, pasted: str
) -> None:
    source = source_of(incident)
    for record, kind in ((incident, "incident"), (source, "source")):
        reference = record.reference
        q = pasted.format(reference=reference, lower=reference.lower(), kind=kind)
        assert found(client, f"/{kind}s", q) == [reference]


def test_only_what_is_named_is_found_though_the_words_stand_elsewhere_too(
    client: Client, incident: Incident
) -> None:
    told = f"Told again of {incident.reference}"
    make.published_incident(source_fields={"url": "https://third.example/"}, title_en=told)

    assert found(client, "/incidents", incident.reference) == [incident.reference]
    assert found(client, "/incidents", "told again") != []


def test_a_reference_that_nothing_public_has_is_looked_for_as_words(
    client: Client, incident: Incident
) -> None:
    draft = make.incident(statement=source_of(incident).statements.get())

    assert found(client, "/incidents", draft.reference) == []
    assert client.get("/incidents/", {"q": draft.reference}).status_code == 200


@pytest.mark.parametrize(
    "text", ["", "0000000x", "K7ABCDE/", "https://attest.example/actors/0000000/", "http://[/"]
)
def test_what_names_no_record_is_no_reference(text: str) -> None:
    assert reference_pasted(text, "incident") is None


def withheld() -> Source:
    return make.published(make.source(url=ONE, names_protected_person=True))


def confidential() -> Source:
    return make.published(make.source(url=ONE, access="confidential"))


def hidden() -> Source:
    source = make.published(make.source(url=ONE))
    make.hidden(source, "url")
    return source


def withdrawn() -> Source:
    return make.withdrawn(make.published(make.source(url=ONE)))  # type: ignore[no-any-return]


NEVER: list[Callable[[], Source]] = [withheld, confidential, hidden, withdrawn]


@pytest.mark.parametrize("keep", NEVER)
def test_an_address_that_is_not_public_finds_nothing(
    client: Client, keep: Callable[[], Any]
) -> None:
    asked = [("/sources", ONE), ("/incidents", ONE), ("/statements", ONE)]
    nothing = [found(client, address, q) for address, q in asked]

    keep()

    assert [found(client, address, q) for address, q in asked] == nothing == [[], [], []]


def test_a_question_in_words_is_still_bounded(client: Client) -> None:
    assert client.get("/sources/", {"q": "word " * 100}).status_code == 400
    assert client.get("/sources/", {"q": ONE + "/" + "x" * 600}).status_code == 200
