"""What the database refuses of interviews, whoever writes: consent comes first, and is lasting."""

import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection

from review.models import Refused, Review
from review.workflow import decisions, publishing
from sources.models import (
    Consent,
    ConsentWithdrawal,
    Hop,
    Interview,
    LegalHold,
    Source,
    Statement,
)
from sources.models.sources import CONTENT
from tests import factories as make
from tests.review.refusing import refused_by

pytestmark = pytest.mark.django_db


NEEDED = "consent to keep and to publish what was said is needed"


def now() -> None:
    """Rules that are asked at the end of a transaction are asked."""
    connection.check_constraints()


def changed(source: Source, **columns: Any) -> None:
    """Past every form."""
    Source.objects.filter(pk=source.pk).update(**columns)
    now()


def withdraw(source: Source, purpose: str, *, lifts: bool = False) -> ConsentWithdrawal:
    return ConsentWithdrawal.objects.create(
        source=source,
        purpose=purpose,
        lifts=lifts,
        told_on=make.DAY,
        told_by="witness",
        reason="afraid",
        by=make.reviewer(),
    )


# Before consent


def test_an_interview_can_be_begun_without_consent() -> None:
    begun = make.interview(consent=[])
    assert (begun.access, begun.holds_content) == ("confidential", False)


@pytest.mark.parametrize("consent", [[], ["publish_content"]])
def test_no_text_of_it_is_stored_before_consent_to_keep(consent: list[str]) -> None:
    begun = make.interview(consent=consent)
    for column in sorted(set(CONTENT) - {"publisher", "accessed_on"}):
        with refused_by("consent_first", table="sources_source"):
            changed(begun, **{column: "https://news.example/1"})


def test_neither_are_a_day_a_publisher_or_a_statement() -> None:
    begun, cnn = make.interview(consent=[]), make.actor()
    with refused_by("consent_first"):
        changed(begun, accessed_on=make.DAY)
    with refused_by("consent_first"):
        changed(begun, publisher=cnn)
    with refused_by("consent_first"):
        Statement.objects.create(source=begun, label="S1", kind="incident", paraphrase_en="x")
        now()


def test_the_rule_has_a_sentence_that_is_said_before_anything_is_written() -> None:
    begun = make.interview(consent=[])
    begun.text_as_received = "I saw it."
    said = Statement(source=begun, label="S1", kind="incident", paraphrase_en="I saw it.")
    for row in (begun, said):
        with pytest.raises(ValidationError, match="Record first that consent to keep"):
            row.full_clean()
    with pytest.raises(Refused, match="Record first that consent to keep"):
        make.save(begun, text_as_received="I saw it.")


def test_consent_and_text_may_be_saved_together() -> None:
    begun = make.interview(consent=[])
    agreed = make.consent_of(begun, given=["keep"])
    make.save(begun, rows=[agreed], text_as_received="I saw it.")
    assert Source.objects.get().text_as_received == "I saw it."


@pytest.mark.parametrize(
    ("rows", "consented"),
    [
        ([("child", ["keep"])], False),
        ([("guardian", ["keep"])], False),
        ([("child", ["keep"]), ("guardian", [])], False),
        ([("child", []), ("guardian", ["keep"])], False),
        ([("child", ["keep"]), ("guardian", ["keep"])], True),
        ([("witness", ["keep"])], True),
    ],
)
def test_of_a_child_both_have_to_agree(rows: list[Any], consented: bool) -> None:
    begun = make.interview(consent=[])
    agreed = [make.consent_of(begun, given=given, given_by=who) for who, given in rows]
    make.save(begun, rows=agreed)
    assert begun.is_consented("keep") is consented
    assert in_database(begun, "keep") is consented


def in_database(source: Source, purpose: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sources_consented(%s, %s)", [source.pk, purpose])
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize("state", ["refused", "not_asked", "withdrawn"])
def test_a_purpose_is_consented_to_only_where_it_was_given(state: str) -> None:
    talk = make.interview(consent=["keep"])
    Consent.objects.update(icc=state)
    assert (talk.consent_state("icc"), talk.is_consented("icc")) == (state, False)
    assert (in_database(talk, "icc"), in_database(talk, "keep")) == (False, True)


def test_an_answer_says_when_how_and_by_whom_it_was_explained() -> None:
    talk = make.interview(consent=[])
    for missing in ({"asked_on": None}, {"language": ""}, {"explained_by": ""}, {"how": ""}):
        with refused_by("consent_says_how"):
            make.consent_of(talk, given=["keep"], **missing).save()


# Access and kind


@pytest.mark.parametrize("kind", ["interview", "testimony"])
def test_an_interview_is_never_open(kind: str) -> None:
    with pytest.raises(Refused, match="is never public"):
        make.interview(kind=kind, access="public")
    with refused_by("interview_never_public"):
        changed(make.interview(kind=kind), access="public")


def test_what_became_an_interview_is_asked_about_too() -> None:
    article = make.source(access="restricted")
    with refused_by("consent_first"):
        changed(article, kind="interview")
    with refused_by("interview_never_public"):
        changed(make.source(), kind="testimony")


def test_an_interview_does_not_leave_the_rules_by_another_kind() -> None:
    talk = make.interview()
    changed(talk, kind="testimony")
    with refused_by("interview_stays_interview"):
        changed(talk, kind="article")
    with refused_by("consent_carries"):
        talk.consents.all().delete()
        changed(talk, kind="article")


def test_a_kind_chosen_by_mistake_is_mended() -> None:
    begun = make.interview(consent=[])
    changed(begun, kind="article", access="public", title="An article")
    assert Source.objects.get().title == "An article"


# Consent lasts


def test_consent_that_carries_something_is_not_taken_out_or_changed() -> None:
    talk = make.interview()
    with refused_by("consent_carries"):
        talk.consents.all().delete()
        now()
    with refused_by("consent_carries"):
        talk.consents.update(keep="refused")
        now()
    with pytest.raises(Refused, match="rests on this consent"):
        make.save(talk, rows=[_changed(talk.consents.get(), keep="not_asked")])


def _changed(row: Any, **fields: Any) -> Any:
    for name, value in fields.items():
        setattr(row, name, value)
    return row


@pytest.mark.parametrize("purpose", ["publish_content", "publish_identity"])
def test_an_answer_that_an_edition_rests_on_is_withdrawn_and_not_rewritten(purpose: str) -> None:
    talk = make.interview(access="restricted")
    talk.consents.update(**{purpose: "refused"})
    talk.consents.update(**{purpose: "given"})
    now()
    make.published(talk)
    for change in (
        lambda: talk.consents.update(**{purpose: "refused"}),
        lambda: talk.consents.all().delete(),
        lambda: make.consent_of(talk, given=["keep"], given_by="guardian").save(),
    ):
        with refused_by("consent_carries"):
            change()
            now()
    talk.consents.update(icc="refused")
    now()
    withdraw(talk, purpose)
    talk.consents.update(**{purpose: "refused"})
    now()


def test_no_discarding_or_restoring_brings_consent_back() -> None:
    talk = make.published(make.interview(public_wording_en="A testimony."))
    make.save(talk, language="uk", comment="its language")
    withdraw(talk, "publish_content")

    review = Review.objects.get(pk=talk.pk)
    decisions.discard(review, by=make.reviewer(), seen=review.head_id, comment="undone")

    assert talk.consent_state("publish_content") == "withdrawn"
    assert in_database(talk, "publish_content") is False


def test_a_withdrawal_follows_consent_and_is_never_changed() -> None:
    talk = make.interview()
    with refused_by("withdrawal_follows"):
        withdraw(talk, "un", lifts=True)
    row = withdraw(talk, "un")
    with refused_by("withdrawal_follows"):
        withdraw(talk, "un")
    with refused_by("append_only"):
        row.delete()
    with refused_by("append_only"):
        ConsentWithdrawal.objects.update(lifts=True)
    withdraw(talk, "un", lifts=True)
    assert talk.consent_state("un") == "given"


def test_a_hold_follows_and_is_never_changed() -> None:
    talk = make.interview()
    hold = {"source": talk, "reason": "a trial", "by": make.reviewer()}
    with refused_by("hold_follows"):
        LegalHold.objects.create(**hold, lifts=True)
    LegalHold.objects.create(**hold)
    with refused_by("append_only"):
        LegalHold.objects.update(reason="x")
    assert talk.hold is not None


# What is published


@pytest.mark.parametrize("consent", [["keep"], ["keep", "publish_identity"]])
def test_an_interview_is_not_approved_without_consent_to_publish(consent: list[str]) -> None:
    talk = make.submitted(make.interview(consent=consent))
    with pytest.raises(publishing.Unapprovable, match=NEEDED):
        make.approved(talk)


def approve_past_the_verb(record: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if nobody had asked what is missing."""
    monkeypatch.setattr("review.workflow.readiness.problems", lambda *_args, **_more: [])
    make.approved(record)


def test_the_database_refuses_its_edition_too(monkeypatch: pytest.MonkeyPatch) -> None:
    talk = make.submitted(make.interview(consent=["keep"]))
    with pytest.raises(Refused, match="only with consent to keep and to publish"):
        approve_past_the_verb(talk, monkeypatch)


def incident_on_a_talk() -> Any:
    """Its source is public, and consent for that was withdrawn past the verb."""
    talk = make.interview(public_wording_en="A testimony.")
    said = make.statement(source=talk)
    make.published(talk)
    incident = make.submitted(make.incident(statement=said))
    withdraw(talk, "publish_content")
    return incident


def test_neither_is_an_incident_that_rests_on_it(monkeypatch: pytest.MonkeyPatch) -> None:
    incident = incident_on_a_talk()
    with pytest.raises(publishing.Unapprovable, match=NEEDED):
        make.approved(incident)
    with pytest.raises(Refused, match="only with consent to keep and to publish"):
        approve_past_the_verb(incident, monkeypatch)


@pytest.mark.parametrize("access", ["confidential", "restricted"])
def test_who_said_it_is_not_told_without_consent_to_that(access: str) -> None:
    consent = ["keep", "publish_content"]
    talk = make.interview(
        consent=consent, access=access, author="Quixelby", public_wording_en="A testimony."
    )
    [edition] = make.approved(make.submitted(talk))
    told = "".join(edition.parts.values_list("value", flat=True))
    assert ("Quixelby" in told, "A talk" in told, "A testimony." in told) == (False, False, True)


def test_an_interview_that_names_nobody_counts_as_protected() -> None:
    unnamed = make.interview(consent=["keep", "publish_content"], access="restricted")
    named = make.interview(access="restricted")
    assert list(Source.objects.protected()) == [unnamed]
    address = "https://news.example/1"
    for talk, told in ((unnamed, None), (named, named.reference)):
        make.save(talk, url=address)
        [edition] = make.approved(make.submitted(talk))
        assert json.loads(edition.parts.get(path="item").value) == told


def test_consent_and_circumstances_are_in_no_edition() -> None:
    talk = make.interview(access="restricted")
    circumstances = Interview(source=talk, witness_code="Quixelby")
    agreed = _changed(talk.consents.get(), conditions="Quixelby")
    make.save(talk, rows=[circumstances, agreed])
    [edition] = make.approved(make.submitted(talk))
    assert not [one for one in edition.parts.all() if "Quixelby" in one.value]
    assert "consents" not in {one.path.partition("/")[0] for one in edition.parts.all()}
    assert "Quixelby" in json.dumps(_saved(talk))


def _saved(source: Source) -> list[str]:
    head = Review.objects.get(pk=source.pk).head
    assert head is not None
    return list(head.version_set.values_list("serialized_data", flat=True))


# Interviews that were here before


def old_interview(**fields: Any) -> Source:
    """As a database has it that is older than these rules."""
    return past_triggers(lambda: make.source(kind="interview", **fields))


def past_triggers(enter: Callable[[], Source]) -> Source:
    tables = ["sources_source", "sources_statement", "sources_hop", "review_edition"]
    now()
    _triggers(tables, "DISABLE")
    entered = enter()
    now()
    _triggers(tables, "ENABLE")
    return entered


def _triggers(tables: Iterable[str], verb: str) -> None:
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} {verb} TRIGGER USER")


def test_an_old_interview_stays_as_it_is_and_is_not_approved_anew() -> None:
    old = old_interview()
    assert old.consent_state("keep") == "not_asked"
    make.save(old, language="uk", comment="its language")
    with pytest.raises(publishing.Unapprovable, match="consent to keep and to publish"):
        make.approved(make.submitted(old))
    with pytest.raises(Refused, match="Record first"):
        make.save(old, title="Another title")


def test_its_consent_is_recorded_later() -> None:
    old = old_interview(access="restricted")
    make.save(old, rows=[make.consent_of(old, given=["keep", "publish_content"])])
    make.approved(make.submitted(old))
    assert Review.objects.get().is_public


def test_a_colleague_without_the_right_sees_no_consent() -> None:
    talk = make.interview()
    stranger: User = make.researcher()
    assert list(Consent.visible_to(stranger)) == []
    assert list(Consent.visible_to(make.reviewer())) == list(talk.consents.all())
    assert Hop.objects.count() == 0
