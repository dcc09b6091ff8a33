"""Pasted links: what each is to us, as far as whoever pastes it may know."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from accounts.models import NeedToKnowGroup
from accounts.sight import take_in, take_out
from incidents.intake import adding
from incidents.models import IntakeItem
from review.models import Refused
from review.workflow import tagging
from tests import factories as make
from tests.incidents.intake.links import (
    POST,
    begun,
    done,
    entered,
    link,
    out_of_scope,
    pasted,
    told,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def olena() -> User:
    return make.researcher()


@pytest.fixture
def danylo() -> User:
    return make.researcher(name="danylo")


def test_sixty_links_are_kept_each_once_without_what_tracks(olena: User) -> None:
    sixty = "\n".join(f"https://t.me/somechannel/{n}?utm_source=x" for n in range(1, 61))
    found = pasted(f"{sixty}\nhttps://telegram.me/s/SomeChannel/7", by=olena)

    assert (len(found.answers), found.new, found.bad) == (60, 60, [])
    first = IntakeItem.objects.order_by("added_at").get(url="https://t.me/somechannel/1")
    assert (first.address, first.site, first.added_by) == (first.url, "t.me", olena)


def test_words_beside_a_link_and_the_note_for_all_are_kept(olena: User) -> None:
    item = link(f"Udachne, 22 May {POST}", by=olena, note="from the morning", came_from="a list")
    assert (item.note, item.came_from) == ("Udachne, 22 May\nfrom the morning", "a list")


def test_a_bad_line_is_named_and_stays_and_the_others_are_taken(olena: User) -> None:
    bad = "no link here\nhttps://nowhere/1\nhttp://news.example:99999/1"
    found = pasted(f"{POST}\n{bad}", by=olena)

    assert [(one.line.number, one.why) for one in found.bad] == [
        (2, "There is no web address in it."),
        (3, "Write the whole address, as https://news.example/1."),
        (4, "This is no address of the web."),
    ]
    assert found.left == bad
    assert found.new == 1


def test_what_is_in_intake_is_told_by_whose_hands_it_is_in(olena: User, danylo: User) -> None:
    urls = [f"https://t.me/somechannel/{n}" for n in range(1, 6)]
    items = [link(url, by=olena) for url in urls]
    done("take", items[0])
    done("take", items[1], by=danylo)
    out_of_scope(items[2], reason="gone")
    done("save_for_verification", items[3])

    assert told("\n".join(urls), by=olena) == [
        "mine",
        "held",
        "out_of_scope",
        "verification",
        "free",
    ]
    assert IntakeItem.objects.count() == 5


def test_what_is_here_as_a_source_is_told_to_whoever_may_read_it(olena: User) -> None:
    make.source(url="https://telegram.me/somechannel/1", access="restricted")
    seeing = make.reviewer()

    assert told(POST, by=seeing) == ["here"]
    assert not IntakeItem.objects.exists()
    assert told(POST, by=olena) == ["new"]


def test_a_thrown_away_source_is_none() -> None:
    source = make.source(url=POST)
    source.review.work = "closed"
    source.review.save()
    assert told(POST, by=make.researcher()) == ["new"]


def test_what_became_a_source_that_one_may_not_read_is_told_as_before(
    olena: User, danylo: User
) -> None:
    """Held at the desk: the same answer, list and refusal as while it was being typed."""
    taras = make.reviewer()
    typed, became = (link(f"https://t.me/somechannel/{n}", by=danylo) for n in (1, 2))
    done("take", typed, by=taras)
    done("begin_report", typed, by=taras, kind="social_post", access="restricted")
    entered(begun(became, by=taras, access="restricted"))

    assert told(f"{typed.url}\n{became.url}", by=danylo) == ["held", "held"]
    rows = IntakeItem.objects.visible_to(danylo).select_related("report")
    assert {(one.told, one.is_at_desk, one.held_by) for one in rows} == {("open", True, taras)}  # type: ignore[attr-defined]
    deeds: list[tuple[str, dict[str, Any]]] = [
        ("take", {}),
        ("take", {"over": taras.pk}),
        ("free", {}),
        ("assign", {"to": olena}),
        ("put_out_of_scope", {"reason": "subject", "words": ""}),
        ("save_for_verification", {}),
        ("put_back", {}),
        ("tag", {"add": {tagging.make("to verify", by=olena).pk}}),
    ]
    for deed, more in deeds:
        said = []
        for item in (typed, became):
            with pytest.raises(Refused) as refused:
                done(deed, item, by=danylo, **more)
            said.append(str(refused.value))
        assert said[0] == said[1], deed
    assert told(became.url, by=taras) == ["here"]


def test_what_became_an_open_source_is_here_as_that(olena: User, danylo: User) -> None:
    item = entered(begun(link(by=olena), by=olena))
    assert item.report
    (answer,) = pasted(by=danylo).answers
    assert (answer.what, [one.pk for one in answer.sources]) == (
        adding.Is.HERE,
        [item.report.source_id],
    )


@pytest.fixture
def group(olena: User) -> NeedToKnowGroup:
    iryna = make.administrator()
    made = NeedToKnowGroup.objects.create(name="Case 1", purpose="It", made_by=iryna)
    take_in(olena, made, by=iryna, reason="works on it")
    return made


def test_a_link_of_a_group_is_none_for_others(
    group: NeedToKnowGroup, olena: User, danylo: User
) -> None:
    link(by=olena, group=group)
    superuser = User.objects.create_superuser("root")

    assert told(POST, by=olena) == ["free"]
    assert told(POST, by=danylo) == ["new"]
    assert IntakeItem.objects.visible_to(superuser).filter(group=group).count() == 0
    with pytest.raises(Refused, match="do not belong"):
        pasted(by=danylo, group=group)


def test_whoever_left_a_group_is_not_hindered_by_their_own_link(
    group: NeedToKnowGroup, olena: User
) -> None:
    link(by=olena, group=group)
    take_out(olena, group, by=make.administrator(), reason="the case is over")

    assert told(POST, by=olena) == ["new"]


def test_one_person_has_a_link_once_whatever_code_asks(olena: User) -> None:
    item = link(by=olena)
    twin = IntakeItem(
        url=item.url, address=item.address, site=item.site, added_by=olena, added_at=item.added_at
    )
    with pytest.raises(IntegrityError, match="intakeitem_once_for_each"), transaction.atomic():
        twin.save()


def test_a_new_colleague_is_told_of_their_own_and_of_what_they_were_given(olena: User) -> None:
    newcomer = make.person(name="newcomer", group="Researchers", is_new=True)
    urls = [f"https://t.me/somechannel/{n}" for n in (1, 2)]
    given, other = (link(url, by=olena) for url in urls)
    done("assign", given, to=newcomer)

    assert told("\n".join(urls), by=newcomer) == ["mine", "new"]
    assert IntakeItem.objects.filter(address=other.address).count() == 2


def test_too_many_at_once_are_refused_and_none_is_kept(olena: User) -> None:
    text = "\n".join(f"https://t.me/somechannel/{n}" for n in range(301))
    with pytest.raises(Refused, match="301 links: paste at most 300"):
        pasted(text, by=olena)
    assert not IntakeItem.objects.exists()


def test_pasting_needs_the_rights_of_the_desk() -> None:
    with pytest.raises(Refused, match="do not have the right"):
        pasted(by=make.administrator())


def test_other_rules_for_addresses_reach_what_was_pasted(olena: User) -> None:
    item = link(by=olena)
    IntakeItem.objects.update(address="https://t.me/s/somechannel/1", site="old.example")
    second = link("https://t.me/somechannel/2", by=olena)

    assert (adding.follow_rules(), adding.follow_rules()) == (1, 0)

    now = IntakeItem.objects.get(pk=item.pk)
    assert (now.address, now.site) == (POST, "t.me")
    assert second.pk
