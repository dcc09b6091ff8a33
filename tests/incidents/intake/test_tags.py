"""Tags of the team on links in intake: put on, taken off, filtered, and never past a wall."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import NeedToKnowGroup
from accounts.sight import take_in
from incidents.intake import keeping
from incidents.models import IntakeItem, TaggedLink
from review.models import Refused, Tag
from review.redaction import typed
from review.workflow import tagging
from tests import factories as make
from tests.incidents.intake.links import begun, done, entered, link, out_of_scope
from tests.pages import form_of, signed_in

pytestmark = pytest.mark.django_db

LIST = "/admin/intake/"
SAVE = "/admin/review/review/filters/save/"
TAGS = "/admin/review/review/tags/"


@pytest.fixture
def olena() -> User:
    return make.researcher()


@pytest.fixture
def client(olena: User) -> Client:
    return signed_in(olena)


@pytest.fixture
def to_verify(olena: User) -> Tag:
    return tagging.make("to verify", by=olena)


def links(by: User, number: int = 2) -> list[IntakeItem]:
    return [link(f"https://t.me/somechannel/{one}", by=by) for one in range(1, number + 1)]


def tags_of(item: IntakeItem) -> list[str]:
    return [str(one) for one in TaggedLink.objects.filter(item=item)]


def told(item: IntakeItem) -> list[tuple[str, str, str]]:
    return [(one.kind, one.by.username, one.words) for one in item.events.select_related("by")]


def listed(client: Client, question: str) -> dict[str, list[str]]:
    """What each row of the list bears."""
    page = client.get(f"{LIST}?{question}").content.decode()
    rows = re.findall(r"<tr data-row>(.*?)</tr>", page, re.DOTALL)
    return {
        re.findall(r'class="address"[^>]*>[^<]*/(\w+)<', row)[0]: re.findall(
            r'<span class="tag">([^<]+)<', row
        )
        for row in rows
    }


def refused(item: IntakeItem, key: UUID, by: User) -> str:
    with pytest.raises(Refused) as why:
        done("tag", item, by=by, add={key})
    return str(why.value)


def test_a_tag_is_put_on_those_that_are_ticked_and_taken_off_one(
    client: Client, olena: User, to_verify: Tag
) -> None:
    first, second, third = links(olena, 3)
    done("take", second, by=make.reviewer())
    ticked = {"chosen": [first.pk, second.pk], "tag": to_verify.pk, "question": "order=newest"}

    put = client.post(f"{LIST}tag/", ticked, follow=True)
    client.post(f"{LIST}tag/", ticked)  # bears it already
    off = {"page_of": first.pk, "chosen": first.pk, "tag": to_verify.pk, "off": "1"}
    page = client.post(f"{LIST}tag/", off, follow=True)

    assert put.redirect_chain == [(f"{LIST}?order=newest#link-{second.pk}", 302)]
    assert "The tags of 2 links are saved." in put.content.decode()
    assert page.redirect_chain == [(f"{LIST}{first.pk}/", 302)]
    assert [tags_of(one) for one in (first, second, third)] == [[], ["to verify"], []]
    assert told(first) == [("tagged", "olena", "to verify"), ("untagged", "olena", "to verify")]
    assert listed(client, "") == {"1": [], "2": ["to verify"], "3": []}
    assert b'<span class="tag">to verify</span>' in client.get(f"{LIST}{second.pk}/").content
    nothing = client.post(f"{LIST}tag/", ticked | {"tag": ""})
    assert (nothing.status_code, "Choose a tag." in nothing.content.decode()) == (400, True)


def test_the_list_is_filtered_by_a_tag_and_the_filter_may_be_shared(
    client: Client, olena: User, to_verify: Tag
) -> None:
    first, second, _third = links(olena, 3)
    for item in (first, second):
        done("tag", item, add={to_verify.pk})
    out_of_scope(second)

    assert listed(client, f"tag={to_verify.pk}") == {"1": ["to verify"]}
    assert listed(client, f"tag={to_verify.pk}&state=all").keys() == {"1", "2"}
    assert client.get(f"{LIST}?tag=nonsense").status_code == 400
    form = form_of(client.get(f"{LIST}?tag={to_verify.pk}"), SAVE)
    client.post(SAVE, form | {"filter-name": "Of Monday", "filter-is_shared": "on"})
    assert "Of Monday" in signed_in(make.reviewer()).get(LIST).content.decode()


def counted(person: User) -> list[int]:
    """On the page of tags: of the only one, how many links, each number leading to those."""
    client = signed_in(person)
    page: Any = client.get(TAGS)
    ((_tag, beside),) = page.context["rows"]
    for _kind, number, address in beside:
        assert len(listed(client, address.partition("?")[2])) == number
        assert (f'href="{address}"'.replace("&", "&amp;") in page.content.decode()) == bool(number)
    return [number for _kind, number, _address in beside]


def test_whoever_may_not_read_a_link_learns_nothing_by_its_tag(to_verify: Tag, olena: User) -> None:
    group = NeedToKnowGroup.objects.create(name="Case 1", purpose="It", made_by=olena)
    take_in(olena, group, by=make.administrator(), reason="works on it")
    limited, entered_one = link("https://t.me/x/9", by=olena, group=group), links(olena, 1)[0]
    done("tag", limited, add={to_verify.pk})
    done("tag", entered_one, add={to_verify.pk})
    danylo = make.researcher(name="danylo")
    newcomer = make.person(name="newcomer", group="Researchers", is_new=True)

    for person, rows in ((olena, {"1", "9"}), (danylo, {"1"}), (newcomer, set())):
        assert listed(signed_in(person), f"tag={to_verify.pk}").keys() == rows, person
        assert counted(person) == [len(rows)], person
    answer = signed_in(danylo).post(
        f"{LIST}tag/", {"chosen": limited.pk, "tag": to_verify.pk, "off": "1"}, follow=True
    )
    assert "Tick at least one link." in answer.content.decode()
    assert refused(limited, to_verify.pk, danylo) == "This link is not in intake any more."
    assert tags_of(limited) == ["to verify"]
    assert counted(make.administrator()) == []
    unread = signed_in(make.administrator())
    assert unread.post(f"{LIST}tag/", {"chosen": limited.pk}).status_code == 403


def test_at_the_desk_its_tags_come_off_and_no_tag_tells_whether_it_was_entered(
    olena: User, to_verify: Tag
) -> None:
    typed_one, became = links(olena)
    taras = make.reviewer()
    for item in (typed_one, became):
        done("tag", item, add={to_verify.pk})
        begun(item, by=taras, access="restricted")
    entered(became)

    assert [tags_of(item) for item in (typed_one, became)] == [[], []]
    assert ("untagged", "taras", "to verify") in told(became)
    for item in (typed_one, became):
        assert refused(item, to_verify.pk, olena) == "taras has it at the desk."
    assert refused(became, to_verify.pk, taras) == "It has become a source."


def test_what_is_closed_keeps_its_tags_until_it_is_forgotten(olena: User, to_verify: Tag) -> None:
    (item,) = links(olena, 1)
    done("tag", item, add={to_verify.pk})
    out_of_scope(item)

    assert refused(item, to_verify.pk, olena) == "It is out of scope: put it back first."
    assert tags_of(item) == ["to verify"]
    keeping.forget_old(timezone.now() + 2 * keeping.KEPT_FOR)
    assert tags_of(item) == []
    assert {words for _kind, _by, words in told(item)} == {""}


def test_what_is_done_to_a_tag_is_done_on_links_too(
    client: Client, olena: User, to_verify: Tag
) -> None:
    both, one = links(olena)
    checked = tagging.make("checked", by=olena)
    done("tag", both, add={to_verify.pk, checked.pk})
    done("tag", one, add={to_verify.pk})

    client.post(f"{TAGS}{to_verify.pk}/merge/", {"into": str(checked.pk)})
    client.post(f"{TAGS}{checked.pk}/rename/", {"name": "seen"})

    assert [tags_of(item) for item in (both, one)] == [["seen"], ["seen"]]
    assert told(one)[-1] == ("tagged", "olena", "“to verify” was merged into “checked”.")
    client.post(f"{TAGS}{checked.pk}/delete/")
    assert (tags_of(one), Tag.objects.count()) == ([], 0)
    assert told(one)[-1] == ("untagged", "olena", "“seen” was deleted.")


def test_a_retired_tag_stays_and_is_put_on_no_other(olena: User, to_verify: Tag) -> None:
    first, second = links(olena)
    done("tag", first, add={to_verify.pk})
    tagging.retire(to_verify.pk, by=olena)

    assert refused(second, to_verify.pk, olena) == "“to verify” is retired: bring it back first."
    with pytest.raises(IntegrityError, match="This tag is retired"), transaction.atomic():
        TaggedLink.objects.create(item=second, tag=to_verify)
    done("tag", first, remove={to_verify.pk})
    assert tags_of(first) == []


def test_it_goes_with_what_its_name_tells(olena: User) -> None:
    (item,) = links(olena, 1)
    telling = tagging.make("about Petrenko", by=olena)
    done("tag", item, add={telling.pk})

    for texts in typed.TYPED:
        texts.forget_words(lambda text: "Petrenko" in text)

    assert tags_of(item) == []
    assert told(item) == [("tagged", "olena", "")]
