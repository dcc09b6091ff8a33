"""What the public may see of an incident, and why it cannot be approved: each rule by itself."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from incidents.document_types import PlaceDocument
from incidents.models import (
    Evidence,
    Finding,
    Incident,
    IncidentLink,
    Involvement,
    LegalCharacterisation,
    Place,
    Victim,
    WithheldName,
)
from incidents.record.document import incident_document, published_statements, uncovered
from incidents.vocabulary import Fact
from review.workflow import hiding
from sources.models import Actor, Statement
from tests import factories as make
from tests.databases import EnteredOnce
from tests.records import next_document, problems_of, rests_on, warnings_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def said_in_place(entered_once: EnteredOnce) -> Iterator[None]:
    with entered_once(enter_statement):
        yield


@pytest.fixture
def said(said_in_place: None, db: None) -> Statement:
    """A statement of a published source."""
    return Statement.objects.get()


def enter_statement() -> None:
    source = make.source()
    make.statement(source=source)
    make.published(source)


def rows_of_every_kind() -> list[Any]:
    return [
        Victim(label_en="two captured soldiers", is_group=True, best=2),
        Involvement(label_en="Russian soldiers, unit not stated", by_whom_en="an article"),
        LegalCharacterisation(law="rs_8_2_a_i"),
    ]


def everything_known() -> dict[str, Any]:
    return {
        "kinds": ["killed_captured", "order_kill_captives"],
        "occurred": "2025-05-22",
        "place": make.place(),
        "place_precision": "2",
        "killed_best": 2,
        "injured_low": 0,
        "fate_unknown_high": 3,
        "responses": ["not_sought", "general_denial"],
    }


# Which facts need evidence


def test_every_fact_with_a_value_needs_evidence_that_supports_it(said: Statement) -> None:
    incident = make.incident(statement=said, rows=rows_of_every_kind(), **everything_known())
    assert [fact.name for fact in uncovered(incident)] == []

    incident.evidence.all().delete()

    assert [fact.name for fact in uncovered(incident)] == [
        "date",
        "place",
        "act",
        "order",
        "number killed",
        "number injured",
        "fate unknown",
        "response",
        "victim: two captured soldiers",
        "involvement: Russian soldiers, unit not stated",
        "legal characterisation: Rome Statute 8(2)(a)(i), wilful killing",
    ]
    missing = [line for line in problems_of(incident) if line.startswith("No evidence supports")]
    assert missing == [f"No evidence supports: {fact.name}." for fact in uncovered(incident)]


@pytest.mark.parametrize("stance", ["contradicts", "context"])
def test_evidence_that_does_not_support_covers_nothing(said: Statement, stance: str) -> None:
    incident = make.incident(
        statement=said,
        evidence=[{"statement": said, "fact": "killed", "stance": stance}],
        not_known_en="How many were killed.",
    )
    assert problems_of(incident) == ["No evidence supports: number killed."]


def test_a_row_is_covered_only_by_evidence_of_that_row(said: Statement) -> None:
    first, second = Victim(label_en="the first"), Victim(label_en="the second")
    incident = make.incident(statement=said, rows=[first, second])
    incident.evidence.filter(victim=second).delete()

    assert problems_of(incident) == ["No evidence supports: victim: the second."]


def test_what_is_not_stated_needs_no_evidence(said: Statement) -> None:
    nothing: dict[str, Any] = {"kinds": [], "occurred": "", "killed_best": None}
    incident = make.incident(
        statement=said, responses=["not_sought"], assessment="undecided", **nothing
    )
    assert incident.evidence.count() == 0
    assert problems_of(incident) == []


def test_nought_is_a_value_and_needs_evidence(said: Statement) -> None:
    incident = make.incident(statement=said, killed_best=0)
    incident.evidence.filter(fact=Fact.KILLED).delete()
    assert problems_of(incident) == ["No evidence supports: number killed."]


def test_evidence_of_a_value_that_is_not_recorded_is_a_problem(said: Statement) -> None:
    incident = make.incident(
        statement=said,
        killed_best=None,
        evidence=[
            {"statement": said, "fact": "killed"},
            {"statement": said, "fact": "injured", "stance": "context"},
        ],
    )
    assert problems_of(incident) == [
        "“S1” is evidence of the number killed, but no value is recorded there."
    ]


# What it rests on must be public


def test_a_cited_statement_must_be_in_the_current_edition_of_its_source() -> None:
    statement = make.statement(source=make.source(title="A report"))
    finder = make.published(make.actor(name_en="A commission"))
    other = make.statement(source=statement.source, label="S2")
    incident = make.incident(
        statement=statement,
        rows=[Finding(body=finder, what_en="two were killed", statement=other)],
    )
    assert problems_of(incident) == [
        "The statements “S1”, “S2” are not in the current edition of their source “A report”.",
    ]

    make.published(statement.source)

    assert problems_of(incident) == []


def test_the_actors_that_it_names_must_be_public(said: Statement) -> None:
    accused, speaker, finder = (make.actor(name_en=name) for name in ("Unit", "Court", "Body"))
    incident = make.incident(
        statement=said,
        rows=[
            Involvement(actor=accused, by_whom_en="an article"),
            LegalCharacterisation(law="gc3_13", by=speaker),
            Finding(body=finder, what_en="two were killed", statement=said),
        ],
    )
    assert problems_of(incident) == [
        "The actor “Body” is not public yet.",
        "The actor “Court” is not public yet.",
        "The actor “Unit” is not public yet.",
    ]

    for actor in (accused, speaker, finder):
        make.published(actor)

    assert problems_of(Incident.objects.get()) == []


def test_an_incident_that_it_is_linked_to_must_be_public(said: Statement) -> None:
    other = make.incident(statement=said, title_en="The other one")
    incident = make.incident(statement=said, rows=[IncidentLink(kind="same_episode", to=other)])
    assert problems_of(incident) == [
        "The incident “The other one” that it is linked to is not public yet."
    ]

    make.published(other)

    assert problems_of(Incident.objects.get(pk=incident.pk)) == []
    assert incident_document(incident)["links"] == [
        {
            "id": str(incident.links.get().pk),
            "kind": "same_episode",
            "to": {
                "reference": other.reference,
                "title": {"en": "The other one", "uk": ""},
            },
            "note": {"en": "", "uk": ""},
        }
    ]


def test_a_link_has_the_published_title_of_the_other_incident(said: Statement) -> None:
    other = make.published(make.incident(statement=said, title_en="As approved"))
    incident = make.incident(statement=said, rows=[IncidentLink(kind="same_episode", to=other)])
    make.save(other, title_en="As nobody approved", comment="a draft")
    incident = Incident.objects.get(pk=incident.pk)

    assert incident_document(incident)["links"][0]["to"]["title"]["en"] == "As approved"

    hiding.hide(
        other.review, "title", by=make.reviewer(), day=make.DAY, reason="protection", comment="why"
    )
    assert incident_document(incident)["links"][0]["to"]["title"]["en"] == (
        "Incident without a title"
    )


def test_what_it_rests_on_is_what_its_problems_look_at(said: Statement) -> None:
    accused, speaker, finder = (make.actor(name_en=name) for name in ("Unit", "Court", "Body"))
    linked = make.incident(statement=said)
    incident = make.incident(
        statement=said,
        rows=[
            Involvement(actor=accused, by_whom_en="an article"),
            LegalCharacterisation(law="gc3_13", by=speaker),
            Finding(body=finder, what_en="two were killed", statement=said),
            IncidentLink(kind="part_of", to=linked),
        ],
    )
    expected = {said.source_id, accused.pk, speaker.pk, finder.pk, linked.pk}
    assert set(rests_on(incident).values_list("pk", flat=True)) == expected


@pytest.mark.parametrize("assessment", ["corroborated", "not_supported", "refuted"])
def test_an_assessment_beyond_the_evidence_says_why(said: Statement, assessment: str) -> None:
    incident = make.incident(statement=said, assessment=assessment)
    label = incident.get_assessment_display()
    sentence = f"Say why the assessment is “{label}”; by the evidence it would be “reported”."
    assert problems_of(incident) == [f"{sentence} It rests on assertions that name nobody."]

    incident.assessment_reason_en = "Two independent reports."
    assert problems_of(incident) == []


# The place


DONETSK = "UA14000000000091971"


@pytest.fixture
def udachne() -> Place:
    """With its raion and oblast."""
    village = make.place()
    country = village.parent
    oblast = make.place(
        code=DONETSK,
        category="oblast",
        parent=country,
        lineage=["UA", DONETSK],
        codes=["UA", "UA14", "UA-14", DONETSK],
        name_en="Donetsk Oblast",
        latitude=None,
        longitude=None,
    )
    raion = make.place(
        code="UA14160000000060000",
        category="raion",
        parent=oblast,
        lineage=["UA", DONETSK, "UA14160000000060000"],
        codes=["UA", "UA14", "UA-14", "UA1416", DONETSK, "UA14160000000060000"],
        name_en="Pokrovskyi Raion",
        latitude=None,
        longitude=None,
    )
    village.parent = raion
    village.save()
    return village


def place_of(statement: Statement, **fields: Any) -> PlaceDocument:
    return place_told(make.incident(statement=statement, place_as_written="near Udachne", **fields))


def place_told(incident: Incident) -> PlaceDocument:
    place = incident_document(incident)["place"]
    assert place is not None
    return place


def test_no_place_is_none_and_not_somewhere(said: Statement) -> None:
    assert incident_document(make.incident(statement=said))["place"] is None


@pytest.mark.parametrize("precision", ["1", "2"])
def test_a_point_has_coordinates(said: Statement, udachne: Place, precision: str) -> None:
    place = place_of(said, place=udachne, place_precision=precision)
    assert (place["latitude"], place["longitude"]) == ("48.20000", "36.97000")
    assert (place["precision"], place["as_written"]) == (precision, "near Udachne")


@pytest.mark.parametrize("precision", ["3", "4", "5", "6", "7"])
def test_what_is_no_point_has_none(said: Statement, udachne: Place, precision: str) -> None:
    place = place_of(said, place=udachne, place_precision=precision)
    assert (place["latitude"], place["longitude"]) == (None, None)


def test_an_area_has_no_coordinates_however_exact_it_is_said_to_be(
    said: Statement, udachne: Place
) -> None:
    assert udachne.parent is not None
    Place.objects.filter(pk=udachne.parent.pk).update(latitude=Decimal(48), longitude=Decimal(37))
    area = Place.objects.get(pk=udachne.parent.pk)
    place = place_of(said, place=area, place_precision="1")
    assert (place["latitude"], place["longitude"]) == (None, None)


def test_a_point_whose_coordinates_are_not_known_has_none(said: Statement, udachne: Place) -> None:
    Place.objects.filter(pk=udachne.pk).update(latitude=None, longitude=None)
    place = place_of(said, place=Place.objects.get(pk=udachne.pk), place_precision="1")
    assert (place["latitude"], place["longitude"]) == (None, None)


@pytest.mark.parametrize(
    ("public", "code", "name", "precision"),
    [
        ("raion", "UA14160000000060000", "Pokrovskyi Raion", "3"),
        ("oblast", DONETSK, "Donetsk Oblast", "4"),
        ("country", "UA", "Ukraine", "6"),
    ],
)
def test_a_coarser_public_place_gives_nothing_finer_away(
    said: Statement, udachne: Place, public: str, code: str, name: str, precision: str
) -> None:
    incident = make.incident(
        statement=said,
        place=udachne,
        place_precision="1",
        place_public_precision=public,
        place_as_written="the field south of Udachne",
    )
    place = place_told(incident)
    assert (place["code"], place["name"]["en"], place["precision"]) == (code, name, precision)
    assert (place["latitude"], place["longitude"], place["as_written"]) == (None, None, "")
    assert udachne.code not in place["codes"]
    assert "Udachne" not in str(place)


def test_a_hromada_is_finer_than_its_raion(said: Statement, udachne: Place) -> None:
    hromada = make.place(
        code="UA14160250000000000",
        category="hromada",
        parent=udachne.parent,
        name_en="Udachne Hromada",
    )

    place = place_of(said, place=hromada, place_precision="3", place_public_precision="raion")

    assert (place["code"], place["name"]["en"]) == ("UA14160000000060000", "Pokrovskyi Raion")


def test_a_public_precision_never_makes_a_place_finer(said: Statement, udachne: Place) -> None:
    oblast = Place.objects.get(pk=DONETSK)
    place = place_of(said, place=oblast, place_precision="4", place_public_precision="raion")
    assert (place["code"], place["precision"]) == (DONETSK, "4")


def test_a_place_that_must_wait_needs_a_coarser_public_precision(
    said: Statement, udachne: Place
) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    incident = make.incident(
        statement=said, place=udachne, place_precision="1", place_not_before=tomorrow
    )
    assert problems_of(incident) == [
        f"The place is not public before {tomorrow}: choose a coarser public precision until then."
    ]

    incident.place_public_precision = "oblast"
    assert problems_of(incident) == []

    incident.place_public_precision = ""
    incident.place_not_before = timezone.localdate()
    assert problems_of(incident) == []


def test_only_a_place_can_be_too_early(said: Statement) -> None:
    incident = make.incident(
        statement=said, place_not_before=timezone.localdate() + timedelta(days=1)
    )
    assert problems_of(incident) == []


# Order


def test_statements_stand_in_the_order_of_their_source() -> None:
    source = make.source()
    last = make.statement(source=source, label="S1", position=2)
    first = make.statement(source=source, label="S3", position=0)
    middle = make.statement(source=source, label="S2", position=1)
    make.published(source)
    incident = make.incident(
        statement=last,
        evidence=[{"statement": one, "fact": "date"} for one in (last, middle, first)],
    )

    document = incident_document(incident)

    assert [statement["label"] for statement in document["statements"]] == ["S3", "S2", "S1"]


def test_evidence_stands_by_fact_and_then_by_label() -> None:
    source = make.source()
    statements = [make.statement(source=source, label=label) for label in ("S2", "S1")]
    make.published(source)
    incident = make.incident(
        statement=statements[0],
        evidence=[
            {"statement": statement, "fact": fact}
            for statement in statements
            for fact in ("killed", "date", "act")
        ],
    )
    labels = {str(statement.pk): statement.label for statement in statements}

    document = incident_document(incident)

    assert [(row["fact"], labels[row["statement"]]) for row in document["evidence"]] == [
        ("act", "S1"),
        ("act", "S2"),
        ("date", "S1"),
        ("date", "S2"),
        ("killed", "S1"),
        ("killed", "S2"),
    ]


def test_statements_come_as_the_current_edition_of_their_source_has_them(said: Statement) -> None:
    incident = make.incident(statement=said)
    said.paraphrase_en = "Not approved yet."
    make.save(said.source, rows=[said], comment="changed")

    document = incident_document(incident)

    assert [s["paraphrase"]["en"] for s in document["statements"]] == [
        "Two captured soldiers were shot."
    ]


def test_many_documents_can_share_one_query_for_their_statements(said: Statement) -> None:
    other = make.statement(source=said.source, label="S2")
    make.published(said.source, note="one more")
    incidents = [make.incident(statement=one) for one in (said, other)]
    shared = published_statements(incidents)

    assert [incident_document(one, shared) for one in incidents] == [
        incident_document(Incident.objects.get(pk=one.pk)) for one in incidents
    ]
    assert len(shared) == 2


# Standing


def test_standing_counts_sources_that_support_what_happened() -> None:
    sources = [make.source(title=title) for title in ("One", "Two")]
    first = make.statement(source=sources[0], chain=["a soldier"])
    second = make.statement(source=sources[1], label="T1", is_our_examination=True)
    law = make.statement(source=make.source(title="Three"), label="U1")
    for source in (*sources, law.source):
        make.published(source)
    incident = make.incident(
        statement=first,
        rows=[Involvement(label_en="soldiers", by_whom_en="a court", certainty="established")],
        evidence=[
            {"statement": first, "fact": "date"},
            {"statement": second, "fact": "act"},
            {"statement": law, "fact": "response"},
            {"statement": second, "fact": "killed", "stance": "contradicts"},
        ],
        responses=["general_denial"],
    )
    assert incident_document(incident)["standing"] == {
        "reports": 2,
        "names_a_source": True,
        "our_examination": True,
        "findings": 0,
        "established": True,
        "disputed": ["killed"],
    }


# Names


def test_a_name_is_in_the_document_only_with_a_basis(said: Statement) -> None:
    victim = Victim(label_en="a soldier", outcome="killed")
    incident = make.incident(statement=said, rows=[victim])
    name = WithheldName.objects.create(victim=victim, name="Andrii Example")

    def shown() -> list[tuple[Any, Any]]:
        fresh = Incident.objects.get(pk=incident.pk)
        return [(row["name"], row["name_basis"]) for row in next_document(fresh)["victims"]]

    assert shown() == [(None, None)]
    assert warnings_of(Incident.objects.get()) == []

    name.basis, name.decided_by = "family", make.reviewer()
    name.decided_on = name.review_on = date(2025, 6, 1)
    name.save()

    assert shown() == [("Andrii Example", "family")]
    [warning] = warnings_of(Incident.objects.get())
    assert warning == (
        "The name of “a soldier” is in this edition: the family was asked and agreed, "
        "as taras decided."
    )


def test_nothing_internal_is_in_the_document(said: Statement) -> None:
    incident = make.incident(
        statement=said,
        internal_note="Never public.",
        wording_reason="Never public.",
        place_not_before=date(2030, 1, 1),
    )
    assert "Never public" not in str(next_document(incident))
    assert "2030" not in str(next_document(incident))


def test_the_rows_of_the_document_are_told_whole(said: Statement) -> None:
    court: Actor = make.published(make.actor(name_en="A court", kind="court"))
    incident = make.incident(
        statement=said,
        rows=[
            Finding(
                body=court,
                what_en="two were killed",
                standard="grounds",
                date="2025-06",
                statement=said,
            ),
            LegalCharacterisation(law="gc3_13", by=court, note_en="by the court"),
        ],
        evidence=[
            {
                "statement": said,
                "fact": "date",
                "stated": "inferred",
                "how_en": "year from the source's date",
                "value_en": "22 May",
                "credibility": "2",
            }
        ],
    )
    document = next_document(incident)
    finding, law = document["findings"][0], document["characterisations"][0]
    assert (finding["body"]["reference"], finding["what"]["en"]) == (
        court.reference,
        "two were killed",
    )
    assert (finding["standard"], finding["date"]["edtf"]) == ("grounds", "2025-06")
    assert finding["statement"] == str(said.pk)
    assert (law["law"], law["by"]["name"]["en"], law["note"]["en"]) == (
        "gc3_13",
        "A court",
        "by the court",
    )
    assert document["standing"]["findings"] == 1
    evidence = next(row for row in document["evidence"] if row["fact"] == "date")
    assert (evidence["stated"], evidence["how"]["en"], evidence["value"]["en"]) == (
        "inferred",
        "year from the source's date",
        "22 May",
    )
    assert evidence["credibility"] == "2"


def test_evidence_belongs_to_rows_of_its_own_incident(said: Statement) -> None:
    victim = Victim(label_en="a soldier")
    make.incident(statement=said, rows=[victim])
    other = make.incident(statement=said)
    with pytest.raises(Exception, match="belongs to another incident"):
        Evidence(incident=other, statement=said, fact="victim", victim=victim).clean()
