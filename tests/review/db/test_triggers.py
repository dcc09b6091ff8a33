"""Every change of the published index gets a number, whoever makes it."""

from collections.abc import Callable

import pytest
from django.core.management import call_command

from incidents.models import Place
from review.models import Hiding, Reindexed
from review.public.public_state import PublicState, public_reading
from review.workflow import hiding
from sources.models import Actor, PublishedActor
from tests import factories as make

pytestmark = pytest.mark.django_db


def state() -> PublicState:
    with public_reading() as now:
        return now


def changed(deed: Callable[[], object]) -> tuple[bool, set[tuple[int, str]]]:
    """Whether the public state is another after the deed, and which editions' rows were changed."""
    before = state()
    deed()
    since = Reindexed.objects.filter(number__gt=before.reindexed)
    return state() != before, set(since.values_list("position", "reference"))


@pytest.fixture
def actor() -> Actor:
    return make.published(make.actor())


def row_of(actor: Actor) -> PublishedActor:
    return PublishedActor.objects.get(reference=actor.reference)


def test_a_draft_changes_nothing_public(actor: Actor) -> None:
    assert changed(lambda: make.save(actor, name_en="Another")) == (False, set())


def test_a_new_edition_changes_its_row_and_that_of_the_edition_before(actor: Actor) -> None:
    before = row_of(actor).position
    make.save(actor, name_en="Another")
    is_new, editions = changed(lambda: make.published(actor, note="renamed"))

    assert is_new
    assert editions == {(before, actor.reference), (row_of(actor).position, actor.reference)}


def test_a_withdrawal_changes_its_row(actor: Actor) -> None:
    before = row_of(actor).position
    assert changed(lambda: make.withdrawn(actor)) == (True, {(before, actor.reference)})


def test_hiding_showing_and_redacting_change_the_row() -> None:
    incident = make.published_incident(not_known_en="Who gave the order.")
    position = incident.review.edition.entry_id  # type: ignore[union-attr]
    expected = (True, {(position, incident.reference)})

    def hide() -> None:
        make.hidden(incident, "not_known")

    def decide(deed: Callable[..., object]) -> Callable[[], object]:
        def decided() -> None:
            one = Hiding.objects.undecided().get()
            deed(one, by=make.reviewer(name="marta"), day=make.DAY, comment="looked at")

        return decided

    assert changed(hide) == expected
    assert changed(decide(hiding.show)) == expected
    assert changed(hide) == expected
    assert changed(decide(hiding.redact)) == expected


def test_an_index_made_anew_changes_every_row(actor: Actor) -> None:
    is_new, editions = changed(lambda: call_command("rebuild_published"))

    assert is_new
    assert editions == {(row_of(actor).position, actor.reference)}


def test_a_stray_row_that_is_removed_changes(actor: Actor) -> None:
    stray = row_of(actor)
    stray.reference, stray.position = "STRAY00", 99
    stray.save(force_insert=True)
    _is_new, editions = changed(lambda: call_command("rebuild_published"))

    assert (99, "STRAY00") in editions


def test_a_row_that_is_changed_by_hand_changes(actor: Actor) -> None:
    before = row_of(actor).position
    move = PublishedActor.objects.filter(reference=actor.reference)

    assert changed(lambda: move.update(position=77)) == (
        True,
        {(before, actor.reference), (77, actor.reference)},
    )


def test_a_gazetteer_that_is_loaded_changes_everything() -> None:
    make.place()
    assert changed(lambda: Place.objects.update(name_en="Elsewhere")) == (True, {(0, "")})


def test_each_change_has_a_number_above_all_before(actor: Actor) -> None:
    first = state().reindexed
    make.withdrawn(actor)
    second = state().reindexed
    Place.objects.update(name_en="Elsewhere")

    assert first < second < state().reindexed
    assert Reindexed.objects.filter(position=row_of_edition(actor)).count() == 1


def row_of_edition(actor: Actor) -> int:
    return int(actor.review.edition.entry_id)  # type: ignore[union-attr]
