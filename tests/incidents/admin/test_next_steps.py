"""What a researcher reads of an incident's evidence, on its form and on the review page."""

from typing import Any

import pytest
from django.test import Client

from incidents.admin.next_steps import next_steps, towards_corroboration, unfinished
from incidents.corroboration.corroboration import incident_origins
from review.workflow.publishing import Unapprovable
from sources.document_types import ActorBrief, CitedStatement, HopDocument
from tests import factories as make
from tests.documents import (
    CNN,
    HRMMU,
    HUR,
    SBU,
    evidence,
    hop,
    incident,
    statement,
)
from tests.incidents.pages.test_views import text_of

pytestmark = pytest.mark.django_db

NAMED = "An origin: somebody named, or a voice, who knew that it happened."
SECOND = "A second origin that does not repeat the first."
INDEPENDENT = (
    "One of two origins must be known to be independent of the accusing party: another body that "
    "says how it knew, or somebody who was there and is free to speak."
)
EXAMINE = "Or examine the recording ourselves (intercept) and enter what we find."


def steps(*statements: CitedStatement) -> list[str]:
    document = incident(statements, [evidence(one["id"]) for one in statements])
    return towards_corroboration(incident_origins(document)["incident"])


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([], [NAMED, SECOND, INDEPENDENT]),
        ([statement("a")], [NAMED, SECOND, INDEPENDENT]),
        ([statement("a", hop(HUR, "documented"))], [SECOND, INDEPENDENT]),
        ([statement("a", hop(CNN, "intercept"))], [SECOND, INDEPENDENT, EXAMINE]),
        ([statement("a", hop(HRMMU, "forensic"))], [SECOND]),
        (
            [statement("a", hop(HUR, "documented")), statement("b", hop(SBU, "documented"))],
            [INDEPENDENT],
        ),
        ([statement("a", hop(HUR, "documented")), statement("b", hop(HRMMU, "forensic"))], []),
    ],
)
def test_it_says_what_would_make_it_corroborated(
    statements: list[CitedStatement], expected: list[str]
) -> None:
    assert steps(*statements) == expected


@pytest.mark.parametrize("bases", [[], ["none_given"]])
@pytest.mark.parametrize(("who", "name"), [(SBU, "SBU in English"), ("officials", "officials")])
def test_a_chain_that_does_not_say_how_its_end_knew_is_unfinished(
    bases: list[str], who: ActorBrief | str, name: str
) -> None:
    assert unfinished(statement("S16", hop(HUR), hop(who, *bases))) == [
        f"S16 ends with {name}, and how they knew is not given. If somebody told them, who was it?"
    ]


@pytest.mark.parametrize("chain", [[], [hop(SBU, "intercept")], [hop(SBU), hop(HUR, "document")]])
def test_other_chains_are_not(chain: list[HopDocument]) -> None:
    assert unfinished(statement("S16", *chain)) == []


def test_a_draft_over_sources_that_are_not_public_yet_is_looked_at_as_it_would_be() -> None:
    told = make.source()
    hur = make.actor(name_en="HUR", kind="state_body", state_body_of="UA")
    cited = make.statement(source=told, label="A", chain=[(hur, ["none_given"])])
    unused = make.statement(source=told, label="B")
    make.statement(source=make.source(title="Another"), label="C")
    draft = make.incident(statement=cited, assessment="corroborated")

    found = next_steps(draft)

    assert (found.proposed, found.is_beyond) == ("reported", True)
    assert found.why == (
        "It rests on one origin. 1 origin, a Ukrainian state body; not independent of the parties."
    )
    assert found.one_origin == ["act", "date", "number killed"]
    assert found.nobody_named == []
    assert found.unfinished == [
        "A ends with HUR, and how they knew is not given. If somebody told them, who was it?"
    ]
    assert found.unused == [unused]


def test_facts_that_rest_on_nobody_who_is_named_stand_apart() -> None:
    draft = make.incident(statement=make.statement(source=make.source()))

    found = next_steps(draft)

    assert (found.one_origin, found.nobody_named) == ([], ["act", "date", "number killed"])


def test_the_form_and_the_review_page_say_it() -> None:
    told = make.source()
    cited = make.statement(source=told, label="A")
    make.statement(source=told, label="B", paraphrase_en="Nobody has used this yet.")
    draft = make.submitted(make.incident(statement=cited))
    client = Client()
    client.force_login(make.reviewer())

    for address in [
        f"/admin/incidents/incident/{draft.pk}/change/",
        f"/admin/review/review/{draft.pk}/",
    ]:
        text = text_of(client.get(address))
        assert "What the evidence gives, and what it lacks" in text
        assert "Proposed assessment: reported. It rests on assertions that name nobody." in text
        assert NAMED in text
        assert "B Nobody has used this yet." in text


def test_the_form_of_a_new_incident_has_nothing_to_say_yet() -> None:
    client = Client()
    client.force_login(make.researcher())

    page = client.get("/admin/incidents/incident/add/")

    assert page.status_code == 200
    assert "What the evidence gives" not in page.content.decode()


# What stands in the way of an approval


def refusal(**fields: Any) -> str:
    told = make.source()
    said = make.statement(
        source=told, quantities=[{"counted": "killed", "low": 2, "best": 2, "high": 2}]
    )
    record = make.submitted(make.incident(statement=said, **fields))
    make.submitted(told)
    with pytest.raises(Unapprovable) as refused:
        make.approved(told, record)
    return str(refused.value)


def test_a_number_that_no_statement_gives_is_refused() -> None:
    assert "No evidence for the number killed gives 5: the statements say 2." in refusal(
        killed_best=None, killed_low=2, killed_high=5
    )


def test_an_assessment_beyond_the_evidence_needs_its_reason() -> None:
    assert (
        "Say why the assessment is “corroborated”; by the evidence it would be “reported”. "
        "It rests on assertions that name nobody."
    ) in refusal(assessment="corroborated")


def test_the_reason_is_shown_beside_what_the_evidence_gives(client: Client) -> None:
    record = make.published_incident(
        assessment="corroborated", assessment_reason_en="We spoke to a survivor."
    )

    text = text_of(client.get(f"/incidents/{record.reference}/"))

    assert (
        "Decided corroborated By the evidence reported It rests on assertions that name nobody. "
        "1 assertion that names nobody. Why it is decided so We spoke to a survivor."
    ) in text
