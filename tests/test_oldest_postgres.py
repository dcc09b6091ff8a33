"""The oldest PostgreSQL that we promise is one that works, and an older one is refused."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.backends.base import base
from django.test import Client

from localdb.postgres import FIRST_STATEMENTS, NOBODY
from review.public import role

BASE_DIR = Path(__file__).resolve().parent.parent
OLDEST = 15
# Debian's, of which the oldest that is promised is asked.
INSTALLED = sorted(
    int(folder.name)
    for folder in Path("/usr/lib/postgresql").glob("[0-9]*")
    if int(folder.name) >= OLDEST
)
# What of the suite proves it: the role, the rules of the database, the whole first case entered,
# found by day, place and name, and its origins, figures and files counted.
PROOF = [
    "tests/review/public/test_reading.py",
    "tests/review/public/test_role.py",
    "tests/review/models/test_rules.py",
    *(
        f"tests/test_first_case.py::test_{asked}"
        for asked in (
            "the_day_finds_the_udachne_incident_alone",
            "oblast_and_raion_find_the_udachne_incident_alone",
            "every_spelling_of_the_unit_finds_the_zaporizhzhia_incident",
            "incidents_by_the_number_of_their_origins",
            "rival_figures_stand_side_by_side",
            "files_of_the_case_tell_what_is_given_and_what_is_inferred",
            "sums_of_the_case_leave_out_what_is_not_settled",
            "loading_again_does_nothing",
        )
    ),
]
TOO_OLD = r"PostgreSQL 99 or later is required \(found \d+\.\d+\)\."


def run(*command: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """As somebody whom PostgreSQL lets start it, in a folder that they can enter."""
    as_server: dict[str, Any] = {"cwd": "/", "env": {"PATH": "/usr/bin:/bin", **environment}}
    if os.geteuid() == 0:
        as_server |= {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    return subprocess.run(list(map(str, command)), check=True, text=True, **as_server)


@pytest.fixture
def database_url() -> Iterator[str]:
    """An empty database on a server as Debian has it, of the login that the README asks for."""
    if not INSTALLED:
        pytest.skip(f"PostgreSQL {OLDEST} or newer is missing: apt-get install postgresql")
    binaries = Path(f"/usr/lib/postgresql/{INSTALLED[0]}/bin")
    folder = Path(mkdtemp())
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
    cluster, log = folder / "cluster", folder / "log"
    initdb = ["--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    run(binaries / "initdb", "-D", cluster, *initdb, "--auth=trust")
    pg_ctl = [binaries / "pg_ctl", "-D", cluster, "-w", "-l", log]
    run(*pg_ctl, "-o", f"-c listen_addresses='' -c fsync=off -k {folder}", "start")
    try:
        for statement in FIRST_STATEMENTS.splitlines():
            run(binaries / "psql", "-h", folder, "-U", "postgres", "-q", "-c", statement)
        yield f"postgres://attest@/{folder}/attest"
    finally:
        run(*pg_ctl, "-m", "immediate", "stop")
        rmtree(folder)


@pytest.mark.slow
def test_site_works_on_the_oldest_version_that_we_promise(database_url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *PROOF],
        cwd=BASE_DIR,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": database_url},
        capture_output=True,
        check=False,
        text=True,
    )

    assert done.returncode == 0, done.stdout


def test_readme_and_example_name_the_version_that_is_asked_for() -> None:
    assert connection.features.minimum_database_version == (OLDEST,)
    assert f"PostgreSQL {OLDEST} or newer" in (BASE_DIR / "README.md").read_text()
    assert f"PostgreSQL ({OLDEST} or newer)" in (BASE_DIR / ".env.example").read_text()


@pytest.fixture
def too_old(committing_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server of the tests, seen by a Django that wants a newer one."""
    monkeypatch.setattr(connection.features, "minimum_database_version", (99,))
    monkeypatch.setattr(base, "RAN_DB_VERSION_CHECK", set())  # it is asked once in a process
    connection.close()


def test_check_refuses_an_older_server_in_a_sentence(too_old: None) -> None:
    (error,) = role.check_public_role(databases=["default"])

    assert error.id == "review.E003"
    assert error.msg == f"PostgreSQL 99 or later is required (found {found()})."


def test_making_the_role_on_an_older_server_says_so_in_a_sentence(too_old: None) -> None:
    with pytest.raises(CommandError, match=TOO_OLD):
        call_command("make_public_role")


def test_health_says_that_the_server_is_too_old(too_old: None, client: Client) -> None:
    response = client.get("/health/")

    assert response.status_code == 503
    assert response.json()["problem"] == f"PostgreSQL 99 or later is required (found {found()})."


def found() -> str:
    return ".".join(map(str, connection.get_database_version()))
