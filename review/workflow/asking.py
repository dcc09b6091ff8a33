"""Questions about lines of a comparison: asked together, answered, resolved by whoever asked.

Each is a comment of the record, read by all who read the record: so nothing is asked about a line
that some of them may not read. The database keeps who resolves (`comment_thread`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

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


@dataclass
class Question:
    """A comment on a line, with what was answered; nothing more is asked once it is resolved."""

    asked: Event
    answers: list[Event] = field(default_factory=list)
    resolved: Event | None = None


def questions(review: Review) -> list[Question]:
    """All of the record, the oldest first."""
    events = review.events.select_related("by__colleague").order_by("id")
    found = {one.pk: Question(one) for one in events.exclude(line="")}
    for event in events.filter(answers__in=found):
        question = found[event.answers_id or 0]
        if event.kind == Event.Kind.RESOLVED:
            question.resolved = event
        else:
            question.answers.append(event)
    return list(found.values())


def readable(events: Iterable[Event], reader: User) -> list[Event]:
    """Without what was asked and answered about a line that names what the reader may not read.

    When it was asked all could read it: what it names may be kept from some since.
    """
    found = list(events)
    about = {one.pk: line for one in found if (line := _line(one))}
    if not about:
        return found
    every = list(compare.as_saved(about.values()))
    shown = set(map(id, compare.readable(every, reader)))
    kept = {one.key for one in every if id(one) not in shown}
    return [one for one in found if _row_of(about.get(one.pk, "")) not in kept]


def _line(event: Event) -> str:
    return event.answers.line if event.answers else event.line


def _row_of(line: str) -> str:
    return ":".join(line.split(":")[:2])


@transaction.atomic
def ask(review: Review, texts: Mapping[str, str], *, by: User) -> None:
    """All of these questions, by the key of the line, or none of them."""
    review = decisions.lock(review.pk)
    base = review.edition.revision if review.edition else None
    found = compare.readable(compare.lines(base, review.head), by)
    lines = {line.key: line for line in found}
    if not texts:
        raise Refused(_("Write a comment on a line first."))
    if not texts.keys() <= lines.keys():
        raise LinesGone
    for key, text in texts.items():
        if kept_among(compare.records_named(lines[key]) - {review.pk}):
            raise Refused(
                _(
                    "Not everybody who reads this record may read that line: "
                    "write where it is said what you ask."
                )
            )
        decisions.noted(review, Event.Kind.COMMENTED, by, text, line=key)
    keeping.forget(review, texts, by=by)


@transaction.atomic
def answer(question: Event, *, by: User, comment: str) -> None:
    review = decisions.lock(question.review_id)
    if not comment.strip():
        raise Refused(_("Write the answer first."))
    decisions.noted(review, Event.Kind.COMMENTED, by, comment, answers=question)


@transaction.atomic
def resolve(question: Event, *, by: User) -> None:
    """By whoever asked; if they left, by anybody who may comment."""
    review = decisions.lock(question.review_id)
    if question.by_id != by.pk and question.by.is_active:
        raise Refused(_("Whoever asked says whether it is answered."))
    decisions.noted(review, Event.Kind.RESOLVED, by, answers=question)
