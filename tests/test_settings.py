"""Settings that a production site must have, and what is said when they are missing."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from config.credit import address_of_mail, refuse_unsigned
from config.secret_key import generated_once

BASE_DIR = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "DATABASE_URL": "postgres://attest@database.invalid/attest",
    "SITE_URL": "https://attest.example",
    "ORGANISATION": "Example Documentation Group",
    "SITE_NAME": "Example Record",
    "CONTACT_EMAIL": "desk@example.org",
    "SECRET_KEY": "".join(chr(ord("A") + number) for number in range(57)),
}


def check_deploy(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(
        command,
        cwd=BASE_DIR,
        env={"PATH": os.environ["PATH"], "DEBUG": "false", **environment},
        capture_output=True,
        check=False,
        text=True,
    )


def test_production_settings_pass_every_deployment_check() -> None:
    done = check_deploy(PRODUCTION)

    assert (done.returncode, done.stdout) == (
        0,
        "System check identified no issues (0 silenced).\n",
    )


def test_deployment_check_finds_a_site_without_https() -> None:
    done = check_deploy(PRODUCTION | {"SITE_URL": "http://attest.example"})

    assert done.returncode == 1
    assert "security.W012" in done.stderr


@pytest.mark.parametrize("name", ["ORGANISATION", "SITE_NAME", "CONTACT_EMAIL"])
def test_https_site_does_not_start_without_saying_who_runs_it(name: str) -> None:
    given = {"ORGANISATION": "Records", "SITE_NAME": "Record", "CONTACT_EMAIL": "a@example.org"}
    refuse_unsigned(https=True, **given)
    refuse_unsigned(https=False, **given | {name: ""})

    with pytest.raises(ImproperlyConfigured, match=f"^{name} not set: with an https SITE_URL"):
        refuse_unsigned(https=True, **given | {name: ""})


def test_address_to_write_to_is_one() -> None:
    assert (address_of_mail(""), address_of_mail("a@example.org")) == ("", "a@example.org")

    with pytest.raises(ImproperlyConfigured, match="CONTACT_EMAIL is no e-mail address: 'us'"):
        address_of_mail("us")


def test_settings_refuse_an_https_site_without_a_contact() -> None:
    done = check_deploy(PRODUCTION | {"CONTACT_EMAIL": ""})

    assert done.returncode == 1
    assert "CONTACT_EMAIL not set: with an https SITE_URL readers must be told" in done.stderr


def test_deployment_check_finds_a_site_that_would_credit_a_demonstration() -> None:
    done = check_deploy(PRODUCTION | {"SITE_URL": "http://attest.example", "ORGANISATION": ""})

    assert done.returncode == 1
    assert (
        "(config.W002) ORGANISATION not set: citations, feeds and previews would credit a "
        "demonstration." in done.stderr
    )


def test_production_without_secret_key_is_refused_with_a_sentence() -> None:
    done = check_deploy(PRODUCTION | {"SECRET_KEY": ""})

    assert done.returncode == 1
    assert "SECRET_KEY is not set: with DATABASE_URL set, put a long random" in done.stderr


def test_secret_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    made = generated_once(tmp_path, allowed=True)

    assert len(made) == 50
    assert generated_once(tmp_path, allowed=True) == made
    assert (tmp_path / ".local" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_secret_key_is_never_made_for_a_named_database(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is not set"):
        generated_once(tmp_path, allowed=False)

    assert not (tmp_path / ".local").exists()


def test_language_comes_from_the_address_alone(client: Client, db: None) -> None:
    client.cookies["django_language"] = "uk"
    headers = {"accept-language": "uk"}

    english = client.get("/admin/login/", headers=headers)
    ukrainian = client.get("/uk/admin/login/")

    assert english["Content-Language"] == "en"
    assert ukrainian["Content-Language"] == "uk"
    assert set(english.cookies) == {"csrftoken"}


POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; img-src 'self' data:"
)


def test_every_page_forbids_inline_and_foreign_content(client: Client, db: None) -> None:
    for address in ["/admin/login/", "/health/", "/admin"]:
        assert client.get(address)["Content-Security-Policy"] == POLICY


def test_static_files_forbid_inline_and_foreign_content(client: Client, db: None) -> None:
    with closing(client.get("/static/admin/css/base.css")) as response:
        assert response["Content-Security-Policy"] == POLICY
