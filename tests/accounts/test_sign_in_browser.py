"""Signing in, in a real Chromium under the strict policy: stories of colleagues and of a thief."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import F
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.models import Session
from sources.models import Source
from tests import factories as make
from tests.accounts.second_factors import PASSWORD, code_of, with_app, with_password
from tests.accounts.test_account_pages_browser import let_in, wrong_with
from tests.test_admin_browser import hear

pytestmark = pytest.mark.browser
EXPECTED = re.compile("status of (400|403|410)")


@pytest.fixture(autouse=True)
def required(settings: Any) -> None:
    """And whatever a test sets besides is undone after it."""
    settings.SECOND_FACTOR_REQUIRED = True
    settings.EMAIL_URL = ""


@pytest.fixture
def site(live_site: str) -> str:
    """By a name: a passkey belongs to one, and to no number."""
    return live_site.replace("127.0.0.1", "localhost")


@pytest.fixture
def key_device(page: Page) -> Iterator[str]:
    """A device that keeps passkeys, and answers for who holds it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    yield str(made["authenticatorId"])
    session.send("WebAuthn.disable")


def give_password(page: Page, site: str, name: str, password: str = PASSWORD) -> None:
    page.goto(f"{site}/admin/login/")
    page.fill("#id_username", name)
    page.fill("#id_password", password)
    page.click("[type=submit]")


def faults(page: Page, heard: list[str]) -> list[str]:
    return wrong_with(page) + [text for text in heard if not EXPECTED.search(text)]


def invited(browser: Browser, site: str, name: str) -> str:
    """An administrator adds a colleague; the link that the page then shows."""
    settings.SECOND_FACTOR_REQUIRED = False
    office = browser.new_context()
    let_in(office, site, make.administrator())
    page = office.new_page()
    page.goto(f"{site}/admin/auth/user/add/")
    assert page.locator("input[type=password]").count() == 0
    page.fill("#id_username", name)
    page.click("[name=_save]")
    link = page.input_value("#link")
    assert wrong_with(page) == []
    office.close()
    settings.SECOND_FACTOR_REQUIRED = True
    return link


@pytest.mark.parametrize(("prefix", "width"), [("", 1366), ("/uk", 390)])
def test_a_new_colleague_comes_in_by_a_link_and_sets_up_an_app(
    site: str, page: Page, browser: Browser, prefix: str, width: int
) -> None:
    heard, start = hear(page), f"{site}{prefix}/admin/"
    page.set_viewport_size({"width": width, "height": 800})
    link = invited(browser, site, "petro").replace(settings.SITE_URL, f"{site}{prefix}")

    page.goto(link)
    assert faults(page, heard) == []
    page.fill("[name=new_password1]", PASSWORD)
    page.fill("[name=new_password2]", PASSWORD)
    page.click(".deed button")
    page.goto(f"{start}sources/source/")  # nothing else opens
    expect(page).to_have_url(f"{start}second-factor/")
    assert faults(page, heard) == []
    page.click("#content a[href$='/app/']")
    assert page.locator("img.qr").evaluate("one => one.naturalWidth > 0")
    page.fill("[name=code]", "000000")
    page.click(".deed button")
    expect(page.get_by_role("alert")).to_be_visible()
    assert faults(page, heard) == []
    page.fill("[name=code]", code_of(page.inner_text("#key")))
    page.click(".deed button")
    expect(page.locator(".codes code")).to_have_count(10)
    assert faults(page, heard) == []
    page.click("#content a.button")
    expect(page.locator("#user-tools")).to_contain_text("petro")
    for address in (f"{start}second-factor/", link):
        page.goto(address)
        assert faults(page, heard) == []


def test_a_recovery_code_opens_once(site: str, page: Page) -> None:
    _key, codes = with_app(with_password(make.researcher()))
    heard = hear(page)
    give_password(page, site, "olena")
    assert faults(page, heard) == []
    page.fill("[name=code]", codes[0])
    page.click(".deed button")
    expect(page.locator("#user-tools")).to_contain_text("olena")
    page.click("#logout-form button")

    give_password(page, site, "olena")
    page.fill("[name=code]", codes[0])
    page.click(".deed button")

    expect(page.get_by_role("alert")).to_contain_text("That did not match.")
    assert faults(page, heard) == []


def test_a_passkey_is_added_and_used(site: str, page: Page, key_device: str) -> None:
    heard = hear(page)
    olena = with_password(make.researcher())
    give_password(page, site, "olena")
    expect(page).to_have_url(f"{site}/admin/second-factor/")
    page.click("#content a[href$='/passkey/']")
    assert faults(page, heard) == []
    page.fill("[name=name]", "blue key")
    page.click("[data-passkey]")
    expect(page.locator(".codes code")).to_have_count(10)
    page.goto(f"{site}/admin/second-factor/")
    expect(page.locator("table.queue")).to_contain_text("blue key")
    page.click("#logout-form button")

    give_password(page, site, "olena")
    expect(page).to_have_url(f"{site}/admin/second-step/")
    assert faults(page, heard) == []
    page.click("[data-passkey]")
    expect(page.locator("#user-tools")).to_contain_text("olena")

    # Again, before what endangers others.
    Session.objects.update(proved_at=timezone.now() - timedelta(hours=1))
    page.goto(f"{site}/admin/second-factor/")
    page.click("#content .deed button")
    assert faults(page, heard) == []
    page.click("[data-passkey]")
    expect(page.locator(".codes code")).to_have_count(10)
    assert heard == [] or all(EXPECTED.search(text) for text in heard)
    assert olena.pk


def test_a_stolen_password_shows_nothing_and_its_owner_sees_the_try(
    site: str, page: Page, browser: Browser
) -> None:
    key, _codes = with_app(with_password(make.researcher(name="olena")))
    make.source(title="A witness at home")
    thief = browser.new_context()
    stolen = thief.new_page()
    give_password(stolen, site, "olena")
    for address in ("", "sources/source/", "sessions/", "second-factor/", "second-factor/app/"):
        stolen.goto(f"{site}/admin/{address}")
        text = stolen.inner_text("body")
        assert [word for word in ("olena", "witness", "Chrome") if word in text] == []
    thief.close()

    give_password(page, site, "olena")
    page.fill("[name=code]", code_of(key))
    page.click(".deed button")
    page.click("#user-tools a[href$='/sessions/']")
    expect(page.locator("table.queue")).to_contain_text("no second factor: nobody got in")
    assert wrong_with(page) == []
    page.locator("tr", has_text="nobody got in").get_by_role("button").click()
    expect(page.locator("table.queue")).not_to_contain_text("nobody got in")


def test_what_was_typed_is_done_after_signing_in_again(site: str, page: Page) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    heard = hear(page)
    taras = with_password(make.reviewer())
    review = make.submitted(make.statement(source=make.source()).source).review
    let_in(page.context, site, taras)
    page.goto(f"{site}/admin/review/review/{review.pk}/")
    Session.objects.update(proved_at=F("proved_at") - timedelta(hours=1))
    page.check("[name=approve-considered]")
    page.click("button[formaction$='/approve/']")
    assert faults(page, heard) == []
    page.fill("[name=again-secret]", PASSWORD)
    page.click(".deed button >> nth=0")
    expect(page.locator(".messagelist")).to_contain_text("Approved and published.")
    assert Source.objects.get().review.edition is not None


@pytest.mark.parametrize(("prefix", "width"), [("", 1366), ("/uk", 390)])
def test_who_forgot_their_password_is_told_whom_to_ask(
    site: str, page: Page, prefix: str, width: int
) -> None:
    heard = hear(page)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site}{prefix}/admin/login/")
    page.click("#content a[href$='/forgotten/']")
    assert faults(page, heard) == []
    settings.EMAIL_URL = "smtp://mail.example"
    page.reload()
    page.fill("[name=username]", "nobody")
    assert faults(page, heard) == []
    page.click(".deed button")
    expect(page.get_by_role("status")).to_be_visible()
    assert faults(page, heard) == []
    assert not User.objects.exists()
