"""Bitmaps of a list in the database: a process that starts need not read the whole index."""

import json
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

from pyroaring import BitMap64
from review.public.public_state import PublicState

from sources.models.published import StoredBitmaps

# Of `packed`. Another one is not read.
FORMAT = 1
DIGEST = 32
HEADER = 8

Having = dict[Any, BitMap64]


@dataclass(frozen=True)
class ListBitmaps:
    """Of one list in one state: all rows, and by filter and value those that have it.

    `having` also has what the set of filters holds beside, for numbers that no filter asks for.
    """

    state: PublicState
    rows: BitMap64
    having: dict[str, Having]


def stored_state(name: str, made_as: str) -> PublicState | None:
    """The state of what is stored of this list, if this code can read it."""
    there = StoredBitmaps.objects.filter(pk=name, made_as=_made_as(made_as))
    found = there.values_list("reindexed", "position", "digest").first()
    return PublicState(*found) if found else None


def stored(name: str, made_as: str) -> ListBitmaps | None:
    """What is stored of this list, of whatever state; None if it is damaged or of other code."""
    there = StoredBitmaps.objects.filter(pk=name, made_as=_made_as(made_as)).first()
    if there is None:
        return None
    content = bytes(there.content)
    if sha256(content[DIGEST:]).digest() != content[:DIGEST]:
        return None
    rows, having = _unpacked(content[DIGEST:])
    return ListBitmaps(PublicState(there.reindexed, there.position, there.digest), rows, having)


def write(name: str, made_as: str, kept: ListBitmaps) -> None:
    """Replace what is stored; the chain is locked, and `kept` is of what is public now."""
    body = _packed(kept)
    content = sha256(body).digest() + body
    state = kept.state._asdict()
    # Saved without asking for what is there: that would be read for nothing.
    StoredBitmaps(name=name, made_as=_made_as(made_as), content=content, **state).save()


def _made_as(made_as: str) -> str:
    return f"{FORMAT}:{made_as}"


def _packed(kept: ListBitmaps) -> bytes:
    """Length of the header, the header, and bitmaps one behind the other, all rows first.

    The header has the size in bytes of each, by name and value. A pickle would be run where it is
    read.
    """
    rows = kept.rows.serialize()
    having = {
        name: [(value, some.serialize()) for value, some in of.items()]
        for name, of in kept.having.items()
    }
    sizes = {name: [(value, len(some)) for value, some in of] for name, of in having.items()}
    header = json.dumps([len(rows), sizes]).encode()
    packed = (some for of in having.values() for _value, some in of)
    return b"".join([len(header).to_bytes(HEADER), header, rows, *packed])


def _unpacked(body: bytes) -> tuple[BitMap64, dict[str, Having]]:
    read = BytesIO(body).read
    length, sizes = json.loads(read(int.from_bytes(read(HEADER))))
    rows = BitMap64.deserialize(read(length))
    having = {
        name: {value: BitMap64.deserialize(read(size)) for value, size in of}
        for name, of in sizes.items()
    }
    return rows, having
