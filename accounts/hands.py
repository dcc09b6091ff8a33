"""Which accounts one person could be behind: four eyes count only people who are surely two."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import RightsEntry


def one_hand(people: Collection[int]) -> set[int]:
    """Ids of all accounts that could be one of these people, themselves included."""
    if not people:
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT accounts_one_hand(%s)", [list(people)])
        return {found for (found,) in cursor.fetchall()}


def same_hand(one: User, other: User) -> bool:
    return one.pk in one_hand([other.pk])


def why_one_hand(one: User, others: Collection[int]) -> str:
    """What is in the way of two people who do count, and how it is mended; empty if nothing is."""
    if one.pk not in one_hand(others) or one.pk in others:
        return ""
    known = one_hand([one.pk])
    alone = RightsEntry.objects.unvouched().filter(person__in=known)
    names = sorted({str(entry.person) for entry in alone.select_related("person__colleague")})
    return _(
        "One administrator alone gave these accounts, or a way into them, and so one person could "
        "be behind yours and the other one: another administrator must first confirm that they "
        "know %(people)s (Users, “Rights”)."
    ) % {"people": ", ".join(names)}
