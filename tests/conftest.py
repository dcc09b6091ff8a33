"""What every test may ask for: the database, a copy to commit to, the site in a browser."""

import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from django.utils import translation
from pytest_django import DjangoDbBlocker

from config import local_postgres
from incidents.first_case.loading import PLACES
from incidents.places.gazetteer import load_places
from review import kept_pages
from review.public import make_public_role
from sources import facets
from tests import factories
from tests.pages import signed_in

CHROMIUM = Path(shutil.which("chromium") or "/usr/bin/chromium")
OTHER_PLACES_CALLED_UDACHNE = (
    "UA01120730040081045",
    "UA12040130180014878",
    "UA23080110090085890",
)
NO_CHROMIUM = f"{CHROMIUM} is missing: apt-get install chromium"

# Django keeps other connections for a thread once an event loop runs in it, as Playwright's does
# from the first browser test on; the connections of before would stay open beside them.
connections._connections = threading.local()  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Make the test database, on a server that has the public role.

    pytest-django's own makes none when no test asks for ``db``, and `committing_db` would then copy
    the database of the site.
    """
    local = settings.LOCAL_POSTGRES_DIR
    with local_postgres.running(local) if local else nullcontext(), django_db_blocker.unblock():
        if local:
            _drop_left_over_databases()
        make_public_role()
        connection.close()
        made = setup_databases(verbosity=0, interactive=False)
        django_db_blocker.block()
        yield
        django_db_blocker.unblock()
        teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True)
def fresh_process() -> None:
    """No page and no bitmap is kept from one test to the next."""
    kept_pages.KEPT.clear()
    facets.forget()


@pytest.fixture
def researcher(db: None) -> Client:
    """Who enters records, without the right to read withheld names."""
    return signed_in(factories.researcher())


@pytest.fixture
def reviewer(db: None) -> Client:
    return signed_in(factories.reviewer())


@pytest.fixture
def administrator(db: None) -> Client:
    return signed_in(factories.administrator())


@pytest.fixture
def committing_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A copy of the test database for one test that really commits, from any number of threads.

    Emptying tables afterwards, as ``transaction=True`` does, is what our triggers refuse.
    """
    template = connection.settings_dict["NAME"]
    copy = f"{template}_copy"
    with django_db_blocker.unblock():
        connections.close_all()
        with _maintenance() as maintenance:
            maintenance.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{template}"')
        connection.settings_dict["NAME"] = copy
        try:
            yield
        finally:
            connections.close_all()
            connection.settings_dict["NAME"] = template
            with _maintenance() as maintenance:
                maintenance.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')


@pytest.fixture
def live_site(committing_db: None) -> Iterator[str]:
    """The address of the site, served from a thread over a database of its own."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), _QuietHandler)
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    flags = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")
    return {"executable_path": str(CHROMIUM), "args": flags}


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(NO_CHROMIUM)
        pytest.skip(NO_CHROMIUM)


def _maintenance() -> psycopg.Connection[Any]:
    """A connection to the server outside the test database, for what no transaction can do."""
    parameters = connection.get_connection_params() | {"dbname": "postgres"}
    return psycopg.connect(**parameters, autocommit=True)


def _drop_left_over_databases() -> None:
    """A suite that was killed leaves its databases behind, named by its process."""
    with _maintenance() as maintenance:
        names = maintenance.execute("SELECT datname FROM pg_database").fetchall()
        for (name,) in names:
            found = re.match(r"test_attest_(\d+)", name)
            if found and not Path(f"/proc/{found[1]}").exists():
                maintenance.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


Fill = Callable[[], Any]


@pytest.fixture(scope="session")
def copied_database(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Callable[[str, Fill], AbstractContextManager[str]]:
    """Make a copy of the empty test database and fill it once, for many tests."""

    @contextmanager
    def copied(name: str, fill: Fill) -> Iterator[str]:
        empty = connection.settings_dict["NAME"]
        copy = f"{empty}_{name}"
        assert not connection.in_atomic_block, "ask for the copy before `db`, or alone"
        with django_db_blocker.unblock():
            connections.close_all()
            with _maintenance() as maintenance:
                maintenance.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{empty}"')
            with _database(copy):
                fill()
        yield copy
        with _maintenance() as maintenance:
            maintenance.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')

    return copied


@pytest.fixture
def used_database(
    django_db_blocker: DjangoDbBlocker,
) -> Callable[[str], AbstractContextManager[None]]:
    """Let a test use such a copy as its test database."""

    @contextmanager
    def used(name: str) -> Iterator[None]:
        assert not connection.in_atomic_block, "ask for the copy before `db`, or alone"
        with django_db_blocker.unblock(), _database(name):
            yield

    return used


@pytest.fixture(scope="session")
def first_case_database(
    copied_database: Callable[[str, Fill], AbstractContextManager[str]],
) -> Iterator[str]:
    """A copy of the test database with the first case in it, entered once for the whole suite."""

    def load() -> None:
        load_places(*PLACES, *OTHER_PLACES_CALLED_UDACHNE)
        call_command("load_first_case", day=date(2025, 6, 1), stdout=StringIO())

    with copied_database("case", load) as name:
        yield name


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A request in Ukrainian leaves its language behind for what comes after it."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def first_case_in_place(
    first_case_database: str, used_database: Callable[[str], AbstractContextManager[None]]
) -> Iterator[None]:
    """The database with the first case is the test database; `live_site` serves a copy of it."""
    with used_database(first_case_database):
        yield


@pytest.fixture
def first_case(first_case_in_place: None, db: None) -> None:
    """The first case is public; what the test writes is rolled back."""


@contextmanager
def _database(name: str) -> Iterator[None]:
    former = connection.settings_dict["NAME"]
    connections.close_all()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = former
