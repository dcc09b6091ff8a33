"""In which language a text is written."""

import pytest

from sources.proposals.languages import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Two captured soldiers were shot near the village, the office said.", "en"),
        ("Двох полонених військових убили біля села, повідомила прокуратура.", "uk"),
        ("Двоих пленных военных убили около села, сообщила прокуратура, и это было вчера.", "ru"),
        (
            "The office said «вбито двох» in a post on the channel, and opened a case.",
            "en",
        ),
    ],
)
def test_a_text_is_of_the_language_that_its_letters_and_words_speak_for(
    text: str, language: str
) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12.03.2025",
        "CNN",
        "Dwóch jeńców zostało zabitych w pobliżu wsi, podała prokuratura.",
        "Zwei gefangene Soldaten wurden in der Nähe des Dorfes erschossen.",
        "Бахмут",
        "Убили двох полонених и это было не он, що він казав",
        "Two men said in a post: двох убили, потім одного",
        "日本語",
    ],
)
def test_what_is_not_sure_is_left_open(text: str) -> None:
    assert language_of(text) == ""
