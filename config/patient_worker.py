"""A gunicorn worker none of whose threads waits for a slow client.

gunicorn gives a thread to each request that begins, until its client has sent and taken all: eight
clients who do neither stop the site. Here the one loop of the process gathers a request, and a
thread gets it when it is whole. What a thread answers goes into a buffer that holds any page. A
proxy in front that buffers does the same better; without one this is what keeps the site up.
"""

import errno
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from selectors import EVENT_READ
from time import monotonic
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

# For a request to be sent.
REQUEST_SECONDS = 20.0
# For a piece of an answer to be taken.
ANSWER_SECONDS = 20.0
# More than Django takes in a form.
MOST_BYTES = 4_000_000
MOST_OF_A_HEAD = 64_000
END_OF_HEAD = b"\r\n\r\n"
# More than any page; the system may allow less.
BUFFER_BYTES = 1_000_000
READ_AT_ONCE = 65_536
TOO_LARGE = b"HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
# What the loop cannot measure it gives to no thread: that one would wait for the client.
NOT_MEASURED = b"HTTP/1.1 411 Length Required\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(.*?)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
IN_CHUNKS = re.compile(rb"^transfer-encoding[ \t]*:", re.IGNORECASE | re.MULTILINE)
# Of all requests that are gathered at once, beside the small ones.
MOST_GATHERED = 64_000_000
SMALL = 256_000


def is_measured(head: bytes | bytearray) -> bool:
    """Whether it says by one plain number how long its body is, or that it has none."""
    lengths = LENGTH.findall(head)
    is_plain = not lengths or (len(lengths) == 1 and lengths[0].isdigit())
    return is_plain and not IN_CHUNKS.search(head)


def is_whole(request: bytes | bytearray) -> bool:
    """Whether the head is all there, and as much of a body as it announces."""
    end = request.find(END_OF_HEAD)
    if end < 0 or not is_measured(request[:end]):
        return False
    length = LENGTH.search(request[:end])
    return len(request) >= end + len(END_OF_HEAD) + (int(length[1]) if length else 0)


def refusal_of(request: bytes | bytearray) -> bytes:
    """The answer to what is too long, or longer than anybody can say; empty for all others."""
    end = request.find(END_OF_HEAD)
    if len(request) > (MOST_OF_A_HEAD if end < 0 else MOST_BYTES):
        return TOO_LARGE
    return NOT_MEASURED if end >= 0 and not is_measured(request[:end]) else b""


class Connection(socket.socket):
    """A connection that waits for its client, but not for ever."""

    def setblocking(self, flag: bool) -> None:
        self.settimeout(ANSWER_SECONDS if flag else 0)

    def recv(self, *how: Any) -> bytes:
        with _let_go():
            return super().recv(*how)

    def sendall(self, *what: Any) -> None:
        with _let_go():
            super().sendall(*what)

    def sendfile(self, *what: Any, **how: Any) -> int:
        with _let_go():
            return super().sendfile(*what, **how)


@contextmanager
def _let_go() -> Iterator[None]:
    """As if the client had gone, which gunicorn takes quietly."""
    try:
        yield
    except TimeoutError as error:
        raise ConnectionResetError(errno.ECONNRESET, "The client was too slow.") from error


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """Connections whose request is not whole yet are among gunicorn's pending ones."""

    def enqueue_req(self, conn: Any) -> None:
        """Where gunicorn gives a request that begins to a thread."""
        if not isinstance(conn.sock, Connection):
            conn.sock = Connection(fileno=conn.sock.detach())
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER_BYTES)
            conn.close = partial(self.close, conn)
        # A client may have sent the beginning of it behind the request before.
        conn.gathered = bytearray(conn.parser.unreader.take_buffered() if conn.parser else b"")
        if is_whole(conn.gathered):
            self.hand_over(conn)
        else:
            self.wait(conn, self.gather)
            self.refuse(conn, refusal_of(conn.gathered))

    def wait(self, conn: Any, then: Any) -> None:
        """All wait as long, so that the first of them is the first to be let go."""
        conn.sock.setblocking(False)
        conn.timeout = monotonic() + REQUEST_SECONDS
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(then, conn))

    def wait_no_more(self, conn: Any) -> None:
        self.poller.unregister(conn.sock)
        self.pending_conns.remove(conn)

    def gather(self, conn: Any, _socket: Any) -> None:
        piece = _read(conn.sock)
        conn.gathered += piece
        if not piece:
            self.wait_no_more(conn)
            self.nr_conns -= 1
            conn.close()
        elif is_whole(conn.gathered):
            self.wait_no_more(conn)
            self.hand_over(conn)
        else:
            self.refuse(conn, refusal_of(conn.gathered) or self.without_room(conn))

    def without_room(self, conn: Any) -> bytes:
        """The answer to a large request where many large ones are gathered already."""
        if len(conn.gathered) <= SMALL:
            return b""
        gathered = sum(len(getattr(one, "gathered", b"")) for one in self.pending_conns)
        return TOO_LARGE if gathered > MOST_GATHERED else b""

    def refuse(self, conn: Any, answer: bytes) -> None:
        if not answer:
            return
        self.wait_no_more(conn)
        conn.gathered.clear()
        with suppress(OSError):
            conn.sock.send(answer)
        self.nr_conns -= 1
        conn.close(graceful=True)

    def hand_over(self, conn: Any) -> None:
        """To a thread, which finds what was gathered before what is still to come."""
        conn.data_ready = True
        conn.init()
        conn.parser.unreader.unread(bytes(conn.gathered))
        conn.gathered.clear()
        super().enqueue_req(conn)

    def close(self, conn: Any, *, graceful: bool = False) -> None:
        """Wait for the client to hang up, as gunicorn does, but not in the loop: it serves all."""
        if not (graceful and self.alive and _hung_up(conn.sock)):
            TConn.close(conn)
            return
        self.nr_conns += 1
        self.wait(conn, self.drain)

    def drain(self, conn: Any, _socket: Any) -> None:
        if not _read(conn.sock):
            self.wait_no_more(conn)
            self.nr_conns -= 1
            TConn.close(conn)


def _read(connection: Connection) -> bytes:
    """What is there; nothing when the client has gone."""
    try:
        return connection.recv(READ_AT_ONCE)
    except OSError:
        return b""


def _hung_up(connection: Connection) -> bool:
    try:
        connection.shutdown(socket.SHUT_WR)
    except OSError:
        return False
    return True
