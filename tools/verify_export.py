#!/usr/bin/env python3
"""Check an export of all editions (/editions.jsonl) with nothing but Python's standard library.

The format is fixed in docs/decisions/editions-and-chain.md; this file shares no code with the site.

    python3 tools/verify_export.py editions.jsonl --head 1234:0123…

Exit code 0: no fault; 1: the first fault is named; 2: wrong call.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

REASONS = {"protection", "error", "duplicate", "source_withdrawn"}
PAYLOADS: dict[str, dict[str, type]] = {
    "edition": {"note": str, "number": int, "parts": list, "schema": int},
    "withdrawal": {"reason": str},
    "hiding": {"editions": list, "hidden": bool, "path": str, "reason": str},
    "redaction": {"editions": list, "path": str, "reason": str},
    "merge": {"into": str, "reason": str},
}
LINES: dict[str, dict[str, type]] = {
    "entry": {
        "type": str,
        "position": int,
        "kind": str,
        "record_kind": str,
        "reference": str,
        "day": str,
        "payload": str,
        "previous": str,
        "digest": str,
    },
    "part": {"type": str, "edition": int, "path": str, "salt": str, "value": str},
}
STAFF = "staff"


class Fault(Exception):
    """The first thing that does not fit, in a sentence."""


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def refuse_number(text: str) -> NoReturn:
    raise ValueError(text)


def read(text: str, named: str) -> Any:
    """The value of a canonical text."""
    try:
        value = json.loads(text, parse_float=refuse_number, parse_constant=refuse_number)
        if canonical(value) == text:
            return value
    except (ValueError, RecursionError):
        pass
    raise Fault(f"{named} is not in canonical form.")


def has_fields(value: Any, fields: "dict[str, type]") -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == fields.keys()
        and all(type(value[name]) is wanted for name, wanted in fields.items())
    )


class Edition:
    def __init__(self, named: str, reference: str, number: int, digests: "dict[str, str]") -> None:
        self.named = named
        self.reference = reference
        self.number = number
        self.missing = digests


class Export:
    """Reads lines in order; raises the first Fault."""

    def __init__(self) -> None:
        self.position = 0
        self.digest = "0" * 64
        self.parts = 0
        self.unshown = 0
        self.heads: dict[int, str] = {}
        self.editions: dict[int, Edition] = {}
        self.record_kinds: dict[str, str] = {}
        self.numbers: dict[str, int] = {}
        self.gone: set[str] = set()
        # (reference, path, number of the edition)
        self.redacted: set[tuple[str, str, int]] = set()
        self.hidden: set[tuple[str, str, int]] = set()

    def check(self, lines: Iterable[str]) -> None:
        for number, text in enumerate(lines, 1):
            try:
                line = json.loads(text)
            except (ValueError, RecursionError):
                raise Fault(f"Line {number} is not JSON.") from None
            kind = line.get("type") if isinstance(line, dict) else None
            if kind == "entry" and has_fields(line, LINES[kind]):
                self.entry(line)
            elif kind == "part" and has_fields(line, LINES[kind]):
                self.part(line)
            else:
                raise Fault(f"Line {number} is neither an entry nor a part.")
        excused = self.redacted | self.hidden
        for edition in self.editions.values():
            self.check_missing(edition, excused)

    def entry(self, line: "dict[str, Any]") -> None:
        kind, reference = line["kind"], line["reference"]
        named = f"Entry {line['position']} ({kind} of {line['record_kind']} {reference})"
        if line["position"] != self.position + 1:
            raise Fault(f"{named} stands where entry {self.position + 1} should.")
        if line["previous"] != self.digest:
            raise Fault(f"{named} does not follow on the digest of the entry before it.")
        fields = {name: line[name] for name in LINES["entry"] if name not in {"type", "digest"}}
        fields["payload"] = sha256(line["payload"])
        if line["digest"] != sha256(canonical(fields)):
            raise Fault(f"{named} is not what its digest was computed from.")
        self.position, self.digest = line["position"], line["digest"]
        self.heads[self.position] = self.digest
        payload = read(line["payload"], f"The payload of {named}")
        if kind not in PAYLOADS or not has_fields(payload, PAYLOADS[kind]):
            raise Fault(f"{named} has a payload that its kind does not allow.")
        if payload.get("reason", "error") not in REASONS:
            raise Fault(f"{named} gives a reason that is not one of ours.")
        if self.record_kinds.setdefault(reference, line["record_kind"]) != line["record_kind"]:
            raise Fault(f"{named} was a {self.record_kinds[reference]} before.")
        if kind == "edition":
            self.edition(line, payload, named)
        else:
            self.deed(kind, reference, payload, named)

    def edition(self, line: "dict[str, Any]", payload: "dict[str, Any]", named: str) -> None:
        reference = line["reference"]
        self.numbers[reference] = self.numbers.get(reference, 0) + 1
        if payload["number"] != self.numbers[reference]:
            raise Fault(f"{named} has the number {payload['number']}, which does not follow.")
        try:
            digests = {str(path): str(digest) for path, digest in payload["parts"]}
        except (TypeError, ValueError):
            raise Fault(f"{named} has a payload that its kind does not allow.") from None
        self.gone.discard(reference)
        self.editions[line["position"]] = Edition(named, reference, payload["number"], digests)

    def deed(self, kind: str, reference: str, payload: "dict[str, Any]", named: str) -> None:
        if reference not in self.numbers:
            raise Fault(f"{named} comes before any edition of that record.")
        if kind in {"withdrawal", "merge"}:
            if payload.get("into") == reference:
                raise Fault(f"{named} merges a record into itself.")
            self.gone.add(reference)
            return
        touched = {(reference, payload["path"], number) for number in payload["editions"]}
        if kind == "redaction":
            self.redacted |= touched
        elif payload["hidden"]:
            self.hidden |= touched
        else:
            self.hidden -= touched

    def part(self, line: "dict[str, Any]") -> None:
        edition = self.editions.get(line["edition"])
        if edition is None:
            raise Fault(f"A part names {line['edition']}, which is no edition before it.")
        named = f"{edition.named}: its part {line['path']}"
        digest = edition.missing.pop(line["path"], None)
        if digest is None:
            raise Fault(f"{named} was not in it, or is there twice.")
        if digest != sha256(canonical([line["path"], line["salt"], line["value"]])):
            raise Fault(f"{named} is not what was published.")
        read(line["value"], named)
        self.parts += 1

    def check_missing(self, edition: Edition, excused: "set[tuple[str, str, int]]") -> None:
        """Every part that is not here must be unpublished, taken out or of a withdrawn record."""
        for path in edition.missing.keys() - {STAFF}:
            key = (edition.reference, path, edition.number)
            if key not in excused and edition.reference not in self.gone:
                raise Fault(f"{edition.named}: its part {path} is missing and no entry says why.")
            self.unshown += 1


def noted_head(text: str) -> "tuple[int, str]":
    position, _colon, digest = text.partition(":")
    if not position.isdecimal() or len(digest) != 64:
        raise argparse.ArgumentTypeError("a head is written as position:digest")
    return int(position), digest


def main(arguments: "list[str] | None" = None) -> int:
    parser = argparse.ArgumentParser(description="Check an export of all editions.")
    parser.add_argument("export", help="the file editions.jsonl, or - for standard input")
    parser.add_argument(
        "--head", type=noted_head, metavar="POSITION:DIGEST", help="a head that you noted earlier"
    )
    options = parser.parse_args(arguments)
    export = Export()
    try:
        with open(0 if options.export == "-" else options.export, encoding="utf-8") as lines:
            export.check(lines)
        if options.head and export.heads.get(options.head[0]) != options.head[1]:
            raise Fault(
                f"The head that you noted at position {options.head[0]} is not in this chain: "
                "its end was cut off, or its history was written anew."
            )
    except OSError as error:
        parser.error(f"the file cannot be read: {error.strerror}")
    except UnicodeError:
        print("The file holds text that is not UTF-8.")
        return 1
    except Fault as fault:
        print(fault)
        return 1
    staff = sum(STAFF in edition.missing for edition in export.editions.values())
    print(
        f"No fault: {export.position} entries, {len(export.editions)} editions, "
        f"{export.parts} parts."
    )
    print(f"Not shown, as entries say: {export.unshown} parts withdrawn, hidden or redacted.")
    print(f"Not checkable from outside: {staff} staff parts, whose salt is not published.")
    if options.head:
        print(f"The head noted at position {options.head[0]} is in this chain.")
    else:
        print("Without a head noted earlier, a shortened or rewritten history cannot be told.")
    print(f"Head {export.position}:{export.digest}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
