"""What a reader does with map, timeline and charts, in a real Chromium."""

import copy
import json
from typing import Any, cast

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, Route, expect

from incidents.files.geojson import feature
from incidents.models import PublishedIncident
from incidents.words.counts import count_in_words
from sources.document_types import Estimate

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


def test_the_map_can_be_moved_and_shows_how_well_each_place_is_known(
    site: str, page: Page, said: list[str]
) -> None:
    page.goto(site + MAP)

    # Two places are known to be near a town, one to an oblast; none exactly, so there is no point.
    expect(page.locator(".moving path.near")).to_have_count(2)
    expect(page.locator(".moving path.somewhere")).to_have_count(1)
    expect(page.locator(".moving .exact")).to_have_count(0)
    expect(page.locator(".moving .leaflet-marker-icon")).to_have_count(0)
    expect(page.locator("figure .key")).to_be_visible()
    expect(page.locator(".moving .map a")).to_have_count(28)

    page.get_by_role("button", name="Zoom in").click()
    page.get_by_role("button", name=UDACHNE).focus()
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup")
    expect(popup.get_by_role("listitem")).to_contain_text("Killed: 2 (inferred by us)")
    popup.get_by_role("link", name=UDACHNE).press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(UDACHNE)
    assert said == []


def test_a_ring_is_as_wide_as_near_may_be(site: str, page: Page) -> None:
    page.goto(site + MAP)
    ring = page.locator(".moving path.near").first.bounding_box()
    frame = page.locator(".moving").bounding_box()
    assert ring
    assert frame
    # 1,100 units across; 25 kilometres at 48 to 51 degrees north are some 19.
    assert 2 * 18 < ring["width"] / frame["width"] * 1100 < 2 * 21


def killed(
    low: int | None = None, best: int | None = None, high: int | None = None, *given: Any
) -> dict[str, Any]:
    return {"low": low, "best": best, "high": high, "inferred": False, "given": list(given)}


def figure(who: str, qualifier: str = "", **ends: int) -> dict[str, Any]:
    unknown = {"low": None, "best": None, "high": None}
    return {**unknown, **ends, "qualifier": qualifier, "by": [{"en": who, "uk": ""}]}


FIVE = figure("CNN & $1 <b>", low=5, best=5, high=5)
NUMBERS = [
    killed(),
    killed(2, 2, 2),
    killed(0, 0, 0),
    killed(None, 2),
    killed(2),
    killed(None, None, 3),
    killed(2, None, 5),
    killed(4, None, 4),
    killed(2, 3, 5),
    killed(None, None, None, FIVE),
    killed(None, None, None, FIVE, figure("A prosecutor", low=6)),
    killed(None, None, None, figure("A prosecutor", "more_than", best=6)),
    killed(None, None, None, figure("A prosecutor", "about", low=2, high=6)),
    killed(None, None, None, figure("A prosecutor", "many")),
]


def properties(title: str, number: dict[str, Any]) -> dict[str, Any]:
    """Of an incident at an exact place, as the file has them."""
    return {
        "title_en": title,
        "title_uk": None,
        "url": "https://attest.example/incidents/X/",
        "place_precision": "1",
        "assessment": "reported",
        "is_killing": True,
        "is_order": False,
        **{f"killed_{end}": value for end, value in number.items()},
    }


def test_a_popup_says_each_number_as_a_list_does(site: str, page: Page) -> None:
    point = {"type": "Point", "coordinates": [31, 49]}
    features: list[dict[str, Any]] = [
        {"geometry": point, "properties": properties(f"Incident {place}", number)}
        for place, number in enumerate(NUMBERS)
    ]
    order = copy.deepcopy(features[0])
    order["properties"] |= {"is_killing": False, "is_order": True}
    body = json.dumps({"features": [*features, order]})
    page.route("**/incidents.geojson*", lambda route: route.fulfill(body=body))
    page.goto(site + MAP)
    page.locator(".moving path.exact").focus()
    page.keyboard.press("Enter")
    said = page.locator(".leaflet-popup li").evaluate_all("all => all.map(li => li.innerText)")

    expected = [
        f"Incident {place}\nKilled: {count_in_words(cast(Estimate, number), number['given'])}"
        for place, number in enumerate(NUMBERS)
    ]
    assert said == [*expected, "Incident 0"]


def test_an_exact_place_is_a_point(site: str, page: Page) -> None:
    def answer(route: Route) -> None:
        exact = {"type": "Point", "coordinates": [31, 49]}
        told = properties("<b>Exact</b>", NUMBERS[0])
        features = [
            {"geometry": exact, "properties": told},
            {"geometry": exact, "properties": told | {"assessment": "refuted"}},
            {"geometry": None, "properties": told | {"place_precision": None}},
        ]
        route.fulfill(body=json.dumps({"features": features}))

    page.route("**/incidents.geojson*", answer)
    page.goto(site + MAP)
    expect(page.locator(".moving path.exact")).to_have_count(1)
    expect(page.locator(".moving path.exact")).to_have_attribute("aria-label", "<b>Exact</b>")


def test_without_places_the_drawn_map_stays(site: str, page: Page) -> None:
    page.route("**/incidents.geojson*", lambda route: route.fulfill(status=503))
    page.goto(site + MAP, wait_until="networkidle")
    expect(page.locator("figure > svg.map")).to_be_visible()
    expect(page.locator("figure .key")).to_be_hidden()


def test_a_drag_that_ends_on_an_oblast_does_not_follow_its_link(site: str, page: Page) -> None:
    page.goto(site + MAP)
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(400)
    frame = page.locator(".moving").bounding_box()
    assert frame
    x, y = frame["x"] + frame["width"] / 3, frame["y"] + frame["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 20, steps=5)
    page.mouse.up()
    page.wait_for_timeout(200)
    assert page.url == site + MAP
    page.mouse.click(x, y)
    page.wait_for_url("**/incidents/?place=UA*")


def test_an_oblast_is_reached_by_keyboard_and_leads_to_its_incidents(site: str, page: Page) -> None:
    page.goto(site + MAP + "&sort=oldest")
    page.locator('svg a[aria-label^="Donetsk Oblast"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents/?sort=oldest&place=UA14")
    expect(page.locator(".entry")).to_have_count(1)


def test_everything_works_without_javascript(site: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "/")
    page.get_by_role("link", name="Map", exact=True).click()
    page.locator('svg a[aria-label^="Zaporizhzhia Oblast"] path').click()
    expect(page.locator(".entry")).to_have_count(1)
    page.get_by_role("link", name="Timeline", exact=True).click()
    expect(page.locator("svg.timeline")).to_be_visible()
    page.get_by_role("link", name="Charts", exact=True).click()
    page.get_by_role("link", name="killed while surrendering").click()
    expect(page.locator(".entry")).to_have_count(1)
    context.close()


@pytest.mark.parametrize("address", PAGES)
def test_pictures_are_on_paper(site: str, page: Page, address: str) -> None:
    page.goto(site + address, wait_until="networkidle")
    page.emulate_media(media="print")
    assert page.locator("svg.map, svg.timeline, svg.bar, svg.tally-bar").first.is_visible()
    hidden = page.locator(".views, .leaflet-control-container, .filters")
    assert [one.is_visible() for one in hidden.all()] == [False] * hidden.count()


def places() -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [feature(incident) for incident in PublishedIncident.objects.all()],
    }


@pytest.fixture(autouse=True)
def served(site: str, page: Page) -> None:
    data = places()
    page.route("**/incidents.geojson*", lambda route: route.fulfill(json=data))
