"""Shutting an account at once, and opening it again; the database does what the event says."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import Suspension

# What the triggers say (migration `suspensions`); here it is found for translation.
RULES = {
    "administrator_remains": gettext_noop(
        "This is the last active administrator: make somebody else an administrator first."
    ),
    "suspension_by_administrator": gettext_noop(
        "Only an active administrator can suspend an account or lift a suspension."
    ),
    "suspension_follows": gettext_noop(
        "Somebody else has just done this: open the account again to see how it stands."
    ),
}


class Refused(Exception):
    """A rule forbids it; the text is for the person."""


def suspend(person: User, *, by: User, reason: str) -> None:
    """At once: no sign-in, no session, no link or known browser, no review held up."""
    _record(Suspension(person=person, lifts=False, by=by, reason=reason))


@transaction.atomic
def lift(person: User, *, by: User, reason: str) -> None:
    """They come in by a new link alone: who held them may know their password."""
    _record(Suspension(person=person, lifts=True, by=by, reason=reason))
    # The event opened the account: what else it is now stands in the database.
    User.objects.filter(pk=person.pk).update(password=make_password(None))


def _record(event: Suspension) -> None:
    try:
        # Before the database sees it: a server may log the row that it refuses.
        event.validate_constraints()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    try:
        with transaction.atomic():
            event.save()
    except IntegrityError as error:
        raise Refused(sentence_of(error)) from error


def sentence_of(error: IntegrityError) -> str:
    """What the broken rule says to the person; an error that is none of ours goes on."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    if name not in RULES:
        raise error
    return _(RULES[name])
