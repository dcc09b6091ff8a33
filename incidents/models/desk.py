"""A report that somebody is still entering: what they typed so far, until it becomes records."""

import uuid
from typing import Any, ClassVar, Self

from accounts.models import NeedToKnowGroup
from accounts.sight import Reader
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from review.db.fields import ChoiceField
from sources.models import Source
from sources.models.sources import CONSENT_FIRST
from sources.vocabulary import INTERVIEWS, Access, SourceKind

from incidents.models.incidents import Incident


class DeskReportQuerySet(models.QuerySet["DeskReport"]):
    def of(self, person: Reader) -> Self:
        """Nobody reads what another one types, whatever their rights."""
        return self.filter(author=person.pk)

    def open(self) -> Self:
        return self.filter(thrown_away_at=None, entered_at=None)

    def thrown_away(self) -> Self:
        return self.exclude(thrown_away_at=None)

    def unfinished(self) -> Self:
        """Whatever still holds what somebody typed."""
        return self.exclude(typed={})


class DeskReport(models.Model):
    """What was typed is emptied once it has become records: from then on those hold it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = ChoiceField(_("kind"), max_length=20, choices=SourceKind)
    access = ChoiceField(_("access"), max_length=12, choices=Access, default=Access.PUBLIC)
    group = models.ForeignKey(
        NeedToKnowGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("need-to-know group"),
    )
    # The source that it adds to, or has become.
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, related_name="+", verbose_name=_("source")
    )
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="+")
    # As `incidents/desk/shape.py` has it.
    typed = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    thrown_away_at = models.DateTimeField(null=True)
    entered_at = models.DateTimeField(null=True)

    objects = DeskReportQuerySet.as_manager()

    # A trigger on this table (migration `desk_reports`).
    DATABASE_RULES: ClassVar[dict[str, Any]] = {"consent_first": CONSENT_FIRST}

    class Meta:
        verbose_name = _("report at the desk")
        verbose_name_plural = _("reports at the desk")
        ordering = ["-saved_at", "id"]
        default_permissions = ()
        indexes = [models.Index(fields=["author", "-saved_at"], name="deskreport_of_author")]
        constraints = [
            models.CheckConstraint(
                name="deskreport_empty_once_entered",
                condition=Q(entered_at=None) | Q(typed={}, source__isnull=False),
                violation_error_message=_("It has become records: enter the rest in those."),
            ),
            models.CheckConstraint(
                name="deskreport_interview_has_source",
                condition=~Q(kind__in=sorted(INTERVIEWS)) | Q(source__isnull=False),
                violation_error_message=CONSENT_FIRST,
            ),
            models.CheckConstraint(
                name="deskreport_limited_is_kept",
                condition=Q(group=None) | ~Q(access="public"),
                violation_error_message=_(
                    "It is limited to a need-to-know group: it must be restricted or confidential."
                ),
            ),
        ]

    def __str__(self) -> str:
        source = self.typed.get("source", {})
        named = (
            source.get("title") or source.get("url") or (str(self.source) if self.source else "")
        )
        return str(named or self.get_kind_display())
