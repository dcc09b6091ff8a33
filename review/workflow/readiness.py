"""Who may not approve a record, and why it cannot be approved as it stands."""

from collections.abc import Collection
from typing import Any

from accounts.rights import why_not_two
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from reversion.models import Version

from review.document_types import Document
from review.editions import chain
from review.models import Event, Hiding, OwnedRow, Record, Review
from review.record_types import type_of
from review.redaction.erasure import empty_values
from review.redaction.guard import has_words, texts_in
from review.revisions.unsaved import model_of, with_unsaved_rows
from review.workflow import threads


def problems(
    record: Record,
    reader: User | None = None,
    upcoming: Document | None = None,
    events: Collection[Event] | None = None,
) -> list[str]:
    """Sentences, as far as the reader may read what they are about; empty when nothing is wrong.

    `upcoming` is the document that would be published, so that it is not made again; `events` are
    all of the record, for a page that has read them: what is decided is asked anew.
    """
    return [
        *type_of(record).problems(record, reader, upcoming),
        *threads.problems(record.review, reader, events),
        *_problems_of_rows(record),
        *_problems_of_removals(record, upcoming),
    ]


def may_not_approve(review: Review, hand: Collection[int]) -> bool:
    """Whether somebody, given with all who could be them, may be behind what waits."""
    return not people_behind(review).isdisjoint(hand)


def people_behind(
    review: Review, record: Record | None = None, events: Collection[Event] | None = None
) -> set[int]:
    """Ids of those who entered or submitted what waits, or decided on a name that it would tell."""
    in_pile = review.people_in_pile() if events is None else review.people_among(events)
    is_shown = events is not None
    return in_pile | type_of(review).people_behind(record or review.record(), is_shown=is_shown)


def objection(
    review: Review,
    by: User,
    record: Record | None = None,
    events: Collection[Event] | None = None,
) -> str:
    """Why this person may not approve it, whatever it says; empty when they may.

    `events` as in `problems`.
    """
    behind = people_behind(review, record, events)
    if by.pk in behind:
        return _(
            "You are among those who changed or submitted this: somebody else must approve it."
        )
    return objection_beside(behind, by)


def objection_beside(behind: Collection[int], by: User) -> str:
    """Why somebody may not approve it who is not behind it themselves."""
    return why_not_two(by, behind)


def _problems_of_rows(record: Record) -> list[str]:
    if not with_unsaved_rows([record.review], {record.pk: record}):
        return []
    return [
        _(
            "This is not what was last saved: something was changed without the forms. "
            "Open the record and save it, so that the change can be seen."
        )
    ]


def _problems_of_removals(record: Record, upcoming: Document | None) -> list[str]:
    every = record.review.hidings.all()
    hidings = [one for one in every if one.state != Hiding.State.SHOWN and not one.earlier_only]
    if not hidings:
        return []
    document = type_of(record).document(record) if upcoming is None else upcoming
    paths = {path for path, _value in chain.split(document)}
    found = []
    for hiding in hidings:
        if hiding.path in paths and hiding.state == Hiding.State.HIDDEN:
            found.append(_("A part of it is hidden: decide about that first."))
        elif hiding.path in paths:
            found += _left_empty(record, hiding)
    refused = [hiding.refused for hiding in hidings if hiding.refused]
    if any(has_words(text, one) for text in texts_in(document) for one in refused):
        found.append(_("It still contains words that were redacted from it."))
    return list(dict.fromkeys(found))


def _left_empty(record: Record, hiding: Hiding) -> list[str]:
    """A redacted part that must say something, or be taken out, before it is public again."""
    if hiding.is_row:
        row = row_of(record, hiding.path.partition("/")[2])
        if row is None or not _is_empty(row):
            return []
        return [_("A row was redacted: write it again or remove it (%s).") % row._meta.verbose_name]
    fields = [record._meta.get_field(n) for n in type_of(record).redactable[hiding.path].fields]
    return [
        _("Write again what was redacted: %s.") % field.verbose_name  # type: ignore[union-attr]
        for field in fields
        if field.name in _invalid(record)
    ]


def _is_empty(row: OwnedRow) -> bool:
    """Nothing was entered since, or not all that the row needs."""
    left = empty_values(type(row), str(row.pk))
    untouched = all(getattr(row, name) == value for name, value in left.items())
    marked = any(getattr(row, name) == left[name] for name in row.REDACTION_MARKS)
    return untouched or marked or bool(_invalid(row))


def _invalid(row: models.Model) -> set[str]:
    try:
        row.clean_fields()
    except ValidationError as error:
        return set(error.error_dict)
    return set()


def row_of(record: Record, row_id: str) -> OwnedRow | None:
    """A row of the working copy by its id alone; ids are random and never shared by tables."""
    versions = Version.objects.filter(revision=record.review.head_id, object_id=row_id)
    version = versions.first()
    model: Any = model_of(version) if version else None
    return model._default_manager.filter(pk=row_id).first() if model else None
