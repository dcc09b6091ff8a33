"""Numbers of people, cases, proceedings and orders in a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.proposals.numbers import FoundNumber, numbers_in
from sources.vocabulary import Counted, Qualifier

Ends = tuple[int | None, int | None, int | None]

TWO: Ends = (2, 2, 2)
COUNTED: list[tuple[str, Ends, str, str]] = [
    ("Two captured soldiers were shot near Udachne.", TWO, "", Counted.SHOT_AT),
    ("Russian forces killed two prisoners of war.", TWO, "", Counted.KILLED),
    (
        "At least five Ukrainian servicemen were killed.",
        (5, None, None),
        "at_least",
        Counted.KILLED,
    ),
    ("About 20 people were injured.", (None, 20, None), "about", Counted.INJURED),
    ("Up to 12 prisoners were executed.", (None, None, 12), "", Counted.KILLED),
    ("Two or three soldiers were wounded.", (2, None, 3), "", Counted.INJURED),
    ("More than 150 cases were documented.", (150, None, None), "more_than", Counted.CASES),
    ("The office opened 75 proceedings.", (75, 75, 75), "", Counted.PROCEEDINGS),
    ("Six people were seen lying on the ground.", (6, 6, 6), "", Counted.LYING_STILL),
    ("Twenty-two marines were captured.", (22, 22, 22), "", Counted.CAPTURED),
    ("1,200 soldiers were killed.", (1200, 1200, 1200), "", Counted.KILLED),
    ("5–7 fighters were killed.", (5, None, 7), "", Counted.KILLED),
    ("Two hundred soldiers were killed.", (200, 200, 200), "", Counted.KILLED),
    ("Two hundred and five soldiers were killed.", (205, 205, 205), "", Counted.KILLED),
    ("Two dozen soldiers were killed.", (24, 24, 24), "", Counted.KILLED),
    ("Two thousand soldiers were killed.", (2000, 2000, 2000), "", Counted.KILLED),
    ("Двісті п’ять осіб загинули.", (205, 205, 205), "", Counted.KILLED),
    ("Загинули сто двадцять три бійці.", (123, 123, 123), "", Counted.KILLED),
    ("Дві тисячі осіб загинули.", (2000, 2000, 2000), "", Counted.KILLED),
    ("Several soldiers were killed.", (None, None, None), "several", Counted.KILLED),
    ("The fate of four soldiers is unknown.", (4, 4, 4), "", Counted.FATE_UNKNOWN),
    ("Двох військових убили біля села.", TWO, "", Counted.KILLED),
    ("Убили п’ятьох українських військовополонених.", (5, 5, 5), "", Counted.KILLED),
    ("Щонайменше троє бійців загинули.", (3, None, None), "at_least", Counted.KILLED),
    ("Близько 20 осіб поранено.", (None, 20, None), "about", Counted.INJURED),
    ("Понад 150 випадків задокументовано.", (150, None, None), "more_than", Counted.CASES),
    ("Розстріляли двох полонених.", TWO, "", Counted.SHOT_AT),
    ("Кількох полонених вбито.", (None, None, None), "several", Counted.KILLED),
    ("Відкрито 75 проваджень.", (75, 75, 75), "", Counted.PROCEEDINGS),
    ("Не менее трёх пленных были убиты.", (3, None, None), "at_least", Counted.KILLED),
    ("Более 20 военнопленных погибли.", (20, None, None), "more_than", Counted.KILLED),
    ("Около десяти человек ранены.", (None, 10, None), "about", Counted.INJURED),
    ("Понад 2 тис. осіб загинули.", (2000, None, None), "more_than", Counted.KILLED),
]
OPEN = [
    ("Two soldiers stood by the road.", TWO),
    ("Two soldiers were captured and then killed.", TWO),
    ("Трьох військових узяли в полон, а потім убили.", (3, 3, 3)),
    ("There were 12 officers.", (12, 12, 12)),
]
NO_NUMBER = [
    "It was in 2024 soldiers say.",
    "In 2024 soldiers were killed.",
    "On 22 May 2025 soldiers were killed.",
    "At 14:30 soldiers were shot.",
    "The 155th Brigade killed them.",
    "The 155 Brigade soldiers were killed.",
    "Soldiers of the 82nd battalion were shot.",
    "Бійці 82-ї бригади загинули.",
    "82 окрема бригада втратила людей, загинули бійці.",
    "A 24-year-old soldier was killed.",
    "A soldier, 24, was killed.",
    "The soldier aged 24 was killed.",
    "Боєць віком 24 роки загинув.",
    "He was hit by a 7.62 mm round and died.",
    "A 152 mm shell killed them.",
    "152-мм снаряд убив їх.",
    "See page 12 people.",
    "Article 438 people killed.",
    "ст. 438 про вбитих",
    "Six times in 26 minutes he gave the order.",
    "Шість разів за 26 хвилин він наказав убивати.",
    "Two days later they were killed.",
    "Через два дні їх убили.",
    "50% of prisoners were killed.",
    "It cost $500 people say.",
    "Room No. 5 prisoners were held.",
    "They walked 12 km and were killed.",
    "One of the reports says so.",
    "Both sides deny it.",
    "Hill 210 soldiers were killed.",
    "3.5 people were killed.",
    "+38 044 123 45 67",
    "Many people say so.",
    "3 million people were killed.",
    "Half a dozen soldiers were killed.",
    "5 hundred people were killed.",
    "the 2nd of them was killed",
    "",
]


@pytest.mark.parametrize(("sentence", "ends", "qualifier", "counted"), COUNTED)
def test_a_number_is_read_with_its_qualifier_and_what_it_counts(
    sentence: str, ends: Ends, qualifier: str, counted: str
) -> None:
    (found,) = numbers_in(sentence, "")

    assert (found.low, found.best, found.high) == ends
    assert (found.qualifier, found.counted) == (qualifier, counted)
    assert sentence[found.start : found.end] == found.as_written


@pytest.mark.parametrize(("sentence", "ends"), OPEN)
def test_what_is_counted_stays_open_where_the_words_tell_of_several_things(
    sentence: str, ends: Ends
) -> None:
    (found,) = numbers_in(sentence, "")

    assert ((found.low, found.best, found.high), found.counted) == (ends, "")


@pytest.mark.parametrize("sentence", NO_NUMBER)
def test_other_numbers_are_none_of_people(sentence: str) -> None:
    assert numbers_in(sentence, "") == []


def test_several_numbers_of_one_sentence_are_each_read_for_themselves() -> None:
    found = numbers_in("Four soldiers were captured, two were shot and three were injured.", "en")

    assert [(one.best, one.counted) for one in found] == [
        (4, Counted.CAPTURED),
        (2, Counted.SHOT_AT),
        (3, Counted.INJURED),
    ]


def test_a_number_says_the_words_that_it_is_drawn_from() -> None:
    (found,) = numbers_in("Він сказав, що щонайменше п’ятьох бійців убито.", "uk")

    assert found == FoundNumber(
        5, None, None, Qualifier.AT_LEAST, Counted.KILLED, "щонайменше п’ятьох бійців", 15, 40
    )


@given(
    st.text(alphabet=st.sampled_from("0123456789 ,.-–:two soldiers killed двох убили"), max_size=80)
)
def test_ends_are_always_in_order(sentence: str) -> None:
    for found in numbers_in(sentence, ""):
        known = [end for end in (found.low, found.best, found.high) if end is not None]
        assert known == sorted(known)
        assert sentence[found.start : found.end] == found.as_written
