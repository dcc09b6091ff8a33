"""A colleague leaves: what is open goes to another in one step, the account is shut, work stays."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from accounts.models import LeavingCheck, Suspension
from review.models import Event, Refused, Review
from review.workflow import claiming, decisions, leaving
from sources.models import Source
from tests import factories as make
from tests.accounts.test_sessions import is_in
from tests.pages import signed_in
from tests.review.refusing import refused_by

pytestmark = pytest.mark.django_db

DRAFTS = "/admin/sources/source/?left=yes"


@pytest.fixture
def olena() -> User:
    """Who leaves: a reviewer, so that they took something too."""
    return make.reviewer(name="olena")


@pytest.fixture
def petro() -> User:
    return make.reviewer(name="petro")


@pytest.fixture
def draft(olena: User) -> Source:
    return make.source(by=olena, title="A draft of olena")


def page_of(person: User) -> str:
    return f"/admin/auth/user/{person.pk}/leaves/"


def leave(by: Client, person: User, to: User | None, reason: str = "a new job") -> Any:
    return by.post(page_of(person), {"to": to.pk if to else "", "reason": reason}, follow=True)


def short(title: str) -> str:
    """Without what is not known of the source."""
    return title.partition(",")[0]


def drafts_of(person: User) -> list[str]:
    response: Any = signed_in(person).get("/admin/")
    return [short(review.title) for review in response.context["lists"]["drafts"]["reviews"]]


def listed(person: User, address: str = DRAFTS) -> list[str]:
    response: Any = signed_in(person).get(address)
    return [source.title for source in response.context["cl"].result_list]


def test_all_is_passed_on_in_one_step_and_the_account_is_shut(
    olena: User, petro: User, draft: Source, administrator: Client
) -> None:
    waiting = make.submitted(make.source(by=olena, title="Submitted by olena"), by=olena)
    ivan = make.researcher(name="ivan")
    taken = make.submitted(make.source(by=ivan, title="Of ivan"), by=ivan)
    claiming.take(taken.review, by=olena)
    theirs = signed_in(olena)

    page: Any = administrator.get(page_of(olena))
    held = page.context["held"]
    groups = (held.drafts, held.waiting, held.taken)
    assert [[short(one.title) for one in group] for group in groups] == [
        ["A draft of olena"],
        ["Submitted by olena"],
        ["Of ivan"],
    ]
    leave(administrator, olena, petro)

    assert is_in(theirs) is False
    assert drafts_of(petro) == ["A draft of olena"]
    assert Review.objects.get(pk=taken.pk).reviewing_by == petro
    passed = Event.objects.filter(kind="handed").order_by("id")
    assert {(event.review_id, event.to) for event in passed} == {
        (draft.pk, petro),
        (waiting.pk, petro),
    }
    assert [str(event.deed) for event in Suspension.objects.all()] == ["left"]
    # Whose work it was stays in the history, and so petro may approve it.
    assert [event.by for event in draft.review.events.filter(kind="saved")] == [olena]


def test_what_is_passed_to_nobody_is_in_the_list_of_drafts_of_people_who_left(
    olena: User, petro: User, draft: Source, administrator: Client
) -> None:
    make.source(by=petro, title="A draft of petro")
    assert listed(petro) == []

    leave(administrator, olena, None)

    assert listed(petro) == ["A draft of olena"]
    assert drafts_of(petro) == ["A draft of petro"]


def test_whoever_saves_such_a_draft_has_taken_it_over(
    olena: User, petro: User, draft: Source, administrator: Client
) -> None:
    leave(administrator, olena, None)

    make.save(draft, by=petro, title="Taken over", comment="going on with it")

    assert listed(petro) == []
    assert drafts_of(petro) == ["Taken over"]


def test_a_suspension_puts_drafts_into_the_list_too(
    olena: User, petro: User, draft: Source, administrator: Client
) -> None:
    administrator.post(f"/admin/auth/user/{olena.pk}/suspend/", {"reason": "arrested"})

    assert listed(petro) == ["A draft of olena"]


def test_what_was_passed_on_to_somebody_who_left_later_is_in_the_list(
    olena: User, petro: User, draft: Source, administrator: Client
) -> None:
    leave(administrator, olena, petro)
    assert listed(petro) == []

    leave(administrator, petro, None)

    assert listed(make.reviewer()) == ["A draft of olena"]


def test_a_returned_draft_is_passed_on_with_what_it_asks_for(
    olena: User, petro: User, administrator: Client
) -> None:
    source = make.submitted(make.source(by=olena), by=olena)
    decisions.send_back(
        source.review, by=make.reviewer(), seen=source.review.head_id, comment="mend the date"
    )
    leave(administrator, olena, petro)

    page: Any = signed_in(petro).get("/admin/")

    assert [review.to_mend for review in page.context["lists"]["returned"]["reviews"]] == [
        "mend the date"
    ]


def test_a_review_that_the_colleague_may_not_decide_is_freed(
    olena: User, administrator: Client
) -> None:
    author = make.researcher(name="ivan")
    taken = make.submitted(make.source(by=author), by=author)
    claiming.take(taken.review, by=olena)

    leave(administrator, olena, author)

    assert Review.objects.get(pk=taken.pk).reviewing_by is None


def test_only_what_both_may_read_is_told_and_passed_on(olena: User, administrator: Client) -> None:
    """An administrator has no right to restricted sources."""
    make.source(by=olena, title="A restricted draft", access="restricted")

    page: Any = administrator.get(page_of(olena))
    leave(administrator, olena, make.researcher(name="ivan"))

    assert "A restricted draft" not in page.content.decode()
    assert Event.objects.filter(kind="handed").count() == 0
    assert listed(make.reviewer()) == ["A restricted draft"]
    assert listed(make.researcher(name="ivan")) == []


def test_only_an_administrator_lets_somebody_leave(olena: User, researcher: Client) -> None:
    assert researcher.get(page_of(olena)).status_code == 403
    assert leave(researcher, olena, None).status_code == 403
    assert User.objects.get(pk=olena.pk).is_active


def test_nobody_lets_themselves_leave(administrator: Client) -> None:
    iryna = make.administrator()

    response = leave(administrator, iryna, None)

    assert response.context["form"].non_field_errors() == [
        "Nobody can suspend their own account: another administrator must do it."
    ]


def test_nothing_is_passed_on_when_the_account_stays(
    olena: User, petro: User, draft: Source
) -> None:
    """All of it or none."""
    with pytest.raises(Refused, match="Only an active administrator"):
        leaving.leave(olena, to=petro, by=make.reviewer(), reason="no right to")

    assert Event.objects.filter(kind="handed").count() == 0


@pytest.mark.parametrize("group", [None, "Administrators"])
def test_work_goes_only_to_who_enters_records(
    olena: User, draft: Source, administrator: Client, group: str | None
) -> None:
    other = User.objects.create(username="stepan", is_staff=True)
    if group:
        make.give(other, group)

    response = leave(administrator, olena, other)

    assert response.status_code == 400
    assert list(response.context["form"].errors) == ["to"]
    assert User.objects.get(pk=olena.pk).is_active


def test_a_draft_is_taken_over_by_a_button(
    olena: User, petro: User, draft: Source, administrator: Client
) -> None:
    leave(administrator, olena, None)
    client = signed_in(petro)
    button = f"/admin/review/review/{draft.pk}/take-over/"
    detail = f"/admin/review/review/{draft.pk}/"
    assert f'action="{button}"' in client.get(detail).content.decode()
    assert f'href="{detail}">Take it over' in client.get(change_of(draft)).content.decode()

    client.post(button)

    assert (listed(petro), drafts_of(petro)) == ([], ["A draft of olena"])
    assert button not in client.get(detail).content.decode()
    again: Any = client.post(button, follow=True)
    assert [str(one) for one in again.context["messages"]] == ["Somebody goes on with it already."]
    assert Event.objects.filter(kind="handed").count() == 1


def change_of(draft: Source) -> str:
    return f"/admin/sources/source/{draft.pk}/change/"


def test_a_draft_that_nobody_left_is_taken_over_by_nobody(petro: User, draft: Source) -> None:
    with pytest.raises(Refused, match="goes on with it already"):
        leaving.take_over(draft.review, by=petro)
    with pytest.raises(Refused, match="You do not have the right"):
        leaving.take_over(draft.review, by=make.administrator())


def test_what_was_seen_to_outside_is_kept_with_who_and_when(
    olena: User, administrator: Client
) -> None:
    leave(administrator, olena, None)
    at = f"{page_of(olena)}check/"
    for done in ("yes", "yes", "no", "yes"):
        administrator.post(at, {"step": "chats", "done": done})
    administrator.post(at, {"step": "nonsense", "done": "yes"})

    page: Any = administrator.get(page_of(olena))

    said = LeavingCheck.objects.values_list("step", "is_done", "by__username")
    assert list(said) == [("chats", done, "iryna") for done in (True, False, True)]
    seen_to = [step.value for step, check in page.context["steps"] if check]
    assert (len(page.context["steps"]), seen_to) == (7, ["chats"])
    with refused_by("append_only"):
        LeavingCheck.objects.update(is_done=False)


def test_nobody_ticks_before_the_account_is_shut_nor_without_the_right(
    olena: User, petro: User, administrator: Client
) -> None:
    at = f"{page_of(olena)}check/"
    administrator.post(at, {"step": "chats", "done": "yes"})
    leave(administrator, olena, None)
    assert signed_in(petro).post(at, {"step": "chats", "done": "yes"}).status_code == 403
    assert LeavingCheck.objects.count() == 0
