"""How pages give what people wrote in one language, whichever it is; and what a record is."""

from datetime import datetime
from typing import Any

from django import template
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from review.languages import reader_language, written_language
from review.models import record_model
from review.text import characters, kept

register = template.Library()

WRITTEN_IN = {"en": gettext_lazy("in English"), "uk": gettext_lazy("in Ukrainian")}


@register.filter
def as_written(text: str) -> SafeString | str:
    """Words that stay as they are; what reads them aloud is told their language."""
    language = written_language(text)
    if language == reader_language():
        return text
    return format_html('<span lang="{}">{}</span>', language, text)


@register.filter
def public_note(text: str) -> SafeString | str:
    """A note of ours, marked where it is not in the reader's language."""
    language = written_language(text)
    if language == reader_language():
        return text
    return format_html('{} <span class="tag">{}</span>', as_written(text), WRITTEN_IN[language])


@register.filter
def unseen(text: str) -> SafeString:
    """The text with a mark for each character that nobody would see, by its name in Unicode."""
    pieces = characters.pieces(kept.line_ends(text))
    return format_html_join("", "{}", ((_piece(piece),) for piece in pieces))


def _piece(piece: str) -> SafeString | str:
    if not characters.is_unseen(piece):
        return piece
    mark = '<span class="unseen" title="{}">{}</span>'
    return format_html(mark, characters.number_of(piece), characters.name_of(piece))


@register.filter
def record_kind(kind: str) -> str:
    return str(record_model(kind)._meta.verbose_name)


@register.filter
def behind_all(lines: list[Any]) -> list[User]:
    """Whoever is behind each of several lines, if it is the same people everywhere."""
    first: list[User] = lines[0].people
    is_all = len(lines) > 1 and all(set(line.people) == set(first) for line in lines)
    return first if is_all else []


@register.filter
def are_all_new(lines: list[Any]) -> bool:
    return len(lines) > 1 and all(line.kind == "added" for line in lines)


# From so many days on the larger measure says enough.
IN_WEEKS, IN_MONTHS = 14, 61


@register.filter
def age(since: datetime) -> str:
    """How many days ago that was, by the calendar, in words."""
    days = (timezone.localdate() - timezone.localdate(since)).days
    if days < 1:
        return _("since today")
    if days < IN_WEEKS:
        return ngettext("for %(number)s day", "for %(number)s days", days) % {"number": days}
    if days < IN_MONTHS:
        weeks = days // 7
        return ngettext("for %(number)s week", "for %(number)s weeks", weeks) % {"number": weeks}
    months = days // 30
    return ngettext("for %(number)s month", "for %(number)s months", months) % {"number": months}
