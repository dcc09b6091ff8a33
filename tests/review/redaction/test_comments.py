"""The words of comments go with what is redacted or erased; that something was said stays."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.urls import reverse
from reversion.models import Revision

from review.models import Event, Hiding, Record, Review
from review.workflow import decisions, hiding
from review.workflow.erasing import erase
from sources.models import Source
from tests import factories as make
from tests.pages import signed_in
from tests.review.searching import tables_with

pytestmark = pytest.mark.django_db

DAY = date(2025, 6, 3)
NAME = "Olha Bohdanenko"
GONE = "(its words were removed)"


@pytest.fixture
def source() -> Source:
    """Public, with her name in it; colleagues spoke of her."""
    source = make.published(make.source(title=f"Interview with {NAME}"))
    make.save(source, title=f"Interview with {NAME}, 2025", comment=f"{NAME} gave the year")
    say(source, f"Is it the {NAME} from Izium?")
    say(source, "Which day?")
    return source


def say(record: Record, words: str) -> None:
    decisions.comment(record.review, by=make.reviewer(), comment=words)


def redact(record: Record, path: str, words: list[str]) -> None:
    review = Review.objects.get(pk=record.pk)
    hidden = hiding.hide(
        review, path, by=make.reviewer(), day=DAY, reason="protection", comment="danger"
    )
    hiding.redact(
        hidden[0], by=make.administrator(), day=DAY, comment="a family asked", words=words
    )


def said(record: Record) -> list[str]:
    """What a colleague reads on the history."""
    page = signed_in(make.reviewer()).get(reverse("admin:review_review_history", args=[record.pk]))
    asked = ("saved", "commented")
    return [str(one.words) for one in reversed(page.context["events"]) if one.kind in asked]


def test_a_comment_that_tells_what_was_redacted_loses_its_words_and_stays(source: Source) -> None:
    before = said(source)

    redact(source, "title", [NAME])

    asked = f"Is it the {NAME} from Izium?"
    assert before == ["entered", f"{NAME} gave the year", asked, "Which day?"]
    assert said(source) == ["entered", GONE, GONE, "Which day?"]
    assert tables_with(NAME) & {"review_event", "reversion_revision"} == set()


def test_what_was_said_of_another_record_goes_too_but_for_single_words(source: Source) -> None:
    other = make.actor()
    say(other, f"The same as {NAME}.")
    say(other, "Olha is another one.")

    redact(source, "title", [NAME])

    assert said(other) == ["entered", GONE, "Olha is another one."]


def test_of_a_record_that_is_erased_nothing_said_is_left(source: Source) -> None:
    make.withdrawn(source)

    erase(source.review, asked_by=make.reviewer(), by=make.administrator(), day=DAY, comment="ok")

    assert said(source) == [GONE] * 4
    assert tables_with(NAME) == set()
    assert source.review.events.get(kind="erased").comment == "ok"


# The database


def change(rows: QuerySet[Any], **changes: object) -> str:
    """The rule of the database that refuses it."""

    def update() -> None:
        rows.update(**changes)
        connection.check_constraints()

    return rule_of(update)


def rule_of(deed: Callable[[], object]) -> str:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        deed()
    return str(refused.value.__cause__.diag.constraint_name)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"comment": "", "comment_removed": True}, "save_needs_redaction"),
        ({"comment": "other words"}, "append_only"),
        ({"comment": "", "comment_removed": False}, "append_only"),
        ({"comment": "", "comment_removed": True, "kind": "returned"}, "append_only"),
    ],
)
def test_words_go_with_a_redaction_alone_and_nothing_else_changes(
    source: Source, changes: dict[str, object], rule: str
) -> None:
    assert change(Event.objects.filter(comment="Which day?"), **changes) == rule


def test_nor_does_the_comment_of_a_save(source: Source) -> None:
    saves = Revision.objects.exclude(comment="")

    assert change(saves, comment="") == "save_needs_redaction"
    assert change(saves, comment="other words") == "append_only"


def test_an_event_is_not_deleted_either(source: Source) -> None:
    last = Event.objects.filter(comment="Which day?")

    assert rule_of(lambda: last._raw_delete(using="default")) == "append_only"


def test_why_a_part_was_hidden_loses_its_words_too(source: Source) -> None:
    other = make.published(make.source(title="An article"))
    for record, why in ((other, "danger"), (source, f"{NAME} was threatened")):
        review = Review.objects.get(pk=record.pk)
        hiding.hide(review, "title", by=make.reviewer(), day=DAY, reason="protection", comment=why)
    hidden = Hiding.objects.get(review=source.pk)
    hiding.redact(hidden, by=make.administrator(), day=DAY, comment="a family asked", words=[NAME])
    assert list(Hiding.objects.order_by("pk").values_list("comment", flat=True)) == ["danger", "…"]
    assert "review_hiding" not in tables_with(NAME)
    # The rules that speak at the end of a transaction.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
