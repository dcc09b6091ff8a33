"""The site as gunicorn serves it, with the project's own configuration, over the test database."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from django.db import connection

BASE_DIR = Path(__file__).resolve().parent.parent
# Long enough for any machine: nothing is tested by it, and nothing hangs for ever.
PATIENCE = 120


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Site:
    """Where it listens, what it logs, and its process."""

    port: int
    log: Path
    process: "subprocess.Popen[bytes]"

    def ask(
        self,
        address: str,
        *headers: tuple[str, str],
        method: str = "GET",
        host: str | None = None,
    ) -> Answer:
        """The answer to one request on a connection of its own."""
        client = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        client.putrequest(method, address, skip_host=True, skip_accept_encoding=True)
        for name, value in (("Host", host or f"127.0.0.1:{self.port}"), *headers):
            client.putheader(name, value)
        client.endheaders()
        response = client.getresponse()
        told = Answer(response.status, dict(response.getheaders()), response.read())
        client.close()
        return told

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)


@contextmanager
def served(folder: Path, **environment: str) -> Iterator[Site]:
    """One process of it, over the database that the test uses; ask for `committing_db` first."""
    port, log = free_port(), folder / "gunicorn.log"
    database = connection.settings_dict
    settings = {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": f"postgres://{database['USER']}@/{database['NAME']}"
        f"?host={database['HOST']}",
        "SITE_URL": "http://127.0.0.1:8000",
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
    }
    command = [sys.executable, "-m", "gunicorn"]
    with started(command, port, log, cwd=BASE_DIR, **settings | environment) as site:
        wait_for(site, lambda: site.ask("/health/").status == 200)
        yield site


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def started(
    command: list[str], port: int, log: Path, *, cwd: Path | None = None, **environment: str
) -> Iterator[Site]:
    """A server that is ended with the block; it may not answer yet."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env={"PATH": os.environ["PATH"]} | environment,
            stdout=output,
            stderr=output,
        )
    try:
        yield Site(port, log, process)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def wait_for(site: Site, answers: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            if answers():
                return
        except ConnectionError:
            assert site.process.poll() is None, site.log.read_text()
        assert time.monotonic() < until, site.log.read_text()
        time.sleep(0.05)
