"""The server that the project brings: one for all who need it, whatever happened before."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from shutil import disk_usage, rmtree
from tempfile import mkdtemp
from typing import Any

import psycopg
import pytest

from localdb import postgres
from localdb.postgres import LocalPostgresError, running

USER = """
import sys, pathlib
from localdb.postgres import running
with running(pathlib.Path(sys.argv[1])):
    print("ready", flush=True)
    sys.stdin.read()
"""


FORKING_USER = """
import os, sys, pathlib
from localdb.postgres import running
with running(pathlib.Path(sys.argv[1])):
    worker = os.fork()
    if not worker:
        sys.exit()
    os.waitpid(worker, 0)
    print("ready", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A folder with a database in it; under /tmp because the server's user must get there."""
    parent = Path(mkdtemp())
    parent.chmod(0o711)
    data = parent / "postgres"
    with running(data):
        pass
    yield data
    rmtree(parent)


@pytest.fixture
def data(made: Path) -> Iterator[Path]:
    yield made
    with running(made):  # takes over and stops whatever a test left behind
        pass
    assert not is_up(made)


def is_up(data: Path) -> bool:
    try:
        connect(data).close()
    except psycopg.OperationalError:
        return False
    return True


def connect(data: Path) -> psycopg.Connection[tuple[object, ...]]:
    settings = postgres.database(data)
    return psycopg.connect(host=settings["HOST"], user=settings["USER"], dbname=settings["NAME"])


def start_user(data: Path, program: str = USER) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def finish(process: subprocess.Popen[str], sent: signal.Signals | None = None) -> None:
    if sent:
        process.send_signal(sent)
    process.communicate()


def postmaster(data: Path) -> int:
    return int((data / "cluster" / "postmaster.pid").read_text().split("\n")[0])


def test_server_gives_the_project_a_database_but_no_superuser(data: Path) -> None:
    with running(data), connect(data) as connection:
        row = connection.execute(
            "SELECT current_user, rolsuper, rolcreatedb, rolcreaterole, pg_get_userbyid(datdba),"
            " datlocprovider, datlocale, current_setting('listen_addresses')"
            " FROM pg_roles, pg_database WHERE rolname = current_user AND datname = 'attest'"
        ).fetchone()

    assert row == ("attest", False, True, True, "attest", "b", "C.UTF-8", "")


def test_server_cannot_be_reached_by_others(data: Path) -> None:
    with running(data):
        socket_folder = Path(postgres.database(data)["HOST"])

        assert socket_folder.stat().st_mode & 0o777 == 0o700
        assert (data / "cluster").stat().st_mode & 0o777 == 0o700


def test_last_user_stops_the_server(data: Path) -> None:
    first, second = start_user(data), start_user(data)

    finish(first)
    assert is_up(data)
    finish(second)
    assert not is_up(data)


def test_worker_that_ends_leaves_the_server_to_who_started_it(data: Path) -> None:
    user = start_user(data, FORKING_USER)

    stayed = is_up(data)
    finish(user)

    assert stayed
    assert not is_up(data)


def test_server_that_ended_while_it_is_used_is_revived(data: Path) -> None:
    with running(data) as server:
        first = postmaster(data)
        server.revive()
        assert postmaster(data) == first
        os.kill(first, signal.SIGKILL)
        while server.lives():
            time.sleep(0.05)

        server.revive()

        assert is_up(data)


@pytest.mark.parametrize("left", ["", "\n"])
def test_server_starts_over_a_pid_file_that_a_full_disk_left_empty(data: Path, left: str) -> None:
    (data / "cluster" / "postmaster.pid").write_text(left)

    with running(data):
        assert is_up(data)


def test_server_left_by_a_killed_user_is_taken_over_and_stopped(data: Path) -> None:
    finish(start_user(data), signal.SIGKILL)
    left = postmaster(data)

    with running(data):
        assert postmaster(data) == left
    assert not is_up(data)


def test_server_starts_after_it_was_killed_itself(data: Path) -> None:
    user = start_user(data)
    os.kill(postmaster(data), signal.SIGKILL)
    finish(user)

    with running(data):
        assert is_up(data)


def test_server_starts_although_another_process_has_its_old_number(data: Path) -> None:
    (data / "cluster" / "postmaster.pid").write_text(f"{os.getppid()}\n{data / 'cluster'}\n")

    with running(data):
        assert is_up(data)


def test_server_whose_socket_was_deleted_is_started_anew(data: Path) -> None:
    finish(start_user(data), signal.SIGKILL)
    rmtree(postgres.database(data)["HOST"])

    with running(data):
        assert is_up(data)


def test_half_made_database_is_made_again(data: Path) -> None:
    (data / "cluster").rename(data / "cluster.new")
    (data / "cluster.new" / "PG_VERSION").unlink()

    with running(data):
        assert is_up(data)


def test_database_of_another_version_is_refused(data: Path) -> None:
    version = data / "cluster" / "PG_VERSION"
    found = version.read_text()
    version.write_text("17\n")

    with pytest.raises(LocalPostgresError, match="was made by PostgreSQL 17 and 18 is installed"):
        running(data).__enter__()

    version.write_text(found)


def test_socket_folder_of_somebody_else_is_refused(data: Path) -> None:
    folder = Path(postgres.database(data)["HOST"])
    folder.chmod(0o777)

    with pytest.raises(LocalPostgresError, match="is somebody else's or open to others"):
        running(data).__enter__()

    folder.chmod(0o700)


def test_database_that_could_not_be_made_to_the_end_is_not_used(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (data / "cluster").rename(data / "made")
    with monkeypatch.context() as patch:
        patch.setattr(postgres, "FIRST_STATEMENTS", "CREATE DATABASE attest OWNER nobody;\n")

        with pytest.raises(LocalPostgresError, match='FATAL:  role "nobody" does not exist'):
            running(data).__enter__()

    assert not (data / "cluster").exists()
    (data / "made").rename(data / "cluster")


@pytest.mark.slow
def test_server_that_does_not_end_fast_is_ended_at_once(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "STOP_SECONDS", 1)
    with running(data):
        connection = connect(data)
        os.kill(connection.info.backend_pid, signal.SIGSTOP)
    connection.close()

    assert not (data / "cluster" / "postmaster.pid").exists()


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A folder on a disk of its own, with little more room than a database needs to begin."""
    folder = Path(mkdtemp())
    folder.chmod(0o711)
    size = postgres.BYTES_TO_BEGIN + 50_000_000
    command = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=711", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, check=False).returncode:
        pytest.skip("only root can mount a small disk, and not everywhere")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
    folder.rmdir()


def fill(folder: Path, leave: int) -> Path:
    filler = folder / "filler"
    with filler.open("w") as file:
        os.posix_fallocate(file.fileno(), 0, disk_usage(folder).free - leave)
    return filler


def test_disk_with_too_little_room_is_refused_before_anything_is_made(small_disk: Path) -> None:
    data = small_disk / "postgres"
    filler = fill(small_disk, leave=100_000_000)

    with pytest.raises(LocalPostgresError) as refused:
        running(data).__enter__()

    assert re.sub(r" \d+ MB are free", " 99 MB are free", str(refused.value)) == (
        f"No space left on device: 300 MB are needed where {data} is, and 99 MB are free. Make room"
        " there, or set ATTEST_POSTGRES_DIR to a folder on another disk."
    )
    assert not list(data.glob("cluster*"))
    filler.unlink()
    with running(data):
        assert is_up(data)


@pytest.mark.parametrize("leave", [0, 10_000_000, 30_000_000])
def test_disk_that_fills_up_is_named_and_wedges_nothing(small_disk: Path, leave: int) -> None:
    data = small_disk / "postgres"

    with pytest.raises(LocalPostgresError, match=f"^No space left on device: .* {data} is"):
        fill_up(data, leave)

    assert not (data / "cluster" / "postmaster.pid").exists()
    (small_disk / "filler").unlink()
    with running(data), connect(data) as connection:
        assert connection.execute("SELECT to_regclass('much')").fetchone() == (None,)


def fill_up(data: Path, leave: int) -> None:
    with running(data), connect(data) as connection:
        fill(data.parent, leave)
        connection.execute(
            "CREATE TABLE much AS SELECT repeat(md5(n::text), 9) FROM"
            " generate_series(1, 1000000) AS n"
        )


def test_folder_that_cannot_be_made_is_named() -> None:
    with pytest.raises(LocalPostgresError, match="/proc/attest cannot be made"):
        running(Path("/proc/attest")).__enter__()


def test_folder_that_another_process_makes_meanwhile_is_used(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, new = Path.mkdir, data.parent / "new"

    def make_last(folder: Path, *arguments: Any, **options: Any) -> None:
        if folder == new:
            data.rename(new)
        make(folder, *arguments, **options)

    monkeypatch.setattr(Path, "mkdir", make_last)
    try:
        with running(new):
            assert is_up(new)
    finally:
        new.rename(data)


def test_socket_path_fits_however_deep_the_folder_is(tmp_path: Path) -> None:
    host = postgres.database(tmp_path / ("deep/" * 40))["HOST"]

    assert len(f"{host}/.s.PGSQL.5432") < 107


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
def test_root_in_a_closed_home_keeps_the_database_where_its_user_can_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ATTEST_POSTGRES_DIR")
    tmp_path.chmod(0o700)

    assert postgres.folder(tmp_path).parent == Path("/var/lib/attest")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_database_of_another_user_is_refused(data: Path) -> None:
    os.seteuid(12345)
    try:
        with pytest.raises(LocalPostgresError, match="belongs to another user"):
            running(data).__enter__()
    finally:
        os.seteuid(0)
