"""Slow clients: what they take of the server, which is a connection and no thread."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from select import select

import pytest
from django.db import connection, connections
from pytest_django import DjangoDbBlocker

from config import patient_worker
from config.patient_worker import Connection, is_whole
from tests import databases
from tests import factories as make
from tests.serving import PATIENCE, Site, served

# More than a process has threads.
MANY = 8
HALF_A_HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
# Without the cookie of a token Django would not look at what is sent.
HALF_A_FORM = (
    b"POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n"
    b"Cookie: csrftoken=" + b"a" * 32 + b"\r\n\r\nuser"
)


@pytest.fixture(scope="module")
def site(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    """One for all tests that leave nothing in it but clients who are gone."""
    with ExitStack() as until_the_end:
        with django_db_blocker.unblock():
            connections.close_all()
            empty = connection.settings_dict["NAME"]
            copy = until_the_end.enter_context(databases.copy_of(empty))
            with databases.used(copy):
                site = until_the_end.enter_context(served(tmp_path_factory.mktemp("site")))
        yield site


@pytest.fixture
def own_site(committing_db: None, tmp_path: Path) -> Iterator[Site]:
    with served(tmp_path) as site:
        yield site


def asking(site: Site, what: bytes) -> socket.socket:
    """A client with room for hardly anything, who sends this and reads nothing."""
    client = socket.socket()
    client.settimeout(PATIENCE)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.connect(("127.0.0.1", site.port))
    client.sendall(what)
    return client


def get(address: str, *headers: str) -> bytes:
    lines = [f"GET {address} HTTP/1.1", "Host: 127.0.0.1", *headers]
    return "".join(f"{line}\r\n" for line in [*lines, ""]).encode()


def answer(client: socket.socket) -> bytes:
    """All that comes from now on, for which there is room: by drops it could take minutes."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1_000_000)
    told = b""
    while piece := client.recv(65536):
        told += piece
    client.close()
    return told


@pytest.mark.parametrize("half", [HALF_A_HEAD, HALF_A_FORM])
def test_half_sent_requests_keep_nobody_waiting(site: Site, half: bytes) -> None:
    slow = [asking(site, half) for _client in range(MANY)]

    assert site.ask("/").status == 200
    for client in slow:
        client.close()


def test_a_request_that_comes_in_pieces_is_answered(site: Site) -> None:
    client = asking(site, HALF_A_HEAD)
    site.ask("/")
    client.sendall(b"1\r\nConnection: close\r\n\r\n")

    assert answer(client).startswith(b"HTTP/1.1 200 OK\r\n")


def test_requests_that_come_at_once_are_answered_in_order(site: Site) -> None:
    client = asking(site, get("/method/") + get("/about/") + get("/data/", "Connection: close"))
    told = answer(client)

    assert told.count(b"HTTP/1.1 200 OK\r\n") == 3
    titles = [title.split(b"</title>")[0].split()[0] for title in told.split(b"<title>")[1:]]
    assert titles == [b"Method", b"About", b"Data"]


def test_readers_who_take_nothing_leave_threads_for_pages(own_site: Site) -> None:
    # No words: nothing of it goes into the index of words.
    make.published_incident(not_known_en="… " * 2_000_000)
    slow = [asking(own_site, get("/editions.jsonl")) for _client in range(MANY)]
    pages = [asking(own_site, get("/method/")) for _client in range(MANY)]

    assert [own_site.ask("/about/").status for _time in range(MANY)] == [200] * MANY
    assert own_site.ask("/editions.jsonl").status == 503
    for client in [*slow, *pages]:
        client.close()


def test_clients_who_do_not_hang_up_keep_nobody_waiting(site: Site) -> None:
    """gunicorn waits two seconds for each, in the loop that serves all."""
    slow = [asking(site, get("/about/", "Connection: close")) for _client in range(MANY * MANY)]

    assert [client.recv(15) for client in slow] == [b"HTTP/1.1 200 OK"] * len(slow)
    assert site.ask("/").status == 200
    for client in slow:
        client.close()


@pytest.mark.parametrize(
    ("beginning", "rest"),
    [
        (HALF_A_FORM.replace(b"th: 9", b"th: 9000000"), patient_worker.MOST_BYTES),
        (HALF_A_HEAD, patient_worker.MOST_OF_A_HEAD),
    ],
)
def test_a_request_that_is_too_large_is_refused(site: Site, beginning: bytes, rest: int) -> None:
    client = asking(site, beginning)
    client.sendall(b"x" * rest)

    assert answer(client).startswith(b"HTTP/1.1 413 Content Too Large\r\n")


@pytest.mark.parametrize(
    "line",
    [
        b"Transfer-Encoding: chunked",
        b"Content-Length: 3\r\nContent-Length: 0",
        b"Content-Length: +3",
        b"Content-Length: 3, 3",
    ],
)
def test_a_body_whose_length_nobody_says_is_refused(site: Site, line: bytes) -> None:
    """A thread that began to read it would wait for its client."""
    client = asking(site, b"POST /admin/login/ HTTP/1.1\r\nHost: x\r\n" + line + b"\r\n\r\n5\r\n0")

    assert answer(client).startswith(b"HTTP/1.1 411 Length Required\r\n")


def test_a_client_who_leaves_in_the_middle_takes_nothing(own_site: Site) -> None:
    for half in (HALF_A_HEAD, HALF_A_FORM):
        for client in [asking(own_site, half) for _client in range(MANY)]:
            client.close()

    assert own_site.ask("/about/").status == 200
    assert "Error" not in own_site.log.read_text()


def test_large_requests_have_a_bound_together(own_site: Site) -> None:
    large = HALF_A_FORM.replace(b"th: 9", b"th: 3900000") + b"x" * 3_800_000
    room = patient_worker.MOST_GATHERED // len(large)
    clients = [asking(own_site, large) for _client in range(room + 2)]

    select(clients, [], [], PATIENCE)
    own_site.ask("/about/")
    refused, _writing, _failed = select(clients, [], [], 0)

    assert 1 <= len(refused) <= 3
    assert {client.recv(12) for client in refused} == {b"HTTP/1.1 413"}
    assert own_site.ask("/about/").status == 200
    for client in clients:
        client.close()


@pytest.fixture
def pair() -> Iterator[tuple[Connection, socket.socket]]:
    here, there = socket.socketpair()
    with Connection(fileno=here.detach()) as connection, there:
        yield connection, there


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patient_worker, "ANSWER_SECONDS", 0.01)


def test_a_client_who_takes_nothing_is_let_go(
    hurried: None, pair: tuple[Connection, socket.socket], tmp_path: Path
) -> None:
    connection, _there = pair
    large = tmp_path / "large"
    large.write_bytes(b"x" * 10_000_000)
    connection.setblocking(True)

    with large.open("rb") as file, pytest.raises(ConnectionResetError, match="too slow"):
        connection.sendfile(file)
    with pytest.raises(ConnectionResetError, match="too slow"):
        connection.sendall(b"x" * 10_000_000)


def test_a_client_who_sends_nothing_more_is_let_go(
    hurried: None, pair: tuple[Connection, socket.socket]
) -> None:
    connection, _there = pair
    connection.setblocking(True)

    with pytest.raises(ConnectionResetError, match="too slow"):
        connection.recv(1)


@pytest.mark.parametrize(
    ("request_so_far", "whole"),
    [
        (b"", False),
        (b"GET / HTTP/1.1\r\nHost: x\r\n", False),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", True),
        (b"POST / HTTP/1.1\r\ncontent-length: 3\r\n\r\nab", False),
        (b"POST / HTTP/1.1\r\ncontent-length: 3\r\n\r\nabc", True),
        (b"POST / HTTP/1.1\r\nContent-Length:3 \r\nHost: x\r\n\r\nab", False),
        (b"POST / HTTP/1.1\r\nX: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n", False),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n", False),
        (b"POST / HTTP/1.1\r\nContent-Length: 0000000000000000003\r\n\r\nab", False),
        (b"POST / HTTP/1.1\r\nContent-Length: 0000000000000000003\r\n\r\nabc", True),
        (b"POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 0\r\n\r\n", False),
        (b"POST / HTTP/1.1\r\nContent-Length: +3\r\n\r\n", False),
        (b"GET / HTTP/1.1\r\nX: Content-Length: 3\r\n\r\n", True),
    ],
)
def test_a_request_is_whole_when_all_that_it_announces_is_there(
    request_so_far: bytes, whole: bool
) -> None:
    assert is_whole(request_so_far) == whole
