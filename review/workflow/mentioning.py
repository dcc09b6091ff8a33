"""Whom a comment names with “@”: told if they may read the record, and otherwise not even known.

What is answered tells nobody who works here or who may read what: a name that nobody has, and one
of a colleague who may not read the record, are answered alike.
"""

from accounts.models import called
from accounts.sight import seen_by
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from review.models import Event, Review
from review.text.mentions import named_in


def mentioned(review: Review, text: str, *, by: User) -> tuple[set[int], list[str]]:
    """Keys of the colleagues who are told, and the names of which nobody is."""
    if "@" not in text:
        return set(), []
    people = {called(one): one for one in known_to(by, review)}
    named, others = named_in(text, people)
    told = {name for name in named if may_read(review, people[name])}
    return {people[name].pk for name in told}, sorted([*(named - told), *others])


def names(review: Review, *, by: User) -> list[str]:
    """What those are called who would be told of a comment of this person's."""
    people = known_to(by, review).exclude(pk=by.pk)
    return sorted(called(one) for one in people if may_read(review, one))


def may_read(review: Review, person: User) -> bool:
    if not person.has_perm("review.view_review"):
        return False
    return Review.objects.visible_to(person).filter(pk=review.pk).exists()


def known_to(by: User, review: Review) -> "QuerySet[User]":
    """A new colleague knows only those who did something to the record."""
    people = User.objects.filter(is_active=True, is_staff=True).select_related("colleague")
    if not seen_by(by).all_records:
        events = Event.objects.filter(review=review).order_by()
        people = people.filter(Q(pk__in=events.values("by")) | Q(pk__in=events.values("to")))
    return people
