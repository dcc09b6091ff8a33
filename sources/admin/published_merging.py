"""Staff pages on which two published records that are one are merged, or their merge undone."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from review.admin import merge_pages
from review.admin.merge_pages import MergePages
from review.models import Record
from review.workflow import merging

from sources.admin.merging import (
    Pages,
    TwinPages,
    deed_of_two,
    readable_rows,
    record_for,
    records_of,
    refuse_without,
    side_by_side,
    url_name,
)
from sources.merge import actors, sources
from sources.merge.content import resting_on
from sources.models import Actor, ActorMerge, Source, SourceMerge


class PublishedTwinPages(TwinPages):
    """With the pages for those that are published."""

    def twin_pages(self) -> Pages:
        return [
            ("<uuid:pk>/merge/", merge_page, "merge"),
            ("<uuid:pk>/same-as/<uuid:other_pk>/propose/", PROPOSE[self.model], "propose"),
            *super().twin_pages(),
        ]


def merge_page(request: HttpRequest, pk: UUID, *, model: type[Record]) -> HttpResponse:
    """What is proposed of it, or the merge that may be undone; else what it may be the same as."""
    refuse_without(request, model, "change")
    record = record_for(request, model, pk)
    decided = merge_pages.page_of(request, record, PAGES[model])
    return decided or redirect(f"admin:{url_name(model, 'same_as')}", record.pk)


def _proposed(verb: Any) -> Any:
    said = gettext_lazy("Proposed; a second person decides.")
    return deed_of_two("propose", verb, said, leads_to="merge", stays="record")


PROPOSE: dict[Any, Any] = {Actor: _proposed(actors.propose), Source: _proposed(sources.propose)}


def _note_of_actors(merge: ActorMerge) -> str:
    """References alone: the note is public for ever."""
    said = {"merged": merge.merged.reference, "into": merge.into.reference}
    if merge.kind == ActorMerge.Kind.UNDO:
        return _("%(merged)s and %(into)s are two bodies; their merge is undone.") % said
    return _("%(merged)s, a record of the same body, was merged into %(into)s.") % said


def _note_of_sources(merge: SourceMerge) -> str:
    """The same."""
    said = {"merged": merge.merged.reference, "into": merge.into.reference}
    if merge.kind == SourceMerge.Kind.UNDO:
        return _("%(merged)s and %(into)s are two items; their merge is undone.") % said
    return _("%(merged)s, a record of the same item, was merged into %(into)s.") % said


def _naming(request: HttpRequest, merge: ActorMerge | SourceMerge) -> dict[str, Any]:
    """Public records that name the one that goes: their next edition names the other.

    Not even a number of those that this person may not read: a draft of one may name it.
    """
    rows = readable_rows(request, resting_on(merge.merged))
    naming = [review for review in records_of(rows) if review.is_public]
    return {"naming": naming}


PAGES: dict[Any, MergePages] = {
    Actor: MergePages(
        kind=ActorMerge,
        propose_undo=actors.propose_undo,
        why_two=gettext_lazy("Why these are two bodies"),
        note=_note_of_actors,
        side_by_side=side_by_side,
        beside_template="admin/sources/_naming.html",
        beside=_naming,
    ),
    Source: MergePages(
        kind=SourceMerge,
        propose_undo=sources.propose_undo,
        why_two=gettext_lazy("Why these are two items"),
        note=_note_of_sources,
        side_by_side=side_by_side,
        beside_template="admin/sources/_naming.html",
        beside=_naming,
        carry=sources.carry,
    ),
}


def merges_context(record: Any, reader: User) -> dict[str, Any]:
    """What `_twins.html` says of merges of published ones, to whoever may read both."""
    model = type(record)
    readable = model.visible_to(reader)
    both = readable.values("pk")
    proposed: Any = merging.proposed_about(PAGES[model].kind, record)
    return {
        "merge_page": f"admin:{url_name(model, 'merge')}",
        "merge_proposed": proposed.filter(merged__in=both, into__in=both).exists(),
        "leads_to": readable.filter(pk=record.review.merged_into_id).first(),
    }
