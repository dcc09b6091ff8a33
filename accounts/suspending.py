"""Shutting an account at once, and opening it again; the database does what the event says."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import transaction

from accounts.models import Suspension
from accounts.rules import record


def suspend(person: User, *, by: User, reason: str) -> None:
    """At once: no sign-in, no session, no link or known browser, no review held up."""
    record(Suspension(person=person, lifts=False, by=by, reason=reason))


def leave(person: User, *, by: User, reason: str) -> None:
    """The same for somebody who leaves in peace: the list of suspensions says so."""
    record(Suspension(person=person, lifts=False, left=True, by=by, reason=reason))


@transaction.atomic
def lift(person: User, *, by: User, reason: str) -> None:
    """They come in by a new link alone: who held them may know their password."""
    record(Suspension(person=person, lifts=True, by=by, reason=reason))
    # The event opened the account: what else it is now stands in the database.
    User.objects.filter(pk=person.pk).update(password=make_password(None))
