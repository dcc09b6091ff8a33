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
from accounts.prepared import prepared
from accounts.rules import record

KEPT = "_what_they_see"


@dataclass(frozen=True)
class Seen:
    """Of one person: all records or only assigned ones, and the keys of their groups."""

    all_records: bool
    groups: frozenset[int] = frozenset()


class Reader(Protocol):
    """Whoever reads: a colleague, or what every colleague may read."""

    @property
    def pk(self) -> Any: ...

    @property
    def is_superuser(self) -> bool: ...

    def has_perm(self, perm: str) -> bool: ...


class Everybody:
    """No colleague in particular: without special rights, in no group, and not new."""

    pk = None
    is_superuser = False

    def has_perm(self, perm: str) -> bool:
        return False


EVERYBODY = Everybody()


@dataclass(frozen=True)
class ReaderAlike:
    """All that a question may depend on of whoever asks it, to keep its words by."""

    pk: Any
    is_superuser: bool
    rights: frozenset[str]
    seen: Seen

    def has_perm(self, perm: str) -> bool:
        return self.is_superuser or perm in self.rights


# Somebody in particular.
type Person = User | ReaderAlike


def alike(person: User) -> ReaderAlike:
    has_all = person.is_superuser and person.is_active
    rights = () if has_all else person.get_all_permissions()
    return ReaderAlike(person.pk, has_all, frozenset(rights), seen_by(person))


def seen_by(person: Reader) -> Seen:
    """Asked once for each request, like rights: Django keeps those with the person, too."""
    if isinstance(person, Everybody):
        return Seen(all_records=True)
    if isinstance(person, ReaderAlike):
        return person.seen
    if not hasattr(person, KEPT):
        setattr(person, KEPT, Seen(all_records=False))
        if read := _with_sight.first(person.pk):
            keep_sight(person, read)
    seen: Seen = getattr(person, KEPT)
    return seen


def with_sight(people: models.QuerySet[User]) -> models.QuerySet[User]:
    """With what `keep_sight` needs of each."""
    last = Sight.objects.last_of(models.OuterRef("pk")).values("of_all")[:1]
    groups = Member.objects.filter(person=models.OuterRef("pk")).values("group")
    return people.annotate(sees_all=models.Subquery(last), in_groups=ArraySubquery(groups))


@prepared
def _with_sight(key: Any) -> models.QuerySet[User]:
    return with_sight(User.objects.filter(pk=key))


def keep_sight(person: Reader, read: Any) -> None:
    """What `seen_by` says of them, from their row with sight."""
    # Who runs the server makes superusers, and nobody is there before them to lift it.
    sees_all = bool(read.sees_all) or read.is_superuser
    setattr(person, KEPT, Seen(sees_all, frozenset(read.in_groups)))


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
