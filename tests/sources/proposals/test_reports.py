"""All that is proposed from a report's address and text."""

import sys
from types import FrameType
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from sources.models import Actor
from sources.proposals.dates import dates_in, published_in
from sources.proposals.languages import language_of
from sources.proposals.numbers import numbers_in
from sources.proposals.reports import headline, read_report
from sources.proposals.sentences import sentences
from sources.proposals.speakers import KnownActors, bases_in
from sources.proposals.verbs import how_it_says
from sources.vocabulary import Basis, Counted, Hedge, StatementKind
from tests import factories as make

ADDRESS = "https://news.example/one"
TEXT = """Two prisoners killed near Udachne

24 May 2025

The Invented Office said on Saturday that two captured soldiers were shot on 22 May 2025.
Drone footage of this was reportedly published.
"""


@pytest.fixture
def olena(db: None) -> User:
    return make.researcher()


def test_a_report_is_read_sentence_by_sentence(olena: User) -> None:
    office = make.actor(name_en="Invented Office", kind="state_body")

    report = read_report(url=ADDRESS, text=TEXT, person=olena)

    assert (report.language, report.publisher, report.here_already) == ("en", None, [])
    assert report.headline == "Two prisoners killed near Udachne"
    assert report.published is not None
    assert (report.published.edtf, report.published.as_written) == ("2025-05-24", "24 May 2025")
    _heading, _day, said, footage = report.sentences
    assert [(one.actor, one.says) for one in said.speakers] == [(office, True)]
    assert (said.wording.verb, said.wording.hedge) == ("said", Hedge.FACT)
    assert said.wording.kind == StatementKind.INCIDENT
    assert [(one.best, one.counted) for one in said.numbers] == [(2, Counted.SHOT_AT)]
    assert [one.edtf for one in said.dates] == ["", "2025-05-22"]
    assert [one.basis for one in footage.bases] == [Basis.DRONE_FOOTAGE]
    assert (footage.wording.verb, footage.wording.hedge) == ("reportedly", Hedge.DISTANCED)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (TEXT, "Two prisoners killed near Udachne"),
        ("Who gave the order?\n\nThe office said so.", "Who gave the order?"),
        (
            "Agency (invented example), 14 June 2025\nTwo prisoners shot near\nUdachne\n\nText.",
            "Two prisoners shot near Udachne",
        ),
        (
            "Новини\n\nДвох полонених убито біля Удачного\n\nТекст.",
            "Двох полонених убито біля Удачного",
        ),
        ("By Ivan Petrenko\n\nTwo prisoners were shot\n\nText.", "Two prisoners were shot"),
        ("Invented example. 14 June 2025\n\nTwo prisoners shot\n\nText.", "Two prisoners shot"),
        ("Two prisoners were shot near Udachne.\n\nText.", ""),
        ("Two prisoners shot near Udachne", ""),
        ("Two were shot on 22 May,\nsaid the office.\n\nText.", ""),
        ("The office said:\n\nTwo prisoners were shot.", ""),
        ("KYIV, June 14, 2025 (Agency) — Two were shot.\nMore words follow\nText.", ""),
        ("A very long line " * 20 + "\n\nText.", ""),
        ("14 June 2025\n\nText.", ""),
        ("", ""),
    ],
)
def test_the_first_line_is_the_headline_where_it_is_no_sentence(text: str, title: str) -> None:
    assert headline(text, sentences(text)) == title


def test_every_proposal_carries_the_words_that_it_is_drawn_from(olena: User) -> None:
    make.actor(name_en="Invented Office")

    for one in read_report(url=ADDRESS, text=TEXT, person=olena).sentences:
        text = one.sentence.text
        assert TEXT[one.sentence.start : one.sentence.end] == text
        assert one.wording.verb in text
        every: list[Any] = [*one.speakers, *one.bases, *one.numbers, *one.dates]
        assert [text[found.start : found.end] for found in every] == [
            found.as_written for found in every
        ]


def test_what_is_here_already_is_found_by_address_and_by_text_each_once(olena: User) -> None:
    by_address = make.source(url="https://www.news.example/one?utm_source=a")
    by_text = make.source(text_as_received=TEXT)
    make.source(url="https://news.example/other")

    report = read_report(url=ADDRESS, text=TEXT, person=olena)

    assert report.here_already == [by_address, by_text]


def test_what_the_person_may_not_read_is_as_if_not_there(olena: User) -> None:
    publisher = make.actor(name_en="Invented Post")
    make.source(url=ADDRESS, text_as_received=TEXT, publisher=publisher, access="restricted")

    report = read_report(url=ADDRESS, text=TEXT, person=olena)

    assert (report.here_already, report.publisher) == ([], None)


def test_an_address_alone_or_a_text_alone_is_enough(olena: User) -> None:
    source = make.source(url=ADDRESS, publisher=make.actor(name_en="Invented Post"))

    by_address = read_report(url=ADDRESS, text="", person=olena)
    by_text = read_report(url="", text=TEXT, person=olena)

    assert (by_address.sentences, by_address.here_already) == ([], [source])
    assert by_address.publisher is not None
    assert by_address.publisher.actor == source.publisher
    assert (len(by_text.sentences), by_text.publisher, by_text.here_already) == (4, None, [])


def test_a_longer_report_asks_the_database_no_more(olena: User) -> None:
    make.source(url=ADDRESS, publisher=make.actor(name_en="Invented Office"))
    asked = []
    for times in (1, 1, 3):
        with CaptureQueriesContext(connection) as queries:
            read_report(url=ADDRESS, text=TEXT * times, person=olena)
        asked.append(len(queries))

    # The first asks also what the person may see, which is kept.
    assert asked[1:] == [6, 6]


# Hostile text

LONG = 5_000
HOSTILE = [
    ". " * LONG,
    "." * LONG,
    '?"' * LONG,
    "a." * LONG,
    "\n" * LONG,
    "\r\n \u2028" * LONG,
    "1 " * LONG,
    "1.1.2020 " * 2_000,
    "two soldiers " * 2_000,
    "2-" * LONG,
    "said HUR, " * 2_000,
    "drone " * 2_000,
    "Я" * LONG,
    "п'" * LONG,
    "\u0301" * LONG,
    "\x00\ud800\ufeff" * 2_000,
    "²①፩٣ " * 2_000,
    "до до " * 2_000,
]
KNOWN = KnownActors([(Actor(pk="1", name_en="HUR"), "HUR"), (Actor(pk="2", name_en="A b"), "А б")])


def read(text: str) -> None:
    language = language_of(text)
    published_in(text)
    headline(text, sentences(text))
    for one in (text, *(sentence.text for sentence in sentences(text)[:50])):
        how_it_says(one, language)
        KNOWN.speakers_in(one, language)
        bases_in(one, language)
        numbers_in(one, language)
        dates_in(one, language)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:9]))
def test_hostile_text_is_read_to_its_end(text: str) -> None:
    """What takes time by the square of the length would not come to its end here."""
    read(text)


@given(st.text(max_size=300))
def test_no_text_raises(text: str) -> None:
    read(text)


@given(
    st.text(alphabet=st.sampled_from("²①፩٣1-–.:, \n'’AЯЇсказав said HUR two двох"), max_size=120)
)
def test_no_text_of_our_own_words_raises(text: str) -> None:
    read(text)


@pytest.mark.parametrize("text", [*HOSTILE, TEXT * 20], ids=lambda text: repr(text[:9]))
def test_twice_the_text_is_twice_the_work(text: str) -> None:
    text = text[:2000]

    assert _work(text * 2) <= 2.2 * _work(text) + 500


def _work(text: str) -> int:
    """How many calls it takes to read a text, of Python's functions and of its library's."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        numbers_in(text, "")
        dates_in(text, "")
        sentences(text)
        KNOWN.speakers_in(text, "")
    finally:
        sys.setprofile(None)
    return calls
