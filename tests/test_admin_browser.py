"""The stock admin works in a real browser under the strict content security policy."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import ConsoleMessage, Page

from tests import factories as make

PASSWORD = "a long enough password"
# Said when the admin's own script sets the focus before the browser does: on a busy machine.
FOCUSED_ALREADY = (
    "Autofocus processing was blocked because a document already has a focused element."
)


def hear(page: Page) -> list[str]:
    """What the browser will complain of."""
    complaints: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.text != FOCUSED_ALREADY:
            complaints.append(message.text)

    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


def sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/admin/", wait_until="networkidle")  # the browser has set the focus by then
    page.fill("#id_username", "olena")
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")


@pytest.mark.browser
def test_admin_pages_run_their_scripts_and_break_no_rule(live_site: str, page: Page) -> None:
    olena = User.objects.create_superuser("olena", password=PASSWORD)
    complaints = hear(page)

    sign_in(page, live_site)
    for address in ["auth/user/", "auth/user/add/", f"auth/user/{olena.pk}/change/", ""]:
        page.goto(f"{live_site}/admin/{address}", wait_until="networkidle")
    page.goto(f"{live_site}/admin/auth/user/", wait_until="networkidle")
    page.fill("#nav-filter", "user")  # the admin's script hides what does not match

    assert page.locator("#nav-sidebar .model-user").is_visible()
    assert not page.locator("#nav-sidebar .app-sources .model-source").is_visible()
    assert complaints == []


@pytest.mark.browser
def test_browser_tells_when_the_policy_is_broken(live_site: str, page: Page) -> None:
    complaints = hear(page)

    page.goto(f"{live_site}/admin/login/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">')")

    assert complaints
    assert all("Content Security Policy" in complaint for complaint in complaints)


@pytest.mark.browser
def test_the_form_says_while_one_types_that_an_event_has_a_record(
    live_site: str, page: Page
) -> None:
    User.objects.create_superuser("olena", password=PASSWORD)
    known = make.incident(statement=make.statement(source=make.source()))
    complaints = hear(page)

    sign_in(page, live_site)
    page.goto(f"{live_site}/admin/incidents/incident/add/")
    page.fill("#id_title_en", known.title_en)
    page.fill("#id_occurred", "2025-05-22")
    page.wait_for_selector("#same-event a")

    assert known.reference in page.inner_text("#same-event")
    assert complaints == []


@pytest.mark.browser
def test_the_form_says_while_one_types_an_address_that_its_item_is_here(
    live_site: str, page: Page
) -> None:
    User.objects.create_superuser("olena", password=PASSWORD)
    known = make.source(url="https://news.example/one")
    complaints = hear(page)

    sign_in(page, live_site)
    page.goto(f"{live_site}/admin/sources/source/add/?kind=article")
    page.fill("#id_url", "http://m.news.example/one/?fbclid=1")
    page.wait_for_selector(".field-url #same-item a")

    assert known.reference in page.inner_text("#same-item")
    page.check("#id_holds_several")
    page.wait_for_selector("#same-item a", state="detached")
    assert complaints == []
