"""How dates, numbers, passages and languages are said to an English and a Ukrainian reader."""

from datetime import date
from typing import cast

import pytest
from django.utils.translation import ngettext, override

from sources.document_types import QuantityDocument
from sources.words.quantities import day_in_words, quantity_in_words
from sources.words.statements import passage_in_words
from sources.words.texts import language_named

QUANTITY = {"counted": "cases", "low": None, "best": None, "high": None, "qualifier": ""}


@pytest.mark.parametrize(
    ("day", "english", "ukrainian"),
    [
        (date(2025, 5, 22), "22 May 2025", "22 травня 2025 року"),
        ("2024-11-XX", "a day in November 2024", "один із днів листопада 2024 року"),
        (None, "not stated", "не вказано"),
    ],
)
def test_a_day_is_said_in_both_languages(
    day: date | str | None, english: str, ukrainian: str
) -> None:
    with override("en"):
        assert day_in_words(day) == english
    with override("uk"):
        assert day_in_words(day) == ukrainian


@pytest.mark.parametrize(
    ("locator", "ukrainian"),
    [
        ("sentence 20", "речення 20"),
        ("Page 4, paragraph 2", "сторінка 4, абзац 2"),
        ("00:01:32", "00:01:32"),
        ("homepage 2", "homepage 2"),
        ("речення 20", "речення 20"),
    ],
)
def test_where_in_a_source_is_said_in_the_readers_language(locator: str, ukrainian: str) -> None:
    with override("uk"):
        assert passage_in_words(locator) == ukrainian


def test_languages_have_names_and_unknown_codes_stay() -> None:
    with override("uk"):
        assert [language_named(code) for code in ("en", "uk", "x-y", "")] == [
            "англійська",
            "українська",
            "x-y",
            "",
        ]


@pytest.mark.parametrize(
    ("given", "english", "ukrainian"),
    [
        ({"low": 150, "qualifier": "more_than"}, "more than 150", "понад 150"),
        ({"low": 2, "qualifier": "at_least"}, "at least 2", "щонайменше 2"),
        ({"low": 2}, "at least 2", "щонайменше 2"),
        ({"best": 3, "qualifier": "about"}, "about 3", "близько 3"),
        ({"qualifier": "many"}, "many", "багато"),
        ({"low": 2, "high": 5, "qualifier": "about"}, "about 2–5", "близько 2–5"),
    ],
)
def test_a_number_is_qualified_once(
    given: dict[str, int | str], english: str, ukrainian: str
) -> None:
    quantity = cast(QuantityDocument, QUANTITY | given | {"level": "alleged"})
    with override("en"):
        assert quantity_in_words(quantity) == f"cases: {english}, alleged"
    with override("uk"):
        assert quantity_in_words(quantity) == f"випадки: {ukrainian}, стверджується"


def test_ukrainian_has_its_plurals() -> None:
    with override("uk"):
        said = [
            ngettext("%(number)s incident", "%(number)s incidents", n) % {"number": n}
            for n in (0, 1, 2, 5, 11, 21, 104)
        ]
    assert said == [
        *("0 подій", "1 подія", "2 події", "5 подій", "11 подій", "21 подія", "104 події")
    ]
