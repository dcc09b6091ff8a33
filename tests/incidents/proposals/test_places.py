"""Places that a text names."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from incidents.places.gazetteer import load_places
from incidents.proposals.place_cases import adjectives, nominatives
from incidents.proposals.places import FoundPlace, places_in
from sources.text.place_names import normalise
from tests.databases import EnteredOnce

UDACHNE = "UA14160250010071750"
OTHER_UDACHNES = ("UA01120730040081045", "UA12040130180014878", "UA23080110090085890")
DONETSK_OBLAST, POKROVSK_RAION = "UA14000000000091971", "UA14160000000061982"
ZAPORIZHZHIA_OBLAST, ZAPORIZHZHIA = "UA23000000000064947", "UA23060070010069526"
ZAPORIZHZHIA_VILLAGE = "UA12040210080071332"
ROBOTYNE, CHASIV_YAR, VELYKA_NOVOSILKA = (
    "UA23100270150025192",
    "UA14020130010015598",
    "UA14040010010027148",
)
AVDIIVKA, BAKHMUT, KYIV = "UA14160010010073615", "UA14020010010059145", "UA80000000000093317"
KHARKIV, KHARKIV_OBLAST = "UA63120270010096107", "UA63000000000041885"
SUMY, CHERKASY, KRYVYI_RIH = "UA59080270010036634", "UA71080490010015879", "UA12060170010065850"
VETERYNARNE, LYPTSI = "UA63120070360081705", "UA63120090010039403"
PEREMOHA, SHEVCHENKO, PRAVDA = "UA14160130160088848", "UA12020090100066261", "UA12140030560042670"
GLUSHKOVO, KURSK_OBLAST = "GN560995", "RU-KRS"

PLACES = [
    *(UDACHNE, *OTHER_UDACHNES, ZAPORIZHZHIA, ZAPORIZHZHIA_VILLAGE, ROBOTYNE, CHASIV_YAR),
    *(VELYKA_NOVOSILKA, AVDIIVKA, BAKHMUT, KYIV, KHARKIV, SUMY, CHERKASY, KRYVYI_RIH),
    *(VETERYNARNE, LYPTSI, PEREMOHA, SHEVCHENKO, PRAVDA, GLUSHKOVO),
]


def enter_places() -> None:
    load_places(*PLACES)


@pytest.fixture
def gazetteer_in_place(entered_once: EnteredOnce) -> Iterator[None]:
    with entered_once(enter_places):
        yield


@pytest.fixture
def gazetteer(gazetteer_in_place: None, db: None) -> None:
    """Four Udachnes, towns, and villages that are called as people and things are."""


def codes(found: list[FoundPlace]) -> list[str]:
    return [one.place.code for one in found]


# The likeliest place of each name, in the order of the text, with what is written there.
NAMED = [
    ("Two were shot near Udachne in Donetsk Oblast.", {UDACHNE: "Udachne"}),
    ("Двох убили біля Удачного в Донецькій області.", {UDACHNE: "Удачного"}),
    ("Под Удачным в Донецкой области.", {UDACHNE: "Удачным"}),
    ("У селищі Удачне Покровського району.", {UDACHNE: "Удачне"}),
    ("near Udachne, Zaporizhzhia region", {OTHER_UDACHNES[2]: "Udachne"}),
    ("Біля Роботиного.", {ROBOTYNE: "Роботиного"}),
    ("Під Великою Новосілкою.", {VELYKA_NOVOSILKA: "Великою Новосілкою"}),
    ("Поблизу Часового Яру.", {CHASIV_YAR: "Часового Яру"}),
    ("У Часовому Яру.", {CHASIV_YAR: "Часовому Яру"}),
    ("В Авдіївці.", {AVDIIVKA: "Авдіївці"}),
    ("У Бахмуті.", {BAKHMUT: "Бахмуті"}),
    ("Біля Бахмута.", {BAKHMUT: "Бахмута"}),
    ("В Харькове.", {KHARKIV: "Харькове"}),
    ("До Харкова.", {KHARKIV: "Харкова"}),
    ("З Києва.", {KYIV: "Києва"}),
    ("У Запоріжжі.", {ZAPORIZHZHIA: "Запоріжжі"}),
    ("У Сумах.", {SUMY: "Сумах"}),
    ("Біля Черкас.", {CHERKASY: "Черкас"}),
    ("Біля Кривого Рогу.", {KRYVYI_RIH: "Кривого Рогу"}),
    ("У с. Ветеринарне Харківської області.", {VETERYNARNE: "Ветеринарне"}),
    ("in the village of Veterynarne", {VETERYNARNE: "Veterynarne"}),
    ("Outside Lyptsi.", {LYPTSI: "Lyptsi"}),
    ("near the village of Shevchenko", {SHEVCHENKO: "Shevchenko"}),
    ("Біля села Перемога.", {PEREMOHA: "Перемога"}),
    ("Біля Перемоги.", {PEREMOHA: "Перемоги"}),
    ("Near Glushkovo in Kursk Oblast.", {GLUSHKOVO: "Glushkovo"}),
    ("У Глушковому Курської області.", {GLUSHKOVO: "Глушковому"}),
    ("In Kyiv.", {KYIV: "Kyiv"}),
    ("Kyiv was silent.", {KYIV: "Kyiv"}),
    ("у Донецькій області", {DONETSK_OBLAST: "Донецькій області"}),
    ("in Donetsk region", {DONETSK_OBLAST: "Donetsk region"}),
    ("на Донеччині", {DONETSK_OBLAST: "Донеччині"}),
    ("in Pokrovskyi Raion", {POKROVSK_RAION: "Pokrovskyi Raion"}),
    ("in Pokrovsk district", {POKROVSK_RAION: "Pokrovsk district"}),
    ("у Покровському районі", {POKROVSK_RAION: "Покровському районі"}),
]
NO_PLACE = [
    "Перемога буде за нами.",
    "У Перемогу вірять усі.",
    "Слава Україну врятує, каже Шевченко.",
    "Боєць Іван Шевченко розповів.",
    "Він отримав листа від Шевченка.",
    "У Правді написали.",
    "Pravda said so.",
    "In Pravda they wrote so.",
    "Shevchenko told them.",
    "Robotyne",
    "Лежать у бахмуті.",
    "a udachne time",
    "Удачно вийшло.",
    "Commander Lyptsi left.",
    "The Chasiv road",
    "Часовий пояс",
    "Велика надія",
    "Сум і жаль.",
    "",
]


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_a_place_is_found_in_its_case_and_ranked(
    gazetteer: None, text: str, expected: dict[str, str]
) -> None:
    found = places_in(text)
    ((code, as_written),) = expected.items()
    of_this_name = [one for one in found if one.as_written == as_written]

    assert of_this_name[0].place.code == code
    assert text[of_this_name[0].start : of_this_name[0].end] == as_written


@pytest.mark.parametrize("text", NO_PLACE)
def test_other_words_are_no_place(gazetteer: None, text: str) -> None:
    assert set(codes(places_in(text))) <= {"UA"}


def test_an_oblast_that_is_named_beside_tells_which_of_several_is_meant(gazetteer: None) -> None:
    found = places_in("near Udachne, Donetsk Oblast")

    assert codes(found)[:2] == [UDACHNE, DONETSK_OBLAST]
    assert set(codes(found)[2:]) == set(OTHER_UDACHNES)
    assert found[0].why == [
        "settlement",
        "“near” stands before it",
        "it lies in Donetsk Oblast, which is named too",
        "one of 4 places of this name",
    ]


def test_of_a_sentence_the_whole_text_tells_which_place_is_meant(gazetteer: None) -> None:
    text = "This was in Donetsk Oblast. Two were shot near Udachne. In Kyiv nobody answered."
    start = text.index("Two")

    found = places_in(text, start=start, end=text.index("In Kyiv"))

    assert set(codes(found)) == {UDACHNE, *OTHER_UDACHNES}
    assert (found[0].place.code, found[0].as_written) == (UDACHNE, "Udachne")
    assert "it lies in Donetsk Oblast, which is named too" in found[0].why


def test_the_larger_place_is_likelier(gazetteer: None) -> None:
    assert codes(places_in("in Zaporizhzhia")) == [ZAPORIZHZHIA, ZAPORIZHZHIA_VILLAGE]


def test_a_longer_name_is_not_also_the_shorter_one_in_it(gazetteer: None) -> None:
    assert codes(places_in("in Zaporizhzhia Oblast")) == [ZAPORIZHZHIA_OBLAST]
    assert codes(places_in("in Kharkiv Oblast")) == [KHARKIV_OBLAST]


def test_a_place_in_the_name_of_a_body_comes_last(gazetteer: None) -> None:
    found = places_in("The Kharkiv Regional Prosecutor said it was near Lyptsi.")

    assert codes(found) == [LYPTSI, KHARKIV]
    assert found[1].why[-1] == "it may be a part of another name"


def test_a_body_behind_a_comma_is_another_word(gazetteer: None) -> None:
    (found,) = places_in("It was in Kharkiv, prosecutors said.")

    assert found.why[1:] == ["“in” stands before it"]


def test_each_place_is_found_once(gazetteer: None) -> None:
    found = places_in("In Kyiv, near Kyiv, біля Києва.")

    assert codes(found) == [KYIV]
    assert found[0].as_written == "Kyiv"


def test_a_longer_text_asks_the_gazetteer_no_more(
    gazetteer: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    text = "Two were shot near Udachne. Біля Роботиного. "
    for times in (1, 30):
        with django_assert_num_queries(1):
            places_in(text * times)


@pytest.mark.parametrize(
    ("written", "nominative"),
    [
        ("Удачного", "Удачне"),
        ("Авдіївкою", "Авдіївка"),
        ("Авдіївці", "Авдіївка"),
        ("Бучі", "Буча"),
        ("Покровськом", "Покровськ"),
        ("Харкова", "Харків"),
        ("Києва", "Київ"),
        ("Миколаєві", "Миколаїв"),
        ("Гуляйполя", "Гуляйполе"),
        ("Запоріжжям", "Запоріжжя"),
        ("Кринках", "Кринки"),
        ("Кринок", "Кринки"),
        ("Черкас", "Черкаси"),
        ("Вінниці", "Вінниця"),
        ("Глушкова", "Глушково"),
        ("Дніпра", "Дніпро"),
    ],
)
def test_a_case_is_brought_to_the_nominative(written: str, nominative: str) -> None:
    assert normalise(nominative) in [normalise(one) for one in nominatives(written)]


def test_an_adjective_before_the_name_is_brought_there_too() -> None:
    assert "велика" in adjectives("Великою")
    assert "часів" in adjectives("Часового")
    assert adjectives("New") == nominatives("New") == ("New",)


@given(st.text(max_size=30))
def test_no_word_raises_or_has_many_forms(word: str) -> None:
    assert len(nominatives(word)) <= 40
    assert len(adjectives(word)) <= 12


@pytest.mark.parametrize(
    "text", ["Я" * 9000, "Я " * 9000, "Near " * 3000, "\x00\ud800 Ab\x00", "İ ǅ"]
)
def test_hostile_text_is_read_to_its_end(gazetteer: None, text: str) -> None:
    assert places_in(text) == []
