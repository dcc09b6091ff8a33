"""The site as gunicorn serves it, with the project's own configuration, over the test database."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
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
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    database = connection.settings_dict
    log = folder / "gunicorn.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn"],
            cwd=BASE_DIR,
            env={
                "PATH": os.environ["PATH"],
                "DJANGO_SETTINGS_MODULE": "tests.settings",
                "DATABASE_URL": f"postgres://{database['USER']}@/{database['NAME']}"
                f"?host={database['HOST']}",
                "SITE_URL": "http://127.0.0.1:8000",
                "PORT": str(port),
                "WEB_CONCURRENCY": "1",
                **environment,
            },
            stdout=output,
            stderr=output,
        )
    site = Site(port, log, process)
    try:
        _wait_for(site)
        yield site
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _wait_for(site: Site) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            if site.ask("/health/").status == 200:
                return
        except ConnectionError:
            assert site.process.poll() is None, site.log.read_text()
        assert time.monotonic() < until, site.log.read_text()
        time.sleep(0.05)
