"""The first report of the README, as its five steps say, until the public reads it."""

import re
from textwrap import dedent

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from incidents.models import PublishedIncident
from tests import factories as make
from tests.pages import signed_in

pytestmark = pytest.mark.browser

README = (settings.BASE_DIR / "README.md").read_text()
KUPIANSK = {
    "code": "UA63080090010026457",
    "name_en": "Kupiansk",
    "name_uk": "Куп’янськ",
    "category": "city",
    "surroundings_en": "Kupianskyi Raion, Kharkiv Oblast, Ukraine",
    "lineage": ["UA", "UA63", "UA6308", "UA63080090010026457"],
    "search_names": "|kupiansk|купянськ|",
    "sort_key": "купянськ",
}


@pytest.fixture
def people(live_site: str) -> tuple[User, User]:
    make.place(**KUPIANSK)  # type: ignore[arg-type]
    return make.researcher(), make.reviewer()


def test_the_first_report_of_the_readme_becomes_public(
    live_site: str, browser: Browser, people: tuple[User, User]
) -> None:
    researcher, reviewer = people
    page = opened(browser, live_site, researcher)
    page.get_by_text("Enter a report at the desk").first.click()
    page.get_by_role("button", name="Begin").click()
    enter(page)
    page.get_by_role("button", name="Submit all").click()
    expect(page.locator(".messagelist")).to_contain_text("Submitted for review")

    page = opened(browser, live_site, reviewer)
    page.get_by_role("link", name="Reported killing of two captured soldiers").first.click()
    page.get_by_label("I have asked myself whether this could harm").check()
    page.get_by_role("button", name="Approve and publish").click()
    page.locator(".messagelist a").click()

    expect(page.locator("h1")).to_contain_text("Reported killing of two captured soldiers")
    assert PublishedIncident.objects.get().killed_best == 2
    assert page.url.startswith(f"{live_site}/incidents/")


def opened(browser: Browser, site: str, person: User) -> Page:
    page = browser.new_context(base_url=site).new_page()
    key = signed_in(person).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": site}])
    page.goto(reverse("admin:index"))
    return page


def enter(page: Page) -> None:
    """Steps 2 to 4: typed is only what the README says."""
    example = re.search(r"^ {3}```\n(.*?)^ {3}```", README, re.DOTALL | re.MULTILINE)
    assert example
    paste(page, "#id_source-text", dedent(example[1]))
    take(page, "#source")
    expect(page.locator("#id_source-title")).to_have_value(re.compile("^Invented example"))
    expect(page.locator("#id_source-published")).to_have_value("2025-06-21")

    [role] = re.findall(r"say yourself `(.*?)`", README)
    for number, (about, chain) in enumerate((("Soldiers of one", ""), ("The commander", role))):
        sentence = page.locator(".desk-sentences > li", has_text=about)
        sentence.locator("[data-make]").click()
        page.locator(f"#id_statements-{number}-paraphrase_en").fill(f"Of our own: {about}.")
        if chain:
            page.locator(f"#id_statements-{number}-chain").fill(chain)
        take(page, f"#statements-{number}")
    take(page, "#actors-0")
    page.keyboard.press("Tab")
    page.locator("#incident [data-take-all]").click()
    expect(page.locator("#id_facts-2-value")).to_be_focused()
    [act] = re.findall(r"kind of act it was, \*(.*?)\*", README, re.DOTALL)
    page.locator("#id_facts-2-value").select_option(label=" ".join(act.split()))
    take(page, "#facts-2")
    take(page, "#incidents-0-titles")
    page.locator("#id_reason").fill("To try it out.")


def paste(page: Page, field: str, text: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
    page.locator(field).focus()
    page.keyboard.press("Control+V")


def take(page: Page, row: str) -> None:
    """By the button of the row; what was proposed is gone once it is taken."""
    button = page.locator(f"{row} [data-take]").first
    button.click()
    expect(button).to_be_hidden()
