"""One change to several records: what it would do to each, done, submitted, taken back.

Each is a save of its own, by its author and with a reason, that waits for four eyes. What is kept
from some colleagues, waits for review or is in other hands is left out, and why is said.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
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

from review.models import (
    BulkChange,
    BulkChanged,
    Limit,
    OwnedRow,
    Record,
    Refused,
    Review,
    record_model,
)
from review.models.seeing import OPEN
from review.revisions.unsaved import parent_of, record_behind
from review.workflow import decisions, submitting

# Each is saved by itself: more take longer than a browser waits.
MOST = 100
ADD, REMOVE, REPLACE, SET, FIND = "add", "remove", "replace", "set", "find"
HOW: dict[str, str | Promise] = {
    ADD: gettext_lazy("add a term"),
    REMOVE: gettext_lazy("take a term out"),
    REPLACE: gettext_lazy("replace one value by another"),
    SET: gettext_lazy("set a value"),
    FIND: gettext_lazy("find and replace words"),
}
# Of a text: so much stands on either side of what is found, of so many places in it.
AROUND, PLACES = 40, 5


@dataclass(frozen=True)
class Change:
    """What is done with one field of the records, or of their rows: `old` goes, `new` comes."""

    field: Any
    how: str
    old: Any = None
    new: Any = None

    @property
    def key(self) -> str:
        of = f"{self.field.model._meta.model_name}." if self.is_of_rows else ""
        return f"{of}{self.field.name}:{self.how}"

    @property
    def is_of_rows(self) -> bool:
        return not issubclass(self.field.model, Record)

    def after(self, before: Any) -> Any:
        """What the field would hold; the same where the change is none."""
        if self.how == SET:
            return self.new
        if self.how == FIND:
            return before.replace(self.old, self.new)
        if not isinstance(self.field, ArrayField):
            return self.new if before == self.old else before
        if self.how == ADD:
            return before if self.new in before else [*before, self.new]
        if self.old not in before:
            return before
        kept = [term for term in before if term not in {self.old, self.new}]
        return kept if self.how == REMOVE else [*kept, self.new]

    def in_words(self, before: Any) -> tuple[str, str]:
        """As it is, and as it would be; of a text the places in it."""
        if self.how == FIND:
            return _places(before, self.old, self.old), _places(before, self.old, self.new)
        return self._value(before), self._value(self.after(before))

    def _value(self, value: Any) -> str:
        terms = dict((getattr(self.field, "base_field", self.field).flatchoices) or ())
        if isinstance(value, list):
            value = ", ".join(str(terms.get(one, one)) for one in value)
        return str(terms.get(value, value) if value not in {None, ""} else _("not stated"))


def _places(text: str, old: str, new: str) -> str:
    """Each place where the old words stand, with the new ones in their place."""
    parts = text.split(old)
    found = [
        f"{_end(before)}{new}{_beginning(behind)}"
        for before, behind in pairwise(parts[: PLACES + 1])
    ]
    more = len(parts) - 1 - len(found)
    return " | ".join([*found, _("and %s more") % more] if more > 0 else found)


def _end(text: str) -> str:
    return text if len(text) <= AROUND else f"…{text[-AROUND:]}"


def _beginning(text: str) -> str:
    return text if len(text) <= AROUND else f"{text[:AROUND]}…"


def hows(field: Any) -> tuple[str, ...]:
    if isinstance(field, ArrayField):
        return (ADD, REMOVE, REPLACE)
    if isinstance(field, models.CharField | models.TextField) and not field.flatchoices:
        return (FIND,)
    return (REPLACE, SET) if issubclass(field.model, Record) else (REPLACE,)


@dataclass(frozen=True)
class Line:
    """What would become of one record; `why` says why nothing does."""

    record: Any
    before: str
    after: str
    why: str
    digest: str
    # The record itself, or those of its rows that change.
    rows: list[Any]


@dataclass(frozen=True)
class Answer:
    """What was not done to one of them, and why."""

    review: Review
    why: str


# Why this record is never changed so, by what its kind knows; empty where it may be.
Alone = Callable[[Any], str]


@transaction.atomic
def begin(
    model: type[Record], keys: Collection[UUID], *, by: User, rows: Collection[UUID] = ()
) -> BulkChange:
    """Keep what was chosen; what was chosen before and never done is forgotten.

    Where only some rows of the records were chosen, `rows` names them.
    """
    decisions.require(by, "review.submit_review")
    if max(len(keys), len(rows)) > MOST:
        raise Refused(_("Choose fewer: at most %s are changed at once.") % MOST)
    if not keys:
        raise Refused(_("Choose at least one record."))
    yesterday = timezone.now() - timedelta(days=1)
    BulkChange.objects.of(by).filter(done_at=None, at__lt=yesterday).delete()
    return BulkChange.objects.create(
        by=by, kind=model.record_kind(), keys=list(keys), rows=list(rows)
    )


def plan(
    change: Change, keys: Collection[UUID], *, bulk: BulkChange, by: User, alone: Alone
) -> list[Line]:
    """By few queries for all of them; what this person may not read is none of them."""
    model = record_model(bulk.kind)
    joined = [change.field.name] if change.field.is_relation and not change.is_of_rows else []
    found = model.visible_to(by).filter(pk__in=keys).select_related("review", *joined)
    records = list(found.order_by("review__title", "pk"))
    limited = set(Limit.objects.filter(review__in=keys).values_list("review", flat=True))
    held = set(Review.objects.filter(pk__in=keys).in_other_hands(by).values_list("pk", flat=True))
    rows: dict[UUID, list[Any]] = {one.pk: [one] for one in records}
    if change.is_of_rows:
        rows = _rows(change, keys, bulk, by)
    return [
        _line(change, one, rows.get(one.pk, []), bulk, _why_not(one, limited, held) or alone(one))
        for one in records
    ]


def _rows(
    change: Change, keys: Collection[UUID], bulk: BulkChange, by: User
) -> dict[UUID, list[Any]]:
    """By record, its rows that the change is about; none that rests on what is kept from them."""
    model = change.field.model
    way = _way_up(model)
    found = model.visible_to(by).filter(**{f"{'__'.join(way)}__in": keys})
    for column in _named_by(model, but={way[0], change.field.name}):
        seen = column.related_model.visible_to(by).values("pk")
        none = models.Q(**{column.name: None})
        found = found.filter(none | models.Q(**{f"{column.name}__in": seen}))
    wanted = "contains" if change.how == FIND else "exact"
    found = found.filter(**{f"{change.field.name}__{wanted}": change.old})
    if bulk.rows:
        found = found.filter(**{f"{way[0] if len(way) > 1 else 'pk'}__in": bulk.rows})
    by_record: dict[UUID, list[Any]] = {}
    joined = ["__".join(way), *([change.field.name] if change.field.is_relation else [])]
    way_in_order = [f"{'__'.join(way[:place])}__position" for place in range(len(way) - 1, 0, -1)]
    for row in found.select_related(*joined).order_by(*way_in_order, "position", "pk"):
        record = record_behind(row)
        if record is not None:
            by_record.setdefault(record.pk, []).append(row)
    return by_record


def _way_up(model: type[models.Model]) -> list[str]:
    """Names of the keys that lead from a row to its record."""
    way = []
    while not issubclass(model, Record):
        parent: Any = parent_of(model)
        way.append(parent.name)
        model = parent.related_model
    return way


def _named_by(model: type[models.Model], *, but: Collection[str]) -> list[Any]:
    """Its keys to other records and their rows."""
    return [
        column
        for column in model._meta.concrete_fields
        if column.is_relation
        and column.name not in but
        and issubclass(column.related_model, Record | OwnedRow)  # type: ignore[arg-type]
    ]


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


def _line(change: Change, record: Any, rows: list[Any], bulk: BulkChange, why: str) -> Line:
    held = [(row, getattr(row, change.field.name)) for row in rows]
    changed = [(row, before, change.after(before)) for row, before in held]
    if not why and all(after == before for _row, before, after in changed):
        why = _("Nothing would change.")
    values = [[str(row.pk), _plain(before), _plain(after)] for row, before, after in changed]
    said = [str(bulk.pk), change.key, str(record.pk), record.review.head_id, *values]
    digest = salted_hmac("review.bulk", json.dumps(said), algorithm="sha256").hexdigest()
    before, after = _in_words(change, held)
    return Line(record, before, after, why, digest, [row for row, _before in held])


def _in_words(change: Change, held: list[tuple[Any, Any]]) -> tuple[str, str]:
    """Of several rows each with what it is, or belongs to."""
    pairs = [(_called(row, change), *change.in_words(value)) for row, value in held]
    before = "; ".join(f"{name}{before}" for name, before, _after in pairs)
    return before, "; ".join(f"{name}{after}" for name, _before, after in pairs)


def _called(row: Any, change: Change) -> str:
    if not change.is_of_rows:
        return ""
    parent: Any = parent_of(type(row))
    above = getattr(row, parent.name)
    if isinstance(above, Record):
        return "" if change.field.is_relation else f"{_label(row)}: "
    return f"{_label(above)}: "


def _label(row: Any) -> str:
    return str(getattr(row, "label", row))


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
    for row in line.rows:
        setattr(row, change.field.name, change.after(getattr(row, change.field.name)))
        _check(row, change)
    with decisions.saving(record, by=by, seen=before, comment=reason):
        for row in line.rows:
            if row is not record:
                decisions.keep(row)
    was_clean = review.work == Review.Work.CLEAN
    saved = {"before": before, "revision": record.review.head_id, "was_clean": was_clean}
    BulkChanged.objects.create(bulk=bulk, review=review, **saved)


def _check(row: Any, change: Change) -> None:
    others = {field.name for field in row._meta.get_fields()} - {change.field.name}
    try:
        row.clean_fields(exclude=others)
        row.clean()
        row.validate_constraints()
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
