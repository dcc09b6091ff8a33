"""Search words: what a question finds, and what it cannot break."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.text.search_words import (
    LEMMATISER_VERSION,
    MAX_QUERY_WORDS,
    forms,
    query_words,
    raw_query,
    search_query,
    search_text,
    words,
)
from sources.text.synonyms import SYNONYMS

# The first word of each language waits for its dictionary.
patient = settings(deadline=None)


def finds(question: str, text: str) -> bool:
    in_text = set(search_text(text).split())
    return all(asked & in_text for asked in query_words(question))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("солдат", "двоє солдатів"),
        ("солдатами", "двоє солдатів"),
        ("полонені", "вбивство двох полонених"),
        ("пленный", "убийство пленных"),
        ("soldier", "two soldiers"),
        ("killing", "two were killed"),
        ("SOLDIERS", "Soldiers"),
        ("Shtorm", "підрозділ «Шторм»"),
        ("Shtorm", "разом зі Штормом"),
        ("Шторм", "a unit referred to as 'Shtorm'"),
        ("Shtorm", "Shtorm's commander"),
        ("Вагнер", "Wagner"),
        ("HUR", "ГУР"),
        ("Zaporizhia", "Запоріжжя"),
        ("Yevhen", "Євген"),
        ("Zaporizhzhya", "Zaporizhzhia"),
        ("Glushkovo", "Глушково"),
        ("Hlushkovo", "Глушково"),
        ("Slovyansk", "Слов’янськ"),
        ("Слов'янськ", "Слов’янськ"),
        ("СЛОВʼЯНСЬК", "Слов’янськ"),
        ("замок", "за́мок"),
        ("Слов´янськ", "Слов\N{SOFT HYPHEN}’янськ"),
        ("Ко\N{ZERO WIDTH SPACE}валь", "Коваль"),
        ("POW", "two POWs"),
        ("POWs", "a POW"),
        ("pows", "a POW"),
        ("uav", "UAVs"),
        ("UAVs", "a UAV's camera"),
        ("MANPADs", "a MANPAD"),
        ("155", "155-та бригада"),
        ("155-та бригада", "155-ї бригади"),
        ("soldiers in Udachne", "soldiers near Udachne"),
    ],
)
def test_a_question_finds_the_text(question: str, text: str) -> None:
    assert finds(question, text)


@pytest.mark.parametrize("mixed", ["Штoрм", "Штopм", "CБУ", "СБY"])
def test_look_alike_letters_of_the_other_alphabet_do_no_harm(mixed: str) -> None:
    right = "Шторм" if mixed.startswith("Ш") else "СБУ"
    assert finds(mixed, right)
    assert finds(right, mixed)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("prisoner", "two soldiers"),
        ("soldiers Kursk", "soldiers near Udachne"),
        ("офіцер", "двоє солдатів"),
    ],
)
def test_every_word_of_the_question_must_be_there(question: str, text: str) -> None:
    assert not finds(question, text)


def test_search_text_holds_each_form_once() -> None:
    assert search_text("Trenches, trenches!", "TRENCHES") == "trench trenches trenches0trenches"


def test_search_text_joins_no_words_of_two_texts() -> None:
    assert search_text("One", "bridge") == "one bridge"


def test_search_text_of_nothing_is_empty() -> None:
    assert search_text() == search_text("", " \x00 –") == ""


def test_search_text_is_bounded_and_ends_with_a_whole_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sources.text.search_words.MAX_SEARCH_TEXT", 10)
    assert search_text("Two bridges") == "tvo two"


def test_search_text_reads_only_the_beginning_of_an_endless_text() -> None:
    assert search_text("a " * 1_000_000 + "soldier") == search_text("a a")


def test_words_are_small_letters_and_digits() -> None:
    text = "Two soldiers’ radio_call: «Сім’я», 26\x00 хв."
    assert words(text) == ["two", "soldiers", "radio", "call", "сім'я", "26", "хв"]


def test_stop_words_are_asked_for_only_when_there_is_nothing_else() -> None:
    assert query_words("the killing of") == query_words("killing")
    assert len(query_words("of the")) == 2


def test_question_is_every_word_in_any_form_and_the_last_may_be_begun() -> None:
    assert raw_query("Шторм soldiers") == (
        "('shtorm' | 'шторм') & ('soldier' | 'soldiers' | 'soldier0' | 'soldiers':*)"
    )


def test_a_short_last_word_is_not_taken_for_a_beginning() -> None:
    assert ":*" not in raw_query("до")


def test_question_without_a_word_is_no_query() -> None:
    assert [search_query(nothing) for nothing in ("", "  ", "\x00", "&|!()", "–")] == [None] * 5


def test_operators_typed_by_a_person_are_no_operators() -> None:
    assert query_words("!war & (crime) | 'a':* <-> \\\"b\"") == query_words("war crime a b")


def test_a_long_question_is_cut_and_answered_quickly() -> None:
    raw_query("warm up слово")
    question = " ".join(f"слово{number}" for number in range(2000))[:10_000]
    start = time.perf_counter()
    asked = raw_query(question)
    assert time.perf_counter() - start < 1
    assert asked.count("&") + 1 == MAX_QUERY_WORDS


def test_lemmatiser_version_names_the_package_and_our_own_forms() -> None:
    assert re.fullmatch(r"simplemma \d+\.\d+\.\d+, forms \d+", LEMMATISER_VERSION)


# Synonyms of the field, in three languages


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("executed", "двох полонених розстріляли"),
        ("shot", "расстрелян"),
        ("розстріл", "POWs were executed"),
        ("стратили", "they were shot dead"),
        ("POW", "вбивство військовополоненого"),
        ("prisoner of war", "двоє полонених"),
        ("prisoners of war", "a POW"),
        ("полонені", "a prisoner of war"),
        ("военнопленные", "two POWs"),
        ("не брати полонених", "“no quarter”"),
        ("order to execute", "наказ розстріляти"),
        ("drones", "БпЛА"),
        ("war crime", "воєнний злочин"),
    ],
)
def test_a_question_finds_what_means_the_same(question: str, text: str) -> None:
    assert finds(question, text)


@pytest.mark.parametrize(
    ("question", "text"), [("war", "воєнний злочин"), ("quarter", "не брати полонених")]
)
def test_a_word_of_a_term_is_not_the_term(question: str, text: str) -> None:
    assert not finds(question, text)


def test_no_word_alone_belongs_to_two_lines_of_synonyms() -> None:
    alone = [
        (form, name)
        for name, line in SYNONYMS.items()
        for term in line.split(", ")
        if len(words(term)) == 1
        for form in forms(words(term)[0])
    ]
    twice = {form for form, name in alone if {other for f, other in alone if f == form} != {name}}

    assert twice == set()


# Phrases, and what is left out


def test_a_phrase_is_its_words_side_by_side_as_they_are_written() -> None:
    assert raw_query('"killed while surrendering"') == ("('killed0while') & ('while0surrendering')")
    assert "killed0while" in search_text("He was killed, while others fled").split()
    assert raw_query("«Шторм»") == raw_query("Шторм")


def test_what_is_left_out_has_no_synonyms_and_is_not_begun() -> None:
    assert raw_query("bridge -drones") == "('bridge') & !('drone' | 'drones')"
    assert raw_query('bridge -"war crime"') == "('bridge') & !(('war0crime'))"
    assert raw_query("bridge -well-known") == (
        "('bridge') & !(('vell' | 'well') & ('knovn' | 'know' | 'known'))"
    )


def test_a_hyphen_within_or_alone_leaves_nothing_out() -> None:
    assert query_words("155-та - бригада –") == query_words("155 та бригада")


def test_a_question_that_only_leaves_out_is_no_query() -> None:
    assert [search_query(nothing) for nothing in ("-war", '-"war crime"', "- -war")] == [None] * 3


letters = st.text(
    st.sampled_from(
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяёыэъABCXYZabcdefghijklmnopqrstuvwxyz'’ʼ-_ 019."
    ),
    max_size=40,
)
any_text = st.one_of(letters, st.text(max_size=60))


@patient
@given(any_text)
def test_any_word_of_a_text_is_found_by_itself(text: str) -> None:
    in_text = set(search_text(text).split())
    assert [word for word in words(text) if not forms(word) & in_text] == []


@patient
@given(letters)
def test_a_text_is_found_by_its_own_words(text: str) -> None:
    assert finds(text, text)


# Whatever is typed, the tsquery consists of quoted forms, of letters and digits alone.
TSQUERY = re.compile(
    r"""(!?\(*'[^\W_]+'(:\*)?(\ \|\ '[^\W_]+'(:\*)?)*\)+
        (\ &\ (?=!?\()|$))*""",
    re.VERBOSE,
)


@patient
@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_no_text_breaks_a_question(text: str) -> None:
    assert TSQUERY.fullmatch(raw_query(text))
    assert search_text(text).replace(" ", "").isalnum() or search_text(text) == ""
