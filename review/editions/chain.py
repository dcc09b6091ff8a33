"""The chain of public entries and its digests (docs/decisions/editions-and-chain.md)."""

import hashlib
import json
import re
import secrets
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import connection, models
from django.utils import timezone

from review.document_types import Document
from review.models import Entry, Review

FIRST_PREVIOUS = "0" * 64
SAFE_INTEGER = 2**53 - 1


def check_value(value: Any, path: str = "document") -> None:
    """Refuse what canonical JSON of two implementations could write in two ways (TypeError)."""
    match value:
        case None | bool() | str():
            return
        case int() if abs(value) <= SAFE_INTEGER:
            return
        case list():
            for number, item in enumerate(value):
                check_value(item, f"{path}/{number}")
        case dict():
            for key, item in value.items():
                if not (isinstance(key, str) and re.fullmatch(r"[a-z0-9_]+", key)):
                    raise TypeError(f"{path}: the key {key!r} is not lower-case ASCII.")
                check_value(item, f"{path}/{key}")
        case _:
            raise TypeError(f"{path}: {type(value).__name__} cannot be in a public document.")


def canonical(value: Any) -> str:
    """RFC 8785: for the values that `check_value` lets through it is sorted, compact JSON.

    The tests hold it against a library for RFC 8785, which takes ten times as long.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def part_digest(path: str, salt: str, value: str) -> str:
    """Digest of one part; `value` is already canonical JSON."""
    return sha256(canonical([path, salt, value]))


def new_salt() -> str:
    return secrets.token_hex(16)


def split(document: Document) -> Iterator[tuple[str, Any]]:
    """Paths and values of a document's parts, in order.

    A list of objects with an `id` gives one part a row (`victims/<id>`), everything else at the
    top gives one part; so a single row can be redacted and the rest still verifies.
    """
    for key, value in document.items():
        if isinstance(value, list) and value and all(_is_row(row) for row in value):
            yield from ((f"{key}/{row['id']}", row) for row in value)
        else:
            yield key, value


def _is_row(value: Any) -> bool:
    return isinstance(value, dict) and "id" in value


def entry_digest(entry: Entry) -> str:
    return sha256(
        canonical(
            {
                "day": entry.day.isoformat(),
                "kind": entry.kind,
                "payload": sha256(entry.payload),
                "position": entry.position,
                "previous": entry.previous,
                "record_kind": entry.record_kind,
                "reference": entry.reference,
            }
        )
    )


def append(*, kind: str, record_kind: str, reference: str, day: date, payload: Any) -> Entry:
    """Add one entry at the end; call it last, since the chain is locked until the commit."""
    lock()
    entry = next_entry(
        head(), kind=kind, record_kind=record_kind, reference=reference, day=day, payload=payload
    )
    entry.save(force_insert=True)
    return entry


def lock() -> None:
    """Until the end of the transaction nobody else adds to the chain."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT review_lock_chain()")


def next_entry(
    last: Entry | None, *, kind: str, record_kind: str, reference: str, day: date, payload: Any
) -> Entry:
    """The entry that follows `last`, not saved yet."""
    check_value(payload, "payload")
    entry = Entry(
        position=last.position + 1 if last else 1,
        kind=kind,
        record_kind=record_kind,
        reference=reference,
        day=day,
        payload=canonical(payload),
        previous=last.digest if last else FIRST_PREVIOUS,
    )
    entry.digest = entry_digest(entry)
    return entry


def head() -> Entry | None:
    return Entry.objects.order_by("-position").first()


def last_of(review: Review) -> Entry:
    """What the chain says last of a record, of whatever kind; it was published once."""
    return entries_of(review).order_by("-position")[:1].get()


def entries_of(review: Review) -> "models.QuerySet[Entry]":
    """All that the chain says of a record, in its order."""
    own = Entry.objects.filter(record_kind=review.kind, reference=review.reference)
    return own.order_by("position")


def next_day(today: date) -> date:
    """As the chain counts days: they never go back, whatever a clock or time zone says."""
    last = head()
    return max(today, last.day) if last else today


def today() -> date:
    """The day of what is decided now, by the time zone of the site."""
    return next_day(timezone.localdate())


def current_position() -> int:
    """The chain's last position; what a public page can be cached by."""
    return Entry.objects.aggregate(last=models.Max("position"))["last"] or 0
