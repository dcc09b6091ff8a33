"""Texts in two languages: the reader's, or the other one with a mark that says so."""

import re
from typing import cast

from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, gettext_lazy
from review.document_types import Bilingual, Language
from review.editions.translations import OTHER_LANGUAGE
from review.languages import reader_language

NOT_TRANSLATED = {
    "en": gettext_lazy("in English, not translated yet"),
    "uk": gettext_lazy("in Ukrainian, not translated yet"),
}

BLANK_LINES = re.compile(r"(?:\r?\n[ \t]*){2,}")

OLDER_THAN_THE_ORIGINAL = gettext_lazy("the translation is older than the original")


def in_language(text: Bilingual) -> tuple[str, Language]:
    """The text and the language that it is in: the reader's where there is one."""
    language = reader_language()
    if text[language] or not text[OTHER_LANGUAGE[language]]:
        return text[language], language
    return text[OTHER_LANGUAGE[language]], OTHER_LANGUAGE[language]


def plainly(text: Bilingual | None) -> str:
    """Only the words, for a title or an attribute."""
    return in_language(text)[0] if text else ""


def named(text: Bilingual | None) -> SafeString | str:
    """A name: in another language it only says in which, since names need no translation."""
    if not text:
        return ""
    words, language = in_language(text)
    if language == reader_language():
        return words
    return format_html('<span lang="{}">{}</span>', language, words)


def localised(text: Bilingual | None) -> SafeString | str:
    """The text in the reader's language, or in the other one with a mark that says so."""
    if not text:
        return ""
    words, language = in_language(text)
    if language != reader_language():
        mark = '<span lang="{}">{}</span> <span class="tag">{}</span>'
        return format_html(mark, language, words, NOT_TRANSLATED[language])
    if text.get("older") == language:
        return format_html('{} <span class="tag">{}</span>', words, OLDER_THAN_THE_ORIGINAL)
    return words


def paragraphs(text: Bilingual | None) -> SafeString | str:
    """A longer text in the reader's language, or in the other one, marked."""
    if not text:
        return ""
    words, language = in_language(text)
    body = SafeString(linebreaks(words, autoescape=True)) if words else ""
    if words and language != reader_language():
        mark = '<p><span class="tag">{}</span></p><div lang="{}">{}</div>'
        return format_html(mark, NOT_TRANSLATED[language], language, body)
    if text.get("older") == language:
        return format_html('<p><span class="tag">{}</span></p>{}', OLDER_THAN_THE_ORIGINAL, body)
    return body


def first_paragraph(text: Bilingual | None) -> SafeString | str:
    """What a longer text begins with; whoever writes it decides by a blank line where that ends."""
    return paragraphs(_apart(text)[0])


def further_paragraphs(text: Bilingual | None) -> SafeString | str:
    return paragraphs(_apart(text)[1])


def _apart(text: Bilingual | None) -> tuple[Bilingual | None, Bilingual | None]:
    """The first paragraph and the others, of the words that the reader gets."""
    if not text:
        return None, None
    words, language = in_language(text)
    first, *others = BLANK_LINES.split(words.strip(), maxsplit=1)
    alone = {**text, OTHER_LANGUAGE[language]: ""}
    parts = ({**alone, language: part} if part else None for part in (first, "".join(others)))
    return cast("tuple[Bilingual | None, Bilingual | None]", tuple(parts))


def language_named(code: str) -> str:
    """The name of a language; a code that is not known stays as it is."""
    try:
        return str(get_language_info(code)["name_translated"]).lower()
    except KeyError:
        return code
