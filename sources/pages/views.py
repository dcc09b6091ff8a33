"""The public pages of sources and actors."""

from collections.abc import Iterable, Set
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from review.document_types import Document
from review.editions.dependencies import earlier_editions
from review.editions.translations import marked
from review.models import PublicEdition, PublicRecord
from review.public.citing import Citation, edition_cited
from review.public.page_cache import shown_by
from review.public.record_pages import RecordPages, edition_context, taken_from

from sources.document_types import ActorDocument, CitedStatement, SourceDocument
from sources.models.published import (
    PublishedActor,
    PublishedSource,
    PublishedStatement,
    label_before,
)
from sources.origins.find import find_origins
from sources.origins.shown import grouped, shown_origins
from sources.origins.words import sentence
from sources.pages.linked_here import linked_here
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
    document, taken = marked(document), taken_from(edition)
    statements = statements_of(current.reference, edition.number, document, taken)
    known = {statement["id"]: statement for statement in statements}
    found = find_origins(statements)
    others = linked_here(current.reference)
    return {
        **edition_context(current, edition),
        "source": {**document, "statements": statements, "not_shown": sorted(taken)},
        "origins": sentence(found),
        "groups": grouped(shown_origins(found, known)),
        "earlier": earlier_editions(document),
        "merged": [(one, _moved(one, statements)) for one in _merged(current)],
        "resting": [one for one in others if not one.is_against],
        "against": [one for one in others if one.is_against],
        "not_stated": not_stated(document, taken),
        "taken": taken,
    }


def _merged(current: PublicEdition) -> "QuerySet[PublicRecord]":
    return PublicRecord.objects.filter(merged_into=current.reference).order_by("reference")


def _moved(merged: PublicRecord, statements: Iterable[CitedStatement]) -> list[tuple[str, str]]:
    """Labels of before with those of now: where an old address of a statement leads to."""
    labels = [one["label"] for one in statements]
    pairs = [(label_before(merged.reference, label), label) for label in labels]
    return [(before, now) for before, now in pairs if before != now]


# What almost every source says of itself, in the order of its page.
SAID_OF_ITSELF: dict[str, Promise] = {
    "publisher": gettext_lazy("publisher"),
    "author": gettext_lazy("author"),
    "published": gettext_lazy("day of publication"),
    "url": gettext_lazy("address"),
    "language": gettext_lazy("language"),
}

WITHHELD = frozenset({"author", "url"})


def not_stated(document: SourceDocument, taken: Set[str]) -> list[str]:
    """Nothing is said of what was taken from the public.

    Of a source that names a protected person some of it is withheld, whether stated or not.
    """
    shown: Document = document
    withheld = taken | (WITHHELD if document["withheld"] else frozenset())
    names = SAID_OF_ITSELF.items()
    return [str(name) for key, name in names if key not in withheld and not shown.get(key)]


def _other_sources(context: dict[str, Any]) -> set[str]:
    merged = {one.reference for one, _labels in context["merged"]}
    return merged | {one.statement.reference for one in [*context["resting"], *context["against"]]}


@shown_by
def linked_by(records: Set[str]) -> set[str]:
    """Sources whose pages show statements of one of these, because they are linked to theirs."""
    rows = PublishedStatement.objects.filter(reference__in=records).order_by()
    every = rows.values_list("document__links", flat=True)
    return {link["to"]["source"] for links in every for link in links}


def _cited(edition: PublicEdition, document: SourceDocument) -> Citation:
    told: SourceDocument = {**document, "not_shown": sorted(taken_from(edition))}
    return edition_cited(edition, source_named(told))


SOURCE_PAGES = RecordPages[SourceDocument](
    template="sources/source_detail.html",
    context=source_context,
    looked_up=_other_sources,
    cited=_cited,
    compared=lambda before, after, taken: compared(before, after, SOURCE_WORDS, taken),
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
        "merged": _merged(current),
        "subordinates": PublishedActor.objects.directly_under(current.reference).alphabetical(),
    }


def _others_shown(context: dict[str, Any]) -> set[str]:
    return {one.reference for one in (*context["subordinates"], *context["merged"])}


@shown_by
def superiors_of(records: Set[str]) -> set[str]:
    """Actors that list one of these as subordinate."""
    rows = PublishedActor.objects.filter(reference__in=records).order_by()
    named = {one for superiors in rows.values_list("superiors", flat=True) for one in superiors}
    stays = PublicRecord.objects.filter(reference__in=named, merged_into__isnull=False)
    return named.union(stays.values_list("merged_into_id", flat=True))


ACTOR_PAGES = RecordPages[ActorDocument](
    template="sources/actor_detail.html",
    context=actor_context,
    looked_up=_others_shown,
    cited=lambda edition, document: edition_cited(edition, plainly(document["name"])),
    compared=lambda before, after, taken: compared(before, after, ACTOR_WORDS, taken),
)
