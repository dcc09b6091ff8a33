"""Who did what to records: for administrators, of what they may read."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from review.models import Read
from review.workflow import decisions
from tests import factories as make
from tests.pages import signed_in

pytestmark = pytest.mark.django_db

ACTIVITY = reverse("admin:review_review_activity")
A_REPORT = "A report, publisher not known, 2025-05-24"


@pytest.fixture
def iryna() -> Client:
    return signed_in(make.administrator())


def told(client: Client, **asked: Any) -> list[tuple[str, str, str]]:
    found = client.get(ACTIVITY, asked).context["events"]
    return [(one.by.username, one.kind, one.review.title) for one in found]


def test_it_tells_what_was_done_the_latest_first(iryna: Client) -> None:
    actor = make.submitted(make.actor(name_en="CNN"))
    decisions.comment(actor.review, by=make.reviewer(), comment="Which office?")

    assert told(iryna) == [
        ("taras", "commented", "CNN"),
        ("olena", "submitted", "CNN"),
        ("olena", "saved", "CNN"),
    ]
    assert "Which office?" in iryna.get(ACTIVITY).text


def test_it_is_asked_for_a_colleague_a_deed_a_kind_and_days(iryna: Client) -> None:
    make.submitted(make.actor(name_en="CNN"))
    make.source(by=make.researcher(name="petro"), title="A report")

    assert told(iryna, by=make.researcher(name="petro").pk) == [("petro", "saved", A_REPORT)]
    assert told(iryna, deed="submitted") == [("olena", "submitted", "CNN")]
    assert told(iryna, kind="source") == [("petro", "saved", A_REPORT)]
    assert told(iryna, until="2001-01-01") == []
    assert len(told(iryna, since="2001-01-01", until="2999-01-01")) == 3


def test_a_bad_question_says_what_is_wrong(iryna: Client) -> None:
    answer = iryna.get(ACTIVITY, {"since": "2025-02-01", "until": "2025-01-01"})

    assert answer.status_code == 400
    assert answer.context["form"].errors["until"] == ["The last day is before the first."]
    for asked in ({"by": "x"}, {"deed": "x"}, {"kind": "x"}, {"since": "32"}):
        assert iryna.get(ACTIVITY, asked).status_code == 400


def test_of_what_an_administrator_may_not_read_nothing_is_told(iryna: Client) -> None:
    make.source(access="restricted", title="Kept from most")

    assert told(iryna) == []


def test_others_have_no_such_page() -> None:
    assert signed_in(make.reviewer()).get(ACTIVITY).status_code == 403


def test_what_is_said_of_a_kept_record_is_not_read_here_unnoted() -> None:
    owner = User.objects.create_superuser("owner")
    taras = make.reviewer()
    kept = make.source(access="restricted", by=taras)
    make.source(by=taras)
    decisions.comment(kept.review, by=taras, comment="The witness asks")

    assert "The witness asks" in signed_in(owner).get(ACTIVITY).text

    assert list(Read.objects.values_list("review", "person")) == [(kept.pk, owner.pk)]
