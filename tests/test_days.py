"""The days of the site: its time zone, and that none goes back."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone

from config.time_zone import known
from review.editions import chain
from review.models import Entry, Review
from tests import factories as make


def test_a_day_begins_in_the_time_zone_of_the_site(settings: Any) -> None:
    late = datetime(2025, 5, 27, 22, 30, tzinfo=UTC)

    assert settings.TIME_ZONE == "Europe/Kyiv"
    assert timezone.localdate(late) == date(2025, 5, 28)


@pytest.mark.parametrize("name", ["Kyiv", "", "../etc", "Europe"])
def test_a_time_zone_that_is_none_is_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="which is no time zone: write one such as"):
        known(name)
    assert known("UTC") == "UTC"


@pytest.mark.django_db
def test_the_site_says_by_which_time_zone_its_days_are(client: Client) -> None:
    make.published(make.actor())
    page = " ".join(client.get("/transparency/").content.decode().split())
    assert "<dt>Time zone of the days</dt><dd>Europe/Kyiv</dd>" in page

    client.force_login(make.researcher())
    admin = client.get("/admin/").content.decode()
    assert "Days and times are those of the time zone Europe/Kyiv." in admin


@pytest.mark.django_db
def test_no_day_of_the_chain_goes_back(client: Client) -> None:
    """As after a move to a time zone further west, or by a clock that is behind."""
    ahead = date(2999, 1, 1)
    actor = make.published(make.actor(), day=ahead)
    assert chain.next_day(date(2998, 12, 31)) == ahead
    assert chain.next_day(date(2999, 1, 2)) == date(2999, 1, 2)

    client.force_login(make.reviewer())
    path = f"/admin/review/review/{actor.pk}/"
    form = {
        "withdraw-reason": "error",
        "withdraw-comment": "wrong",
        "withdraw-seen": actor.review.head_id,
    }
    client.post(f"{path}withdraw/", form)
    last = Entry.objects.latest("position")
    assert (last.kind, last.day) == ("withdrawal", ahead)
    assert Review.objects.get().withdrawn_on == ahead
