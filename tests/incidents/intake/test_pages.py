"""The pages of intake without JavaScript: paste, look through, decide, take up at the desk."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import NeedToKnowGroup
from accounts.sight import take_in
from incidents.models import DeskReport, IntakeItem
from tests import factories as make
from tests.incidents.intake.links import POST, begun, done, entered, link, out_of_scope, pasted
from tests.pages import form_of, signed_in

pytestmark = pytest.mark.django_db

LIST = "/admin/intake/"


@pytest.fixture
def olena() -> User:
    return make.researcher()


@pytest.fixture
def client(olena: User) -> Client:
    return signed_in(olena)


def sixty(by: User, *, first: int = 1, last: int = 60) -> None:
    pasted("\n".join(f"https://t.me/somechannel/{n}" for n in range(first, last + 1)), by=by)


def listed(client: Client, question: str = "") -> list[str]:
    text = client.get(f"{LIST}?{question}").content.decode()
    return re.findall(r'<a class="address" href="/admin/intake/[^"]+">([^<]+)</a>', text)


def words(response: Any) -> str:
    """What the page says, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_links_are_pasted_and_what_each_is_stands_on_the_answer(
    client: Client, olena: User
) -> None:
    here = make.source(url="https://news.example/1", title="An article")
    taras = make.reviewer()
    done("take", link("https://t.me/somechannel/1", by=taras))
    out_of_scope(link("https://t.me/somechannel/2", by=taras), reason="gone", words="empty")
    text = (
        "https://news.example/1\nhttps://t.me/somechannel/1\nhttps://t.me/somechannel/2\n"
        f"{POST}3?utm_source=x\nno link"
    )

    answer = client.post(f"{LIST}add/", {"text": text, "note": "a note", "came_from": "a list"})

    said = words(answer)
    assert "4 links, new: 1" in said
    assert "Line 5: There is no web address in it. no link" in said
    assert "Here already, as a source: 1" in said
    assert f"An article, publisher not known, 2025-05-24 {here.reference}" in said
    assert "In intake: a colleague has it: 1 https://t.me/somechannel/1 – taras" in said
    assert said.count("Your note was not kept, since the link is known: a note") == 3
    assert "nothing is there: deleted, private or empty empty taras" in said
    form = form_of(answer, f"{LIST}add/")
    assert (form["text"], form["note"], form["came_from"]) == ("no link", "a note", "a list")
    assert IntakeItem.objects.get(note="a note").url == "https://t.me/somechannel/13"


def test_a_paste_that_is_refused_stays_as_it_was_typed(client: Client) -> None:
    text = "\n".join(f"https://t.me/somechannel/{n}" for n in range(301))
    answer = client.post(f"{LIST}add/", {"text": text, "note": "n", "came_from": ""})

    assert answer.status_code == 400
    form = form_of(answer, f"{LIST}add/")
    assert (form["text"].replace("\r\n", "\n"), form["note"]) == (text, "n")
    assert "301 links: paste at most 300 at once." in words(answer)


def test_an_empty_intake_says_so_and_offers_the_box(client: Client) -> None:
    said = words(client.get(LIST))
    assert "Nothing waits in intake." in said
    assert "No link in intake is so." in words(client.get(f"{LIST}?site=t.me"))


def test_the_list_is_paged_and_filtered(client: Client, olena: User) -> None:
    taras = make.reviewer()
    sixty(olena, last=61)
    mine = IntakeItem.objects.get(url="https://t.me/somechannel/1")
    theirs = link("https://www.news.example/a?id=1", by=taras, note="Udachne")
    done("take", mine)
    done("take", theirs, by=taras)
    closed = out_of_scope(link("https://x.com/a/status/1", by=olena))

    assert (len(listed(client)), len(listed(client, "page=2"))) == (60, 2)
    assert listed(client, "whose=mine") == [mine.url]
    assert listed(client, "whose=others") == [theirs.url]
    assert len(listed(client, "whose=nobody")) == 60
    assert listed(client, "state=out_of_scope") == [closed.url]
    assert listed(client, "site=news.example") == [theirs.url]
    assert listed(client, "site=ews.example") == []
    assert listed(client, "words=udachne") == [theirs.url]
    assert listed(client, "order=newest")[0] == theirs.url
    assert len(listed(client, "since=1")) == 60
    assert client.get(f"{LIST}?state=nothing").status_code == 400
    assert "(61)" in words(client.get("/admin/"))


def test_several_at_once_and_what_a_rule_refuses_stops_no_other(
    client: Client, olena: User
) -> None:
    first, second, third = (link(f"https://t.me/somechannel/{n}", by=olena) for n in (1, 2, 3))
    done("take", third, by=make.reviewer())
    every = [str(one.pk) for one in (first, second, third)]

    taken = client.post(f"{LIST}take/", {"chosen": every, "question": "whose=mine"}, follow=True)

    assert taken.redirect_chain == [(f"{LIST}?whose=mine", 302)]
    assert "2 links are in your hands." in words(taken)
    assert "Taras has it. Speak with them" in words(taken)
    scope = {"chosen": every, "reason": "gone", "words": ""}
    closed = client.post(f"{LIST}out-of-scope/", scope, follow=True)
    assert "2 links are out of scope." in words(closed)
    assert [one.state for one in IntakeItem.objects.order_by("url")] == [
        "out_of_scope",
        "out_of_scope",
        "open",
    ]
    put_back = client.post(f"{LIST}put-back/", {"only": every[0]}, follow=True)
    assert "1 link was put back." in words(put_back)
    assert put_back.redirect_chain == [(f"{LIST}#link-{every[0]}", 302)]
    assert "Tick at least one link." in words(client.post(f"{LIST}free/", follow=True))


def test_a_reason_that_is_missing_keeps_what_was_ticked_and_typed(
    client: Client, olena: User
) -> None:
    item, other = (link(f"https://t.me/somechannel/{n}", by=olena) for n in (1, 2))

    answer = client.post(
        f"{LIST}out-of-scope/", {"chosen": [item.pk], "words": "a parade", "question": ""}
    )

    assert answer.status_code == 400
    assert "Say why it is out of scope." in words(answer)
    form = form_of(answer)
    assert (form["chosen"], form["words"]) == (str(item.pk), "a parade")
    assert other.pk
    of_one = {"page_of": item.pk, "chosen": item.pk, "reason": "", "words": "a parade"}
    again = client.post(f"{LIST}out-of-scope/", of_one)
    assert (again.status_code, form_of(again)["words"]) == (400, "a parade")
    closed = client.post(f"{LIST}out-of-scope/", of_one | {"reason": "gone"}, follow=True)
    assert closed.redirect_chain == [(f"{LIST}{item.pk}/", 302)]


def test_it_is_given_and_taken_over(client: Client, olena: User) -> None:
    item = link(by=olena)
    taras = make.reviewer()
    client.post(f"{LIST}assign/", {"chosen": [item.pk], "to": taras.pk})
    assert IntakeItem.objects.get().held_by == taras

    page = form_of(client.get(LIST))
    assert page[f"held-{item.pk}"] == str(taras.pk)
    client.post(f"{LIST}take-over/", {"only": item.pk, f"held-{item.pk}": "x"})
    assert IntakeItem.objects.get().held_by == taras
    client.post(f"{LIST}take-over/", page | {"only": item.pk})
    assert IntakeItem.objects.get().held_by == olena


def test_one_button_takes_it_up_and_the_desk_has_its_address(client: Client, olena: User) -> None:
    item = link(by=olena)

    up = client.post(f"{LIST}{item.pk}/take-up/", follow=True)

    assert up.redirect_chain == [(f"{LIST}{item.pk}/desk/", 302)]
    form = form_of(up)
    assert (form["kind"], form["access"]) == ("social_post", "public")
    begun = client.post(f"{LIST}{item.pk}/desk/", form, follow=True)
    assert (
        form_of(begun, reverse("admin:desk_report", args=[DeskReport.objects.get().pk]))[
            "source-url"
        ]
        == POST
    )
    again = client.post(f"{LIST}{item.pk}/take-up/", follow=True)
    assert again.redirect_chain[-1][0] == begun.redirect_chain[-1][0]
    assert IntakeItem.objects.get().report == DeskReport.objects.get()
    assert "at the desk" in words(client.get(LIST))


def test_what_became_of_it_stands_on_its_page(client: Client, olena: User) -> None:
    item = entered(begun(link(by=olena, note="from a list"), by=olena))
    assert item.report

    said = words(client.get(f"{LIST}{item.pk}/"))

    assert "has become a source: A post" in said
    assert "olena : pasted it" in said.replace("olena:", "olena :")
    assert "began a report of it at the desk" in said
    assert "entered it as a source" in said
    assert listed(client, "state=entered") == [item.url]
    assert listed(client) == []


def test_only_whoever_enters_records_opens_it_and_others_links_are_none(olena: User) -> None:
    item = link(by=olena)
    iryna = signed_in(make.administrator())
    newcomer = signed_in(make.person(name="newcomer", group="Researchers", is_new=True))

    assert iryna.get(LIST).status_code == 403
    assert "Intake" not in words(iryna.get("/admin/"))
    for method, address in (
        ("get", f"{LIST}{item.pk}/"),
        ("get", f"{LIST}{item.pk}/desk/"),
        ("post", f"{LIST}{item.pk}/take-up/"),
    ):
        assert getattr(newcomer, method)(address).status_code == 404
    answer = newcomer.post(f"{LIST}take/", {"only": item.pk}, follow=True)
    assert "Tick at least one link." in words(answer)
    assert newcomer.post(f"{LIST}take/", {"chosen": ["x"]}, follow=True).status_code == 200
    assert IntakeItem.objects.get().held_by is None


def test_what_a_new_colleague_makes_free_is_none_for_them(olena: User) -> None:
    item = link(by=olena)
    newcomer = make.person(name="newcomer", group="Researchers", is_new=True)
    done("assign", item, to=newcomer)

    free = {"page_of": item.pk, "only": item.pk}
    answer = signed_in(newcomer).post(f"{LIST}free/", free, follow=True)

    assert (answer.status_code, "1 link is free." in words(answer)) == (200, True)
    assert answer.redirect_chain == [(f"{LIST}#link-{item.pk}", 302)]


def asked(client: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"{LIST}?state=all").status_code == 200
    return sum("accounts_session" not in query["sql"] for query in queries)


def test_as_many_statements_for_sixty_links_as_for_three(client: Client, olena: User) -> None:
    taras, iryna = make.reviewer(), make.administrator()
    group = NeedToKnowGroup.objects.create(name="Case 1", purpose="It", made_by=iryna)
    take_in(olena, group, by=iryna, reason="works on it")
    entered(begun(link("https://x.com/a/status/1", by=olena), by=olena))
    link("https://x.com/a/status/2", by=olena, group=group)
    sixty(olena, last=1)
    client.get(LIST)
    before = asked(client)
    sixty(olena, first=2, last=57)
    entered(begun(link("https://x.com/a/status/3", by=olena), by=olena))
    link("https://x.com/a/status/4", by=olena, group=group)
    for item in IntakeItem.objects.filter(site="t.me")[:20]:
        done("save_for_verification", item)
        done("take", item, by=taras)
    make.source(url="https://t.me/somechannel/9")

    assert (asked(client), before < 25) == (before, True)


def test_no_log_holds_an_address(
    client: Client, olena: User, we_said: Callable[[], str], server_said: Callable[[], str]
) -> None:
    item = link("https://kvilbrax.example/1", by=olena)
    client.post(f"{LIST}add/", {"text": "https://kvilbrax.example/1\nhttps://kvilbrax/1"})
    client.post(f"{LIST}out-of-scope/", {"only": item.pk, "reason": "", "words": "kvilbrax"})
    client.get(f"{LIST}?words=kvilbrax&state=kvilbrax")

    assert "kvilbrax" not in we_said() + server_said()
