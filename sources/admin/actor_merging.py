"""Staff pages on which two published actors that are one body are merged, or their merge undone."""

from functools import partial
from typing import Any
from uuid import UUID

from accounts.deeds import person
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from review.admin import merge_pages
from review.admin.merge_pages import MergePages
from review.models import Review
from review.workflow import merging

from sources.admin.merging import (
    TwinPages,
    deed_of_two,
    record_for,
    refuse_without,
    side_by_side,
    url_name,
)
from sources.merge import actors
from sources.merge.content import pointing_at
from sources.models import Actor, ActorMerge


class ActorTwinPages(TwinPages):
    """With the pages for those that are published."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        at = "<uuid:pk>/same-as/<uuid:other_pk>/propose/"
        return [
            path("<uuid:pk>/merge/", wrap(merge_page), name=url_name(Actor, "merge")),
            path(at, wrap(partial(propose, model=Actor)), name=url_name(Actor, "propose")),
            *super().get_urls(),
        ]


def merge_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is proposed of it, or the merge that may be undone; else what it may be the same as."""
    refuse_without(request, Actor, "change")
    actor = record_for(request, Actor, pk)
    decided = merge_pages.page_of(request, actor, PAGES)
    return decided or redirect(f"admin:{url_name(Actor, 'same_as')}", actor.pk)


propose = deed_of_two(
    "propose",
    actors.propose,
    gettext_lazy("Proposed; a second person decides."),
    leads_to="merge",
    stays="record",
)


def _note(merge: ActorMerge) -> str:
    """References alone: the note is public for ever."""
    said = {"merged": merge.merged.reference, "into": merge.into.reference}
    if merge.kind == ActorMerge.Kind.UNDO:
        return _("%(merged)s and %(into)s are two bodies; their merge is undone.") % said
    return _("%(merged)s, a record of the same body, was merged into %(into)s.") % said


def _naming(request: HttpRequest, merge: ActorMerge) -> dict[str, Any]:
    """Public records that name the one that goes: their next edition names the other."""
    keys = {one.record.pk for one in pointing_at([merge.merged], merge.merged)}
    naming = Review.objects.filter(pk__in=keys, public=Review.Public.CURRENT)
    readable = Review.objects.visible_to(person(request)).filter(pk__in=naming.values("pk"))
    return {"naming": readable.order_by("kind", "title"), "naming_count": naming.count()}


PAGES = MergePages(
    kind=ActorMerge,
    propose_undo=actors.propose_undo,
    why_two=gettext_lazy("Why these are two bodies"),
    note=_note,
    side_by_side=side_by_side,
    beside_template="admin/sources/_naming.html",
    beside=_naming,
)


def merges_context(actor: Actor, reader: User) -> dict[str, Any]:
    """What `_twins.html` says of merges of published ones, to whoever may read both."""
    readable = Actor.visible_to(reader)
    both = readable.values("pk")
    proposed = merging.proposed_about(ActorMerge, actor).filter(merged__in=both, into__in=both)
    return {
        "merge_page": f"admin:{url_name(Actor, 'merge')}",
        "merge_proposed": proposed.exists(),
        "leads_to": readable.filter(pk=actor.review.merged_into_id).first(),
    }
