"""One change to several records: what it would do to each, done, submitted, taken back.

Each is a save of its own, by its author and with a reason, that waits for four eyes. What is kept
from some colleagues, waits for review or is in other hands is left out, and why is said.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from review.models import BulkChange, BulkChanged, Limit, Record, Refused, Review, record_model
from review.models.seeing import OPEN
from review.workflow import decisions, submitting

# Each is saved by itself: more take longer than a browser waits.
MOST = 100
ADD, REMOVE, REPLACE, SET = "add", "remove", "replace", "set"
HOW: dict[str, str | Promise] = {
    ADD: gettext_lazy("add a term"),
    REMOVE: gettext_lazy("take a term out"),
    REPLACE: gettext_lazy("replace one value by another"),
    SET: gettext_lazy("set a value"),
}


@dataclass(frozen=True)
class Change:
    """What is done with one field: `old` is what goes, `new` what comes."""

    field: Any
    how: str
    old: Any = None
    new: Any = None

    @property
    def key(self) -> str:
        return f"{self.field.name}:{self.how}"

    def after(self, before: Any) -> Any:
        """What the field would hold; the same where the change is none."""
        if self.how == SET:
            return self.new
        if not isinstance(self.field, ArrayField):
            return self.new if before == self.old else before
        if self.how == ADD:
            return before if self.new in before else [*before, self.new]
        if self.old not in before:
            return before
        kept = [term for term in before if term not in {self.old, self.new}]
        return kept if self.how == REMOVE else [*kept, self.new]

    def in_words(self, value: Any) -> str:
        terms = dict((getattr(self.field, "base_field", self.field).flatchoices) or ())
        if isinstance(value, list):
            value = ", ".join(str(terms.get(one, one)) for one in value)
        return str(terms.get(value, value) if value not in {None, ""} else _("not stated"))


def hows(field: Any) -> tuple[str, ...]:
    if isinstance(field, ArrayField):
        return (ADD, REMOVE, REPLACE)
    return (REPLACE, SET)


@dataclass(frozen=True)
class Line:
    """What would become of one record; `why` says why nothing does."""

    record: Any
    before: str
    after: str
    why: str
    digest: str


@dataclass(frozen=True)
class Answer:
    """What was not done to one of them, and why."""

    review: Review
    why: str


# Why this record is never changed so, by what its kind knows; empty where it may be.
Alone = Callable[[Any], str]


@transaction.atomic
def begin(model: type[Record], keys: Collection[UUID], *, by: User) -> BulkChange:
    """Keep what was chosen; what was chosen before and never done is forgotten."""
    decisions.require(by, "review.submit_review")
    if len(keys) > MOST:
        raise Refused(_("Choose fewer: at most %s are changed at once.") % MOST)
    if not keys:
        raise Refused(_("Choose at least one record."))
    yesterday = timezone.now() - timedelta(days=1)
    BulkChange.objects.of(by).filter(done_at=None, at__lt=yesterday).delete()
    return BulkChange.objects.create(by=by, kind=model.record_kind(), keys=list(keys))


def plan(
    change: Change, keys: Collection[UUID], *, bulk: BulkChange, by: User, alone: Alone
) -> list[Line]:
    """By few queries for all of them; what this person may not read is none of them."""
    model = record_model(bulk.kind)
    joined = [change.field.name] if change.field.is_relation else []
    rows = model.visible_to(by).filter(pk__in=keys).select_related("review", *joined)
    records = list(rows.order_by("review__title", "pk"))
    limited = set(Limit.objects.filter(review__in=keys).values_list("review", flat=True))
    held = set(Review.objects.filter(pk__in=keys).in_other_hands(by).values_list("pk", flat=True))
    return [_line(change, one, bulk, _why_not(one, limited, held) or alone(one)) for one in records]


def _why_not(record: Any, limited: Collection[UUID], held: Collection[UUID]) -> str:
    review = record.review
    if review.work == Review.Work.CLOSED:
        return _("It is closed.")
    if review.public == Review.Public.WITHDRAWN:
        return _("It was withdrawn from the public.")
    if review.is_waiting:
        return _("It waits for review, and would be a draft again.")
    if getattr(record, "access", OPEN) != OPEN or record.pk in limited:
        return _("Not every colleague may read it: change it on its own page.")
    if record.pk in held:
        return _("Somebody else works on it.")
    return ""


def _line(change: Change, record: Any, bulk: BulkChange, why: str) -> Line:
    before = getattr(record, change.field.name)
    after = change.after(before)
    if not why and after == before:
        why = _("Nothing would change.")
    said = [
        *(str(bulk.pk), change.key, str(record.pk), record.review.head_id),
        *(_plain(before), _plain(after)),
    ]
    digest = salted_hmac("review.bulk", json.dumps(said), algorithm="sha256").hexdigest()
    return Line(record, change.in_words(before), change.in_words(after), why, digest)


def _plain(value: Any) -> Any:
    return str(value.pk) if isinstance(value, models.Model) else value


def make(
    bulk: BulkChange,
    change: Change,
    shown: Mapping[UUID, str],
    *,
    by: User,
    reason: str,
    alone: Alone,
) -> list[Answer]:
    """Do what was shown, each by itself; what is not so any more is left, and said."""
    decisions.require(by, "review.submit_review")
    if not reason.strip():
        raise Refused(_("Say what you change and why."))
    _close(bulk, change)
    answers = []
    for key in shown.keys() & set(bulk.keys):
        try:
            with transaction.atomic():
                _make_one(bulk, change, key, shown[key], by=by, reason=reason, alone=alone)
        except Refused as refused:
            seen = Review.objects.visible_to(by).filter(pk=key)
            answers += [Answer(one, refused.said_to(by)) for one in seen]
    return answers


@transaction.atomic
def _close(bulk: BulkChange, change: Change) -> None:
    """It is done once, whoever presses the button twice."""
    locked = BulkChange.objects.select_for_update().get(pk=bulk.pk)
    if locked.done_at:
        raise Refused(_("This change is made already."))
    locked.change, locked.done_at = change.key, timezone.now()
    decisions.keep(locked)


def _make_one(
    bulk: BulkChange, change: Change, key: UUID, shown: str, *, by: User, reason: str, alone: Alone
) -> None:
    review = decisions.lock(key)
    line = next(iter(plan(change, [key], bulk=bulk, by=by, alone=alone)), None)
    if line is None:
        raise Refused(_("It is not there any more."))
    if not constant_time_compare(shown, line.digest):
        raise Refused(_("Somebody changed it since you looked: nothing was done to it."))
    if line.why:
        raise Refused(line.why)
    record, before = line.record, review.head_id
    setattr(record, change.field.name, change.after(getattr(record, change.field.name)))
    _check(record, change)
    with decisions.saving(record, by=by, seen=before, comment=reason):
        pass
    was_clean = review.work == Review.Work.CLEAN
    saved = {"before": before, "revision": record.review.head_id, "was_clean": was_clean}
    BulkChanged.objects.create(bulk=bulk, review=review, **saved)


def _check(record: Any, change: Change) -> None:
    others = {field.name for field in record._meta.get_fields()} - {change.field.name}
    try:
        record.clean_fields(exclude=others)
        record.clean()
        record.validate_constraints()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error


# Afterwards


def untouched(bulk: BulkChange, by: User) -> list[BulkChanged]:
    """Drafts that are as it left them."""
    rows = bulk.changed.select_related("review").filter(
        review__in=Review.objects.visible_to(by).values("pk"),
        review__work=Review.Work.DRAFT,
        review__head=models.F("revision"),
    )
    return list(rows)


def submit_all(bulk: BulkChange, *, by: User, reason: str) -> list[Answer]:
    def deed(one: BulkChanged) -> None:
        submitting.submit(one.review, by=by, seen=one.revision, comment=reason)

    return _each(untouched(bulk, by), deed, by)


def take_back(bulk: BulkChange, *, by: User, reason: str) -> list[Answer]:
    """Each as it was before: without pending changes, or the draft of before."""

    def deed(one: BulkChanged) -> None:
        if one.was_clean:
            decisions.discard_own(one.review, by=by, seen=one.revision, comment=reason)
            return
        before = decisions.seen_revision(one.review, one.before)
        if before is None:
            raise Refused(_("What it was before is gone."))
        decisions.restore(one.review, before, by=by, seen=one.revision, comment=reason)

    return _each(untouched(bulk, by), deed, by)


def _each(
    rows: Iterable[BulkChanged], deed: Callable[[BulkChanged], None], by: User
) -> list[Answer]:
    answers = []
    for one in rows:
        try:
            with transaction.atomic():
                deed(one)
        except Refused as refused:
            answers.append(Answer(one.review, refused.said_to(by)))
    return answers


class BulkChanges:
    """Registered as what is typed and is no record: only keys, for whoever chose them."""

    def forget(self, review: Review, tells: Callable[[str], bool]) -> None:
        BulkChanged.objects.filter(review=review).delete()

    def forget_words(self, tells: Callable[[str], bool]) -> None:
        """It holds none."""

    def pass_on(self, person: User, to: User | None) -> None:
        BulkChange.objects.of(person).delete()
