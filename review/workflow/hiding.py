"""Taking one part from the public at once, and what a second person then decides about it."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from accounts.hands import why_one_hand
from accounts.rights import few_administrators
from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from review.editions import chain
from review.editions.documents import whole_document
from review.models import (
    CoarseReason,
    EditionPart,
    Entry,
    Event,
    Hiding,
    PublicPart,
    Refused,
    Review,
)
from review.record_types import RecordType, Redactable, type_of
from review.redaction import comments, erasure, typed
from review.redaction.guard import begins_like, is_telling, refusals_of, texts_in, whole_words
from review.workflow import decisions, indexing


def holders(review: Review, path: str) -> set[UUID]:
    """Records with an edition that holds the part: a row may be embedded in several."""
    parts = EditionPart.objects.filter(path=path)
    if "/" in path:
        parts = parts.filter(path__contains="/")  # what its index is made for
    else:
        parts = parts.filter(edition__review=review)
    return set(parts.values_list("edition__review", flat=True))


def removable(review: Review, path: str) -> Redactable | None:
    """How a part can be taken out: a row always, other parts where the record says so."""
    return redactable_in(type_of(review), path)


def redactable_in(kind: RecordType[Any, Any], path: str) -> Redactable | None:
    return Redactable(blank=None, fields=()) if "/" in path else kind.redactable.get(path)


@transaction.atomic
def hide(
    review: Review, path: str, *, by: User, day: date, reason: str, comment: str
) -> list[Hiding]:
    """Take the part from every edition of every record that holds it, until somebody decides."""
    decisions.require(by, "review.withdraw_review")
    if reason not in CoarseReason.values:
        raise Refused(_("Choose the reason that the public is told."))
    if not comment.strip():
        raise Refused(_("Tell your colleagues why it is hidden."))
    if removable(review, path) is None:
        raise Refused(_("This part cannot be hidden by itself. Withdraw the record instead."))
    found = holders(review, path)
    if review.pk not in found:
        raise Refused(_("No edition of this record holds that part any more."))
    reviews = decisions.lock_all(found)
    # From here on nothing is published; an approval that waits for the lock will look again.
    chain.lock()
    if holders(review, path) != found:
        raise Refused(_("Another record with this part was published just now. Try again."))
    blanks = {held.pk: blanks_of(held, path) for held in reviews.values()}
    if not blanks[review.pk]:
        raise Refused(_("This part is hidden already."))
    return [
        hide_in(held, path, blanks[held.pk], by=by, day=day, reason=reason, comment=comment)
        for held in reviews.values()
        if blanks[held.pk]
    ]


def hide_in(
    review: Review,
    path: str,
    blanks: dict[str, Any],
    *,
    by: User,
    day: date,
    reason: str,
    comment: str,
    earlier_only: bool = False,
    at: datetime | None = None,
) -> Hiding:
    """In one record that is locked, under the chain's lock; one deed has one time, `at`."""
    moment = {"at": at} if at else {}
    hiding = decisions.keep(
        Hiding(
            review=review,
            path=path,
            blanks=blanks,
            earlier_only=earlier_only,
            **moment,
            reason=reason,
            hidden_on=day,
            by=by,
            comment=comment,
        )
    )
    decisions.event(review, Event.Kind.HIDDEN, by, comment)
    _chain_hiding(hiding, day=day, hidden=True)
    indexing.reindex(review)
    return hiding


@transaction.atomic
def hide_copies(
    hiding: Hiding, copies: Sequence[tuple[str, str]], *, by: User, day: date, comment: str
) -> list[Hiding]:
    """Take chosen (reference, path) of `told_elsewhere` from the public too: all of them or none.

    Each is a hiding like any other, with its own events, and decided about by itself.
    """
    decisions.require(by, "review.withdraw_review")
    references = {reference for reference, _path in copies}
    reviews = {one.reference: one for one in Review.objects.filter(reference__in=references)}
    found = _holders_of(reviews, copies)
    decisions.lock_all(found)
    # Only now: whoever publishes holds a record while waiting for the chain.
    chain.lock()
    is_hidden = Hiding.objects.undecided().filter(pk=hiding.pk).exists()
    chosen, told = set(copies), set(told_elsewhere(hiding)) if is_hidden else set()
    if not chosen or not chosen <= told or _holders_of(reviews, copies) != found:
        raise Refused(
            _("The parts with the same words have changed meanwhile. Look at them again.")
        )
    hidings: list[Hiding] = []
    for reference, path in copies:
        # A row goes from all records that embed it at once.
        if (reference, path) not in {(one.review.reference, one.path) for one in hidings}:
            review = reviews[reference]
            hidings += hide(review, path, by=by, day=day, reason=hiding.reason, comment=comment)
    return hidings


def _holders_of(reviews: Mapping[str, Review], copies: Iterable[tuple[str, str]]) -> set[UUID]:
    return {held for reference, path in copies for held in holders(reviews[reference], path)}


def blanks_of(review: Review, path: str, numbers: Collection[int] | None = None) -> dict[str, Any]:
    """What stands in place of the part, by the edition's number, wherever it is not hidden yet."""
    way = removable(review, path) or Redactable(blank=None, fields=())
    parts = EditionPart.objects.filter(edition__review=review, path=path).select_related("edition")
    hidden = {
        number
        for one in Hiding.objects.undecided().filter(review=review, path=path)
        for number in one.numbers
    }
    return {
        str(part.edition.number): way.blank_of(json.loads(part.value))
        for part in parts
        if part.edition.number not in hidden and (numbers is None or part.edition.number in numbers)
    }


def _chain_hiding(hiding: Hiding, *, day: date, hidden: bool) -> Entry:
    return chain.append(
        kind=Entry.Kind.HIDING,
        record_kind=hiding.review.kind,
        reference=hiding.review.reference,
        day=day,
        payload={
            "editions": hiding.numbers,
            "hidden": hidden,
            "path": hiding.path,
            "reason": hiding.reason,
        },
    )


@transaction.atomic
def show(
    hiding: Hiding, *, by: User, day: date, comment: str, all_of_it: bool = False
) -> list[Hiding]:
    """Make it public again; like any publishing it takes a reviewer, and a second person.

    `all_of_it`: with everything else that was hidden in the same deed.
    """
    decisions.require(by, "review.withdraw_review", "review.decide_review")
    if lacking := few_administrators():
        raise Refused(lacking)
    hidings = _decidable(hiding, by=by, comment=comment, all_of_it=all_of_it)
    if any(_was_taken_back(one) for one in hidings):
        raise Refused(
            _("A later edition keeps this from the public: leave it hidden, or redact it.")
        )
    for one in hidings:
        _decide(one, Hiding.State.SHOWN, by=by)
        decisions.event(one.review, Event.Kind.SHOWN, by, comment)
    for one in hidings:
        _chain_hiding(one, day=day, hidden=False)
    _reindex(hidings)
    return hidings


def _was_taken_back(hiding: Hiding) -> bool:
    """Whether the current edition keeps to itself what was hidden before it was made."""
    current = hiding.review.edition
    if hiding.earlier_only or current is None or current.number in hiding.numbers:
        return False
    after, kind = whole_document(current), type_of(hiding.review)
    editions = hiding.review.editions.filter(number__in=hiding.numbers)
    return any(kind.takes_back(whole_document(edition), after) for edition in editions)


@transaction.atomic
def remove(
    hiding: Hiding, *, by: User, day: date, comment: str, all_of_it: bool = False
) -> list[Hiding]:
    """Delete it from these editions alone: the working copy and its saves stay as they are."""
    decisions.require(by, "review.withdraw_review")
    if not hiding.earlier_only:
        raise Refused(
            _("This part was not taken back by a later edition: show it again or redact it.")
        )
    hidings = _decidable(hiding, by=by, comment=comment, all_of_it=all_of_it)
    for one in hidings:
        _decide(one, Hiding.State.REDACTED, by=by)
        decisions.event(one.review, Event.Kind.REDACTED, by, comment)
    delete_parts(hidings, day=day)
    _reindex(hidings)
    return hidings


@transaction.atomic
def redact(
    hiding: Hiding, *, by: User, day: date, comment: str, words: Iterable[str] = ()
) -> list[Hiding]:
    """Delete it for ever, here and in the history; `words` may not be entered again anywhere."""
    decisions.require(by, "review.withdraw_review")
    if hiding.earlier_only:
        raise Refused(
            _("Remove it from these editions, and then hide what is public of it now to redact it.")
        )
    hidings = _decidable(hiding, by=by, comment=comment)
    texts: set[str] = set()
    links: set[str] = set()
    words = list(words)
    for one in hidings:
        emptied = erasure.empty(one)
        texts |= emptied.texts.union(*map(type_of(one.review).other_forms, emptied.texts))
        links |= emptied.links
    for one in hidings:
        _decide(one, Hiding.State.REDACTED, by=by, refused=refusals_of(texts, links, words))
        forget(one.review)
        decisions.event(one.review, Event.Kind.REDACTED, by, comment)
    tells = whole_words([*filter(is_telling, texts), *words])
    for typed_texts in typed.TYPED:
        typed_texts.forget_words(tells)
    comments.remove_telling(texts, words, of=[one.review for one in hidings])
    delete_parts(hidings, day=day)
    _reindex(hidings)
    return hidings


def delete_parts(hidings: Iterable[Hiding], *, day: date) -> None:
    for one in hidings:
        chain.append(
            kind=Entry.Kind.REDACTION,
            record_kind=one.review.kind,
            reference=one.review.reference,
            day=day,
            payload={"editions": one.numbers, "path": one.path, "reason": one.reason},
        )
        one.parts().delete()


def _reindex(hidings: Iterable[Hiding]) -> None:
    for one in hidings:
        indexing.reindex(one.review)


def told_elsewhere(hiding: Hiding) -> list[tuple[str, str]]:
    """(reference, path) of other parts that the public can read and that tell the same words.

    Documents embed what others say: an incident the title of the source that it cites. Hiding
    takes out one part, so whoever hides must see where the words still are. Reads everything.
    """
    parts = hiding.parts()
    texts = {text for part in parts for text in texts_in(part.content) if is_telling(text)}
    if not texts:
        return []
    # As they stand in canonical JSON.
    told = [models.Q(value__contains=chain.canonical(text)[1:-1]) for text in texts]
    if pattern := begins_like(texts):
        told.append(models.Q(value__regex=pattern))
    found = PublicPart.objects.filter(reduce(or_, told)).order_by("edition__reference", "path")
    tells = whole_words(texts)
    telling: dict[tuple[str, str], None] = {}
    for part in found.select_related("edition").defer("edition__payload"):
        if any(map(tells, texts_in(json.loads(part.value)))):
            telling[part.edition.reference, part.path] = None
    kind, where = type_of(hiding.review), (hiding.review.reference, hiding.path)
    return list(telling | dict.fromkeys(kind.told_in_other_forms(*where, texts)))


def _decidable(hiding: Hiding, *, by: User, comment: str, all_of_it: bool = False) -> list[Hiding]:
    """The hiding and those of the same row in other records, locked, if this person may decide."""
    if not comment.strip():
        raise Refused(_("Tell your colleagues why you decide so."))
    every = Hiding.objects
    together = every.hidden_with(hiding) if all_of_it else every.decided_together(hiding)
    reviews = decisions.lock_all(together.values_list("review", flat=True))
    hidings = list(together.select_for_update(of=("self",)))
    if hiding not in hidings:
        raise Refused(_("Somebody has already decided about this part."))
    for one in hidings:
        if sentence := objection(one, by):
            raise Refused(sentence)
        one.review = reviews[one.review_id]
    return hidings


def objection(hiding: Hiding, by: User) -> str:
    """Why this person may not decide about it; empty when they may."""
    if hiding.by_id == by.pk:
        return _("You hid this yourself: somebody else must decide.")
    return why_one_hand(by, [hiding.by_id])


def _decide(hiding: Hiding, state: str, *, by: User, **changes: Any) -> None:
    hiding.state, hiding.decided_by, hiding.decided_at = state, by, timezone.now()
    for name, value in changes.items():
        setattr(hiding, name, value)
    decisions.keep(hiding)


def forget(review: Review) -> None:
    """Its title forgets the words, and what waited for approval was another text."""
    review.title = review.record().review_title()[:300]
    if review.is_waiting:
        review.work = Review.Work.DRAFT
        review.free()
    review.save()
