"""Which editions of a record were current at the end of a day."""

from datetime import date

import pytest

from review.editions.chain import canonical
from review.editions.spans import spans
from review.models import Entry


def entries(*told: str) -> list[Entry]:
    """Of a day in June and a kind, with its reason behind it: "1 edition", "2 withdrawal error"."""
    found = []
    for position, text in enumerate(told, start=1):
        day, kind, *reason = text.split()
        payload = canonical({"reason": reason[0] if reason else ""})
        when = date(2025, 6, int(day))
        found.append(Entry(position=position, day=when, kind=kind, payload=payload))
    return found


def shown(*told: str) -> list[str]:
    """Each edition's place, its day, the day until which it was current, and its last entry."""
    return [
        f"{position}: {day.day}–{until.day if until else ''}, {last.position}"
        for position, day, until, last in spans(entries(*told))
    ]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (["1 edition"], ["1: 1–, 1"]),
        (["1 edition", "3 edition"], ["1: 1–3, 1", "2: 3–, 2"]),
        (["1 edition", "1 edition"], ["2: 1–, 2"]),
        (["1 edition", "2 hiding", "3 edition", "4 hiding"], ["1: 1–3, 2", "3: 3–, 4"]),
        (["1 edition", "2 withdrawal error"], ["1: 1–2, 1"]),
        (["1 edition", "2 withdrawal error", "4 edition"], ["1: 1–2, 1", "3: 4–, 3"]),
        (["1 edition", "2 merge duplicate", "4 edition"], ["1: 1–2, 1", "3: 4–, 3"]),
        (["1 edition", "2 edition", "3 withdrawal protection", "4 edition"], ["4: 4–, 4"]),
        (["1 edition", "2 merge protection", "4 edition", "5 edition"], ["3: 4–5, 3", "4: 5–, 4"]),
    ],
)
def test_an_edition_has_the_days_until_the_next_or_until_it_went(
    told: list[str], expected: list[str]
) -> None:
    assert shown(*told) == expected
