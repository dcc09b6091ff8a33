"""What somebody may see beyond their rights: all records or assigned ones, and their groups.

A new colleague sees what is assigned to them until an administrator lifts that. Whoever belongs to
a need-to-know group sees the records that are limited to it, and nobody else does.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from django.contrib.auth.models import User
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models

from accounts.models import Member, MemberChange, NeedToKnowGroup, Sight
from accounts.rules import record

KEPT = "_what_they_see"


@dataclass(frozen=True)
class Seen:
    """Of one person: all records or only assigned ones, and the keys of their groups."""

    all_records: bool
    groups: frozenset[int] = frozenset()


class Reader(Protocol):
    """Whoever reads: a colleague, or what every colleague may read."""

    pk: Any
    is_superuser: bool

    def has_perm(self, perm: str) -> bool: ...


class Everybody:
    """No colleague in particular: without special rights, in no group, and not new."""

    pk = None
    is_superuser = False

    def has_perm(self, perm: str) -> bool:
        return False


EVERYBODY = Everybody()


def seen_by(person: Reader) -> Seen:
    """Asked once for each request, like rights: Django keeps those with the person, too."""
    if isinstance(person, Everybody):
        return Seen(all_records=True)
    if not hasattr(person, KEPT):
        read = read_with_sight(User.objects.filter(pk=person.pk))
        setattr(person, KEPT, getattr(read, KEPT, Seen(all_records=False)))
    seen: Seen = getattr(person, KEPT)
    return seen


def read_with_sight(one: models.QuerySet[User]) -> User | None:
    """The person of this queryset, if there is one, with what `seen_by` says of them."""
    last = Sight.objects.last_of(models.OuterRef("pk")).values("of_all")[:1]
    groups = Member.objects.filter(person=models.OuterRef("pk")).values("group")
    asked = one.annotate(sees_all=models.Subquery(last), in_groups=ArraySubquery(groups))
    person: Any = asked.first()
    if person is not None:
        # Who runs the server makes superusers, and nobody is there before them to lift it.
        sees_all = bool(person.sees_all) or person.is_superuser
        setattr(person, KEPT, Seen(sees_all, frozenset(person.in_groups)))
    return person  # type: ignore[no-any-return]


def show_all(person: User, *, by: User | None, reason: str) -> None:
    """Without `by`: whoever runs the server."""
    _decide(Sight(person=person, of_all=True, by=by, reason=reason))


def show_assigned(person: User, *, by: User, reason: str) -> None:
    """From now on only what is assigned to them, and what they entered themselves."""
    _decide(Sight(person=person, of_all=False, by=by, reason=reason))


def _decide(sight: Sight) -> None:
    record(sight)
    forget(sight.person)


def take_in(person: User, group: NeedToKnowGroup, *, by: User, reason: str) -> None:
    record(MemberChange(group=group, person=person, joins=True, by=by, reason=reason))
    forget(person)


def take_out(person: User, group: NeedToKnowGroup, *, by: User, reason: str) -> None:
    record(MemberChange(group=group, person=person, joins=False, by=by, reason=reason))
    forget(person)


def forget(person: User) -> None:
    """What was asked of it before; another request asks anew by itself."""
    person.__dict__.pop(KEPT, None)
