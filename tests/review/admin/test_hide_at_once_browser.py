"""On a phone: two taps from a public page to a hidden part, then the list; in a real Chromium."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests import factories as make
from tests.accounts.test_account_pages_browser import let_in, wrong_with
from tests.review.searching import SECRET

pytestmark = pytest.mark.browser
THUMB = 44


@pytest.mark.parametrize("prefix", ["", "/uk"])
def test_two_taps_hide_a_part(live_site: str, page: Page, prefix: str) -> None:
    incident = make.published_incident(
        summary_en=f"{SECRET} was killed.", summary_uk=f"{SECRET} було вбито."
    )
    public = f"{live_site}{prefix}{reverse('incident_detail', args=[incident.reference])}"
    page.set_viewport_size({"width": 390, "height": 844})
    let_in(page.context, live_site, make.reviewer())
    page.goto(public)
    expect(page.locator("main")).to_contain_text(SECRET)

    page.locator("a[href*='/admin/hide/']").click()
    assert wrong_with(page) == []
    button = page.locator("button[value='summary']")
    assert (button.bounding_box() or {"height": 0})["height"] >= THUMB
    button.click()

    expect(page.locator(".outside > li")).to_have_count(8)
    assert wrong_with(page) == []
    page.locator("#archives button").click()
    expect(page.locator("#archives strong")).to_contain_text("✓")
    page.goto(public)
    expect(page.locator("main")).not_to_contain_text(SECRET)
