"""What changed between two revisions, line by line, in words, and by whom."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.models import Review
from review.revisions import compare
from review.workflow import decisions
from sources.models import Actor, ActorName, Hop, Source, Statement
from tests import factories as make


def head(record: Any) -> Any:
    return Review.objects.get(pk=record.pk).head


def seen(lines: list[compare.Line]) -> list[tuple[str, str, str, Any, Any]]:
    return [
        (line.row_label, line.field_label, line.kind, line.before, line.after) for line in lines
    ]


@pytest.mark.django_db
def test_nothing_changed_gives_no_line() -> None:
    actor = make.actor(names=["Cable News Network"])
    base = head(actor)
    make.save(actor)

    assert compare.lines(base, head(actor)) == []


@pytest.mark.django_db
def test_field_that_was_added_after_a_save_changed_only_if_it_says_something() -> None:
    [(key, row)] = compare.snapshot(head(make.actor(note_en="Here since"))).items()
    earlier = compare.Row(row.model, row.pk, row.name, {"name_en": "CNN", "kind": "news_outlet"})

    lines = compare._differences({key: earlier}, {key: row})

    assert [(line.field_label, line.before, line.after) for line in lines] == [
        ("public note (English)", "", "Here since")
    ]


@pytest.mark.django_db
def test_changed_fields_come_one_by_one_with_their_people() -> None:
    actor = make.actor()
    base = head(actor)
    make.save(actor, by=make.researcher(name="petro"), name_en="CNN International")
    make.save(actor, side="third")
    make.save(actor, name_en="CNN US")

    lines = compare.lines(base, head(actor))

    assert seen(lines) == [
        ("actor: CNN US", "name in English", "changed", "CNN", "CNN US"),
        ("actor: CNN US", "side", "changed", "", "third"),
    ]
    assert [[p.username for p in line.people] for line in lines] == [["petro", "olena"], ["olena"]]
    assert [line.key for line in lines] == [
        f"sources.actor:{actor.pk}:name_en",
        f"sources.actor:{actor.pk}:side",
    ]


@pytest.mark.django_db
def test_rows_that_came_and_went_are_one_line_each() -> None:
    actor = make.actor(names=["old"])
    base = head(actor)
    old = actor.names.get()
    new = ActorName(actor=actor, text="нова", script="cyrillic", language="uk")
    make.save(actor, by=make.researcher(name="petro"), rows=[new])
    new.kind = "acronym"
    make.save(actor, rows=[new])
    with decisions.saving(actor, by=make.researcher(), seen=head(actor).pk):
        old.delete()

    removed, added = sorted(
        compare.lines(base, head(actor)), key=lambda line: line.kind, reverse=True
    )

    assert (removed.kind, removed.row_label, removed.field_label) == ("removed", "name: old", "")
    assert (added.kind, added.row_label) == ("added", "name: нова")
    assert added.key == f"sources.actorname:{new.pk}"
    assert [person.username for person in removed.people] == ["olena"]
    assert [person.username for person in added.people] == ["petro", "olena"]
    assert dict(added.contents)["name"] == "нова"
    assert dict(added.contents)["language"] == "uk"


@pytest.mark.django_db
def test_record_comes_before_its_rows() -> None:
    source = make.source()
    base = head(source)
    make.statement(source=source, chain=["an officer"], quantities=[])
    make.save(source, title="Another title")

    lines = compare.lines(base, head(source))

    assert [line.row.model for line in lines] == [Source, Hop, Statement]


@pytest.mark.django_db
def test_everything_of_a_new_record_is_added() -> None:
    actor = make.actor(names=["Cable News Network"])

    lines = compare.lines(None, head(actor))

    assert [(line.kind, line.row.model) for line in lines] == [
        ("added", Actor),
        ("added", ActorName),
    ]
    assert [[p.username for p in line.people] for line in lines] == [["olena"], ["olena"]]


@pytest.mark.django_db
def test_no_revision_gives_no_line() -> None:
    assert compare.lines(None, None) == []


@pytest.mark.django_db
def test_lists_are_compared_and_shown_as_lists() -> None:
    source = make.source()
    statement = make.statement(source=source, chain=[("an officer", ["heard"])])
    base = head(source)
    hop = statement.hops.get()
    hop.bases = ["participant", "documented"]
    make.save(source, rows=[hop])

    (line,) = compare.lines(base, head(source))

    assert (line.before, line.after) == (["heard"], ["participant", "documented"])
    assert ", " in line.after_text


@pytest.mark.django_db
def test_values_are_shown_as_a_person_reads_them() -> None:
    publisher = make.actor()
    source = make.source(publisher=publisher)
    field: Any = Source._meta.get_field

    assert compare.in_words(field("publisher"), str(publisher.pk)) == "CNN"
    assert compare.in_words(field("publisher"), str(source.pk)) == "something that is gone"
    assert compare.in_words(field("kind"), "article") == "article"
    assert compare.in_words(field("is_graphic"), True) == "yes"
    assert compare.in_words(field("is_graphic"), False) == "no"
    assert compare.in_words(field("title"), "") == "not stated"
    assert compare.in_words(field("title"), None) == "not stated"
    assert compare.in_words(None, 0) == "0"


@pytest.mark.django_db
def test_lost_fields_are_named() -> None:
    actor = make.actor()

    assert compare.lost_fields(actor, head(actor)) == []


# Words


@given(st.text("ab \n\r\u2028", max_size=60), st.text("ab \n\r\u2028", max_size=60))
def test_runs_of_words_give_both_texts_back(before: str, after: str) -> None:
    runs = compare.diff_words(before, after)

    assert "".join(text for kind, text in runs if kind != "added") == before
    assert "".join(text for kind, text in runs if kind != "removed") == after


def test_only_changed_words_are_marked() -> None:
    assert compare.diff_words("two men were shot", "two soldiers were shot") == [
        ("same", "two "),
        ("removed", "men "),
        ("added", "soldiers "),
        ("same", "were shot"),
    ]


def test_a_long_text_is_shown_whole() -> None:
    long = "word " * 3000

    assert compare.diff_words(long, long + "x ") == [("removed", long), ("added", long + "x ")]
    assert compare.diff_words("", long * 2) == [("added", long * 2)]
