"""A database that is away or held up costs nobody an error page, nor what they typed."""

import logging
import os
import select
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from config import serving
from config.database_errors import is_busy
from review.models import Review
from review.public.public_state import public_state
from tests import factories as make
from tests.pages import form_of, signed_in

BASE_DIR = Path(__file__).resolve().parent.parent
OURS = {"Origin": "http://testserver"}
RESTARTED = """
import os, signal
from config.wsgi import application
from localdb.postgres import running
from django.conf import settings
from django.db import connection

def ask(question):
    with connection.cursor() as cursor:
        cursor.execute(question)
        answer = cursor.fetchone()[0]
    connection.close()
    return answer

with running(settings.LOCAL_POSTGRES_DIR) as server:
    first = ask("SELECT pg_backend_pid()")
    os.kill(int((server.cluster / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    while server.lives():
        pass
    server.revive()
    print(ask("SELECT pg_backend_pid()") != first)
    print(ask("SHOW lock_timeout"), ask("SHOW idle_in_transaction_session_timeout"))
    connection.close_pool()
"""


@pytest.fixture
def away(committing_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The database does not answer; what was entered before is in it."""
    with monkeypatch.context() as patch:
        connection.close()
        patch.setitem(connection.settings_dict, "HOST", "/nowhere")
        yield
        connection.close()


@pytest.fixture
def visitor() -> Client:
    """Who is told what a browser is told, instead of the test being told the error."""
    return Client(raise_request_exception=False)


@pytest.fixture
def data() -> Iterator[Path]:
    parent = Path(mkdtemp())
    parent.chmod(0o711)
    yield parent / "postgres"
    rmtree(parent)


def heading(response: Any) -> str:
    return str(response.content.decode().partition("<h1>")[2].partition("</h1>")[0])


@pytest.mark.parametrize(
    "address", ["/", "/incidents/", "/incidents.csv", "/admin/", "/sitemap.xml"]
)
def test_readers_and_staff_are_told_to_come_back(
    away: None, visitor: Client, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    visitor.cookies["sessionid"] = "a" * 32

    with caplog.at_level(logging.WARNING):
        response = visitor.get(address)

    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert response["Cache-Control"] == "no-store, private"
    assert heading(response) == "The database does not answer"
    assert [record.exc_info for record in caplog.records] == [None]
    told = caplog.records[0].getMessage()
    assert told.startswith(f"Service Unavailable: {address}: connection ")
    assert "\n" not in told


def test_page_about_it_is_in_the_language_of_the_address(away: None, visitor: Client) -> None:
    response = visitor.get("/uk/incidents/")

    assert (response.status_code, response["Content-Language"]) == (503, "uk")


def test_form_that_was_sent_meanwhile_is_held(away: None, visitor: Client) -> None:
    typed = {"title": "Typed for an hour\n“and more” <b>", "note": ["one", "two"]}
    visitor.cookies["sessionid"] = "a" * 32

    response = visitor.post("/admin/sources/source/add/", typed, headers=OURS)

    assert response.status_code == 503
    kept = form_of(response)
    kept.pop("csrfmiddlewaretoken")
    assert kept == typed


def test_form_with_a_password_is_not_held(away: None, visitor: Client) -> None:
    response = visitor.post("/admin/login/", {"username": "a", "password": "hunter2"}, headers=OURS)

    assert response.status_code == 503
    assert b"hunter2" not in response.content


def test_fault_of_another_kind_is_still_a_fault(
    committing_db: None, visitor: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_session RENAME TO elsewhere")
    visitor.cookies["sessionid"] = "a" * 32

    response = visitor.get("/admin/")

    assert (response.status_code, heading(response)) == (500, "An error on our side")
    assert caplog.records[0].exc_info is not None


def test_record_that_somebody_else_holds_is_said_and_what_was_typed_is_kept(
    committing_db: None, caplog: pytest.LogCaptureFixture
) -> None:
    source = make.source(by=make.researcher())
    client = signed_in(make.researcher(name="second"))
    client.raise_request_exception = False
    page = f"/admin/sources/source/{source.pk}/change/"
    form = form_of(client.get(page)) | {"internal_note": "Typed for an hour"}
    with psycopg.connect(**connection.get_connection_params()) as hung:
        hung.execute(f"SELECT FROM {Review._meta.db_table} WHERE id = %s FOR UPDATE", [source.pk])
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")

        response = client.post(page, form, headers=OURS)

    assert response.status_code == 503
    assert heading(response) == "Somebody else is working on this"
    assert form_of(response) | {"csrfmiddlewaretoken": ""} == form | {"csrfmiddlewaretoken": ""}
    assert [record.getMessage() for record in caplog.records] == [
        f"Service Unavailable: {page}: LockNotAvailable"
    ]
    assert client.post(page, form_of(response), headers=OURS).status_code == 302
    source.refresh_from_db()
    assert source.internal_note == "Typed for an hour"


def test_transaction_that_was_given_up_is_busy_and_no_fault(committing_db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET idle_in_transaction_session_timeout = '50ms'")

    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        wait_too_long()

    assert is_busy(caught.value)


def wait_too_long() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert select.select([connection.connection], [], [], 60)[0] != []
        cursor.execute("SELECT 1")


def test_serving_process_outlives_a_restart_and_has_limits(data: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RESTARTED],
        cwd=BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "ATTEST_POSTGRES_DIR": str(data),
            "DATABASE_POOL_SIZE": "2",
            "STATIC_ROOT": str(BASE_DIR / "static"),
        },
        capture_output=True,
        check=False,
        text=True,
    )

    assert (done.stdout, done.stderr, done.returncode) == ("True\n10s 2min\n", "", 0)


def test_connection_that_answered_just_now_is_not_asked_again(
    committing_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as lent:
        serving.check_unless_lately(lent)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [lent.info.backend_pid])
        monkeypatch.setattr(serving, "LATELY_SECONDS", 60)
        serving.check_unless_lately(lent)
        monkeypatch.setattr(serving, "LATELY_SECONDS", 0)

        with pytest.raises(psycopg.OperationalError):
            serving.check_unless_lately(lent)


def test_state_is_asked_by_a_connection_that_is_lent(
    committing_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = public_state()
    connection.close()
    pool = {"min_size": 1, "max_size": 1, "timeout": 1}
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "pool", pool)

    # Of a pool of one, the second is answered only if the first gave its connection back.
    assert [public_state(), public_state()] == [expected, expected]
    assert connection.connection is None
    connection.close_pool()  # type: ignore[attr-defined]


def test_command_may_wait_as_long_as_it_needs(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout')")
        assert cursor.fetchone() == ("0",)
