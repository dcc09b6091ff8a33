"""Actors and sources as kinds of record."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.contrib.auth.models import User
from django.db import models
from django.utils.translation import gettext as _
from review.models import Review
from review.record_types import NOTHING_AHEAD, Ahead, PublishedFrom, RecordType, register
from review.workflow import merging

from sources.document_types import ActorDocument, SourceDocument
from sources.models import (
    Actor,
    ActorByDay,
    ActorMerge,
    PublishedActor,
    PublishedSource,
    PublishedStatement,
    Source,
    SourceByDay,
    SourceMerge,
    StatementByDay,
)
from sources.record import documents, index, items, left_undone
from sources.record.redactable import ACTOR, IDENTIFYING, SOURCE, SOURCE_PART_NAMES
from sources.record.twins import twins_of
from sources.text.addresses import canonical
from sources.text.graphic_wording import closed_as_now
from sources.vocabulary import INTERVIEWS, Access


@register(Actor)
class ActorType(RecordType[Actor, ActorDocument]):
    # 2: of which edition a superior is.
    schema = 2
    index_tables = (PublishedActor,)
    tables_by_day = {PublishedActor: ActorByDay}
    redactable = ACTOR

    def document(self, record: Actor, ahead: Ahead = NOTHING_AHEAD) -> ActorDocument:
        return documents.actor_document(record, ahead)

    def problems(
        self, record: Actor, reader: User | None = None, upcoming: ActorDocument | None = None
    ) -> list[str]:
        return [*documents.actor_problems(record, reader), *merging.problems(ActorMerge, record)]

    def holds_unseen(self, record: Actor, person: User) -> bool:
        return documents.unseen_relations(record, person).exists()

    def rests_on(self, record: Actor) -> models.QuerySet[Review]:
        superiors = record.relations.values("superior")
        sources = record.relations.values("statement__source")
        return Review.objects.filter(models.Q(pk__in=superiors) | models.Q(pk__in=sources))

    def warnings(self, record: Actor, reader: User) -> list[str]:
        return [
            _("“%(actor)s” (%(reference)s) has the same name. If it is the same body, use that.")
            % {"actor": pair.other.title, "reference": pair.other.reference}
            for pair in twins_of(record, reader)
        ]

    def written_in(self, language: str) -> models.QuerySet[Actor]:
        named = {"en": ~models.Q(name_en=""), "uk": ~models.Q(name_uk="")}
        return Actor.objects.filter(named.get(language, models.Q(pk__in=[])))

    def needs(self, record: Actor) -> set[UUID]:
        return documents.needed_by_actor(record)

    def index_rows(self, edition: PublishedFrom, document: ActorDocument) -> list[models.Model]:
        return index.actor_rows(edition, document)


@register(Source)
class SourceType(RecordType[Source, SourceDocument]):
    # 2: of which edition each actor is. 3: with which source it is one item; which statements are
    # worded behind a warning; what is denied is written without its negation.
    schema = 3
    index_tables = (PublishedSource, PublishedStatement)
    tables_by_day = {PublishedSource: SourceByDay, PublishedStatement: StatementByDay}
    redactable = SOURCE
    part_names = SOURCE_PART_NAMES
    below = ("publisher", "statements__hops__actor")

    def document(self, record: Source, ahead: Ahead = NOTHING_AHEAD) -> SourceDocument:
        return documents.source_document(record, ahead)

    def problems(
        self, record: Source, reader: User | None = None, upcoming: SourceDocument | None = None
    ) -> list[str]:
        return [
            *_kept_problems(record),
            *documents.source_problems(record, reader),
            *merging.problems(SourceMerge, record),
        ]

    def takes_back(self, before: SourceDocument, after: SourceDocument) -> bool:
        return documents.takes_back(before, after)

    def other_forms(self, text: str) -> set[str]:
        return {canonical(text)} - {""}

    def told_in_other_forms(
        self, reference: str, path: str, texts: Collection[str]
    ) -> list[tuple[str, str]]:
        if path == "url":
            return items.told_by_same_address(reference, texts)
        return items.naming_one_item(reference) if path in IDENTIFYING else []

    def holds_unseen(self, record: Source, person: User) -> bool:
        return documents.unseen_links(record, person).exists()

    def warnings(self, record: Source, reader: User) -> list[str]:
        models.prefetch_related_objects([record], "statements__hops")
        labels: dict[str, list[str]] = {}
        for statement in record.statements.all():
            for sentence in {one for many in statement.wording().values() for one in many}:
                labels.setdefault(sentence, []).append(statement.label)
        wording = [f"{', '.join(ones)}: {sentence}" for sentence, ones in labels.items()]
        return [*documents.interview_warnings(record), *items.warnings(record, reader), *wording]

    def rests_on(self, record: Source) -> models.QuerySet[Review]:
        linked = record.statements.values("links__to__source")
        others = Review.objects.filter(pk__in=linked).exclude(pk=record.pk)
        return super().rests_on(record) | others

    def written_in(self, language: str) -> models.QuerySet[Source]:
        return Source.objects.filter(language=language)

    def decided_alone(self, record: Source) -> str:
        if record.access != Access.PUBLIC or record.review.limits.exists():
            return _("Not every colleague may read it.")
        return _("It is what a witness told.") if record.kind in INTERVIEWS else ""

    def needs(self, record: Source) -> set[UUID]:
        return documents.needed_by_source(record)

    def index_rows(self, edition: PublishedFrom, document: SourceDocument) -> list[models.Model]:
        return index.source_rows(edition, document)

    def lists_earlier(self, current: SourceDocument) -> bool:
        """A confidential source has no page, whatever was public of it before."""
        return not current["confidential"]

    def listed_earlier(self, earlier: SourceDocument, current: SourceDocument) -> SourceDocument:
        return closed_as_now(earlier, current)

    def left_undone(self) -> Iterator[str]:
        return left_undone.left_undone()


def _kept_problems(source: Source) -> list[str]:
    """The database refuses an edition of it, too (migration `who_sees_what_rules`)."""
    if source.access != Access.PUBLIC or not source.review.limits.exists():
        return []
    return [_("It is limited to a need-to-know group: it must be restricted or confidential.")]
