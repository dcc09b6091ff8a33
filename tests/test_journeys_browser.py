"""What readers come for, in a real browser: the first screen of an incident on a phone."""

import pytest
from playwright.sync_api import Page, ViewportSize

from incidents.models import PublishedIncident

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 390, "height": 844}
# The standing says how it is known; the sections that follow say what, who, when and where.
MEASURED = """() => {
    const standing = document.querySelector("main > .standing");
    const sections = ["reported", "people", "when-where"]
        .map(id => document.getElementById(id).closest("section"));
    const words = document.querySelectorAll(".answers :is(p, dt, dd, li):not(.credit)");
    return {
        ends: [standing, ...sections].map(one => Math.ceil(one.getBoundingClientRect().bottom)),
        letters: Math.min(
            ...[standing, ...words].map(one => parseFloat(getComputedStyle(one).fontSize))),
        wide: document.documentElement.scrollWidth,
    };
}"""


@pytest.fixture
def site(first_case_in_place: None, live_site: str) -> str:
    return live_site


def test_who_what_when_where_and_how_it_is_known_stand_on_the_first_screen_of_a_phone(
    site: str, page: Page
) -> None:
    page.set_viewport_size(PHONE)
    found = {}
    for reference in PublishedIncident.objects.values_list("reference", flat=True):
        for prefix in ("", "/uk"):
            page.goto(f"{site}{prefix}/incidents/{reference}/")
            found[f"{prefix} {reference}"] = page.evaluate(MEASURED)

    assert len(found) == 6
    assert {name: one for name, one in found.items() if max(one["ends"]) > PHONE["height"]} == {}
    assert {name: one["letters"] for name, one in found.items() if one["letters"] < 16} == {}
    assert {one["wide"] for one in found.values()} == {PHONE["width"]}
