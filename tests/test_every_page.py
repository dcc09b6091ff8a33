"""Every page that a reader can come to by links, and every error page: whole and valid HTML."""

import itertools
import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

import html5lib
import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import override

from incidents.places.areas import oblasts
from incidents.places.gazetteer import load_places
from tests import factories as make
from tests.files import body

TREE = html5lib.getTreeBuilder("etree")
ERRORS = [
    "/nothing/",
    "/incidents/0000000/",
    "/sources/?nonsense=1",
    "/incidents/?from=2025-13-01&place=Удачне&documenter=nobody",
    "/incidents/?kind=body_mutilated",
    "/incidents/?view=map&kind=body_mutilated",
    "/admin/login/",
]
RUNS_OR_LOADS = {"script": "src", "img": "src", "iframe": "src", "link": "href", "source": "src"}
FIELDS = {"input", "select", "textarea"}
# The one link of a public page that asks for a sign-in.
STAFF = ("/admin/hide/", "/uk/admin/hide/")
NAMING = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list", "headers")


class Link(NamedTuple):
    page: str
    fragment: str
    host: str


@dataclass
class Page:
    """A page as html5lib reads it; what is wrong with it, in words."""

    path: str
    html: str
    status: int = 200
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        parser = html5lib.HTMLParser(tree=TREE, namespaceHTMLElements=False)
        self.tree: Any = parser.parse(self.html)
        self.faults += [f"line {at[0]}: {code} {names}" for at, code, names in parser.errors]
        self.faults += [*self._of_ids(), *self._of_headings(), *self._of_names(), *self._inline()]
        if self.tree.get("lang") != self.language:
            self.faults.append(f"its language is {self.tree.get('lang')}")

    @property
    def language(self) -> str:
        return "uk" if self.path.startswith("/uk/") else "en"

    @cached_property
    def elements(self) -> list[Any]:
        return [one for one in self.tree.iter() if isinstance(one.tag, str)]

    @cached_property
    def ids(self) -> list[str]:
        return [one.get("id") for one in self.elements if one.get("id") is not None]

    @property
    def title(self) -> str:
        return "".join(self.tree.find("head/title").itertext())

    @property
    def links(self) -> Iterator[Link]:
        for one in self.elements:
            href = one.get("href") if one.tag in {"a", "{http://www.w3.org/2000/svg}a"} else None
            if href and not href.startswith("mailto:"):
                to = urlsplit(urljoin(settings.SITE_URL + self.path, href))
                page = f"{to.path}?{to.query}" if to.query else to.path
                yield Link(
                    page,
                    unquote(to.fragment),
                    "" if href.startswith((settings.SITE_URL, "/", "#", "?")) else href,
                )

    def _of_ids(self) -> Iterator[str]:
        yield from (f"two ids {name!r}" for name, times in Counter(self.ids).items() if times > 1)
        for one in self.elements:
            for naming in NAMING:
                missing = set(one.get(naming, "").split()) - set(self.ids)
                if missing and one.tag != "output":
                    yield f"{naming} of a {one.tag} names {missing}"

    def _of_headings(self) -> Iterator[str]:
        levels = [int(one.tag[1]) for one in self.elements if re.fullmatch(r"h[1-6]", one.tag)]
        if levels.count(1) != 1:
            yield f"{levels.count(1)} headings of the first level"
        if any(b > a + 1 for a, b in itertools.pairwise([1, *levels])):
            yield f"headings leave a level out: {levels}"

    def _of_names(self) -> Iterator[str]:
        labelled = {one.get("for") for one in self.elements if one.tag == "label"}
        wrapped = {id(one) for label in self.tree.iter("label") for one in label.iter()}
        hidden = {
            id(part) for one in self.elements if one.get("aria-hidden") for part in one.iter()
        }
        for one in self.elements:
            tag = one.tag.rpartition("}")[2]
            named = one.get("aria-label") or one.get("aria-labelledby")
            said = "".join(one.itertext()).strip()
            if tag == "img" and one.get("alt") is None:
                yield "a picture without alt"
            is_drawing = tag == "svg" and not all(part.tag.endswith("symbol") for part in one)
            if is_drawing and not named and id(one) not in hidden:
                yield "a drawing that is neither named nor hidden"
            if tag in {"a", "button", "summary", "th", "caption"} and not (said or named):
                yield f"a {tag} without words"
            is_field = tag in FIELDS and one.get("type") not in {"hidden", "submit"}
            if is_field and not (named or one.get("id") in labelled or id(one) in wrapped):
                yield f"a {tag} without a label: {one.get('name')}"

    def _inline(self) -> Iterator[str]:
        for one in self.elements:
            runs = one.tag == "script" and one.get("type") != "application/ld+json"
            if one.tag.endswith("style") or "style" in one.attrib or (runs and not one.get("src")):
                yield f"style or script within a {one.tag}"
            yield from (f"{name} of a {one.tag}" for name in one.attrib if name.startswith("on"))
            address = one.get(RUNS_OR_LOADS.get(one.tag, ""), "")
            if urlsplit(address).netloc and one.get("rel") not in {"canonical", "alternate"}:
                yield f"a {one.tag} of another host: {address}"


def read(client: Client, path: str) -> Page | None:
    """The page at this address; None for a file."""
    response = client.get(path)
    if not response["Content-Type"].startswith("text/html"):
        body(response)
        return None
    return Page(path, response.content.decode(), response.status_code)


class Crawl:
    """All that links lead to; of filters one link each, since each may be combined with each."""

    def __init__(self, client: Client, *start: str) -> None:
        self.pages: dict[str, Page] = {}
        self.files: set[str] = set()
        self.linked: dict[str, set[Link]] = {}
        self._asked: set[tuple[str, frozenset[str]]] = set()
        left = deque(start)
        while left:
            path = left.popleft()
            if path in self.pages or path in self.files:
                continue
            page = read(client, path)
            if page is None:
                self.files.add(path)
                continue
            self.pages[path] = page
            self.linked[path] = set(page.links)
            left += self._next(page)

    def _next(self, page: Page) -> Iterator[str]:
        for link in self.linked[page.path]:
            path, _, query = link.page.partition("?")
            asked = path, frozenset(name for name, _ in parse_qsl(query))
            if (
                link.host
                or path.startswith(STAFF)
                or (query and ("?" in page.path or asked in self._asked))
            ):
                continue
            self._asked.add(asked)
            yield link.page


@pytest.fixture
def crawl(first_case: None, client: Client) -> Crawl:
    load_places(*(one["code"] for one in oblasts().values()))  # The map leads to each.
    return Crawl(client, "/", "/uk/")


def test_every_page_is_whole_and_every_link_leads_somewhere(crawl: Crawl) -> None:
    """One test, because it opens close to two hundred pages."""
    pages, links = crawl.pages, crawl.linked
    opened = len(pages)
    assert opened > 150
    assert {path: page.status for path, page in pages.items() if page.status != 200} == {}
    assert {path: page.faults for path, page in pages.items() if page.faults} == {}

    inside = {link for found in links.values() for link in found if link.fragment}
    led = {link: pages.get(link.page) for link in inside if not link.host}
    assert {link for link, page in led.items() if page and link.fragment not in page.ids} == set()

    hosts = {link.host for found in links.values() for link in found if link.host}
    assert hosts == {settings.DATA_LICENCE_URL}  # No address is known of the sources of this case.

    titles = defaultdict(list)
    for path, page in pages.items():
        if "?" not in path:
            titles[page.language, page.title].append(path)
    assert [paths for paths in titles.values() if len(paths) > 1] == []


@pytest.mark.parametrize("prefix", ["", "/uk"])
def test_pages_that_answer_a_mistake_are_whole(
    first_case: None, client: Client, prefix: str
) -> None:
    pages = [read(client, prefix + path) for path in ERRORS]
    assert {page.path: page.faults for page in pages if page and page.faults} == {}


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("template", ["400.html", "403.html", "500.html", "503.html"])
def test_pages_that_answer_a_fault_are_whole(db: None, language: str, template: str) -> None:
    with override(language):
        html = render_to_string(template)
    assert Page(f"/{language}/", html).faults == []


@pytest.mark.parametrize("prefix", ["", "/uk"])
def test_pages_of_what_was_taken_back_are_whole(db: None, client: Client, prefix: str) -> None:
    gone = make.withdrawn(make.published_incident())
    lacking = make.published_incident(summary_en="Somebody is named here.")
    make.hidden(lacking, "summary")
    paths = [
        f"{prefix}/incidents/{one.reference}/{rest}"
        for one in (gone, lacking)
        for rest in ("", "editions/")
    ]

    pages = [read(client, path) for path in paths]

    assert {page.path: (page.status, page.faults) for page in pages if page} == {
        **{path: (410, []) for path in paths[:2]},
        **{path: (200, []) for path in paths[2:]},
    }


FAULTS = {
    "<p id=a></p><p id=a></p>": "two ids 'a'",
    "<label for=b>x</label>": "for of a label names {'b'}",
    "<h3>x</h3>": "headings leave a level out: [1, 3]",
    "<h1>x</h1>": "2 headings of the first level",
    "<img src=/a.png>": "a picture without alt",
    "<svg><path d='M0,0'/></svg>": "a drawing that is neither named nor hidden",
    "<a href=/></a>": "a a without words",
    "<input name=q>": "a input without a label: q",
    "<p style='color: red'>x</p>": "style or script within a p",
    "<script>x</script>": "style or script within a script",
    "<p onclick=x>x</p>": "onclick of a p",
    "<img alt=x src=//elsewhere/a.png>": "a img of another host: //elsewhere/a.png",
    "<p><div>x</div></p>": "line 1: unexpected-end-tag {'name': 'p'}",
}


@pytest.mark.parametrize("html", FAULTS)
def test_the_tests_above_would_find_a_fault(html: str) -> None:
    page = Page("/", f"<!doctype html><html lang=en><title>x</title><h1>x</h1>{html}")
    assert page.faults == [FAULTS[html]]
