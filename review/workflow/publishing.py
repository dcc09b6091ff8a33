"""Making records public, exactly as they were shown, and taking them from the public again."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from review.document_types import Document
from review.editions import chain
from review.editions.documents import served_now
from review.editions.translations import with_older_translations
from review.models import (
    CoarseReason,
    Edition,
    EditionPart,
    Entry,
    Event,
    Hiding,
    Record,
    Refused,
    Review,
)
from review.record_types import Ahead, Below, NextEdition, rests_on, type_of
from review.redaction import guard
from review.workflow import decisions, hiding, indexing, readiness
from review.workflow.taking_back import Earlier, embedded_copies, taken_back


class Changed(Refused):
    """What would become public is not what the reviewer was shown."""

    def __init__(self) -> None:
        super().__init__(
            _("What would be published has changed since you looked: look at it again.")
        )


class EarlierUndecided(Refused):
    """An edition takes back what others still tell: that must be decided about, too."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "It takes back what is still public elsewhere: agree to hide those earlier words, "
                "or it cannot be approved."
            )
        )


class Unapprovable(Refused):
    """The records of a decision that cannot be approved, each with its problems."""

    def __init__(self, problems: "dict[Review, list[str]]") -> None:
        sentences = [
            f"{review.title}: {line}" for review, lines in problems.items() for line in lines
        ]
        super().__init__(" ".join(sentences))
        self.problems = problems


@transaction.atomic
def approve(
    seen: Mapping[UUID, int | None],
    *,
    shown: str,
    by: User,
    day: date,
    note: str = "",
    comment: str = "",
    hide_earlier: bool = False,
) -> list[Edition]:
    """Publish all these records or none: {review id: head that the reviewer saw}.

    `shown` is the fingerprint of the documents that the reviewer was shown: nothing else becomes
    public. `note` is public and says what changed; it is required once a record has an edition.
    `hide_earlier` is the decision about what earlier editions tell and these take back.
    """
    decisions.require(by, "review.decide_review")
    decisions.lock_all(seen)
    # From here on nothing else is published: documents are made of what is public of others.
    chain.lock()
    reviews = [
        _decidable(review_id, head, by=by, note=note, comment=comment)
        for review_id, head in seen.items()
    ]
    ahead = next_documents(reviews)
    if not constant_time_compare(fingerprint(ahead), shown):
        raise Changed
    earlier = taken_back(ahead)
    if earlier and not hide_earlier:
        raise EarlierUndecided
    _lock_others(earlier, seen, by=by)
    editions = _publish_all(reviews, ahead, by=by, day=day, note=note, comment=comment)
    _hide(earlier, by=by, day=day, comment=comment or note, earlier_only=True)
    return editions


def _decidable(review_id: UUID, head: int | None, *, by: User, note: str, comment: str) -> Review:
    """The review, if this person may approve it as it was seen, with this note."""
    review = decisions.decidable(review_id, head)
    record = review.record()
    _refuse_own(review, record, by)
    if not _reads_all(record, by):
        raise Refused(
            _("“%s” rests on something that you may not read: somebody else must approve it.")
            % review.title
        )
    if review.edition_id and not note.strip():
        raise Refused(_("Say in the public note what changed in “%s” and why.") % review.title)
    guard.refuse_note(review, note)
    guard.refuse_comment(review, comment)
    return review


def _reads_all(record: Record, by: User) -> bool:
    """Whether this person may read the record, what it cites, and every row of it."""
    if not type(record).visible_to(by).filter(pk=record.pk).exists():
        return False
    return not type_of(record).holds_unseen(record, by)


def _publish_all(
    reviews: Iterable[Review], ahead: Ahead, *, by: User, day: date, note: str, comment: str
) -> list[Edition]:
    by_reference = {review.reference: review for review in reviews}
    editions: list[Edition] = []
    unapprovable: dict[Review, list[str]] = {}
    for reference, upcoming in ahead.items():
        review = by_reference[reference]
        # What it rests on may be public only since a moment ago.
        record = review.record() if editions else upcoming.record
        if found := readiness.problems(record, upcoming=upcoming.document):
            unapprovable[review] = found
        elif not unapprovable:
            made = _publish(review, upcoming, by=by, day=day, note=note, comment=comment)
            editions.append(made)
    if unapprovable:
        raise Unapprovable(unapprovable)
    return editions


def _lock_others(earlier: Iterable[Earlier], locked: Iterable[UUID], *, by: User) -> None:
    """Records beyond those that are decided about: somebody at work on one is not waited for."""
    references = {one.reference for one in earlier}
    if not references:
        return
    decisions.require(by, "review.withdraw_review")
    others = Review.objects.filter(reference__in=references).exclude(pk__in=list(locked))
    found = set(others.values_list("pk", flat=True))
    free = others.select_for_update(of=("self",), skip_locked=True)
    if {review.pk for review in free} != found:
        raise Refused(_("Somebody is saving a record with the same words. Try again."))


def _hide(
    earlier: Iterable[Earlier], *, by: User, day: date, comment: str, earlier_only: bool
) -> None:
    reviews = {
        review.reference: review
        for review in Review.objects.filter(reference__in={one.reference for one in earlier})
    }
    at = None
    for one in earlier:
        made = hiding.hide_in(
            reviews[one.reference],
            one.path,
            hiding.blanks_of(reviews[one.reference], one.path, one.numbers),
            by=by,
            day=day,
            reason=CoarseReason.PROTECTION,
            comment=comment or _("What it said was taken back."),
            earlier_only=earlier_only,
            at=at,
        )
        at = made.at


def next_documents(
    reviews: Iterable[Review],
    read: Mapping[UUID, Record] | None = None,
    resting: Mapping[UUID, set[Below]] | None = None,
) -> dict[str, NextEdition]:
    """What approving exactly these records would publish, by reference, in the order of publishing.

    Nothing is written or locked. What others rest on comes first, so that they embed it. `read` are
    records that a page has read already: what one fetches for its document is not asked for again,
    nor on what each rests, as in `resting`.
    """
    ahead: dict[str, NextEdition] = {}
    every = list(reviews)
    records = {review.pk: (read or {}).get(review.pk) or review.record() for review in every}
    for review in _resting_last(every, records, resting):
        record = records[review.pk]
        document = with_older_translations(
            type_of(review).document(record, ahead), served_now(review)
        )
        number = review.edition.number + 1 if review.edition else 1
        ahead[review.reference] = NextEdition(review.kind, number, document, record)
    return ahead


def fingerprint(ahead: Ahead) -> str:
    """What a page carries of the documents that it shows, so that just these are approved.

    Keyed: it covers what the reviewer may not read, which must not be guessed from it.
    """
    documents = {reference: upcoming.document for reference, upcoming in ahead.items()}
    return salted_hmac("review.approve", chain.canonical(documents), algorithm="sha256").hexdigest()


def _resting_last(
    reviews: list[Review],
    records: Mapping[UUID, Record],
    resting: Mapping[UUID, set[Below]] | None,
) -> list[Review]:
    """What others rest on comes first; in a circle what lacks nothing as things are."""
    if len(reviews) == 1:
        return reviews
    # What was merged into another record is that one by now.
    known = rests_on(list(records.values())) if resting is None else resting
    below = {
        above: {one.merged_into or one.pk for one in ones} & records.keys()
        for above, ones in known.items()
    }
    left, found = sorted(reviews, key=lambda review: review.pk), []
    while left:
        waiting = {review.pk for review in left}
        free = [one for one in left if not (below[one.pk] - {one.pk}) & waiting]
        ready = free or [one for one in left if not readiness.problems(records[one.pk])]
        found.append((ready or left)[0])
        left.remove(found[-1])
    return found


def _refuse_own(review: Review, record: Record, by: User) -> None:
    behind = readiness.people_behind(review, record)
    if by.pk in behind:
        raise Refused(
            _("You changed or submitted “%s” yourself: somebody else must approve it.")
            % review.title
        )
    if objection := readiness.objection_beside(behind, by):
        raise Refused(objection)


def _publish(
    review: Review, upcoming: NextEdition, *, by: User, day: date, note: str, comment: str
) -> Edition:
    number, schema = upcoming.number, type_of(review).schema
    parts = edition_parts(upcoming.document, _staff(review, by))
    entry = chain.append(
        kind=Entry.Kind.EDITION,
        record_kind=review.kind,
        reference=review.reference,
        day=day,
        payload=edition_payload(number, note, parts, schema),
    )
    _refuse_hidden(review, [part.path for part in parts])
    with decisions.refusals():
        edition = Edition.objects.create(
            review=review, number=number, entry=entry, revision=review.head, approved_by=by
        )
    for part in parts:
        part.edition = edition
    EditionPart.objects.bulk_create(parts)
    decisions.event(review, Event.Kind.APPROVED, by, comment)
    review.edition = edition
    review.work = Review.Work.CLEAN
    review.public = Review.Public.CURRENT
    review.withdrawn_on, review.withdrawn_reason, review.merged_into = None, "", None
    review.free()
    review.urgent = False
    review.save()
    index = indexing.index_first if number == 1 else indexing.index
    index(edition, upcoming.document)
    return edition


def _refuse_hidden(review: Review, paths: list[str]) -> None:
    """Once the chain is ours nobody hides anything more: what was hidden meanwhile is seen now."""
    hidden = Hiding.objects.undecided().filter(path__in=paths, earlier_only=False)
    if hidden.filter(models.Q(review=review) | models.Q(path__contains="/")).exists():
        raise Refused(_("A part of “%s” is hidden: decide about that first.") % review.title)


def edition_parts(document: Document, staff: dict[str, Any]) -> list[EditionPart]:
    """The parts of a new edition, not saved yet; last the one about us, never published."""
    chain.check_value(document)
    values = [*chain.split(document), (EditionPart.STAFF, staff)]
    return [
        EditionPart(position=place, path=path, salt=chain.new_salt(), value=chain.canonical(value))
        for place, (path, value) in enumerate(values)
    ]


def edition_payload(
    number: int, note: str, parts: list[EditionPart], schema: int
) -> dict[str, Any]:
    digests = [[part.path, chain.part_digest(part.path, part.salt, part.value)] for part in parts]
    return {"note": note, "number": number, "parts": digests, "schema": schema}


def _staff(review: Review, by: User) -> dict[str, Any]:
    """Who did it: committed to by a digest whose salt is never published."""
    submitted = review.pile().filter(kind=Event.Kind.SUBMITTED).order_by("-id").first()
    return {
        "approved_by": by.pk,
        "entered_by": sorted(review.people_in_pile()),
        "revision": review.head_id,
        "submitted_by": submitted.by_id if submitted else None,
    }


@transaction.atomic
def withdraw(review: Review, *, by: User, day: date, reason: str, comment: str) -> Entry:
    """Take a record from the public at once; showing it again needs an approval.

    To protect somebody, what other records embed of it is hidden with it. Withdrawn as an error, it
    stays where others rest on it, and their pages say what became of it.
    """
    decisions.require(by, "review.withdraw_review")
    review = decisions.lock(review.pk)
    if not review.is_public:
        raise Refused(_("Only a public record can be withdrawn."))
    if reason not in CoarseReason.values:
        raise Refused(_("Choose the reason that the public is told."))
    if not comment.strip():
        raise Refused(_("Tell your colleagues why it is withdrawn."))
    copies = embedded_copies(review) if reason == CoarseReason.PROTECTION else []
    _lock_others(copies, [review.pk], by=by)
    review.public = Review.Public.WITHDRAWN
    review.withdrawn_on, review.withdrawn_reason = day, reason
    review.save()
    indexing.unindex(review)
    decisions.event(review, Event.Kind.WITHDRAWN, by, comment)
    entry = chain.append(
        kind=Entry.Kind.WITHDRAWAL,
        record_kind=review.kind,
        reference=review.reference,
        day=day,
        payload={"reason": str(reason)},
    )
    if copies:
        if embedded_copies(review) != copies:
            raise Refused(_("Another record with these words was published just now. Try again."))
        _hide(copies, by=by, day=day, comment=comment, earlier_only=False)
    return entry


@transaction.atomic
def hide_everywhere(review: Review, *, by: User, day: date, comment: str) -> None:
    """To protect somebody: the record, if it is public, and what others still embed of it."""
    review = decisions.lock(review.pk)
    if review.is_public:
        withdraw(review, by=by, day=day, reason=CoarseReason.PROTECTION, comment=comment)
        return
    decisions.require(by, "review.withdraw_review")
    chain.lock()
    copies = embedded_copies(review)
    _lock_others(copies, [review.pk], by=by)
    _hide(copies, by=by, day=day, comment=comment, earlier_only=False)
