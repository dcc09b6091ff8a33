"""Who was shot at and by whose soldiers, as far as a sentence says so."""

import pytest

from incidents.proposals.people import (
    accused_in,
    are_civilians,
    control_in,
    orders_no_prisoners,
)

ACCUSED = [
    ("Russian soldiers shot two captured soldiers.", "Russian soldiers, unit not stated"),
    ("Russian troops allegedly shot him.", "Russian forces, unit not stated"),
    ("Two were shot dead by Russian forces near Udachne.", "Russian forces, unit not stated"),
    ("Ukrainian soldiers shot the two captives.", "Ukrainian soldiers, unit not stated"),
    ("Російські військові розстріляли двох полонених.", "Russian soldiers, unit not stated"),
    ("Двох полонених убили російські солдати.", "Russian soldiers, unit not stated"),
]
NOBODY = [
    "Russian soldiers killed in May were buried.",
    "Russian soldiers were shot.",
    "Two Russian soldiers died.",
    "No Russian soldiers shot them.",
    "Russian soldiers did not shoot the men.",
    "They were shot near positions held by Russian forces.",
    "Russian soldiers of the 155th Brigade shot two men.",
    "Russian soldiers shot two men and were killed by Ukrainian forces.",
    "Soldiers shot two men.",
    "Російські військові 155-ї бригади розстріляли двох.",
    "Розстріляних російських військових поховали.",
]
CONTROLS = [
    ("two captured Ukrainian soldiers", "captured"),
    ("two soldiers who had been captured", "captured"),
    ("two captives", "captured"),
    ("двох полонених", "captured"),
    ("двух пленных", "captured"),
    ("two soldiers who were surrendering", "surrendering"),
    ("two soldiers trying to surrender", "surrendering"),
    ("двох бійців, які здавалися в полон", "surrendering"),
]
NO_CONTROL = [
    "two soldiers",
    "two prisoners of war",
    "двох військовополонених",
    "two soldiers captured a trench",
    "two soldiers who had surrendered",
    "two captured soldiers who were surrendering",
    "",
]


@pytest.mark.parametrize(("sentence", "accused"), ACCUSED)
def test_soldiers_who_are_said_to_have_shot_are_named_by_their_side(
    sentence: str, accused: str
) -> None:
    found = accused_in(sentence)

    assert found is not None
    assert found.en == accused
    assert found.uk.endswith(", підрозділ не вказано")


@pytest.mark.parametrize("sentence", NOBODY)
def test_nobody_is_accused_whom_the_sentence_does_not_plainly_name(sentence: str) -> None:
    assert accused_in(sentence) is None


@pytest.mark.parametrize(("phrase", "control"), CONTROLS)
def test_control_is_what_the_words_say(phrase: str, control: str) -> None:
    assert control_in(phrase, phrase) == control


@pytest.mark.parametrize("phrase", NO_CONTROL)
def test_control_stays_open_where_the_words_leave_it_open(phrase: str) -> None:
    assert control_in(phrase, phrase) == ""


def test_captives_in_a_camp_may_be_interned() -> None:
    assert control_in("two captives", "Two captives were shot in the colony.") == ""


def test_civilians_are_no_soldiers() -> None:
    assert are_civilians("two civilians")
    assert not are_civilians("two captured soldiers")


@pytest.mark.parametrize(
    ("sentence", "is_one"),
    [
        ("The commander told them to take no prisoners.", True),
        ("Командир наказав полонених не брати.", True),
        ("The commander ordered them to shoot.", False),
        ("There were no prisoners.", False),
    ],
)
def test_an_order_to_take_no_prisoners_says_so(sentence: str, is_one: bool) -> None:
    assert orders_no_prisoners(sentence) == is_one
