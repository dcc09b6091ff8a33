"""The numbered sentences of a report."""

from hypothesis import given
from hypothesis import strategies as st

from sources.proposals.sentences import sentences
from sources.text.passages import sentences as counted_by_locators

ENGLISH = """Two prisoners killed near Udachne

24 May 2025

Lt. Gen. Kovalenko of the U.N. mission spoke on Friday. "Shoot them!" the voice says. See p. 4 and
No. 12. Nobody answered… The 3.5 km of trenches were empty.
- First item
- Second item
"""
UKRAINIAN = (
    "Це сталося 22 травня 2025 р. біля м. Покровськ Донецької обл. України. Розслідують за ч. 2 "
    "ст. 438 КК. «Стріляйте!» – сказав він. За словами О. П. Коваленка, двох убито. Це 2025 р. "
    "Наказ віддав командир."
)
RUSSIAN = "По словам ген. И. И. Иванова, в г. Бахмут и др. местах т.е. везде. Двое убиты! Кто?"


def texts(text: str) -> list[str]:
    return [" ".join(sentence.text.split()) for sentence in sentences(text)]


def test_english_sentences_end_where_a_reader_ends_them() -> None:
    assert texts(ENGLISH) == [
        "Two prisoners killed near Udachne",
        "24 May 2025",
        "Lt. Gen. Kovalenko of the U.N. mission spoke on Friday.",
        '"Shoot them!" the voice says.',
        "See p. 4 and No. 12.",
        "Nobody answered…",
        "The 3.5 km of trenches were empty.",
        "- First item",
        "- Second item",
    ]


def test_ukrainian_sentences_do_not_end_at_abbreviations_and_initials() -> None:
    assert texts(UKRAINIAN) == [
        "Це сталося 22 травня 2025 р. біля м. Покровськ Донецької обл. України.",
        "Розслідують за ч. 2 ст. 438 КК.",
        "«Стріляйте!» – сказав він.",
        "За словами О. П. Коваленка, двох убито.",
        "Це 2025 р.",
        "Наказ віддав командир.",
    ]


def test_russian_sentences_do_not_end_at_abbreviations() -> None:
    assert texts(RUSSIAN) == [
        "По словам ген. И. И. Иванова, в г. Бахмут и др. местах т.е. везде.",
        "Двое убиты!",
        "Кто?",
    ]


def test_a_heading_is_a_sentence_of_its_own() -> None:
    post = "Страта біля Удачного\nПрокуратура розпочала провадження.\nДвох убито."

    assert texts(post) == [
        "Страта біля Удачного",
        "Прокуратура розпочала провадження.",
        "Двох убито.",
    ]


def test_a_text_broken_into_lines_of_one_width_is_one_paragraph() -> None:
    broken = (
        "The prosecutor's office said on Friday that two soldiers\n"
        "Ukraine had counted as missing were shot close to the\n"
        "Pokrovsk road. Nobody else was found there."
    )

    assert len(sentences(broken)) == 2
    assert {sentence.paragraph for sentence in sentences(broken)} == {1}


def test_sentences_say_where_they_stand_and_in_which_paragraph() -> None:
    text = "One. Two.\r\n\r\nThree."

    assert [
        (one.number, text[one.start : one.end], one.text, one.paragraph) for one in sentences(text)
    ] == [(1, "One.", "One.", 1), (2, "Two.", "Two.", 1), (3, "Three.", "Three.", 2)]


def test_a_number_of_a_list_is_no_sentence() -> None:
    assert texts("1. Two were killed. 2. One was injured.") == [
        "1. Two were killed.",
        "2. One was injured.",
    ]


def test_locators_count_the_same_sentences() -> None:
    for text in (ENGLISH, UKRAINIAN, RUSSIAN):
        assert counted_by_locators(text) == texts(text)


def test_no_text_has_no_sentences() -> None:
    assert sentences("") == sentences(" \n\t\u2028 ") == []


@given(st.text(alphabet=st.sampled_from("aЯі.!?…»)\"' \n\r\t\u2028\x0b1-–•"), max_size=200))
def test_nothing_is_lost_but_white_space(text: str) -> None:
    found = sentences(text)

    assert "".join("".join(one.text.split()) for one in found) == "".join(text.split())
    assert all(text[one.start : one.end] == one.text for one in found)
    assert [one.number for one in found] == list(range(1, len(found) + 1))
