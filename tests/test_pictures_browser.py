"""What a reader does with map, timeline and charts, in a real Chromium."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

PAGES = ["/", *(f"/incidents/?view={view}" for view in ("map", "timeline", "charts"))]
ADDRESSES = [prefix + page for prefix in ("", "/uk") for page in PAGES]
UDACHNE = "Reported killing of two captured soldiers near Udachne, 22 May 2025"
MAP = "/incidents/?view=map"


@pytest.fixture
def site(first_case_in_place: None, live_site: str) -> str:
    return live_site


@pytest.fixture
def said(page: Page) -> list[str]:
    """What the browser complains of, a refusal of the content security policy among it."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def test_pictures_pass_the_accessibility_rules_and_fit_a_phone(
    site: str, page: Page, said: list[str]
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    broken, beyond = {}, []
    for width, scheme, ruled in ((320, "light", ""), (1280, "dark", "/uk")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for address in ADDRESSES:
            page.goto(site + address, wait_until="networkidle")
            # Each picture once in each language, width and scheme.
            if address.startswith("/uk") == bool(ruled):
                found = Axe().run(page).response["violations"]
                broken[address] = [rule["id"] for rule in found]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                beyond.append((address, width))

    assert broken == {address: [] for address in ADDRESSES}
    assert beyond == []
    assert said == []
    assert [url for url in asked if not url.startswith((site, "data:"))] == []


def move_the_map(page: Page) -> None:
    page.get_by_role("button", name="Zoom and move the map").press("Enter")
    expect(page.locator(".moving .mark:visible").first).to_be_focused()


def test_the_map_is_a_picture_until_somebody_wants_to_move_it(
    site: str, page: Page, said: list[str]
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site + MAP, wait_until="networkidle")
    late = re.compile("leaflet|moving_map|htmx|map-marks")
    assert [url for url in asked if late.search(url)] == []
    stops = page.locator('figure :is(a, button, [tabindex]):not([tabindex="-1"], figcaption *)')
    assert stops.all_text_contents() == ["Zoom and move the map"]
    before = page.locator("figure.places").bounding_box()
    named = page.locator(".map .name:visible").count()

    page.locator("figure.places .map").hover(position={"x": 5, "y": 5})
    expect(page.locator(".moving .mark:visible")).to_have_count(3)
    assert len([url for url in asked if late.search(url)]) == 4
    assert page.locator("figure.places").bounding_box() == before
    assert page.locator(".map .name:visible").count() >= named
    back = page.get_by_role("button", name="Show the whole map")
    page.get_by_role("button", name="Zoom in").click()
    expect(page.locator(".moving .mark.raion:visible")).to_have_count(1)
    back.click()
    expect(page.locator(".moving .mark.raion:visible")).to_have_count(0)
    assert said == []


def test_a_map_that_does_not_come_stays_a_picture_and_can_be_asked_for_again(
    site: str, page: Page
) -> None:
    page.route("**/map-marks/**", lambda route: route.abort())
    page.goto(site + MAP)
    page.get_by_role("button", name="Zoom and move the map").click()
    expect(page.locator("figure.places:not([data-open])")).to_be_visible()
    page.unroute("**/map-marks/**")
    move_the_map(page)


def test_numbers_split_as_the_map_is_zoomed(site: str, page: Page, said: list[str]) -> None:
    page.goto(site + MAP)
    move_the_map(page)
    shown = page.locator(".moving .mark:visible")
    expect(shown).to_have_count(3)
    assert page.locator(".moving .mark.area:visible").count() == 3
    expect(page.locator(".moving .ring:visible")).to_have_count(0)

    # Of one only the oblast is known: it stays one number. A region elsewhere has no raions.
    closer = page.get_by_role("button", name="Zoom in")
    closer.click()
    expect(page.locator(".moving .mark.raion:visible")).to_have_count(1)
    expect(page.locator(".moving .mark.place:visible")).to_have_count(1)
    closer.click()
    expect(page.locator(".moving .mark.raion:visible")).to_have_count(0)
    expect(page.locator(".moving .mark.place:visible")).to_have_count(2)
    expect(shown).to_have_count(3)
    expect(page.locator(".moving .ring:visible")).to_have_count(2)
    assert covered(page) == []
    assert said == []


COVERED = """names => names.map(one => [one.textContent.trim(), one.getBoundingClientRect()])
.flatMap(([name, one], n, all) => all.slice(0, n).filter(([, other]) => one.left < other.right
  && other.left < one.right && one.top < other.bottom && other.top < one.bottom)
  .map(([other]) => `${name} and ${other}`))"""


def covered(page: Page) -> Any:
    return page.locator(".moving .name.on, .moving .mark:visible > .face").evaluate_all(COVERED)


def test_the_map_is_one_stop_and_a_number_is_opened_by_keyboard(
    site: str, page: Page, said: list[str]
) -> None:
    page.goto(site + MAP)
    move_the_map(page)
    stops = page.locator('.moving :is(a, button, [tabindex]):not([tabindex="-1"])')
    expect(stops).to_have_count(1)

    donetsk = page.locator('.mark[data-key="UA14"]')
    udachne = page.locator(".mark.place:visible", has_text="Udachne")
    donetsk.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator('.mark[data-key="UA23"]')).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(donetsk).to_be_focused()
    page.keyboard.press("+")
    expect(page.locator(".mark.raion:visible")).to_be_focused()
    page.keyboard.press("+")
    expect(udachne).to_be_focused()
    expect(stops).to_have_count(1)
    page.keyboard.press("Enter")
    told = page.locator(".opened")
    expect(told.locator(".entry")).to_have_count(1)
    expect(told.locator(".counts")).to_have_text(re.compile(r"2\s+inferred by us"))
    expect(told.locator(".when-where")).to_contain_text("near Udachne")
    expect(told.locator(".standing")).not_to_be_empty()
    page.keyboard.press("Escape")
    expect(told).to_have_count(0)
    expect(udachne).to_be_focused()

    page.keyboard.press("Enter")
    told.get_by_role("link", name=UDACHNE).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(UDACHNE)
    assert said == []


def test_a_drag_that_ends_on_an_oblast_does_not_follow_its_link(site: str, page: Page) -> None:
    page.goto(site + MAP)
    move_the_map(page)
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(400)
    page.locator(".moving").scroll_into_view_if_needed()
    oblast = page.locator('.moving [data-of="UA23"] path').bounding_box()
    assert oblast
    x, y = oblast["x"] + oblast["width"] / 2, oblast["y"] + oblast["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 20, steps=5)
    page.mouse.up()
    page.wait_for_timeout(200)
    assert page.url == site + MAP
    expect(page.locator(".opened")).to_have_count(0)
    page.mouse.click(x + 60, y + 20)
    expect(page.locator(".opened")).to_contain_text("Zaporizhzhia")


def test_everything_works_without_javascript(site: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "/")
    page.get_by_role("link", name="Map", exact=True).click()
    page.locator('svg .mark[data-key="UA23"]').click()
    expect(page.locator(".entry")).to_have_count(1)
    page.get_by_role("link", name="Timeline", exact=True).click()
    expect(page.locator("svg.timeline")).to_be_visible()
    page.get_by_role("link", name="Charts", exact=True).click()
    page.get_by_role("link", name="killed while surrendering").click()
    expect(page.locator(".entry")).to_have_count(1)
    context.close()


def test_a_reader_goes_from_all_years_to_one_and_to_the_incidents_of_a_month(
    site: str, page: Page
) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(site + "/incidents/?view=timeline")
    page.get_by_role("link", name="2025", exact=True).click()
    page.wait_for_url("**/incidents/?from=2025-01-01&to=2025-12-31&view=timeline")
    # Where nothing is drawn above the bar of May, it is of May too.
    page.locator("svg.timeline a").click(position={"x": 4, "y": 4})
    page.wait_for_url("**/incidents/?from=2025-05-01&to=2025-05-31&when=certain")
    expect(page.locator(".entry")).to_have_count(1)


@pytest.mark.parametrize("address", PAGES)
def test_pictures_are_on_paper(site: str, page: Page, address: str) -> None:
    page.goto(site + address, wait_until="networkidle")
    page.emulate_media(media="print")
    assert page.locator("svg.map, svg.timeline, svg.bar, svg.tally-bar").first.is_visible()
    hidden = page.locator(".views, .years, .leaflet-control-container, .filters")
    assert [one.is_visible() for one in hidden.all()] == [False] * hidden.count()
