"""Texts that look the same are compared as the same, in the code and in the database."""

import unicodedata

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from review.text.characters import APOSTROPHES, HYPHENS
from review.text.compared import compared

NAME = "Мар'яна Коваль"
LOOKS_THE_SAME = [
    *(f"Мар{apostrophe}яна Коваль" for apostrophe in APOSTROPHES),
    "МАР'ЯНА КОВАЛЬ",
    "Марʼяна Ко\N{SOFT HYPHEN}валь",
    "Мар'яна Кова\N{COMBINING ACUTE ACCENT}ль",
    "Мар'яна Кова\N{COMBINING GRAVE ACCENT}ль",
    "Мар'яна\N{NO-BREAK SPACE}Коваль",
    "  Мар'яна \n\t Коваль ",
    "Мар'яна\N{IDEOGRAPHIC SPACE}Коваль",
    "Мар'яна Ко\N{ZERO WIDTH SPACE}валь",
    "Мар'яна Ко\N{ZERO WIDTH JOINER}ва\N{WORD JOINER}ль",
    "\N{ZERO WIDTH NO-BREAK SPACE}Мар'яна Коваль",
    "\N{RIGHT-TO-LEFT OVERRIDE}Мар'яна Коваль\N{POP DIRECTIONAL FORMATTING}",
    *(f"Мар'яна Ко{hyphen}валь" for hyphen in HYPHENS),
]
OTHERS = [
    ("Сергій", "Сергии"),
    ("їх", "іх"),
    ("ёлка", "елка"),
    ("Ґалаґан", "Галаган"),
    ("Іван Коваль", "ІванКоваль"),
    ("79 бригада", "80 бригада"),
]
# Latin, Greek and Cyrillic as they are written today.
EUROPEAN = [
    chr(code)
    for code in [*range(0x20, 0x180), *range(0x391, 0x3CA), *range(0x400, 0x460), 0x490, 0x491]
]
SIGNS = APOSTROPHES + HYPHENS + "\u0300\u0301\u0306\u0308\u200b\ufeff\u00ad\u2060\u2028\u3000\t\n"
texts = st.text(st.sampled_from("АЕИЙІЇаеийії" * 6 + "ßﬁ½①ＡẞŁçéÅ" + SIGNS))


@pytest.mark.parametrize("text", LOOKS_THE_SAME)
def test_what_looks_the_same_is_compared_as_the_same(text: str) -> None:
    assert compared(text) == compared(NAME) == "маряна коваль"


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_other_letters_and_words_stay_others(one: str, other: str) -> None:
    assert compared(one) != compared(other)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("й ї Й Ї", "й ї й ї"),
        (unicodedata.normalize("NFD", "Їй"), "їй"),
        ("ﬁn Ⅳ ＡＢ", "fin iv ab"),
        ("STRAẞE Straße", "strasse strasse"),
        ("Łódź", "łodz"),
        ("79-та «Таврія»", "79та «таврія»"),
        ("’–", ""),
    ],
)
def test_a_text_as_compared(text: str, same: str) -> None:
    assert compared(text) == same


@given(st.text())
def test_comparing_twice_changes_nothing(text: str) -> None:
    assert compared(compared(text)) == compared(text)


@given(texts)
def test_how_a_text_is_composed_does_not_matter(text: str) -> None:
    assert {compared(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")} == {
        compared(text)
    }


def in_database(*said: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT review_compared(said) FROM unnest(%s::text[]) said", [list(said)])
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.django_db
def test_the_database_compares_alike() -> None:
    every = [NAME, *LOOKS_THE_SAME, *(text for pair in OTHERS for text in pair), *EUROPEAN]
    every += [f"а{sign}б" for sign in SIGNS]
    every += [f"а{chr(code)}б" for code in range(0x2000, 0x2070)]

    assert in_database(*every) == [compared(text) for text in every]


@pytest.mark.django_db
@given(st.lists(texts, min_size=20, max_size=20))
def test_the_database_compares_any_text_alike(said: list[str]) -> None:
    assert in_database(*said) == [compared(text) for text in said]
