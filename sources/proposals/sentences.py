"""The numbered sentences of a report, as locators count them."""

from dataclasses import dataclass

from sources.text.sentences import spans


@dataclass(frozen=True)
class Sentence:
    """`text` is the report from `start` to `end`, as it stands there."""

    number: int
    start: int
    end: int
    text: str
    paragraph: int


def sentences(text: str) -> list[Sentence]:
    return [
        Sentence(number, start, end, text[start:end], paragraph)
        for number, (start, end, paragraph) in enumerate(spans(text), 1)
    ]
