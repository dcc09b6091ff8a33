"""The witness who withdraws: from the first question to the last word, in a browser."""

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from review.models import Review
from sources.models import Source, Statement
from tests import factories as make
from tests.review.searching import SECRET, pages_with, tables_with
from tests.sources.consent.test_withdrawing import lawyer, second

WORDING = f"A testimony about the {SECRET}."
FILES = [
    "changes_atom",
    "changes_json",
    "editions_jsonl",
    "incident_atom",
    "incident_json",
    "source_csv",
    "source_json",
]


def become(page: Page, site: str, user: User) -> None:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()
    page.wait_for_load_state()


def fill(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.fill(f"#id_{name}", value)


def enter_interview(page: Page, site: str) -> Source:
    """Consent first; then what was said opens."""
    page.goto(f"{site}/admin/sources/source/add/")
    follow(page, "Interview")
    assert page.locator("#id_text_as_received").count() == 0
    for purpose in ("keep", "publish_content"):
        page.select_option(f"#id_consents-0-{purpose}", "given")
    page.select_option("#id_consents-0-how", "signed")
    answer = {"asked_on": "2025-06-01", "language": "uk", "explained_by": "interviewer 2"}
    conditions = {"conditions": f"Not to the {SECRET}."}
    fill(page, **{f"consents-0-{name}": value for name, value in (answer | conditions).items()})
    fill(page, **{"interviews-0-witness_code": SECRET})
    page.click("[name=_save]")
    page.wait_for_selector("#id_text_as_received")
    assert f"Not to the {SECRET}." in page.inner_text(".consent")
    fill(page, title=SECRET, text_as_received=f"I saw {SECRET}.", public_wording_en=WORDING)
    page.click("#statements-group .add-row a")
    fill(page, **{"statements-0-label": "S1", "statements-0-paraphrase_en": f"{SECRET} shot."})
    page.select_option("#id_statements-0-kind", "incident")
    fill(page, comment="as told")
    page.click("[name=_submit]")
    page.wait_for_selector("#decision")
    return Source.objects.get()


def approve(page: Page, site: str, source: Source) -> None:
    page.goto(site + reverse("admin:review_review_detail", args=[source.pk]))
    page.check("#id_approve-considered")
    press(page, "Approve and publish")


def withdraw(page: Page, site: str, source: Source, purpose: str) -> None:
    page.goto(site + reverse("admin:sources_source_change", args=[source.pk]))
    follow(page, "Record a withdrawal")
    page.check(f"[name=purposes][value={purpose}]")
    page.select_option("#id_told_by", "witness")
    fill(page, told_on="2025-06-02", reason="afraid for the family")
    press(page, "Record the withdrawal")
    page.wait_for_selector(".consent")


def decide_hold(page: Page, site: str, source: Source, button: str, reason: str) -> None:
    page.goto(site + reverse("admin:sources_source_hold", args=[source.pk]))
    fill(page, reason=reason)
    press(page, button)


def told(page: Page, site: str) -> set[str]:
    """Addresses and files from which the public learns the word."""
    found = pages_with(Client(), SECRET)
    files = [reverse(name) for name in FILES]
    return found | {one for one in files if SECRET in page.request.get(site + one).text()}


@pytest.mark.browser
def test_the_witness_who_withdraws(live_site: str, page: Page) -> None:
    taras, daryna, lesia = make.reviewer(), second(), lawyer()
    become(page, live_site, taras)
    source = enter_interview(page, live_site)
    become(page, live_site, daryna)
    approve(page, live_site, source)
    assert Review.objects.get(pk=source.pk).is_public
    make.published(make.incident(statement=Statement.objects.get()))
    assert told(page, live_site) >= {reverse("editions_jsonl")}

    become(page, live_site, taras)
    withdraw(page, live_site, source, "publish_content")
    assert told(page, live_site) == set()

    become(page, live_site, lesia)
    decide_hold(page, live_site, source, "Place the legal hold", "evidence in a trial")
    become(page, live_site, taras)
    withdraw(page, live_site, source, "keep")
    become(page, live_site, daryna)
    page.goto(f"{live_site}/admin/")
    page.get_by_role("row", name=source.reference).get_by_role("link").first.click()
    expect(page.locator(".consent")).to_contain_text("evidence in a trial")
    assert page.get_by_role("button", name="Erase for ever").count() == 0
    assert told(page, live_site) == set()

    become(page, live_site, lesia)
    decide_hold(page, live_site, source, "Lift the legal hold", "the trial is over")
    become(page, live_site, daryna)
    page.goto(live_site + reverse("admin:sources_source_erasure", args=[source.pk]))
    fill(page, **{"erase-comment": "as the witness asks"})
    page.check("#id_erase-sure")
    press(page, "Erase for ever")
    assert "This source was erased." in page.inner_text(".consent")
    assert tables_with(SECRET) == set()
    assert told(page, live_site) == set()
