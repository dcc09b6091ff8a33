"""Who is to decide about what waits, and what is urgent; and what the database refuses of it."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from accounts import rights
from review.models import Event, Refused, Review
from review.workflow import claiming
from sources.models import Actor, Source
from tests import factories as make
from tests.review.refusing import refused_by

pytestmark = pytest.mark.django_db


def fresh(record: Actor | Source) -> Review:
    return Review.objects.get(pk=record.pk)


def submitted() -> Actor:
    actor = make.actor()
    make.submitted(actor)
    return actor


def deeds(actor: Actor) -> list[tuple[str, str, str]]:
    events = Event.objects.filter(review=actor.pk).exclude(kind__in=["saved", "submitted"])
    return [(one.kind, str(one.by), str(one.to or "")) for one in events]


def test_who_takes_a_review_has_it_until_it_is_decided() -> None:
    actor = submitted()

    claiming.take(actor.review, by=make.reviewer())

    assert fresh(actor).reviewing_by == make.reviewer()
    make.approved(actor, by=make.reviewer(name="ivan"))
    assert fresh(actor).reviewing_by is None


def test_another_takes_it_over_only_where_the_page_said_from_whom() -> None:
    actor, taras, ivan = submitted(), make.reviewer(), make.reviewer(name="ivan")
    claiming.take(actor.review, by=taras)

    with pytest.raises(Refused, match="is being reviewed by taras"):
        claiming.take(actor.review, by=ivan)
    claiming.take(actor.review, by=ivan, over=taras.pk)

    assert fresh(actor).reviewing_by == ivan
    assert deeds(actor) == [("claimed", "taras", ""), ("claimed", "ivan", "taras")]


def test_to_take_what_one_has_already_is_no_deed() -> None:
    actor = submitted()

    for _time in range(2):
        claiming.take(actor.review, by=make.reviewer())

    assert deeds(actor) == [("claimed", "taras", "")]


def test_taking_needs_the_right_to_decide() -> None:
    with pytest.raises(Refused, match="You do not have the right"):
        claiming.take(submitted().review, by=make.researcher(name="petro"))


def test_what_does_not_wait_is_neither_taken_nor_assigned() -> None:
    actor, taras = make.actor(), make.reviewer()

    with pytest.raises(Refused, match="is not waiting for review"):
        claiming.take(actor.review, by=taras)
    with pytest.raises(Refused, match="is not waiting for review"):
        assign(actor, taras)
    with refused_by("review_claimed_while_waiting"):
        Review.objects.filter(pk=actor.pk).update(assigned_to=taras)


def test_a_save_takes_it_out_of_every_hand() -> None:
    actor, taras = submitted(), make.reviewer()
    claiming.take(actor.review, by=taras)
    assign(actor, taras)
    actor.review.refresh_from_db()

    make.save(actor, note_en="more")

    assert (fresh(actor).reviewing_by, fresh(actor).assigned_to) == (None, None)


def assign(actor: Actor | Source, to: User) -> None:
    claiming.assign(actor.review, to=to, by=make.reviewer(name="ivan"))


def test_a_reviewer_is_asked_and_makes_it_free_again() -> None:
    actor, taras = submitted(), make.reviewer()

    assign(actor, taras)
    claiming.release(actor.review, by=taras)

    assert fresh(actor).assigned_to is None
    assert deeds(actor) == [("assigned", "ivan", "taras"), ("released", "taras", "")]


def test_only_what_is_in_ones_hands_is_made_free() -> None:
    with pytest.raises(Refused, match="It is not in your hands"):
        claiming.release(submitted().review, by=make.reviewer())


def test_nobody_is_asked_who_may_not_decide_or_may_not_read_it() -> None:
    source = make.submitted(make.source(access="restricted"))
    unseeing = make.reviewer(name="unseeing")
    unseeing.groups.clear()
    make.give_group(unseeing, make.group_of("decide_review", "view_review"))

    for person, why in (
        (make.researcher(name="petro"), "petro may not approve records"),
        (User.objects.get(pk=unseeing.pk), "unseeing may not read this record"),
    ):
        with pytest.raises(Refused, match=why):
            assign(source, person)


# Four eyes


def own(*, submits: bool) -> tuple[Actor, User]:
    """Of a reviewer who also enters: they changed it, or they submitted what another changed."""
    both = make.reviewer(name="both")
    make.give(both, "Researchers")
    both = User.objects.get(pk=both.pk)
    actor = make.actor(by=make.researcher() if submits else both)
    make.submitted(actor, by=both if submits else make.researcher())
    return actor, both


@pytest.mark.parametrize("submits", [True, False])
@pytest.mark.parametrize("field", ["reviewing_by", "assigned_to"])
def test_whoever_made_a_change_is_never_the_one_who_decides(submits: bool, field: str) -> None:
    actor, both = own(submits=submits)

    with pytest.raises(Refused, match="both is among those who changed or submitted this"):
        claiming.take(actor.review, by=both)
    with pytest.raises(Refused, match="both is among those who changed or submitted this"):
        assign(actor, both)
    with refused_by("claim_by_others"):
        Review.objects.filter(pk=actor.pk).update(**{field: both})


def test_nor_is_whoever_could_be_one_of_them() -> None:
    puppet, actor = make.reviewer(name="puppet"), submitted()
    rights.way_in_given(puppet, by=make.administrator())
    rights.way_in_given(make.researcher(), by=make.administrator())

    with pytest.raises(Refused, match="could be one of them under another name"):
        assign(actor, puppet)
    with refused_by("claim_by_others"):
        Review.objects.filter(pk=actor.pk).update(assigned_to=puppet)


def test_who_worked_on_an_earlier_edition_may_be_asked() -> None:
    actor, both = own(submits=True)
    make.approved(actor, by=make.reviewer())
    actor.review.refresh_from_db()
    make.save(actor, note_en="more")
    make.submitted(actor)

    assign(actor, both)

    assert fresh(actor).assigned_to == both


def test_whoever_can_no_longer_sign_in_is_asked_for_nothing() -> None:
    actor, taras = submitted(), make.reviewer()
    assign(actor, taras)

    User.objects.filter(pk=taras.pk).update(is_active=False)

    assert fresh(actor).assigned_to is None


# Urgent


def test_urgent_records_come_first_in_the_queue_and_say_why() -> None:
    first, second = submitted(), submitted()
    urgent = make.submitted(make.actor(name_en="urgent"))
    olena = make.researcher()

    claiming.set_urgent(urgent.review, by=olena, urgent=True, comment="A hearing tomorrow.")

    waiting: list[Any] = list(Review.objects.waiting())
    assert [one.reference for one in waiting] == [
        *(urgent.reference, first.reference, second.reference)
    ]
    assert waiting[0].urgent_because == "A hearing tomorrow."
    make.approved(urgent, by=make.reviewer())
    assert fresh(urgent).urgent is False


def test_urgency_needs_a_reason_and_the_right_to_submit() -> None:
    actor = submitted()
    refused: list[tuple[Any, str, str]] = [
        (make.researcher(), " ", "Say why it is urgent"),
        (make.administrator(), "now", "You do not have the right"),
    ]
    for by, comment, why in refused:
        with pytest.raises(Refused, match=why):
            claiming.set_urgent(actor.review, by=by, urgent=True, comment=comment)


def test_it_is_no_longer_urgent_without_a_reason() -> None:
    actor, olena = submitted(), make.researcher()
    claiming.set_urgent(actor.review, by=olena, urgent=True, comment="now")

    claiming.set_urgent(actor.review, by=olena, urgent=False)

    assert (fresh(actor).urgent, deeds(actor)[-1]) == (False, ("not_urgent", "olena", ""))
