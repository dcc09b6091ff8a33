"""What no template may do, whatever page it draws."""

from pathlib import Path

from django.conf import settings

TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))


def test_a_comment_ends_on_its_line() -> None:
    """Django prints one that does not."""
    lines = [(path, line) for path in TEMPLATES for line in path.read_text().splitlines()]
    assert len(lines) > 1000
    assert [(p, line) for p, line in lines if line.count("{#") != line.count("#}")] == []
