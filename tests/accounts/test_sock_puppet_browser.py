"""One administrator with a sock puppet publishes nothing, in a real Chromium; two people do."""

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts import rights
from review.models import Edition, Review
from sources.models import Actor
from tests import factories as make
from tests.accounts.test_account_pages_browser import let_in, wrong_with
from tests.test_admin_browser import hear

pytestmark = pytest.mark.browser


@pytest.fixture
def iryna(live_site: str) -> User:
    """Everything that one person can have."""
    one = make.administrator()
    make.give(one, "Researchers")
    make.give(one, "Reviewers")
    return one


@pytest.fixture
def stepan(iryna: User) -> User:
    return make.administrator(name="stepan")


@pytest.fixture
def work(iryna: User, stepan: User) -> Actor:
    """Of the one administrator, waiting for a second person."""
    return make.submitted(make.actor(by=iryna), by=iryna)  # type: ignore[no-any-return]


def test_one_administrator_with_a_sock_puppet_publishes_nothing(
    live_site: str, page: Page, browser: Browser, iryna: User, stepan: User, work: Actor
) -> None:
    complaints = hear(page)
    let_in(page.context, live_site, iryna)
    page.goto(review_of(live_site, work))
    expect(page.locator(".decision")).to_contain_text("somebody else must approve it")

    puppet = add_puppet(page, live_site)
    page.goto(f"{live_site}/admin/auth/user/{puppet.pk}/rights/")
    choose(page, "Researchers", "enters records")
    expect(page.locator(".messagelist")).to_contain_text("Given.")
    choose(page, "Reviewers (two administrators)", "reviews")
    expect(page.locator(".messagelist")).to_contain_text("another administrator must agree")
    assert wrong_with(page) == []
    # Nobody but the other administrator can agree.
    page.locator("a", has_text="puppet: Reviewers").click()
    expect(page.locator("#content-main")).to_contain_text("You asked for this yourself")
    expect(page.get_by_role("button", name="Agree: give this right")).to_have_count(0)
    assert wrong_with(page) == []
    # What the puppet enters, its maker does not approve.
    theirs = make.submitted(make.actor(name_en="BBC", by=puppet), by=puppet)
    page.goto(review_of(live_site, theirs))
    expect(page.locator(".decision")).to_contain_text("must first confirm that they know puppet")
    expect(page.get_by_role("button", name="Approve and publish")).to_have_count(0)
    # As the puppet itself there is nothing to approve with.
    disguised = browser.new_page()
    let_in(disguised.context, live_site, puppet)
    disguised.goto(review_of(live_site, work))
    expect(disguised.locator(".decision")).to_contain_text("It waits for a reviewer.")
    disguised.close()
    assert Edition.objects.count() == 0
    assert [text for text in complaints if "status of 400" not in text] == []


@pytest.mark.parametrize(("prefix", "width"), [("", 1366), ("/uk", 320)])
def test_a_person_whom_another_administrator_knows_reviews(
    live_site: str, page: Page, iryna: User, stepan: User, work: Actor, prefix: str, width: int
) -> None:
    marta = make.researcher(name="marta")
    rights.way_in_given(marta, by=iryna)
    reviewers = Group.objects.get(name="Reviewers")
    rights.ask(marta, reviewers, at=timezone.now(), by=iryna, reason="from May on")
    page.set_viewport_size({"width": width, "height": 800})
    let_in(page.context, live_site, stepan)
    page.goto(f"{live_site}{prefix}/admin/")
    assert wrong_with(page) == []
    page.locator("[href*='/request/']").click()
    agree = page.locator("form[action$='/agree/']")
    agree.locator("button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert wrong_with(page) == []
    agree.locator("textarea").fill("We met in the office on Monday.")
    agree.locator("button").click()
    expect(page.locator(".messagelist")).to_be_visible()
    assert wrong_with(page) == []
    for address in (f"auth/user/{iryna.pk}/rights/", "accounts/rightsentry/", ""):
        page.goto(f"{live_site}{prefix}/admin/{address}")
        assert wrong_with(page) == []

    marta = User.objects.get(pk=marta.pk)
    let_in(page.context, live_site, marta)
    page.goto(review_of(live_site, work))
    page.locator("[name=approve-considered]").check()
    page.locator("button[formaction$='/approve/']").click()
    expect(page.locator(".messagelist")).to_be_visible()
    assert Review.objects.get(pk=work.pk).public == "current"


def review_of(site: str, record: Actor) -> str:
    return f"{site}/admin/review/review/{record.pk}/"


def add_puppet(page: Page, site: str) -> User:
    page.goto(f"{site}/admin/auth/user/add/")
    page.fill("#id_username", "puppet")
    page.locator("[name=_save]").click()
    expect(page.locator("#content")).to_contain_text("Link for puppet:")
    return User.objects.get(username="puppet")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def choose(page: Page, right: str, why: str) -> None:
    """A right to give or ask for, on the page of somebody's rights."""
    page.locator("#give_group").select_option(label=right)
    page.locator("#give_reason").fill(why)
    press(page, "Give or ask")
