"""What no template may do, whatever page it draws."""

import re
from pathlib import Path

from django.conf import settings

from sources.words import terms

TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))


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
