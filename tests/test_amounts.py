"""Numbers of things have separators on public pages; years, codes and files have none."""

import re
from html.parser import HTMLParser

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils.translation import ngettext, override

from incidents.models import PublishedIncident
from review.amounts import grouped
from tests import factories as make
from tests.files import csv_rows, json_of

pytestmark = pytest.mark.django_db

MANY = 1100
PAGES = [
    "/",
    "/incidents/",
    "/incidents/?view=map",
    "/incidents/?view=timeline",
    "/incidents/?view=timeline&from=2025-01-01&to=2025-12-31",
    "/incidents/?view=charts",
    "/search/?q=reported",
    "/tallies/",
    "/transparency/",
    "/data/",
]
# Nothing else has four digits: years, and the numbers of standards.
YEAR_OR_NAME = re.compile(r"(19|20)\d\d|8785|8601|3166")
# What a reader sees, or hears, of an attribute.
WORDS = {"aria-label", "title", "content", "data-words", "placeholder"}
# Coordinates have commas of their own.
DRAWN = {"d", "points", "viewbox", "data-bounds", "transform"}


class Page(HTMLParser):
    """The texts of a page, and the attributes that are no words."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.inside = ""
        self.feed(body)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag
        self.attributes += [
            (name, value or "") for name, value in attrs if name not in WORDS | DRAWN
        ]

    def handle_data(self, data: str) -> None:
        if self.inside not in {"script", "style", "code"}:
            self.texts.append(data)


@pytest.fixture
def many() -> str:
    """Incidents enough, and the reference of the first, in which 1,234 were killed."""
    first = make.published_incident(killed_best=1234)
    row = PublishedIncident.objects.get()
    rows = []
    for number in range(MANY):
        copied = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
        copied.pop("id", None)
        copied |= {"reference": f"C{number:06}", "position": 10 + number, "last_entry": 10 + number}
        rows.append(PublishedIncident(**copied))
    PublishedIncident.objects.bulk_create(rows)
    return str(first.reference)


def test_counts_have_separators_on_every_page_and_nothing_else_has(
    client: Client, many: str
) -> None:
    said = {"": "1,101", "/uk": "1\N{NO-BREAK SPACE}101"}
    for prefix, number in said.items():
        for address in [*PAGES, f"/incidents/{many}/"]:
            page = Page(client.get(prefix + address).content.decode())
            text = " ".join(page.texts)
            bare = re.findall(r"(?<![\w.,:/#–-])\d{4,}(?![\w:/-])", text)
            assert (address, [one for one in bare if not YEAR_OR_NAME.fullmatch(one)]) == (
                address,
                [],
            )
            wrong = [
                (name, value)
                for name, value in page.attributes
                if re.search("\\d(,|\N{NO-BREAK SPACE}|%C2%A0)\\d{3}(?!\\d)", value)
            ]
            assert (address, wrong) == (address, [])
            if address in PAGES[:4]:
                assert (address, number in text) == (address, True)


def test_files_have_numbers_without_separators(client: Client, many: str) -> None:
    assert {row["killed_best"] for row in csv_rows(client, "/incidents.csv")} == {"1234"}
    assert json_of(client, "/incidents.json", limit=1)["count"] == MANY + 1
    (every, *_rest) = csv_rows(client, "/uk/incidents/numbers.csv")
    assert (every["incidents_of_killing"], every["killed_low"]) == ("1101", str(1101 * 1234))


def test_a_grouped_number_is_said_with_separators_and_counts_as_it_is() -> None:
    number = grouped(1234567)
    template = Template(
        "{% load i18n numbers %}{% blocktranslate count number=n|grouped %}{{ number }} incident"
        "{% plural %}{{ number }} incidents{% endblocktranslate %}"
    )
    assert number == 1234567
    assert f"{number} {number}" % () == "1,234,567 1,234,567"
    assert ngettext("%s order", "%s orders", number) % number == "1,234,567 orders"
    assert template.render(Context({"n": 1001})) == "1,001 incidents"
    assert [str(grouped(n)) for n in (0, 999, 1000)] == ["0", "999", "1,000"]
    with override("uk"):
        assert str(number) == "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567"
