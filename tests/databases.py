"""The databases of a run: what takes long is entered once, then copied, for workers and for tests.

Each has a name of its own that begins with the number of the run's first process.
"""

import itertools
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection, connections

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
# The process that started the workers is the parent of each.
RUN = f"test_attest_{os.getpid() if WORKER == 'alone' else os.getppid()}"
DROP_TRIES = 20
# Of the databases that tests change between, as many stay connected.
KEPT = 4

Fill = Callable[[], Any]
# What the fixtures of these names give.
CopiedDatabase = Callable[[str, Fill], AbstractContextManager[str]]
UsedDatabase = Callable[[str], AbstractContextManager[None]]
EnteredOnce = Callable[[Fill], AbstractContextManager[None]]

_numbers = itertools.count(1)
_made_here: list[str] = []
_kept: dict[str, psycopg.Connection[Any]] = {}


@contextmanager
def used(name: str, *, again: bool = False) -> Iterator[None]:
    """Let every connection be one to this database.

    Where many tests use it one after the other (`again`), both databases keep their connection
    meanwhile: a new process of the server reads our tables and functions anew, for a tenth of the
    time of a test.
    """
    former = connection.settings_dict["NAME"]
    _turn_to(name, keep=again)
    try:
        yield
    finally:
        _turn_to(former, keep=again)


def _turn_to(name: str, *, keep: bool) -> None:
    assert not (keep and connection.in_atomic_block), "the transaction of `db` ends first"
    left = connection.connection
    if keep and left is not None and not left.closed:
        _kept[connection.settings_dict["NAME"]] = left
        connection.connection = None
    connections.close_all()
    connection.settings_dict["NAME"] = name
    connection.connection = _kept.pop(name, None)
    while len(_kept) > KEPT:
        leave(next(iter(_kept)))


def leave(name: str) -> None:
    """Close what was kept to come back to; a database that somebody is in can be no template."""
    if kept := _kept.pop(name, None):
        kept.close()


@contextmanager
def copy_of(template: str) -> Iterator[str]:
    """A copy of a database that nobody is connected to, for as long as it is needed."""
    name = f"{RUN}_{WORKER}_{next(_numbers)}"
    leave(template)
    # As files: through the log of the server it takes twice as long.
    with maintenance() as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        # Rights on the database itself are not copied; migrations took this one.
        server.execute(f'REVOKE TEMPORARY ON DATABASE "{name}" FROM PUBLIC')
    try:
        yield name
    finally:
        leave(name)
        with maintenance() as server:
            drop(server, name)


def made_once(name: str, fill: Fill, *, template: str = "template1") -> str:
    """The database of that name, made by the first worker that asks; nobody stays connected."""
    whole, unfinished = f"{RUN}_{name}", f"{RUN}_{name}_unfinished"
    with one_at_a_time(whole) as server:
        if whole not in _names(server):
            drop(server, unfinished)
            server.execute(f'CREATE DATABASE "{unfinished}" TEMPLATE "{template}"')
            with used(unfinished):
                fill()
            server.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{whole}"')
            _made_here.append(whole)
    return whole


def drop_those_made_here() -> None:
    """A worker that asks later makes its own."""
    while _made_here:
        name = _made_here.pop()
        with one_at_a_time(name) as server:
            drop(server, name)


def drop_left_over() -> None:
    """A suite that was killed leaves its databases behind, named by its process."""
    with one_at_a_time() as server:
        for name in _names(server):
            found = re.match(r"test_attest_(\d+)_", name)
            if found and not Path(f"/proc/{found[1]}").exists():
                drop(server, name)


def drop(server: psycopg.Connection[Any], name: str) -> None:
    """Also when a process of the superuser, which we may not end, is in it for a moment."""
    for left in reversed(range(DROP_TRIES)):
        try:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectInUse):
            if not left:
                raise
            time.sleep(0.5)
        else:
            return


@contextmanager
def one_at_a_time(what: str = "") -> Iterator[psycopg.Connection[Any]]:
    """Among all workers, and all suites on the same server."""
    with maintenance() as server:
        server.execute("SELECT pg_advisory_lock(hashtext('attest tests'), hashtext(%s))", [what])
        yield server


@contextmanager
def maintenance() -> Iterator[psycopg.Connection[Any]]:
    """A connection to the server outside the test databases, for what no transaction can do."""
    parameters = connection.get_connection_params() | {"dbname": "postgres"}
    with psycopg.connect(**parameters, autocommit=True) as server:
        yield server


def _names(server: psycopg.Connection[Any]) -> list[str]:
    return [name for (name,) in server.execute("SELECT datname FROM pg_database").fetchall()]
