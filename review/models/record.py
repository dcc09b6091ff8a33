"""What every record and every row of one has."""

import uuid
from typing import Any, ClassVar

from accounts.sight import Reader
from django.db import models
from django.db.models.expressions import RawSQL
from django.utils.translation import pgettext_lazy

from review.db.queries import composed
from review.models.review import Review
from review.models.written import Written


class Record(Written):
    """The working copy that only staff see; the public reads the editions made from it.

    A subclass owns rows, which follow it into every revision. What it tells the public, and the
    rules of its kind, are its record type's (`review/record_types.py`).
    """

    review = models.OneToOneField(
        Review, models.PROTECT, primary_key=True, editable=False, related_name="%(class)s"
    )

    # Whether it has an `access`, and can be limited to groups and assigned.
    MAY_BE_KEPT: ClassVar[bool] = False

    # Relations to all rows that it owns, and to what those are called by: what a revision holds.
    FOLLOWED: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    @classmethod
    def record_kind(cls) -> str:
        return cls._meta.model_name or ""

    @property
    def reference(self) -> str:
        return self.review.reference

    @classmethod
    def visible_to(cls, person: Reader) -> "models.QuerySet[Any]":
        return cls._default_manager.all()

    @classmethod
    def keys_visible_to(cls, person: Reader) -> RawSQL:
        """To be asked for within other questions."""
        return composed(cls.visible_to(person))

    @classmethod
    def not_for(cls, recipient: str) -> "models.QuerySet[Any]":
        """Those that a witness did not agree to pass on to this recipient."""
        return cls._default_manager.none()

    def review_title(self) -> str:
        """The record's name in queues; staff only."""
        return str(self)


def unreadable_among(
    model: "type[Record | OwnedRow]", keys: Any, person: Reader
) -> "models.QuerySet[Any]":
    """Of the rows with these keys, those that this person may not read; `keys` as for `__in`."""
    readable = model.visible_to(person).filter(pk__in=keys)
    return model._default_manager.filter(pk__in=keys).exclude(pk__in=readable.values("pk"))


class OwnedRow(Written):
    """A row that a record owns; its key is random, since a counter would tell of unseen rows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField(
        pgettext_lazy("place in a list", "order"), default=0
    )

    # Columns in which rows may differ and still be told in one line of a comparison.
    ALIKE_BUT: ClassVar[tuple[str, ...]] = ()

    # Relations whose rows are told inside this row's part: they go when it is redacted.
    REDACTED_WITH: ClassVar[tuple[str, ...]] = ()
    # Fields that a redaction leaves, since they say nothing or a rule of the table needs them.
    REDACTION_KEEPS: ClassVar[tuple[str, ...]] = ()
    # Fields that may not be empty: the row's own id stands in them until they are written anew.
    REDACTION_MARKS: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True
        ordering = ["position", "id"]

    @classmethod
    def visible_to(cls, person: Reader) -> "models.QuerySet[Any]":
        return cls._default_manager.all()

    @classmethod
    def not_for(cls, recipient: str) -> "models.QuerySet[Any]":
        """As of a record."""
        return cls._default_manager.none()
