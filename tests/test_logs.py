"""What is withheld stands in no log, whatever the database refuses and whatever is cut off."""

import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from runpy import run_path

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.test import Client
from gunicorn.config import Config
from pytest_django import Settings

from config.log_lines import LogLine
from config.server_log import check_server_log
from incidents.models import PublishedIncident, WithheldName
from tests.incidents.models.test_constraints import RULES, Case, enter_case

BASE_DIR = Path(__file__).resolve().parent.parent
PLANTED = "Prykladnyi-planted"
WORDS = (models.CharField, models.TextField)


# Each table refuses a row, and the error that we get quotes it


def worded_tables() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.managed and worded_columns(model)]


def worded_columns(model: type[models.Model]) -> list[str]:
    return [
        str(field.column)
        for field in model._meta.concrete_fields
        if isinstance(field, WORDS)
        and not field.primary_key
        and (field.max_length or 99) >= len(PLANTED)
    ]


def insert_without_key(model: type[models.Model]) -> None:
    """A row with words, which the database refuses and would quote."""
    columns, key = worded_columns(model), model._meta.pk.column
    names = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join(["%s"] * len(columns))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ("{key}", {names}) VALUES (NULL, {values})',
            [PLANTED] * len(columns),
        )


@pytest.mark.django_db
@pytest.mark.parametrize("model", worded_tables(), ids=lambda model: model._meta.label)
def test_no_log_holds_a_row_that_a_table_refuses(
    model: type[models.Model], server_said: Callable[[], str], we_said: Callable[[], str]
) -> None:
    try:
        insert_without_key(model)
    except DatabaseError as error:
        sentence = str(error).partition("\n")[0]
        logging.getLogger("django.request").exception("Internal Server Error: %s", "/admin/")
        logging.getLogger("attest").warning("It was: %s", error)
    else:
        pytest.fail("a row without a key was taken")

    assert [line.partition("ERROR:  ")[2] for line in server_said().splitlines()] == [sentence]
    assert PLANTED not in we_said()
    assert we_said().count(f"django.db.utils.IntegrityError: {sentence}\n") == 1
    assert we_said().endswith(f"WARNING It was: {sentence}")


@pytest.mark.django_db
def test_no_log_holds_a_row_that_a_rule_refuses(
    server_said: Callable[[], str], we_said: Callable[[], str]
) -> None:
    enter_case()
    quoted = []
    for deed in (deed for deeds in RULES.values() for deed in deeds):
        case = Case()
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                deed(case)
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except DatabaseError as error:
            quoted.append(str(error).partition("DETAIL:  ")[2])
            logging.getLogger("django.request").exception("Internal Server Error: %s", "/admin/")

    said = server_said() + we_said()
    assert all(quoted)
    assert [row for row in quoted if row in said] == []
    assert server_said().count("ERROR:") == len(quoted) > len(RULES)


@pytest.mark.django_db
def test_the_error_itself_quotes_the_row() -> None:
    """Or the test before would prove nothing."""
    with pytest.raises(DatabaseError, match=f"DETAIL:  Failing row contains .*{PLANTED}"):
        insert_without_key(WithheldName)


@pytest.mark.django_db
def test_no_log_holds_a_value_that_does_not_fit(
    server_said: Callable[[], str], we_said: Callable[[], str]
) -> None:
    """Here the first line quotes it, and only ours can leave it out: forms refuse such a value."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT %s::int", [PLANTED])
    except DatabaseError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", "/")

    assert PLANTED not in we_said()
    assert "django.db.utils.DataError: a value does not fit" in we_said()


def test_no_log_holds_the_words_of_a_search_that_is_cut_off(
    client: Client,
    committing_db: None,
    settings: Settings,
    server_said: Callable[[], str],
    we_said: Callable[[], str],
) -> None:
    settings.PUBLIC_STATEMENT_SECONDS = 0.5
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute(f"LOCK TABLE {PublishedIncident._meta.db_table}")
        response = client.get("/incidents/", {"q": PLANTED})
        other.rollback()

    assert response.status_code == 503
    assert "canceling statement due to statement timeout" in server_said()
    assert PLANTED not in server_said()
    assert PLANTED not in we_said()


# Whatever writes a line of ours writes it so


def test_the_handler_of_the_settings_leaves_rows_out() -> None:
    handlers = logging.getLogger().handlers

    assert [type(h.formatter) for h in handlers if type(h) is logging.StreamHandler] == [LogLine]
    assert logging.getLogger("django.db.backends").level == logging.INFO


@pytest.mark.django_db
def test_lines_of_gunicorn_leave_rows_out(capsys: pytest.CaptureFixture[str]) -> None:
    log = run_path(str(BASE_DIR / "gunicorn.conf.py"))["logger_class"](Config())
    try:
        insert_without_key(WithheldName)
    except DatabaseError:
        log.exception("Error handling request %s", "/incidents.csv")
    log.error_log.handlers.clear()

    said = capsys.readouterr().err
    assert "[ERROR] Error handling request /incidents.csv\n" in said
    assert "django.db.utils.IntegrityError: null value in column" in said
    assert PLANTED not in said


def test_commands_that_fail_leave_rows_out(committing_db: None) -> None:
    failing = (
        "from incidents.models import WithheldName;"
        f" WithheldName.objects.create(name={PLANTED!r}, victim_id=None)"
    )
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", failing],
        cwd=BASE_DIR,
        env={**os.environ, **address_of_the_copy()},
        capture_output=True,
        check=False,
        text=True,
    )

    assert done.returncode == 1
    assert "psycopg.errors.NotNullViolation: null value in column" in done.stderr
    assert "DETAIL" not in done.stderr


def address_of_the_copy() -> dict[str, str]:
    """For a command that shall use the database of the test."""
    at = connection.settings_dict
    url = f"postgres://{at['USER']}@/{at['HOST']}/{at['NAME']}"
    return {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}


# A server that is not ours


@pytest.mark.django_db
def test_our_server_logs_nothing_that_is_withheld(server_said: object) -> None:
    assert check_server_log(databases=["default"]) == []
    assert check_server_log(databases=None) == []


def as_superuser() -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(**connection.get_connection_params() | {"user": "postgres"})


@pytest.fixture
def stock_server(committing_db: None, server_said: object) -> None:
    """A copy with the settings that PostgreSQL has by itself, which only a superuser may set."""
    name = connection.settings_dict["NAME"]
    with as_superuser() as superuser:
        superuser.execute(f"ALTER DATABASE \"{name}\" SET log_error_verbosity = 'default'")
        superuser.execute(f'ALTER DATABASE "{name}" SET log_min_error_statement = error')


def test_check_warns_of_a_server_that_logs_rows(stock_server: None) -> None:
    (warning,) = check_server_log(databases=["default"])

    assert warning.id == "config.W001"
    assert warning.msg == (
        "The database server would write statements and rows into its log:"
        " log_error_verbosity is default, log_min_error_statement is error."
    )
    name = connection.settings_dict["NAME"]
    assert warning.hint == (
        f'As its superuser: ALTER DATABASE "{name}" SET log_error_verbosity = terse;'
        f' ALTER DATABASE "{name}" SET log_min_error_statement = panic;'
    )


def test_what_the_check_prints_for_a_superuser_contents_it(stock_server: None) -> None:
    (warning,) = check_server_log(databases=["default"])
    with as_superuser() as superuser:
        superuser.execute(str(warning.hint).removeprefix("As its superuser: "))
    connection.close()

    assert check_server_log(databases=["default"]) == []
