"""Passages of a text as received."""

import pytest

from sources.text.passages import Passage, passage, sentences

ENGLISH = (
    "24 May 2025\n\nLt. Gen. Budanov spoke on Friday. More than 3.5 thousand men, he said "
    "(see e.g. p. 4), were held. “Shoot them.” Nobody answered…\nThe U.S. embassy did not comment"
)
UKRAINIAN = "Це сталося 22 травня 2025 р. біля м. Покровськ. Двох вбито! Чи був наказ? Не вказано."


def test_sentences_of_english_end_where_a_reader_ends_them() -> None:
    assert sentences(ENGLISH) == [
        "24 May 2025",
        "Lt. Gen. Budanov spoke on Friday.",
        "More than 3.5 thousand men, he said (see e.g. p. 4), were held.",
        "“Shoot them.”",
        "Nobody answered…",
        "The U.S. embassy did not comment",
    ]


def test_sentences_of_ukrainian_do_not_end_at_abbreviations() -> None:
    assert sentences(UKRAINIAN) == [
        "Це сталося 22 травня 2025 р. біля м. Покровськ.",
        "Двох вбито!",
        "Чи був наказ?",
        "Не вказано.",
    ]


def test_passage_is_the_named_sentence_between_its_neighbours() -> None:
    expected = Passage("Двох вбито!", "Чи був наказ?", "Не вказано.")
    assert passage(UKRAINIAN, "sentence 3") == expected
    assert passage(UKRAINIAN, "речення 3") == expected


def test_passage_of_several_sentences_is_all_of_them() -> None:
    found = passage(UKRAINIAN, "sentences 2–3")
    assert found is not None
    assert found.text == "Двох вбито! Чи був наказ?"


def test_passage_at_either_end_has_one_neighbour() -> None:
    first, last = passage(UKRAINIAN, "sentence 1"), passage(UKRAINIAN, "sentence 4")
    assert first is not None
    assert last is not None
    assert (first.before, last.after) == ("", "")


@pytest.mark.parametrize(
    "locator", ["", "page 4", "00:01:32", "sentence 0", "sentence 5", "sentence 999999", "sentence"]
)
def test_passage_of_what_names_no_sentence_is_nothing(locator: str) -> None:
    assert passage(UKRAINIAN, locator) is None


def test_passage_of_no_text_is_nothing() -> None:
    assert passage("", "sentence 1") is None


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_a_passage_is_found_however_lines_end(end: str) -> None:
    text = f"Heading{end}{end}One sentence{end}in two lines. Another.{end}"

    assert sentences(text) == ["Heading", "One sentence in two lines.", "Another."]
    assert passage(text, "sentence 2") == ("Heading", "One sentence in two lines.", "Another.")
