"""Who of us opened what is kept from others, and who took a list of records away as a file."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID

from accounts.prepared import prepared
from accounts.sight import EVERYBODY
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from review.db.fields import ChoiceField
from review.db.queries import together
from review.models.record import unreadable_among
from review.models.review import Review, record_models

# By the end of the name of its address.
PAGES = {
    "change": _("form"),
    "preview": _("preview"),
    "evidence": _("evidence"),
    "merge": _("merge"),
    "split": _("split"),
    "name": _("withheld name"),
    "detail": _("review"),
    "history": _("history"),
    "revision": _("comparison"),
    "parts": _("parts"),
    "sees": _("who sees it"),
    "activity": _("Activity"),
}


class ReadQuerySet(models.QuerySet["Read"]):
    def just_now(self, at: datetime) -> Self:
        return self.filter(at__gt=at - Read.ONCE_WITHIN)


class Read(models.Model):
    """Somebody of us opened a page of a record that not every colleague may read. Append-only.

    Never a reader of the public pages.
    """

    # So often the same page of the same record is told of at most: the table stays small.
    ONCE_WITHIN = timedelta(minutes=15)

    id = models.BigAutoField(primary_key=True)
    review = models.ForeignKey(Review, models.PROTECT, related_name="reads")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("colleague"),
    )
    # The name of its address.
    page = models.CharField(_("page"), max_length=60)
    at = models.DateTimeField(_("when"), db_default=Now())

    objects = ReadQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading of a kept record")
        verbose_name_plural = _("readings of kept records")
        ordering = ["-id"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["person", "review", "page", "at"], name="read_once")]

    def __str__(self) -> str:
        return f"{self.page}, {self.at:%Y-%m-%d %H:%M}"

    @property
    def page_in_words(self) -> Any:
        return PAGES.get(self.page.rpartition("_")[2], self.page)


def kept_among(keys: "Collection[UUID]") -> set[UUID]:
    """Keys of records that not every colleague may read, for whatever reason."""
    if not keys:
        return set()
    return {pk for (pk,) in _kept_among(list(keys))}


@prepared
def _kept_among(keys: Any) -> "models.QuerySet[Any, tuple[UUID]]":
    return together(
        unreadable_among(model, keys, EVERYBODY).values_list("pk")
        for model in record_models().values()
        if model.MAY_BE_KEPT
    )


class Recipient(models.TextChoices):
    """Whom a file is for. Witnesses agree to each of these by itself, and to no other."""

    OURSELVES = "ourselves", _("our own work: it is passed to nobody")
    NATIONAL_PROSECUTORS = "national_prosecutors", _("national prosecutors")
    ICC = "icc", _("the International Criminal Court")
    UN = "un", _("a body of the United Nations")
    OTHERS = "others", _("anybody else")


class StaffExportQuerySet(models.QuerySet["StaffExport"]):
    def waiting(self) -> Self:
        return self.filter(agreed_at=None, needs_second=True)

    def to_fetch(self, person: User, at: datetime) -> Self:
        """Agreed to within a day, and not taken yet."""
        since = at - StaffExport.FETCH_WITHIN
        return self.filter(by=person, taken_at=None, agreed_at__gt=since)


class StaffExport(models.Model):
    """A file of working copies: who asked for it, what for, who agreed, and when it was taken."""

    FETCH_WITHIN = timedelta(days=1)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The name of the model whose rows it holds, and their keys.
    of = models.CharField(max_length=40)
    keys = ArrayField(models.UUIDField())
    # The list's question, as its address has it.
    question = models.TextField(_("filter"), blank=True)
    why = models.TextField(_("why"))
    # Empty only of files that were asked for before this was.
    recipient = ChoiceField(_("for whom"), max_length=20, choices=Recipient, default="", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("who did it", "by"),
    )
    at = models.DateTimeField(_("when"), db_default=Now())
    # It holds what not every colleague may read.
    needs_second = models.BooleanField(_("needs a second person"))
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("agreed by"),
    )
    agreed_at = models.DateTimeField(_("agreed"), null=True)
    taken_at = models.DateTimeField(_("taken"), null=True)

    objects = StaffExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("file for staff")
        verbose_name_plural = _("files for staff")
        ordering = ["-at"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                name="staffexport_has_reason",
                condition=models.Q(why__regex=r"\S"),
                violation_error_message=_("Say what you need the file for."),
            ),
            models.CheckConstraint(
                name="staffexport_two_people",
                condition=models.Q(agreed_by=None) | ~models.Q(agreed_by=models.F("by")),
                violation_error_message=_("You asked for this file: somebody else must agree."),
            ),
            models.CheckConstraint(
                name="staffexport_agreement_is_whole",
                condition=models.Q(agreed_by=None, agreed_at=None)
                | models.Q(agreed_by__isnull=False, agreed_at__isnull=False),
                violation_error_message=_("An agreement must say who gave it, and when."),
            ),
            models.CheckConstraint(
                name="staffexport_taken_when_agreed",
                condition=models.Q(taken_at=None)
                | models.Q(needs_second=False)
                | models.Q(
                    agreed_at__isnull=False,
                    taken_at__gte=models.F("agreed_at"),
                    taken_at__lte=models.F("agreed_at") + timedelta(days=1),
                ),
                violation_error_message=_(
                    "It holds what not every colleague may read: it can be taken once, within a "
                    "day after a second person agreed."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of}, {len(self.keys)}"

    @property
    def count(self) -> int:
        return len(self.keys)

    @property
    def state(self) -> Any:
        if self.taken_at:
            return _("taken")
        if self.agreed_at:
            return _("agreed, not taken")
        return _("waiting for a second person")
