"""How what somebody types or pastes is kept: one rule for prose, one for a line."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.text import kept

DECOMPOSED = unicodedata.normalize("NFD", "Зайнятий їжак")
TAKEN_OUT = [
    "\N{SOFT HYPHEN}",
    "\N{ZERO WIDTH SPACE}",
    "\N{ZERO WIDTH NO-BREAK SPACE}",
    "\N{LEFT-TO-RIGHT EMBEDDING}",
    "\N{RIGHT-TO-LEFT OVERRIDE}",
    "\N{POP DIRECTIONAL FORMATTING}",
    "\N{LEFT-TO-RIGHT ISOLATE}",
    "\N{POP DIRECTIONAL ISOLATE}",
    "\x01",
    "\x1b",
    "\x7f",
    "\x9b",
]
STAYS = ["\N{ZERO WIDTH JOINER}", "\N{ZERO WIDTH NON-JOINER}", "\N{NO-BREAK SPACE}", "й", "e\u0331"]
# Where no letters meet, so that nothing is composed.
texts = st.text(
    st.sampled_from("аи\u0306\u0301\r\n\t \v\f\u2028\u00ad\u200b\ufeff\u202e\u2066\x01\x7fé")
)


@pytest.mark.parametrize("sign", TAKEN_OUT)
def test_what_means_nothing_is_taken_out_of_prose_and_refused_in_a_line(sign: str) -> None:
    assert kept.prose(f"Ко{sign}валь") == "Коваль"
    assert kept.refused_in(f"Ко{sign}валь") == sign


@pytest.mark.parametrize("sign", STAYS)
def test_what_is_spelling_stays(sign: str) -> None:
    assert kept.prose(f"а{sign}б") == f"а{sign}б"
    assert kept.refused_in(f"а{sign}б") == ""


@pytest.mark.parametrize("sign", ["\n", "\r", "\t", "\v", "\f", "\x85", "\u2028", "\u2029", "\0"])
def test_a_line_has_no_line_ends_and_no_tabs(sign: str) -> None:
    assert kept.refused_in(f"a title{sign}") == sign


@pytest.mark.parametrize(
    ("typed", "prose"),
    [
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        ("\r\n one\r\n\r\ntwo\t \r\n", "\n one\n\ntwo\t \n"),
        ("page\fpage\u2028line\u2029", "page\npage\nline\n"),
        (DECOMPOSED, "Зайнятий їжак"),
        ("\ufeffOne\u00ad.", "One."),
    ],
)
def test_prose_is_kept_composed_with_its_lines_ended_by_lf(typed: str, prose: str) -> None:
    assert kept.prose(typed) == prose


def test_a_line_is_kept_composed() -> None:
    assert kept.line(DECOMPOSED) == "Зайнятий їжак"


@given(st.one_of(st.text(), texts))
def test_keeping_twice_changes_nothing(text: str) -> None:
    assert kept.prose(kept.prose(text)) == kept.prose(text)
    assert kept.line(kept.line(text)) == kept.line(text)
    assert kept.line_ends(kept.line_ends(text)) == kept.line_ends(text)


@given(texts)
def test_prose_holds_nothing_that_a_line_may_not_but_line_ends_and_tabs(text: str) -> None:
    bare = kept.prose(text).replace("\n", "").replace("\t", "")

    assert kept.refused_in(bare) == ""
    assert unicodedata.is_normalized("NFC", kept.prose(text))


@given(texts)
def test_what_a_browser_gives_back_is_the_same(text: str) -> None:
    sent = kept.line_ends(text).replace("\n", "\r\n")

    assert kept.is_received(sent, text)
    assert kept.is_same(sent.strip(), text)
    assert kept.is_same_line(text.replace("\n", "").replace("\r", "").strip(), text)
