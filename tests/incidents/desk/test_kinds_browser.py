"""In a browser: one report of several incidents, an official tally, and a video without text."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from incidents.desk import keeping
from incidents.models import DeskReport, Evidence, Incident
from sources.models import Quantity, Statement
from tests import factories as make
from tests.incidents.desk.reports import ACTORS, FACTS, STATEMENTS, begun, typed
from tests.incidents.desk.test_desk_browser import let_in
from tests.incidents.desk.test_several import OTHER, TALLY, TITLES, TWO

pytestmark = pytest.mark.browser


def opened(page: Page, site: str, report: DeskReport, **parts: Any) -> None:
    """At the desk, with this typed so far."""
    keeping.save(report, typed(**parts), seen=report.version, by=report.author, at=timezone.now())
    let_in(page, site)
    page.goto(f"{site}{reverse('admin:desk_report', args=[report.pk])}")


def submit(page: Page) -> None:
    with page.expect_navigation(url=lambda address: "/desk/" not in address):
        page.locator("[data-leaves]").first.click()


def test_a_report_of_two_incidents(live_site: str, page: Page) -> None:
    make.place()
    second = {name: value for name, value in OTHER.items() if name != "goes_to"}
    opened(
        *(page, live_site, begun()),
        statements=[*STATEMENTS, second],
        incidents=TWO[:1],
        facts=[{"of": "A"} | fact for fact in FACTS],
    )
    page.locator("#id_statements-4-paraphrase_en").focus()
    page.keyboard.press("F9")
    expect(page.locator("#id_statements-4-goes_to")).to_have_value("B")
    page.locator("#id_incidents-1-title_en").fill(TITLES[1])
    page.keyboard.press("F8")
    expect(page.locator("#incidents-1 [name$=-value]").first).to_have_value("2024-11-03")
    submit(page)

    told = Evidence.objects.filter(statement__label="S5").values_list("incident__title_en", "fact")
    assert {title for title, _fact in told} == {TITLES[1]}
    assert {"date", "killed"} <= {fact for _title, fact in told}
    assert set(Incident.objects.values_list("title_en", flat=True)) == set(TITLES)


def test_an_official_tally(live_site: str, page: Page) -> None:
    opened(page, live_site, begun(), statements=[TALLY], incidents=[], facts=[])
    for number, period in (("75", "2022/2025-05"), ("more than 20", "2025")):
        row = 0 if number == "75" else 1
        page.locator("#statements-0 [value='count:T1']").click()
        page.locator(f"#id_counts-{row}-number").fill(number)
        page.locator(f"#id_counts-{row}-counted").select_option("proceedings")
        page.locator(f"#id_counts-{row}-period").fill(period)
    submit(page)

    made = Quantity.objects.order_by("position").values_list("counted", "low", "best", "period")
    assert list(made) == [
        ("proceedings", 75, 75, "2022/2025-05"),
        ("proceedings", 20, None, "2025"),
    ]
    assert not Incident.objects.exists()


def test_a_video_by_timecode(live_site: str, page: Page) -> None:
    channel = {"name": "Channel Y", "what": "social_channel"}
    post = {"title": "A post", "published": "2025-05-24", "publisher": "Agency"}
    report = begun(kind="video")
    opened(
        *(page, live_site, report),
        source=post,
        actors=[ACTORS[0], channel],
        statements=[],
        incidents=[],
        facts=[],
    )
    for row, (one, time) in enumerate((("seen", "00:01:32"), ("heard", "00:01:40"))):
        page.locator(f"[value='row:{one}']").click()
        statement = page.locator(f"#statements-{row}")
        statement.locator("[name$=-paraphrase_en]").fill("Two men lie on the ground.")
        if not statement.locator("[name$=-chain]").is_visible():
            statement.locator("summary").first.click()
        statement.locator("[name$=-chain]").fill("Channel Y")
        statement.locator("[name$=-locator]").fill(time)
    submit(page)

    made = Statement.objects.order_by("position").values_list(
        "perceived", "locator", "is_our_examination"
    )
    assert list(made) == [("seen", "00:01:32", True), ("heard", "00:01:40", True)]
    assert not Incident.objects.exists()
