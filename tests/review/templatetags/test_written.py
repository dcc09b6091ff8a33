"""Words that people wrote in one language only are shown as such to readers of the other."""

import pytest
from django.utils.translation import override

from review.languages import written_language
from review.templatetags.written import as_written, public_note, record_kind, unseen

MARK = '<span class="unseen" title="{}">{}</span>'


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("near Udachne", "en"),
        ("поблизу Удачного", "uk"),
        ("Added what the HUR (ГУР) says.", "en"),
        ("Додано слова CNN і ГУР.", "uk"),
        ("00:01:32", "uk"),
        ("", "uk"),
    ],
)
def test_the_letters_of_a_text_tell_its_language(text: str, language: str) -> None:
    with override("uk"):
        assert written_language(text) == language


def test_what_stays_as_written_says_its_language_to_programs() -> None:
    with override("uk"):
        assert as_written("said & done") == '<span lang="en">said &amp; done</span>'
        assert as_written("сказав") == "сказав"
    with override("en"):
        assert as_written("сказав") == '<span lang="uk">сказав</span>'


def test_a_note_in_the_other_language_is_marked() -> None:
    with override("uk"):
        marked = '<span lang="en">Corrected.</span> <span class="tag">англійською</span>'
        assert public_note("Corrected.") == marked
        assert public_note("Виправлено.") == "Виправлено."


def test_kinds_of_records_have_names() -> None:
    with override("uk"):
        assert [record_kind(kind) for kind in ("incident", "source", "actor")] == [
            "подія",
            "джерело",
            "суб’єкт",
        ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("й ї Коваль\n\tдва", "й ї Коваль\n\tдва"),
        ("a\r\nb", "a\nb"),
        ("<b>", "&lt;b&gt;"),
        ("Ко\u00adваль", f"Ко{MARK.format('U+00AD', 'SOFT HYPHEN')}валь"),
        ("\u200d", MARK.format("U+200D", "ZERO WIDTH JOINER")),
        ("\u00a0", MARK.format("U+00A0", "NO-BREAK SPACE")),
        ("\x07", MARK.format("U+0007", "U+0007")),
    ],
)
def test_what_nobody_sees_is_shown_by_its_name(text: str, shown: str) -> None:
    assert unseen(text) == shown
