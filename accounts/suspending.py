"""Shutting an account at once, and opening it again; the database does what the event says."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import LeavingCheck, LeavingStep, Suspension
from accounts.rules import Refused, record


def suspend(person: User, *, by: User, reason: str) -> None:
    """At once: no sign-in, no session, no link or known browser, no review held up."""
    record(Suspension(person=person, lifts=False, by=by, reason=reason))


def leave(person: User, *, by: User, reason: str) -> None:
    """The same for somebody who leaves in peace: the list of suspensions says so."""
    record(Suspension(person=person, lifts=False, left=True, by=by, reason=reason))


@transaction.atomic
def check(person: User, step: str, *, by: User, is_done: bool) -> None:
    """Say of a step outside of this site that it was seen to, or is open again."""
    # Two who press at the same moment say it once.
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    said = person.leaving_checks.filter(step=step).last()
    if step not in LeavingStep.values or person.is_active:
        raise Refused(_("There is no such list: the account is not shut, or the step is none."))
    if is_done != (said is not None and said.is_done):
        record(LeavingCheck(person=person, step=step, by=by, is_done=is_done))


@transaction.atomic
def lift(person: User, *, by: User, reason: str) -> None:
    """They come in by a new link alone: who held them may know their password."""
    record(Suspension(person=person, lifts=True, by=by, reason=reason))
    # The event opened the account: what else it is now stands in the database.
    User.objects.filter(pk=person.pk).update(password=make_password(None))
