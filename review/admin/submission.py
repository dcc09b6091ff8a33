"""Submitting from a page: with what the record needs, said before it is done and after."""

from typing import Any

from accounts.deeds import person
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.translation import gettext as _

from review.models import Record, Review
from review.workflow import submitting


def submit(request: HttpRequest, review: Review, *, seen: int | None, comment: str) -> None:
    done = submitting.submit(review, by=person(request), seen=seen, comment=comment)
    messages.success(request, _("Submitted for review."))
    if done.along:
        named = "; ".join(map(str, done.along))
        messages.success(request, _("Submitted along with it: %s.") % named)
    for one in done.left:
        said = _("“%(record)s” was not submitted along. %(why)s")
        messages.warning(request, said % {"record": one.review, "why": one.why_not})


def offered(review: Review, reader: User, record: Record | None = None) -> dict[str, Any]:
    """What a page says of it beforehand; nothing where there is nothing to submit."""
    if not review.may_be_submitted:
        return {}
    found = submitting.needed_drafts(record or review.record(), reader)
    return {
        "along": [one.review for one in found if not one.why_not],
        "not_along": [one for one in found if one.why_not],
    }
