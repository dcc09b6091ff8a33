"""What is done with a link: taken, given, made free, closed, put back; and when it is forgotten.

Each is an event first and then what follows from it: the database refuses the one without the
other (migration `intake_rules`).
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from accounts.sight import seen_by
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from review.models import Refused, Review, Tag
from review.workflow import decisions, tagging

from incidents.desk import keeping as desk
from incidents.desk.keeping import RIGHTS
from incidents.desk.shape import Typed
from incidents.models import DeskReport, IntakeEvent, IntakeItem, TaggedLink
from incidents.models.intake import ENTERED

# Of what was out of scope or was entered so long ago, only that something was done remains.
KEPT_FOR = timedelta(days=365)
Kind, State = IntakeEvent.Kind, IntakeItem.State


class HeldByAnother(Refused):
    def __init__(self, colleague: User) -> None:
        super().__init__(_("%s has it. Speak with them, then choose “Take it over”.") % colleague)


def locked(item: IntakeItem, *, by: User) -> IntakeItem:
    """As it stands now, for whoever may read it and may enter records."""
    decisions.require(by, *RIGHTS)
    rows = IntakeItem.objects.visible_to(by).select_for_update(of=("self",))
    found = rows.select_related("held_by__colleague", "report").filter(pk=item.pk).first()
    if found is None:
        raise Refused(_("This link is not in intake any more."))
    return found


def _note(item: IntakeItem, kind: str, by: User, at: datetime, **more: Any) -> IntakeEvent:
    event = IntakeEvent(item=item, kind=kind, by=by, at=at, **more)
    event.clean_fields()
    return decisions.keep(event)


def _set(item: IntakeItem, **values: Any) -> IntakeItem:
    for name, value in values.items():
        setattr(item, name, value)
    return decisions.keep(item)


def _refuse_closed(item: IntakeItem) -> None:
    if item.told == ENTERED:  # type: ignore[attr-defined]  # annotated
        raise Refused(_("It has become a source."))
    if item.state == State.OUT_OF_SCOPE:
        raise Refused(_("It is out of scope: put it back first."))


def _refuse_at_desk(item: IntakeItem, by: User) -> None:
    """The same sentence whether it is still typed there or became what this person cannot read."""
    if item.is_at_desk and item.held_by == by:
        raise Refused(_("You have begun a report of it at the desk: throw that away first."))
    if item.is_at_desk:
        raise Refused(_("%s has it at the desk.") % item.held_by)


def _refuse_held(item: IntakeItem, by: User) -> None:
    _refuse_closed(item)
    _refuse_at_desk(item, by)
    if item.held_by not in {None, by}:
        raise HeldByAnother(item.held_by)


@transaction.atomic
def take(item: IntakeItem, *, by: User, at: datetime, over: int | None = None) -> IntakeItem:
    """`over` is the id of the colleague from whom the page said that it is taken."""
    item = locked(item, by=by)
    _refuse_closed(item)
    if item.held_by == by:
        return item
    _refuse_at_desk(item, by)
    if item.held_by and item.held_by.pk != over:
        raise HeldByAnother(item.held_by)
    _note(item, Kind.TAKEN, by, at, to=by)
    return _set(item, held_by=by, held_at=at, report=None)


@transaction.atomic
def assign(item: IntakeItem, *, to: User, by: User, at: datetime) -> IntakeItem:
    """Give it to a colleague, who sees it from then on, also one who is new."""
    item = locked(item, by=by)
    _refuse_held(item, by)
    if obstacle := why_not(item, to):
        raise Refused(obstacle)
    if item.held_by == to:
        raise Refused(_("%s has it already.") % to)
    _note(item, Kind.ASSIGNED, by, at, to=to)
    return _set(item, held_by=to, held_at=at, report=None)


def why_not(item: IntakeItem, to: User) -> str:
    """Why this colleague cannot have it; empty when they can."""
    if not (to.is_active and to.has_perms(RIGHTS)):
        return _("%s may not enter records.") % to
    if item.group_id and item.group_id not in seen_by(to).groups:
        return _("%s may not read this link.") % to
    return ""


@transaction.atomic
def free(item: IntakeItem, *, by: User, at: datetime) -> IntakeItem:
    item = locked(item, by=by)
    if item.held_by != by:
        raise Refused(_("It is not in your hands."))
    _refuse_held(item, by)
    _note(item, Kind.FREED, by, at)
    return _set(item, held_by=None, held_at=None, report=None)


@transaction.atomic
def put_out_of_scope(
    item: IntakeItem, *, reason: str, words: str, by: User, at: datetime
) -> IntakeItem:
    item = locked(item, by=by)
    _refuse_held(item, by)
    event = _note(item, Kind.OUT_OF_SCOPE, by, at, reason=reason, words=words)
    return _set(
        item, state=State.OUT_OF_SCOPE, decision=event, held_by=None, held_at=None, report=None
    )


@transaction.atomic
def save_for_verification(
    item: IntakeItem, *, words: str = "", by: User, at: datetime
) -> IntakeItem:
    """It stays in whose hands it is."""
    item = locked(item, by=by)
    _refuse_held(item, by)
    if item.state == State.VERIFICATION:
        raise Refused(_("It waits for verification already."))
    event = _note(item, Kind.VERIFICATION, by, at, words=words)
    return _set(item, state=State.VERIFICATION, decision=event)


@transaction.atomic
def put_back(item: IntakeItem, *, by: User, at: datetime) -> IntakeItem:
    item = locked(item, by=by)
    if item.state == State.OPEN:
        _refuse_held(item, by)
        raise Refused(_("It waits to be looked at already."))
    if item.state == State.VERIFICATION:
        _refuse_held(item, by)
    event = _note(item, Kind.PUT_BACK, by, at)
    return _set(item, state=State.OPEN, decision=event)


# Tags of the team


@transaction.atomic
def tag(
    item: IntakeItem,
    *,
    add: Collection[UUID] = (),
    remove: Collection[UUID] = (),
    by: User,
    at: datetime,
) -> None:
    """Also of what a colleague has in hand, until it is at the desk or closed."""
    tags = tagging.rows({*add, *remove})
    item = locked(item, by=by)
    _refuse_closed(item)
    _refuse_at_desk(item, by)
    _change_tags(item, tags, add=add, remove=remove, by=by, at=at)


def _change_tags(
    item: IntakeItem, tags: dict[UUID, Tag], *, by: User, at: datetime, **keys: Collection[UUID]
) -> None:
    def note(kind: str, name: str) -> None:
        _note(item, kind, by, at, words=name)

    tagging.change(item, tags, note=note, **keys)


def replace_tag(tag: Tag, other: Tag | None, said: str, by: User) -> None:
    """Registered with the tags: what is done to one is done wherever a link bears it."""
    kind, at = Kind.TAGGED if other else Kind.UNTAGGED, timezone.now()
    rows = TaggedLink.objects.filter(tag=tag)
    bearing = [one.item for one in rows.select_related("item").order_by("item")]
    for item in bearing:
        _note(item, kind, by, at, words=said)
    rows.delete()
    if other:
        has = set(other.tagged_links.values_list("item", flat=True))
        TaggedLink.objects.bulk_create(
            TaggedLink(item=item, tag=other) for item in bearing if item.pk not in has
        )


def _numbers_of_tags(person: User) -> dict[UUID, int] | None:
    if not person.has_perms(RIGHTS):
        return None
    seen = IntakeItem.objects.visible_to(person).values("pk")
    counted = TaggedLink.objects.filter(item__in=seen).order_by().values("tag")
    return dict(counted.annotate(number=Count("pk")).values_list("tag", "number"))


TAGGED = tagging.Bearers(
    called=gettext_lazy("Links in intake"),
    replace=replace_tag,
    numbers=_numbers_of_tags,
    address=lambda tag: f"{reverse('admin:intake')}?state=all&tag={tag}",
)


# Into the desk


@transaction.atomic
def begin_report(item: IntakeItem, *, by: User, at: datetime, **begun: Any) -> DeskReport:
    """A report at the desk with the address filled in; the link is closed when it is entered.

    Its tags come off: what it becomes is a record, which bears its own.
    """
    tags = tagging.rows({one.tag_id for one in item.tagged.all()})
    item = locked(item, by=by)
    if item.held_by != by:
        raise Refused(_("It is not in your hands."))
    _refuse_held(item, by)
    report = desk.begin(by=by, at=at, **begun)
    if not desk.awaits_consent(report):
        typed = Typed(source={"url": item.url})
        report = desk.save(report, typed, seen=report.version, by=by, at=at)
    borne = {one.tag_id for one in item.tagged.all()}
    _change_tags(item, tags, add=(), remove=borne, by=by, at=at)
    _note(item, Kind.TAKEN_UP, by, at)
    _set(item, report=report)
    return report


# What is forgotten, and what is passed on


class TypedInIntake:
    """Registered with `review`, which asks it when something is erased or somebody leaves."""

    def forget(self, review: Review, tells: Callable[[str], bool]) -> None:
        of_it = IntakeItem.objects.filter(report__source=review.pk, emptied_at=None)
        for item in of_it.select_for_update(of=("self",)):
            empty(item)
        self.forget_words(tells)

    def forget_words(self, tells: Callable[[str], bool]) -> None:
        for item in IntakeItem.objects.filter(emptied_at=None).select_for_update():
            if tells(item.url):
                empty(item)
            elif tells(item.note) or tells(item.came_from):
                _set(item, note="", came_from="", words_taken_out=True)
        for event in IntakeEvent.objects.exclude(words="").select_for_update():
            if tells(event.words):
                _forget_event(event)

    def pass_on(self, person: User, to: User | None) -> None:
        """With its report, if that went to the same colleague; otherwise it is free."""
        held = IntakeItem.objects.filter(held_by=person, report__entered_at=None)
        for item in held.select_for_update(of=("self",)).select_related("report"):
            _pass_on(item, person, to)


def _pass_on(item: IntakeItem, person: User, to: User | None) -> None:
    at = timezone.now()
    stays = item.report is None or item.report.author_id == getattr(to, "pk", None)
    if to is not None and stays and not why_not(item, to):
        _note(item, Kind.HANDED, person, at, to=to, words=_("The colleague leaves."))
        _set(item, held_by=to, held_at=at)
    else:
        _note(item, Kind.FREED, person, at, words=_("The colleague leaves."))
        _set(item, held_by=None, held_at=None, report=None)


def _forget_event(event: IntakeEvent) -> None:
    event.words, event.is_emptied = "", True
    event.save(update_fields=["words", "is_emptied"])


def empty(item: IntakeItem) -> None:
    """The link itself goes, with all that was said of it; that somebody had one stays."""
    item.tagged.all().delete()
    gone: dict[str, Any] = dict.fromkeys(("url", "address", "site", "note", "came_from"), "")
    _set(item, emptied_at=timezone.now(), **gone)
    for event in item.events.exclude(words=""):
        _forget_event(event)


@transaction.atomic
def forget_old(at: datetime) -> int:
    """Links that were closed longer ago than is kept; how many."""
    before = at - KEPT_FOR
    closed = Q(state=State.OUT_OF_SCOPE, decision__at__lt=before) | Q(report__entered_at__lt=before)
    old = IntakeItem.objects.filter(closed, emptied_at=None).select_for_update(of=("self",))
    for item in old:
        empty(item)
    return len(old)
