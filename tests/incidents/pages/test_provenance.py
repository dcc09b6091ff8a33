"""The drawing of how it came to us: everything is in it, and nothing runs out of it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.document_types import EvidenceDocument
from incidents.pages.footnotes import Footnotes
from incidents.pages.provenance import CHARACTER, GAP, NARROWEST, Drawing, Stroke, drawings
from sources.document_types import CitedStatement
from tests.documents import (
    CNN,
    HRMMU,
    HUR,
    SBU,
    evidence,
    hop,
    incident,
    link,
    statement,
)

BY_HUR = statement("a", hop(HUR, "documented"))


def drawn(statements: list[CitedStatement], rows: list[EvidenceDocument]) -> list[Drawing]:
    return drawings(Footnotes(incident(statements, rows)))


def only(statements: list[CitedStatement], rows: list[EvidenceDocument]) -> Drawing:
    (drawing,) = drawn(statements, rows)
    return drawing


def words(drawing: Drawing) -> list[str]:
    return [one.text for one in drawing.words]


def signs(drawing: Drawing) -> list[str]:
    return [sign.kind for sign in drawing.signs]


def test_origins_stand_at_the_top_and_facts_at_the_bottom() -> None:
    drawing = only([BY_HUR], [evidence("a")])

    assert words(drawing) == ["HUR in English", "Article, publisher not stated", "1: a", "Act"]
    assert [one.y for one in drawing.words] == sorted(one.y for one in drawing.words)
    assert signs(drawing) == ["origin", "statement", "supports", "fact"]


def test_relays_are_named_between_the_source_and_the_origin() -> None:
    relayed = statement("a", hop(CNN), hop("officers"), hop(HUR, "documented"))

    text = " ".join(words(only([relayed], [evidence("a")])))

    assert "1: a through CNN in English, officers" in text


@pytest.mark.parametrize(
    ("options", "sign"),
    [
        ({}, "supports"),
        ({"stated": "inferred"}, "inferred"),
        ({"stance": "contradicts"}, "contradicts"),
        ({"stance": "contradicts", "stated": "inferred"}, "contradicts"),
        ({"stance": "context"}, "context"),
    ],
)
def test_a_sign_says_how_a_statement_bears_on_a_fact(options: dict[str, str], sign: str) -> None:
    assert signs(only([BY_HUR], [evidence("a", **options)]))[2] == sign


def test_a_line_that_is_our_inference_is_dashed() -> None:
    repeat = statement("b", hop(SBU, "documented"), links=[link("a")])
    drawing = only([BY_HUR, repeat], [evidence("a"), evidence("b")])

    assert [line.y1 for line in drawing.lines if line.is_inferred] == [
        one.y - 4 for one in drawing.words if one.text == "2: b"
    ]


def test_what_was_retracted_has_no_origin_and_says_so() -> None:
    gone = statement("a", hop(HUR, "documented"), source_standing="retracted")
    drawing = only([gone], [evidence("a")])

    assert "1: a (no origin: retracted)" in words(drawing)
    assert "origin" not in signs(drawing)


def test_facts_with_the_same_evidence_are_drawn_as_one() -> None:
    rows = [evidence("a", "act"), evidence("a", "date"), evidence("a", "place", stance="context")]

    assert words(only([BY_HUR], rows))[-2:] == ["Act; date", "Place"]


def test_a_source_stands_above_its_statements_once() -> None:
    cited = [statement(label, hop(HUR, "documented"), source="R") for label in "ab"]

    assert (
        words(only(cited, [evidence("a"), evidence("b")])).count("Article, publisher not stated")
        == 1
    )


def test_a_statement_that_bears_on_a_finding_alone_is_left_out() -> None:
    document = incident([BY_HUR], [], findings=[{"id": "9", "statement": "a"}])

    assert drawings(Footnotes(document)) == []


def test_nothing_is_drawn_of_nothing() -> None:
    assert drawn([], []) == []


def many(number: int) -> list[CitedStatement]:
    actors = [HUR, SBU, CNN, HRMMU]
    return [
        statement(f"S{n}", hop(actors[n % 4], "documented"), source=f"SOURCE{n % 9}")
        for n in range(number)
    ]


def test_forty_statements_are_drawn_in_parts_that_fit_a_page_and_a_telephone() -> None:
    facts = ["act", "date", "place", "killed", "victim/1", "involvement/1"]
    rows = [evidence(f"S{n}", facts[n % 6]) for n in range(40)]

    parts = drawn(many(40), rows)

    assert [signs(part).count("supports") for part in parts] == [12, 12, 12, 4]
    assert {part.width for part in parts} == {NARROWEST}
    # A page of A4 leaves 261 mm, 987 pixels.
    assert max(part.height for part in parts) < 987


FACTS = st.sampled_from(["act", "date", "place", "killed", "injured", "victim/1", "involvement/1"])
STANCES = st.sampled_from(["supports", "contradicts", "context"])


@given(
    st.lists(st.tuples(st.integers(0, 19), FACTS, STANCES), max_size=60, unique_by=lambda t: t[:2])
)
def test_every_mark_is_drawn_once_and_nothing_overlaps(cells: list[tuple[int, str, str]]) -> None:
    rows = [evidence(f"S{n}", fact, stance=stance) for n, fact, stance in cells]
    notes = Footnotes(incident(many(20), rows))

    parts = drawings(notes)

    kinds = [sign for part in parts for sign in signs(part)]
    assert kinds.count("statement") == len({n for n, _fact, _stance in cells})
    bundles = {
        tuple(sorted((m.note.number, m.evidence["stance"]) for m in fact.marks))
        for fact in notes.facts
    }
    drawn_marks = sum(kinds.count(kind) for kind in STANCES_DRAWN)
    assert drawn_marks == sum(len(bundle) for bundle in bundles)
    for part in parts:
        heights = [one.y for one in part.words]
        assert all(lower - upper >= 14 for upper, lower in pairwise(heights))
        assert all(0 <= x <= part.width for line in part.lines for x in (line.x1, line.x2))
        assert all(0 <= sign.y <= part.height for sign in part.signs)
        assert all(_end(one.x, one.text) <= part.width for one in part.words)
        assert not [line for line in part.lines if _runs_through_words(line, part)]


STANCES_DRAWN = ["supports", "inferred", "contradicts", "context"]


def _end(x: int, text: str) -> int:
    return x + len(text) * CHARACTER


def _runs_through_words(line: Stroke, part: Drawing) -> bool:
    """A lane that goes down through a line of words."""
    return line.x1 == line.x2 and any(
        one.x - GAP // 2 < line.x1 < _end(one.x, one.text)
        and min(line.y1, line.y2) < one.y - 4 < max(line.y1, line.y2)
        for one in part.words
    )
