"""What the docs name is there."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

BASE_DIR = Path(settings.BASE_DIR)
DOCS = [BASE_DIR / "README.md", BASE_DIR / "CONTRIBUTING.md", *(BASE_DIR / "docs").rglob("*.md")]
# Of data that is told about, not ours.
NAMED = re.compile(r"`((?:[\w.-]+/)+(?:[\w.-]+\.(?:py|html|css|js|md|toml|txt))?)`")
LINKED = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def files_and_folders() -> Iterator[str]:
    """By path, a folder with "/" at its end; nothing that only this machine has."""
    for top in (one for one in BASE_DIR.iterdir() if not one.name.startswith(".")):
        for path in (top, *top.rglob("*")):
            yield f"/{path.relative_to(BASE_DIR).as_posix()}{'/' if path.is_dir() else ''}"


def test_every_file_and_folder_that_the_docs_name_is_there() -> None:
    every = {(path.name, name) for path in DOCS for name in NAMED.findall(path.read_text())}
    named = {(path, name) for path, name in every if not name.startswith(".")}
    assert len(named) > 50
    there = list(files_and_folders())
    gone = {
        (path, name) for path, name in named if not any(one.endswith(f"/{name}") for one in there)
    }
    assert gone == set()


def test_every_link_of_the_docs_leads_somewhere() -> None:
    links = {(path, link) for path in DOCS for link in LINKED.findall(path.read_text())}
    assert len(links) > 15
    assert {(path, link) for path, link in links if not (path.parent / link).exists()} == set()
