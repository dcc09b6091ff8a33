"""The verbs: what people do to a record on its way to the public, each one atomic.

Every verb takes the person (`by=`) and, where it decides something, the head revision that the
person saw (`seen=`): a decision applies to what was looked at and to nothing newer.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import reversion
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import gettext as _
from reversion.errors import RevertError
from reversion.models import Revision, Version

from review.models import Event, Record, Refused, Review
from review.record_types import type_of
from review.redaction import guard
from review.revisions import compare
from review.revisions.unsaved import record_behind, rows_of, with_unsaved_rows
from review.workflow import carrying_on, telling


class Stale(Refused):
    """Somebody saved the record after this person opened it; `lines` says who changed what."""

    def __init__(self, review: Review, lines: "list[compare.Line]") -> None:
        super().__init__(
            _("Somebody else has saved this record since you opened it. Nothing was overwritten.")
        )
        self.review = review
        self.lines = lines

    def said_to(self, reader: User) -> str:
        """Also who changed which fields meanwhile."""
        changed = (
            _("%(people)s changed %(field)s.")
            % {
                "people": ", ".join(str(one) for one in line.people) or _("Somebody"),
                "field": f"{line.row_label} – {line.field_label}" if line.field else line.row_label,
            }
            for line in compare.readable(self.lines, reader)
        )
        return " ".join([str(self), *changed])


class StillNeeded(Refused):
    """Rows of other records rest on what was to go; the sentence alone says of none."""

    def __init__(self, rows: Iterable[models.Model]) -> None:
        self.rows = list(rows)
        super().__init__(_("Something still rests on it. Change that first."))

    def said_to(self, reader: User) -> str:
        """Also what, and in which records, as far as this colleague may read them.

        Neither a kind nor a number tells of others: the one would say that a body found something.
        """
        behind = [(row, record) for row in self.rows if (record := record_behind(row))]
        records = {record for _row, record in behind}
        seen = {one for one in records if type(one).visible_to(reader).filter(pk=one.pk).exists()}
        kinds = {str(row._meta.verbose_name) for row, record in behind if record in seen}
        said = [str(self)]
        if seen:
            named = sorted(f"{one} ({one.reference})" for one in seen)
            said = [
                _("Something still rests on it: %s. Change that first.") % ", ".join(sorted(kinds)),
                _("Records: %s.") % "; ".join(named),
            ]
        if records != seen:
            said.append(_("Not all of it is for you to read: ask somebody who may read all of it."))
        return " ".join(said)


class Unchanged(Refused):
    """A save that would change nothing is none: no revision, no event, nobody new in the pile."""

    def __init__(self) -> None:
        super().__init__(_("Nothing was changed."))


class OfAnotherRecord(Refused):
    """A form names a revision that this record never had: nothing of that revision is told."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This form refers to a version of another record. "
                "Open the page again and enter there what you typed."
            )
        )


@contextmanager
def refusals() -> Iterator[None]:
    """Turn a rule of the database into its sentence for the person."""
    try:
        yield
    except models.ProtectedError as error:  # an IntegrityError too, so it comes first
        raise StillNeeded(error.protected_objects) from error
    except IntegrityError as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        raise Refused(sentence) from error


def keep[Row: models.Model](row: Row) -> Row:
    """Save it; what breaks a rule is refused before that: a server may log the row it refuses."""
    try:
        row.validate_constraints()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    with refusals(), transaction.atomic():
        row.save()
    return row


def _sentence(error: IntegrityError) -> str | None:
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    if diagnosis is None or name is None:
        return None
    if name in DATABASE_RULES:
        return str(diagnosis.message_primary)
    table = diagnosis.table_name
    for model in connection.introspection.installed_models([table]):
        rules: Mapping[str, Any] = getattr(model, "DATABASE_RULES", {})
        if name in rules:
            return str(rules[name])
        for constraint in model._meta.constraints:
            if constraint.name == name:
                return str(constraint.get_violation_error_message())
    return None


# Rules that triggers keep (migration `rules`); their messages are written for the person.
# A model of a floor above names its own, with their sentences, in its `DATABASE_RULES`.
DATABASE_RULES = frozenset(
    {
        "four_eyes",
        "append_only",
        "chain_follows",
        "claim_by_others",
        "codebook_by_two",
        "comment_thread",
        "disagreement_by_two",
        "disagreement_open",
        "hiding_decided_once",
        "hiding_overlaps",
        "part_needs_edition",
        "part_needs_redaction",
        "save_is_whole",
        "save_needs_redaction",
        "limit_by_member",
        "tag_stands",
        "two_administrators",
        "two_hands",
    }
)


def require(by: User, *permissions: str) -> None:
    if not by.has_perms(permissions):
        raise Refused(_("You do not have the right to do this."))


def require_work(by: User) -> None:
    """Whoever sets a record back writes in it: researchers do, and reviewers."""
    if not (by.has_perm("review.submit_review") or by.has_perm("review.decide_review")):
        raise Refused(_("You do not have the right to do this."))


def lock(review_id: UUID) -> Review:
    return Review.objects.select_for_update(of=("self",)).get(pk=review_id)


def lock_all(review_ids: Iterable[UUID]) -> dict[UUID, Review]:
    """Locked in id order, so that two decisions never wait for each other."""
    rows = Review.objects.select_for_update(of=("self",)).filter(pk__in=list(review_ids))
    return {review.pk: review for review in rows.order_by("pk")}


def seen_revision(review: Review, seen: int | None) -> Revision | None:
    """The revision that a form names by its id, which must be one of this very record."""
    if seen is None:
        return None
    # Every revision of a record has its event; the ids themselves can be counted up by anybody.
    event = review.events.filter(revision_id=seen).select_related("revision").first()
    if event is None:
        raise OfAnotherRecord
    return event.revision


def refuse_stale(review: Review, seen: int | None) -> None:
    if review.head_id != seen:
        raise Stale(review, compare.lines(seen_revision(review, seen), review.head))


@contextmanager
def saving[R: Record](
    record: R,
    *,
    by: User,
    seen: int | None = None,
    comment: str = "",
    kind: str = Event.Kind.SAVED,
    beyond_rows: bool = False,
) -> Iterator[R]:
    """Save the record and its rows inside the block: one revision, one event, a new head.

    `seen` is the id of the head revision that the person started from, None for a new record.
    A record without a review is given one. The revision holds the record and everything that it
    owns as they are at the end of the block. `Unchanged` when the head holds that already, unless
    what changes is in no revision (`beyond_rows`).
    """
    with refusals(), transaction.atomic():
        if record.pk is None:
            [reference] = Review.objects.free_references(1)
            record.review = Review.objects.create(kind=record.record_kind(), reference=reference)
            review = record.review  # nobody else knows of it yet
        else:
            review = lock(record.pk)
        refuse_stale(review, seen)
        if review.work == Review.Work.CLOSED:
            raise Refused(_("This record is closed. Reopen it first."))
        before = review.head
        rows = rows_of(review) if before and not beyond_rows else None
        with reversion.create_revision(manage_manually=True, atomic=False):
            reversion.set_user(by)
            reversion.set_comment(comment)
            yield record
            record.save()
            _add_as_stored(record)
            # Rows that somebody changed past the forms are saved by this, so that they are seen.
            if rows is not None and rows == rows_of(review) and not with_unsaved_rows([review]):
                raise Unchanged
            if review.edition_id and not comment.strip():
                raise Refused(_("This record is public: say why you change it."))
        # Rules across rows are asked at the end of a transaction: here they still have a sentence.
        connection.check_constraints()
        review.head = latest_revision(record)
        review.title = record.review_title()[:300]
        review.work = Review.Work.DRAFT
        review.free()
        review.save()
        record.review = review
        guard.refuse_save(review, before, review.head, comment)
        event(review, kind, by, comment)
        carrying_on.carry_on(record, by=by)


def _add_as_stored(record: Record) -> None:
    """The record and all that it owns, read once: not what was saved, but what there is now."""
    stored = type(record)._default_manager.prefetch_related(*record.FOLLOWED)
    reversion.add_to_revision(stored.get(pk=record.pk))


def latest_revision(record: Record) -> Revision:
    versions = Version.objects.get_for_object(record).select_related("revision")
    # By revision, not by date: clocks move.
    return versions.order_by("-revision_id")[0].revision


@transaction.atomic
def submit(review: Review, *, by: User, seen: int | None, comment: str) -> Review:
    """Ask for a review of the head; the comment says why it was made."""
    require(by, "review.submit_review")
    review = lock(review.pk)
    refuse_stale(review, seen)
    if not review.may_be_submitted:
        raise Refused(_("There is nothing to submit: it has no pending change or already waits."))
    guard.refuse_comment(review, comment)
    enter_queue(review, by=by, comment=comment)
    return review


def enter_queue(review: Review, *, by: User, comment: str) -> None:
    """Of a review that is locked and may be submitted."""
    if not comment.strip():
        raise Refused(_("Say what you changed and why before you submit."))
    review.work = Review.Work.SUBMITTED
    review.free()
    review.save()
    event(review, Event.Kind.SUBMITTED, by, comment)


def event(review: Review, kind: str, by: User, comment: str, **about: Any) -> Event:
    """The comment is ours, or was checked before; else it is `said`, or `noted`."""
    with refusals():
        made = Event.objects.create(
            review=review, kind=kind, by=by, comment=comment, revision=review.head, **about
        )
    telling.tell(made)
    return made


def said(review: Review, kind: str, by: User, comment: str) -> Event:
    """The same with what a person typed: it stays, so it says nothing redacted."""
    guard.refuse_comment(review, comment)
    return event(review, kind, by, comment)


def noted(review: Review, kind: str, by: User, comment: str = "", **about: Any) -> Event:
    """Said beside the deeds, and checked before it is written: of the event `about` tells more.

    To whom, about which line, or what it answers.
    """
    guard.refuse_comment(review, comment)
    made = keep(
        Event(review=review, kind=kind, by=by, comment=comment, revision=review.head, **about)
    )
    telling.tell(made)
    return made


@transaction.atomic
def comment(review: Review, *, by: User, comment: str) -> None:
    if not comment.strip():
        raise Refused(_("Write the comment first."))
    said(lock(review.pk), Event.Kind.COMMENTED, by, comment)


@transaction.atomic
def send_back(review: Review, *, by: User, seen: int | None, comment: str) -> Review:
    """Return it to its researchers: the comment says what to mend."""
    require(by, "review.decide_review")
    review = decidable(review.pk, seen)
    if not comment.strip():
        raise Refused(_("Say what needs to be changed."))
    review.work = Review.Work.DRAFT
    review.free()
    review.save()
    said(review, Event.Kind.RETURNED, by, comment)
    return review


def decidable(review_id: UUID, seen: int | None) -> Review:
    """The review, locked, if it waits and its head is the one that was looked at."""
    review = lock(review_id)
    refuse_stale(review, seen)
    return waiting(review)


def waiting(review: Review) -> Review:
    if not review.is_waiting:
        raise Refused(_("“%s” is not waiting for review.") % review.title)
    return review


@transaction.atomic
def discard(review: Review, *, by: User, seen: int | None, comment: str) -> Review:
    """Throw the pending changes away: back to the current edition, or closed if there is none."""
    require(by, "review.decide_review")
    review = lock(review.pk)
    refuse_stale(review, seen)
    return _discard(review, by=by, comment=comment)


@transaction.atomic
def discard_own(review: Review, *, by: User, seen: int | None, comment: str) -> Review:
    """The same of a public record's draft that is this person's alone: nobody else loses work."""
    require(by, "review.submit_review")
    review = lock(review.pk)
    refuse_stale(review, seen)
    behind = review.people_in_pile() | type_of(review).people_behind(review.record())
    if review.work != Review.Work.DRAFT or review.edition is None or behind != {by.pk}:
        raise Refused(
            _("You can take back only a draft of what is public, on which only you worked.")
        )
    return _discard(review, by=by, comment=comment)


def _discard(review: Review, *, by: User, comment: str) -> Review:
    """Of a review that is locked."""
    if review.work not in {Review.Work.DRAFT, Review.Work.SUBMITTED}:
        raise Refused(_("There is no pending change to discard."))
    if not comment.strip():
        raise Refused(_("Say why these changes are thrown away."))
    if review.edition is None:
        review.work = Review.Work.CLOSED
    else:
        record = review.record()
        with reversion.create_revision(manage_manually=True, atomic=False):
            reversion.set_user(by)
            reversion.set_comment(comment)
            _revert(record, review.edition.revision)
            record.save()
            _add_as_stored(record)
        type_of(record).forget_decisions(record)
        review.head = latest_revision(record)
        review.title = record.review_title()[:300]
        review.work = Review.Work.CLEAN
    review.free()
    review.save()
    said(review, Event.Kind.DISCARDED, by, comment)
    return review


def is_own_draft(review: Review, by: User) -> bool:
    """Never published, and nobody else saved or submitted it."""
    never_public = review.work == Review.Work.DRAFT and review.edition_id is None
    return never_public and review.people_in_pile() == {by.pk}


@transaction.atomic
def close(review: Review, *, by: User, seen: int | None, comment: str) -> Review:
    """Set a draft of one's own aside, as of an event that has a record already."""
    require(by, "review.submit_review")
    review = lock(review.pk)
    refuse_stale(review, seen)
    if not is_own_draft(review, by):
        raise Refused(
            _("You can close a draft that was never published and on which only you worked.")
        )
    if not comment.strip():
        raise Refused(_("Say why it is closed."))
    review.work = Review.Work.CLOSED
    review.save()
    said(review, Event.Kind.DISCARDED, by, comment)
    return review


@transaction.atomic
def reopen(review: Review, *, by: User, comment: str) -> Review:
    require(by, "review.submit_review")
    review = lock(review.pk)
    if review.work != Review.Work.CLOSED:
        raise Refused(_("Only a closed record can be reopened."))
    if not comment.strip():
        raise Refused(_("Say why it is opened again."))
    review.work = Review.Work.DRAFT
    review.save()
    said(review, Event.Kind.REOPENED, by, comment)
    return review


def restore(
    review: Review, revision: Revision, *, by: User, seen: int | None, comment: str
) -> None:
    """Bring an old revision back as a new change, which waits for approval like any other."""
    require_work(by)
    if review.merged_into_id is not None:
        raise Refused(_("It was merged into another record: ask to undo that instead."))
    record = review.record()
    with saving(record, by=by, seen=seen, comment=comment, kind=Event.Kind.RESTORED):
        _revert(record, revision)


def _revert(record: Record, revision: Revision) -> None:
    """The record as it was; refused when anything of it would be lost on the way."""
    try:
        with refusals():
            revision.revert(delete=True)
            connection.check_constraints()
    except (RevertError, IntegrityError) as error:
        raise Refused(
            _(
                "That revision can no longer be restored: something it refers to is gone or has "
                "changed its form."
            )
        ) from error
    record.refresh_from_db()
    lost = compare.lost_fields(record, revision)
    if lost:
        raise Refused(_("That revision cannot be restored without losing: %s.") % ", ".join(lost))


def put_back(review: Review, line: str, *, by: User, seen: int | None, comment: str) -> None:
    """Set one line of the comparison back as published; a save like any other."""
    require_work(by)
    record = review.record()
    with saving(record, by=by, seen=seen, comment=comment, kind=Event.Kind.PUT_BACK):
        if record.review.edition is None:
            raise Refused(_("Nothing of this record is published yet."))
        published = record.review.edition.revision
        # Only lines of this comparison: a made-up one could name a row of somebody else.
        found = compare.lines(published, record.review.head)
        if line not in {one.key for one in compare.readable(found, by)}:
            raise Refused(_("This line is not in the comparison."))
        try:
            with refusals():
                compare.put_back(line, published)
                connection.check_constraints()
        except (RevertError, LookupError, ValueError, IntegrityError) as error:
            raise Refused(_("This line cannot be put back on its own.")) from error
        record.refresh_from_db()
