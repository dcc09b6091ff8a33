"""The format of documents, parts and entries: literal vectors, and what holds for all values."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from hypothesis import assume, given
from hypothesis import strategies as st

from review.editions import chain
from review.editions.documents import put_together
from review.models import Entry

DECISIONS = Path(settings.BASE_DIR) / "docs" / "decisions"

# The same literals stand in docs/decisions/editions-and-chain.md.
DOCUMENT = {
    "title": {"en": 'Слов’янськ: "A\\B"\n\t\x01€ 😀', "uk": ""},
    "killed": None,
    "kinds": ["order", ""],
    "victims": [{"id": "7", "best": 2}, {"id": "8", "best": -1, "is_group": True}],
    "links": [],
}
STAFF = {"approved_by": 2, "entered_by": [1], "revision": 5, "submitted_by": 1}
PARTS = [
    (
        "title",
        '{"en":"Слов’янськ: \\"A\\\\B\\"\\n\\t\\u0001€ 😀","uk":""}',
        "cea47c7733418f3400426134d892faf97e25162700abc4bb9ca24d3b797d41a3",
    ),
    ("killed", "null", "c815d2b20c36e86b9250eaea202af9c02b1c7445807127dc9af708ef4e979dd8"),
    ("kinds", '["order",""]', "785f898bb8d8f3fcab0ee60c310589c0808d075d6bb24883c966c58ce248e361"),
    (
        "victims/7",
        '{"best":2,"id":"7"}',
        "82f6d5bf2683fc4841597cf586f4e624b106fc8b0a61a6a2c35c01b299bdf683",
    ),
    (
        "victims/8",
        '{"best":-1,"id":"8","is_group":true}',
        "265f4063fcd51a7d68cbb10195d540b707ca71ee8555d53d3aa94625215a7242",
    ),
    ("links", "[]", "a1906b74e464fe0fa1c64b4b9e1b02be9b46febaa9da858472890b1998efa68d"),
    (
        "staff",
        '{"approved_by":2,"entered_by":[1],"revision":5,"submitted_by":1}',
        "d409dfb24623ebe826a11ddc5980bc930c5d9d672206ec386bb58e0fd7630479",
    ),
]
HIDDEN = {"editions": [1], "hidden": True, "path": "victims/8", "reason": "protection"}
REDACTED = {"editions": [1], "path": "victims/8", "reason": "protection"}
ENTRIES = [
    (
        "edition",
        {"note": "", "number": 1, "parts": [[p, d] for p, _v, d in PARTS], "schema": 1},
        "fa5a4d1a2d941b3113725647f178862980d0c39ea91127d541b415d5e6487c02",
    ),
    ("hiding", HIDDEN, "03d3dfe539de10e9c14eb95d7104565ccbbd93210fa4c0933e94ad5015fbc434"),
    ("redaction", REDACTED, "2cb1ab184bd9c474734a0d0075bf3a7b95ebfaabbfd6835cb6cdeaa26b80432b"),
    (
        "withdrawal",
        {"reason": "error"},
        "ab2fc24c0929be83851fa68518463a80b334d7293806a217cfad323a6c7e157c",
    ),
    (
        "merge",
        {"into": "0000011", "reason": "duplicate"},
        "1d6c5f19b45831a7fe75497b24fc8e53913aa71df666a75ea6dadf101db9521e",
    ),
]

texts = st.text(st.characters(exclude_categories=["Cs"]))
keys = st.text("abcdefghijklmnopqrstuvwxyz0123456789_", min_size=1, max_size=8)
scalars = st.none() | st.booleans() | st.integers(-(2**53 - 1), 2**53 - 1) | texts
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4)
)
documents = st.dictionaries(keys, values, max_size=6)


def entry(**changes: Any) -> Entry:
    fields = {
        "position": 1,
        "kind": "edition",
        "record_kind": "incident",
        "reference": "0000000",
        "day": date(2025, 1, 1),
        "payload": "{}",
        "previous": chain.FIRST_PREVIOUS,
    }
    return Entry(**fields | changes)


# Literal vectors


def test_document_splits_into_the_parts_of_the_vectors() -> None:
    parts = [(path, chain.canonical(value)) for path, value in chain.split(DOCUMENT)]

    assert parts == [(path, value) for path, value, _digest in PARTS[:-1]]
    assert chain.canonical(STAFF) == PARTS[-1][1]


def test_part_digests_are_those_of_the_vectors() -> None:
    digests = [
        chain.part_digest(path, f"{number:032}", value)
        for number, (path, value, _digest) in enumerate(PARTS, 1)
    ]

    assert digests == [digest for _path, _value, digest in PARTS]


def test_entry_digests_are_those_of_the_vectors() -> None:
    digests = []
    previous = chain.FIRST_PREVIOUS
    for number, (kind, payload, _digest) in enumerate(ENTRIES, 1):
        previous = chain.entry_digest(
            entry(
                position=number,
                kind=kind,
                day=date(2025, 1, number),
                payload=chain.canonical(payload),
                previous=previous,
            )
        )
        digests.append(previous)

    assert digests == [digest for _kind, _payload, digest in ENTRIES]


def test_decision_record_has_every_vector() -> None:
    record = (DECISIONS / "editions-and-chain.md").read_text()
    export = (DECISIONS / "editions-and-chain.jsonl").read_text().splitlines()

    digests = [digest for *_, digest in [*PARTS, *ENTRIES]]
    assert [digest for digest in digests if f"`{digest}`" not in record] == []
    lines = [json.loads(line) for line in export]
    assert [line["digest"] for line in lines if line["type"] == "entry"] == [
        digest for *_, digest in ENTRIES
    ]


# What holds for all values


@given(values)
def test_canonical_form_is_sorted_compact_json(value: Any) -> None:
    chain.check_value(value)

    assert chain.canonical(value) == json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


@given(documents)
def test_split_and_join_give_the_document_back(document: dict[str, Any]) -> None:
    parts = [(path, chain.canonical(value)) for path, value in chain.split(document)]

    joined = put_together([path for path, _value in parts], dict(parts), {})

    assert chain.canonical(joined) == chain.canonical(document)
    assert list(joined) == list(document)


rows = st.lists(st.fixed_dictionaries({"id": st.uuids().map(str), "best": scalars}), min_size=1)


@given(rows, values)
def test_every_row_is_a_part_of_its_own(rows: list[Any], value: Any) -> None:
    parts = dict(chain.split({"victims": rows, "other": value}))

    assert list(parts)[: len(rows)] == [f"victims/{row['id']}" for row in rows]
    assert [part["best"] for part in list(parts.values())[: len(rows)]] == [
        row["best"] for row in rows
    ]


@given(st.tuples(texts, texts, texts), st.tuples(texts, texts, texts))
def test_parts_that_differ_have_other_digests(one: Any, other: Any) -> None:
    assume(one != other)

    assert chain.part_digest(*one) != chain.part_digest(*other)


@pytest.mark.parametrize(
    "change",
    [
        {"position": 2},
        {"kind": "withdrawal"},
        {"record_kind": "source"},
        {"reference": "0000011"},
        {"day": date(2025, 1, 2)},
        {"payload": "[]"},
        {"previous": "1" + "0" * 63},
    ],
)
def test_entry_digest_changes_with_every_field(change: dict[str, Any]) -> None:
    assert chain.entry_digest(entry(**change)) != chain.entry_digest(entry())


def test_salts_are_long_and_differ() -> None:
    salts = {chain.new_salt() for _ in range(100)}

    assert len(salts) == 100
    assert {len(salt) for salt in salts} == {32}


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (1.5, "document: float cannot be in a public document"),
        (2**53, "document: int cannot be"),
        (-(2**53), "document: int cannot be"),
        ([date(2025, 1, 1)], "document/0: date cannot be"),
        ({"place": {"at": (1, 2)}}, "document/place/at: tuple cannot be"),
        ({"Place": 1}, "the key 'Place' is not lower-case ASCII"),
        ({"місце": 1}, "the key 'місце' is not lower-case ASCII"),
        ({"a/b": 1}, "the key 'a/b' is not lower-case ASCII"),
        ({"a\n": 1}, "is not lower-case ASCII"),
        ({"": 1}, "the key '' is not lower-case ASCII"),
        ({1: 1}, "the key 1 is not lower-case ASCII"),
    ],
)
def test_other_values_are_refused(value: Any, sentence: str) -> None:
    with pytest.raises(TypeError, match=sentence):
        chain.check_value(value)


# Appending


@pytest.mark.django_db
def test_entries_follow_one_another() -> None:
    made = [
        chain.append(
            kind="withdrawal",
            record_kind="incident",
            reference="0000000",
            day=date(2025, 1, 1),
            payload={"reason": "error"},
        )
        for _ in range(3)
    ]

    assert [e.position for e in made] == [1, 2, 3]
    assert [e.previous for e in made] == [chain.FIRST_PREVIOUS, made[0].digest, made[1].digest]
    assert [e.digest for e in made] == [chain.entry_digest(e) for e in made]
    assert chain.head() == made[2]
    assert chain.current_position() == 3


@pytest.mark.django_db
def test_empty_chain_has_no_head() -> None:
    assert chain.head() is None
    assert chain.current_position() == 0
