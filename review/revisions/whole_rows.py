"""How a row that came or went is told: what somebody decides about, and the rest, to be folded.

What is to be read first is a matter of the model: `Written` says by which attributes.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from review.models.written import Written

# A label and what it says, in words.
Pair = tuple[str, str]
# What the filled fields of a row say, by their names.
Words = Mapping[str, str]
ENDS = ("low", "best", "high")


class Told(NamedTuple):
    # What tells it apart from others of its kind.
    name: str
    first: list[Pair]
    besides: list[Pair]


def tell(model: type[Written], rows: Sequence[Words], values: Sequence[Mapping[str, Any]]) -> Told:
    """Of rows that are told together; `values` are those of their fields, as they are stored."""
    named = model.TOLD_BY
    first = list(model.told_briefly(rows))
    skipped = {named, "position", *model.TOLD_BRIEFLY}
    found: tuple[dict[str, dict[str, None]], ...] = ({}, {})
    for words, stored in zip(rows, values, strict=True):
        for label, said, is_first in _pairs(model, words, stored, skipped):
            found[0 if is_first else 1].setdefault(label, {})[said] = None
    joined = [[(label, "; ".join(said)) for label, said in each.items()] for each in found]
    name = next((words[named] for words in rows if named in words), "")
    return Told(name, first + joined[0], joined[1])


def _pairs(
    model: type[Written], words: Words, stored: Mapping[str, Any], skipped: Collection[str]
) -> Iterator[tuple[str, str, bool]]:
    """Label, words, and whether they are read first."""
    ranges = dict(_exact(model, words))
    for name, said in words.items():
        if name in skipped:
            continue
        stem, _underscore, end = name.rpartition("_")
        if end in ENDS and stem in ranges:
            if end == "best":
                yield ranges[stem], said, True
            continue
        column = model._meta.get_field(name)
        yield str(column.verbose_name), said, _is_first(model, column, stored)  # type: ignore[union-attr]


def _exact(model: type[Written], words: Words) -> Iterator[Pair]:
    """Numbers of which low, best and high are the same: one number says it all."""
    for stem, label in model.RANGES.items():
        ends = [words.get(f"{stem}_{end}" if stem else end) for end in ENDS]
        if ends[0] is not None and len(set(ends)) == 1:
            yield stem, str(label)


def _is_first(model: type[Written], column: Any, stored: Mapping[str, Any]) -> bool:
    """What says only what is usual, or repeats what stands elsewhere, is not."""
    if column.name in model.TOLD_BESIDES:
        return False
    is_usual = column.has_default() and stored.get(column.name) == column.get_default()
    return not is_usual or column.name in model.TOLD_ALWAYS
