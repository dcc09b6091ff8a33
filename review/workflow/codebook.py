"""The codebook of the team: a ruling as a general answer, written by one and agreed to by another.

Everybody on the staff reads it, so it names nobody and no record; it is never public.
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime

from accounts.hands import why_one_hand
from accounts.prepared import prepared
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from review.models import CodebookEntry, Event, Refused, Review
from review.models.codebook import field_of_line
from review.redaction import guard
from review.references import PATTERN
from review.revisions.compare import Line
from review.workflow import decisions

Entries = dict[str, list[CodebookEntry]]


@transaction.atomic
def propose(
    ruling: Event,
    *,
    question: str,
    answer: str,
    about: str,
    value: str = "",
    replaces: CodebookEntry | None = None,
    by: User,
) -> CodebookEntry:
    decisions.require_work(by)
    review = decisions.lock(ruling.review_id)
    if ruling.kind != Event.Kind.RULED:
        raise Refused(_("An entry of the codebook is written of a ruling."))
    if replaces is not None and not CodebookEntry.objects.current().filter(pk=replaces.pk).exists():
        raise Refused(_("That entry was replaced already: choose the later one."))
    for text in (question, answer):
        guard.refuse_comment(review, text)
        _refuse_references(text)
    return decisions.keep(
        CodebookEntry(
            ruling=ruling,
            question=question,
            answer=answer,
            about=about,
            value=value,
            replaces=replaces,
            by=by,
        )
    )


def _refuse_references(text: str) -> None:
    """The reference of a record leads to it: an entry speaks of no record."""
    named = [one.upper() for one in re.findall(rf"\b{PATTERN}\b", text)]
    if Review.objects.filter(reference__in=named).exists():
        raise Refused(_("It names a record: write it so that it holds of any."))


@transaction.atomic
def agree(entry: CodebookEntry, *, by: User, at: datetime) -> CodebookEntry:
    """By somebody else, who has looked whether it names anybody: all staff reads it from then."""
    decisions.require(by, "review.decide_review")
    entry = CodebookEntry.objects.select_for_update().get(pk=entry.pk)
    if entry.agreed_by_id:
        raise Refused(_("It is in the codebook already."))
    if entry.by_id == by.pk:
        raise Refused(_("You wrote this yourself: somebody else must agree."))
    if obstacle := why_one_hand(by, [entry.by_id]):
        raise Refused(obstacle)
    entry.agreed_by, entry.agreed_at = by, at
    return decisions.keep(entry)


@transaction.atomic
def take_back(entry: CodebookEntry, *, by: User) -> None:
    """What nobody agreed to yet, by whoever wrote it or could agree to it."""
    if entry.by_id != by.pk:
        decisions.require(by, "review.decide_review")
    found = CodebookEntry.objects.select_for_update().proposed().filter(pk=entry.pk).first()
    if found is None:
        raise Refused(_("It is in the codebook: a later ruling replaces it."))
    found.delete()


def everything() -> Entries:
    """What holds now, by the field that it is about: a team decides hundreds, not thousands."""
    found: Entries = {}
    for entry in _current():
        found.setdefault(entry.about, []).append(entry)
    return found


@prepared
def _current() -> QuerySet[CodebookEntry]:
    return CodebookEntry.objects.current()


def of_lines(lines: Iterable[Line]) -> list[CodebookEntry]:
    """For a page about these lines; each entry once."""
    entries = everything()
    return list({one.pk: one for line in lines for one in of_line(line, entries)}.values())


def of_line(line: Line, entries: Entries) -> list[CodebookEntry]:
    """A line of one field asks about that; a row that came or went, about each that it fills."""
    about = field_of_line(line.key)
    if line.field:
        return entries.get(about, [])
    filled = {f"{about}:{name}": value for name, value in line.row.values.items() if value}
    return [
        one
        for key in (about, *filled)
        for one in entries.get(key, [])
        if not one.value or _says(filled.get(key), one.value)
    ]


def _says(value: object, term: str) -> bool:
    return term in value if isinstance(value, list) else str(value) == term


class CodebookTexts:
    """Registered with what is typed: its words go where they tell what is redacted or erased."""

    def forget(self, review: Review, tells: Callable[[str], bool]) -> None:
        self.forget_words(tells)

    def forget_words(self, tells: Callable[[str], bool]) -> None:
        telling = [
            one.pk
            for one in CodebookEntry.objects.filter(words_removed=False)
            if tells(one.question) or tells(one.answer)
        ]
        CodebookEntry.objects.proposed().filter(pk__in=telling).delete()
        CodebookEntry.objects.filter(pk__in=telling).update(
            question="", answer="", words_removed=True
        )

    def pass_on(self, person: User, to: User | None) -> None:
        """Somebody else agrees to it, whoever wrote it."""
