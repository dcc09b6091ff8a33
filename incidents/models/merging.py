"""Two records of one event: that they be merged, or a merge undone; proposed and decided by two."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from review.db.fields import ChoiceField

from incidents.models.incidents import Incident


class MergeQuerySet(models.QuerySet["Merge"]):
    def proposed(self) -> Self:
        return self.filter(state=Merge.State.PROPOSED).order_by("id")

    def about(self, incident: Incident) -> Self:
        return self.filter(Q(merged=incident) | Q(into=incident))


class Merge(models.Model):
    """What one person proposed and another one decided. Its chain entry is the public record."""

    class Kind(models.TextChoices):
        MERGE = "merge", _("merge")
        UNDO = "undo", _("undo the merge")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed, waiting for a second person")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")

    id = models.BigAutoField(primary_key=True)
    kind = ChoiceField(max_length=5, choices=Kind, default=Kind.MERGE)
    merged = models.ForeignKey(Incident, models.PROTECT, related_name="+")
    into = models.ForeignKey(Incident, models.PROTECT, related_name="+")
    # Rows that the merge added to the other record, fields that it filled, and terms of lists. No
    # values: what is redacted from either record must not live on here.
    carried = ArrayField(models.UUIDField(), default=list)
    filled = ArrayField(models.CharField(max_length=30), default=list)
    terms = models.JSONField(default=dict)
    state = ChoiceField(max_length=8, choices=State, default=State.PROPOSED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    comment = models.TextField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="merge_two_people",
                condition=~Q(state="done") | ~Q(decided_by=F("by")),
                violation_error_message=_("You proposed this yourself: somebody else must decide."),
            ),
            models.CheckConstraint(
                name="merge_decision_is_whole",
                condition=Q(state="proposed", decided_by=None, decided_at=None)
                | ~Q(state="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False),
                violation_error_message=_(
                    "A decision about a merge must say who decided, and when."
                ),
            ),
            models.CheckConstraint(
                name="merge_not_into_itself",
                condition=~Q(merged=F("into")),
                violation_error_message=_("An incident cannot be merged into itself."),
            ),
            models.CheckConstraint(
                name="merge_has_comment",
                condition=~Q(comment=""),
                violation_error_message=_("Tell your colleagues why it is the same event."),
            ),
            models.UniqueConstraint(
                name="merge_proposed_once",
                fields=["merged"],
                condition=Q(state="proposed"),
                violation_error_message=_("A merge of this record is already proposed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.merged} → {self.into}"

    @property
    def carries(self) -> bool:
        """Whether it changes the record that stays."""
        return bool(self.carried or self.filled or self.terms)
