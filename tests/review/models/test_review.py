"""Where a record stands on its way to the public."""

import pytest

from review.models import Event
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_the_pile_is_the_same_asked_of_the_database_and_taken_from_all_events() -> None:
    draft = make.actor()
    make.save(draft, note_en="again")
    published = make.published(make.actor(name_en="Known"))
    make.save(published, note_en="one")
    make.save(published, note_en="two")
    make.submitted(published)

    for record, kinds in (
        (draft, [Event.Kind.SAVED] * 2),
        (published, [Event.Kind.SAVED] * 2 + [Event.Kind.SUBMITTED]),
    ):
        review = record.review
        review.refresh_from_db()
        pile = list(review.pile().order_by("id"))
        assert [one.kind for one in pile] == kinds
        assert review.pile_among(review.events.order_by("id")) == pile
