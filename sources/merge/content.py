"""What a record that is merged brings to the other one: its rows, and what that one lacks."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from review.models import Record, Review
from review.revisions.unsaved import parent_of, record_behind
from review.text.compared import compared
from review.workflow import decisions

from sources.models import Actor, ActorMerge, ActorName, ActorRelation, Source, Statement
from sources.vocabulary import NameKind, Script

# Fields that are stated together: taken over where the other record states none of them.
STATED: dict[type[Record], tuple[tuple[str, ...], ...]] = {
    Source: (
        *(("kind",), ("title",), ("author",), ("publisher_id",), ("url",), ("language",)),
        ("published", "published_note_en", "published_note_uk"),
        *(("accessed_on",), ("licence",), ("text_as_received",), ("copy_held",)),
        *(("public_note_en",), ("public_note_uk",), ("internal_note",)),
    ),
    Actor: (
        *(("name_en",), ("name_uk",), ("kind",), ("side",), ("state_body_of",)),
        (
            *("reliability", "reliability_graded_on"),
            *("reliability_reason_en", "reliability_reason_uk"),
        ),
        *(("note_en",), ("note_uk",), ("internal_note",)),
    ),
}
EMPTY = (None, "")


@dataclass(frozen=True)
class Pointing:
    """A row of another record that names the draft, by this foreign key."""

    row: Any
    name: str
    record: Record


def missing(merged: Record, into: Record) -> list[str]:
    """Names of the fields that only the draft states."""
    return [
        name
        for together in STATED[type(into)]
        if all(getattr(into, one) in EMPTY for one in together)
        for name in together
        if getattr(merged, name) not in EMPTY
    ]


def unstated(model: type[Record], name: str) -> Any:
    """What stands in this field where nobody stated anything."""
    column: Any = model._meta.get_field(name.removesuffix("_id"))
    return column.get_default()


def new_names(merged: Actor, into: Actor, filled: Iterable[str]) -> list[ActorName]:
    """Names of the draft that the other actor does not have, not saved yet."""
    known = {compared(name) for name in (into.name_en, into.name_uk)}
    known |= {compared(name.text) for name in into.names.all()}
    known |= {compared(getattr(merged, name)) for name in filled if name.startswith("name_")}
    found: list[ActorName] = []
    for name in _names(merged):
        if compared(name.text) not in known:
            known.add(compared(name.text))
            name.position = into.names.count() + len(found)
            name.actor = into
            found.append(name)
    return found


def _names(actor: Actor) -> Iterator[ActorName]:
    own = ((actor.name_en, "en", Script.LATIN), (actor.name_uk, "uk", Script.CYRILLIC))
    for text, language, script in own:
        if text:
            yield ActorName(text=text, kind=NameKind.NAME, language=language, script=script)
    for row in actor.names.all():
        yield ActorName(text=row.text, kind=row.kind, language=row.language, script=row.script)


def new_relations(merged: Actor, into: Actor) -> list[ActorRelation]:
    """The draft's relations, for the other actor, not saved yet; none to itself, none twice."""
    known = {(one.kind, one.superior_id, one.period) for one in into.relations.all()}
    found: list[ActorRelation] = []
    for row in merged.relations.all():
        key = row.kind, row.superior_id, row.period
        if row.superior_id != into.pk and key not in known:
            known.add(key)
            found.append(
                ActorRelation(
                    actor=into,
                    kind=row.kind,
                    superior_id=row.superior_id,
                    period=row.period,
                    statement_id=row.statement_id,
                    position=into.relations.count() + len(found),
                )
            )
    return found


@dataclass
class ActorLoad:
    """What a public actor that is merged brings, or what is left of that in the one that stays."""

    rows: list[ActorName | ActorRelation] = field(default_factory=list)
    # Fields that were empty and take the other one's value.
    filled: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.rows or self.filled)

    @property
    def kept(self) -> dict[str, Any]:
        return {"carried": [row.pk for row in self.rows], "filled": self.filled}

    def put_into(self, into: Actor, merged: Actor) -> None:
        for name in self.filled:
            setattr(into, name, getattr(merged, name))
        into.save()
        for row in self.rows:
            decisions.keep(row)

    def take_out_of(self, into: Actor) -> None:
        for name in self.filled:
            setattr(into, name, unstated(Actor, name))
        for row in self.rows:
            row.delete()


def load_of(merged: Actor, into: Actor) -> ActorLoad:
    filled = missing(merged, into)
    return ActorLoad([*new_names(merged, into, filled), *new_relations(merged, into)], filled)


def left_of(merge: ActorMerge) -> ActorLoad:
    """Its rows that are still there, and the fields that are as it left them."""
    into = merge.into
    rows: list[ActorName | ActorRelation] = [*into.names.filter(pk__in=merge.carried)]
    rows += into.relations.filter(pk__in=merge.carried)
    return ActorLoad(rows, merge.filled_still)


def labels_for(statements: Iterable[Statement], into: Source) -> dict[Any, str]:
    """By statement, its label in the other source: another one where that is taken."""
    taken = set(into.statements.values_list("label", flat=True))
    found = {}
    for statement in statements:
        label, number = statement.label, 2
        while label in taken:
            label, number = f"{statement.label[:34]}-{number}", number + 1
        taken.add(label)
        found[statement.pk] = label
    return found


def pointing_at(targets: Collection[Any], owner: Record) -> list[Pointing]:
    """Rows of other records that name these: a record, or rows of it. Whatever app they are of.

    Not of closed records: those stay as they were closed. One question for each kind of row.
    """
    found = []
    for relation in {one for target in targets for one in target._meta.related_objects}:
        column: Any = relation.field
        way = _way_up(relation.related_model)
        if column.remote_field.on_delete is not models.PROTECT or way is None:
            continue
        rows = relation.related_model._default_manager.filter(**{f"{column.name}__in": targets})
        for row in rows.select_related(f"{way}review"):
            above = record_behind(row)
            if above and above.pk != owner.pk and above.review.work != Review.Work.CLOSED:
                found.append(Pointing(row, column.name, above))
    return found


def _way_up(model: type[Any]) -> str | None:
    """From a row to its record, as a lookup has it; None for what belongs to no record."""
    way = ""
    while not issubclass(model, Record):
        parent: Any = parent_of(model)
        if parent is None:
            return None
        way, model = f"{way}{parent.name}__", parent.related_model
    return way


def resting_on(record: Record) -> list[Pointing]:
    """The same of the record and of its statements."""
    found = pointing_at([record], record)
    if isinstance(record, Source) and (statements := list(record.statements.all())):
        found += pointing_at(statements, record)
    return found
