"""Titles and victims by template."""

import pytest

from incidents.models import Place
from incidents.proposals.titles import Victims, titles, victims
from incidents.vocabulary import Act, Control, PlacePrecision
from sources.text.wording import title_warnings

UDACHNE = Place(code="UA1", name_en="Udachne", name_uk="Удачне", category="settlement")


def test_a_title_is_made_from_the_facts_in_both_languages() -> None:
    made = titles(
        kinds=[Act.KILLED_CAPTURED],
        low=2,
        best=2,
        high=2,
        control=Control.CAPTURED,
        place=UDACHNE,
        precision=PlacePrecision.NEAR,
        occurred="2025-05-22",
    )

    assert made.en == "Reported killing of two captured soldiers near Udachne, 22 May 2025"
    assert made.uk == (
        "Повідомлення про вбивство двох полонених військових, Удачне, 22 травня 2025 року"
    )


@pytest.mark.parametrize(
    ("facts", "en", "uk"),
    [
        ({}, "Reported killing of soldiers", "Повідомлення про вбивство військових"),
        (
            {"low": 3, "control": Control.SURRENDERING},
            "Reported killing of at least three surrendering soldiers",
            "Повідомлення про вбивство щонайменше трьох військових, які здавалися в полон",
        ),
        (
            {"low": 1, "best": 1, "high": 1, "control": Control.CAPTURED},
            "Reported killing of a captured soldier",
            "Повідомлення про вбивство одного полоненого військового",
        ),
        (
            {"low": 21, "best": 21, "high": 21},
            "Reported killing of 21 soldiers",
            "Повідомлення про вбивство 21 військового",
        ),
        (
            {"occurred": "2024-11-XX"},
            "Reported killing of soldiers, a day in November 2024",
            "Повідомлення про вбивство військових, один із днів листопада 2024 року",
        ),
        (
            {"kinds": [Act.ORDER_KILL_CAPTIVES], "control": Control.CAPTURED},
            "Reported order to kill captured soldiers",
            "Повідомлення про наказ убивати полонених військових",
        ),
        (
            {"kinds": [Act.ATTEMPTED]},
            "Reported attempt to kill soldiers",
            "Повідомлення про спробу вбивства військових",
        ),
    ],
)
def test_what_is_not_known_is_left_out(facts: dict[str, object], en: str, uk: str) -> None:
    made = titles(**{"kinds": [Act.KILLED_CAPTURED]} | facts)  # type: ignore[arg-type]

    assert (made.en, made.uk) == (en, uk)


def test_an_order_beside_a_killing_is_a_killing() -> None:
    made = titles(kinds=[Act.ORDER_KILL_CAPTIVES, Act.KILLED_CAPTURED])

    assert made.en == "Reported killing of soldiers"


@pytest.mark.parametrize("kind", Act)
@pytest.mark.parametrize("control", ["", *Control])
def test_no_title_holds_a_word_that_the_form_warns_about(kind: str, control: str) -> None:
    made = titles(kinds=[kind], low=2, best=2, high=2, control=control)

    assert title_warnings(made.en, "en") == []
    assert title_warnings(made.uk, "uk") == []


def test_one_person_is_no_group_and_has_no_number() -> None:
    assert victims(low=1, best=1, high=1, control=Control.CAPTURED) == Victims(
        "a captured soldier", "один полонений військовий", False, None, None, None
    )


def test_a_group_keeps_the_ends_as_they_were_told() -> None:
    assert victims(low=2, best=None, high=4) == Victims("soldiers", "військові", True, 2, None, 4)


@pytest.mark.parametrize(
    ("low", "best", "en", "uk"),
    [
        (2, 2, "two captured soldiers", "двоє полонених військових"),
        (5, None, "at least five captured soldiers", "щонайменше п’ятеро полонених військових"),
        (1, None, "at least one captured soldier", "щонайменше один полонений військовий"),
        (12, 12, "12 captured soldiers", "12 полонених військових"),
        (None, None, "captured soldiers", "полонені військові"),
    ],
)
def test_a_label_says_the_number_in_the_nominative(
    low: int | None, best: int | None, en: str, uk: str
) -> None:
    made = victims(low=low, best=best, high=best, control=Control.CAPTURED)

    assert (made.label_en, made.label_uk) == (en, uk)
