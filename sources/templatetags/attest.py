"""How pages say what documents hold: dates, numbers, terms and texts in two languages, in words."""

import re
from datetime import date
from typing import Any

from django import template
from django.db.models import Choices
from django.utils.html import conditional_escape, format_html, linebreaks
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from review.editions.translations import OTHER_LANGUAGE
from review.languages import reader_language, said_once

from sources import vocabulary
from sources.text import dates

register = template.Library()

NOT_TRANSLATED = {
    "en": gettext_lazy("in English, not translated yet"),
    "uk": gettext_lazy("in Ukrainian, not translated yet"),
}


OLDER_THAN_THE_ORIGINAL = gettext_lazy("the translation is older than the original")


def in_language(text: dict[str, str]) -> tuple[str, str]:
    """The text and the language that it is in: the reader's where there is one."""
    language = reader_language()
    if text[language] or not text[OTHER_LANGUAGE[language]]:
        return text[language], language
    return text[OTHER_LANGUAGE[language]], OTHER_LANGUAGE[language]


@register.filter
def plainly(text: dict[str, str] | None) -> str:
    """Only the words, for a title or an attribute."""
    return in_language(text)[0] if text else ""


@register.filter
def named(text: dict[str, str] | None) -> SafeString | str:
    """A name: in another language it only says in which, since names need no translation."""
    if not text:
        return ""
    words, language = in_language(text)
    if language == reader_language():
        return words
    return format_html('<span lang="{}">{}</span>', language, words)


@register.filter
def localised(text: dict[str, str] | None) -> SafeString | str:
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


@register.filter
def paragraphs(text: dict[str, str] | None) -> SafeString | str:
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


@register.filter
def language_named(code: str) -> str:
    """The name of a language; a code that is not known stays as it is."""
    try:
        return str(get_language_info(code)["name_translated"]).lower()
    except KeyError:
        return code


# Words that a locator begins with, in the singular.
PASSAGES = {
    "sentence": gettext_lazy("sentence"),
    "page": gettext_lazy("page"),
    "paragraph": gettext_lazy("paragraph"),
}
_PASSAGE = re.compile(rf"\b({'|'.join(PASSAGES)})(?=\s\d)", re.IGNORECASE)


@register.filter
def passage_in_words(locator: str) -> str:
    """Where in a source something stands: sentence 20, page 4."""
    return _PASSAGE.sub(lambda word: str(PASSAGES[word[0].lower()]), locator)


@register.filter
def day_in_words(when: dict[str, Any] | date | str | None) -> str:
    """An uncertain date, of a document or as EDTF text; or a day."""
    text = when["edtf"] if isinstance(when, dict) else when and str(when)
    return dates.in_words(text or "", reader_language())


@register.filter
def date_precision(when: dict[str, Any] | None) -> str:
    """How narrow a date is, where it is wider than a day."""
    if not when or when["precision"] == dates.DatePrecision.DAY:
        return ""
    return str(dates.DatePrecision(when["precision"]).label)


@register.filter
def number_in_words(number: dict[str, int | None] | None) -> str:
    """Low, best and high as a reader says them. Null is not known, and never 0."""
    low, best, high = ((number or {}).get(end) for end in ("low", "best", "high"))
    if best is None:
        return _range_in_words(low, high)
    if (low is None or low == best) and (high is None or high == best):
        return str(best)
    return _("%(best)s (%(range)s)") % {"best": best, "range": _range_in_words(low, high)}


def _range_in_words(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return _("not stated")
    if high is None:
        return _("at least %s") % low
    if low is None:
        return _("at most %s") % high
    return str(low) if low == high else f"{low}–{high}"


@said_once
def label_in(modules: tuple[Any, ...], value: str, name: str) -> str:
    """The words of a term of the vocabulary `name`; a term that is gone stays as it is."""
    if not value:
        return _("not stated")
    choices: type[Choices] = next(
        getattr(module, name) for module in modules if hasattr(module, name)
    )
    try:
        return str(choices(value).label)
    except ValueError:
        return value


@register.filter
def term(value: str, name: str) -> str:
    return label_in((vocabulary,), value, name)


@register.filter
def terms(values: list[str], name: str) -> str:
    return ", ".join(term(value, name) for value in values) or _("not stated")


@register.filter
def quantity_in_words(quantity: dict[str, Any]) -> str:
    """More than 150 cases (alleged)."""
    number = number_in_words(quantity)
    stated = {quantity[end] for end in ("low", "best", "high")} - {None}
    if quantity["qualifier"] and len(stated) == 1:
        number = str(*stated)  # its qualifier says whether it is an end
    if quantity["qualifier"] and number == _("not stated"):
        number = term(quantity["qualifier"], "Qualifier")
    elif quantity["qualifier"]:
        number = f"{term(quantity['qualifier'], 'Qualifier')} {number}"
    counted = term(quantity["counted"], "Counted")
    return f"{counted}: {number}, {term(quantity['level'], 'Level')}"


@register.filter
def source_in_words(source: dict[str, Any]) -> str:
    """The first link of every chain: “Article, publisher not stated”."""
    kind = term(source["kind"], "SourceKind")
    kind = kind[:1].upper() + kind[1:]
    if source["confidential"]:
        return format_html("{}, {}", kind, _("details withheld for protection"))
    publisher = source["publisher"]
    who = named(publisher["name"]) if publisher else _("publisher not stated")
    return format_html("{}, {}", kind, conditional_escape(who))


def source_plainly(source: dict[str, Any]) -> str:
    """The same without a mark of the language that a name is in."""
    kind = capfirst(term(source["kind"], "SourceKind"))
    if source["confidential"]:
        return f"{kind}, {_('details withheld for protection')}"
    publisher = source["publisher"]
    return f"{kind}, {plainly(publisher['name']) if publisher else _('publisher not stated')}"


@register.filter
def source_named(source: dict[str, Any]) -> str:
    """Its title, or what it is and that its title is not known."""
    return source["title"] or _("%s, title not known") % source_in_words(source)


@register.filter
def link_in_words(hop: dict[str, Any]) -> str:
    """One link of a chain with how it knew: “unnamed officials (none given)”."""
    name = plainly(hop["actor"]["name"] if hop["actor"] else hop["label"])
    known = [term(value, "Circumstance") for value in hop["circumstances"]]
    known += [term(value, "Basis") for value in hop["bases"]]
    return f"{name} ({', '.join(known)})" if known else name


@register.filter
def chain_in_words(statement: dict[str, Any]) -> str:
    """“Article, publisher not stated ← CNN (intercept, drone footage)”."""
    source = source_in_words(statement["source"])
    if statement["our_examination"]:
        return f"{source} ← {_('our own examination')}"
    links = [link_in_words(hop) for hop in statement["chain"]]
    return " ← ".join([source, *(links or [_("nobody: it names no source")])])
