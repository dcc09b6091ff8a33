"""An agency report entered by keyboard alone: what has to be typed or decided, and how often the
page is loaded.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from incidents.models import DeskReport, Evidence
from review.models import Review
from sources.models import Actor, Hop
from tests import factories as make
from tests.pages import signed_in
from tests.test_every_page_browser import OPTIONS

pytestmark = pytest.mark.browser

TEXT = (
    "23 May 2025\n\nRussian soldiers killed two captured Ukrainian soldiers near Udachne "
    "on 22 May 2025, the Prosecutor General's Office of Ukraine said. Drone footage shows both men "
    "with raised hands, the office said. The 110th Brigade told the Kharkiv Human Rights Group "
    "that the two men were captured on 21 May 2025. The Russian Ministry of Defence denied the "
    "killing. "
    "The weather was fine."
)
OFFICE = "Prosecutor General's Office of Ukraine"


@dataclass
class Keyboard:
    """Somebody at the keys. Going from one control to the next enters and decides nothing."""

    page: Page
    entries: list[str] = field(default_factory=list)
    loads: int = 0

    def __post_init__(self) -> None:
        self.page.on("load", self._loaded)

    def _loaded(self, page: Any) -> None:
        self.loads += 1

    def go_to(self, selector: str) -> None:
        for _step in range(200):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("(s) => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"Tab does not come to {selector}")

    def at(self, selector: str) -> None:
        """The page brought one there."""
        self.page.wait_for_function("(s) => document.activeElement.matches(s)", arg=selector)

    def enter(self, text: str) -> None:
        self.page.keyboard.insert_text(text)
        self.entries.append(text[:20])

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.entries.append(key)


def statement(keys: Keyboard, number: int, said: str, chain: str = "", kind: str = "") -> None:
    """Of a sentence; without a chain it is that of the statement before."""
    row = number - 2
    keys.at(f"#sentence-{number} [data-make]")
    keys.press("s")
    keys.at(f"#id_statements-{row}-paraphrase_en")
    keys.enter(said)
    keys.go_to(f"#id_statements-{row}-chain")
    if chain:
        keys.enter(chain)
    else:
        keys.press("F4")
        expect(keys.page.locator(f"#id_statements-{row}-chain")).not_to_have_value("")
        keys.at(f"#id_statements-{row}-chain")
    if kind:
        keys.go_to(f"#id_statements-{row}-kind")
        keys.press(kind)
    keys.press("F2")


def enter_source(keys: Keyboard) -> None:
    keys.go_to("#id_source-url")
    keys.enter("https://agency.example/new/2")
    keys.go_to("#id_source-text")
    keys.enter(TEXT)
    keys.go_to("#id_source-publisher")
    expect(keys.page.locator("#source > [data-take]")).to_contain_text("Agency")
    keys.page.keyboard.press("Shift+Tab")
    keys.at("#source > [data-take]")
    keys.press("Enter")
    keys.at("#id_source-title")
    keys.enter("Two prisoners shot near Udachne")


def enter_statements(keys: Keyboard) -> None:
    keys.go_to("#sentence-2 [data-make]")
    said = "Russian soldiers killed two captured Ukrainian soldiers near Udachne."
    statement(keys, 2, said, f"{OFFICE} [statement] ‹ drone footage")
    statement(keys, 3, "Footage of a drone shows the two captured men with raised hands.")
    told = "Two Ukrainian soldiers were captured near Udachne on 21 May 2025."
    statement(keys, 4, told, "Kharkiv Human Rights Group ‹ 110th Brigade ‹ none given", "i")
    denied = "The Russian Ministry of Defence rejects the report of two killed prisoners."
    statement(keys, 5, denied, "Russian Ministry of Defence ‹ none given")


def take_actors(keys: Keyboard) -> None:
    keys.go_to("#actors-0 [data-take]")
    for place in range(4):
        keys.at(f"#actors-{place} [data-take]")
        keys.press("Enter")


def enter_incident(keys: Keyboard) -> None:
    keys.go_to("#facts-2 [name$=-value]")
    keys.press("k")
    keys.press("ArrowDown")
    keys.go_to("#facts-7 [name$=-value]")
    keys.enter("Russian soldiers, unit not stated")
    keys.go_to("#facts-8 [name$=-value]")
    keys.press("d")
    keys.press("F8")
    keys.at("#incidents-0-titles [data-take]")
    keys.press("Enter")


@pytest.fixture
def agency(live_site: str) -> Actor:
    make.place()
    made = make.actor(name_en="Agency")
    make.source(publisher=made, url="https://agency.example/old/1")
    return made


def test_an_agency_report_takes_35_entries_and_3_page_loads(
    live_site: str, page: Page, agency: Actor
) -> None:
    let_in(page, live_site)
    keys = Keyboard(page)
    page.goto(f"{live_site}{reverse('admin:desk')}")
    keys.go_to(".deed button")
    keys.press("Enter")
    page.wait_for_url("**/desk/*-*/")
    enter_source(keys)
    enter_statements(keys)
    take_actors(keys)
    enter_incident(keys)
    keys.at("#id_reason")
    assert wrong_with(page) == []
    keys.enter("The agency's report of 23 May 2025.")
    keys.go_to("[data-leaves]")
    keys.press("Enter")
    page.wait_for_url("**/review/review/**", wait_until="load")

    # At most 35 and 3 are promised.
    assert (len(keys.entries), keys.loads) == (34, 3)
    assert DeskReport.objects.get().typed == {}
    # The agency was a draft of one's own: it is submitted along.
    assert sorted(Review.objects.waiting().values_list("kind", flat=True)) == [
        *["actor"] * 5,
        "incident",
        "source",
    ]
    chains: dict[str, list[str]] = {}
    for hop in Hop.objects.order_by("statement__label", "position").select_related("statement"):
        chains.setdefault(hop.statement.label, []).append(str(hop))
    assert chains == {
        "S1": [OFFICE],
        "S2": [OFFICE],
        "S3": ["Kharkiv Human Rights Group", "110th Brigade"],
        "S4": ["Russian Ministry of Defence"],
    }
    evidence = Evidence.objects.order_by("fact").values_list("fact", "statement__label")
    assert list(evidence) == [
        ("act", "S1"),
        ("date", "S1"),
        ("involvement", "S1"),
        ("killed", "S1"),
        ("place", "S1"),
        ("response", "S4"),
        ("victim", "S1"),
    ]


# One of each kind of control that is in sight.
STOPS = """() => {
    const kinds = new Map();
    const controls = "a[href], button, input, summary, textarea";
    for (const one of document.querySelector("#desk-work").querySelectorAll(controls)) {
        const kind = `${one.tagName} ${one.type} ${Boolean(one.id)}`;
        if (one.checkVisibility() && one.type !== "hidden") kinds.set(kind, one);
    }
    window.stops = [...kinds.values()];
    return [...kinds.keys()];
}"""
RENEWED = """(place) => {
    const before = window.stops[place];
    before.focus();
    const address = document.querySelector("#id_source-url");
    for (const kind of ["input", "change"]) {
        address.dispatchEvent(new Event(kind, { bubbles: true }));
    }
    window.before = before;
}"""
STANDS = """() => {
    const said = (one) => `${one.outerHTML} in ${one.closest("[id]")?.id}`;
    return [said(document.activeElement), said(window.before)];
}"""


def test_what_is_proposed_anew_leaves_one_where_one_is(
    live_site: str, page: Page, agency: Actor
) -> None:
    """Who goes through the page by Tab while proposals are on their way stays at the control."""
    keys = at_the_desk(page, live_site)
    enter_source(keys)
    keys.go_to("#sentence-2 [data-make]")
    statement(keys, 2, "Russian soldiers killed two men.", f"{OFFICE} ‹ drone footage")
    keys.at("#sentence-3 [data-make]")

    kinds = page.evaluate(STOPS)
    assert {"summary", "button", "input"} <= {kind.split()[0].lower() for kind in kinds}
    for place in range(len(kinds)):
        page.evaluate(STOPS)
        page.evaluate(RENEWED, place)
        page.wait_for_function("() => !window.before.isConnected")
        now, before = page.evaluate(STANDS)
        assert now == before, kinds[place]


def test_a_list_that_one_is_in_is_not_closed_by_what_is_proposed_anew(
    live_site: str, page: Page, agency: Actor
) -> None:
    keys = at_the_desk(page, live_site)
    keys.go_to("#id_source-text")
    keys.enter(TEXT)
    page.evaluate("() => { window.before = document.querySelector('#id_facts-2-value'); }")
    with page.expect_response("**/desk/*-*/"):
        page.locator("#id_facts-2-value").focus()
    page.wait_for_function("() => document.querySelector('[name=version]').value !== '0'")
    assert page.evaluate("() => window.before === document.activeElement")
    assert page.locator("#sentence-2").count() == 0

    keys.go_to("#id_facts-2-rests_on")
    page.locator("#sentence-2").wait_for()
    assert page.evaluate("document.activeElement.id") == "id_facts-2-rests_on"


def test_who_goes_on_before_the_answer_comes_stays_there(
    live_site: str, page: Page, agency: Actor
) -> None:
    """On a slow line too: nobody is pulled back to where a button of before would bring them."""
    keys = at_the_desk(page, live_site)
    enter_source(keys)
    keys.go_to("#sentence-2 [data-make]")
    keys.press("s")
    keys.at("#id_statements-0-paraphrase_en")

    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/desk/*-*/", hold, times=1)
    page.evaluate("() => { window.before = document.querySelector('#statements-0'); }")
    with page.expect_request("**/desk/*-*/"):
        keys.press("F2")
    keys.go_to("#id_reason")
    assert len(held) == 1
    held[0].continue_()
    page.wait_for_function("() => !window.before.isConnected")
    assert page.evaluate("document.activeElement.id") == "id_reason"


def test_who_takes_what_is_proposed_goes_on_to_what_is_still_asked_for(
    live_site: str, page: Page, agency: Actor
) -> None:
    keys = at_the_desk(page, live_site)
    enter_source(keys)
    keys.go_to("#sentence-2 [data-make]")
    statement(keys, 2, "Russian soldiers killed two men.", f"{OFFICE} ‹ drone footage")
    page.locator("#sentence-6 [data-make]").click()
    keys.at("#id_statements-1-paraphrase_en")
    keys.enter("The weather was fine.")

    # No rule knows of which kind it is: the row is not left.
    keys.press("F2")
    keys.at("#id_statements-1-kind")
    keys.press("a")
    keys.press("F2")
    keys.at("#statements [data-go]")
    page.locator("#id_facts-0-value").focus()
    keys.press("F8")
    keys.at("#id_facts-2-value")


def at_the_desk(page: Page, site: str) -> Keyboard:
    """With a report that is begun."""
    let_in(page, site)
    page.goto(f"{site}{reverse('admin:desk')}")
    page.locator(".deed button").click()
    page.wait_for_url("**/desk/*-*/")
    return Keyboard(page)


def let_in(page: Page, site: str) -> None:
    key = signed_in(make.researcher()).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": site}])


def wrong_with(page: Page) -> list[str]:
    found = [rule["id"] for rule in Axe().run(page, options=OPTIONS).response["violations"]]
    too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*found, "too wide"] if too_wide else found
