"""An origin that a reader asks for by its key, and how it is named from what is public."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import gettext as _
from review.references import ALPHABET

from sources.models.published import (
    PublishedActor,
    PublishedSource,
    all_merged,
    merged_into,
)
from sources.origins.find import OriginKind
from sources.words.texts import plainly

KEY = re.compile(
    rf"(?P<kind>{'|'.join(OriginKind.values)}):(?P<source>source:)?(?P<reference>[{ALPHABET}]{{7}})"
    rf"(?::second)?"
)


class OriginAsked(NamedTuple):
    key: str
    words: str

    def __str__(self) -> str:
        return self.words


def origin_asked(key: str) -> OriginAsked | None:
    """None where no body or listed source of that reference is public."""
    key = key_now(key, all_merged())
    found = KEY.fullmatch(key)
    if found is None:
        return None
    about = (_source if found["source"] else _body)(found["reference"])
    return OriginAsked(key, _in_words(OriginKind(found["kind"]), about)) if about else None


def key_now(key: str, merged: Mapping[str, str]) -> str:
    """Of the body that stays, where that of the key was merged since."""
    found = KEY.fullmatch(key)
    reference = found["reference"] if found else ""
    return key.replace(reference, merged[reference]) if reference in merged else key


def keys_of(key: str) -> list[str]:
    """The same with the keys that editions of before have."""
    found = KEY.fullmatch(key)
    reference = found["reference"] if found else ""
    return [key, *(key.replace(reference, gone) for gone in merged_into(reference) if reference)]


def _body(reference: str) -> str:
    body = PublishedActor.objects.filter(reference=reference).first()
    return plainly({"en": body.name_en, "uk": body.name_uk}) if body else ""


def _source(reference: str) -> str:
    listed = PublishedSource.objects.listed()
    source = listed.filter(reference=reference).first()
    # Whoever was the first of an item may be withdrawn, and the item still be cited.
    source = source or listed.filter(item=reference).order_by("published_on", "reference").first()
    if source is None:
        return ""
    what = filter(None, [source.get_kind_display(), plainly(source.publisher_names)])
    return source.title or _("%s, title not given here") % ", ".join(what)


def _in_words(kind: OriginKind, about: str) -> str:
    """E.g. CNN · people who are not named, through CNN · CNN, which names nobody."""
    return {
        OriginKind.BODY: about,
        OriginKind.EXAMINATION: _("our own examination of %s") % about,
        OriginKind.VOICE: _("people who are not named, through %s") % about,
        OriginKind.UNATTRIBUTED: _("%s, which names nobody") % about,
    }[kind]
