"""The pages of plain text, the error pages, and the frame that every public page stands in."""

import datetime as dt
import itertools
import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from django import forms
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from incidents.pages.site_pages import VOCABULARIES
from incidents.vocabulary import Assessment, Method
from tests import factories as make

PAGES = ["/about/", "/method/", "/corrections/", "/families/", "/journalists/", "/lawyers/"]
HEADINGS = {
    "/about/": [
        "About this site",
        "Who it is for",
        "What it is not",
        "Who is responsible",
        "Contact",
        "What this site learns about you",
    ],
    "/method/": [
        "Method",
        "What is included",
        "Records and editions",
        "What a fact rests on",
        "What our words mean",
        "Gradings are kept apart",
        "Uncertain dates, places and numbers",
        "Names and protection",
        "How somebody was killed",
        "Vocabularies",
    ],
    "/corrections/": [
        "Asking for a correction",
        "If somebody is in danger",
        "Where to write",
        "Who can ask, and for what",
        "Families",
        "Survivors and people who were there",
        "People and bodies named as responsible",
        "Sources and publishers",
        "What happens next",
        "What can be taken down at once",
    ],
    "/families/": [
        "For families",
        "Look by place and month",
        "Before you open a page",
        "What can be known here, and what not",
        "Whom to write to",
        "What you can ask for",
        "What this site learns when you look",
    ],
    "/journalists/": [
        "For journalists: how to quote",
        "Say who says so",
        "Give the response with the accusation",
        "Give numbers as they are",
        "Cite the edition",
        "Do not undo what protects somebody",
        "Find and take with you",
        "Ask us",
    ],
    "/lawyers/": [
        "For lawyers and investigators: how evidence is kept",
        "What is held of a source",
        "From a fact back to whoever knew",
        "Who decides",
        "That nothing was altered",
        "Citing and printing",
        "What this site cannot give",
        "Asking for more",
    ],
}
NO_CONTACT = (
    "Those who run this site have not given a contact address, so there is no way yet to reach "
    "them through it."
)


class Reading(HTMLParser):
    """What a page holds: headings, links, ids, terms of vocabularies, all of its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings: list[tuple[int, str]] = []
        self.links: dict[str, str] = {}
        self.ids: list[str] = []
        self.terms: dict[str, list[str]] = {}
        self.inline: list[str] = []
        self._open: list[str] = []
        self._row = self._href = ""
        self._words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "script" or "style" in given or any(name.startswith("on") for name in given):
            self.inline.append(tag)
        self._row = given.get("id", "") if tag == "tr" else self._row
        self._href = given.get("href", "") if tag == "a" else self._href
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if not text:
            return
        self._words.append(text)
        tag = self._open[-1] if self._open else ""
        if tag in {"h1", "h2", "h3"}:
            self.headings.append((int(tag[1]), text))
        elif tag == "a":
            self.links[self._href] = text
        elif tag == "li" and self._row:
            self.terms.setdefault(self._row, []).append(text)

    @property
    def text(self) -> str:
        return " ".join(self._words)


class SearchForm(HTMLParser):
    """Where the last form of a page leads, and what it asks."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.action = ""
        self.fields: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action, self.fields = given["action"], []
        elif tag == "input":
            self.fields.append(given["name"])


def read(client: Client, path: str, status: int = 200) -> Reading:
    response = client.get(path)
    assert response.status_code == status
    return Reading(response.content.decode())


@pytest.mark.parametrize("path", PAGES)
def test_page_has_its_headings_in_order(client: Client, db: None, path: str) -> None:
    headings = read(client, path).headings
    levels = [level for level, _ in headings]

    assert [text for _, text in headings] == HEADINGS[path]
    assert levels.count(1) == 1
    assert [b for a, b in itertools.pairwise(levels) if b > a + 1] == []


@pytest.mark.parametrize("path", PAGES)
def test_page_sets_no_cookie_and_allows_nothing_but_our_own(
    client: Client, db: None, path: str
) -> None:
    response = client.get(path)

    assert response.cookies == {}
    assert "Cookie" not in response.get("Vary", "")
    assert response["Content-Security-Policy"] == (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'; img-src 'self' data:"
    )
    assert Reading(response.content.decode()).inline == []


@pytest.mark.parametrize("path", PAGES)
def test_page_reads_nothing_but_whether_it_is_kept(client: Client, db: None, path: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.get(path)

    read = [query["sql"] for query in queries if "SELECT" in query["sql"].upper()]
    assert [sql for sql in read if "review_reindexed" not in sql] == []


@pytest.mark.parametrize("path", PAGES)
def test_links_within_a_page_lead_somewhere(client: Client, db: None, path: str) -> None:
    page = read(client, path)
    targets = {href[1:] for href in page.links if href.startswith("#")}

    assert targets - set(page.ids) == set()
    assert [name for name, times in Counter(page.ids).items() if times > 1] == []


@pytest.mark.parametrize("path", [*sorted(set(PAGES) - {"/method/"}), "/"])
def test_contact_is_the_address_that_the_operator_set(
    client: Client, db: None, settings: Settings, path: str
) -> None:
    settings.CONTACT_EMAIL = "desk@example.org"

    page = read(client, path)

    assert page.links["mailto:desk@example.org"] == "desk@example.org"
    assert NO_CONTACT not in page.text


@pytest.mark.parametrize("path", [*sorted(set(PAGES) - {"/method/"}), "/"])
def test_contact_that_is_not_set_is_said(
    client: Client, db: None, settings: Settings, path: str
) -> None:
    settings.CONTACT_EMAIL = ""

    page = read(client, path)

    assert NO_CONTACT in page.text
    assert [href for href in page.links if href.startswith("mailto:")] == []


def test_method_lists_every_vocabulary_as_the_code_has_it(client: Client, db: None) -> None:
    page = read(client, "/method/")
    vocabularies = [v for group in VOCABULARIES for v in group.vocabularies]

    assert page.terms == {v.key: [str(label) for label in v.choices.labels] for v in vocabularies}
    assert page.terms["assessment"] == [str(label) for label in Assessment.labels]


def test_method_does_not_list_how_people_were_killed(client: Client, db: None) -> None:
    terms = read(client, "/method/").terms

    assert "method" not in terms
    assert str(Method.BEHEADED.label) not in [term for listed in terms.values() for term in listed]


def test_language_switch_leads_to_the_same_page(client: Client, db: None) -> None:
    assert read(client, "/method/?a=1").links["/uk/method/"] == "Українська"
    assert read(client, "/uk/method/").links["/method/"] == "English"
    assert read(client, "/actors/?side=").links["/uk/actors/?side="] == "Українська"


def test_language_switch_of_an_unknown_address_leads_home(client: Client, db: None) -> None:
    links = read(client, "/uk//evil.example/", status=404).links

    assert links["/"] == "English"
    assert [href for href in links if "evil" in href] == []


def test_unknown_address_says_that_nothing_is_published_there(client: Client, db: None) -> None:
    page = read(client, "/no-such-page/", status=404)

    assert page.headings == [(1, "There is no published page at this address")]


@pytest.mark.parametrize(
    ("template", "heading"),
    [
        ("400.html", "This request could not be understood"),
        ("403.html", "This page is not open to you"),
        ("500.html", "An error on our side"),
        ("503_database.html", "The database does not answer"),
    ],
)
def test_error_page_needs_neither_request_nor_database(template: str, heading: str) -> None:
    page = Reading(render_to_string(template))

    assert page.headings == [(1, heading)]
    assert page.inline == []


def test_withdrawn_page_gives_the_day_and_the_general_reason() -> None:
    page = Reading(
        render_to_string(
            "410.html",
            {"withdrawn_on": dt.date(2026, 3, 4), "reason": "protection or law"},
        )
    )

    assert page.headings == [(1, "This page has been withdrawn")]
    assert "Withdrawn on 4 March 2026 Reason protection or law" in page.text


class Question(forms.Form):
    killed = forms.IntegerField(help_text="A number", min_value=0)
    act = forms.MultipleChoiceField(
        choices=[("a", "one"), ("b", "two")], widget=forms.CheckboxSelectMultiple
    )


def test_error_summary_leads_to_the_fields() -> None:
    form = Question({"killed": "many"})
    summary = Reading(render_to_string("_components/error_summary.html", {"form": form}))
    filters = {"first_fields": list(form), "other_fields": []}
    column = Reading(
        render_to_string("_components/filters.html", {"form": form, "filters": filters})
    )

    assert summary.links == {
        "#id_killed": "Killed: Enter a whole number.",
        "#id_act": "Act: This field is required.",
    }
    assert {"id_killed", "id_act"} <= set(column.ids)


def test_error_summary_of_a_good_form_is_empty() -> None:
    form = Question({"killed": "0", "act": ["a"]})

    assert render_to_string("_components/error_summary.html", {"form": form}).strip() == ""


def test_families_find_by_place_and_month_what_may_have_happened_there(
    client: Client, db: None
) -> None:
    place = make.place()
    known = make.published_incident(
        title_en="Known", place=place, place_precision="2", occurred="2025-05-22"
    )
    rough = make.published_incident(
        title_en="Rough", place=place, place_precision="2", occurred="2025"
    )
    make.published_incident(title_en="Before", place=place, place_precision="2", occurred="2025-04")
    form = SearchForm(client.get("/families/").content.decode())

    found = client.get(form.action, {"place": place.code, "from": "2025-05", "to": "2025-05"})

    assert form.fields == ["place", "from", "to"]
    listed = re.findall(r'href="/incidents/(\w{7})/"', found.content.decode())
    assert sorted(set(listed)) == sorted([known.reference, rough.reference])
