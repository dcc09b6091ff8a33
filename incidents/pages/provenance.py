"""The way from origins through statements to facts, drawn so that it fits a telephone and a page.

Origins stand at the top and facts at the bottom, one to a line, so that there is room for their
names; a lane leads from each origin down to its statements, and from these on to their facts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import batched
from textwrap import wrap

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from sources.vocabulary import StatedOrInferred
from sources.words.statements import source_plainly
from sources.words.texts import plainly

from incidents.pages.footnotes import FactEvidence, Footnotes, Mark, Note

# Units of the drawing, which are pixels on the narrowest screen.
NARROWEST = 288
LEAST_FOR_WORDS = 160
LANE = 11
LINE = 16
GAP = 8
CHARACTER = 8
# More than these would not fit on one page of paper.
STATEMENTS_IN_ONE = 12


@dataclass(frozen=True)
class Stroke:
    x1: int
    y1: int
    x2: int
    y2: int
    is_inferred: bool = False


@dataclass(frozen=True)
class Sign:
    x: int
    y: int
    kind: str  # origin, statement, supports, inferred, contradicts, context or fact


@dataclass(frozen=True)
class Words:
    x: int
    y: int
    text: str
    is_heading: bool


@dataclass
class Drawing:
    width: int
    left: int  # between here and `right` stand the words of statements
    right: int
    height: int = GAP
    lines: list[Stroke] = field(default_factory=list)
    signs: list[Sign] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)

    def write(self, text: str, *, until: int, is_heading: bool = False) -> int:
        """Write at the end, in as many lines as it needs; where the middle of the first one is."""
        middle = self.height + LINE // 2
        for line in wrap(text, (until - self.left) // CHARACTER):
            self.words.append(Words(self.left, self.height + LINE - 4, line, is_heading))
            self.height += LINE
        self.height += GAP
        return middle

    def end_of_words(self, middle: int) -> int:
        """Where a line to the right may start."""
        (line,) = [words for words in self.words if words.y == middle + LINE // 2 - 4]
        return self.left + len(line.text) * CHARACTER + GAP // 2


@dataclass(frozen=True)
class Bundle:
    """Facts on which the same statements bear in the same way, drawn as one."""

    name: str
    marks: dict[int, Mark]  # by the number of the note


def drawings(notes: Footnotes) -> list[Drawing]:
    bearing = [note for note in notes.notes if any(_is_of_a_fact(mark) for mark in note.marks)]
    in_order = sorted(bearing, key=lambda note: _place(note, notes))
    bundles = _bundles(notes.facts)
    return [_draw(chunk, notes, bundles) for chunk in batched(in_order, STATEMENTS_IN_ONE)]


def _is_of_a_fact(mark: Mark) -> bool:
    return not mark.fact.startswith("finding")


def _place(note: Note, notes: Footnotes) -> tuple[int, str, int]:
    origins = [notes.origins.index(origin) for origin in note.origins]
    source = note.statement["source"]["reference"]
    return min(origins, default=len(notes.origins)), source, note.number


def _bundles(facts: Iterable[FactEvidence]) -> list[Bundle]:
    found: dict[tuple[object, ...], list[FactEvidence]] = {}
    for fact in facts:
        alike = tuple(sorted((mark.note.number, _kind(mark)) for mark in fact.marks))
        found.setdefault(alike, []).append(fact)
    return [
        Bundle("; ".join(fact.name for fact in same), _by_note(same[0])) for same in found.values()
    ]


def _by_note(fact: FactEvidence) -> dict[int, Mark]:
    return {mark.note.number: mark for mark in fact.marks}


def _kind(mark: Mark) -> str:
    if mark.is_against or mark.is_context:
        return str(mark.evidence["stance"])
    is_inferred = mark.evidence["stated"] == StatedOrInferred.INFERRED
    return "inferred" if is_inferred else "supports"


def _draw(chunk: tuple[Note, ...], notes: Footnotes, bundles: list[Bundle]) -> Drawing:
    numbers = {note.number for note in chunk}
    origins = [one for one in notes.origins if any(one in note.origins for note in chunk)]
    facts = [bundle for bundle in bundles if numbers & bundle.marks.keys()]
    left, right = GAP + LANE * len(origins), GAP + LANE * len(facts)
    width = max(NARROWEST, left + LEAST_FOR_WORDS + right)
    drawing = Drawing(width, left, width - right)
    starts = [drawing.write(origin.name, until=width) for origin in origins]
    drawing.height += GAP
    rows = _draw_statements(drawing, chunk)
    for place, origin in enumerate(origins):
        told = [note for note in chunk if origin in note.origins]
        ys = [(rows[note.number], origin.is_inferred(note.statement)) for note in told]
        _draw_origin(drawing, place, starts[place], ys)
    drawing.height += GAP
    _draw_facts(drawing, facts, rows)
    return drawing


def _draw_origin(drawing: Drawing, place: int, start: int, rows: list[tuple[int, bool]]) -> None:
    """Its lane, from its name down to the last of its statements."""
    x, until = GAP + LANE * place, drawing.left - 3
    drawing.lines.append(Stroke(x, start, x, rows[-1][0]))
    drawing.lines.append(Stroke(x, start, until, start))
    drawing.lines += [Stroke(x, y, until, y, dashed) for y, dashed in rows]
    drawing.signs.append(Sign(x, start, "origin"))
    drawing.signs += [Sign(x, y, "statement") for y, _dashed in rows]


def _draw_statements(drawing: Drawing, chunk: tuple[Note, ...]) -> dict[int, int]:
    """Under what they were heard from; how far down each stands, by the number of its note."""
    rows = {}
    source = ""
    for note in chunk:
        if note.statement["source"]["reference"] != source:
            source = note.statement["source"]["reference"]
            source_words = source_plainly(note.statement["source"])
            drawing.write(source_words, until=drawing.right, is_heading=True)
            drawing.height -= GAP // 2
        rows[note.number] = drawing.write(_said(note), until=drawing.right)
    return rows


def _said(note: Note) -> str:
    """Its number and label, and the relays between its source and its origin."""
    words = f"{note.number}: {note.statement['label']}"
    if relays := _relays(note):
        words += " " + _("through %s") % ", ".join(relays)
    return words if note.origins else f"{words} ({_('no origin: retracted')})"


def _relays(note: Note) -> list[str]:
    """Names of the links of its chain but the last one, which knew."""
    links = note.statement["chain"][:-1]
    return [plainly(link["actor"]["name"] if link["actor"] else link["label"]) for link in links]


def _draw_facts(drawing: Drawing, facts: list[Bundle], rows: dict[int, int]) -> None:
    lanes = [drawing.right + GAP + LANE * place for place in range(len(facts))]
    for number, y in rows.items():
        until = [x for x, fact in zip(lanes, facts, strict=True) if number in fact.marks]
        drawing.lines.append(Stroke(drawing.end_of_words(y), y, until[-1], y))
    for x, fact in zip(lanes, facts, strict=True):
        y = drawing.write(capfirst(fact.name), until=x - GAP)
        marks = {rows[number]: mark for number, mark in fact.marks.items() if number in rows}
        drawing.lines.append(Stroke(x, min(marks), x, y))
        drawing.lines.append(Stroke(drawing.end_of_words(y), y, x, y))
        drawing.signs += [Sign(x, down, _kind(mark)) for down, mark in marks.items()]
        drawing.signs.append(Sign(x, y, "fact"))
