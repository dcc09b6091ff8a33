"""What leaves in a file for somebody else: only what witnesses agreed to pass on to them."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from incidents.models import Finding
from review.admin.exports import waiting_for
from review.models import Recipient, Refused, StaffExport
from review.workflow import exporting
from sources.models import Source
from sources.vocabulary import Purpose
from tests import factories as make
from tests.pages import signed_in
from tests.review.refusing import refused_by
from tests.sources.consent.test_withdrawing import give_again, withdraw

pytestmark = pytest.mark.django_db

HELD = ["keep", "use", "publish_content", "publish_identity"]


def rows_of_a_witness(*agreed: str) -> list[Any]:
    """The talk, what it says, and incidents that rest on it by evidence and by a finding."""
    talk = make.interview(consent=[*HELD, *agreed])
    said = make.statement(source=talk, label="T1")
    told = make.statement(source=make.source(title="An article"))
    by_evidence = make.incident(statement=said, title_en="By evidence")
    body = make.actor(name_en="A commission")
    found = Finding(body=body, what_en="It is so.", statement=said)
    by_finding = make.incident(statement=told, title_en="By a finding", rows=[found])
    return [talk, said, by_evidence, by_finding]


def ask(row: Any, recipient: str) -> StaffExport:
    return exporting.ask(
        type(row),
        [row.pk],
        question="",
        why="a request",
        recipient=recipient,
        by=make.reviewer(name="asks"),
    )


def answer(row: Any, recipient: str) -> str:
    try:
        ask(row, recipient)
    except Refused as why:
        return str(why)
    return "asked"


def answers(rows: list[Any], recipient: str) -> list[str]:
    return [answer(row, recipient) for row in rows]


def refusals(rows: list[Any]) -> list[str]:
    return [
        f"Witnesses did not agree to pass this on to them: {row}. Choose the rows again, without "
        "these."
        for row in rows
    ]


@pytest.mark.parametrize("recipient", ["national_prosecutors", "icc", "un"])
def test_a_file_is_asked_for_only_where_the_witness_agreed_to_that(recipient: str) -> None:
    others = {Purpose.NATIONAL_PROSECUTORS, Purpose.ICC, Purpose.UN} - {recipient}
    refusing, agreeing = rows_of_a_witness(*others), rows_of_a_witness(recipient)
    assert answers(refusing, recipient) == refusals(refusing)
    assert answers(agreeing, recipient) == ["asked"] * 4


def test_nobody_was_asked_about_anybody_else_and_our_own_work_needs_no_purpose() -> None:
    rows = rows_of_a_witness(*Purpose.values)
    assert answers(rows, Recipient.OTHERS) == refusals(rows)
    assert answers(rows, Recipient.OURSELVES) == ["asked"] * 4


def test_what_no_witness_told_may_go_to_anybody() -> None:
    said = make.statement(source=make.source())
    rows = [said.source, said, make.incident(statement=said)]
    for recipient in Recipient.values:
        assert answers(rows, recipient) == ["asked"] * 3


def test_a_withdrawal_stops_a_file_that_was_agreed_to() -> None:
    talk = rows_of_a_witness("icc")[0]
    asked = ask(talk, "icc")
    exporting.agree(asked, by=make.reviewer())
    withdraw(talk, "icc")
    with pytest.raises(Refused, match="did not agree to pass this on to them: A talk"):
        exporting.take(asked, by=asked.by)

    give_again(talk, "icc")
    assert exporting.take(asked, by=asked.by) == [talk]


def test_neither_is_it_agreed_to_after_a_withdrawal() -> None:
    talk = rows_of_a_witness("icc")[0]
    asked = ask(talk, "icc")
    withdraw(talk, "keep")
    with pytest.raises(Refused, match="did not agree"):
        exporting.agree(asked, by=make.reviewer())


@pytest.mark.parametrize("place", range(4))
def test_the_database_refuses_it_too(place: int) -> None:
    row = rows_of_a_witness("un")[place]
    asked = ask(row, "un")
    same = StaffExport.objects.filter(pk=asked.pk)
    with refused_by("passed_with_consent"):
        StaffExport.objects.create(
            of=asked.of, keys=asked.keys, why="x", by=asked.by, needs_second=True, recipient="icc"
        )
    withdraw(Source.objects.get(kind="interview"), "un")
    with refused_by("passed_with_consent"):
        same.update(agreed_by=make.reviewer(), agreed_at=timezone.now())


def test_for_whom_a_file_is_is_never_changed() -> None:
    asked = ask(rows_of_a_witness()[0], Recipient.OURSELVES)
    with refused_by("append_only"):
        StaffExport.objects.filter(pk=asked.pk).update(recipient="icc")


def test_the_page_asks_for_whom_and_names_what_has_to_stay() -> None:
    talk = rows_of_a_witness("icc")[0]
    client = signed_in(make.reviewer(name="asks"))
    at = reverse("admin:sources_source_changelist")
    chosen = {"action": "take_as_file", "_selected_action": [str(talk.pk)], "_why": "1"}
    chosen["why"] = "a request"

    def answered(**more: str) -> tuple[int, list[str]]:
        response: Any = client.post(at, chosen | more)
        return response.status_code, [
            sentence for said in response.context["form"].errors.values() for sentence in said
        ]

    assert answered() == (400, ["This field is required."])
    assert answered(recipient="un") == (400, refusals([talk]))
    response = client.post(at, chosen | {"recipient": "icc"})
    page: Any = client.get(response["Location"])
    assert "For whom: the International Criminal Court" in page.content.decode()


def test_who_may_not_read_it_is_not_told_its_title_by_the_refusal() -> None:
    talk = rows_of_a_witness()[0]
    unseeing = make.researcher(name="unseeing")
    with pytest.raises(Refused, match="pass this on to them: something that you may not read"):
        exporting.ask(Source, [talk.pk], question="", why="asked", recipient="icc", by=unseeing)


# Use without attribution


def test_use_without_attribution_opens_no_edition() -> None:
    talk = make.interview(consent=["keep", "use"])
    make.submitted(talk)
    with pytest.raises(Refused, match="consent to keep and to publish"):
        make.approved(talk)


def test_with_consent_to_publish_what_was_said_alone_nobody_is_named() -> None:
    talk = make.interview(
        consent=["keep", "use", "publish_content"],
        access="restricted",
        author="Somebody",
        public_wording_en="A testimony.",
    )
    said = make.statement(source=talk, chain=[("Somebody", ["victim"])], locator="page 1")
    make.published(talk)
    incident = make.published(make.incident(statement=said))
    page = Client().get(reverse("incident_detail", args=[incident.reference])).content.decode()
    told = ["A testimony." in page, "Somebody" in page, "page 1" in page, talk.title in page]
    assert told == [True, False, False, False]


def test_what_waits_for_agreement_is_found_by_as_many_questions_of_one_file_as_of_three() -> None:
    reader, counts = make.reviewer(), []
    for number in range(3):
        talk = make.interview(consent=[*HELD], title=f"Talk {number}", by=reader)
        ask(talk, "ourselves")
        with CaptureQueriesContext(connection) as asked:
            found = waiting_for(User.objects.get(pk=reader.pk))
        assert len(found) == number + 1
        counts.append(len(asked))
    assert counts[0] == counts[2]
