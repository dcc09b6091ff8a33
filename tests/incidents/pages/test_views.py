"""The public pages of incidents, as a reader sees them."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, cast

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from incidents.document_types import IncidentDocument
from incidents.models import (
    Evidence,
    Incident,
    Involvement,
    LegalCharacterisation,
    PublishedIncident,
    Victim,
)
from incidents.pages.views import incident_context
from incidents.record.changes import INCIDENT_WORDS
from incidents.record.record_type import IncidentType
from review.admin.part_names import name_of
from review.editions.chain import canonical
from review.models import PublicEdition
from review.record_types import PublishedFrom
from review.references import new_reference
from review.verify import Verification
from review.workflow.hiding import hide
from sources.models import Source
from sources.record.changes import compared
from tests import factories as make
from tests.records import next_document

pytestmark = pytest.mark.django_db

CAPTURED = "Reported killing of two captured soldiers near Udachne, 22 May 2025"


def text_of(response: Any) -> str:
    """What is read, with single spaces; closed details too."""
    body = response.content.decode().partition("<main")[2].partition("</main>")[0]
    body = body.replace("</dt>", "</dt> ")
    return re.sub(r"\s+", " ", strip_tags(body)).replace("&#x27;", "'").replace("&quot;", '"')


def page(client: Client, incident: Incident, rest: str = "") -> Any:
    return client.get(f"/incidents/{incident.reference}/{rest}")


def headings(response: Any) -> list[str]:
    found = re.findall(r"<h2[^>]*>(.*?)</h2>", response.content.decode(), re.DOTALL)
    return [strip_tags(heading).strip() for heading in found]


def full_incident() -> Incident:
    """With a person of every role, and graphic detail."""
    accused = make.published(make.actor(name_en="A brigade", kind="armed_unit"))
    return make.published_incident(
        chain=[make.published(make.actor()), ("a soldier", ["eyewitness"])],
        place=make.place(),
        place_precision="2",
        graphic_en="The first was beheaded.",
        responses=["not_sought"],
        rows=[
            Victim(
                label_en="two captured soldiers",
                is_group=True,
                best=2,
                outcome="killed",
                method="blade",
            ),
            Involvement(actor=accused, by_whom_en="an article"),
            LegalCharacterisation(law="rs_8_2_a_i"),
        ],
    )


def test_the_page_says_things_in_the_order_of_the_design(client: Client) -> None:
    assert headings(page(client, full_incident())) == [
        "What is reported",
        "People",
        "When and where",
        "What disagrees or is not known",
        "Findings and proceedings",
        "Who is accused, and the response",
        "Who documented it",
        "If this concerns you",
        "Cite and share",
        "Further on this page",
        "People, one by one",
        "Alleged responsibility, one by one",
        "Evidence",
        "Our assessment",
        "This edition",
    ]


def test_the_page_opens_with_one_sentence_of_standing(client: Client) -> None:
    incident = make.published_incident()
    expected = (
        "Reported. Rests on one report that names no source. Not corroborated. No court has ruled."
    )
    before = text_of(page(client, incident)).partition("What is reported")[0]
    assert before.endswith(f"{CAPTURED} {expected} Edition 1, 1 Jun 2025 ")


def test_a_fact_leads_to_the_statement_that_it_rests_on(client: Client) -> None:
    incident = full_incident()
    body = page(client, incident).content.decode()

    assert 'href="#note-1"' in body
    assert 'id="note-1"' in body
    marks = re.findall(r'id="(mark-\d+-\d+)"', body)
    backs = re.findall(r'href="#(mark-\d+-\d+)"', body)
    assert sorted(marks) == sorted(backs)
    assert "Article, publisher not stated ← CNN ← a soldier (eyewitness)" in text_of(
        page(client, incident)
    )


def test_what_is_not_known_says_so_and_is_never_nought(client: Client) -> None:
    incident = make.published_incident(occurred="", killed_best=None, quantities=())
    text = text_of(page(client, incident))

    assert "Killed not stated" in text
    assert "Date not stated" in text
    assert "Place not stated" in text


@pytest.mark.parametrize(
    ("precision", "words"),
    [
        ("1", "Place Udachne, Pokrovskyi Raion, Donetsk Oblast"),
        ("2", "Place near Udachne, Pokrovskyi Raion, Donetsk Oblast"),
        ("4", "Place somewhere in Udachne, Pokrovskyi Raion, Donetsk Oblast"),
        ("5", "Place in a part of Udachne, Pokrovskyi Raion, Donetsk Oblast"),
    ],
)
def test_a_place_is_said_no_more_precisely_than_it_is_known(
    client: Client, precision: str, words: str
) -> None:
    incident = make.published_incident(place=make.place(), place_precision=precision)
    assert words in text_of(page(client, incident))


def test_an_uncertain_date_is_said_in_words(client: Client) -> None:
    incident = make.published_incident(occurred="2024-11-XX")
    assert "Date a day in November 2024" in text_of(page(client, incident))


def test_the_method_stands_only_behind_the_warning(client: Client) -> None:
    incident = full_incident()
    body = page(client, incident).content.decode()
    before, _open, behind = body.partition('<details class="graphic">')

    assert "beheaded" in behind
    everywhere_else = [
        before,
        behind.partition("</details>")[2],
        client.get("/incidents/").content.decode(),
        client.get("/").content.decode(),
        downloaded(client, "/incidents.csv"),
    ]
    assert [text for text in everywhere_else if "behead" in text] == []


def downloaded(client: Client, address: str) -> str:
    response: Any = client.get(address)
    return b"".join(response.streaming_content).decode()


def test_the_search_does_not_find_a_method(client: Client) -> None:
    full_incident()
    assert "0 incidents" in text_of(client.get("/incidents/?q=beheaded"))


def test_evidence_against_a_fact_stands_beside_its_value(client: Client) -> None:
    told = make.source()
    said = make.statement(source=told)
    other = make.statement(source=told, label="S2", paraphrase_en="Nobody was killed.")
    make.published(told)
    incident = make.published(
        make.incident(
            statement=said,
            not_known_en="Another statement speaks of nobody.",
            evidence=[
                {"statement": said, "fact": "killed"},
                {
                    "statement": other,
                    "fact": "killed",
                    "stance": "contradicts",
                    "value_en": "nobody",
                },
            ],
        )
    )
    text = text_of(page(client, incident))

    assert "Disputed: number killed." in text
    assert (
        "Number killed persons killed: 0–1,000,000, alleged (supports), "
        "Article, publisher not stated, 1: S1 "
        "nobody (contradicts), Article, publisher not stated, 2: S2"
    ) in text
    assert "Number killed: 2 disputed 1 assertion that names nobody." in text


def test_a_changed_source_is_said_on_the_page(client: Client) -> None:
    incident = make.published_incident()
    source = Source.objects.get()
    make.save(source, standing="retracted", comment="it was retracted")
    make.published(source, note="Retracted by its publisher.")

    text = text_of(page(client, incident))

    assert "Rests on an earlier edition" in text
    assert "this page rests on edition 1, the current one is edition 2" in text


def test_a_withdrawn_source_is_said_on_the_page(client: Client) -> None:
    incident = make.published_incident()
    make.withdrawn(Source.objects.get(), day=date(2025, 7, 1))

    assert "withdrawn, 1 July 2025" in text_of(page(client, incident))


# Addresses


def test_another_spelling_of_the_reference_leads_to_ours(client: Client) -> None:
    incident = make.published_incident()
    response = client.get(f"/uk/incidents/{incident.reference.lower()}/?a=1")

    assert response.status_code == 301
    assert response["Location"] == f"/uk/incidents/{incident.reference}/"


def test_unknown_malformed_and_unpublished_are_the_same_404(client: Client) -> None:
    draft = make.incident(statement=make.statement(source=make.source()))
    addresses = [
        f"/incidents/{draft.reference}/",
        f"/incidents/{draft.reference.lower()}/",
        f"/incidents/{new_reference()}/",
        f"/incidents/{draft.reference}/editions/",
        f"/incidents/{draft.reference}/editions/1/",
        "/incidents/0000001/",
        "/incidents/nothing/",
        "/sources/0000000/",
        "/nowhere/",
    ]
    answers = [client.get(address) for address in addresses]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_a_withdrawn_incident_answers_410_everywhere(client: Client) -> None:
    incident = make.withdrawn(make.published_incident(), day=date(2025, 7, 1), reason="protection")

    for rest in ["", "editions/", "editions/1/", "editions/1/changes/"]:
        response = page(client, incident, rest)
        assert response.status_code == 410
        text = text_of(response)
        assert "1 July 2025" in text
        assert "protection or law" in text
        assert "Udachne" not in text
    assert "0 incidents" in text_of(client.get("/incidents/"))
    assert downloaded(client, "/incidents.csv").count("\n") == 1


@pytest.mark.parametrize("number", [0, 2, 99999999999999999999])
def test_an_edition_that_does_not_exist_is_a_404(client: Client, number: int) -> None:
    incident = make.published_incident()
    assert page(client, incident, f"editions/{number}/").status_code == 404
    assert page(client, incident, f"editions/{number}/changes/").status_code == 404


# Editions


@pytest.fixture
def twice_published() -> Incident:
    incident = make.published_incident()
    make.save(
        incident,
        title_en="Reported killing of two captured soldiers, 22 May 2025",
        killed_low=2,
        killed_best=None,
        comment="corrected the title",
    )
    return make.published(incident, day=date(2025, 6, 2), note="The place was removed.")


def test_an_edit_is_not_public_before_it_is_approved(client: Client) -> None:
    incident = make.published_incident()
    make.save(incident, title_en="Something else", comment="because")
    make.submitted(incident)

    for address in ["/", "/incidents/", f"/incidents/{incident.reference}/"]:
        assert "Something else" not in text_of(client.get(address))
        assert CAPTURED in text_of(client.get(address))
    assert "Something else" not in downloaded(client, "/incidents.csv")
    assert "0 incidents" in text_of(client.get("/incidents/?q=something"))


def test_the_history_lists_editions_the_newest_first(
    client: Client, twice_published: Incident
) -> None:
    response = page(client, twice_published, "editions/")

    assert headings(response) == ["Edition 2", "Edition 1"]
    assert "2 June 2025 current The place was removed." in text_of(response)


def test_an_earlier_edition_stays_at_its_address_and_says_so(
    client: Client, twice_published: Incident
) -> None:
    response = page(client, twice_published, "editions/1/")

    assert headings(response)[0] == "This is an earlier edition"
    assert CAPTURED in text_of(response)
    assert "noindex" in response.content.decode()
    assert "This is an earlier edition" not in text_of(page(client, twice_published))


def test_the_changes_between_editions_are_readable(
    client: Client, twice_published: Incident
) -> None:
    text = text_of(page(client, twice_published, "editions/2/changes/"))

    assert "The place was removed." in text
    assert "Title (English) Reported killing of two captured removed:soldiers near Udachne," in text
    assert "Killed added:at least 2" in text


def test_the_first_edition_has_no_changes(client: Client, twice_published: Incident) -> None:
    assert page(client, twice_published, "editions/1/changes/").status_code == 404


def test_nothing_of_our_people_is_public(client: Client, twice_published: Incident) -> None:
    pages = [
        *("/", "/incidents/", "/incidents.csv", "/editions.jsonl", "/transparency/"),
        *(
            f"/incidents/{twice_published.reference}/{rest}"
            for rest in ["", "editions/", "editions/1/", "editions/2/changes/"]
        ),
    ]
    for address in pages:
        response: Any = client.get(address)
        streamed = getattr(response, "streaming_content", None)
        body = (b"".join(streamed) if streamed else response.content).decode()
        assert "olena" not in body
        assert "taras" not in body
        assert "corrected the title" not in body
        assert not re.search(r"\d\d:\d\d", body)


# How much is asked of the database: five statements of these are the public role's frame.


def three_incidents() -> Incident:
    accused = make.published(make.actor(name_en="Shtorm", kind="armed_unit"))
    rows = [Involvement(actor=accused, by_whom_en="an article")]
    first = make.published_incident(place=make.place(), place_precision="2", rows=rows)
    for title in ["Second", "Third"]:
        statement = first.evidence.all()[0].statement
        make.published(
            make.incident(
                statement=statement,
                title_en=title,
                place=make.place(),
                place_precision="2",
                rows=[Involvement(actor=accused, by_whom_en="an article")],
            )
        )
    return first


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/incidents/", 5),
        # Two say that words are looked for in their index alone, and one reads the passages.
        ("/incidents/?q=Shtorm", 9),
        ("/incidents/?place=UA14160250010071750", 8),
        ("/incidents/?actor=Shtorm", 7),
        ("/incidents/?from=2025-01-01", 6),
        ("/sources/", 5),
        ("/statements/", 5),
        ("/actors/", 5),
    ],
)
def test_a_list_asks_the_database_as_often_for_three_rows_as_for_one(
    client: Client, django_assert_num_queries: Callable[..., Any], address: str, queries: int
) -> None:
    three_incidents()
    client.get(address.partition("?")[0], {"page": 1})  # brings the bitmaps up
    with django_assert_num_queries(queries):
        client.get(address)


def test_the_start_page_counts_once_until_something_public_changes(client: Client) -> None:
    def counted(query: str) -> tuple[bool, str]:
        with CaptureQueriesContext(connection) as captured:
            text = client.get(f"/?{query}").content.decode()
        figure = re.search(r"reported incidents of killing</dt><dd>(\d+)</dd>", text)
        assert figure
        return any("string_agg" in query["sql"] for query in captured), figure[1]

    make.published_incident()
    assert [counted("a"), counted("b")] == [(True, "1"), (False, "1")]
    second = make.published_incident()
    assert [counted("c"), counted("d")] == [(True, "2"), (False, "2")]
    make.withdrawn(second)
    assert [counted("e"), counted("f")] == [(True, "1"), (False, "1")]


def test_a_page_asks_the_database_as_often_for_more_evidence(
    client: Client, django_assert_num_queries: Callable[..., Any]
) -> None:
    incident = three_incidents()
    with django_assert_num_queries(9):
        page(client, incident)


def test_evidence_is_there_for_every_known_fact() -> None:
    """What the other tests rest on."""
    incident = full_incident()
    facts = {row.fact for row in Evidence.objects.filter(incident=incident)}
    assert facts == {
        *("date", "place", "act", "killed", "victim", "involvement", "characterisation")
    }
    assert PublishedIncident.objects.count() == 1


# What an edition keeps of its origins


def test_an_edition_keeps_origins_and_proposal_as_codes_and_references(client: Client) -> None:
    document = next_document(full_incident())
    kept = canonical({"origins": document["origins"], "proposal": document["proposal"]})

    assert IncidentType.schema == 3
    assert document["proposal"] == {"value": "reported", "reason": "one_origin"}
    assert [one["kind"] for one in document["origins"]["incident"]["origins"]] == ["voice"]
    assert "CNN" not in kept
    assert "soldier" not in kept


def test_an_edition_of_the_first_schema_is_read_and_indexed_like_any_other() -> None:
    incident = full_incident()
    edition = incident.review.editions.get()
    document = next_document(incident)
    kept = {key: value for key, value in document.items() if key not in {"origins", "proposal"}}
    older = cast(IncidentDocument, kept)

    row: Any = IncidentType(Incident).index_rows(
        PublishedFrom(edition, edition.entry.day, edition.entry), older
    )[0]
    context = incident_context(older, PublicEdition(kind="incident"), PublicEdition())

    assert (row.origins_independent, row.origin) == (1, index_row(incident).origin)
    assert context["by_the_evidence"] == ""
    assert context["who_knew"].happened.sentences == [
        "1 origin; not shown to be independent of the parties."
    ]
    assert [change.label for change in compared(older, document, INCIDENT_WORDS)] == [
        "who knew that it happened",
        "assessment by the evidence",
    ]


def index_row(incident: Incident) -> PublishedIncident:
    return PublishedIncident.objects.get(reference=incident.reference)


def hidden(incident: Incident, path: str) -> None:
    hide(
        incident.review,
        path,
        by=make.administrator(),
        day=date(2025, 7, 1),
        reason="protection",
        comment="it leads to somebody",
    )


def test_origins_can_be_taken_from_the_public_by_themselves(client: Client) -> None:
    incident = full_incident()
    assert name_of(incident.review, "origins") == "Who knew that it happened"
    hidden(incident, "origins")

    text = text_of(page(client, incident))

    assert "An origin is whoever knew" not in text
    assert "By the evidence" not in text
    assert "What each fact rests on" in text
    assert (index_row(incident).origins_independent, index_row(incident).origin) == (0, [])
    assert list(Verification().faults()) == []


def test_an_origin_whose_statement_is_hidden_is_withheld(client: Client) -> None:
    cnn = make.published(make.actor())
    told = make.source()
    said = make.statement(source=told)
    by_cnn = make.statement(source=told, label="S2", chain=[(cnn, ["intercept"])])
    make.published(told)
    also = [{"statement": by_cnn, "fact": "act"}]
    incident = make.published(make.incident(statement=said, evidence=also))
    assert f"origin=body%3A{cnn.reference}" in page(client, incident).content.decode()

    hidden(incident, f"statements/{by_cnn.pk}")

    after = page(client, incident)
    assert "Withheld withheld" in text_of(after)
    assert cnn.reference not in after.content.decode()
    assert index_row(incident).origin == [f"unattributed:source:{told.reference}"]
    assert "0 incidents" in text_of(client.get("/incidents/?origin=CNN"))


def test_what_is_disputed_is_evidence_that_says_something_else(client: Client) -> None:
    told = make.source()
    said = make.statement(source=told)
    denial = make.statement(source=told, label="S2", kind="response")
    make.published(told)
    row = {"statement": denial, "fact": "killed", "stance": "contradicts"}
    incident = make.incident(statement=said, evidence=[row])
    make.save(incident, rows=[Evidence(incident=incident, statement=said, fact="killed")])
    make.published(incident)

    text = text_of(page(client, incident))

    assert not index_row(incident).is_disputed
    assert (
        "A general denial, which gives no account of its own, is a response, not a dispute." in text
    )
    assert incident.reference not in text_of(client.get("/incidents/?disputed=yes"))
