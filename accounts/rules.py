"""What the database refuses about accounts, and the sentence that tells the person why."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

# What the triggers say (in migrations); here it is found for translation.
RULES = {
    "colleague_name_is_free": gettext_noop(
        "Somebody else is called so already, or signs in by that name."
    ),
    "administrator_remains": gettext_noop(
        "This is the last active administrator: make somebody else an administrator first."
    ),
    "suspension_by_administrator": gettext_noop(
        "Only an active administrator can suspend an account or lift a suspension."
    ),
    "suspension_follows": gettext_noop(
        "Somebody else has just done this: open the account again to see how it stands."
    ),
    "rights_follow": gettext_noop(
        "Somebody else has just done this: open the account again to see how it stands."
    ),
    "rights_by_administrator": gettext_noop(
        "Only an active administrator gives rights, takes them or vouches for somebody."
    ),
    "rights_take_two": gettext_noop(
        "This right takes two administrators: one asks for it, another one agrees."
    ),
    "rights_are_of_groups": gettext_noop(
        "This right is given with a group, by two administrators, and to nobody by itself."
    ),
    "request_lapsed": gettext_noop("This request has lapsed or was answered: ask again."),
    "vouched_by_another": gettext_noop(
        "Another administrator than the one who gave this account or right must vouch."
    ),
    "sight_by_administrator": gettext_noop(
        "Only an active administrator decides who sees all records and who belongs to a group."
    ),
    "memberchange_follows": gettext_noop(
        "Somebody else has just done this: open the group again to see who belongs to it."
    ),
    "two_hands": gettext_noop(
        "One person could be behind both accounts: another administrator must first confirm "
        "that they know them."
    ),
}


class Refused(Exception):
    """A deed that a rule forbids; the message is a sentence for the person."""

    def said_to(self, reader: User) -> str:
        """In full, as far as this colleague may read what it is about."""
        return str(self)


def record(row: models.Model) -> None:
    """Save a row of a ledger, with which the database does what it says."""
    try:
        # Before the database sees it: a server may log the row that it refuses.
        row.validate_constraints()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused(sentence_of(error)) from error


def sentence_of(error: IntegrityError) -> str:
    """What the broken rule says to the person; an error that is none of ours goes on."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    if name not in RULES:
        raise error
    return _(RULES[name])
