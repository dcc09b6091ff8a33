"""A lawyer forbids the erasure of a source, or allows it again; what is public is not touched."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from review.models import Event, Refused
from review.workflow import decisions

from sources.models import LegalHold, Source


def hold(source: Source, *, by: User, reason: str) -> LegalHold:
    if source.is_erased:
        raise Refused(_("This source was erased: nothing is left to hold."))
    return _record(source, by=by, reason=reason, lifts=False)


def lift(source: Source, *, by: User, reason: str) -> LegalHold:
    return _record(source, by=by, reason=reason, lifts=True)


@transaction.atomic
def _record(source: Source, *, by: User, reason: str, lifts: bool) -> LegalHold:
    decisions.require(by, "sources.hold_erasure")
    review = decisions.lock(source.pk)
    if lifts != (source.hold is not None):
        raise Refused(str(LegalHold.DATABASE_RULES["hold_follows"]))
    kept = decisions.keep(LegalHold(source=source, by=by, reason=reason.strip(), lifts=lifts))
    said = _("Legal hold lifted.") if lifts else _("Legal hold: it is not erased.")
    decisions.event(review, Event.Kind.HELD, by, f"{said} {kept.reason}")
    return kept
