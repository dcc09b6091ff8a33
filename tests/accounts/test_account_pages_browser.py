"""A colleague is arrested: an administrator shuts them out, in a real Chromium."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from django.contrib.auth.models import User
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import factories as make
from tests.pages import signed_in
from tests.test_admin_browser import hear
from tests.test_every_page_browser import OPTIONS

pytestmark = pytest.mark.browser


def let_in(context: BrowserContext, site: str, person: User) -> None:
    key = signed_in(person).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": key, "url": site}])


@pytest.mark.parametrize(("prefix", "width"), [("", 1366), ("/uk", 320)])
def test_an_arrested_colleague_is_shut_out(
    live_site: str, page: Page, browser: Browser, prefix: str, width: int
) -> None:
    iryna, olena = make.administrator(), make.researcher()
    complaints = hear(page)
    page.set_viewport_size({"width": width, "height": 800})
    let_in(page.context, live_site, iryna)
    signed_in(iryna)  # in another browser too
    taken = browser.new_context()
    let_in(taken, live_site, olena)
    theirs = taken.new_page()
    theirs.goto(f"{live_site}/admin/")
    expect(theirs.locator("#user-tools")).to_contain_text("olena")

    account = f"{live_site}{prefix}/admin/auth/user/{olena.pk}"
    for address in ("sessions/", "emergency/", f"auth/user/{olena.pk}/suspend/"):
        page.goto(f"{live_site}{prefix}/admin/{address}")
        assert wrong_with(page) == []
    page.locator(".deed button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert wrong_with(page) == []
    page.fill("textarea", "arrested this morning")
    page.locator(".deed button").click()
    expect(page).to_have_url(f"{account}/change/")

    theirs.reload()
    expect(theirs).to_have_url(re.compile("/admin/login/"))
    page.goto(f"{account}/lift/")
    expect(page.locator(".events").last).to_contain_text("arrested this morning")
    assert wrong_with(page) == []
    page.goto(f"{live_site}{prefix}/admin/")
    expect(page.locator(".events").last).to_contain_text("arrested this morning")
    assert wrong_with(page) == []
    assert [text for text in complaints if "status of 400" not in text] == []
    taken.close()


def wrong_with(page: Page) -> list[str]:
    page.wait_for_load_state()  # A click ends when the next page has begun, which is empty yet.
    found = [rule["id"] for rule in Axe().run(page, options=OPTIONS).response["violations"]]
    too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*found, "too wide"] if too_wide else found
