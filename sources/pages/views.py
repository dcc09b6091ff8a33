"""The public pages of sources and actors."""

from collections.abc import Set
from typing import Any

from review.editions.dependencies import earlier_editions
from review.editions.translations import marked
from review.models import PublicEdition
from review.public.citing import edition_cited
from review.public.page_cache import shown_by
from review.public.record_pages import RecordPages, edition_context

from sources.document_types import ActorDocument, SourceDocument
from sources.models.published import PublishedActor, PublishedSource
from sources.origins.find import find_origins
from sources.origins.shown import grouped, shown_origins
from sources.origins.words import sentence
from sources.record.changes import ACTOR_WORDS, SOURCE_WORDS, compared
from sources.record.index import statements_of
from sources.words.statements import source_named
from sources.words.texts import plainly


def _is_listed(current: PublicEdition) -> bool:
    """A confidential source has no page, whatever was public of it before."""
    return PublishedSource.objects.listed().filter(reference=current.reference).exists()


def source_context(
    document: SourceDocument, current: PublicEdition, edition: PublicEdition
) -> dict[str, Any]:
    document = marked(document)
    statements = statements_of(current.reference, edition.number, document)
    known = {statement["id"]: statement for statement in statements}
    found = find_origins(statements)
    return {
        **edition_context(current, edition),
        "source": {**document, "statements": statements},
        "origins": sentence(found),
        "groups": grouped(shown_origins(found, known)),
        "earlier": earlier_editions(document),
    }


SOURCE_PAGES = RecordPages[SourceDocument](
    template="sources/source_detail.html",
    context=source_context,
    looked_up=lambda _context: set(),
    cited=lambda edition, document: edition_cited(edition, source_named(document)),
    compared=lambda before, after: compared(before, after, SOURCE_WORDS),
    is_open=_is_listed,
    is_shown=lambda document: not document["confidential"],
)


def actor_context(
    document: ActorDocument, current: PublicEdition, edition: PublicEdition
) -> dict[str, Any]:
    return {
        **edition_context(current, edition),
        "actor": marked(document),
        "earlier": earlier_editions(document),
        "subordinates": PublishedActor.objects.directly_under(current.reference).alphabetical(),
    }


def _subordinates(context: dict[str, Any]) -> set[str]:
    return {actor.reference for actor in context["subordinates"]}


@shown_by
def superiors_of(records: Set[str]) -> set[str]:
    """Actors that list one of these as subordinate."""
    rows = PublishedActor.objects.filter(reference__in=records).order_by()
    return {one for superiors in rows.values_list("superiors", flat=True) for one in superiors}


ACTOR_PAGES = RecordPages[ActorDocument](
    template="sources/actor_detail.html",
    context=actor_context,
    looked_up=_subordinates,
    cited=lambda edition, document: edition_cited(edition, plainly(document["name"])),
    compared=lambda before, after: compared(before, after, ACTOR_WORDS),
)
