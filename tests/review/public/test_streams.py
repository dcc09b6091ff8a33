"""Files that are sent while they are read: whole and of one state, or visibly broken off."""

import gc
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import BoundedSemaphore, Thread
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from incidents.models import Incident
from review.public import streams
from sources.files import formats
from tests import factories as make
from tests.databases import CopiedDatabase, UsedDatabase
from tests.files import body
from tests.serving import served
from tests.test_patient_worker import answer, asking, get

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
    *("/editions.jsonl", "/sitemap-incident-1.xml"),
]


def elsewhere(deed: Callable[[], Any]) -> None:
    """Done and committed over another connection."""

    def done() -> None:
        deed()
        connection.close()

    thread = Thread(target=done)
    thread.start()
    thread.join()


@pytest.fixture
def one_place(monkeypatch: pytest.MonkeyPatch) -> BoundedSemaphore:
    places = BoundedSemaphore(1)
    monkeypatch.setattr(streams, "PLACES", places)
    return places


def is_free(places: BoundedSemaphore) -> bool:
    free = places.acquire(blocking=False)
    if free:
        places.release()
    return free


def enter_two() -> None:
    make.published_incident(not_known_en="Nobody says who gave the order.")
    make.published_incident(title_en="A second one")


@pytest.fixture(scope="module")
def two_incidents_database(copied_database: CopiedDatabase) -> Iterator[str]:
    with copied_database("streams", enter_two) as name:
        yield name


@pytest.fixture
def two_incidents_in_place(
    two_incidents_database: str, used_database: UsedDatabase
) -> Iterator[None]:
    with used_database(two_incidents_database):
        yield


def decide_much() -> None:
    make.published_incident(title_en="Published meanwhile")
    make.hidden(Incident.objects.exclude(not_known_en="").get(), "not_known")
    make.withdrawn(Incident.objects.get(title_en="A second one"))
    make.published(make.actor(name_en="Spoke meanwhile"))


@pytest.mark.parametrize("read_before", [0, 1])
@pytest.mark.parametrize("path", FILES)
def test_a_file_is_whole_and_of_one_state_whatever_is_decided_meanwhile(
    two_incidents_in_place: None,
    committing_db: None,
    client: Client,
    path: str,
    read_before: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(formats, "ROWS_AT_ONCE", 1)
    with time_machine.travel("2025-07-01", tick=False):
        before = body(client.get(path))

        response: Any = client.get(path)
        pieces = iter(response.streaming_content)
        read = [next(pieces) for _piece in range(read_before)]
        elsewhere(decide_much)

        assert b"".join([*read, *pieces]) == before
        assert (connection.in_atomic_block, body(client.get(path)) == before) == (False, False)


@pytest.fixture
def over(settings: Any) -> None:
    settings.PUBLIC_FILE_SECONDS = -1


def test_a_file_that_takes_too_long_is_broken_off(
    committing_db: None,
    client: Client,
    over: None,
    one_place: BoundedSemaphore,
    caplog: pytest.LogCaptureFixture,
) -> None:
    make.published_incident()
    response: Any = client.get("/incidents.csv")

    with pytest.raises(streams.BrokenOff):
        body(response)
    assert (connection.in_atomic_block, is_free(one_place)) == (False, True)
    assert [record.getMessage() for record in caplog.records] == [
        "A file was broken off: it took longer than PUBLIC_FILE_SECONDS."
    ]


def test_a_reader_sees_that_a_file_was_broken_off(committing_db: None, tmp_path: Path) -> None:
    """A whole one ends with a chunk of nothing. More is read than the connection's buffer holds."""
    make.published_incident(not_known_en="… " * 2_000_000)
    with served(tmp_path, PUBLIC_FILE_SECONDS="1") as site:
        page = answer(asking(site, get("/incidents/", "Connection: close")))
        client = asking(site, get("/editions.jsonl", "Connection: close"))
        time.sleep(2)
        told = answer(client)
        logged = site.log.read_text()

    assert (b"\r\n0\r\n\r\n" in told, page[:15]) == (False, b"HTTP/1.1 200 OK")
    assert logged.count("A file was broken off: it took longer than PUBLIC_FILE_SECONDS.") == 1
    assert "Traceback" not in logged


# A few at once


def test_beyond_its_share_a_file_waits_and_pages_do_not(
    db: None, client: Client, one_place: BoundedSemaphore
) -> None:
    make.published_incident()
    first: Any = client.get("/incidents.csv")
    second = client.get("/sources.csv")
    page = client.get("/incidents/")
    body(first)

    assert (second.status_code, second["Retry-After"], second["Cache-Control"]) == (
        503,
        "30",
        "no-store",
    )
    assert "Other people are downloading files just now" in second.content.decode()
    assert page.status_code == 200
    assert body(client.get("/sources.csv")).startswith(b"\xef\xbb\xbfreference")


def test_who_has_the_file_and_who_asks_for_its_head_takes_no_place(
    db: None, client: Client, one_place: BoundedSemaphore
) -> None:
    etag = client.head("/sources.csv")["ETag"]
    one_place.acquire()

    assert client.head("/sources.csv").status_code == 200
    assert client.get("/sources.csv", headers={"If-None-Match": etag}).status_code == 304


def gone(client: Client) -> Iterator[Callable[[], object]]:
    """Readers who go away: before the first piece, after it, before the server asked for any."""
    for pieces in (0, 1):
        response: Any = client.get("/incidents.csv")
        for _piece, _bytes in zip(range(pieces), response.streaming_content, strict=False):
            pass
        yield response.close
    del response
    client.get("/incidents.csv")
    yield gc.collect
    client.get("/incidents.csv", headers={"If-Match": '"another"'})
    yield gc.disable


def test_a_reader_who_goes_away_leaves_nothing_open(
    committing_db: None, client: Client, one_place: BoundedSemaphore
) -> None:
    make.published_incident()
    left = []
    for leave in gone(client):
        leave()
        left.append((connection.in_atomic_block, is_free(one_place)))
    gc.enable()

    assert left == [(False, True)] * 4
