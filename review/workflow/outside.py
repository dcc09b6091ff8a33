"""What is done, after something was taken from the public, about copies that are not ours."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from review.models import CopyOutside, Event, OutsideCheck, Refused
from review.workflow import decisions

# After these something may still be read elsewhere.
TAKING = (Event.Kind.HIDDEN, Event.Kind.WITHDRAWN)


@transaction.atomic
def check(event: Event, copy: str, *, by: User, is_done: bool) -> OutsideCheck | None:
    """Say of one kind of copy that it was seen to, or is open again; None if that was said."""
    decisions.require(by, "review.withdraw_review")
    if event.kind not in TAKING or copy not in CopyOutside.values:
        raise Refused(_("There is no such list of copies."))
    # Two who press at the same moment say it once.
    decisions.lock(event.review_id)
    said = event.outside_checks.filter(copy=copy).last()
    if is_done == (said is not None and said.is_done):
        return None
    return OutsideCheck.objects.create(event=event, copy=copy, is_done=is_done, by=by)
