"""Four eyes are of people who could not have made each other: each deed that takes two people."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from accounts import rights, suspending
from incidents.admin import names
from incidents.models import Incident, Merge, Victim, WithheldName
from review.models import Edition, Event, Refused, Review
from review.workflow import hiding
from review.workflow import merging as deciding
from tests import factories as make
from tests.pages import signed_in
from tests.review.refusing import refused_by

pytestmark = pytest.mark.django_db

DECIDED = {"decided_on": make.DAY, "review_on": make.DAY, "basis": "consent"}
SENTENCE = "another administrator must first confirm that they know"


@pytest.fixture
def incident(public_incident: Incident) -> Incident:
    return public_incident


@pytest.fixture
def maker(incident: Incident) -> User:
    """Everything that one person can have."""
    return having(make.administrator(), "Reviewers", "Safeguarding")


@pytest.fixture
def made(maker: User) -> User:
    return given_a_way_in("puppet", maker)


@pytest.fixture
def other(maker: User) -> User:
    """Made by the same administrator."""
    return given_a_way_in("other", maker)


def given_a_way_in(name: str, by: User) -> User:
    person = having(make.researcher(name=name), "Reviewers", "Safeguarding")
    rights.way_in_given(person, by=by)
    return person


def having(person: User, *groups: str) -> User:
    for name in groups:
        make.give(person, name)
    return User.objects.get(pk=person.pk)


class Deed(NamedTuple):
    """What one person does, what another one then decides, and the row of that decision."""

    first: Callable[[Incident, User], Any]
    second: Callable[[Any, User], Any]
    row: Callable[[Any, User], Any]


def enter(incident: Incident, by: User) -> Incident:
    make.save(incident, by=by, killed_low=1, killed_high=3, comment="a range")
    return make.submitted(incident, by=make.researcher(name="nobody"))  # type: ignore[no-any-return]


def submit(incident: Incident, by: User) -> Incident:
    author = make.researcher(name="nobody")
    make.save(incident, by=author, killed_low=1, killed_high=3, comment="a range")
    return make.submitted(incident, by=by)  # type: ignore[no-any-return]


def approve(incident: Incident, by: User) -> None:
    make.approved(incident, by=by, note="A range.")


def approved_row(incident: Incident, by: User) -> None:
    head = incident.review.head
    Event.objects.create(review=incident.review, kind="approved", by=by, revision=head)


def edition_row(incident: Incident, by: User) -> None:
    last = Edition.objects.filter(review=incident.pk).latest("number")
    head = incident.review.head
    Edition.objects.create(
        review=incident.review, number=2, entry=last.entry, revision=head, approved_by=by
    )


def hide(incident: Incident, by: User) -> Any:
    review = Review.objects.get(pk=incident.pk)
    why: dict[str, Any] = {"day": make.DAY, "reason": "protection", "comment": "asked"}
    return hiding.hide(review, "summary", by=by, **why)[0]


def show(hidden: Any, by: User) -> None:
    hiding.show(hidden, by=by, day=make.DAY, comment="looked at")


def redact(hidden: Any, by: User) -> None:
    hiding.redact(hidden, by=by, day=make.DAY, comment="looked at")


def decided_row(state: str) -> Callable[[Any, User], None]:
    def row(hidden: Any, by: User) -> None:
        hidden.state, hidden.decided_by, hidden.decided_at = state, by, timezone.now()
        hidden.save()

    return row


def named(incident: Incident, **values: Any) -> WithheldName:
    victim = Victim(incident=incident, label_en="a captured soldier", outcome="killed")
    make.save(incident, by=make.researcher(name="nobody"), rows=[victim], comment="who")
    return WithheldName.objects.create(victim=victim, name="Andrii Prykladnyi", **values)


def decide_on_name(incident: Incident, by: User) -> WithheldName:
    return named(incident, decided_by=by, **DECIDED)


def agree_on_name(incident: Incident, by: User) -> WithheldName:
    return named(incident, safeguarded_by=by, safeguarded_on=make.DAY)


def agree(name: WithheldName, by: User) -> None:
    names._agree(name.victim, by)


def agreed_row(name: WithheldName, by: User) -> None:
    WithheldName.objects.filter(pk=name.pk).update(safeguarded_by=by, safeguarded_on=make.DAY)


def decide(name: WithheldName, by: User) -> None:
    name.basis, name.decided_on, name.review_on = "consent", make.DAY, make.DAY
    names._keep(name, by)


def name_decided_row(name: WithheldName, by: User) -> None:
    WithheldName.objects.filter(pk=name.pk).update(decided_by=by, **DECIDED)


def submit_name(incident: Incident, by: User) -> Incident:
    """Whoever decided on a name does not approve the edition that tells it."""
    decide_on_name(incident, by)
    return make.submitted(incident, by=make.researcher(name="nobody"))  # type: ignore[no-any-return]


def propose(incident: Incident, by: User) -> Merge:
    other = make.published(make.incident(statement=incident.evidence.all()[0].statement))
    return Merge.objects.create(merged=other, into=incident, by=by, comment="one event")


def merge(proposed: Merge, by: User) -> None:
    both = Incident.objects.filter(pk__in=[proposed.merged_id, proposed.into_id])
    seen = {one.pk: one.review.head_id for one in both}
    deciding.approve(proposed, by=by, seen=seen, shown="", day=make.DAY)


def merged_row(proposed: Merge, by: User) -> None:
    Merge.objects.filter(pk=proposed.pk).update(
        state="done", decided_by=by, decided_at=timezone.now()
    )


DEEDS = {
    "approve what was entered": Deed(enter, approve, approved_row),
    "approve what was submitted": Deed(submit, approve, approved_row),
    "publish": Deed(enter, approve, edition_row),
    "show again": Deed(hide, show, decided_row("shown")),
    "redact": Deed(hide, redact, decided_row("redacted")),
    "agree to a name": Deed(decide_on_name, agree, agreed_row),
    "decide on a name": Deed(agree_on_name, decide, name_decided_row),
    "merge": Deed(propose, merge, merged_row),
}


@pytest.mark.parametrize("begins", ["maker", "made"])
@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_of_two_is_not_done_by_who_could_be_one(
    incident: Incident, maker: User, made: User, other: User, deed: str, begins: str
) -> None:
    first, verb, row = DEEDS[deed]
    begun = first(incident, maker if begins == "maker" else made)

    for second in (made,) if begins == "maker" else (maker, other):
        with pytest.raises(Refused, match=SENTENCE):
            verb(begun, second)
        begun.refresh_from_db()
        with refused_by("two_hands"):
            row(begun, second)

    # Another administrator knows them.
    colleague = make.administrators().exclude(pk=maker.pk)[0]
    for person in (made, other):
        rights.vouch(person, by=colleague, reason="have spoken with them")
    begun.refresh_from_db()
    verb(begun, second)


def test_who_could_have_decided_on_a_name_does_not_approve_it(
    incident: Incident, maker: User, made: User
) -> None:
    begun = submit_name(incident, maker)
    with pytest.raises(Refused, match=SENTENCE):
        approve(begun, made)
    with refused_by("withheldname_approved_by_others"):
        edition_row(begun, made)


def test_a_page_says_who_must_be_confirmed(incident: Incident, maker: User, made: User) -> None:
    enter(incident, maker)
    page = signed_in(made).get(f"/admin/review/review/{incident.pk}/").text
    assert f"{SENTENCE} puppet" in page
    assert "Approve and publish" not in page


NEEDS_TWO: dict[str, Deed] = {
    "publish": Deed(enter, approve, edition_row),
    "show again": Deed(hide, show, decided_row("shown")),
}


@pytest.mark.parametrize("deed", NEEDS_TWO)
def test_nothing_is_published_before_there_are_two_administrators(
    incident: Incident, deed: str
) -> None:
    first, verb, row = NEEDS_TWO[deed]
    begun = first(incident, having(make.researcher(), "Reviewers"))
    taras = make.reviewer()
    one, other = make.administrators()
    suspending.suspend(other, by=one, reason="arrested")

    with pytest.raises(Refused, match="before there are two active administrators"):
        verb(begun, taras)
    with refused_by("two_administrators"):
        row(begun, taras)

    suspending.lift(other, by=one, reason="is back")
    begun.refresh_from_db()
    verb(begun, taras)
