"""How pages give what people wrote in one language, whichever it is; and what a record is."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from review.languages import reader_language, written_language
from review.models import record_model

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
def record_kind(kind: str) -> str:
    return str(record_model(kind)._meta.verbose_name)
