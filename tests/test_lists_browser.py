"""What a reader does with the filters of a list, in a real browser: in place, back, no scripts."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

pytestmark = pytest.mark.browser

KILLED = "killed at or near the place of capture"
SURRENDERING = "killed while surrendering"


@pytest.fixture
def site(first_case_in_place: None, live_site: str) -> str:
    return live_site


@pytest.fixture
def requests(page: Page) -> list[str]:
    """Addresses of the whole pages and of the parts that the browser asked for."""
    asked_for: list[str] = []
    kinds = {"document", "xhr", "fetch"}
    page.on(
        "request",
        lambda request: asked_for.append(request.url) if request.resource_type in kinds else None,
    )
    return asked_for


def count(page: Page) -> str:
    return " ".join(page.locator("[role=status]").inner_text().split())


def open_filter(page: Page, *names: str) -> None:
    for name in names:
        page.locator("#filters summary", has_text=name).first.click()


def test_filters_by_keyboard_in_place_and_goes_back(
    site: str, page: Page, requests: list[str]
) -> None:
    page.goto(f"{site}/incidents/")
    page.evaluate("window.untouched = true")
    status = page.locator("[role=status]").element_handle()
    before = count(page)
    open_filter(page, "Kind of act")
    page.locator("#kind-killed_surrendering").focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(f"{site}/incidents/?kind=killed_surrendering")
    expect(page.locator(".chip")).to_have_text(f"Remove filter Kind of act: {SURRENDERING}")

    # The page was not loaded again; the region that is read out and the focus are still there.
    assert page.evaluate("window.untouched") is True
    assert page.evaluate("node => node.isConnected", status)
    assert (before, count(page)) == ("3 incidents", "1 incident")
    assert page.evaluate("document.activeElement.id") == "kind-killed_surrendering"
    assert page.locator("#kind-killed_captured ~ .number").inner_text() == "1"
    assert page.locator("#assessment-refuted ~ .number").text_content() == "0"

    page.go_back()
    expect(page).to_have_url(f"{site}/incidents/")
    expect(page.locator("[role=status]")).to_have_text(re.compile("3 incidents"))
    expect(page.locator("#kind-values :checked")).to_have_count(0)
    assert all(address.startswith(site) for address in requests)


def test_what_is_chosen_before_htmx_has_come_is_done_when_it_has(site: str, page: Page) -> None:
    held: list[Route] = []
    page.route("**/htmx*.js", lambda route: held.append(route))  # noqa: PLW0108
    page.goto(f"{site}/incidents/", wait_until="networkidle")
    page.evaluate("window.untouched = true")
    assert held == []
    with page.expect_request("**/htmx*.js"):
        open_filter(page, "Kind of act")
    page.locator("#kind-killed_surrendering").check()
    held[0].continue_()

    expect(page).to_have_url(f"{site}/incidents/?kind=killed_surrendering")
    expect(page.locator("[role=status]")).to_have_text("1 incident")
    assert page.evaluate("window.untouched") is True


def test_without_htmx_the_button_loads_a_page(site: str, page: Page) -> None:
    page.route("**/htmx*.js", lambda route: route.abort())
    page.goto(f"{site}/incidents/")
    open_filter(page, "Kind of act")
    page.locator("#kind-killed_surrendering").check()
    page.get_by_role("button", name="Show").first.click()

    page.wait_for_url(re.compile(r"\?.*kind=killed_surrendering"))
    expect(page.locator("[role=status]")).to_have_text("1 incident")


def test_goes_back_from_another_page_to_lists_that_were_found_in_place(
    site: str, page: Page
) -> None:
    page.goto(f"{site}/incidents/")
    open_filter(page, "Kind of act")
    page.locator("#kind-killed_surrendering").check()
    expect(page).to_have_url(f"{site}/incidents/?kind=killed_surrendering")
    page.goto(f"{site}/method/")
    page.go_back()
    expect(page.locator("[role=status]")).to_have_text("1 incident")
    page.go_back()

    expect(page).to_have_url(f"{site}/incidents/")
    expect(page.locator("[role=status]")).to_have_text("3 incidents")


def test_a_second_value_is_beside_the_first_and_can_be_left_out(site: str, page: Page) -> None:
    page.goto(f"{site}/incidents/?kind=killed_surrendering")
    page.locator("#kind-killed_captured").check()
    expect(page.locator("[role=status]")).to_have_text("2 incidents")
    expect(page).to_have_url(f"{site}/incidents/?kind=killed_captured&kind=killed_surrendering")
    page.locator("li", has_text=KILLED).get_by_text("all but these").click()

    expect(page.locator(".chip").first).to_contain_text(f"not “{KILLED}”")
    assert count(page) == "1 incident"


def test_the_address_in_place_leads_to_the_same_list(site: str, page: Page) -> None:
    page.goto(f"{site}/incidents/?q=soldiers")
    open_filter(page, "More filters", "Disputed")
    page.locator("#disputed-no").check()
    expect(page).to_have_url(re.compile(r"disputed=no"))
    assert "=&" not in page.url
    assert not page.url.endswith("=")
    shown = page.locator("#results").inner_text()
    page.reload()

    assert page.locator("#results").inner_text() == shown
    assert page.locator("#languages a").get_attribute("href")


def test_what_is_wrong_is_said_in_place(site: str, page: Page) -> None:
    page.goto(f"{site}/incidents/")
    page.evaluate("window.untouched = true")
    page.locator("#id_place").fill("Nowhere at all")
    page.keyboard.press("Enter")
    expect(page.locator("[role=alert]")).to_contain_text("No place has this name or code.")

    assert count(page) == "Nothing is listed until this is corrected."
    assert page.locator("article.entry").count() == 0
    assert page.evaluate("window.untouched") is True


def test_a_fault_is_said_in_place_too(site: str, page: Page) -> None:
    page.goto(f"{site}/incidents/")
    slow = (
        "<html><body><header>Attest</header><main><h1>This took too long</h1></main></body></html>"
    )
    page.route("**/incidents/?*", lambda route: route.fulfill(status=503, body=slow))
    open_filter(page, "More filters", "Disputed")
    page.locator("#disputed-no").check()

    expect(page.locator("#results h1")).to_have_text("This took too long")
    assert page.locator("#results header").count() == 0


def test_a_filter_is_removed_alone(site: str, page: Page) -> None:
    page.goto(f"{site}/incidents/?kind=killed_captured&disputed=no")
    page.locator(".chip").filter(has_text=KILLED).click()

    expect(page).to_have_url(f"{site}/incidents/?disputed=no")
    assert page.locator("#kind-values :checked").count() == 0
    assert page.locator("#disputed-no").is_checked()


def test_a_place_is_completed_by_keyboard_and_taken(site: str, page: Page) -> None:
    page.goto(f"{site}/incidents/")
    page.get_by_label("Place", exact=True).press_sequentially("udachne")
    box = page.get_by_role("combobox", name="Place")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    option = page.locator("#id_place_meant [aria-selected=true]")
    expect(option).to_contain_text("Udachne")
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    page.keyboard.press("Enter")

    expect(page.locator(".chip")).to_contain_text("Place: Udachne")
    assert page.locator("#place-values :checked").count() == 1
    assert page.locator("#id_place").input_value() == ""


def test_on_a_phone_the_filters_close_to_the_list(site: str, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}/incidents/")
    page.locator("#filters > summary").click()
    page.get_by_label("Words").fill("surrendering")
    page.get_by_role("button", name="Show").first.click()

    expect(page.locator("#filters")).not_to_have_attribute("open", "")
    expect(page.locator("#results")).to_be_focused()


@pytest.fixture
def page_without_scripts(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_filters_work_without_scripts(site: str, page_without_scripts: Page) -> None:
    page = page_without_scripts
    page.goto(f"{site}/incidents/")
    open_filter(page, "Kind of act")
    page.locator("#kind-killed_captured").check()
    page.get_by_role("button", name="Show").first.click()

    assert count(page) == "1 incident"
    assert page.locator("#kind-killed_captured").is_checked()
    page.go_back()
    assert count(page) == "3 incidents"


def test_the_dictionary_is_folded_and_opens_where_an_address_leads(site: str, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}/data/")
    folded = page.evaluate("document.documentElement.scrollHeight")
    assert folded < 15_000
    assert page.locator("main details[open]").count() == 0

    page.goto(f"{site}/data/#assessment")
    opened = page.locator("main details[open]")
    expect(opened).to_have_count(1)
    expect(opened).to_contain_text("corroborated")
