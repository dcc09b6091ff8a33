"""Giving and taking rights: what is dangerous takes two administrators, and all is in a ledger."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import second_factor
from accounts.hands import one_hand, why_one_hand
from accounts.models import RightsEntry
from accounts.rules import Refused, record

Kind = RightsEntry.Kind


def takes_two(group: Group) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT accounts_group_takes_two(%s)", [group.pk])
        return bool(cursor.fetchone()[0])


FEW = gettext_lazy(
    "Nothing can be published before there are two active administrators. Make the second one "
    "on the command line: manage.py make_administrator."
)


def has_two_administrators() -> bool:
    """Active ones: nothing becomes public before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT accounts_has_two_administrators()")
        return bool(cursor.fetchone()[0])


def few_administrators() -> str:
    """Why nothing becomes public yet; empty once there are two."""
    return "" if has_two_administrators() else str(FEW)


def why_not_two(one: User, others: Collection[int]) -> str:
    """Why this person is no second one beside these, or nothing becomes public at all yet."""
    hands = "SELECT ARRAY(SELECT accounts_one_hand(%s)), accounts_has_two_administrators()"
    with connection.cursor() as cursor:
        cursor.execute(hands, [list(others)])
        found, are_two = cursor.fetchone()
    obstacle = why_one_hand(one, others) if one.pk in found else ""
    return obstacle or ("" if are_two else str(FEW))


def ask(person: User, group: Group, *, at: datetime, by: User, reason: str) -> None:
    """A request that another administrator agrees to, or not."""
    if not takes_two(group):
        raise Refused(_("One administrator gives this right: it needs no request."))
    if person.groups.filter(pk=group.pk).exists():
        raise Refused(_("They have this right already."))
    if RightsEntry.objects.pending(at).filter(person=person, group=group).exists():
        raise Refused(_("This right was asked for already: another administrator must answer."))
    record(_entry(Kind.ASKED, person, group, by=by, reason=reason))


def ask_reset(person: User, *, at: datetime, by: User, reason: str) -> None:
    """Whoever lost all of their second factor sets up a new one, once another one agrees."""
    if not second_factor.has_one(person):
        raise Refused(_("They have no second factor: they set one up at the next sign-in."))
    right = RightsEntry.SECOND_FACTOR
    if RightsEntry.objects.pending(at).filter(person=person, right=right).exists():
        raise Refused(_("This was asked for already: another administrator must answer."))
    entry = RightsEntry(kind=Kind.ASKED, person=person, right=right, by=by, reason=reason.strip())
    record(entry)


@transaction.atomic
def agree(request: RightsEntry, *, by: User, reason: str) -> None:
    """The right is theirs; both administrators vouch for them with it."""
    if sentence := objection(request, by):
        raise Refused(sentence)
    record(_answer(request, Kind.GIVEN, by=by, reason=reason))
    if request.right == RightsEntry.SECOND_FACTOR:
        second_factor.remove_all(request.person)
    alone = RightsEntry.objects.unvouched().filter(person=request.person)
    _vouch(alone, by=by, reason=reason)
    if request.by:
        _vouch(alone.filter(pk__lt=request.pk), by=request.by, reason=request.reason)


def objection(request: RightsEntry, by: User) -> str:
    """Why this administrator may not agree; empty when they may."""
    if request.person_id == by.pk:
        return _("This is about your own account: another administrator must answer.")
    if request.by_id == by.pk:
        return _("You asked for this yourself: another administrator must agree.")
    return why_one_hand(by, [request.by_id]) if request.by_id else ""


def refuse(request: RightsEntry, *, by: User, reason: str) -> None:
    """Whoever asked may take it back so, too."""
    record(_answer(request, Kind.REFUSED, by=by, reason=reason))


def give(person: User, group: Group, *, by: User, reason: str) -> None:
    """An ordinary right, by one administrator: until another one vouches, the two are one."""
    if takes_two(group):
        raise Refused(
            _("This right takes two administrators: one asks for it, another one agrees.")
        )
    record(_entry(Kind.GIVEN, person, group, by=by, reason=reason))


def take(person: User, group: Group, *, by: User, reason: str) -> None:
    """At once and by one administrator: it protects."""
    record(_entry(Kind.TAKEN, person, group, by=by, reason=reason))


@transaction.atomic
def vouch(person: User, *, by: User, reason: str) -> None:
    """“I know this person and have spoken with them”, said of all that others did alone."""
    if person == by:
        raise Refused(
            _(
                "Nobody changes their own rights or vouches for themselves: "
                "another administrator must do it."
            )
        )
    if not _vouch(RightsEntry.objects.unvouched().filter(person=person), by=by, reason=reason):
        raise Refused(
            _("Another administrator than the one who gave this account or right must vouch.")
        )


def _vouch(alone: "QuerySet[RightsEntry]", *, by: User, reason: str) -> int:
    """Of what others did who could not be this administrator; how many those are."""
    others = by_others(alone, by)
    for entry in others:
        record(_answer(entry, Kind.VOUCHED, by=by, reason=reason))
    return len(others)


def by_others(alone: "QuerySet[RightsEntry]", by: User) -> list[RightsEntry]:
    """What this administrator could vouch for: done by somebody whom they could not be."""
    mine = one_hand([by.pk])
    return [entry for entry in alone if entry.by_id not in mine]


def account_added(person: User, *, by: User) -> None:
    """Whoever adds an account could be behind it."""
    record(_entry(Kind.ACCOUNT, person, None, by=by, reason=""))


def way_in_given(person: User, *, by: User) -> None:
    """Whoever sets a password, an address for its reset or a link to sign in could use it."""
    if person != by:
        record(_entry(Kind.WAY_IN, person, None, by=by, reason=""))


def _entry(
    kind: RightsEntry.Kind, person: User, group: Group | None, *, by: User, reason: str
) -> RightsEntry:
    right = group.name if group else ""
    return RightsEntry(
        kind=kind, person=person, group=group, right=right, by=by, reason=reason.strip()
    )


def _answer(entry: RightsEntry, kind: RightsEntry.Kind, *, by: User, reason: str) -> RightsEntry:
    return RightsEntry(
        kind=kind,
        person=entry.person,
        group=entry.group,
        right=entry.right,
        answers=entry,
        by=by,
        reason=reason.strip(),
    )
