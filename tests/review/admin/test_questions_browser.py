"""Comments on lines are kept while they are typed, and names are offered after “@”."""

import pytest
from playwright.sync_api import Page, expect

from review.models import Event, KeptComment
from tests import factories as make
from tests.accounts.test_account_pages_browser import let_in

pytestmark = pytest.mark.browser


def test_a_comment_on_a_line_is_kept_names_a_colleague_and_goes_with_the_return(
    live_site: str, page: Page
) -> None:
    actor = make.published(make.actor())
    make.save(actor, side="third")
    make.submitted(actor)
    taras = make.reviewer()
    let_in(page.context, live_site, taras)
    page.goto(f"{live_site}/admin/review/review/{actor.pk}/")

    page.locator(".ask > summary").first.click()
    area = page.locator("[name^='ask-']")
    area.press_sequentially("Is it, @ol")
    expect(page.locator("#ask-names")).to_contain_text("olena")
    area.press("Enter")
    with page.expect_response(lambda one: "%3F" in (one.request.post_data or "")):
        area.press_sequentially("?")
    expect(page.locator("#ask-kept")).to_contain_text("Kept for you alone")
    kept = list(KeptComment.objects.values_list("text", flat=True))
    area.press_sequentially("!")
    page.locator("[name='return-comment']").fill("See the line.")
    page.get_by_role("button", name="Return", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Returned to its researchers.")

    assert kept == ["Is it, @olena ?"]
    sent = Event.objects.exclude(line="").values_list("comment", flat=True)
    assert (list(sent), KeptComment.objects.count()) == (["Is it, @olena ?!"], 0)
