"""What every test may ask for: the database, a copy to commit to, the site in a browser."""

import gc
import logging
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from datetime import date
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import BrowserContext, expect
from pytest_django import DjangoDbBlocker

from config.log_lines import LogLine
from incidents.first_case.loading import PLACES
from incidents.models import Incident
from incidents.places.gazetteer import load_places
from localdb import postgres
from review.public import page_cache
from review.public.role import make_public_role
from sources.lists import facets
from tests import databases, factories
from tests.databases import CopiedDatabase, EnteredOnce, Fill, UsedDatabase
from tests.open_addresses import open_addresses, publish_open_records
from tests.pages import signed_in

# A page may take long on a busy machine; what is expected still has to come.
PATIENCE_MS = 60_000
LOG_LINE = re.compile(r"\S+ \S+ \S+ \[\d+\] (?P<database>\S*) ")
expect.set_options(timeout=PATIENCE_MS)
# The same examples in every run: what a run finds is found by everybody, and none fails by chance.
# Others are tried by `make test ARGS="--hypothesis-profile=others"`.
# How long one takes says how busy the machine is, and nothing of what is tested.
untimed = hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.register_profile("same", untimed, derandomize=True)
hypothesis_settings.register_profile("others", untimed, derandomize=False, max_examples=1000)
hypothesis_settings.load_profile("same")

CHROMIUM = Path(shutil.which("chromium") or "/usr/bin/chromium")
OTHER_PLACES_CALLED_UDACHNE = (
    "UA01120730040081045",
    "UA12040130180014878",
    "UA23080110090085890",
)
EMPTY = "empty"
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
    with postgres.running(local) if local else nullcontext(), django_db_blocker.unblock():
        if local:
            databases.drop_left_over()
        with databases.one_at_a_time():
            make_public_role()
        empty = databases.made_once(EMPTY, migrate)
        with databases.copy_of(empty) as own, databases.used(own):
            django_db_blocker.block()
            yield
            django_db_blocker.unblock()
        databases.drop_those_made_here()


def migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)


@pytest.fixture(autouse=True)
def fresh_process() -> None:
    """No page and no bitmap is kept from one test to the next."""
    page_cache.PAGES.clear()
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
    with django_db_blocker.unblock():
        connections.close_all()
        with (
            databases.copy_of(connection.settings_dict["NAME"]) as copy,
            databases.used(copy),
        ):
            yield


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
        # A machine that runs tests has no graphics card to look for.
        "--disable-gpu",
        "--disable-sync",
        "--no-first-run",
    ]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")
    return {"executable_path": str(CHROMIUM), "args": flags}


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    """As patient as `expect` is: four workers share the machine."""
    context.set_default_timeout(PATIENCE_MS)
    return context


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Another database takes its place before `db` begins a transaction, also one that a mark asks
    for.
    """
    for item in items:
        if isinstance(item, pytest.Function):
            item.fixturenames.sort(key=lambda name: not name.endswith("_in_place"))


def pytest_collection_finish() -> None:
    """What is imported stays: looking through it again and again is a tenth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(NO_CHROMIUM)
        pytest.skip(NO_CHROMIUM)


@pytest.fixture(scope="session")
def copied_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> CopiedDatabase:
    """Make a copy of the empty test database and fill it once, for many tests."""

    @contextmanager
    def copied(name: str, fill: databases.Fill) -> Iterator[str]:
        assert not connection.in_atomic_block, "ask for the copy before `db`, or alone"
        with django_db_blocker.unblock():
            empty = databases.made_once(EMPTY, migrate)
            filled = databases.made_once(name, fill, template=empty)
        with databases.copy_of(filled) as copy:
            yield copy

    return copied


@pytest.fixture
def used_database(
    django_db_blocker: DjangoDbBlocker,
) -> UsedDatabase:
    """Let a test use such a copy as its test database."""

    @contextmanager
    def used(name: str) -> Iterator[None]:
        assert not connection.in_atomic_block, "ask for the copy before `db`, or alone"
        with django_db_blocker.unblock(), databases.used(name, again=True):
            yield

    return used


@pytest.fixture(scope="module")
def _entered(copied_database: CopiedDatabase) -> Iterator[Callable[[Fill], str]]:
    """The databases of a module, each made when the first of its tests asks."""
    with ExitStack() as until_the_end:

        @cache
        def entered(enter: Fill) -> str:
            name = f"{crc32(enter.__module__.encode()):x}_{enter.__name__}"
            return until_the_end.enter_context(copied_database(name, enter))

        yield entered


@pytest.fixture
def entered_once(_entered: Callable[[Fill], str], used_database: UsedDatabase) -> EnteredOnce:
    """Use a database in which a function of the module has entered its records, once for all."""
    return lambda enter: used_database(_entered(enter))


@pytest.fixture(scope="session")
def first_case_database(
    copied_database: CopiedDatabase,
) -> Iterator[str]:
    """A copy of the test database with the first case in it, entered once for the whole suite."""

    def load() -> None:
        load_places(*PLACES, *OTHER_PLACES_CALLED_UDACHNE)
        factories.reviewer(name="reviewer")
        call_command("load_first_case", day=date(2025, 6, 1), stdout=StringIO())

    with copied_database("case", load) as name:
        yield name


@pytest.fixture(scope="session")
def public_incident_database(copied_database: CopiedDatabase) -> Iterator[str]:
    with copied_database("incident", factories.published_incident) as name:
        yield name


@pytest.fixture
def public_incident_in_place(
    public_incident_database: str, used_database: UsedDatabase
) -> Iterator[None]:
    with used_database(public_incident_database):
        yield


@pytest.fixture
def public_incident(public_incident_in_place: None, db: None) -> Incident:
    """The only one, on one statement of one source, all as the factories make them."""
    return Incident.objects.get()


@pytest.fixture
def open_records_in_place(entered_once: EnteredOnce) -> Iterator[None]:
    with entered_once(publish_open_records):
        yield


@pytest.fixture
def addresses(open_records_in_place: None, db: None) -> dict[str, str]:
    """Every one that is open to everybody, by its name, each with something to show."""
    return open_addresses()


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A request in Ukrainian leaves its language behind for what comes after it."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def first_case_in_place(first_case_database: str, used_database: UsedDatabase) -> Iterator[None]:
    """The database with the first case is the test database; `live_site` serves a copy of it."""
    with used_database(first_case_database):
        yield


@pytest.fixture
def first_case(first_case_in_place: None, db: None) -> None:
    """The first case is public; what the test writes is rolled back."""


@pytest.fixture
def server_said() -> Callable[[], str]:
    """What the database server has logged of this database since the test began.

    Other workers write into the same log, and the server itself of what it does beside.
    """
    if not settings.LOCAL_POSTGRES_DIR:
        pytest.skip("only of the project's own server do we read the log")
    log = settings.LOCAL_POSTGRES_DIR / "cluster" / "server.log"
    before = log.stat().st_size

    def said() -> str:
        name, is_ours, kept = connection.settings_dict["NAME"], False, ""
        for line in log.read_bytes()[before:].decode().splitlines(keepends=True):
            if found := LOG_LINE.match(line):
                is_ours = found["database"] == name
            kept += line if is_ours else ""
        return kept

    return said


@pytest.fixture
def we_said() -> Iterator[Callable[[], str]]:
    """What our own log holds, written as the settings say."""
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler = Kept()
    handler.setFormatter(LogLine("{levelname} {message}", style="{"))
    logging.getLogger().addHandler(handler)
    yield lambda: "\n".join(lines)
    logging.getLogger().removeHandler(handler)
