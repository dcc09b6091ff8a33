"""The databases of a run: made once, copied, and dropped whoever is in them."""

import threading
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests import databases

EMPTY = "template1"


@pytest.fixture
def server(django_db_setup: None) -> Iterator[psycopg.Connection[Any]]:
    with databases.maintenance() as server:
        yield server


def names(server: psycopg.Connection[Any]) -> set[str]:
    """Those of this worker: another one makes and drops its own meanwhile."""
    found = server.execute("SELECT datname FROM pg_database").fetchall()
    return {name for (name,) in found if name.startswith(f"{databases.RUN}_{databases.WORKER}_")}


def test_a_database_is_filled_once_for_all_who_ask(server: psycopg.Connection[Any]) -> None:
    filled: list[str] = []

    def fill() -> None:
        filled.append(connection.settings_dict["NAME"])

    def ask() -> None:
        asked.append(databases.made_once("asked_for", fill, template=EMPTY))

    asked: list[str] = []
    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert asked == [f"{databases.RUN}_asked_for"] * 2
    assert filled == [f"{databases.RUN}_asked_for_unfinished"]


def test_copies_at_the_same_time_have_names_of_their_own(server: psycopg.Connection[Any]) -> None:
    before = names(server)

    with databases.copy_of(EMPTY) as one, databases.copy_of(EMPTY) as other:
        assert names(server) - before == {one, other}
        assert one != other

    assert names(server) & {one, other} == set()


def test_whoever_comes_back_to_a_database_is_still_connected(
    django_db_blocker: DjangoDbBlocker, server: psycopg.Connection[Any]
) -> None:
    with django_db_blocker.unblock(), databases.copy_of(EMPTY) as one:
        with databases.used(one, again=True):
            first = process()
        with databases.used(one, again=True):
            assert process() == first

        with databases.copy_of(one) as other, databases.used(other):
            assert process() != first
        with databases.used(one):
            assert process() != first


def process() -> int:
    """The number of the server's process that answers us."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


class _UntilRefused:
    """The server, and a superuser who leaves the database once our drop was refused."""

    def __init__(self, server: psycopg.Connection[Any], superuser: psycopg.Connection[Any]) -> None:
        self.server, self.superuser = server, superuser
        self.refused: list[type[Exception]] = []

    def execute(self, statement: str) -> None:
        try:
            self.server.execute(statement)
        except psycopg.Error as error:
            self.refused.append(type(error))
            self.superuser.close()
            raise


def test_a_database_is_dropped_when_the_superuser_has_left_it(
    server: psycopg.Connection[Any],
) -> None:
    if not settings.LOCAL_POSTGRES_DIR:
        pytest.skip("only on the project's own server we can be the superuser")
    with databases.copy_of(EMPTY) as name:
        host = settings.DATABASES["default"]["HOST"]
        visited: Any = _UntilRefused(
            server, psycopg.connect(host=host, user="postgres", dbname=name)
        )

        databases.drop(visited, name)

        assert visited.refused == [psycopg.errors.InsufficientPrivilege]
        assert name not in names(server)


def test_the_server_of_tests_starts_no_process_of_the_superuser(
    server: psycopg.Connection[Any],
) -> None:
    if not settings.LOCAL_POSTGRES_DIR:
        pytest.skip("another server is as its administrator wants it")
    assert server.execute("SHOW autovacuum").fetchone() == ("off",)
