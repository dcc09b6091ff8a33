"""What is kept and what is dropped: no page is ever other than one that is drawn anew."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as property_of
from hypothesis import strategies as st

from incidents.merge import merging
from incidents.models import Incident, IncidentLink
from review.models import Hiding, Refused, Review
from review.public import page_cache, public_state
from review.public.page_cache import PageCache
from review.workflow import hiding
from review.workflow import merging as deciding
from sources.lists import facets
from sources.models import Actor, ActorRelation, Source, Statement
from tests import factories as make
from tests.databases import EnteredOnce
from tests.review.searching import pages_with

SECRET = "Quixelby"


@pytest.fixture
def world_in_place(entered_once: EnteredOnce) -> Iterator[None]:
    with entered_once(enter_world):
        yield


@pytest.fixture
def world(world_in_place: None, db: None) -> None:
    """Public: two incidents that rest on the same statement, a third one, and two bodies."""


def enter_world() -> None:
    body = make.published(make.actor(name_en="A body"))
    make.published(make.actor(name_en="A superior"))
    source = make.source(publisher=body)
    said = make.statement(source=source, paraphrase_en=f"{SECRET} was shot.", chain=[body])
    make.published(source)
    make.published(make.incident(statement=said, title_en="First"))
    make.published(make.incident(statement=said, title_en="Second"))
    make.published_incident(title_en="Third", source_fields={"title": "Another report"})


def incident(title: str) -> Incident:
    return Incident.objects.get(title_en=title)


def link(title: str, to: str) -> None:
    row = IncidentLink(incident=incident(title), kind="same_episode", to=incident(to))
    changed(row.incident, rows=[row])


def changed(record: Any, **how: Any) -> None:
    make.save(record, **how)
    make.published(record, note="changed")


def second_person() -> User:
    return make.reviewer(name="marta")


def subordinate() -> None:
    row = ActorRelation(
        actor=Actor.objects.get(name_en="A body"),
        superior=Actor.objects.get(name_en="A superior"),
        statement=Statement.objects.order_by("label", "pk").first(),
    )
    changed(row.actor, rows=[row])


def merge(title: str, into: str) -> None:
    """Until a second person approves of it."""
    goes, stays = incident(title), incident(into)
    proposed = merging.propose(
        goes, stays, by=make.researcher(), seen=heads(goes, stays), comment="the same"
    )
    deciding.approve(
        proposed,
        by=make.reviewer(),
        seen=heads(goes, stays),
        shown=make.shown(*deciding.published_by(proposed)),
        day=make.DAY,
        note="Merged.",
    )


def heads(*records: Any) -> dict[Any, int | None]:
    pks = [record.pk for record in records]
    return dict(Review.objects.filter(pk__in=pks).values_list("pk", "head_id"))


# Their rows are kept one by one, each until its own record changes.
LISTS = [
    "/incidents/",
    "/incidents.json?limit=50",
    "/sources.json?limit=50",
    "/statements.json?limit=50",
    "/actors.json?limit=50",
]


def pages() -> list[str]:
    """Every page of every record that was ever public, and lists of them."""
    records = [
        address
        for record in Review.objects.exclude(edition=None).order_by("kind", "reference")
        for address in pages_of(record)
    ]
    return [*records, *LISTS]


def pages_of(review: Review) -> list[str]:
    own = f"/{review.kind}s/{review.reference}/"
    found = [own, f"{own}editions/", f"/uk{own}"]
    for edition in review.editions.all():
        there = f"{own}editions/{edition.number}/"
        found += [there, f"{there}cite.bib"]
        found += [f"{there}changes/"] if edition.number > 1 else []
    return found


def told(client: Client, address: str) -> Any:
    response = client.get(address)
    return address, response.status_code, dict(response.items()), response.content


def fresh(client: Client, addresses: list[str]) -> list[Any]:
    """Each drawn anew; what stands on several of them is drawn anew once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page_cache, "PAGES", PageCache())
        return [told(client, address) for address in addresses]


@pytest.fixture
def visited(client: Client, world: None) -> Callable[[], None]:
    """Let the process have drawn every page of the world, and nothing since."""
    for address in pages():
        told(client, address)
    kept, counted = page_cache.PAGES, dict(facets.KEPT)

    def again() -> None:
        page_cache.PAGES = PageCache(kept.state, kept.pages.copy(), kept.size)
        facets.forget()
        facets.KEPT.update(counted)

    return again


def kept(address: str) -> Any:
    """The page that is kept of this address, if any, whatever has changed since."""
    key = page_cache.page_key(RequestFactory().get(address).META)
    return page_cache.PAGES.pages.get((key, None)) or page_cache.PAGES.pages.get((key, ""))


def address_of(record: Any) -> str:
    return f"/{record.review.kind}s/{record.reference}/"


# What an approval elsewhere costs


def test_a_page_outlives_what_it_does_not_depend_on(client: Client, world: None) -> None:
    first, third = address_of(incident("First")), address_of(incident("Third"))
    for address in (first, third):
        told(client, address)
    assert None not in (kept(first), kept(third))
    before = {address: kept(address) for address in (first, third)}
    changed(incident("Third"), killed_best=3)
    told(client, first)

    assert (kept(first), kept(third)) == (before[first], None)
    with CaptureQueriesContext(connection) as captured:
        told(client, first)
    assert len(captured) == 1


def test_a_page_that_declares_nothing_depends_on_everything(client: Client, world: None) -> None:
    told(client, "/transparency/")
    changed(incident("Third"), killed_best=3)
    told(client, address_of(incident("First")))

    assert kept("/transparency/") is None


def test_an_entry_of_a_list_outlives_others(client: Client, world: None) -> None:
    told(client, "/incidents/")
    entries = [("incident entry", incident(one).reference, "en") for one in ("First", "Third")]
    assert [one in page_cache.PAGES.pages for one in entries] == [True, True]
    changed(incident("Third"), killed_best=3)
    told(client, address_of(incident("First")))

    assert [one in page_cache.PAGES.pages for one in entries] == [True, False]


@pytest.mark.parametrize("past", ["restored", "too much", "gazetteer"])
def test_an_unknown_past_clears_everything(
    client: Client, world: None, past: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = address_of(incident("First"))
    told(client, first)
    match past:
        case "restored":
            state = public_state.public_state()
            page_cache.PAGES.state = state._replace(digest="of another chain")
        case "too much":
            monkeypatch.setattr(public_state, "MOST_CHANGES", 1)
            changed(incident("Third"), killed_best=3)
        case "gazetteer":
            make.place(code="UA14160250010071751")
    told(client, "/method/")

    assert kept(first) is None


def test_no_question_is_asked_while_the_cache_is_locked(client: Client, world: None) -> None:
    def unlocked(execute: Any, *how: Any) -> Any:
        assert not page_cache.PAGES.lock.locked()
        return execute(*how)

    with connection.execute_wrapper(unlocked):
        told(client, address_of(incident("First")))
        changed(incident("Third"), killed_best=3)
        assert told(client, address_of(incident("First")))[1] == 200


# What is taken away is gone at once


def hide_in_own() -> None:
    make.hidden(Incident.objects.get(not_known_en__contains=SECRET), "not_known")


def hide_in_statement() -> None:
    source = Source.objects.get(title="Soldiers shot after capture")
    make.hidden(source, f"statements/{source.statements.get().pk}")


def redact_statement() -> None:
    hide_in_statement()
    hiding.redact(
        Hiding.objects.order_by("id")[0], by=second_person(), day=make.DAY, comment="a threat"
    )


def test_a_hidden_part_is_gone_from_every_page_of_its_record(client: Client, world: None) -> None:
    first = incident("First")
    changed(first, not_known_en=f"Where {SECRET} was.")
    changed(incident("First"), not_known_en=f"Where {SECRET} is.", killed_best=3)
    own = address_of(first)
    names = ["", "editions/2/", "editions/3/", "editions/2/changes/", "editions/3/changes/"]
    assert {f"{own}{name}" for name in names} <= pages_with(client, "Where Quixelby")
    hide_in_own()

    assert pages_with(client, "Where Quixelby") == set()


@pytest.mark.parametrize("take", [hide_in_statement, redact_statement])
def test_a_hidden_row_is_gone_from_every_page_that_embeds_it(
    client: Client, world: None, take: Callable[[], None]
) -> None:
    changed(incident("First"), killed_best=3)
    first, second = address_of(incident("First")), address_of(incident("Second"))
    source = address_of(Source.objects.get(title="Soldiers shot after capture"))
    embedding = {first, f"{first}editions/1/", f"{first}editions/2/", second, source}
    assert embedding <= pages_with(client, SECRET)
    take()

    assert pages_with(client, SECRET) == set()


def test_what_is_shown_again_is_there_at_once(client: Client, world: None) -> None:
    before = pages_with(client, SECRET)
    hide_in_statement()
    assert pages_with(client, SECRET) == set()
    hiding.show(
        Hiding.objects.order_by("id")[0], by=second_person(), day=make.DAY, comment="may stay"
    )

    assert pages_with(client, SECRET) == before


def test_a_withdrawn_record_is_gone_from_the_pages_that_it_links_to(
    client: Client, world: None
) -> None:
    changed(incident("Second"), title_en=SECRET)
    link(SECRET, to="Third")
    third = address_of(incident("Third"))
    assert {third, f"{third}editions/1/"} <= pages_with(client, SECRET)
    make.withdrawn(incident(SECRET))

    assert not {third, f"{third}editions/1/"} & pages_with(client, SECRET)


# What comes about by a change of another record


def test_a_new_link_is_shown_on_the_page_that_it_leads_to(client: Client, world: None) -> None:
    third = address_of(incident("Third"))
    assert b"Second" not in told(client, third)[3]
    link("Second", to="Third")

    assert b"Second" in told(client, third)[3]


def test_a_new_subordinate_is_shown_on_the_page_of_its_superior(
    client: Client, world: None
) -> None:
    superior = address_of(Actor.objects.get(name_en="A superior"))
    assert b"A body" not in told(client, superior)[3]
    subordinate()

    assert b"A body" in told(client, superior)[3]


def test_a_merge_is_said_on_the_pages_of_the_record_that_stays(client: Client, world: None) -> None:
    second, first = incident("Second").reference, address_of(incident("First"))
    stays = [first, f"{first}editions/", f"{first}editions/1/"]
    assert [second in told(client, page)[3].decode() for page in stays] == [False] * 3
    merge("Second", into="First")

    assert [second in told(client, page)[3].decode() for page in stays] == [True] * 3


# Whatever is done


def one_of(rows: Any, number: int) -> Any:
    rows = list(rows.order_by("pk"))
    return rows[number % len(rows)] if rows else None


RECORDS: list[Any] = [Incident, Source, Actor]
PATHS = ["title", "not_known", "killed", "name", "publisher", "note", "origins"]


def any_record(number: int) -> Any:
    return one_of(RECORDS[number % 3].objects.all(), number // 3)


def do_change(number: int) -> None:
    record = any_record(number)
    field = {Incident: "not_known_en", Source: "author", Actor: "note_en"}[type(record)]
    changed(record, **{field: f"Changed {number}."})


def do_link(number: int) -> None:
    row = IncidentLink(
        incident=one_of(Incident.objects.all(), number),
        to=one_of(Incident.objects.all(), number // 3),
        kind="same_episode",
    )
    if row.incident != row.to:
        changed(row.incident, rows=[row])


def do_subordinate(_number: int) -> None:
    subordinate()


def do_withdraw(number: int) -> None:
    make.withdrawn(any_record(number))


def do_hide(number: int) -> None:
    record = any_record(number)
    rows = [part.path for part in record.review.edition.parts.filter(path__contains="/")]
    paths = [*PATHS, *rows]
    make.hidden(record, paths[number % len(paths)])


def do_decide(number: int) -> None:
    verb = hiding.show if number % 2 else hiding.redact
    if hidden := one_of(Hiding.objects.undecided(), number // 2):
        verb(hidden, by=second_person(), day=make.DAY, comment="decided")


def do_merge(number: int) -> None:
    goes, stays = (one_of(Incident.objects.all(), one) for one in (number, number // 3))
    if goes != stays:
        merge(goes.title_en, into=stays.title_en)


def do_gazetteer(number: int) -> None:
    make.place(code=f"UA1416025001007{number:04}")


DEEDS = [
    *(do_change, do_link, do_subordinate, do_withdraw, do_hide, do_decide, do_merge),
    do_gazetteer,
]


def attempt(deed: Callable[[int], None], number: int) -> None:
    try:
        with transaction.atomic():
            deed(number)
    except Refused:
        pass


@property_of(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    done=st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 200), st.booleans()), max_size=6)
)
def test_whatever_is_done_a_kept_page_equals_a_fresh_one(
    client: Client,
    visited: Callable[[], None],
    done: list[tuple[Callable[[int], None], int, bool]],
) -> None:
    with transaction.atomic():
        visited()
        for deed, number, asked_between in done:
            attempt(deed, number)
            if asked_between:
                for address in pages():
                    told(client, address)
        told(client, "/method/")  # By this the cache learns of it.
        still = list(filter(kept, pages()))
        assert [told(client, address) for address in still] == fresh(client, still)
        transaction.set_rollback(True)
