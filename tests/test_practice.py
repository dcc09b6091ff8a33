"""A practice site is shut to strangers, says what it is, and never uses the real database."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import Purpose, RightsEntry
from config import practice
from incidents.models import Incident
from tests import factories as make
from tests.accounts.second_factors import factors_of, with_app
from tests.files import body
from tests.pages import signed_in

BASE_DIR = Path(__file__).resolve().parent.parent
NOTICE = '<aside class="practice">For practice: everything here is invented</aside>'
# What tells nothing of records.
STAYS_OPEN = {"health", "health_live", "health_ready", "robots"}


@pytest.fixture
def practising(settings: Settings) -> None:
    """The settings of a practice site, as they are made of PRACTICE."""
    settings.PRACTICE = True
    kept = [one for one in settings.MIDDLEWARE if one != "review.public.page_cache.page_cache"]
    settings.MIDDLEWARE = [
        "config.practice.LoginForEverything" if one.endswith(".LoginRequired") else one
        for one in kept
    ]


def test_nothing_public_is_open_to_strangers(addresses: dict[str, str], practising: None) -> None:
    """Not what was read by a colleague a moment ago either."""
    colleague = signed_in(make.researcher())
    shut = {name: address for name, address in addresses.items() if name not in STAYS_OPEN}
    for address in shut.values():
        response: Any = colleague.get(address)
        body(response)
        assert (address, response.status_code) == (address, 200)
        assert (address, response["Cache-Control"]) == (address, "private, no-store")

    answers = {name: Client().get(address) for name, address in shut.items()}

    assert {
        name: (response.status_code, response["Location"].partition("?")[0])
        for name, response in answers.items()
    } == dict.fromkeys(shut, (302, "/admin/login/"))


def test_robots_get_nothing(db: None, practising: None, client: Client) -> None:
    response = client.get("/robots.txt")

    assert response.text == "User-agent: *\nDisallow: /\n"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_every_page_says_that_everything_is_invented(db: None, practising: None) -> None:
    incident = make.published_incident()
    client = signed_in(make.reviewer())
    pages = [
        *("/", "/incidents/", f"/incidents/{incident.reference}/", "/about/", "/nothing/"),
        *("/admin/", "/admin/sources/source/", "/admin/sessions/"),
        reverse("admin:review_review_parts", args=[incident.pk]),
    ]

    assert {page: NOTICE in client.get(page).text for page in pages} == dict.fromkeys(pages, True)
    assert NOTICE in Client().get("/admin/login/").text


def test_the_real_site_says_nothing_of_it(db: None, client: Client) -> None:
    assert [NOTICE in client.get(page).text for page in ("/", "/admin/login/")] == [False, False]


def test_newcomers_find_it_on_their_first_page(db: None, settings: Settings) -> None:
    settings.PRACTICE_URL = "https://practice.example/"
    link = '<a href="https://practice.example/">'

    assert link in signed_in(make.researcher()).get("/admin/").text
    make.source(by=make.researcher())
    assert link not in signed_in(make.researcher()).get("/admin/").text


def test_an_address_of_it_that_is_none_stops_the_start() -> None:
    done = started({"PRACTICE_URL": "javascript:alert(1)"})

    assert "PRACTICE_URL must be an address that begins with http or https." in done.stderr


def started(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """A process that serves, over the database of the test."""
    at = connection.settings_dict
    url = f"postgres://{at['USER']}@/{at['HOST']}/{at['NAME']}"
    return subprocess.run(
        [sys.executable, "-c", "import config.wsgi"],
        cwd=BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "SECRET_KEY": os.environ["SECRET_KEY"],
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            **environment,
        },
        capture_output=True,
        check=False,
        text=True,
    )


# One database for one of both


def make_practice_database() -> None:
    """What migrations write when PRACTICE is set."""
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE accounts_purpose DISABLE TRIGGER USER;"
            " UPDATE accounts_purpose SET is_practice = true;"
            " ALTER TABLE accounts_purpose ENABLE TRIGGER USER"
        )


def test_the_real_database_is_refused_by_a_practice_site(committing_db: None) -> None:
    done = started({"PRACTICE": "true"})

    assert done.returncode == 1
    assert done.stderr.strip().endswith(practice.IS_REAL)
    assert started({}).returncode == 0


def test_a_practice_database_is_refused_by_the_real_site(committing_db: None) -> None:
    make_practice_database()

    done = started({})

    assert done.returncode == 1
    assert done.stderr.strip().endswith(practice.IS_PRACTICE)
    assert started({"PRACTICE": "true"}).returncode == 0


def test_whoever_asks_is_refused_when_the_database_came_back_as_another(
    committing_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process began while the database was away."""
    asked: list[Any] = []
    with monkeypatch.context() as away:
        away.setitem(connection.settings_dict, "HOST", "/nowhere")
        connection.close()
        application = practice.only_its_own(lambda *asked_for: asked.append(asked_for))
    make_practice_database()

    with pytest.raises(ImproperlyConfigured, match="This is a practice database"):
        application({}, None)  # type: ignore[no-untyped-call]

    assert asked == []


def test_check_says_so_before_migrations(db: None, settings: Settings) -> None:
    assert practice.check_purpose(databases=["default"]) == []
    settings.PRACTICE = True

    [error] = practice.check_purpose(databases=["default"])

    assert error.msg == practice.IS_REAL


@pytest.mark.parametrize(
    "change",
    ["UPDATE accounts_purpose SET is_practice = true", "DELETE FROM accounts_purpose"],
)
def test_what_a_database_is_for_never_changes(db: None, change: str) -> None:
    with (
        pytest.raises(DatabaseError, match="never changed or deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


def test_there_is_no_second_purpose(db: None) -> None:
    with pytest.raises(DatabaseError, match="purpose_is_one"), transaction.atomic():
        Purpose.objects.create(id=2, is_practice=True)


# Afresh


def test_a_real_database_is_never_emptied(db: None, settings: Settings) -> None:
    incident = make.published_incident()
    for is_set in (False, True):
        settings.PRACTICE = is_set
        with pytest.raises(CommandError, match="This is no practice site: nothing was changed"):
            call_command("start_practice_afresh")

    assert Incident.objects.get() == incident


def ledger() -> list[tuple[str, str, str]]:
    entries = RightsEntry.objects.order_by("id")
    return list(entries.values_list("person__username", "kind", "right"))


@pytest.mark.slow
def test_a_practice_site_begins_afresh_with_the_same_accounts(
    committing_db: None, settings: Settings
) -> None:
    make_practice_database()
    settings.PRACTICE = True
    olena = make.researcher()
    with_app(olena)
    mine = make.published_incident(title_en="What was tried")
    before = ledger()

    call_command("start_practice_afresh", incidents=3, stdout=StringIO())

    assert not Incident.objects.filter(pk=mine.pk).exists()
    assert Incident.objects.count() == 3
    assert [group.name for group in type(olena).objects.get(username="olena").groups.all()] == [
        "Researchers"
    ]
    assert Purpose.objects.get().is_practice
    assert factors_of(olena) == ["recovery_codes", "totp"]
    assert ledger()[: len(before)] == before
    assert make.reviewer(name="nova").pk > olena.pk
    assert NOTICE in signed_in(make.researcher()).get("/").text
