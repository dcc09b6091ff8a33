"""What no template may do, whatever page it draws."""

import re
from pathlib import Path

from django.conf import settings

from sources.words import terms

TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
LONGEST_LINE = 200


def test_a_comment_ends_on_its_line() -> None:
    """Django prints one that does not."""
    lines = [(path, line) for path in TEMPLATES for line in path.read_text().splitlines()]
    assert len(lines) > 1000
    assert [(p, line) for p, line in lines if line.count("{#") != line.count("#}")] == []


def test_every_term_is_of_a_vocabulary() -> None:
    """Another name would be an error on the page of a reader."""
    texts = [path.read_text() for path in TEMPLATES]
    named = {name for text in texts for name in re.findall(r'\|terms?:"([^"]*)"', text)}
    assert len(named) > 25
    assert named - terms.VOCABULARIES.keys() == set()


def test_no_line_of_a_template_is_longer_than_200_characters() -> None:
    lines = [
        f"{path.name}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(line) > LONGEST_LINE
    ]

    assert lines == []
