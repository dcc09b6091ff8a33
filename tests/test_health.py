"""What a watcher is told about the site."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as project
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from localdb import postgres
from review.public.role import role


def test_health_is_ready_for_everybody_without_a_session(client: Client, db: None) -> None:
    response = client.get("/health/")

    assert (response.status_code, response.json()) == (200, {"ready": True, "problem": None})
    assert response.cookies == {}
    assert "no-store" in response["Cache-Control"]


def test_health_names_a_missing_migration(client: Client, db: None) -> None:
    MigrationRecorder(connection).migration_qs.filter(app="review").delete()

    response = client.get("/health/")

    assert response.status_code == 503
    assert response.json()["problem"] == "Migrations are missing: run manage.py migrate."


def test_health_names_a_missing_public_role(client: Client, db: None, settings: Settings) -> None:
    settings.PUBLIC_DATABASE_ROLE = "no_such_role"

    response = client.get("/health/")

    assert response.status_code == 503
    assert response.json()["problem"] == (
        "The public database role is missing: run manage.py make_public_role."
    )


def test_health_names_what_the_public_role_cannot_read(client: Client, db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"REVOKE SELECT ON incidents_place FROM {role()}")

    response = client.get("/health/")

    assert response.status_code == 503
    assert response.json()["problem"] == (
        "Public pages cannot read incidents_place: "
        "run manage.py migrate, then manage.py make_public_role."
    )


def test_health_says_when_the_database_is_gone(
    client: Client, committing_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection.close()
    with monkeypatch.context() as patch:
        patch.setitem(connection.settings_dict, "HOST", "/nowhere")
        response = client.get("/health/")

    assert response.status_code == 503
    assert response.json()["problem"] == "The database does not answer."


def test_process_lives_whatever_the_database_does(
    client: Client, committing_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection.close()
    with monkeypatch.context() as patch:
        patch.setitem(connection.settings_dict, "HOST", "/nowhere")
        response = client.get("/health/live")

    assert (response.status_code, response.json()) == (200, {"live": True})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("address", ["/health/", "/health/ready"])
def test_health_names_a_full_disk(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    assert client.get(address).status_code == 200
    monkeypatch.setattr(postgres, "BYTES_TO_GO_ON", 10**18)

    response = client.get(address)

    assert response.status_code == 503
    assert response.json() == {"ready": False, "problem": "The disk of the database is full."}


def test_health_is_asked_without_https(client: Client, db: None, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True

    answers = {
        path: client.get(path) for path in ["/health", "/health/live", "/health/ready", "/health/"]
    }

    assert {path: answer.status_code for path, answer in answers.items()} == {
        "/health": 301,
        "/health/live": 200,
        "/health/ready": 200,
        "/health/": 200,
    }
    assert answers["/health"]["Location"] == "/health/"
    assert client.get("/about/")["Location"] == "https://testserver/about/"


def test_health_takes_no_post(client: Client, db: None) -> None:
    assert client.post("/health/").status_code == 405


def test_health_counts_its_queries(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/health/")

    # The migrations; savepoint, role and reads at once, rollback, release; whether it is a replica.
    with django_assert_num_queries(6):
        client.get("/health/")


def test_a_process_that_serves_has_found_its_pages_before_anybody_asks() -> None:
    asked = "import sys, config.wsgi; print('config.urls' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=project.BASE_DIR,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        check=False,
        text=True,
    )

    assert (done.returncode, done.stdout) == (0, "True\n"), done.stderr
