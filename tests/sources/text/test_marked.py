"""Passages with the words of a question marked: only the marks are markup."""

import re

import pytest
from django.utils.html import escape
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.text.marked import LONGEST, passage, passage_for_reader


@pytest.mark.parametrize(
    ("question", "text", "shown"),
    [
        (
            "soldier",
            "Two soldiers <b>fled</b>",
            "Two <mark>soldiers</mark> &lt;b&gt;fled&lt;/b&gt;",
        ),
        ("POW", "двох полонених", "двох <mark>полонених</mark>"),
        ('"kill them"', "kill; them & kill", "<mark>kill</mark>; <mark>them</mark> &amp; kill"),
        ("udach", "near Udachne", "near <mark>Udachne</mark>"),
        ("Коваль", "Ко\u0301валь’s men", "<mark>Ко\u0301валь’s</mark> men"),
        ("fled -men", "men fled", "men <mark>fled</mark>"),
        ("bridge", "a river", ""),
    ],
)
def test_the_words_asked_for_are_marked(question: str, text: str, shown: str) -> None:
    assert passage([text], question) == shown


def test_the_text_with_most_of_the_words_is_shown() -> None:
    assert passage(["a bridge", "by the bridge they fled"], "bridge fled") == (
        "by the <mark>bridge</mark> they <mark>fled</mark>"
    )


def test_a_long_text_is_cut_between_words_around_the_first_of_them() -> None:
    shown = passage([f"{'long ago ' * 50}bridge {'much later ' * 50}"], "bridge")

    assert shown.startswith(("… long ago", "… ago long"))
    assert shown.endswith(" …")
    assert "<mark>bridge</mark>" in shown
    assert len(re.sub("<[^>]*>", "", shown)) <= LONGEST + 4


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=10))
def test_nothing_but_marks_gets_through(text: str, question: str) -> None:
    shown = passage([text], question)
    plain = re.sub("</?mark>", "", shown)

    assert plain in {"", str(escape(text))}


def test_the_reader_s_language_comes_first_and_another_one_is_named() -> None:
    english, ukrainian = "one soldier fled", "солдати: двох солдатів і бійця"

    assert passage_for_reader([ukrainian, english], "soldiers") == "one <mark>soldier</mark> fled"
    assert passage_for_reader([ukrainian, "a river"], "soldiers").startswith('<span lang="uk">')
    assert passage_for_reader([ukrainian], "soldiers").endswith(
        '</span> <span class="tag">in Ukrainian</span>'
    )
    with override("uk"):
        assert passage_for_reader([english, "солдат"], "soldiers") == "<mark>солдат</mark>"
        assert 'lang="en"' in passage_for_reader([english], "soldiers")
        assert 'lang="ru"' in passage_for_reader(["этих солдат"], "soldiers")
