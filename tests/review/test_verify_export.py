"""The verifier that shares no code with us: every change of an export is found and named."""

import copy
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools import verify_export

EXPORT = Path(__file__).parents[2] / "docs" / "decisions" / "editions-and-chain.jsonl"
LINES = [json.loads(line) for line in EXPORT.read_text(encoding="utf-8").splitlines()]
HEAD = next(line for line in reversed(LINES) if line["type"] == "entry")


def written(lines: list[Any]) -> list[str]:
    return [json.dumps(line, ensure_ascii=False) for line in lines]


def fault_in(lines: list[Any]) -> str | None:
    try:
        verify_export.Export().check(written(lines))
    except verify_export.Fault as fault:
        return str(fault)
    return None


def shown_again() -> list[Any]:
    """The same history without its last two entries, so that its parts must be there."""
    return [line for line in LINES if line.get("position", 0) <= 3]


def entry(position: int, lines: list[Any]) -> Any:
    return next(line for line in lines if line.get("position") == position)


def part(path: str, lines: list[Any]) -> Any:
    return next(line for line in lines if line.get("path") == path)


def rechained(lines: list[Any], **payload: Any) -> list[Any]:
    """With digests computed anew, as whoever runs the site can; `payload` of entries by number."""
    lines, previous = copy.deepcopy(lines), "0" * 64
    for line in lines:
        if line["type"] != "entry":
            continue
        line["payload"] = payload.get(f"entry_{line['position']}", line["payload"])
        line["previous"] = previous
        fields = {k: v for k, v in line.items() if k not in {"type", "digest"}}
        fields["payload"] = verify_export.sha256(line["payload"])
        line["digest"] = previous = verify_export.sha256(verify_export.canonical(fields))
    return lines


def test_the_example_has_no_fault() -> None:
    assert fault_in(LINES) is None
    assert rechained(LINES) == LINES


def test_an_empty_export_has_no_fault() -> None:
    assert fault_in([]) is None


# Any change


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_any_flipped_character_is_found(data: Any) -> None:
    lines = copy.deepcopy(shown_again())
    line = data.draw(st.sampled_from(lines))
    key = data.draw(st.sampled_from(sorted(line)))
    if isinstance(line[key], int):
        line[key] = data.draw(st.integers().filter(lambda number: number != line[key]))
    else:
        place = data.draw(st.integers(0, len(line[key]) - 1))
        letters = st.characters(exclude_characters=line[key][place], exclude_categories=["Cs"])
        line[key] = line[key][:place] + data.draw(letters) + line[key][place + 1 :]

    assert fault_in(lines) is not None


@pytest.mark.parametrize("place", range(len(shown_again())))
def test_any_line_that_is_cut_out_is_found_but_the_last(place: int) -> None:
    """A last entry that is cut off only shows by a head that was noted earlier, or by its parts."""
    lines = shown_again()
    left = lines[:place] + lines[place + 1 :]

    found = fault_in(left) is not None

    assert found is (lines[place] != entry(3, lines))


@pytest.mark.parametrize("place", range(len(LINES)))
def test_any_line_that_is_there_twice_is_found(place: int) -> None:
    assert fault_in([*LINES[: place + 1], *LINES[place:]]) is not None


@pytest.mark.parametrize("place", range(len(LINES) - 1))
def test_entries_that_changed_places_are_found(place: int) -> None:
    lines = copy.deepcopy(LINES)
    lines[place], lines[place + 1] = lines[place + 1], lines[place]
    order = [line["type"] for line in LINES[place : place + 2]]

    # The order of parts among themselves is not promised.
    assert (fault_in(lines) is not None) is (order == ["entry", "entry"] or place == 0)


# Each fault by its sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "Line 1 is not JSON."),
        ("[" * 100_000, "Line 1 is not JSON."),
        ("[]", "Line 1 is neither an entry nor a part."),
        ("1", "Line 1 is neither an entry nor a part."),
        ('{"type":"entry"}', "Line 1 is neither an entry nor a part."),
        ('{"type":"part","edition":1}', "Line 1 is neither an entry nor a part."),
    ],
)
def test_lines_that_are_none_are_named(text: str, sentence: str) -> None:
    with pytest.raises(verify_export.Fault, match=sentence):
        verify_export.Export().check([text])


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("position", 7, "stands where entry 2 should."),
        ("previous", "1" * 64, "does not follow on the digest of the entry before it."),
        ("day", "2025-01-09", "is not what its digest was computed from."),
    ],
)
def test_a_changed_entry_is_named(key: str, value: Any, sentence: str) -> None:
    lines = copy.deepcopy(LINES)
    entry(2, lines)[key] = value

    assert str(fault_in(lines)).endswith(sentence)


@pytest.mark.parametrize(
    ("payload", "sentence"),
    [
        ('{"reason": "error"}', "is not in canonical form."),
        ('{"reason":NaN}', "is not in canonical form."),
        ('{"reason":1.5}', "is not in canonical form."),
        ("[" * 100_000, "is not in canonical form."),
        ("{}", "has a payload that its kind does not allow."),
        ('{"reason":1}', "has a payload that its kind does not allow."),
        ('{"reason":"a witness"}', "gives a reason that is not one of ours."),
    ],
)
def test_a_payload_of_another_shape_is_named(payload: str, sentence: str) -> None:
    assert str(fault_in(rechained(LINES, entry_4=payload))).endswith(sentence)


@pytest.mark.parametrize("parts", [[1], [["path"]], [["a", "b", "c"]]])
def test_parts_of_another_shape_are_named(parts: Any) -> None:
    payload = json.loads(entry(1, LINES)["payload"]) | {"parts": parts}
    lines = rechained(LINES, entry_1=verify_export.canonical(payload))

    assert str(fault_in(lines)).endswith("has a payload that its kind does not allow.")


def test_another_number_is_named() -> None:
    payload = json.loads(entry(1, LINES)["payload"]) | {"number": 2}
    lines = rechained(LINES, entry_1=verify_export.canonical(payload))

    assert str(fault_in(lines)).endswith("has the number 2, which does not follow.")


def test_an_unknown_kind_and_another_kind_of_record_are_named() -> None:
    unknown, other, nobody = (copy.deepcopy(LINES) for _ in range(3))
    entry(4, unknown)["kind"] = "fiction"
    entry(4, other)["record_kind"] = "source"
    entry(4, nobody)["reference"] = "AAAAAAA"

    assert str(fault_in(rechained(unknown))).endswith("a payload that its kind does not allow.")
    assert str(fault_in(rechained(other))).endswith("was a incident before.")
    assert str(fault_in(rechained(nobody))).endswith("comes before any edition of that record.")


def test_changed_parts_are_named() -> None:
    lines = copy.deepcopy(LINES)
    part("killed", lines)["value"] = "0"
    assert str(fault_in(lines)).endswith("its part killed is not what was published.")

    lines = copy.deepcopy(LINES)
    part("killed", lines)["edition"] = 2
    assert fault_in(lines) == "A part names 2, which is no edition before it."

    lines = copy.deepcopy(LINES)
    part("killed", lines)["path"] = "wounded"
    assert str(fault_in(lines)).endswith("its part wounded was not in it, or is there twice.")


def test_a_part_that_is_missing_needs_an_entry_that_says_why() -> None:
    lines = [line for line in shown_again() if line.get("path") != "killed"]

    assert str(fault_in(lines)).endswith("its part killed is missing and no entry says why.")
    assert fault_in([line for line in LINES if line.get("path") != "killed"]) is None


def test_a_hidden_part_that_is_shown_again_must_be_there() -> None:
    hidden = json.loads(entry(2, LINES)["payload"])
    shown = verify_export.canonical(hidden | {"hidden": False})
    lines = [line for line in shown_again() if line.get("position", 0) <= 2]
    assert fault_in(lines) is None
    again = copy.deepcopy(lines)
    again.append(entry(2, lines) | {"position": 3})

    fault = fault_in(rechained(again, entry_3=shown))

    assert str(fault).endswith("its part victims/8 is missing and no entry says why.")


# The program


def ran(capsys: Any, *arguments: str) -> tuple[int, str]:
    code = verify_export.main(list(arguments))
    return code, capsys.readouterr().out


def test_it_says_what_it_checked_and_what_it_could_not(capsys: Any) -> None:
    code, said = ran(capsys, str(EXPORT))

    assert (code, said.splitlines()) == (
        0,
        [
            "No fault: 5 entries, 1 editions, 5 parts.",
            "Not shown, as entries say: 1 parts withdrawn, hidden or redacted.",
            "Not checkable from outside: 1 staff parts, whose salt is not published.",
            "Without a head noted earlier, a shortened or rewritten history cannot be told.",
            f"Head 5:{HEAD['digest']}",
        ],
    )


def test_a_noted_head_is_in_the_chain(capsys: Any) -> None:
    noted = entry(3, LINES)

    code, said = ran(capsys, str(EXPORT), "--head", f"3:{noted['digest']}")

    assert code == 0
    assert "The head noted at position 3 is in this chain." in said


def test_a_cut_off_end_and_a_history_written_anew_are_told_by_a_noted_head(
    capsys: Any, tmp_path: Path
) -> None:
    path = tmp_path / "editions.jsonl"
    reason = '{"reason":"duplicate"}'
    for lines in (shown_again(), rechained(LINES, entry_4=reason)):
        path.write_text("\n".join(written(lines)), encoding="utf-8")

        assert ran(capsys, str(path))[0] == 0
        code, said = ran(capsys, str(path), "--head", f"5:{HEAD['digest']}")
        assert code == 1
        assert said == (
            "The head that you noted at position 5 is not in this chain: its end was cut off, "
            "or its history was written anew.\n"
        )


def test_it_reads_standard_input(capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = io.StringIO(EXPORT.read_text(encoding="utf-8"))
    monkeypatch.setattr("builtins.open", lambda file, **_kwargs: opened if file == 0 else None)

    assert ran(capsys, "-")[0] == 0


def test_what_is_not_utf8_is_named(capsys: Any, tmp_path: Path) -> None:
    path = tmp_path / "editions.jsonl"
    path.write_bytes(b"\xff\xfe")

    assert ran(capsys, str(path)) == (1, "The file holds text that is not UTF-8.\n")


def test_a_fault_ends_in_1(capsys: Any, tmp_path: Path) -> None:
    path = tmp_path / "editions.jsonl"
    path.write_text("{}\n", encoding="utf-8")

    assert ran(capsys, str(path)) == (1, "Line 1 is neither an entry nor a part.\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["/nowhere/at/all"], "the file cannot be read: No such file or directory"),
        ([str(EXPORT), "--head", "5"], "a head is written as position:digest"),
        ([], "the following arguments are required: export"),
    ],
)
def test_a_wrong_call_ends_in_2(capsys: Any, arguments: list[str], sentence: str) -> None:
    with pytest.raises(SystemExit) as ended:
        verify_export.main(arguments)

    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err
