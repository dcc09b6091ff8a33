"""The links of a morning, by keyboard alone, on a phone, and in the dark."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from incidents.models import DeskReport, IntakeItem
from review.workflow import tagging
from tests import factories as make
from tests.databases import EnteredOnce
from tests.incidents.intake.links import POST, pasted
from tests.pages import signed_in
from tests.test_every_page_browser import OPTIONS

pytestmark = pytest.mark.browser


def enter_links() -> None:
    pasted("\n".join(f"https://t.me/somechannel/{n}" for n in range(1, 7)))
    make.reviewer()
    tagging.make("to verify", by=make.researcher())


@pytest.fixture
def links_in_place(entered_once: EnteredOnce) -> Iterator[None]:
    with entered_once(enter_links):
        yield


@pytest.fixture
def intake(links_in_place: None, live_site: str, page: Page) -> str:
    client = signed_in(User.objects.get(username="olena"))
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_site}])
    return f"{live_site}/admin/intake/"


def state_of(number: int) -> tuple[str, str | None]:
    item = IntakeItem.objects.get(url=f"https://t.me/somechannel/{number}")
    return item.state, item.held_by.username if item.held_by else None


def at_row(page: Page, number: int) -> None:
    row = page.locator("tr[data-row]", has_text=f"somechannel/{number}")
    expect(row.locator("[name='chosen']")).to_be_focused()


def test_keys_take_close_and_take_up_and_one_goes_on_where_one_was(intake: str, page: Page) -> None:
    page.goto(intake)
    at_row(page, 1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("t")
    expect(page.locator(".messagelist")).to_contain_text("1 link is in your hands.")
    at_row(page, 2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("v")
    expect(page.locator(".messagelist")).to_contain_text("1 link waits for verification.")
    at_row(page, 3)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("r")
    expect(page.locator("[name='reason']")).to_be_focused()
    page.keyboard.type("nothing")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("1 link is out of scope.")
    at_row(page, 5)
    page.keyboard.press("g")
    page.keyboard.type("to verify")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("The tags of 1 link are saved.")
    at_row(page, 5)
    expect(page.locator("tr", has_text="somechannel/5").locator(".tag")).to_have_text("to verify")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("u")
    expect(page.get_by_role("button", name="Begin")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#id_source-url")).to_have_value(POST)

    told = [state_of(number) for number in range(1, 5)]
    assert told == [
        ("open", "olena"),
        ("open", "olena"),
        ("verification", None),
        ("out_of_scope", None),
    ]
    assert DeskReport.objects.count() == 1


def test_on_a_phone_and_in_the_dark_nothing_is_wide_or_hard_to_read(
    intake: str, page: Page
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    item = IntakeItem.objects.first()
    assert item
    for address in (intake, f"{intake}{item.pk}/", f"{intake}?site=nowhere"):
        page.goto(address)
        assert Axe().run(page, options=OPTIONS).response["violations"] == [], address
        assert page.evaluate("document.documentElement.scrollWidth") == 390
