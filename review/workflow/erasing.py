"""Deleting a whole record for ever: its editions, its rows, its saves, and what others embed of it.

One person asked for it and another one decided; whoever calls this made sure that it may be done.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from review.editions import chain
from review.models import CoarseReason, EditionPart, Event, Hiding, Refused, Review
from review.redaction import comments, erasure, guard, typed
from review.workflow import decisions, hiding, indexing
from review.workflow.hiding import removable
from review.workflow.taking_back import embedded_copies

# By record, the paths of its parts.
Parts = dict[Review, set[str]]


@transaction.atomic
def erase(review: Review, *, asked_by: User, by: User, day: date, comment: str) -> None:
    """What stays tells nothing: a reference, codes, and digests that keep the chain whole."""
    decisions.require(by, "review.withdraw_review")
    if asked_by.pk == by.pk:
        raise Refused(_("You asked for this yourself: somebody else must decide."))
    others = _embedding(review)
    review = decisions.lock_all([review.pk, *(one.pk for one in others)])[review.pk]
    chain.lock()
    if review.is_public:
        raise Refused(_("It is still public: withdraw it first."))
    if _embedding(review) != others:
        raise Refused(_("Another record with these words was published just now. Try again."))
    who: dict[str, Any] = {"asked_by": asked_by, "by": by, "day": day, "comment": comment}
    gone = list(_redacted(review, _own_paths(review), **who))
    for other, paths in others.items():
        gone += _redacted_in(other, paths, **who)
    emptied = erasure.empty_record(review.record())
    tells = guard.whole_words([text for text in emptied.texts if guard.is_telling(text)])
    for typed_texts in typed.TYPED:
        typed_texts.forget(review, tells)
    comments.remove_all(review)
    comments.remove_telling(emptied.texts, of=others)
    hiding.forget(review)
    decisions.event(review, Event.Kind.ERASED, by, comment)
    hiding.delete_parts(gone, day=day)
    for other in others:
        indexing.reindex(other)


def _embedding(review: Review) -> Parts:
    copies = embedded_copies(review, hidden_too=True)
    named = {
        one.reference: one
        for one in Review.objects.filter(reference__in={one.reference for one in copies})
    }
    found: Parts = {}
    for one in copies:
        found.setdefault(named[one.reference], set()).add(one.path)
    return found


def _redacted_in(other: Review, paths: Iterable[str], **who: Any) -> list[Hiding]:
    """In a record that only embeds it; a row of its own that tells of it is emptied."""
    hidings = list(_redacted(other, paths, **who))
    for one in hidings:
        if not one.earlier_only:
            erasure.empty(one)
    if hidings:
        hiding.forget(other)
        decisions.event(other, Event.Kind.REDACTED, who["by"], who["comment"])
    return hidings


def _own_paths(review: Review) -> set[str]:
    parts = EditionPart.objects.filter(edition__review=review).exclude(path=EditionPart.STAFF)
    paths = set(parts.values_list("path", flat=True))
    return {path for path in paths if removable(review, path) is not None}


def _redacted(
    review: Review, paths: Iterable[str], *, asked_by: User, by: User, day: date, comment: str
) -> Iterator[Hiding]:
    """What is hidden already is decided about; what was not is hidden and decided about at once."""
    decision = {"state": Hiding.State.REDACTED, "decided_at": timezone.now()}
    for path in sorted(paths):
        for one in Hiding.objects.undecided().filter(review=review, path=path):
            second = asked_by if one.by_id == by.pk else by
            yield _kept(one, **decision, decided_by=second)
        if blanks := hiding.blanks_of(review, path, _still_there(review, path)):
            made = Hiding(
                review=review,
                path=path,
                blanks=blanks,
                reason=CoarseReason.PROTECTION,
                hidden_on=day,
                by=asked_by,
                comment=comment,
            )
            yield _kept(made, **decision, decided_by=by)


def _still_there(review: Review, path: str) -> set[int]:
    """Numbers of editions that hold the part, but for those that were decided about just now."""
    parts = EditionPart.objects.filter(edition__review=review, path=path)
    redacted = Hiding.objects.filter(review=review, path=path, state=Hiding.State.REDACTED)
    gone = {number for one in redacted for number in one.numbers}
    return set(parts.values_list("edition__number", flat=True)) - gone


def _kept(one: Hiding, **decision: Any) -> Hiding:
    for name, value in decision.items():
        setattr(one, name, value)
    return decisions.keep(one)
