"""Disagreement about a line: what each would put, who decides, and what they decided.

Its words are events of the record, read by all who read it and gone with what is redacted. The
database keeps who may decide (`disagreement_by_two`) and that nothing is approved meanwhile.
"""

from accounts.hands import one_hand
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from review.models import Event, Refused, Review
from review.redaction import guard
from review.workflow import asking, claiming, decisions, keeping, threads
from review.workflow.threads import Disagreement


@transaction.atomic
def disagree(
    review: Review, line: str, *, by: User, put: str, why: str, to: User | None, nobody: str = ""
) -> Event:
    """Say what one would put into a line and why, and who is to decide."""
    review = decisions.lock(review.pk)
    asking.check_lines(review, [line], by=by)
    if any(one.asked.line == line for one in threads.open_on(review)):
        raise Refused(
            _("A disagreement about this line is open already: say there what you would put.")
        )
    opened = _position(review, Event.Kind.DISAGREED, by=by, put=put, why=why, line=line)
    keeping.forget(review, [line], by=by)
    _name(review, Disagreement(opened), by=by, to=to, nobody=nobody)
    return opened


@transaction.atomic
def state_position(opened: Event, *, by: User, put: str, why: str) -> None:
    review, found = _open(opened)
    if found.decides and by.pk in one_hand([found.decides.pk]):
        raise Refused(_("Whoever decides holds no position: name somebody else to decide first."))
    _position(review, Event.Kind.POSITION, by=by, put=put, why=why, answers=opened)


@transaction.atomic
def name_who_decides(opened: Event, *, by: User, to: User | None, nobody: str = "") -> None:
    """Somebody, or somebody else; or why nobody can be named now."""
    review, found = _open(opened)
    if to is not None and to == found.decides:
        raise Refused(_("%s is to decide already.") % to)
    _name(review, found, by=by, to=to, nobody=nobody)


@transaction.atomic
def rule(opened: Event, *, by: User, chosen: Event | None, put: str, why: str) -> Event:
    """One of the positions, or something else, and the reason."""
    decisions.require(by, "review.decide_review")
    review, found = _open(opened)
    if found.decides != by:
        raise Refused(_("Only the colleague who was named decides."))
    if obstacle := why_not(review, found, by):
        raise Refused(obstacle)
    if not found.is_of_two:
        raise Refused(_("Two people must first say what they would put."))
    if chosen is not None and chosen not in found.positions:
        raise Refused(_("Choose a position of this disagreement."))
    if chosen is None and not put.strip():
        raise Refused(_("Choose a position, or write what is put instead."))
    if not why.strip():
        raise Refused(_("Say why you decide so."))
    put = "" if chosen else put
    guard.refuse_comment(review, put)
    return decisions.noted(
        review, Event.Kind.RULED, by, why, put=put, chosen=chosen, answers=opened
    )


@transaction.atomic
def take_back(opened: Event, *, by: User) -> None:
    """By whoever disagreed; if they left, by anybody who may comment."""
    review, _found = _open(opened)
    if opened.by_id != by.pk and opened.by.is_active:
        raise Refused(_("Whoever disagreed says that they no longer do."))
    decisions.noted(review, Event.Kind.AGREED, by, answers=opened)


def why_not(review: Review, found: Disagreement, person: User) -> str:
    """Why this colleague cannot decide it; empty when they can."""
    if person.pk in one_hand(found.holders):
        return (
            _("%s holds a position, or could be somebody who does: somebody else must decide.")
            % person
        )
    return claiming.why_not(review, person)


def _open(opened: Event) -> tuple[Review, Disagreement]:
    """The record, locked, and the disagreement, if it is open."""
    review = decisions.lock(opened.review_id)
    for one in threads.open_on(review):
        if one.asked.pk == opened.pk:
            return review, one
    raise Refused(_("This disagreement is over already."))


def _position(review: Review, kind: str, *, by: User, put: str, why: str, **about: object) -> Event:
    if not put.strip():
        raise Refused(_("Say what you would put."))
    if not why.strip():
        raise Refused(_("Say why you would put that."))
    guard.refuse_comment(review, put)
    return decisions.noted(review, kind, by, why, put=put, **about)


def _name(review: Review, found: Disagreement, *, by: User, to: User | None, nobody: str) -> None:
    if to is None and not nobody.strip():
        raise Refused(_("Choose who decides, or say why nobody can be named now."))
    if to is not None and (obstacle := why_not(review, found, to)):
        raise Refused(obstacle)
    about = {"to": to, "answers": found.asked}
    decisions.noted(review, Event.Kind.NAMED, by, nobody, **about)
