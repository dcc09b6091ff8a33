"""The page of a source: what we hold of it, what rests on it and what speaks against it."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from sources.models import Source, Statement
from tests import factories as make

pytestmark = pytest.mark.django_db


def sections(client: Client, source: Source) -> dict[str, str]:
    """What is read in each section of the page, by its id; what comes before them by none."""
    body = client.get(f"/sources/{source.reference}/").content.decode()
    main = body.partition("<main")[2].partition("</main>")[0].replace("</dt>", "</dt> ")
    parts = re.split(r'<section aria-labelledby="([^"]+)">', main)
    read = [re.sub(r"\s+", " ", strip_tags(part)).strip() for part in parts]
    return {"": read[0], **dict(zip(read[1::2], read[2::2], strict=True))}


def against(said: Statement, kind: str = "contradicts") -> dict[str, Any]:
    return {"to": said, "kind": kind, "why_en": "why"}


def linked(kind: str) -> tuple[Source, Source]:
    """A source, and another one with a statement that is linked to one of its own."""
    told = make.source()
    said = make.statement(source=told)
    make.published(told)
    other = make.source(title="Another")
    make.statement(source=other, label="X9", links=[against(said, kind)])
    make.published(other)
    return told, other


@pytest.mark.parametrize(
    ("kind", "section"),
    [
        ("repeats", "cited"),
        ("supports", "cited"),
        ("same_recording", "cited"),
        ("contradicts", "against"),
        ("corrects", "against"),
        ("qualifies", "against"),
    ],
)
def test_what_other_sources_say_of_it_stands_on_its_page(
    client: Client, kind: str, section: str
) -> None:
    told, other = linked(kind)
    shown = sections(client, told)
    assert [name for name in ("cited", "against") if "X9, Article" in shown[name]] == [section]
    assert "X9, Article" not in sections(client, other)["against"]


def test_the_page_is_drawn_anew_when_somebody_contradicts_it(client: Client) -> None:
    told = make.source()
    said = make.statement(source=told)
    make.published(told)
    nothing = "No published statement of another source is recorded"
    assert nothing in sections(client, told)["against"]

    other = make.source(title="Another")
    make.statement(source=other, label="X9", links=[against(said)])
    make.published(other)
    assert nothing not in sections(client, told)["against"]

    make.withdrawn(other)
    assert nothing in sections(client, told)["against"]


def test_what_a_confidential_source_says_of_it_is_not_shown(client: Client) -> None:
    told = make.source()
    said = make.statement(source=told)
    make.published(told)
    kept = make.source(access="confidential")
    make.statement(source=kept, label="X9", links=[against(said)])
    make.published(kept)
    assert "X9" not in " ".join(sections(client, told).values())


def test_what_is_not_stated_of_a_source_is_one_line(client: Client) -> None:
    told = make.source(author="", url="", publisher=None, language="", published="")
    make.statement(source=told)
    make.published(told)
    opening = sections(client, told)[""]
    assert opening.endswith(
        "Not stated, or not known to us publisher, author, day of publication, address, language"
    )
    assert opening.lower().count("not stated") == 1
