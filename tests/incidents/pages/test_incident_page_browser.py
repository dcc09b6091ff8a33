"""The page of an incident in a real browser, on a narrow screen."""

import pytest
from playwright.sync_api import Page, expect

from tests import factories as make


@pytest.mark.browser
def test_forty_statements_are_readable_on_the_narrowest_screen(live_site: str, page: Page) -> None:
    told = make.source()
    cited = [
        make.statement(source=told, label=f"S{n}", chain=[f"a witness from village {n}"])
        for n in range(40)
    ]
    make.published(told)
    others = [{"statement": one, "fact": "act"} for one in cited]
    incident = make.published(make.incident(statement=cited[0], evidence=others))
    page.set_viewport_size({"width": 320, "height": 640})

    # The address leads into what is closed, and opens it.
    page.goto(f"{live_site}/incidents/{incident.reference}/#provenance")
    expect(page.locator(".drawing").first).to_be_visible()

    measured = page.evaluate(
        """() => [...document.querySelectorAll(".drawing")].map(one => ({
            fits: one.scrollWidth <= one.clientWidth,
            letters: parseFloat(getComputedStyle(one.querySelector("text")).fontSize)
                * one.querySelector("svg").getBoundingClientRect().width
                / one.querySelector("svg").viewBox.baseVal.width,
        }))"""
    )
    assert measured == [{"fits": True, "letters": 13}] * 4
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    words = page.eval_on_selector_all(".drawing text", "all => all.map(one => one.textContent)")
    labels = {text.partition(": ")[2] for text in words}
    assert {f"S{n}" for n in range(40)} <= labels
