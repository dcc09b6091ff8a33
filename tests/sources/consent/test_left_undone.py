"""The verification finds a withdrawal or an erasure that has not done what follows from it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from reversion.models import Version

from review.models import EditionPart, Hiding, Review
from review.verify import Verification
from sources.models import ConsentWithdrawal, Interview, Source
from tests import factories as make
from tests.sources.consent.test_withdrawing import erase, published_talk, withdraw

pytestmark = pytest.mark.django_db


def faults() -> list[str]:
    return [fault for fault in Verification().faults() if fault.startswith("The source ")]


def recorded(talk: Source, purpose: str) -> None:
    """As by whoever writes past the verb, which hides."""
    ConsentWithdrawal.objects.create(
        source=talk,
        purpose=purpose,
        told_on=make.DAY,
        told_by="witness",
        reason="afraid",
        by=make.reviewer(),
    )


def without_triggers(*tables: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


@pytest.mark.parametrize("purpose", ["keep", "publish_content"])
def test_what_is_public_after_a_withdrawal_is_found(purpose: str) -> None:
    talk, incident = published_talk()
    recorded(talk, purpose)

    first, *others = faults()

    said = f"The source {talk.reference} is without consent to publish it"
    assert first == f"{said}, and public."
    assert {one.split(" shows it at ")[0] for one in others} == {
        f"{said}, and {incident.reference}"
    }


def test_what_others_show_of_it_is_found() -> None:
    talk, incident = published_talk()
    withdraw(talk, "publish_content")
    without_triggers("review_hiding")
    hiding = Hiding.objects.filter(review=incident.pk, path__startswith="statements/")[0]
    Hiding.objects.filter(pk=hiding.pk).update(
        state="shown", decided_by=make.reviewer(name="z"), decided_at=hiding.at
    )
    said = f"The source {talk.reference} is without consent to publish it"
    assert f"{said}, and {incident.reference} shows it at {hiding.path}." in faults()


def test_who_said_it_is_found_where_that_was_withdrawn() -> None:
    named = make.published(make.interview(access="restricted", author="Somebody"))
    worded, _incident = published_talk()
    for talk in (named, worded):
        recorded(talk, "publish_identity")
    assert faults() == [
        f"The source {named.reference} is without consent to say who said it, and does."
    ]


def _word_in_the_record(talk: Source) -> None:
    Source.objects.filter(pk=talk.pk).update(internal_note="she")


def _row_about_the_interview(talk: Source) -> None:
    Interview(source=talk, witness_code="W1").save()


def _part_of_an_edition(talk: Source) -> None:
    edition = Review.objects.get(pk=talk.pk).editions.all()[0]
    EditionPart.objects.create(edition=edition, path="note", position=1, salt="", value='"she"')


def _word_in_a_save(talk: Source) -> None:
    save = Version.objects.get_for_object(talk)[0]
    save.serialized_data = save.serialized_data.replace(
        '"internal_note": ""', '"internal_note": "she"'
    )
    save.save()


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (_word_in_the_record, "its record still holds words"),
        (_row_about_the_interview, "rows about the consent or the interview are still there"),
        (_part_of_an_edition, "its part note is still there"),
        (_word_in_a_save, "a save still holds words"),
    ],
)
def test_what_is_left_after_an_erasure_is_found(left: Callable[[Any], None], said: str) -> None:
    talk, _incident = published_talk()
    withdraw(talk, "keep")
    erase(talk)
    assert faults() == []
    tables = ("sources_source", "sources_interview", "review_editionpart", "reversion_version")
    without_triggers(*tables)

    left(talk)

    found = [one for one in faults() if "was erased" in one]
    assert found == [f"The source {talk.reference} was erased, and {said}."]
