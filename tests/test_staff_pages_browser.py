"""Every page of the admin in a real Chromium, by the rules of accessibility."""

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.test.signals import template_rendered
from django.urls import get_resolver
from django.utils import timezone
from playwright.sync_api import Page

from accounts import rights, suspending
from accounts.models import NeedToKnowGroup
from incidents.models import Victim
from review.models import Event, Hiding, StaffExport
from review.workflow import exporting
from sources.consent import holding, withdrawing
from sources.models import Source
from sources.vocabulary import Purpose
from tests import factories as make
from tests.accounts.test_account_pages_browser import let_in
from tests.databases import EnteredOnce
from tests.incidents.merge.test_merging import Case
from tests.test_access import patterns
from tests.test_every_page_browser import OPTIONS
from tests.test_who_sees_what import world

pytestmark = pytest.mark.browser

CONTRAST = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
# Django's own: what it makes of a choice of records, and the empty head of its tables of rows.
OURS = {"exclude": [[".select2"], ["th.original"]]}
OK, NOT_FOUND = 200, 404
# In milliseconds, for a busy machine.
PATIENCE = 120_000
# What is no page of its own: scripts, pieces for scripts, public pages, and the way out.
NO_PAGES = {
    "jsi18n",
    "autocomplete",
    "logout",
    "view_on_site",
    "desk_actors",
    "desk_places",
    "desk_incidents",
    "desk_statements",
    "sources_source_same_item",
    "incidents_incident_same_event",
    "review_review_colleagues",
    "sources_actor_preview",
    "sources_source_preview",
    "incidents_incident_preview",
}
# By the name of their template: so that nothing is left out because an address changed.
LOOKED_AT = {
    *(f"admin/sources/{page}.html" for page in ("withdraw", "given_again", "hold", "erasure")),
    *(f"admin/review/{page}.html" for page in ("who_sees", "exports", "export", "reads")),
    *(f"admin/review/{page}.html" for page in ("leaving", "hide_at_once", "parts", "hidden_part")),
    *(f"admin/accounts/{page}.html" for page in ("rights", "sight", "group", "right_request")),
    *(f"admin/accounts/{page}.html" for page in ("own_sessions", "second_factor", "suspend")),
}


def enter_everything() -> None:
    """Of each kind of page one that has something to show, for whoever sees all."""
    owner = User.objects.create_superuser("owner")
    iryna, olena, taras = make.administrator(), make.researcher(), make.reviewer()
    reviewers = Group.objects.get(name="Reviewers")
    rights.ask(olena, reviewers, at=timezone.now(), by=iryna, reason="able")
    suspending.suspend(make.researcher(name="away"), by=iryna, reason="arrested")
    NeedToKnowGroup.objects.create(name="Case 1", purpose="It", made_by=owner)
    world("open")
    case = Case()
    case.merged()
    case.propose_undo()
    _enter_a_witness(by=taras)


def _enter_a_witness(*, by: User) -> None:
    talk = make.interview(by=by, public_wording_en="A testimony.")
    make.statement(source=talk, paraphrase_en="A relative saw how the two were led away.", by=by)
    make.submitted(talk, by=by)
    make.approved(talk, by=make.reviewer(name="daryna"))
    holding.hold(talk, by=make.person(name="lesia", group="Lawyers"), reason="a court asked")
    withdrawing.withdraw(
        talk,
        purposes=[Purpose.KEEP],
        told_on=make.DAY,
        told_by="witness",
        reason="afraid",
        by=by,
        day=make.DAY,
    )
    exporting.ask(Source, [talk.pk], question="", why="asked", recipient="ourselves", by=by)


@pytest.fixture
def everything_in_place(entered_once: EnteredOnce) -> Iterator[None]:
    with entered_once(enter_everything):
        yield


@pytest.fixture
def site(everything_in_place: None, live_site: str) -> str:
    return live_site


def values(name: str, path: str) -> list[Any]:
    """What may stand at this place of an address; the witness before other sources."""
    if name == "pk" or name in {"object_id", "review_id"}:
        found = re.match(r"admin/(\w+)/(\w+)/", path)
        kind: Any = apps.get_model(found[1], found[2]) if found else User
        order = ["-kind"] if hasattr(kind, "kind") else []
        return list(kind._default_manager.order_by(*order, "pk").values_list("pk", flat=True))
    rows: Any = {
        "event_id": Event.objects.filter(kind="withdrawn").values_list("pk"),
        "export_id": StaffExport.objects.values_list("pk"),
        "hiding_id": Hiding.objects.values_list("pk"),
        "reference": Source.objects.order_by("-kind").values_list("review__reference"),
        "victim_id": Victim.objects.values_list("pk"),
    }.get(name, [])
    return [value for (value,) in rows]


def addresses() -> Iterator[tuple[str, str]]:
    """(name, address) of whatever a page may be at."""
    for namespace, path, pattern in patterns(get_resolver()):
        if namespace == "admin" and pattern.name not in NO_PAGES and "(?P" not in path:
            names = re.findall(r"<\w+:(\w+)>", path)
            for chosen in product(*(values(one, path) for one in names)):
                yield str(pattern.name), re.sub(r"<[^>]+>", "{}", path).format(*chosen)
    yield "interview", "admin/sources/source/add/?kind=interview"


def each_opened(page: Page, site: str) -> Iterator[str]:
    """The name of each address, at its first page; the first answer settles whether it has one."""
    done: set[str] = set()
    for name, address in addresses():
        if name not in done:
            status = status_of(page, f"{site}/{address}")
            if status != NOT_FOUND:
                done.add(name)
            if status == OK:
                page.goto(f"{site}/{address}")
                yield name


def status_of(page: Page, address: str) -> int:
    """Asked first: a browser that is led to an answer without a page cannot be led on at once."""
    return page.context.request.get(address, max_redirects=0, timeout=PATIENCE).status


@pytest.fixture
def templates_used() -> Iterator[set[str]]:
    used: set[str] = set()

    def note(template: Any, **_sent: Any) -> None:
        used.add(template.name)

    template_rendered.connect(note)
    yield used
    template_rendered.disconnect(note)


# What hides a part of itself at its end, or scrolls sideways; what is typed does so in its field,
# a phone hides the heads of tables from the eye, and the grid of all evidence scrolls.
CUT_OFF = """scrolling => [...document.querySelectorAll("#content *")]
  .filter((one) => one.clientWidth && one.scrollWidth > one.clientWidth + 1)
  .filter((one) => !one.closest(".visually-hidden, .select2, thead, .grid-scroll, svg"))
  .filter((one) => !one.closest("input, textarea, select"))
  .filter((one) => scrolling.includes(getComputedStyle(one).overflowX))
  .map((one) => `${one.localName}.${one.className} is cut off`)"""

# Of the lists that open below a field, the one that begins furthest to the right.
OPENED = """() => {
  const fields = [...document.querySelectorAll("#content select.select2-hidden-accessible")]
    .filter((one) => one.nextElementSibling.checkVisibility())
    .map((one) => [one.nextElementSibling.getBoundingClientRect().left, one])
    .sort(([left], [other]) => other - left);
  if (!fields.length) {
    return [];
  }
  const list = django.jQuery(fields[0][1]);
  list.select2("open");
  const wide = document.documentElement.scrollWidth > innerWidth;
  list.select2("close");
  return wide ? [`with ${fields[0][1].name} opened too wide`] : [];
}"""

# A box or a button of choice whose words begin further from its middle than a few letters.
FAR_FROM_ITS_WORDS = """() => [...document.querySelectorAll(
    "#content label > :is(input[type=checkbox], input[type=radio])")]
  .filter((one) => one.checkVisibility() && one.nextSibling?.nodeType === Node.TEXT_NODE)
  .map((one) => {
    const words = document.createRange();
    words.selectNodeContents(one.nextSibling);
    const box = one.getBoundingClientRect(), text = words.getBoundingClientRect();
    return text.left - (box.left + box.right) / 2 > 32 ? `${one.name} is far from its words` : "";
  }).filter(Boolean)"""


def does_not_fit(page: Page) -> list[str]:
    """In a wide window nothing scrolls sideways; on a phone a long table may."""
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    is_phone = page.evaluate("innerWidth < 768")
    scrolling = ["hidden", "clip"] if is_phone else ["hidden", "clip", "auto", "scroll"]
    found = page.evaluate(CUT_OFF, scrolling) + page.evaluate(FAR_FROM_ITS_WORDS)
    return ["too wide"] * wide + sorted(set(found))


def wrong_in(page: Page, options: dict[str, Any]) -> list[str]:
    """Once every colour is what it is going to be."""
    page.wait_for_function(
        "() => !document.getAnimations().some(one => one.playState === 'running')"
    )
    found = Axe().run(page, context=OURS, options=options).response["violations"]
    return [rule["id"] for rule in found]


def test_every_page_of_staff_is_accessible(site: str, page: Page, templates_used: set[str]) -> None:
    """On a phone in Ukrainian and dark; in a wide window and light what colours decide."""
    let_in(page.context, site, User.objects.get(username="owner"))
    page.set_default_navigation_timeout(PATIENCE)
    wrong: dict[str, list[str]] = {}
    for name in each_opened(page, f"{site}/uk"):
        page.set_viewport_size({"width": 320, "height": 800})
        page.emulate_media(color_scheme="dark")
        found = wrong_in(page, OPTIONS)
        found += does_not_fit(page)
        found += page.evaluate(OPENED)
        page.set_viewport_size({"width": 1366, "height": 800})
        page.emulate_media(color_scheme="light")
        found += wrong_in(page, CONTRAST)
        found += does_not_fit(page)
        wrong |= {name: found} if found else {}

    assert wrong == {}
    assert LOOKED_AT - templates_used == set()
