"""Questions about lines of a comparison: asked together, answered, resolved by whoever asked.

Each is a comment of the record, read by all who read the record: so nothing is asked about a line
that some of them may not read. The database keeps who resolves (`comment_thread`).
"""

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from review.models import Event, Refused, Review, kept_among
from review.revisions import compare
from review.workflow import decisions, keeping


class LinesGone(Refused):
    """What is asked about is not in the comparison any more."""

    def __init__(self) -> None:
        super().__init__(
            _("A line that you ask about is not in the comparison any more. Nothing was sent.")
        )


@transaction.atomic
def ask(review: Review, texts: Mapping[str, str], *, by: User) -> None:
    """All of these questions, by the key of the line, or none of them."""
    review = decisions.lock(review.pk)
    if not texts:
        raise Refused(_("Write a comment on a line first."))
    check_lines(review, texts, by=by)
    for key, text in texts.items():
        decisions.noted(review, Event.Kind.COMMENTED, by, text, line=key)
    keeping.forget(review, texts, by=by)


@transaction.atomic
def comment_on(review: Review, line: str, *, by: User, comment: str) -> None:
    """One comment, written elsewhere on the page: what is kept on the same line stays kept."""
    review = decisions.lock(review.pk)
    if not comment.strip():
        raise Refused(_("Write the comment first."))
    check_lines(review, [line], by=by)
    decisions.noted(review, Event.Kind.COMMENTED, by, comment, line=line)


@transaction.atomic
def send_kept(review: Review, *, by: User) -> None:
    """With a decision: what was kept on lines that are still there, as they stand on the page; the
    rest stays kept.
    """
    review = decisions.lock(review.pk)
    kept = keeping.texts_of(review, by)
    here = [line.key for line in _lines(review, by)]
    if texts := {key: kept[key] for key in here if key in kept}:
        ask(review, texts, by=by)


def _lines(review: Review, by: User) -> list[compare.Line]:
    base = review.edition.revision if review.edition else None
    return compare.readable(compare.lines(base, review.head), by)


def check_lines(review: Review, keys: Iterable[str], *, by: User) -> None:
    """Lines of the comparison that everybody who reads the record may read; refused otherwise."""
    lines = {line.key: line for line in _lines(review, by)}
    if not set(keys) <= lines.keys():
        raise LinesGone
    for key in keys:
        if kept_among(compare.records_named(lines[key]) - {review.pk}):
            raise Refused(
                _(
                    "Not everybody who reads this record may read that line: "
                    "write where it is said what you ask."
                )
            )


@transaction.atomic
def answer(question: Event, *, by: User, comment: str) -> None:
    review = decisions.lock(question.review_id)
    if not comment.strip():
        raise Refused(_("Write the answer first."))
    _refuse_resolved(question)
    decisions.noted(review, Event.Kind.COMMENTED, by, comment, answers=question)


@transaction.atomic
def resolve(question: Event, *, by: User) -> None:
    """By whoever asked; if they left, by anybody who may comment."""
    review = decisions.lock(question.review_id)
    if question.by_id != by.pk and question.by.is_active:
        raise Refused(_("Whoever asked says whether it is answered."))
    _refuse_resolved(question)
    decisions.noted(review, Event.Kind.RESOLVED, by, answers=question)


def _refuse_resolved(question: Event) -> None:
    """The record is locked: nobody resolves it meanwhile."""
    if question.answers_to_it.filter(kind=Event.Kind.RESOLVED).exists():
        raise Refused(
            _("Whoever asked has said that it is answered. Ask anew on the line if it is not.")
        )
