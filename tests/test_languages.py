"""The interface in Ukrainian: the catalogue is whole, and no page falls back to English."""

import gettext
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.admin import __file__ as django_admin
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils.translation import override

from config.admin_words import SENTENCES
from review.models import Review, record_models
from tests import factories as make
from tests.pages import signed_in
from tests.test_first_case import every_public_path

BASE = settings.BASE_DIR
CATALOGUE = BASE / "locale" / "uk" / "LC_MESSAGES"
# Every package of ours, so that none is forgotten when one is added.
PACKAGES = sorted(path.parent.name for path in BASE.glob("*/__init__.py"))
CODE = [*PACKAGES, "locale", "templates", "manage.py"]
NO_GETTEXT = "msgfmt or xgettext is missing: apt-get install gettext"
SETTINGS_THAT_START_NOTHING = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "DATABASE_URL": "postgres://nobody/nothing",
    "SECRET_KEY": "of no use",
}
# A placeholder, or markup: both must be the same in the translation.
FIXED = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}|<[^>]+>")
# A digest may hold one by chance, between digits.
LATIN_WORD = re.compile(r"\b[A-Za-z]{3,}\b")


@pytest.fixture
def needs_gettext() -> None:
    if not (shutil.which("msgfmt") and shutil.which("xgettext")):
        if os.environ.get("CI") == "true":
            pytest.fail(NO_GETTEXT)
        pytest.skip(NO_GETTEXT)


def messages(file: Path) -> dict[Any, str]:
    """What a compiled catalogue holds; of a plural each form."""
    with file.open("rb") as opened:
        return gettext.GNUTranslations(opened)._catalog  # type: ignore[attr-defined,no-any-return]


def test_the_catalogue_has_every_message_of_the_code(needs_gettext: None, tmp_path: Path) -> None:
    for name in CODE:
        copy: Any = shutil.copytree if (BASE / name).is_dir() else shutil.copy
        copy(BASE / name, tmp_path / name)
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "-v0"],
        cwd=tmp_path,
        env=os.environ | SETTINGS_THAT_START_NOTHING,
        check=True,
    )
    written = tmp_path / "locale" / "uk" / "LC_MESSAGES" / "django.po"
    # Run `make messages`, and translate what is new.
    assert written.read_text() == (CATALOGUE / "django.po").read_text()


def test_no_message_is_empty_or_a_guess(needs_gettext: None, tmp_path: Path) -> None:
    compiled = subprocess.run(
        ["msgfmt", "--check-format", "--statistics", "-o", tmp_path / "django.mo", "django.po"],
        cwd=CATALOGUE,
        env=os.environ | {"LC_ALL": "C"},
        check=True,
        capture_output=True,
        text=True,
    )
    assert re.fullmatch(r"\d+ translated messages\.\n", compiled.stderr)
    assert messages(tmp_path / "django.mo") == messages(CATALOGUE / "django.mo")


def test_the_catalogue_says_nothing_of_who_made_it_when() -> None:
    head = (CATALOGUE / "django.po").read_text().partition("\n\n")[0]
    assert re.findall(r"20\d\d|@|Translator|Date", head) == []


def test_translations_keep_placeholders_and_markup() -> None:
    found = {
        _english(key)
        for key, text in messages(CATALOGUE / "django.mo").items()
        if key and sorted(FIXED.findall(_english(key))) != sorted(FIXED.findall(text))
    }
    # What is one in English is also 21 in Ukrainian.
    assert found == {"A part of this edition was removed on %(day)s: %(reason)s."}


def _english(key: Any) -> str:
    msgid = key[0] if isinstance(key, tuple) else key
    return str(msgid).rpartition("\x04")[2]


def test_translations_mix_no_alphabets_within_a_word() -> None:
    mixed = re.compile(r"\b(?=\w*[а-яіїєґ])(?=\w*[a-z])\w+\b", re.IGNORECASE)
    texts = messages(CATALOGUE / "django.mo").values()
    assert {word for text in texts for word in mixed.findall(text)} == set()


def test_our_own_voice_never_judges_how_somebody_was_killed() -> None:
    judging = re.compile(r"\b(?:страч|страт|розстріл|ліквідов|нелюд(?!ськ))\w*", re.IGNORECASE)
    found = {
        word
        for text in messages(CATALOGUE / "django.mo").values()
        for word in judging.findall(text)
    }
    # Named as words that only sources use.
    assert {word.lower() for word in found} == {
        "страчено",
        "розстріляно",
        "ліквідовано",
        "стратою",
    }


def test_sentences_of_the_admin_are_still_those_of_django() -> None:
    root = Path(django_admin).parents[2]
    files = [
        *root.glob("conf/locale/en/**/django.po"),
        *root.glob("contrib/*/locale/en/**/django.po"),
    ]
    known = "".join(re.sub(r'"\n"', "", file.read_text()) for file in files)
    assert [sentence for sentence in SENTENCES if f'msgid "{sentence}"' not in known] == []


def test_templates_write_dates_as_the_language_does() -> None:
    # A format of its own gives "22 травня 2025", without its word for the year, or "22 Травень".
    of_its_own = re.compile(
        r"""\|date:["'](?!(c|Y-m-d|(SHORT_)?DATE_FORMAT|DATETIME_FORMAT)["'])"""
    )
    files = [*(BASE / "templates").rglob("*.html")]
    assert [str(file) for file in files if of_its_own.search(file.read_text())] == []


# Pages


class Shown(HTMLParser):
    """The words of a page in its own language: text and what is read aloud, no code."""

    VOID = frozenset({"meta", "link", "input", "img", "br", "hr", "path", "wbr"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lang = ""
        self.words: list[str] = []
        self._left_out: list[bool] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.lang = given["lang"]
        elif tag not in self.VOID:
            inside = self._left_out[-1] if self._left_out else False
            foreign = given.get("lang", self.lang) != self.lang
            self._left_out.append(inside or foreign or tag in {"code", "script", "style"})
        if not (self._left_out and self._left_out[-1]):
            self.words += [given[name] for name in ("aria-label", "title", "alt") if name in given]
            if given.get("name") == "description":
                self.words.append(given["content"])

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID and self._left_out:
            self._left_out.pop()

    def handle_data(self, data: str) -> None:
        if not (self._left_out and self._left_out[-1]):
            self.words.append(data)

    @property
    def latin(self) -> set[str]:
        said = re.sub(r"https?://\S+", "", " ".join(self.words))
        return set(LATIN_WORD.findall(said))


def english_words() -> set[str]:
    """The words of our English messages that no Ukrainian message has, but to quote them."""
    catalogue = messages(CATALOGUE / "django.mo")
    said = " ".join(text for text in catalogue.values() if not re.search("Наприклад|“", text))
    ukrainian = set(LATIN_WORD.findall(said))
    return set(LATIN_WORD.findall(" ".join(_english(key) for key in catalogue))) - ukrainian


# A bad question and a wrong address are pages too.
ASKED = [
    "/uk/incidents/?from=2025-13-01&nonsense=1&place=Удачне",
    "/uk/incidents/?q=Шторм&from=2024-11-01&to=2025-12-01&kind=killed_surrendering",
    "/uk/statements/?documenter=nobody&basis=intercept",
    "/uk/nothing/",
    "/uk/tallies/",
    "/uk/incidents/?view=map",
    "/uk/incidents/?view=timeline",
    "/uk/incidents/?view=charts",
]


@pytest.fixture
def ukrainian_pages(first_case: None, client: Client) -> Iterator[tuple[str, Shown]]:
    pages = [path for path in every_public_path() if path.startswith("/uk/")]
    pages = [path for path in pages if not re.search(r"\.\w+(\?|$)", path)] + ASKED
    answers = ((path, client.get(path)) for path in pages)
    return (
        (path, Shown(answer.content.decode()))
        for path, answer in answers
        if answer["Content-Type"].startswith("text/html")
    )


def test_no_ukrainian_page_has_a_word_of_the_english_interface(
    ukrainian_pages: Iterator[tuple[str, Shown]],
) -> None:
    english = english_words()
    assert {"Incidents", "reported", "sentence"} <= english
    found = {path: (page.lang, page.latin & english) for path, page in ukrainian_pages}
    assert {path: said for path, said in found.items() if said != ("uk", set())} == {}


@pytest.mark.django_db
def test_a_list_marks_a_title_that_is_not_translated(client: Client) -> None:
    make.published_incident(title_en="Only in English", title_uk="")
    english, ukrainian = (client.get(f"{uk}/incidents/").content.decode() for uk in ("", "/uk"))

    title = 'lang="en">Only in English</a> <span class="tag">англійською, ще не перекладено</span>'
    assert title in ukrainian
    assert "ще не перекладено" not in english


def test_no_label_brings_a_colon_of_its_own(first_case: None, client: Client) -> None:
    pages = [path for path in every_public_path() if path.endswith("/changes/")]
    said = {path: client.get(path).content.decode() for path in pages}
    assert len(said) == 8
    assert [path for path, page in said.items() if "::" in page] == []


def test_the_test_above_would_find_english() -> None:
    html = (
        '<html lang="uk"><p title="Incidents">Події <i lang="en">killed</i></p><b>not reported</b>'
    )
    assert Shown(html).latin & english_words() == {"Incidents", "not", "reported"}


def test_admin_pages_open_in_ukrainian(first_case: None) -> None:
    everything = make.reviewer(name="everything")
    for group in ("Researchers", "Safeguarding", "Administrators", "Lawyers"):
        make.give(everything, group)
    client = signed_in(everything)
    with override("uk"):
        pages = [reverse("admin:index"), reverse("admin:review_review_changelist")]
        pages += list(_pages_of_models())
        for model in record_models().values():
            record = model._default_manager.first()
            assert record is not None
            for page in ("detail", "history", "parts"):
                pages.append(reverse(f"admin:review_review_{page}", args=[record.pk]))
            pages.append(
                reverse(
                    f"admin:{model._meta.label_lower.replace('.', '_')}_preview", args=[record.pk]
                )
            )
    assert Review.objects.count() > len(record_models())

    opened = {path: client.get(path) for path in pages}

    shut = {path for path, response in opened.items() if response.status_code != 200}
    # Places come from the gazetteer alone, entries of a ledger from a deed.
    ledgers = {f"/uk/admin/accounts/{ledger}/add/" for ledger in ("suspension", "rightsentry")}
    assert shut == {*ledgers, "/uk/admin/incidents/place/add/"}
    assert {Shown(opened[path].content.decode()).lang for path in opened.keys() - shut} == {"uk"}


def _pages_of_models() -> Iterator[str]:
    for model in admin.site._registry:
        name = f"admin:{model._meta.label_lower.replace('.', '_')}"
        try:
            yield reverse(f"{name}_changelist")
            yield reverse(f"{name}_add")
            row = model._default_manager.first()
            if row:
                yield reverse(f"{name}_change", args=[row.pk])
        except NoReverseMatch:
            continue


# The two languages of one page

ALTERNATE = re.compile(
    r'<link rel="(canonical|alternate)"(?: hreflang="([\w-]+)")? href="([^"]*)">'
)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/about/", "/incidents/", "/incidents/?q=a&sort=oldest"])
@pytest.mark.parametrize("prefix", ["", "/uk"])
def test_every_page_names_itself_in_both_languages(client: Client, prefix: str, path: str) -> None:
    site = "http://127.0.0.1:8000"
    english, ukrainian = (f"{site}{start}{path}".replace("&", "&amp;") for start in ("", "/uk"))

    assert ALTERNATE.findall(client.get(f"{prefix}{path}").content.decode()) == [
        ("canonical", "", ukrainian if prefix else english),
        ("alternate", "en", english),
        ("alternate", "uk", ukrainian),
        ("alternate", "x-default", english),
    ]


@pytest.mark.django_db
def test_an_address_that_answers_nothing_has_no_other_language(client: Client) -> None:
    assert ALTERNATE.findall(client.get("/nothing/").content.decode()) == []


@pytest.mark.django_db
def test_the_language_switch_keeps_filters_and_page(client: Client) -> None:
    body = client.get("/uk/incidents/?page=1&q=a").content.decode()
    assert 'hreflang="en" href="/incidents/?page=1&amp;q=a"' in body


# Names in order


def test_actors_stand_in_the_order_of_the_readers_alphabet(
    first_case: None, client: Client
) -> None:
    english = [actor.name_en for actor in client.get("/actors/").context["page_obj"]]
    ukrainian = [actor.name_uk for actor in client.get("/uk/actors/").context["page_obj"]]

    assert english == sorted(english)
    assert [name.split()[0] for name in ukrainian] == [
        *("Головне", "Збройні", "Інститут", "Моніторингова", "Незалежна"),
        *("Офіс", "Підрозділ,", "Служба", "Спеціальний", "CNN"),
    ]


def test_publishers_have_their_ukrainian_names_in_the_list(
    first_case: None, client: Client
) -> None:
    body = client.get("/uk/sources/").content.decode()
    assert "Офіс Генерального прокурора України" in body
    assert "Office of the Prosecutor General" not in body


@pytest.mark.parametrize(
    ("asked_for", "found"),
    [
        ("Донеччина", "Udachne"),
        ("Донецкой области", "Udachne"),
        ("Udachnoye", "Udachne"),
        ("Удачному", "Udachne"),
        ("убивство двох", "Udachne"),
        ("Запорожье", "Zaporizhzhia"),
        ("Запорожской области", "Zaporizhzhia"),
        ("Zaporozhye", "Zaporizhzhia"),
        ("Запоріжжю", "Zaporizhzhia"),
        ("перехоплення", "Zaporizhzhia"),
        ("Штормом", "Zaporizhzhia"),
        ("Глушкове", "Glushkovo"),
        ("Hlushkovo", "Glushkovo"),
        ("Курской", "Glushkovo"),
    ],
)
def test_names_are_found_in_every_spelling(
    first_case: None, client: Client, asked_for: str, found: str
) -> None:
    page = client.get("/incidents/", {"q": asked_for}).context["page_obj"]
    assert [found in incident.title_en for incident in page] == [True]


@pytest.mark.django_db
def test_queue_names_kinds_of_records_in_the_language_of_whoever_reads(client: Client) -> None:
    incident = make.incident(statement=make.statement(source=make.source()))
    make.submitted(incident)
    client.force_login(make.reviewer())

    page = client.get("/uk/admin/").content.decode()

    assert "<td>подія</td>" in page
    assert "<td>incident</td>" not in page


def said_by_scripts_of_dates() -> set[str]:
    """What Django's calendar and its shortcuts ask a catalogue for; of a plural the first form."""
    said = set()
    for name in ("calendar.js", "admin/DateTimeShortcuts.js"):
        script = Path(django_admin).parent / "static" / "admin" / "js" / name
        joined = re.sub(r'"\s*\+\s*"', "", script.read_text(encoding="utf-8"))
        said |= set(re.findall(r'\bn?gettext\(\s*"([^"]+)"', joined))
    return said


def test_scripts_of_the_date_fields_speak_ukrainian(researcher: Client) -> None:
    catalogue = researcher.get("/uk/admin/jsi18n/").content.decode()
    said = said_by_scripts_of_dates()
    assert len(said) > 30
    assert {one for one in said if f'"{one}"' not in catalogue} == set()
