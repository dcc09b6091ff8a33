"""A witness takes consent back: what it allowed is hidden at once, without a second person."""

from collections.abc import Collection, Iterable
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from review.editions import chain
from review.models import EditionPart, Event, Refused, Review
from review.workflow import decisions, publishing

from sources.models import ConsentWithdrawal, Erasure, Source
from sources.vocabulary import ConsentState, Purpose


@transaction.atomic
def withdraw(
    source: Source,
    *,
    purposes: Collection[str],
    told_on: date,
    told_by: str,
    reason: str,
    by: User,
    day: date,
) -> list[str]:
    """The purposes that are withdrawn now. Without *keep* there is none of the others.

    Withdrawing *keep* also asks for the erasure, which a second person decides.
    """
    decisions.require(by, "review.withdraw_review")
    review = decisions.lock(source.pk)
    asked = Purpose.values if Purpose.KEEP in purposes else purposes
    taken = [one for one in asked if source.consent_state(one) != ConsentState.WITHDRAWN]
    if not taken:
        raise Refused(_("Choose what is withdrawn: all that was chosen was withdrawn before."))
    _record(source, taken, told_on, told_by, reason, by=by, lifts=False)
    if _is_told(review, taken):
        publishing.hide_everywhere(review, by=by, day=day, comment=reason)
    if Purpose.KEEP in taken:
        decisions.keep(Erasure(source=source, by=by))
    return taken


@transaction.atomic
def give_again(
    source: Source,
    *,
    purposes: Collection[str],
    told_on: date,
    told_by: str,
    reason: str,
    by: User,
) -> list[str]:
    """They agreed once more. What was hidden stays so until two people show or approve it."""
    decisions.require(by, "review.submit_review", "sources.change_consent")
    decisions.lock(source.pk)
    given = [one for one in purposes if source.consent_state(one) == ConsentState.WITHDRAWN]
    if source.is_erased:
        raise Refused(_("This source was erased: nothing can be entered in it any more."))
    if not given:
        raise Refused(
            _("Choose what they agree to again: nothing of what was chosen is withdrawn.")
        )
    _record(source, given, told_on, told_by, reason, by=by, lifts=True)
    return given


def _record(
    source: Source,
    purposes: Iterable[str],
    told_on: date,
    told_by: str,
    reason: str,
    *,
    by: User,
    lifts: bool,
) -> None:
    if not reason.strip():
        raise Refused(_("Say why, as far as it is known."))
    if told_on > chain.today():
        raise Refused(_("The day on which they told us cannot be still to come."))
    for purpose in purposes:
        row = ConsentWithdrawal(
            source=source,
            purpose=purpose,
            lifts=lifts,
            told_on=told_on,
            told_by=told_by,
            reason=reason,
            by=by,
        )
        decisions.keep(row)
    said = _("Consent given again: %s.") if lifts else _("Consent withdrawn: %s.")
    named = ", ".join(str(Purpose(one).label) for one in purposes)
    decisions.event(source.review, Event.Kind.CONSENT, by, f"{said % named} {reason}")


def _is_told(review: Review, taken: Collection[str]) -> bool:
    """Whether an edition tells what may be told no more; a public wording names nobody."""
    if {Purpose.KEEP, Purpose.PUBLISH_CONTENT} & set(taken):
        return review.edition_id is not None
    named = EditionPart.objects.filter(edition__review=review, path="confidential", value="false")
    return Purpose.PUBLISH_IDENTITY in taken and named.exists()
