"""The whole thread by hand: an edit waits for a second person while readers keep the old text."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Dialog, Locator, Page, expect

from incidents.models import Evidence, Incident
from review.models import Edition
from tests import factories

pytestmark = pytest.mark.browser

OLD = "Reported killing of two captured soldiers near Udachne, 22 May 2025"
NEW = "Reported killing of two captured soldiers at Udachne, 22 May 2025"
MENDED = "Reported killing of two captured soldiers close to Udachne, 22 May 2025"


def signed_in(browser: Browser, site: str, user: User) -> Page:
    """A browser of their own, as after signing in (which test_admin_browser.py does by hand)."""
    client = Client()
    client.force_login(user)
    context: BrowserContext = browser.new_context(locale="en-GB")
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}]
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    return page


def save(page: Page, button: str, why: str = "") -> None:
    if why:
        page.get_by_label("What you change and why").fill(why)
    page.get_by_role("button", name=button, exact=True).click()


def deed(page: Page, button: str) -> Locator:
    """The fields on a review page that have this button."""
    return page.locator("div.deed", has=page.get_by_role("button", name=button, exact=True))


def readers_find_only_the_old_text(anybody: Page, site: str, page: str) -> None:
    for address in (page, f"{site}/incidents/", f"{site}/incidents/?q=Udachne"):
        anybody.goto(address)
        expect(anybody.locator("main")).to_contain_text(OLD)
        expect(anybody.locator("main")).not_to_contain_text(NEW)
    file = anybody.request.get(f"{site}/incidents.csv").text()
    assert (OLD in file, NEW in file) == (True, False)


@pytest.fixture
def udachne(first_case_in_place: None, live_site: str) -> Incident:
    return Incident.objects.get(title_en=OLD)


def test_an_edit_waits_for_a_second_person_and_is_returned_and_mended(
    udachne: Incident, live_site: str, browser: Browser
) -> None:
    form = f"{live_site}/admin/incidents/incident/{udachne.pk}/change/"
    review = f"{live_site}/admin/review/review/{udachne.pk}/"
    public = f"{live_site}/incidents/{udachne.reference}/"
    olena = signed_in(browser, live_site, factories.researcher(name="olena"))
    taras = signed_in(browser, live_site, factories.reviewer(name="taras"))
    number = Edition.objects.filter(review=udachne.pk).count()

    # Edited and submitted
    olena.goto(form)
    olena.locator("#id_title_en").fill(NEW)
    save(olena, "Save and submit for review", "nearer than near")
    expect(olena).to_have_url(review)
    expect(olena.locator(".compare")).to_contain_text("at")

    anybody = browser.new_context().new_page()
    readers_find_only_the_old_text(anybody, live_site, public)

    # Its author cannot approve it
    expect(olena.get_by_role("button", name="Approve and publish")).to_have_count(0)
    forged = olena.evaluate(
        """async () => {
            const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
            const seen = document.querySelector("[name$=-seen]").value;
            const body = new URLSearchParams({
                csrfmiddlewaretoken: token, "approve-seen": seen, "approve-considered": "on",
                "approve-note": "mine",
            });
            const answer = await fetch("approve/", {method: "POST", body});
            return [answer.status, await answer.text()];
        }"""
    )
    assert forged[0] == 400
    assert "You do not have the right to do this." in forged[1]
    assert Edition.objects.filter(review=udachne.pk).count() == number

    # The reviewer sees exactly the change, and returns it
    taras.goto(f"{live_site}/admin/")
    taras.get_by_role("link", name=re.compile("at Udachne")).first.click()
    lines = taras.locator(".compare").first.locator("tbody tr")
    expect(lines).to_have_count(1)
    expect(lines.locator("del")).to_have_text("near ")
    expect(lines.locator("ins")).to_have_text("at ")
    returning = deed(taras, "Return")
    returning.get_by_label("Comment:", exact=True).fill("“At” says too much.")
    returning.get_by_role("button", name="Return", exact=True).click()
    expect(taras.locator(".messagelist")).to_contain_text("Returned to its researchers.")

    # Found under "returned to me", mended, submitted again
    olena.goto(f"{live_site}/admin/")
    returned = olena.locator("table", has_text="Returned to me for changes")
    returned.get_by_role("link", name=re.compile("at Udachne")).first.click()
    olena.goto(form)
    expect(olena.locator(".state")).to_contain_text("“At” says too much.")
    olena.locator("#id_title_en").fill(MENDED)
    save(olena, "Save and submit for review", "closer to what it says")

    # Approved: the next edition is public, with what changed and why
    taras.goto(review)
    approving = deed(taras, "Approve and publish")
    approving.get_by_label(re.compile("note", re.IGNORECASE)).fill("The title is more careful.")
    for box in approving.get_by_role("checkbox").all():
        box.check()
    approving.get_by_role("button", name="Approve and publish").click()
    expect(taras.locator(".messagelist")).to_contain_text("Approved and published.")
    anybody.goto(public)
    expect(anybody.locator("h1")).to_contain_text(MENDED)
    anybody.goto(f"{public}editions/{number + 1}/changes/")
    expect(anybody.locator("main")).to_contain_text("The title is more careful.")
    expect(anybody.locator("main ins").first).to_contain_text("close to")
    expect(anybody.locator("main del").first).to_contain_text("near")


def test_two_people_saving_at_once_lose_nothing(
    udachne: Incident, live_site: str, browser: Browser
) -> None:
    form = f"{live_site}/admin/incidents/incident/{udachne.pk}/change/"
    olena = signed_in(browser, live_site, factories.researcher(name="olena"))
    petro = signed_in(browser, live_site, factories.researcher(name="petro"))
    olena.goto(form)
    petro.goto(form)
    petro.locator("#id_place_as_written").fill("by Udachne")
    save(petro, "Save", "as the article writes it")
    expect(petro.locator(".messagelist")).to_be_visible()

    olena.locator("#id_title_en").fill(NEW)
    save(olena, "Save", "nearer")

    told = olena.locator(".stale")
    expect(told).to_contain_text("Somebody saved this record while you were writing")
    expect(told).to_contain_text("place as written")
    expect(told).to_contain_text("by Udachne")
    expect(told).to_contain_text("petro")
    expect(olena.locator("#id_title_en")).to_have_value(NEW)

    olena.get_by_role("button", name="Save mine on top of theirs").click()

    expect(olena.locator(".stale")).to_have_count(0)
    udachne.refresh_from_db()
    assert (udachne.title_en, udachne.place_as_written) == (NEW, "by Udachne")


def test_the_evidence_grid_works_by_keyboard_and_warns_before_it_is_left(
    udachne: Incident, live_site: str, browser: Browser
) -> None:
    address = f"{live_site}/admin/incidents/incident/{udachne.pk}/evidence/"
    olena = signed_in(browser, live_site, factories.researcher(name="olena"))
    complaints: list[str] = []
    olena.on("console", lambda message: complaints.append(message.text))
    olena.on("pageerror", lambda error: complaints.append(str(error)))
    warned: list[str] = []

    def stay(dialog: Dialog) -> None:
        warned.append(dialog.type)
        dialog.accept()

    olena.on("dialog", stay)
    olena.goto(address)
    before = Evidence.objects.filter(incident=udachne).count()
    empty = olena.locator('button.cell[data-stance=""]').first
    name = empty.evaluate("button => button.previousElementSibling.dataset.cell")
    cell = olena.locator(f'select[data-cell="{name}"] + button')
    cell.focus()
    for stance in ("supports", "contradicts", "context", ""):
        olena.keyboard.press("Space")
        expect(cell).to_have_attribute("data-stance", stance)
    olena.keyboard.press("Space")
    olena.keyboard.press("Delete")
    expect(cell).to_have_attribute("data-stance", "")
    for _n in range(3):
        olena.keyboard.press("Space")
    olena.keyboard.press("ArrowRight")
    olena.keyboard.press("ArrowLeft")
    expect(cell).to_be_focused()

    olena.goto(f"{live_site}/admin/")
    assert warned == ["beforeunload"]
    olena.goto(address)
    expect(cell).to_have_attribute("data-stance", "")
    cell.focus()
    for _n in range(3):
        olena.keyboard.press("Space")
    save(olena, "Save", "it is said beside it")

    expect(olena.locator(".messagelist")).to_contain_text("The evidence is saved.")
    assert warned == ["beforeunload"]
    assert Evidence.objects.filter(incident=udachne).count() == before + 1
    made = Evidence.objects.filter(incident=udachne, stance="context").order_by("fact")
    assert name.partition(":")[2].partition("/")[0] in {one.fact for one in made}
    assert complaints == []
