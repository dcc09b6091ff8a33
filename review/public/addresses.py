"""Addresses in full, the same in every language: what is cited, fed and downloaded."""

import re
from datetime import date
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from review.references import PATTERN, normalise

# Stands in the address of every record until its own reference does.
BLANK = "0000000"


def address(view: str, *args: object) -> str:
    with override("en"):
        return f"{settings.SITE_URL}{reverse(view, args=args)}"


def record_address(kind: str, reference: str) -> str:
    """Of a record's page, which always shows its current edition."""
    return _of_records(settings.SITE_URL, kind).replace(BLANK, reference)


def edition_address(kind: str, reference: str, number: int) -> str:
    """Of one edition, which never changes."""
    return f"{record_address(kind, reference)}editions/{number}/"


def reference_pasted(text: str, kind: str) -> str | None:
    """The reference of a record of this kind that somebody typed or pasted, as we write it.

    By itself, or in the address of its page, of an edition or of a file of it: in whatever
    language, and wherever the site was when it was copied.
    """
    found = _page_of(kind).fullmatch(text.strip())
    try:
        return normalise(found["reference"] if found else text.strip())
    except ValueError:
        return None


@cache
def _page_of(kind: str) -> re.Pattern[str]:
    with override("en"):
        before, after = reverse(f"{kind}_detail", args=[BLANK]).split(BLANK)
    host = r"(?:(?:https?://)?[^/\s]+)?(?:/[a-z]{2})?"
    after = rf"(?:{re.escape(after)}.*|{re.escape(after.rstrip('/'))}|\..*)"
    return re.compile(rf"{host}{re.escape(before)}(?P<reference>{PATTERN}){after}", re.DOTALL)


@cache
def _of_records(site: str, kind: str) -> str:
    """Kept, since a file writes it once for each of its rows."""
    return address(f"{kind}_detail", BLANK)


def tag(day: date, name: str) -> str:
    """A name for ever (RFC 4151): not even a new address of the site changes it in feeds."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{day}:{name}"
