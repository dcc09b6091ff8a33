"""Records that may be one: found by what they share, for whom, and told apart once."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts import sight
from accounts.models import NeedToKnowGroup
from review.models import Event, Record, Refused, Review
from review.workflow import hiding, limiting
from sources.merge import telling_apart
from sources.models import Actor, Source, ToldApart
from sources.record import twins
from tests import factories as make
from tests.pages import form_of, signed_in

pytestmark = pytest.mark.django_db


def shared(record: Record, *, by: Any = None) -> dict[str, list[str]]:
    """By the reference of each twin, what they share."""
    found = twins.twins_of(record, by or make.researcher())
    return {pair.other.reference: [str(sign.value) for sign in pair.shared] for pair in found}


def article(**fields: Any) -> Source:
    return make.source(**{"url": "", "title": "", "published": ""} | fields)


def apart(one: Any, other: Any, *, comment: str = "two editions", by: Any = None) -> ToldApart:
    seen = dict(Review.objects.filter(pk__in=[one.pk, other.pk]).values_list("pk", "head_id"))
    return telling_apart.tell_apart(
        one, other, by=by or make.researcher(), seen=seen, comment=comment
    )


def test_actors_of_one_name_in_any_language_or_alias_may_be_one() -> None:
    brigade = make.actor(name_en="14th Brigade", name_uk="14 бригада", names=["Chervona Kalyna"])
    english = make.actor(name_en="14th  BRIGADE")
    ukrainian = make.actor(name_en="", name_uk="14 Бригада")
    alias = make.actor(name_en="Chervona kalyna")
    make.actor(name_en="15th Brigade")

    assert shared(brigade) == {one.reference: ["name"] for one in (english, ukrainian, alias)}
    assert shared(alias) == {brigade.reference: ["name"]}


def test_sources_of_one_address_text_or_title_may_be_one() -> None:
    outlet = make.actor()
    known = make.source(publisher=outlet, text_as_received="They were shot.")
    by_address = article(url="http://www.news.example/1?utm_source=x")
    by_text = article(text_as_received="They were shot.")
    by_title = article(title=known.title.upper(), publisher=outlet, published=known.published)
    article(title=known.title, published=known.published)  # of no publisher that is known
    article(title="Another", url="https://news.example/2")

    assert shared(known) == {
        by_address.reference: ["address"],
        by_text.reference: ["text"],
        by_title.reference: ["title"],
    }


def test_sources_that_hold_several_items_are_no_twins_by_their_address() -> None:
    known = make.source()
    article(url=known.url, holds_several=True)
    assert shared(known) == {}


def test_two_without_address_text_or_title_are_no_twins() -> None:
    outlet = make.actor()
    first = article(publisher=outlet)
    article(publisher=outlet)
    assert shared(first) == {}


def test_what_is_closed_is_proposed_to_nobody() -> None:
    first, second = make.actor(), make.actor()
    second.review.work = Review.Work.CLOSED
    second.review.save()
    assert shared(first) == {}


def test_what_one_may_not_read_is_no_twin() -> None:
    known = make.source()
    kept = article(url=known.url, access="restricted", by=make.reviewer())
    assert shared(known, by=make.researcher()) == {}
    assert shared(known, by=make.reviewer()) == {kept.reference: ["address"]}


def test_the_list_has_each_pair_once_and_what_they_share() -> None:
    first = make.source(text_as_received="They were shot.")
    second = article(url=first.url, text_as_received="They were shot.")
    kept = article(url=first.url, access="restricted", by=make.reviewer())

    page = signed_in(make.researcher()).get("/admin/sources/source/twins/")
    assert [({pair.one.pk, pair.other.pk}, pair.signs) for pair in page.context["pairs"]] == [
        ({first.pk, second.pk}, ["the same address", "the same text"])
    ]
    assert kept.reference not in page.content.decode()
    page = signed_in(make.reviewer()).get("/admin/sources/source/twins/")
    assert len(page.context["pairs"]) == 3


def test_the_list_asks_as_much_of_three_pairs_as_of_one() -> None:
    client = signed_in(make.researcher())
    counts = []
    for name in ("A", "B", "C"):
        make.actor(name_en=name)
        make.actor(name_en=name)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = client.get("/admin/sources/actor/twins/")
        counts.append(len(asked))
    assert len(page.context["pairs"]) == 3
    assert counts[0] == counts[2]


def test_the_page_of_a_record_and_its_review_name_its_twins() -> None:
    client = signed_in(make.researcher())
    for first, second in ((make.actor(), make.actor()), (make.source(), make.source())):
        app = f"/admin/sources/{first.record_kind()}"
        for address in (f"{app}/{first.pk}/change/", f"/admin/review/review/{first.pk}/"):
            page = client.get(address).content.decode()
            assert "May be the same as:" in page
            assert f'href="{app}/{first.pk}/same-as/{second.pk}/"' in page


def test_two_that_were_told_apart_are_proposed_no_more_and_why_stands_with_both() -> None:
    first, second = make.source(), make.source()
    client = signed_in(make.researcher())
    address = f"/admin/sources/source/{first.pk}/same-as/{second.pk}/"
    action = f"{address}not/"
    form = form_of(client.get(address), action) | {"apart-comment": "a copy of another day"}
    assert client.post(action, form).status_code == 302

    assert (shared(first), shared(second)) == ({}, {})
    said = Event.objects.filter(kind="commented").order_by("review__reference")
    ones = sorted([(first, second), (second, first)], key=lambda two: two[0].reference)
    assert [event.comment for event in said] == [
        f"Not the same as {other.reference}: a copy of another day" for _one, other in ones
    ]


def test_whoever_reviews_it_sees_that_it_was_told_apart_by_whom_and_why() -> None:
    first, second = make.source(), make.source()
    apart(first, second, comment="a copy of another day")
    for one, other in ((first, second), (second, first)):
        page = signed_in(make.reviewer()).get(f"/admin/review/review/{one.pk}/")
        [(named, said)] = page.context["told_apart"]
        assert (named.pk, said.by) == (other.pk, make.researcher())
        assert "Somebody said that it is not the same as:" in page.content.decode()
        assert "a copy of another day" in page.content.decode()


def test_of_a_reason_whose_words_went_it_is_said_that_they_did() -> None:
    first = make.published(make.source(title="Interview with Olha Bohdanenko"))
    second = make.source()
    apart(first, second, comment="Olha Bohdanenko spoke twice")
    review = Review.objects.get(pk=first.pk)
    taras, iryna, day = make.reviewer(), make.administrator(), date(2025, 6, 3)
    [hidden] = hiding.hide(review, "title", by=taras, day=day, reason="protection", comment="why")
    hiding.redact(hidden, by=iryna, day=day, comment="asked", words=["Olha Bohdanenko"])

    page = signed_in(taras).get(f"/admin/sources/source/{second.pk}/change/").content.decode()

    beside = page.partition("Somebody said that it is not the same as:")[2].partition("</ul>")[0]
    assert "Bohdanenko" not in page
    assert "(its words were removed)" in beside


def test_that_it_was_told_apart_from_what_one_may_not_read_is_not_said() -> None:
    known = make.source()
    kept = article(url=known.url, access="restricted", by=make.reviewer())
    apart(known, kept, by=make.reviewer())
    page = signed_in(make.researcher()).get(f"/admin/sources/source/{known.pk}/change/")
    assert page.context["told_apart"] == []
    assert kept.reference not in page.content.decode()


def test_of_what_is_kept_from_some_the_reason_stands_only_there() -> None:
    open_one = make.source()
    kept = article(url=open_one.url, access="restricted", by=make.reviewer())
    apart(open_one, kept, by=make.reviewer(), comment="an internal copy")
    assert [
        (event.review_id, event.comment) for event in Event.objects.filter(kind="commented")
    ] == [(kept.pk, f"Not the same as {open_one.reference}: an internal copy")]


def test_of_two_that_are_kept_none_is_named_in_the_history_of_the_other() -> None:
    first, second = (article(access="restricted", by=make.reviewer()) for _ in range(2))
    apart(first, second, by=make.reviewer())
    [event] = Event.objects.filter(kind="commented")
    assert event.comment == "Not the same as another record: two editions"


def test_of_two_groups_the_reason_stands_only_where_everybody_may_read_both() -> None:
    taras, iryna = make.reviewer(), make.administrator()
    groups = [
        NeedToKnowGroup.objects.create(name=name, purpose="A witness", made_by=iryna)
        for name in ("Case 1", "Case 2")
    ]
    for group in groups:
        sight.take_in(taras, group, by=iryna, reason="works on it")
    taras = User.objects.get(pk=taras.pk)
    first, second = (article(access="restricted", by=taras) for _ in range(2))
    limiting.limit(second.review, groups[0], by=taras, comment="a witness")
    with pytest.raises(Refused, match="limit both to the same groups first"):
        apart(first, second, by=taras)
    limiting.limit(first.review, groups[1], by=taras, comment="a witness")
    with pytest.raises(Refused, match="limit both to the same groups first"):
        apart(first, second, by=taras)

    limiting.limit(first.review, groups[0], by=taras, comment="a witness")
    apart(first, second, by=taras)
    assert [event.review_id for event in Event.objects.filter(kind="commented")] == [second.pk]


def test_told_apart_needs_a_reason_and_is_said_once() -> None:
    first, second = make.actor(), make.actor()
    with pytest.raises(Refused, match="Say why"):
        apart(first, second, comment=" ")
    apart(first, second)
    with pytest.raises(Refused, match="already that these are not the same"):
        apart(second, first)


def test_what_was_told_apart_stays_so() -> None:
    made = apart(make.actor(), make.actor())
    with pytest.raises(IntegrityError, match="append"), transaction.atomic():
        ToldApart.objects.filter(pk=made.pk).delete()


def test_a_record_of_another_kind_or_that_one_may_not_read_is_not_found() -> None:
    known, body = make.source(), make.actor()
    kept = article(url=known.url, access="restricted", by=make.reviewer())
    client = signed_in(make.researcher())
    for other in (kept.pk, body.pk, known.pk):
        address = f"/admin/sources/source/{known.pk}/same-as/{other}/"
        assert client.get(address).status_code == 404
        for deed in ("not", "close", "merge"):
            sent = client.post(f"{address}{deed}/", {f"{deed}-comment": "x"})
            assert sent.status_code == 404
    assert client.get(f"/admin/sources/source/{kept.pk}/same-as/").status_code == 404
    chosen = client.get(f"/admin/sources/source/{known.pk}/same-as/", {"other": kept.pk})
    assert chosen.status_code == 400
    assert not ToldApart.objects.exists()


def test_another_record_can_be_chosen() -> None:
    first, second = make.actor(), make.actor(name_en="The Cable News Network")
    client = signed_in(make.researcher())
    address = f"/admin/sources/actor/{first.pk}/same-as/"
    assert client.get(address).status_code == 200
    sent = client.get(address, {"other": second.pk})
    assert sent["Location"] == f"{address}{second.pk}/"
    assert Actor.objects.count() == 2
