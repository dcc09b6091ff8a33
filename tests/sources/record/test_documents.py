"""What documents of sources and actors say of other records: what is published of those."""

import pytest

from sources.models import Actor, ActorRelation, Source
from tests import factories as make
from tests.records import next_document, problems_of

pytestmark = pytest.mark.django_db

DRAFT = "Unapproved"


@pytest.fixture
def named() -> Source:
    """Its statement has a label in public and, in the working copy, another one."""
    source = make.source(title="Another article")
    make.statement(source=source, label="B1")
    return make.published(source)


def relabel(source: Source) -> None:
    source = Source.objects.get(pk=source.pk)
    said = source.statements.get(label="B1")
    said.label = DRAFT
    make.save(source, rows=[said], comment="another label")


def test_a_link_calls_a_statement_of_another_source_as_its_edition_does(named: Source) -> None:
    source = make.source()
    link = {"kind": "repeats", "to": named.statements.get(), "stated": "stated"}
    make.statement(source=source, links=[link])
    relabel(named)

    told = next_document(Source.objects.get(pk=source.pk))["statements"][0]["links"][0]["to"]

    assert (told["label"], told["source"]) == ("B1", named.reference)


def test_a_link_within_a_source_has_the_label_of_the_edition_that_it_is_in(named: Source) -> None:
    link = {"kind": "supports", "to": named.statements.get(), "stated": "stated"}
    make.statement(source=named, label="B2", links=[link])
    relabel(named)

    linked = next_document(Source.objects.get(pk=named.pk))["statements"][1]

    assert linked["links"][0]["to"]["label"] == DRAFT


def test_a_relation_calls_its_statement_as_the_edition_of_its_source_does(named: Source) -> None:
    superior = make.published(make.actor(name_en="Above"))
    actor = make.actor(name_en="A brigade", kind="armed_unit")
    relation = ActorRelation(
        actor=actor, kind="part_of", superior=superior, statement=named.statements.get()
    )
    make.save(actor, rows=[relation])
    relabel(named)

    told = next_document(Actor.objects.get(pk=actor.pk))["relations"][0]["statement"]

    assert (told["label"], told["source"]) == ("B1", named.reference)


def test_a_preview_calls_what_is_not_public_yet_by_our_label() -> None:
    named = make.source(title="Another article")
    to = make.statement(source=named, label="B1")
    source = make.source()
    make.statement(source=source, links=[{"kind": "repeats", "to": to, "stated": "stated"}])

    told = next_document(Source.objects.get(pk=source.pk))["statements"][0]["links"][0]["to"]

    assert told["label"] == "B1"
    assert problems_of(source) == [
        f"Statement S1: the statement “{to}” that it is linked to is not public yet."
    ]
