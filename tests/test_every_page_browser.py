"""Every kind of page in a real Chromium: by the rules of accessibility, on a phone, on paper."""

from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from django.urls import reverse
from playwright.sync_api import Page, expect

from incidents.models import PublishedIncident
from sources.models.published import PublishedActor, PublishedSource

pytestmark = pytest.mark.browser

OPTIONS = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
A4_BETWEEN_MARGINS = 672
FIXED = [
    "/",
    "/incidents/",
    "/incidents/?kind=body_mutilated",
    "/incidents/?from=2025-13-01&place=Удачне&documenter=nobody",
    "/incidents/?view=map",
    "/incidents/?view=timeline",
    "/incidents/?view=charts",
    "/incidents/cite/",
    "/sources/",
    "/statements/",
    "/actors/",
    "/tallies/",
    "/search/?q=soldiers",
    "/method/",
    "/about/",
    "/corrections/",
    "/changes/",
    "/families/",
    "/journalists/",
    "/lawyers/",
    "/data/",
    "/transparency/",
    "/nothing/",
    "/admin/login/",
]
ON_PAPER = """() => [...document.querySelectorAll("main :is(table, svg, pre, dl), .moving")]
    .filter(one => !one.parentElement.closest(".moving"))  // it cuts off what it lets one move
    .map(one => [one.getAttribute("class") || one.tagName, one.getBoundingClientRect().right])
    .filter(([, right]) => right > innerWidth + 1).map(([name]) => name)"""
# The button within a field for a date has the browser's own ring.
OUTLINED = """() => {
    const focused = document.activeElement;
    const path = focused.querySelector("svg path");
    const ring = getComputedStyle(focused).outlineStyle != "none";
    const drawn = path && getComputedStyle(path).strokeWidth == "3px";
    return [focused.tagName, ring || drawn || !focused.matches(":focus-visible")];
}"""


@pytest.fixture
def site(first_case_in_place: None, live_site: str) -> str:
    return live_site


def every_kind_of_page() -> list[str]:
    incident = PublishedIncident.objects.get(title_en__contains="Zaporizhzhia").reference
    source = PublishedSource.objects.order_by("-statement_count").values_list("reference")[0][0]
    actor = PublishedActor.objects.get(name_en="CNN").reference
    return [
        *FIXED,
        reverse("incident_detail", args=[incident]),
        reverse("incident_edition", args=[incident, 1]),
        reverse("incident_editions", args=[incident]),
        reverse("incident_changes", args=[incident, 2]),
        reverse("source_detail", args=[source]),
        reverse("actor_detail", args=[actor]),
    ]


Scheme = Literal["light", "dark"]


def each_opened(page: Page, site: str, prefix: str, width: int, scheme: Scheme) -> Iterator[str]:
    """Every kind of page, one after the other, with all that can be opened in it."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    for path in every_kind_of_page():
        page.goto(site + prefix + path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        yield path


def broken_rules(page: Page) -> list[str]:
    return [rule["id"] for rule in Axe().run(page, options=OPTIONS).response["violations"]]


# By the rules each template once in each language, width and scheme: what is wrong is wrong in the
# template.
@pytest.mark.parametrize(
    ("prefix", "width", "scheme", "by_rules"),
    [
        ("", 1280, "light", True),
        ("/uk", 320, "dark", True),
        ("", 320, "light", False),
        ("/uk", 1280, "light", False),
    ],
)
def test_every_kind_of_page_is_accessible_and_fits_and_asks_nobody_else(
    site: str, page: Page, prefix: str, width: int, scheme: Scheme, by_rules: bool
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    beyond = []
    broken = {}
    for path in each_opened(page, site, prefix, width, scheme):
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            beyond.append(path)
        if by_rules and (rules := broken_rules(page)):
            broken[path] = rules

    assert (beyond, broken) == ([], {})
    assert [url for url in asked if not url.startswith((site, "data:"))] == []
    assert [text for text in said if "the server responded with a status of 40" not in text] == []


def test_nothing_is_cut_off_on_paper(site: str, page: Page) -> None:
    page.set_viewport_size({"width": A4_BETWEEN_MARGINS, "height": 1000})
    page.emulate_media(media="print")
    found: dict[str, list[str]] = {}
    for path in every_kind_of_page():
        page.goto(f"{site}/uk{path}")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        found[path] = page.evaluate(ON_PAPER)

    assert {path: cut for path, cut in found.items() if cut} == {}


def test_the_map_that_can_be_moved_is_whole_on_paper(site: str, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{site}/incidents/?view=map")
    page.get_by_role("button", name="Zoom and move the map").click()
    expect(page.locator(".moving .mark").first).to_be_visible()
    frame, drawing = page.locator(".moving"), page.locator(".moving .map")
    on_screen = frame.bounding_box()

    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    sheet, drawn = frame.bounding_box(), drawing.bounding_box()
    page.evaluate("dispatchEvent(new Event('afterprint'))")

    assert sheet
    assert drawn
    assert sheet["width"] == 640
    assert abs(drawn["width"] - sheet["width"]) <= 2
    assert frame.bounding_box() == on_screen


def test_focus_is_seen_wherever_the_keyboard_leads(site: str, page: Page) -> None:
    found = {}
    for path in every_kind_of_page():
        page.goto(site + path)
        reached = []
        for _ in range(25):
            page.keyboard.press("Tab")
            reached.append(page.evaluate(OUTLINED))
        found[path] = {tag for tag, seen in reached if not seen and tag != "BODY"}

    assert {path: tags for path, tags in found.items() if tags} == {}
