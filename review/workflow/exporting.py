"""Taking working copies away as a file: who asks, who agrees, and that it is taken once."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from accounts.hands import why_one_hand
from django.apps import apps
from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from review.models import Recipient, Record, Refused, StaffExport, kept_among
from review.workflow import decisions


def ask(
    model: type[models.Model],
    keys: Sequence[UUID],
    *,
    question: str,
    why: str,
    recipient: str,
    by: User,
) -> StaffExport:
    """Of rows that the person may read; it waits if any of them is kept from others."""
    if not keys:
        raise Refused(_("Choose at least one row."))
    _refuse_without_consent(model, keys, recipient, by)
    return decisions.keep(
        StaffExport(
            of=model._meta.label_lower,
            keys=list(keys),
            question=question,
            why=why,
            recipient=recipient,
            by=by,
            needs_second=bool(kept_rows(model, keys)),
        )
    )


@transaction.atomic
def agree(asked: StaffExport, *, by: User) -> None:
    asked = _locked(asked)
    if asked.by_id == by.pk:
        raise Refused(_("You asked for this file: somebody else must agree."))
    if sentence := why_one_hand(by, [asked.by_id]):
        raise Refused(sentence)
    if not may_agree(asked, by):
        raise Refused(_("Only a colleague who may read all of it agrees to a file that waits."))
    _refuse_without_consent(model_of(asked), asked.keys, asked.recipient, by)
    asked.agreed_by, asked.agreed_at = by, timezone.now()
    decisions.keep(asked)


@transaction.atomic
def take(asked: StaffExport, *, by: User) -> list[Any]:
    """The rows, once; what the person may no longer read is left out."""
    asked = _locked(asked)
    if not may_take(asked, by):
        raise Refused(
            _("This file cannot be taken: it was taken, waits for a second person, or is too old.")
        )
    model = model_of(asked)
    if not asked.needs_second and kept_rows(model, asked.keys):
        raise Refused(
            _("By now it holds what not every colleague may read: ask for it again, please.")
        )
    _refuse_without_consent(model, asked.keys, asked.recipient, by)
    asked.taken_at = timezone.now()
    decisions.keep(asked)
    return list(readable_rows(asked, by))


def _locked(asked: StaffExport) -> StaffExport:
    return StaffExport.objects.select_for_update(of=("self",)).get(pk=asked.pk)


def _refuse_without_consent(
    model: type[Any], keys: Sequence[UUID], recipient: str, by: User
) -> None:
    """As the triggers `passed_with_consent`, naming what the person may read of it."""
    if recipient == Recipient.OURSELVES:
        return
    seen = model.visible_to(by).order_by().values("pk")
    left = model.not_for(recipient).filter(pk__in=keys)
    if left.exists():
        named = ", ".join(sorted(str(row) for row in left.filter(pk__in=seen)))
        raise Refused(
            _(
                "Witnesses did not agree to pass this on to them: %s. Choose the rows again, "
                "without these."
            )
            % (named or _("something that you may not read"))
        )


def may_agree(asked: StaffExport, reader: User) -> bool:
    waits = asked.needs_second and asked.agreed_at is None
    return waits and asked.by_id != reader.pk and reads_all(asked, reader)


def may_take(asked: StaffExport, reader: User) -> bool:
    if asked.by_id != reader.pk or asked.taken_at is not None:
        return False
    since = asked.agreed_at if asked.needs_second else asked.at
    return since is not None and timezone.now() - since <= StaffExport.FETCH_WITHIN


def reads_all(asked: StaffExport, reader: User) -> bool:
    return bool(read_whole([asked], reader))


def read_whole(files: Iterable[StaffExport], reader: User) -> list[StaffExport]:
    """Of whose rows this person may read all: one question for each kind of row."""
    files = list(files)
    readable: set[UUID] = set()
    for of in {one.of for one in files}:
        model: Any = apps.get_model(of)
        keys = {key for one in files if one.of == of for key in one.keys}
        readable |= set(model.visible_to(reader).filter(pk__in=keys).values_list("pk", flat=True))
    return [one for one in files if readable.issuperset(one.keys)]


def readable_rows(asked: StaffExport, reader: User) -> Any:
    model: Any = model_of(asked)
    return model.visible_to(reader).filter(pk__in=asked.keys)


def model_of(asked: StaffExport) -> type[models.Model]:
    return apps.get_model(asked.of)


def kept_rows(model: type[Any], keys: Sequence[UUID]) -> set[UUID]:
    """Keys of the records among these, or that own some of these rows, which are kept."""
    if issubclass(model, Record):
        return kept_among(set(keys))
    owner = next(f for f in model._meta.fields if f.is_relation and _is_record(f.related_model))
    owners = model._default_manager.filter(pk__in=keys).values_list(owner.name, flat=True)
    return kept_among(set(owners))


def _is_record(model: Any) -> bool:
    return isinstance(model, type) and issubclass(model, Record)
