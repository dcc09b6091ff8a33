"""Saying that two records are not the same, so that nobody is asked about them again."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from review.models import Event, Record, Refused, kept_among
from review.workflow import decisions

from sources.models import ToldApart


@transaction.atomic
def tell_apart(
    record: Record, other: Record, *, by: User, seen: Mapping[UUID, int | None], comment: str
) -> ToldApart:
    """Why stands in the history of both, or only where nobody reads it who may not read both."""
    decisions.require(by, "review.submit_review")
    if not comment.strip():
        raise Refused(_("Say why these are not the same."))
    reviews = decisions.lock_all([record.pk, other.pk])
    for pk, review in reviews.items():
        decisions.refuse_stale(review, seen.get(pk))
    kept = kept_among({record.pk, other.pk})
    events = []
    for one in _told_at(record, other, kept):
        two = other if one.pk == record.pk else record
        said = _not_the_same(two, comment, is_named=two.pk not in kept)
        events.append(decisions.said(reviews[one.pk], Event.Kind.COMMENTED, by, said))
    first, second = sorted((record.pk, other.pk))
    return decisions.keep(ToldApart(one=reviews[first], other=reviews[second], said=events[0]))


def _told_at(record: Record, other: Record, kept: Collection[UUID]) -> list[Record]:
    """The reason may tell of both: it stands where nobody reads it who may not read both."""
    if not kept:
        return [record, other]
    if len(kept) == 1:
        return [one for one in (record, other) if one.pk in kept]
    groups, others = (set(_groups_of(one)) for one in (record, other))
    if bool(groups) == bool(others):
        if groups <= others:
            return [record]
        if others <= groups:
            return [other]
    raise Refused(
        _(
            "Not everybody who reads one of these may read the other: "
            "limit both to the same groups first."
        )
    )


def _groups_of(record: Record) -> Iterable[int]:
    return record.review.limits.values_list("group", flat=True)


def _not_the_same(other: Record, comment: str, *, is_named: bool) -> str:
    if not is_named:
        return _("Not the same as another record: %s") % comment
    return _("Not the same as %(other)s: %(comment)s") % {
        "other": other.reference,
        "comment": comment,
    }
