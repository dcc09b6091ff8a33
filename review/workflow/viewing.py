"""Marks of what one has looked at: bound to what a line says, so that a change takes them away."""

import json
from collections.abc import Callable, Collection

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.crypto import salted_hmac

from review.models import Review, Viewed
from review.revisions.compare import Line


def digest_of(line: Line) -> str:
    """Of all that the line tells, with those that are gathered in it."""
    said = [
        [one.key, one.kind, one.before, one.after, None if one.field else one.row.values]
        for one in line.each
    ]
    text = json.dumps(said, sort_keys=True, default=str)
    return salted_hmac("review.viewed", text, algorithm="sha256").hexdigest()


def viewed_by(person: User, review: Review) -> set[str]:
    mine = Viewed.objects.filter(person=person, review=review)
    return set(mine.values_list("digest", flat=True))


@transaction.atomic
def mark(review: Review, *, shown: Collection[str], viewed: Collection[str], by: User) -> None:
    """Of the lines that are shown just those; what is marked and not shown any more stays."""
    mine = Viewed.objects.filter(person=by, review=review)
    mine.filter(digest__in=set(shown) - set(viewed)).delete()
    Viewed.objects.bulk_create(
        (Viewed(person=by, review=review, digest=one) for one in set(shown) & set(viewed)),
        ignore_conflicts=True,
    )


class ViewedMarks:
    """They tell no words, and go with an erased record and with whoever leaves."""

    def forget(self, review: Review, tells: Callable[[str], bool]) -> None:
        Viewed.objects.filter(review=review).delete()

    def forget_words(self, tells: Callable[[str], bool]) -> None:
        """A line without the words is another one."""

    def pass_on(self, person: User, to: User | None) -> None:
        Viewed.objects.filter(person=person).delete()
