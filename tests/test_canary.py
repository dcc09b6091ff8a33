"""No answer, table, dump, cache or log tells who may not read it a name that is kept back."""

import gzip
import re
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, unquote, urldefrag, urljoin

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import Tries
from incidents.models import Incident, Victim
from review.models import Review
from review.public import page_cache
from review.public.public_state import public_reading
from review.public.role import role
from sources.models import Source
from tests import canary
from tests.canary import NAMES, found_in
from tests.databases import CopiedDatabase, UsedDatabase
from tests.pages import signed_in
from tests.review.searching import readable_by
from tests.test_access import OPEN
from tests.test_restricted import lists

HREF = re.compile(r'(?:href|src|hx-get)="([^"]+)"')
NEVER = set(NAMES)
# What a role may read; everything else it may not.
MAY_READ = {
    (): set(),
    ("Researchers",): {"staff", "working names", "intake"},
    ("Safeguarding",): {"staff", "working names"},
    ("Reviewers",): {"staff", "working names", "intake", "restricted", "confidential"},
    ("Administrators",): {"staff", "working names", "administrators"},
}


@pytest.fixture(scope="module")
def planted_database(copied_database: CopiedDatabase) -> Iterator[str]:
    with copied_database("canary", canary.plant) as name:
        yield name


@pytest.fixture
def planted_in_place(planted_database: str, used_database: UsedDatabase) -> Iterator[None]:
    with used_database(planted_database):
        yield


@pytest.fixture
def planted(planted_in_place: None, db: None) -> None:
    """All the names stand in the database; what a test writes is rolled back."""


def content_of(response: Any) -> bytes:
    """Headers too: a name in a file's name, or in where an answer leads."""
    whole = b"".join(response) if response.streaming else response.content
    return str(response.headers).encode() + b"\n" + whole


def walked(client: Client, *start: str, under: str = "/") -> dict[str, bytes]:
    """All that links lead to, by address; of what is asked of one page each question once."""
    answers: dict[str, bytes] = {}
    asked: set[tuple[str, frozenset[str]]] = set()
    left = deque(start)
    while left:
        address = left.popleft()
        if address in answers:
            continue
        answers[address] = content_of(client.get(address))
        for link in HREF.findall(answers[address].decode(errors="replace")):
            to = urldefrag(urljoin(address, link.replace("&amp;", "&"))).url
            path, _, query = to.partition("?")
            question = path, frozenset(name for name, _value in parse_qsl(query))
            if query and "?" in address:
                continue  # each filter by itself, not each with each
            if path.startswith(under) and "/static/" not in path and question not in asked:
                asked.add(question)
                left.append(to)
    return answers


def telling(answers: dict[str, bytes], secrets: set[str]) -> dict[str, set[str]]:
    """Addresses that tell one of these secrets, apart from what was asked in the address itself."""
    found = {}
    for address, content in answers.items():
        told = found_in(content) & secrets - found_in(address.encode())
        if told:
            found[address] = told
    return found


# The public


def public_addresses() -> list[str]:
    """Where a link begins, what no link leads to, and what was taken from the public."""
    given = {"kind": "incident", "part": 1}
    fixed = [name for name in OPEN if not re.search("_(detail|edition|editions|changes)$", name)]
    plain = [name for name in fixed if name != "sitemap_part" and not _is_of_record(name)]
    found = [reverse(name) for name in sorted(plain)]
    found.append(reverse("sitemap_part", kwargs=given))
    for review in Review.objects.all():
        found += [
            reverse(f"{review.kind}_{page}", args=[review.reference])
            for page in ("detail", "editions")
        ]
    found += [f"{reverse(name)}?q={word}" for name in SEARCHED for word in _words()]
    uk = [address for address in found if not address.endswith((".xml", ".txt"))]
    return [*found, *(f"/uk{address}" for address in uk if not address.startswith("/health"))]


SEARCHED = [
    "search",
    "incident_list",
    "source_list",
    "statement_list",
    "actor_list",
    "incident_csv",
]


def _is_of_record(name: str) -> bool:
    return name.endswith(("_bibtex", "_csl")) and "_list_" not in name


def _words() -> list[str]:
    return [word for text in NAMES.values() for word in text.split()]


@pytest.mark.slow
def test_the_public_is_told_none_of_them(
    planted: None, client: Client, we_said: Callable[[], str], server_said: Callable[[], str]
) -> None:
    """Nor is a colleague on a public page, and neither the page cache nor a log keeps one."""
    answers = walked(client, *public_addresses())

    assert len(answers) > 250
    assert telling(answers, NEVER) == {}
    assert found_in(kept_pages()) == set()
    assert found_in(f"{we_said()}{server_said()}".encode()) == set()
    colleague = signed_in(canary.reader("Reviewers"))
    some = [address for address in answers if "?" not in address][::10]
    assert telling({one: content_of(colleague.get(one)) for one in some}, NEVER) == {}


def kept_pages() -> bytes:
    pages = page_cache.PAGES.pages
    assert len(pages) > 100
    return b"\n".join(
        str(key).encode() + (gzip.decompress(one.content) if one.is_compressed else one.content)
        for key, one in pages.items()
        if "q=" not in unquote(str(key))
    )


def test_nothing_that_the_public_role_can_read_tells_one_of_them(planted: None) -> None:
    """As whoever took over the public login would dump it, with what the database knows of it."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    tables = readable_by(role().strip('"'))
    with public_reading(), connection.cursor() as cursor:
        dumped = {table: _copied(cursor, f"SELECT * FROM {table}", "binary") for table in tables}
        for table in ("pg_stats", "pg_stat_activity", "pg_description"):
            dumped[table] = _copied(cursor, f"SELECT t::text FROM {table} t", "text")

    assert {table: found_in(rows) for table, rows in dumped.items() if found_in(rows)} == {}
    assert len(tables) == 16


def _copied(cursor: Any, asked: str, form: str) -> bytes:
    with cursor.copy(f"COPY ({asked}) TO STDOUT (FORMAT {form})") as rows:
        return b"".join(rows)


# Colleagues


def staff_addresses() -> list[str]:
    """Where links begin, lists and choices with every word asked for, and pages by their keys."""
    of_incident = ("change", "preview", "evidence", "history")
    at_once = [f"/admin/hide/{one}/" for one in Review.objects.values_list("reference", flat=True)]
    leaving = [f"/admin/auth/user/{pk}/leaves/" for pk in User.objects.values_list("pk", flat=True)]
    found = [*lists(), "/admin/sessions/", "/admin/emergency/", *at_once, *leaving]
    for text in NAMES.values():
        word = text.split()[0]
        found += [
            f"/admin/{page}/?q={word}"
            for page in ("incidents/incident", "sources/source", "sources/statement")
        ]
    for review in Review.objects.all():
        found += [
            reverse(f"admin:review_review_{page}", args=[review.pk])
            for page in ("detail", "history", "parts")
        ]
    for pk in Incident.objects.values_list("pk", flat=True):
        found += [reverse(f"admin:incidents_incident_{page}", args=[pk]) for page in of_incident]
    for pk in Source.objects.values_list("pk", flat=True):
        found += [reverse(f"admin:sources_source_{page}", args=[pk]) for page in of_incident[:2]]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("groups", MAY_READ, ids=lambda groups: "+".join(groups) or "no rights")
def test_a_colleague_is_told_only_what_their_rights_open(
    planted: None,
    groups: tuple[str, ...],
    we_said: Callable[[], str],
    server_said: Callable[[], str],
) -> None:
    client = signed_in(canary.reader(*groups))

    answers = walked(client, "/admin/", *staff_addresses(), under="/admin/")

    opened = opened_by("Administrators" in groups)
    found = telling(answers, NEVER)
    beyond = {one: told - MAY_READ[groups] - opened(one) for one, told in found.items()}
    assert {one: told for one, told in beyond.items() if told} == {}
    assert MAY_READ[groups] <= set().union(*found.values())
    assert found_in(f"{we_said()}{server_said()}".encode()) == set()


def name_page() -> str:
    """The only page that opens a withheld name, to whoever has the right."""
    victim = Victim.objects.exclude(withheld_name=None).get()
    return reverse("admin:incidents_incident_name", args=[victim.incident_id, victim.pk])


def opened_by(administrates: bool) -> Callable[[str], set[str]]:
    """What single pages tell beside: a withheld name its own, an account how somebody signs in."""
    names = name_page()

    def opened(address: str) -> set[str]:
        if administrates and address.startswith("/admin/auth/user/"):
            return {"colleagues"}
        return {"name"} if address == names else set()

    return opened


@pytest.mark.parametrize("group", ["Reviewers", "Administrators"])
def test_who_a_colleague_is_stands_on_their_account_alone(planted: None, group: str) -> None:
    client = signed_in(canary.reader(group))
    others = User.objects.exclude(username="reader")

    told = [
        "colleagues" in found_in(content_of(client.get(f"/admin/auth/user/{one.pk}/change/")))
        for one in others
    ]

    assert set(told) == {group == "Administrators"}


def test_nor_does_ones_own_page_tell_it(planted: None) -> None:
    """Somebody else may read the screen, or a picture of it."""
    person = User.objects.get(username__endswith="olena")

    told = found_in(signed_in(person).get("/admin/").content)

    assert told & {"colleagues", "working names"} == {"working names"}


@pytest.mark.parametrize(
    ("groups", "told"),
    [
        ("Researchers", set()),
        ("Administrators", set()),
        ("Reviewers", {"name"}),
        ("Safeguarding", {"name"}),
    ],
)
def test_a_withheld_name_is_opened_by_the_right_alone(
    planted: None, groups: str, told: set[str]
) -> None:
    client = signed_in(canary.reader(groups))

    assert found_in(content_of(client.get(name_page()))) & {"name"} == told


# What people type


def test_a_name_that_is_typed_to_sign_in_is_kept_nowhere(
    planted: None, client: Client, we_said: Callable[[], str], server_said: Callable[[], str]
) -> None:
    """Or a password, when somebody types it into the wrong field."""
    typed = {"username": NAMES["name"], "password": NAMES["staff"]}
    client.post("/admin/login/", typed)

    assert found_in(str(list(Tries.objects.values_list())).encode()) == set()
    assert found_in(f"{we_said()}{server_said()}".encode()) == set()


@pytest.mark.parametrize(
    "spelled",
    [
        "KVILBRAX",
        "100%Kvilbrax&Kvilbrax+\\uKvilbrax",
        "kvil\N{SOFT HYPHEN}brax",
        "%4Bvilbrax",
        "%D0%9A%D0%B2%D1%96%D0%BB%D1%8C%D0%B1%D1%80%D0%B0%D0%BA%D1%81",
        "\\u041a\\u0432\\u0456\\u043b\\u044c\\u0431\\u0440\\u0430\\u043a\\u0441",
        "&#1050;&#1074;&#1110;&#1083;&#1100;&#1073;&#1088;&#1072;&#1082;&#1089;",
        "kvil&shy;brax",
        "Kvi\N{COMBINING ACUTE ACCENT}lbrax",
        "Kvil-brax",
    ],
)
def test_the_tests_above_would_find_a_name_in_other_spellings(spelled: str) -> None:
    assert found_in(f"<p>It was {spelled}.</p>".encode()) == {"name"}
