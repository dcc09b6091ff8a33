"""Pages that are kept: never older than what is public, and never another reader's."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.conf import settings as site
from django.core.management import call_command
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from review.public import page_cache, reading
from review.public.page_cache import Cached, PageCache
from review.public.public_state import PublicState
from review.public.streams import Stream
from review.workflow import hiding
from sources.models import Actor
from tests import factories as make
from tests.databases import EnteredOnce

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor_in_place(entered_once: EnteredOnce) -> Iterator[None]:
    with entered_once(enter_actor):
        yield


@pytest.fixture
def actor(actor_in_place: None, db: None) -> Actor:
    return Actor.objects.get()


def enter_actor() -> None:
    make.published(make.actor(name_en="A body"))


def queries(client: Client, address: str, **headers: str) -> int:
    """How many statements the page takes beside that by which the state is read."""
    with CaptureQueriesContext(connection) as captured:
        client.get(address, headers=headers)
    return len(captured) - 1


def body(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_page_is_read_once(client: Client, actor: Actor) -> None:
    assert queries(client, "/actors/") > 0
    first = body(client, "/actors/")

    assert queries(client, "/actors/") == 0
    assert body(client, "/actors/") == first


def test_a_new_edition_is_shown_at_once(client: Client, actor: Actor) -> None:
    assert "A body" in body(client, "/actors/")
    make.save(actor, name_en="Renamed")
    assert "A body" in body(client, "/actors/")
    make.published(actor, note="renamed")

    assert "Renamed" in body(client, "/actors/")


def test_what_is_withdrawn_is_gone_at_once(client: Client, actor: Actor) -> None:
    address = f"/actors/{actor.reference}/"
    assert client.get(address).status_code == 200
    make.withdrawn(actor)

    assert client.get(address).status_code == 410
    assert "A body" not in body(client, "/actors/")


def test_what_is_hidden_is_gone_at_once_and_shown_again(client: Client) -> None:
    incident = make.published_incident(not_known_en="Nobody says who gave the order.")
    address = f"/incidents/{incident.reference}/"
    assert "who gave the order" in body(client, address)
    hidden = make.hidden(incident, "not_known")
    assert "who gave the order" not in body(client, address)
    hiding.show(hidden[0], by=make.reviewer(name="marta"), day=make.DAY, comment="it may stay")

    assert "who gave the order" in body(client, address)


def test_a_source_that_changed_is_said_on_the_page_of_its_incident(client: Client) -> None:
    incident = make.published_incident()
    source = incident.evidence.all()[0].statement.source
    address = f"/incidents/{incident.reference}/"
    before = body(client, address)
    make.save(source, title="Corrected")
    make.published(source, note="corrected")

    assert body(client, address) != before


def test_an_index_made_anew_is_read_anew(client: Client, actor: Actor) -> None:
    body(client, "/actors/")
    call_command("rebuild_published")

    assert queries(client, "/actors/") > 0


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("/uk/actors/", {}),
        ("/actors/?kind=news_outlet", {}),
        ("/actors/", {"HX-Request": "true"}),
    ],
)
def test_another_language_question_or_form_of_answer_is_another_page(
    client: Client, actor: Actor, address: str, headers: dict[str, str]
) -> None:
    body(client, "/actors/")
    assert queries(client, address, **headers) > 0


def test_the_order_of_parameters_makes_no_difference(client: Client, actor: Actor) -> None:
    body(client, "/actors/?kind=news_outlet&side=")
    assert queries(client, "/actors/?side=&kind=news_outlet") == 0


@pytest.mark.parametrize(
    ("address", "status"),
    [("/actors/?kind=nothing", 400), ("/actors/?page=9", 404), ("/actors/0000000/", 404)],
)
def test_only_what_was_found_is_kept(
    client: Client, actor: Actor, address: str, status: int
) -> None:
    for _time in range(2):
        response = client.get(address)
        assert response.status_code == status
        assert "ETag" not in response
    assert page_cache.PAGES.pages == {}


def test_a_page_names_its_own_address_in_one_way(client: Client, actor: Actor) -> None:
    asked = ["side=&q=A+body&kind=news_outlet", "q=A%20body&kind=news_outlet&side="]
    told = []
    for query in [*asked, *reversed(asked)]:
        told.append(client.get(f"/actors/?{query}"))
        page_cache.PAGES.clear()

    assert {(page.content, page["ETag"]) for page in told} == {(told[0].content, told[0]["ETag"])}
    canonical = re.findall('rel="canonical" href="([^"]+)"', told[0].content.decode())
    assert canonical == [f"{site.SITE_URL}/actors/?kind=news_outlet&amp;q=A+body&amp;side="]


def test_staff_pages_are_never_kept_by_anybody(reviewer: Client, actor: Actor) -> None:
    response = reviewer.get("/admin/")

    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert page_cache.PAGES.pages == {}


def test_a_member_of_staff_gets_the_page_of_everybody(
    reviewer: Client, client: Client, actor: Actor
) -> None:
    theirs = reviewer.get("/actors/")

    assert theirs.content == client.get("/actors/").content
    assert theirs["Cache-Control"] == "public, no-cache"
    assert not theirs.cookies


# What a cache in front is told


@pytest.mark.parametrize("address", ["/", "/actors/", "/method/"])
def test_a_page_that_has_not_changed_is_answered_with_304(
    client: Client, actor: Actor, address: str
) -> None:
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert {name: again[name] for name in ("ETag", "Cache-Control")} == {
        "ETag": first["ETag"],
        "Cache-Control": "public, no-cache",
    }


def test_a_page_that_has_changed_is_sent(client: Client, actor: Actor) -> None:
    first = client.get("/actors/")
    make.withdrawn(actor)

    assert client.get("/actors/", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_list_varies_with_htmx_and_encoding_and_nothing_else(
    client: Client, actor: Actor
) -> None:
    whole, part = client.get("/actors/"), client.get("/actors/", headers={"HX-Request": "true"})

    assert whole["Vary"] == part["Vary"] == "HX-Request, Accept-Encoding"
    assert whole["ETag"] != part["ETag"]


def test_a_cache_in_front_may_be_told_to_wait(client: Client, actor: Actor, settings: Any) -> None:
    settings.SHARED_CACHE_SECONDS = 10
    assert client.get("/")["Cache-Control"] == "public, max-age=0, s-maxage=10, must-revalidate"


@pytest.mark.parametrize("status", ["withdrawn", "refused"])
def test_what_is_not_found_is_kept_by_no_cache(client: Client, actor: Actor, status: str) -> None:
    address = "/actors/?kind=nothing"
    if status == "withdrawn":
        make.withdrawn(actor)
        address = f"/actors/{actor.reference}/"

    assert client.get(address)["Cache-Control"] == "no-store"


# Files, which are streamed and not kept


FILES = [
    *(f"/incidents.{ending}" for ending in ("csv", "json", "geojson", "xlsx")),
    *(
        "/sources.csv",
        "/sources.json",
        "/statements.csv",
        "/statements.json",
        "/actors.csv",
        "/actors.json",
    ),
    *("/editions.jsonl", "/sitemap-actor-1.xml", "/uk/incidents.csv?kind=killed_captured"),
]


def streamed(client: Client, address: str, **headers: str) -> Any:
    response: Any = client.get(address, headers=headers)
    if response.streaming:
        list(response)
    return response


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("address", FILES)
def test_a_file_that_has_not_changed_is_not_read_again(
    client: Client, actor: Actor, address: str, method: str
) -> None:
    first = streamed(client, address)
    with CaptureQueriesContext(connection) as captured:
        again = getattr(client, method)(address, headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, first["Cache-Control"]) == (200, "public, no-cache")
    assert (again.status_code, again.content, len(captured)) == (304, b"", 1)
    assert {name: again[name] for name in ("ETag", "Cache-Control")} == {
        "ETag": first["ETag"],
        "Cache-Control": "public, no-cache",
    }
    assert first["ETag"].startswith('W/"')


@pytest.mark.parametrize("address", FILES)
def test_a_file_is_sent_when_anything_public_has_changed(
    client: Client, actor: Actor, address: str
) -> None:
    held = streamed(client, address)["ETag"]
    call_command("rebuild_published")
    second = streamed(client, address, **{"If-None-Match": held})
    make.published_incident()
    third = streamed(client, address, **{"If-None-Match": second["ETag"]})

    assert [second.status_code, third.status_code] == [200, 200]
    assert len({held, second["ETag"], third["ETag"]}) == 3


def test_of_another_question_or_language_or_code_the_file_is_another(
    client: Client, actor: Actor, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def etag(address: str) -> str:
        return str(streamed(client, address)["ETag"])

    asked = ["/actors.json", "/actors.json?side=", "/actors.json?kind=ngo", "/uk/actors.json"]
    found = {etag(address) for address in asked}
    assert len(found) == 4
    assert etag("/actors.json?side=&kind=ngo") == etag("/actors.json?kind=ngo&side=")
    monkeypatch.setattr(page_cache, "written_by", lambda: "a later version")
    found.add(etag("/actors.json"))
    settings.DATA_LICENCE = "ODbL 1.0"
    found.add(etag("/actors.json"))
    assert len(found) == 6


def test_the_version_of_the_code_is_in_its_files(tmp_path: Any, settings: Any) -> None:
    ours = page_cache.written_by.__wrapped__()
    settings.BASE_DIR = tmp_path

    assert len({ours, page_cache.written_by.__wrapped__()}) == 2


def test_the_day_on_which_a_file_is_asked_for_does_not_make_it_another(
    client: Client, actor: Actor
) -> None:
    with time_machine.travel("2025-07-01"):
        held = streamed(client, "/actors.json")["ETag"]
    with time_machine.travel("2025-07-02"):
        assert streamed(client, "/actors.json")["ETag"] == held


@pytest.mark.parametrize(
    "address", ["/actors.json?kind=nothing", "/sitemap-actor-9.xml", "/actors/0000000/"]
)
def test_who_holds_anything_is_not_told_that_there_is_something(
    client: Client, actor: Actor, address: str
) -> None:
    assert streamed(client, address, **{"If-None-Match": "*"}).status_code in {400, 404}


def test_the_head_of_a_file_is_answered_without_its_rows(actor: Actor) -> None:
    @reading.public
    def file(request: HttpRequest) -> Stream:
        return Stream(pytest.fail("a row was read") for _row in range(1))

    response: Any = file(RequestFactory().head("/"))
    assert list(response) == []
    assert response["ETag"].startswith('W/"')


# The pages themselves


ONE = PublicState(1, 1, "one")
TWO = PublicState(2, 2, "two")


def page(size: int) -> Cached:
    return Cached(b"x" * size)


def cache_of(state: PublicState, **sizes: int) -> PageCache:
    pages = PageCache(state)
    for key, size in sizes.items():
        pages.keep(state, key, page(size))
    return pages


def test_pages_asked_for_longest_ago_make_room(settings: Any) -> None:
    settings.KEPT_PAGES_BYTES = 100
    pages = cache_of(ONE, a=40, b=40)
    pages.get(ONE, "a")
    pages.keep(ONE, "c", page(40))

    assert (list(pages.pages), pages.size) == (["a", "c"], 80)


def test_a_page_larger_than_the_room_is_not_kept(settings: Any) -> None:
    settings.KEPT_PAGES_BYTES = 100
    pages = cache_of(ONE, a=101)

    assert (list(pages.pages), pages.size) == ([], 0)


def test_a_page_that_is_drawn_again_takes_its_own_place() -> None:
    pages = cache_of(ONE, a=40)
    pages.keep(ONE, "a", page(50))

    assert (list(pages.pages), pages.size) == (["a"], 50)


def test_a_page_of_a_state_that_is_over_is_not_kept() -> None:
    pages = cache_of(TWO)
    pages.keep(ONE, "a", page(1))

    assert pages.pages == {}
    assert cache_of(ONE, a=1).get(TWO, "a") is None


# A statement that takes too long


@reading.public
def sleepy(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(10)")
    return HttpResponse()


@reading.public
def broken(request: HttpRequest) -> HttpResponse:
    raise OperationalError("the server closed the connection")


@pytest.fixture
def hurried(settings: Any) -> Iterator[None]:
    settings.PUBLIC_STATEMENT_SECONDS = 0.05
    yield
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


def test_a_statement_that_takes_too_long_is_cut_off_and_the_reader_told(hurried: None) -> None:
    request = RequestFactory().get("/")
    response = sleepy(request)

    assert response.status_code == 503
    assert response["Cache-Control"] == "no-store"
    assert response["Retry-After"] == "30"
    assert "This took too long" in response.content.decode()


def test_another_fault_of_the_database_stays_one() -> None:
    with pytest.raises(OperationalError, match="the server closed the connection"):
        broken(RequestFactory().get("/"))


def test_the_limit_is_five_seconds_unless_it_is_set() -> None:
    assert site.PUBLIC_STATEMENT_SECONDS == 5
