"""What a reviewer reads of a first report: each thing once, in words, and what follows from it."""

import re
from typing import Any

import pytest
from django.urls import reverse

from incidents.models import Evidence, Incident
from review.models import Review
from sources.models import Hop, Source, Statement
from tests import factories as make
from tests.incidents.desk.reports import STATEMENTS, begun, entered, typed
from tests.pages import form_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def incident(db: None) -> Incident:
    """Submitted at the desk, with the source and the actors that it rests on."""
    make.place()
    found = entered(begun(), typed()).incident
    assert found is not None
    return found


def page_of(record: Any, user: Any) -> Any:
    return signed_in(user).get(reverse("admin:review_review_detail", args=[record.pk]))


def words(page: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split()).replace(" ;", ";")


def told(line: Any) -> tuple[str, list[tuple[str, str]]]:
    return line.heading, line.told.first


def test_evidence_says_which_facts_rest_on_which_statement(incident: Incident) -> None:
    page = page_of(incident, make.reviewer())
    assert sorted(told(line) for line in page.context["lines_below"]) == [
        (
            "evidence: S1",
            [("supports", "act; date; number killed; place; victim: two captured soldiers")],
        ),
        (
            "evidence: S1",
            [
                ("supports, inferred", "involvement: Russian armed forces"),
                ("how it is inferred (English)", "“Russian soldiers”: of which unit is not stated"),
            ],
        ),
        ("evidence: S2", [("supports", "act")]),
    ]


def test_equal_numbers_are_one_and_what_is_usual_is_folded(incident: Incident) -> None:
    page = page_of(incident, make.reviewer())
    first = {line.heading: dict(line.told.first) for line in page.context["lines"]}
    besides = {line.heading: dict(line.told.besides) for line in page.context["lines"]}

    assert first["victim"]["number"] == "2"
    assert first["incident"]["number killed"] == "2"
    assert first["incident"]["our assessment"] == "reported"
    assert besides["incident"] == {"access": "public"}
    every = [label for line in page.context["lines"] for label, _said in line.contents]
    assert "order" not in every


def test_a_statement_is_one_block_with_its_chain_and_its_numbers(incident: Incident) -> None:
    source = Source.objects.get()
    page = page_of(source, make.reviewer())
    lines = {line.heading: line for line in page.context["lines"]}

    assert sorted(lines) == ["source", *(f"statement: S{number}" for number in range(1, 5))]
    assert dict(lines["statement: S1"].told.first) == {
        "kind": "incident",
        "what it says (English)": STATEMENTS[0]["paraphrase_en"],
        "when, according to it": "2025-05-22",
        "hedge": "as fact",
        "who said it, and how they knew": "Prosecutor General's Office, drone footage",
        "numbers": "persons killed: 2",
    }
    assert {label for label, _said in lines["statement: S1"].told.besides} == {
        "where in the source",
        "its own verb",
        "affirmed or denied",
        "as written",
        "level",
    }


def test_a_link_of_a_chain_is_plainly_a_description_and_no_named_actor(
    incident: Incident,
) -> None:
    statement = Statement.objects.get(label="S4")
    told = [hop.in_words for hop in Hop.objects.filter(statement=statement).order_by("position")]
    assert told == [
        "a relative (described only: no named actor)",
        "110th Brigade, none given",
    ]
    page = page_of(Source.objects.get(), make.reviewer())
    assert words(page).count(told[0]) == 2


def test_what_it_rests_on_is_read_at_once_and_no_statement_twice(incident: Incident) -> None:
    page = page_of(incident, make.reviewer())
    of_source = next(one for one in page.context["waiting"] if one["review"].kind == "source")

    assert [line.heading for line in of_source["lines"]] == [
        "source",
        "statement: S3",
        "statement: S4",
    ]
    assert (of_source["above"], of_source["number"], of_source["is_short"]) == (2, 5, True)
    assert "Actor 110th Brigade – kind: " in words(page)
    assert "name in English: 110th Brigade" not in words(page)


def test_of_an_edit_nothing_is_folded(incident: Incident) -> None:
    waiting = [review.record() for review in Review.objects.waiting()]
    make.approved(*waiting)
    incident = Incident.objects.get(pk=incident.pk)
    statement = Statement.objects.get(label="S4")
    more = Evidence(incident=incident, statement=statement, fact="act", position=20)
    make.save(incident, rows=[more], comment="a second one")
    make.submitted(incident)

    page = page_of(incident, make.reviewer())
    assert "lines_below" not in page.context
    assert [told(line) for line in page.context["lines"]] == [
        ("evidence: S4", [("supports", "act")])
    ]


def test_how_many_lines_were_looked_at_stands_beside_the_button(incident: Incident) -> None:
    reviewer = make.reviewer()
    page = page_of(incident, reviewer)
    number = len(page.context["lines"]) + len(page.context["lines_below"])
    assert (
        f"You have marked none of the {number} lines of this record as looked at. "
        "Approve and publish"
    ) in words(page)

    keep = reverse("admin:review_review_keep_viewed", args=[incident.pk])
    one = page.context["lines"][0].digest
    signed_in(reviewer).post(keep, form_of(page, keep) | {"viewed": [one]})
    said = f"You have marked 1 of the {number} lines of this record as looked at."
    assert said in words(page_of(incident, reviewer))


def test_what_was_approved_is_linked_on_the_public_site(incident: Incident) -> None:
    client = signed_in(make.reviewer())
    page = client.get(reverse("admin:review_review_detail", args=[incident.pk]))
    approve = reverse("admin:review_review_approve", args=[incident.pk])
    together = [value for value, _label in page.context["approve_form"].fields["together"].choices]
    asked = {"approve-together": together, "approve-note": "First.", "approve-considered": "on"}
    done = client.post(approve, form_of(page, approve) | asked, follow=True)

    [said] = [str(one) for one in done.context["messages"]]
    address = reverse("incident_detail", args=[incident.reference])
    assert said == (
        f'Approved and published. On the public site: <a href="{address}">{incident}</a>'
    )
    assert client.get(address).status_code == 200


def test_to_who_submitted_it_the_page_says_what_comes_next(incident: Incident) -> None:
    author = incident.review.people_in_pile()
    page = words(page_of(incident, make.researcher()))
    assert author
    assert "Before it can be approved" not in page
    places = [
        page.index(one)
        for one in (
            "It waits for a reviewer",
            "Somebody else looks at what changes",
            "What the reviewer is asked:",
            "are not in the current edition",
        )
    ]
    assert places == sorted(places)
    assert "Before it can be approved" in words(page_of(incident, make.reviewer()))
