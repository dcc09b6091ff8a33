"""What a watcher is told about the site."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from review.public_role import role


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


def test_health_takes_no_post(client: Client, db: None) -> None:
    assert client.post("/health/").status_code == 405


def test_health_counts_its_queries(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/health/")

    # The migrations; savepoint, role and reads at once, rollback, release.
    with django_assert_num_queries(5):
        client.get("/health/")
