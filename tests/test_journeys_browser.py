"""What seven readers come for, in a real browser, and in how many steps each finds it.

A step is an address or a field that is typed, a click (or Enter), and a page that loads. The walk
goes through one world: the first case, and one incident of 2024 that two bodies documented.

    question                                                        typed  clicks  loads  steps
    what happened near Udachne                                          2       2      3      7
    all killings alleged of one unit in 2024 with two independent
      origins, as a spreadsheet                                         5       6      1     12
    is my brother's case here, and whom do I write to                   4       2      3      9
    read an incident by screen reader                                   1       0      1      2
    the same in Ukrainian                                               1       1      2      4
    compare what the prosecutors counted                                1       2      2      5
    print a page for court                                              1       0      1      2

By screen reader, whoever jumps from heading to heading hears who, what, when, where and how it is
known within the first four, and the accusation with the response under the seventh.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import pairwise
from typing import NamedTuple

import openpyxl
import pytest
from django.conf import settings
from playwright.sync_api import Locator, Page, ViewportSize, expect

from incidents.models import Involvement, PublishedIncident
from tests import factories as make

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1366, "height": 768}
A4_BETWEEN_MARGINS: ViewportSize = {"width": 672, "height": 1000}
UDACHNE = "Reported killing of two captured soldiers near Udachne, 22 May 2025"
UDACHNE_UK = "Повідомлення про вбивство двох полонених військових поблизу Удачного"
UNIT = "Invented 7th Brigade"
# As wide as the letters of a phone: those that most machines with a test browser have are wider.
LETTERS_OF_A_PHONE = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`:root {
        --sans: "DejaVu Sans Condensed", system-ui, sans-serif;
        --serif: "DejaVu Serif Condensed", ui-serif, serif;
    }`);
    document.adoptedStyleSheets = [sheet];
}"""
MEASURED = """() => {
    const standing = document.querySelector("main > .standing");
    const sections = [...document.querySelectorAll(".answers > section")];
    const words = document.querySelectorAll(".answers :is(p, dt, dd, li, a:not(sup > a))");
    const end = one => Math.ceil(one.getBoundingClientRect().bottom);
    return {
        end: Math.max(...sections.map(end)),
        letters: Math.min(
            ...[standing, ...words].map(one => parseFloat(getComputedStyle(one).fontSize))),
        targets: Math.min(...[...document.querySelectorAll(".ask a")]
            .map(one => one.getBoundingClientRect().height)),
        wide: document.documentElement.scrollWidth,
    };
}"""
CLOSED_ON_PAPER = """() => [...document.querySelectorAll("main details:not(.graphic)")]
    .filter(one => [...one.children].some(part => !part.getClientRects().length))
    .map(one => one.textContent.trim().slice(0, 60))"""


class Steps(NamedTuple):
    typed: int
    clicks: int
    loads: int


class Reader:
    """Somebody at a browser whose steps are counted."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site
        self.typed = self.clicks = self.loads = 0
        page.on("load", self._loaded)

    def _loaded(self, page: Page) -> None:
        self.loads += 1

    def open(self, address: str) -> None:
        self.typed += 1
        self.page.goto(self.site + address)

    def type(self, field: Locator, text: str) -> None:
        self.typed += 1
        if field.get_attribute("type") == "date":
            field.fill(text)  # its parts are typed in the order of the browser's own language
        else:
            field.press_sequentially(text)

    def click(self, what: Locator) -> None:
        self.clicks += 1
        what.click()

    def enter(self) -> None:
        self.clicks += 1
        self.page.keyboard.press("Enter")

    @contextmanager
    def counted(self, into: dict[str, Steps], question: str) -> Iterator[None]:
        self.typed = self.clicks = self.loads = 0
        yield
        self.page.wait_for_load_state()
        into[question] = Steps(self.typed, self.clicks, self.loads)


@pytest.fixture
def site(first_case_in_place: None, live_site: str) -> str:
    return live_site


def an_incident_that_two_documented() -> None:
    """Of 2024, alleged of a unit; each body knew by itself."""
    unit = make.published(make.actor(name_en=UNIT, kind="armed_unit", side="russia"))
    said = []
    for name in ("Invented Observers", "Invented Recorders"):
        body = make.published(make.actor(name_en=name, kind="intergovernmental", side="third"))
        source = make.source(title=f"Report of {name}", url=f"https://{name[9:].lower()}.example/")
        said.append(make.statement(source=source, chain=[body], period="2024-03-10"))
        make.published(source)
    make.published(
        make.incident(
            statement=said[0],
            evidence=[{"statement": said[1], "fact": "act"}, {"statement": said[0], "fact": "act"}],
            title_en="Reported killing of two prisoners by an invented brigade, March 2024",
            occurred="2024-03-10",
            rows=[Involvement(actor=unit, by_whom_en="the reports")],
        )
    )


def test_seven_readers_find_what_they_came_for(
    site: str, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "CONTACT_EMAIL", "desk@example.org")
    an_incident_that_two_documented()
    reader, found = Reader(page, site), dict[str, Steps]()
    udachne = PublishedIncident.objects.get(title_en=UDACHNE).get_absolute_url()

    with reader.counted(found, "what happened near Udachne"):
        look_for_udachne(reader)
    with reader.counted(found, "killings of one unit as a spreadsheet"):
        take_a_spreadsheet(reader)
    with reader.counted(found, "is my brother's case here"):
        look_for_a_brother(reader)
    with reader.counted(found, "by screen reader"):
        listen(reader, udachne)
    with reader.counted(found, "the same in Ukrainian"):
        read_in_ukrainian(reader, udachne)
    with reader.counted(found, "what the prosecutors counted"):
        compare_what_prosecutors_counted(reader)
    with reader.counted(found, "print a page for court"):
        print_for_court(reader, udachne)

    assert found == {
        "what happened near Udachne": Steps(typed=2, clicks=2, loads=3),
        "killings of one unit as a spreadsheet": Steps(typed=5, clicks=6, loads=1),
        "is my brother's case here": Steps(typed=4, clicks=2, loads=3),
        "by screen reader": Steps(typed=1, clicks=0, loads=1),
        "the same in Ukrainian": Steps(typed=1, clicks=1, loads=2),
        "what the prosecutors counted": Steps(typed=1, clicks=2, loads=2),
        "print a page for court": Steps(typed=1, clicks=0, loads=1),
    }


def look_for_udachne(reader: Reader) -> None:
    page = reader.page
    reader.open("/")
    reader.type(page.get_by_label("Search incidents, statements, sources and actors"), "Udachne")
    reader.enter()
    reader.click(page.get_by_role("link", name=UDACHNE))

    expect(page.locator("h1")).to_have_text(UDACHNE)
    expect(page.locator("main > .standing")).to_contain_text(
        "Reported. Rests on one report that names no source. Not corroborated. No court has ruled."
    )


def take_a_spreadsheet(reader: Reader) -> None:
    page = reader.page
    reader.open("/incidents/")
    reader.type(page.get_by_label("Alleged to be involved"), "Invented 7th")
    reader.click(page.get_by_role("option", name=UNIT))
    expect(page.locator(".chip")).to_contain_text(UNIT)
    reader.type(page.get_by_label("From", exact=True), "2024-01-01")
    reader.type(page.get_by_label("To", exact=True), "2024-12-31")
    reader.click(page.locator("#filters summary", has_text="Kind of act"))
    reader.click(page.get_by_label("killed at or near the place of capture"))
    expect(page.locator(".chip")).to_have_count(4)
    reader.click(page.locator("#filters summary", has_text="More filters"))
    reader.type(page.get_by_label("Origins of what happened, at least"), "2")
    reader.click(page.locator("#filters details.more > .actions button"))
    expect(page.locator("[role=status]")).to_have_text("1 incident")
    with page.expect_download() as download:
        reader.click(page.get_by_role("link", name="XLSX"))

    book = openpyxl.load_workbook(BytesIO(download.value.path().read_bytes()))
    rows = list(book.worksheets[0].values)
    titles = [row for row in rows if any("invented brigade" in str(cell) for cell in row)]
    assert len(titles) == 1


def look_for_a_brother(reader: Reader) -> None:
    page = reader.page
    reader.open("/")
    reader.click(page.locator("main").get_by_role("link", name="For families"))
    expect(page.locator("main")).to_contain_text("Most people here are not named.")
    expect(page.locator("main")).to_contain_text("Messages to desk@example.org are read by")
    reader.type(page.get_by_label("Place", exact=True), "Donetsk Oblast")
    reader.type(page.get_by_label("From", exact=True), "05.2025")
    reader.type(page.get_by_label("To", exact=True), "05.2025")
    reader.enter()

    expect(page.get_by_role("link", name=UDACHNE)).to_be_visible()


def listen(reader: Reader, address: str) -> None:
    """What is read out, in its order: landmarks, headings, and what follows each."""
    page = reader.page
    reader.open(address)
    headings = page.get_by_role("heading").all_inner_texts()
    assert headings[:8] == [
        UDACHNE,
        "What is reported",
        "People",
        "When and where",
        "What disagrees or is not known",
        "Findings and proceedings",
        "Who is accused, and the response",
        "Who documented it",
    ]
    levels = page.locator("main :is(h1, h2, h3, h4)").evaluate_all(
        "all => all.map(one => Number(one.tagName[1]))"
    )
    assert [deep for up, deep in pairwise(levels) if deep > up + 1] == []
    assert [page.get_by_role(name).count() for name in ("banner", "main", "contentinfo")] == [1] * 3
    names = page.get_by_role("navigation").evaluate_all(
        """all => all.map(one => one.getAttribute("aria-label")
            ?? document.getElementById(one.getAttribute("aria-labelledby")).textContent)"""
    )
    assert names == ["Main", "Language", "Further on this page"]
    # The standing is heard before the first question; the response within the same region.
    heard = page.locator("main").aria_snapshot()
    told = ["Reported. Rests on one report", "What is reported", "Killed", "Date", "Place"]
    assert [heard.index(words) for words in told] == sorted(heard.index(words) for words in told)
    accused = page.get_by_role("region", name="Who is accused, and the response")
    expect(accused).to_contain_text("Armed Forces of the Russian Federation")
    expect(accused).to_contain_text("Response of the accused side:")


def read_in_ukrainian(reader: Reader, address: str) -> None:
    page = reader.page
    reader.open(address)
    reader.click(page.get_by_role("link", name="Українська"))

    expect(page.locator("html[lang=uk] h1")).to_contain_text(UDACHNE_UK)
    expect(page.locator("main > .standing")).to_contain_text("Рішення суду немає.")
    assert page.url == f"{reader.site}/uk{address}"


def compare_what_prosecutors_counted(reader: Reader) -> None:
    page = reader.page
    reader.open("/")
    reader.click(page.get_by_role("navigation", name="Main").get_by_role("link", name="Tallies"))
    reader.click(page.locator(".toc").get_by_role("link", name="Proceedings", exact=True))

    section = page.get_by_role("region", name="Proceedings", exact=True)
    counted = section.locator("figure.tally li > p:first-child")
    said = counted.all_inner_texts()
    office = "Office of the Prosecutor General of Ukraine, "
    assert [one for one in said if not one.startswith(office)] == []
    assert counted.locator("strong").all_inner_texts() == ["8", "8", "39", "75", "20"]
    expect(counted.first.get_by_role("link")).to_have_count(1)


def print_for_court(reader: Reader, address: str) -> None:
    """On paper: address, edition, day, sources, digest; all that can be opened, no navigation."""
    page = reader.page
    reader.open(address)
    page.set_viewport_size(A4_BETWEEN_MARGINS)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    shown = page.locator("body").inner_text()

    assert f"{address}" in page.locator(".page-header .print-only").inner_text()
    for words in ("Edition 2", "1 June 2025", "Digest (SHA-256)", "Article, publisher not stated"):
        assert words in shown
    assert page.locator(".cite").inner_text().count(f"{address}editions/2/") == 1
    assert page.evaluate(CLOSED_ON_PAPER) == []
    assert (
        page.locator("nav, button, form, .skip").evaluate_all(
            "all => all.filter(one => one.getClientRects().length).map(one => one.className)"
        )
        == []
    )
    assert page.locator("details.graphic[open]").count() == 0
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.emulate_media(media="screen")


def test_an_incident_of_the_first_case_is_one_screen(site: str, page: Page) -> None:
    """From the top of the page to "Share", in both languages, on a phone and on a desktop."""
    references = list(PublishedIncident.objects.values_list("reference", flat=True))
    found = {
        (screen["width"], prefix): [
            measured(page, screen, f"{site}{prefix}/incidents/{one}/") for one in references
        ]
        for screen in (PHONE, DESKTOP)
        for prefix in ("", "/uk")
    }
    every = [one for alike in found.values() for one in alike]

    assert len(every) == 12
    lowest = {name: max(one["end"] for one in alike) for name, alike in found.items()}
    assert max(lowest[390, ""], lowest[390, "/uk"]) <= PHONE["height"]
    assert max(lowest[1366, ""], lowest[1366, "/uk"]) <= DESKTOP["height"]
    assert [one for one in every if one["letters"] < 16 or one["targets"] < 24] == []
    assert {one["wide"] for one in every} == {PHONE["width"], DESKTOP["width"]}


def measured(page: Page, screen: ViewportSize, address: str) -> dict[str, float]:
    page.set_viewport_size(screen)
    page.goto(address)
    page.evaluate(LETTERS_OF_A_PHONE)
    found: dict[str, float] = page.evaluate(MEASURED)
    return found
