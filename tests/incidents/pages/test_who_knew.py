"""Who stands behind what happened and each fact, as the page says it."""

from incidents.corroboration.corroboration import incident_origins
from incidents.document_types import IncidentDocument
from incidents.pages.footnotes import Footnotes
from incidents.pages.who_knew import WhoKnew, who_knew
from tests.documents import CNN, HRMMU, HUR, evidence, hop, incident, statement

BY_HUR = statement("a", hop(HUR, "documented"))
BY_HRMMU = statement("b", hop(HRMMU, "documented"))
GONE = statement("c", hop(CNN, "intercept"), source_standing="retracted")


def page(document: IncidentDocument) -> WhoKnew | None:
    return who_knew(document, Footnotes(document))


def kept(document: IncidentDocument) -> IncidentDocument:
    return document | {"origins": incident_origins(document)}


def told(document: IncidentDocument) -> WhoKnew:
    found = page(kept(document))
    assert found
    return found


def facts(found: WhoKnew) -> list[tuple[list[str], list[str]]]:
    return [(behind.names, behind.sentences) for behind in found.facts]


def test_facts_with_the_same_origins_stand_together_in_the_order_of_the_page() -> None:
    rows = [
        evidence("a", "date"),
        evidence("a", "act"),
        evidence("b", "killed"),
        evidence("b", "order", stated="inferred"),
    ]

    assert facts(told(incident([BY_HUR, BY_HRMMU], rows))) == [
        (["act", "date"], ["1 origin, a Ukrainian state body; not independent of the parties."]),
        (["order"], ["Inferred by us from b; an inference does not count as support."]),
        (["number killed"], ["1 origin, a third party; independent of the parties."]),
    ]


def test_what_fell_is_named() -> None:
    found = told(incident([GONE], [evidence("c")]))

    assert found.happened.sentences == ["Retracted, or repeats what was retracted: c."]
    assert found.happened.groups == []


def test_that_nothing_supports_it_is_said() -> None:
    rows = [evidence("a", stance="context")]

    assert told(incident([BY_HUR], rows)).happened.sentences == ["No origin."]


def test_everybody_who_is_cited_stands_beside_those_who_count() -> None:
    alone = told(incident([BY_HUR], [evidence("a")]))
    more = told(incident([BY_HUR, BY_HRMMU], [evidence("a"), evidence("b", stance="context")]))

    assert alone.beside == []
    assert [origin.name for group in more.beside for origin in group.origins] == [
        "HUR in English",
        "HRMMU in English",
    ]


def test_a_fact_whose_evidence_is_no_longer_served_is_passed_over() -> None:
    document = kept(incident([BY_HUR, BY_HRMMU], [evidence("a"), evidence("b", "killed")]))
    rest = [row for row in document["evidence"] if row["fact"] != "killed"]

    found = page(document | {"evidence": rest, "statements": [BY_HUR]})

    assert found
    assert [behind.names for behind in found.facts] == [["act"]]
    names = [origin.name for group in found.happened.groups for origin in group.origins]
    assert names == ["HUR in English", "withheld"]


def test_origins_that_were_taken_from_the_public_are_not_computed_again() -> None:
    assert page(incident([BY_HUR], [evidence("a")], origins=None)) is None


def test_an_edition_of_the_first_schema_is_computed_by_the_rules_of_today() -> None:
    found = page(incident([BY_HUR], [evidence("a")]))

    assert found
    assert [origin.name for group in found.happened.groups for origin in group.origins] == [
        "HUR in English"
    ]
