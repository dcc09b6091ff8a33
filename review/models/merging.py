"""That two records be merged, or a merge undone: proposed by one person and decided by another."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from review.db.fields import ChoiceField


class MergeQuerySet[M: "MergeOfTwo"](models.QuerySet[M]):
    def proposed(self) -> Self:
        return self.filter(state=MergeOfTwo.State.PROPOSED).order_by("id")

    def done(self) -> Self:
        return self.filter(state=MergeOfTwo.State.DONE).order_by("id")

    def about(self, record: Any) -> Self:
        return self.filter(Q(merged=record) | Q(into=record))


class MergeOfTwo(models.Model):
    """What one person proposed and another one decided. Its chain entry is the public record.

    A kind of record adds the two, `merged` and `into`, and what is asked for in its own words.
    """

    class Kind(models.TextChoices):
        MERGE = "merge", _("merge")
        UNDO = "undo", _("undo the merge")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed, waiting for a second person")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")

    id = models.BigAutoField(primary_key=True)
    kind = ChoiceField(max_length=5, choices=Kind, default=Kind.MERGE)
    # Rows that the merge added to the other record, and fields that it filled. No values: what is
    # redacted from either record must not live on here.
    carried = ArrayField(models.UUIDField(), default=list)
    filled = ArrayField(models.CharField(max_length=30), default=list)
    state = ChoiceField(max_length=8, choices=State, default=State.PROPOSED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    comment = models.TextField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    merged: Any
    into: Any
    merged_id: Any
    into_id: Any
    objects: Any

    # What is missing where nobody said why the two are one, or are two after all.
    SAY_WHY: ClassVar[str | Promise]
    SAY_WHY_NOT: ClassVar[str | Promise]

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_two_people",
                condition=~Q(state="done") | ~Q(decided_by=F("by")),
                violation_error_message=_("You proposed this yourself: somebody else must decide."),
            ),
            models.CheckConstraint(
                name="%(class)s_decision_is_whole",
                condition=Q(state="proposed", decided_by=None, decided_at=None)
                | ~Q(state="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False),
                violation_error_message=_(
                    "A decision about a merge must say who decided, and when."
                ),
            ),
            models.UniqueConstraint(
                name="%(class)s_proposed_once",
                fields=["merged"],
                condition=Q(state="proposed"),
                violation_error_message=_("A merge of this record is already proposed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.merged} → {self.into}"

    @property
    def filled_still(self) -> list[str]:
        """The fields of the record that stays that are as this merge left them."""
        return [
            name for name in self.filled if getattr(self.into, name) == getattr(self.merged, name)
        ]

    @property
    def carries(self) -> bool:
        """Whether it changes the record that stays."""
        return bool(self.carried or self.filled)
