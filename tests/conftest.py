"""What every test may ask for: the database, a copy to commit to, the site in a browser."""

import os
import re
import threading
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from pytest_django import DjangoDbBlocker

from config import local_postgres
from review.public import make_public_role

CHROMIUM = Path("/usr/bin/chromium")
NO_CHROMIUM = f"{CHROMIUM} is missing: apt-get install chromium"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Have a server with the public role on it before the test database is made."""
    local = settings.LOCAL_POSTGRES_DIR
    with local_postgres.running(local) if local else nullcontext():
        if local:
            _drop_left_over_databases()
        with django_db_blocker.unblock():
            make_public_role()
            connection.close()
        yield


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
                maintenance.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
