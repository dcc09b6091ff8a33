"""The types of documents promise what documents hold: the same keys, the same kinds of value."""

import types
from collections.abc import Iterator
from typing import Any, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from incidents import document_types as of_incidents
from incidents.models import Finding, IncidentLink, PublishedIncident
from review import document_types as of_review
from review.editions.documents import served_document
from review.models import Edition
from sources import document_types as of_sources
from sources.models import ActorRelation, PublishedStatement
from tests import factories as make

pytestmark = pytest.mark.django_db

DOCUMENTS = {
    "actor": of_sources.ActorDocument,
    "source": of_sources.SourceDocument,
    "incident": of_incidents.IncidentDocument,
}
MODULES = (of_review, of_sources, of_incidents)
# Other types begin with these; no object is of one of them alone.
BEGINNINGS = {
    of_sources.Figure,
    of_review.Translated,
    of_sources.ActorHead,
    of_sources.SourceHead,
    of_sources.OriginsDocument,
    of_sources.OriginsLine,
}
# In copies for pages, never in a document.
SHOWN = {of_review.ShownText}
# There only where there is something to tell.
RARE = {"older_translations", "not_shown", "as_of", "cumulative", "perceived"}


def objects(value: Any, promised: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    """Everything in a value that is no list: where it stands, itself, and its type."""
    origin, args = get_origin(promised), get_args(promised)
    if origin in {Union, types.UnionType}:
        (one,) = {arg for arg in args if arg is not types.NoneType}
        yield from [] if value is None else objects(value, one, path)
    elif origin is list:
        for item in value:
            yield from objects(item, args[0], path)
    elif origin is dict:
        for item in value.values():
            yield from objects(item, args[1], path)
    else:
        yield path, value, promised
    if is_typeddict(promised):
        hints = get_type_hints(promised)
        for key in value.keys() & hints.keys():
            yield from objects(value[key], hints[key], f"{path}.{key}")


def difference(value: Any, promised: Any) -> str:
    """What an object has otherwise than its type promises; nothing where it keeps its word."""
    if is_typeddict(promised):
        keys = promised.__required_keys__ | promised.__optional_keys__
        return ", ".join(sorted((value.keys() ^ keys) - (RARE & keys)))
    fits = value in get_args(promised) if get_args(promised) else type(value) is promised
    return "" if fits else type(value).__name__


@pytest.fixture
def told(first_case: None) -> list[tuple[str, Any, Any]]:
    """Everything in what is public of the first case, and of what it has not."""
    publish_what_the_first_case_lacks()
    editions = Edition.objects.select_related("review")
    roots = [(edition.review.kind, served_document(edition)) for edition in editions]
    roots += [("cited", row.document) for row in PublishedStatement.objects.all()]
    listed = PublishedIncident.objects.all()
    roots += [("listed", row.standing) for row in listed]
    roots += [("given", figure) for row in listed for figure in row.killed_given]
    promises = DOCUMENTS | {
        "cited": of_sources.CitedStatement,
        "listed": of_incidents.ShownStanding,
        "given": of_incidents.GivenFigure,
    }
    return [one for name, value in roots for one in objects(value, promises[name], name)]


def publish_what_the_first_case_lacks() -> None:
    """A held text, a tally, an older translation, a grade, a relation, a finding and a link."""
    source = make.source(text_as_received="Two captured soldiers were shot.")
    tally = {"counted": "killed", "low": 2, "as_of": "2025-05", "is_cumulative": True}
    said = make.statement(
        source=source, paraphrase_uk="Двох полонених розстріляли.", quantities=[tally]
    )
    make.published(source)
    said.paraphrase_en = "Two soldiers were shot."
    make.save(source, rows=[said], comment="reads better")
    make.published(source, note="Reads better.")
    body = make.actor(
        name_en="Court",
        reliability="A",
        reliability_graded_on=make.DAY,
        reliability_reason_en="It hears witnesses.",
    )
    make.published(body)
    chamber = make.actor(name_en="Chamber")
    relation = ActorRelation(actor=chamber, kind="part_of", superior=body, statement=said)
    make.save(chamber, rows=[relation])
    make.published(chamber)
    finding = Finding(body=body, what_en="two were killed", statement=said)
    link = IncidentLink(kind="same_episode", to=make.published_incident())
    make.published(make.incident(statement=said, rows=[finding, link]))


def test_documents_are_what_their_types_promise(told: list[tuple[str, Any, Any]]) -> None:
    found = {f"{path}: {wrong}" for path, *one in told if (wrong := difference(*one))}

    assert found == set()


def test_there_is_an_object_of_every_type(told: list[tuple[str, Any, Any]]) -> None:
    """Otherwise the test above could promise what it never saw."""
    every = {one for module in MODULES for one in vars(module).values() if is_typeddict(one)}

    assert every - {promised for _path, _value, promised in told} == BEGINNINGS | SHOWN
