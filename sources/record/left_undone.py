"""Whether what follows from a withdrawal of consent, and from an erasure, is there."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db import models
from django.db.models.functions import Cast
from reversion.models import Version
from review.models import EditionPart
from review.workflow.hiding import removable
from review.workflow.taking_back import embedded_copies, visible

from sources.models import Consent, ConsentWithdrawal, Erasure, Interview, Source
from sources.record.redactable import IDENTIFYING
from sources.vocabulary import Purpose

NOTHING_PUBLIC = {Purpose.KEEP, Purpose.PUBLISH_CONTENT}


def left_undone() -> Iterator[str]:
    """Sentences that hold none of a witness's words."""
    standing = ConsentWithdrawal.objects.standing().values_list("source", "purpose")
    withdrawn: dict[UUID, set[str]] = {}
    for key, purpose in standing:
        withdrawn.setdefault(key, set()).add(purpose)
    for source in _named(withdrawn):
        yield from _still_public(source, withdrawn[source.pk])
    erased = Erasure.objects.filter(state=Erasure.State.ERASED).values_list("source", flat=True)
    for source in _named(erased):
        yield from (f"The source {source.reference} was erased, {fault}" for fault in _left(source))


def _named(keys: Iterable[UUID]) -> "models.QuerySet[Source]":
    return Source.objects.filter(pk__in=keys).select_related("review").order_by("pk")


def _still_public(source: Source, purposes: set[str]) -> Iterator[str]:
    said = f"The source {source.reference} is without consent to publish it"
    if purposes & NOTHING_PUBLIC:
        if source.review.is_public:
            yield f"{said}, and public."
        for copy in embedded_copies(source.review):
            yield f"{said}, and {copy.reference} shows it at {copy.path}."
    elif Purpose.PUBLISH_IDENTITY in purposes and source.review.is_public and _names(source):
        yield f"The source {source.reference} is without consent to say who said it, and does."


def _names(source: Source) -> bool:
    """Whether an edition shows a part that may name the witness."""
    parts = EditionPart.objects.filter(edition__review=source.review, path__in=IDENTIFYING)
    return visible(parts).exclude(value__in=['""', "null"]).exists()


def _left(source: Source) -> Iterator[str]:
    """What is still stored, after: the source was erased."""
    if Source.objects.filter(pk=source.pk).holding_words().exists():
        yield "and its record still holds words."
    if source.consents.exists() or source.interviews.exists():
        yield "and rows about the consent or the interview are still there."
    parts = EditionPart.objects.filter(edition__review=source.review)
    paths = parts.exclude(path=EditionPart.STAFF).values_list("path", flat=True)
    for path in sorted(set(paths)):
        if removable(source.review, path):
            yield f"and its part {path} is still there."
    if _saves_with_words(source).exists():
        yield "and a save still holds words."


def _saves_with_words(source: Source) -> "models.QuerySet[Version]":
    revisions = Version.objects.get_for_object(source).values("revision")
    said = models.Func(
        Cast("serialized_data", models.JSONField()),
        template="sources_content(%(expressions)s -> 0 -> 'fields')",
        output_field=models.JSONField(),
    )
    about = [one._meta.model_name for one in (Consent, Interview)]
    has_words = ~models.Q(said={}) | models.Q(content_type__model__in=about)
    saves = Version.objects.filter(revision__in=revisions, content_type__app_label="sources")
    found: models.QuerySet[Version] = saves.alias(said=said).filter(has_words)
    return found
