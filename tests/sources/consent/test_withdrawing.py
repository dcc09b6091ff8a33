"""The witness who withdraws: what was public is hidden at once, what was kept is erased by two."""

from collections.abc import Collection
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from reversion.models import Version

from incidents.models import Incident
from review.models import Event, Hiding, Refused, Review
from review.verify import Verification
from review.workflow import hiding
from sources.consent import erasing, holding, withdrawing
from sources.models import (
    Consent,
    ConsentWithdrawal,
    Erasure,
    Interview,
    LegalHold,
    Source,
    Statement,
)
from tests import factories as make
from tests.review.refusing import refused_by
from tests.review.searching import SECRET, found_by_search, pages_with, tables_with

pytestmark = pytest.mark.django_db

WORDING = f"A testimony about the {SECRET}."


def talk_of_a_witness(**fields: Any) -> Source:
    """The planted word is in every field that takes words, published and not."""
    words: Any = dict.fromkeys(["title", "author", "copy_held", "internal_note"], SECRET)
    talk = make.interview(text_as_received=f"I saw {SECRET}.", public_wording_en=WORDING, **fields)
    agreed = talk.consents.get()
    agreed.conditions = agreed.explained_by = SECRET
    circumstances = Interview(
        source=talk,
        witness_code=SECRET,
        interviewed_by=SECRET,
        present=SECRET,
        risk_measures=SECRET,
    )
    make.save(talk, rows=[agreed, circumstances], **words)
    return talk


def statement_of(talk: Source, **fields: Any) -> Statement:
    return make.statement(
        source=talk,
        chain=[(SECRET, ["eyewitness"])],
        paraphrase_en=f"{SECRET} was shot.",
        internal_note=SECRET,
        quotation=SECRET,
        quotation_language="en",
        **fields,
    )


def published_talk() -> tuple[Source, Incident]:
    talk = talk_of_a_witness()
    said = statement_of(talk)
    statement_of(talk, label="S2")
    make.published(talk)
    incident = make.published(make.incident(statement=said))
    return talk, incident


def withdraw(talk: Source, *purposes: str, by: User | None = None) -> Collection[str]:
    return withdrawing.withdraw(
        talk,
        purposes=purposes,
        told_on=make.DAY,
        told_by="witness",
        reason="afraid for the family",
        by=by or make.reviewer(),
        day=make.DAY,
    )


def give_again(talk: Source, *purposes: str) -> None:
    withdrawing.give_again(
        talk,
        purposes=purposes,
        told_on=make.DAY,
        told_by="witness",
        reason="safe now",
        by=make.reviewer(),
    )


def lawyer() -> User:
    return make.person(name="lesia", group="Lawyers")


def second(name: str = "daryna") -> User:
    return make.reviewer(name=name)


def erase(talk: Source, *, by: User | None = None) -> Erasure:
    erasure = Erasure.objects.waiting().get(source=talk)
    if not erasing.copies_gone(erasure):
        erasing.tick(erasure, copy="held", note="", by=make.reviewer())
    return erasing.erase(erasure, by=by or second(), day=make.DAY, comment="as the witness asks")


def faults() -> list[str]:
    return list(Verification().faults())


def test_withdrawing_publication_hides_at_once_wherever_it_is_told(client: Client) -> None:
    talk, incident = published_talk()
    assert pages_with(client, SECRET) != set()

    withdraw(talk, "publish_content")

    assert pages_with(client, SECRET) == set()
    assert found_by_search(client, SECRET) == set()
    assert tables_with(SECRET, as_public=True) == set()
    assert faults() == []
    assert "sources_source" in tables_with(SECRET)
    assert Review.objects.get(pk=incident.pk).is_public


def test_it_is_not_shown_again_as_long_as_consent_is_withdrawn() -> None:
    talk, _incident = published_talk()
    withdraw(talk, "publish_content")
    hidden = Hiding.objects.undecided().first()
    assert hidden is not None

    for _attempt in range(2):
        with pytest.raises(Refused, match="The witness withdrew consent"):
            hiding.show(hidden, by=second(), day=make.DAY, comment="again")
    with refused_by("withdrawn_stays_hidden"):
        Hiding.objects.filter(pk=hidden.pk).update(
            state="shown", decided_by=second(), decided_at=hidden.at
        )

    give_again(talk, "publish_content")
    hiding.show(hidden, by=second(), day=make.DAY, comment="they agreed again")


def test_what_somebody_showed_again_is_hidden_with_it(client: Client) -> None:
    """A reviewer once left the earlier words of an incident public."""
    talk, incident = published_talk()
    paths = incident.review.editions.get().parts.filter(value__contains=f'"{talk.reference}"')
    path = str(paths.values_list("path", flat=True)[0])
    review = Review.objects.get(pk=incident.pk)
    shown = hiding.hide_in(
        review,
        path,
        hiding.blanks_of(review, path),
        by=make.reviewer(),
        day=make.DAY,
        reason="protection",
        comment="taken back",
        earlier_only=True,
    )
    hiding.show(shown, by=second(), day=make.DAY, comment="harmless")

    withdraw(talk, "publish_content")

    assert pages_with(client, SECRET) == set()


def test_withdrawing_who_said_it_hides_what_names_them(client: Client) -> None:
    named = make.published(make.interview(access="restricted", author=SECRET))
    assert pages_with(client, SECRET) != set()
    withdraw(named, "publish_identity")
    assert pages_with(client, SECRET) == set()


def test_a_public_wording_stays_when_only_the_name_is_withdrawn() -> None:
    talk, _incident = published_talk()
    withdraw(talk, "publish_identity")
    assert Review.objects.get(pk=talk.pk).is_public


def test_who_may_not_withdraw_hides_nothing() -> None:
    talk, _incident = published_talk()
    with pytest.raises(Refused, match="You do not have the right"):
        withdraw(talk, "publish_content", by=make.researcher())


def test_it_is_in_the_history_with_day_reason_and_who_told() -> None:
    talk, _incident = published_talk()
    withdraw(talk, "icc", "un")
    rows = ConsentWithdrawal.objects.values_list("purpose", "told_on", "told_by", "reason")
    assert list(rows) == [
        ("icc", make.DAY, "witness", "afraid for the family"),
        ("un", make.DAY, "witness", "afraid for the family"),
    ]
    assert Event.objects.get(review=talk.review, kind="consent").comment == (
        "Consent withdrawn: pass it to the International Criminal Court, pass it to bodies of the "
        "United Nations. afraid for the family"
    )
    with pytest.raises(Refused, match="was withdrawn before"):
        withdraw(talk, "icc")


def test_without_keep_there_is_no_other_consent(client: Client) -> None:
    talk, _incident = published_talk()
    assert len(withdraw(talk, "keep")) == 7
    assert pages_with(client, SECRET) == set()
    assert Erasure.objects.get().state == "waiting"
    with pytest.raises(Refused, match="Record first that consent to keep"):
        make.save(Source.objects.get(), title="Another", comment="x")


# Erasing


def log(record: Any) -> None:
    """What Django's admin writes down of a save."""
    LogEntry.objects.create(
        user=make.researcher(), object_id=str(record.pk), object_repr=SECRET, action_flag=2
    )


@pytest.mark.parametrize("enter", [published_talk, lambda: (talk_of_a_witness(), None)])
def test_two_erase_every_word(client: Client, enter: Any) -> None:
    talk, incident = enter()
    log(talk)
    withdraw(talk, "keep")
    assert {"sources_source", "sources_consent", "reversion_version"} <= tables_with(SECRET)

    erase(talk)

    assert tables_with(SECRET) == set()
    assert pages_with(client, SECRET) == set()
    assert faults() == []
    left = Source.objects.get()
    assert (left.review_title(), left.is_erased) == (
        "interview, title not known, publisher not known, date not known",
        True,
    )
    assert (Consent.objects.count(), Interview.objects.count()) == (0, 0)
    # A statement that another record rests on stays as an empty row.
    assert Statement.objects.count() == (1 if incident else 0)


def test_nothing_is_entered_in_what_was_erased() -> None:
    talk = make.interview()
    withdraw(talk, "keep")
    erase(talk)
    with refused_by("erased_stays_empty"):
        make.consent_of(talk, given=["keep"]).save()
    with refused_by("erased_stays_empty"):
        Interview(source=talk, witness_code="W1").save()
    with pytest.raises(Refused, match="was erased"):
        give_again(talk, "keep")
    with pytest.raises(Refused, match="Record first"):
        make.save(Source.objects.get(), title="A talk", comment="x")
    assert Version.objects.filter(serialized_data__contains="I saw it").count() == 0


def test_whoever_recorded_the_withdrawal_does_not_erase() -> None:
    talk = make.interview()
    withdraw(talk, "keep", by=make.reviewer())
    with pytest.raises(Refused, match="somebody else must decide"):
        erase(talk, by=make.reviewer())
    give_again(talk, "keep")
    with refused_by("erasure_two_people"):
        Erasure.objects.update(
            state="kept", decided_by=make.reviewer(), decided_at=timezone.now(), comment="x"
        )


def test_who_hid_a_copy_before_may_still_decide() -> None:
    talk, _incident = published_talk()
    withdraw(talk, "publish_content", by=second())
    withdraw(talk, "keep", by=make.reviewer())
    erase(talk, by=second())
    assert tables_with(SECRET) == set()


def test_the_copy_whose_place_is_recorded_goes_first() -> None:
    talk = make.interview(copy_held="drive 3")
    withdraw(talk, "keep")
    erasure = Erasure.objects.get()
    with pytest.raises(Refused, match="Destroy first the copy"):
        erasing.erase(erasure, by=second(), day=make.DAY, comment="x")
    erasing.tick(erasure, copy="held", note="wiped", by=make.reviewer())
    with pytest.raises(Refused, match="ticked already"):
        erasing.tick(erasure, copy="held", note="", by=make.reviewer())
    erase(talk)
    erasing.tick(erasure, copy="backups", note="the last one expired", by=second())
    assert list(erasing.copies_gone(erasure)) == ["held", "backups"]


def test_consent_that_was_given_again_ends_the_request() -> None:
    talk = make.interview()
    withdraw(talk, "keep")
    erasure = Erasure.objects.get()
    with pytest.raises(Refused, match="nothing to erase"):
        erasing.keep(erasure, by=second(), comment="they called again")
    give_again(talk, "keep")
    with pytest.raises(Refused, match="nothing to erase"):
        erase(talk)
    erasing.keep(erasure, by=second(), comment="they called again")
    assert Source.objects.get().text_as_received == "I saw it."


def test_an_erasure_leaves_nothing_and_follows_a_withdrawal() -> None:
    talk = make.interview()
    decided = {"decided_by": second(), "decided_at": timezone.now(), "comment": "x"}
    with refused_by("erasure_follows_withdrawal"):
        Erasure.objects.create(source=talk, by=make.reviewer())
    withdraw(talk, "keep")
    with refused_by("erasure_is_whole"):
        Erasure.objects.update(state="erased", **decided)
    erase(talk)
    with refused_by("erasure_decided_once"):
        Erasure.objects.update(comment="another")
    with refused_by("erasure_decided_once"):
        Erasure.objects.all()._raw_delete("default")


# Legal hold


def test_a_legal_hold_forbids_erasing_and_not_hiding(client: Client) -> None:
    talk, _incident = published_talk()
    holding.hold(talk, by=lawyer(), reason="it is evidence in a trial")
    withdraw(talk, "keep")
    assert pages_with(client, SECRET) == set()
    with pytest.raises(Refused, match="it is evidence in a trial"):
        erase(talk)
    assert "sources_source" in tables_with(SECRET)

    holding.lift(talk, by=lawyer(), reason="the trial is over")
    erase(talk)
    assert tables_with(SECRET) == set()


def test_the_database_holds_too(monkeypatch: pytest.MonkeyPatch) -> None:
    talk, _incident = published_talk()
    holding.hold(talk, by=lawyer(), reason="a trial")
    withdraw(talk, "keep")
    monkeypatch.setattr(Source, "hold", None)
    with pytest.raises(Refused, match="A legal hold forbids"):
        erase(talk)
    unpublished = make.interview()
    holding.hold(unpublished, by=lawyer(), reason="a trial")
    withdraw(unpublished, "keep")
    with pytest.raises(Refused, match="A legal hold forbids this erasure"):
        erase(unpublished)


def test_only_who_has_the_right_holds_and_always_says_why() -> None:
    talk = make.interview()
    for other in (make.reviewer(), make.administrator(), make.researcher()):
        with pytest.raises(Refused, match="You do not have the right"):
            holding.hold(talk, by=other, reason="a trial")
    with pytest.raises(Refused, match="needs a reason"):
        holding.hold(talk, by=lawyer(), reason=" ")
    holding.hold(talk, by=lawyer(), reason="a trial")
    with pytest.raises(Refused, match="has just recorded this"):
        holding.hold(talk, by=lawyer(), reason="a trial")
    with pytest.raises(Refused, match="needs a reason"):
        holding.lift(talk, by=lawyer(), reason="")
    assert list(LegalHold.objects.values_list("reason", flat=True)) == ["a trial"]
