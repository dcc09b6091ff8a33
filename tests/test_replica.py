"""A real replica: what it may show, and that it shows nothing once it stands still."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from pytest_django import Settings

from localdb import postgres
from review.workflow import publishing
from tests import factories as make

HOUR = 3600.0


class Replica:
    """A second server that follows the one of the tests."""

    def __init__(self, folder: Path, primary: Path) -> None:
        self.folder = folder
        self.primary = postgres.Server(primary)
        os.chown(folder, self.primary.uid, -1)

    def start(self) -> None:
        data, host = self.folder / "data", connection.settings_dict["HOST"]
        options = f"-c listen_addresses= -c fsync=off -k {self.folder}"
        self._run(
            "pg_basebackup", "-h", host, "-U", "postgres", "-D", data, *"-R -N -c fast".split()
        )
        self._run("pg_ctl", "start", "-w", "-D", data, "-l", self.folder / "log", "-o", options)

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", self.folder / "data")

    def ask(self, question: str) -> Any:
        name = connection.settings_dict["NAME"]
        with psycopg.connect(host=str(self.folder), user="postgres", dbname=name) as asked:
            row = asked.execute(question).fetchone()
        return row[0] if row else None

    @contextmanager
    def read(self) -> Iterator[None]:
        """Our process reads from the replica."""
        primary = connection.settings_dict["HOST"]
        connection.close()
        connection.settings_dict["HOST"] = str(self.folder)
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["HOST"] = primary

    def _run(self, program: str, *arguments: object) -> None:
        command = [str(self.primary.bin / program), *map(str, arguments)]
        with (self.folder / f"{program}.out").open("w") as output:
            subprocess.run(
                command, check=True, stdout=output, stderr=output, **self.primary.as_server()
            )


@pytest.fixture
def replica(committing_db: None) -> Iterator[Replica]:
    if settings.LOCAL_POSTGRES_DIR is None:
        pytest.skip("a replica is made of the project's own server only")
    folder = Path(mkdtemp())
    folder.chmod(0o711)
    made = Replica(folder, settings.LOCAL_POSTGRES_DIR)
    made.start()
    yield made
    made.stop()
    rmtree(folder)


def wait_until(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + 120
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_replica_that_stands_still_shows_nothing(
    replica: Replica, settings: Settings, client: Client
) -> None:
    client.raise_request_exception = False
    settings.REPLICA_SECONDS = HOUR
    reviewer = make.reviewer()
    source = make.published(make.source())
    page = f"/sources/{source.review.reference}/"

    def status(path: str = page) -> int:
        with replica.read():
            return client.get(path).status_code

    wait_until(lambda: status() == 200)
    replica.ask("SELECT pg_wal_replay_pause()::text")
    publishing.withdraw(
        source.review, by=reviewer, day=make.DAY, reason="protection", comment="A life is at risk"
    )
    assert (client.get(page).status_code, status()) == (410, 200)
    settings.REPLICA_SECONDS = 0

    assert [status(path) for path in (page, "/", "/editions.jsonl", "/health/ready")] == [503] * 4
    with replica.read():
        assert client.get("/health/").json()["problem"].startswith("This replica has heard of no")
        assert client.get(page)["Retry-After"] == "30"
    assert client.get(page).status_code == 410
    settings.REPLICA_SECONDS = HOUR
    replica.ask("SELECT pg_wal_replay_resume()::text")
    wait_until(lambda: status() == 410)


def test_replica_hears_of_a_beat_while_nothing_happens(replica: Replica) -> None:
    call_command("beat", once=True)
    wait_until(lambda: replica.ask("SELECT pg_last_xact_replay_timestamp()") is not None)
    first = replica.ask("SELECT pg_last_xact_replay_timestamp()")

    call_command("beat", once=True)

    wait_until(lambda: bool(replica.ask("SELECT pg_last_xact_replay_timestamp()") > first))
