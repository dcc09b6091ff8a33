"""Kept pages before Django: the same answer as Django's, and to nobody who would get another."""

import gzip
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client

from config.page_door import cached_pages_first
from review.public import page_cache
from sources.models import Actor
from tests import factories as make
from tests.door import asked, environ_of, whole_site
from tests.test_access import OPEN

ACTORS = "/actors/"


def never(environ: dict[str, Any], start_response: Any) -> Any:
    pytest.fail(f"Django was asked for {environ['PATH_INFO']}")


DOOR = cached_pages_first(never)


@pytest.fixture
def actor(db: None) -> Actor:
    return make.published(make.actor(name_en="A body"))


def is_kept(address: str, **how: Any) -> bool:
    return page_cache.cached_page(environ_of(address, **how)) is not None


# The same answer


@pytest.mark.parametrize("how", [{}, {"HTTP_ACCEPT_ENCODING": "br, gzip"}, {"method": "HEAD"}])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_every_kept_page_is_answered_with_all_its_headers(
    addresses: dict[str, str], settings: Any, how: dict[str, str], scheme: str
) -> None:
    settings.SECURE_HSTS_SECONDS = 3600
    how = how | {"wsgi.url_scheme": scheme}
    application, kept = whole_site(), set()
    for name, address in addresses.items():
        drawn = asked(application, address, **how)
        if is_kept(address, **how):
            kept.add(name)
            assert (address, asked(DOOR, address, **how)) == (address, drawn)
            # What is drawn as a file needs nothing else.
            start = "default-src 'none'" if name.endswith("_svg") else "default-src 'self'"
            assert drawn[1]["Content-Security-Policy"].startswith(start)
            assert ("Strict-Transport-Security" in drawn[1]) == (scheme == "https")

    streamed = {name for name in OPEN if name.endswith(("_csv", "_json", "_geojson", "_xlsx"))}
    unkept = {"health", "health_live", "health_ready", "robots", "sitemap_part", "editions_jsonl"}
    assert set(OPEN) - kept <= unkept | streamed
    assert {"home", "incident_detail", "incident_edition", "source_list", "about"} <= kept


def test_a_member_of_staff_is_answered_as_everybody(
    addresses: dict[str, str], reviewer: Client
) -> None:
    cookie = f"sessionid={reviewer.cookies['sessionid'].value}"
    for address in addresses.values():
        theirs = asked(whole_site(), address, HTTP_COOKIE=cookie)
        if is_kept(address):
            page_cache.PAGES.clear()
            assert asked(whole_site(), address) == theirs


# Encodings


def test_a_page_is_sent_compressed_to_whoever_takes_that(actor: Actor) -> None:
    plain = asked(whole_site(), ACTORS)
    packed = asked(DOOR, ACTORS, HTTP_ACCEPT_ENCODING="gzip")

    assert gzip.decompress(packed[2]) == plain[2]
    assert (packed[1]["Content-Encoding"], "Content-Encoding" in plain[1]) == ("gzip", False)
    assert packed[1]["Content-Length"] == str(len(packed[2]))
    assert plain[1]["Content-Length"] == str(len(plain[2]))
    assert packed[1]["ETag"] != plain[1]["ETag"]
    assert packed[1]["Vary"] == plain[1]["Vary"] == "HX-Request, Accept-Encoding"


@pytest.mark.parametrize(
    ("accepted", "is_packed"),
    [
        ("gzip", True),
        ("br;q=1.0, GZIP;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000, br", False),
        ("identity", False),
        ("gzipped", False),
        ("", False),
    ],
)
def test_who_takes_compressed_pages(accepted: str, is_packed: bool) -> None:
    assert page_cache.takes_gzip(accepted) == is_packed


def test_each_encoding_is_confirmed_by_its_own_etag(actor: Actor) -> None:
    asked(whole_site(), ACTORS)
    plain = asked(DOOR, ACTORS)[1]["ETag"]
    packed = asked(DOOR, ACTORS, HTTP_ACCEPT_ENCODING="gzip")[1]["ETag"]

    def status(etag: str, accepted: str) -> int:
        how = {"HTTP_IF_NONE_MATCH": etag, "HTTP_ACCEPT_ENCODING": accepted}
        told = asked(DOOR, ACTORS, **how)
        assert told == asked(whole_site(), ACTORS, **how)
        return told[0]

    assert [status(plain, ""), status(packed, "gzip")] == [304, 304]
    assert [status(packed, ""), status(plain, "gzip")] == [200, 200]
    assert [status(f'"x", W/{plain}', ""), status("*", "gzip")] == [304, 304]


def test_not_modified_tells_all_but_the_content(actor: Actor) -> None:
    page = asked(whole_site(), ACTORS)[1]
    status, headers, body = asked(DOOR, ACTORS, HTTP_IF_NONE_MATCH=page["ETag"])

    about_content = {"Content-Type", "Content-Length", "Content-Language"}
    assert (status, body) == (304, b"")
    assert headers == {name: page[name] for name in page.keys() - about_content}


def test_a_head_tells_the_length_and_sends_nothing(actor: Actor) -> None:
    page = asked(whole_site(), ACTORS)
    assert asked(DOOR, ACTORS, method="HEAD") == (page[0], page[1], b"")


# What is passed on


@pytest.mark.parametrize(
    "how",
    [
        {"method": "POST"},
        {"method": "TRACE"},
        {"HTTP_HOST": "evil.example"},
        {"HTTP_HOST": "testserver:80:80"},
        {"HTTP_HOST": "testserver/"},
        {"HTTP_HOST": "testserver@evil.example"},
        {"wsgi.url_scheme": "https"},
        {"HTTP_HX_REQUEST": "true"},
        {"HTTP_IF_MATCH": '"x"'},
        {"HTTP_IF_UNMODIFIED_SINCE": "Fri, 01 Jan 2021 00:00:00 GMT"},
        {"QUERY_STRING": "kind=news_outlet"},
        {"QUERY_STRING": "&".join(f"a{number}" for number in range(2000))},
        {"PATH_INFO": "/uk/actors/"},
    ],
)
def test_what_is_no_kept_page_is_passed_on_untouched(actor: Actor, how: dict[str, str]) -> None:
    asked(whole_site(), ACTORS)
    environ = environ_of(ACTORS, **how)
    before = dict(environ)
    application = cached_pages_first(lambda environ, start: (dict(environ), start))

    assert application(environ, len) == (before, len)


def test_a_host_that_is_not_ours_gets_no_page(actor: Actor) -> None:
    for host in ("evil.example", "testserver:80:80", "testserver/"):
        asked(whole_site(), ACTORS)
        assert asked(whole_site(), ACTORS, HTTP_HOST=host)[0] == 400


def test_the_port_of_a_host_makes_no_other_page(actor: Actor) -> None:
    page = asked(whole_site(), ACTORS, HTTP_HOST="testserver")
    for host in ("testserver:81", "TESTSERVER", "testserver."):
        assert asked(DOOR, ACTORS, HTTP_HOST=host) == page


def test_nothing_is_asked_of_the_database_for_what_is_not_kept(
    actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_cache, "public_state", lambda: pytest.fail("the state was asked"))
    assert not is_kept(ACTORS)
    assert not is_kept("/admin/")


# The database


@pytest.fixture
def failing(actor: Actor, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The state cannot be read any more; how often that was tried."""
    asked(whole_site(), ACTORS)
    asked(whole_site(), f"/uk{ACTORS}")
    tried: list[int] = []

    def fail() -> Any:
        tried.append(1)
        raise OperationalError("away") from psycopg.OperationalError("away")

    monkeypatch.setattr(page_cache, "public_state", fail)
    return tried


@pytest.mark.parametrize("address", [ACTORS, f"/uk{ACTORS}"])
def test_a_database_that_is_away_is_told_as_for_every_page_and_waited_for_once(
    failing: list[int], address: str, caplog: pytest.LogCaptureFixture
) -> None:
    status, headers, body = asked(whole_site(), address)

    assert (status, headers["Retry-After"], len(failing)) == (503, "30", 1)
    assert headers["Content-Language"] == ("uk" if "uk" in address else "en")
    assert headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert [record.exc_info for record in caplog.records] == [None]
    assert [record.getMessage() for record in caplog.records] == [
        f"Service Unavailable: {address}: away"
    ]
    assert b"A body" not in body


def test_the_connection_is_given_back(committing_db: None) -> None:
    make.published(make.actor(name_en="A body"))
    asked(whole_site(), ACTORS)
    assert connection.connection is not None
    told: list[Any] = []
    DOOR(environ_of(ACTORS), lambda *head: told.extend(head))

    assert (told[0], connection.connection) == ("200 OK", None)


# What is asked for


@pytest.mark.parametrize("query", ["x=1", "utm_source=x&gclid=2", "page=2", "%FF=%00", "kind=a"])
def test_a_page_without_filters_is_one_page_whatever_is_asked(
    addresses: dict[str, str], query: str
) -> None:
    names = ["home", "about", "data", "incident_detail", "actor_editions", "source_changes"]
    for address in (addresses[name] for name in names):
        page = asked(whole_site(), address)
        assert asked(DOOR, f"{address}?{query}") == page
        page_cache.PAGES.clear()
        assert asked(whole_site(), f"{address}?{query}") == page


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("utm_source=x", ""),
        ("utm_medium=x&kind=news_outlet&fbclid=1&q=a+b", "?kind=news_outlet&q=a+b"),
        ("GCLID=1&_hsenc=2&mc_eid=3&igshid=4&yclid=5&page=1", "?page=1"),
    ],
)
@pytest.mark.parametrize("address", [ACTORS, "/uk/incidents/", "/incidents.csv", "/changes.json"])
def test_trackers_are_left_out_of_a_list_by_leading_elsewhere(
    client: Client, db: None, address: str, query: str, left: str
) -> None:
    response = client.get(f"{address}?{query}")

    assert (response.status_code, response["Location"]) == (302, f"{address}{left}")
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("query", ["utm=1", "xutm_source=1", "kinds=a", "knid=news_outlet"])
def test_an_error_of_typing_is_refused(client: Client, db: None, query: str) -> None:
    assert client.get(f"{ACTORS}?{query}").status_code == 400


def test_the_chain_s_page_takes_a_page_number_alone(client: Client, db: None) -> None:
    response = client.get("/transparency/?x=1&page=1")

    assert (response.status_code, response["Location"]) == (302, "/transparency/?page=1")


# The day


@pytest.fixture
def at_midnight() -> Iterator[Any]:
    with time_machine.travel("2025-07-01T23:59:59+03:00", tick=False) as clock:
        yield clock


def test_a_page_outlives_the_day_unless_it_tells_it(
    addresses: dict[str, str], at_midnight: Any
) -> None:
    before = {name: asked(whole_site(), address) for name, address in addresses.items()}
    kept = {name for name, address in addresses.items() if is_kept(address)}
    at_midnight.shift(2)
    outlived = {name for name in kept if is_kept(addresses[name])}

    assert {"home", "incident_detail", "source_list", "incident_atom"} <= outlived
    assert kept - outlived >= {"data_columns", "incident_numbers", "tallies_csv"}
    for name in outlived:
        page_cache.PAGES.clear()
        assert asked(whole_site(), addresses[name]) == before[name]
