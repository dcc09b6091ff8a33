"""Parts that were taken from the public, until a second person decides about them."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Cast, Now
from django.utils.translation import gettext_lazy as _

from review.db.fields import ChoiceField
from review.models.chain import EditionPart
from review.models.states import CoarseReason


class HidingQuerySet(models.QuerySet["Hiding"]):
    def undecided(self) -> Self:
        return self.filter(state=Hiding.State.HIDDEN).order_by("id")

    def redacted(self) -> Self:
        """For good and everywhere; not those that only went from earlier editions."""
        return self.filter(state=Hiding.State.REDACTED, earlier_only=False)

    def in_current_edition(self) -> Self:
        """For a subquery about reviews: what later editions of others took back from theirs."""
        taken = self.filter(review=models.OuterRef("pk"), earlier_only=True)
        return taken.exclude(state=Hiding.State.SHOWN).of_edition("edition__number")

    def of_edition(self, number: str) -> Self:
        """For a subquery: those that cover the edition whose number the outer field has."""
        text = Cast(models.OuterRef(number), models.TextField())
        covers = models.Func(
            "blanks", text, function="jsonb_exists", output_field=models.BooleanField()
        )
        return self.filter(covers)

    def decided_together(self, hiding: "Hiding") -> Self:
        """A row that several records embed is hidden, and decided about, in all of them."""
        same = models.Q(path=hiding.path) if hiding.is_row else models.Q(pk=hiding.pk)
        return self.undecided().filter(same, earlier_only=hiding.earlier_only)

    def hidden_with(self, hiding: "Hiding") -> Self:
        """All that the same deed hid."""
        return self.undecided().filter(
            by=hiding.by_id, at=hiding.at, earlier_only=hiding.earlier_only
        )


class Hiding(models.Model):
    """One part that somebody took from the public, until a second person decides about it."""

    class State(models.TextChoices):
        HIDDEN = "hidden", _("hidden, waiting for a second person")
        SHOWN = "shown", _("shown again")
        REDACTED = "redacted", _("redacted")

    DECIDE_WITHIN = timedelta(hours=72)

    id = models.BigAutoField(primary_key=True)
    review = models.ForeignKey("Review", models.PROTECT, related_name="hidings")
    path = models.CharField(max_length=120)
    # By number of the edition: what stands in place of the part; null where a row is left out.
    blanks = models.JSONField()
    # Taken back by an edition that tells it no more: later ones are neither covered nor held up.
    earlier_only = models.BooleanField(default=False)
    reason = ChoiceField(max_length=20, choices=CoarseReason)
    hidden_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    comment = models.TextField()
    state = ChoiceField(max_length=10, choices=State, default=State.HIDDEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    # Salted digests of what may not be entered again (`review/redaction/guard.py`).
    refused = models.JSONField(default=dict)

    objects = HidingQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="hiding_two_people",
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("by")),
                violation_error_message=_("You hid this yourself: somebody else must decide."),
            ),
            models.CheckConstraint(
                name="hiding_decision_is_whole",
                condition=models.Q(state="hidden", decided_by=None, decided_at=None)
                | ~models.Q(state="hidden")
                & models.Q(decided_by__isnull=False, decided_at__isnull=False),
                violation_error_message=_(
                    "A decision about a hidden part must say who decided, and when."
                ),
            ),
            models.CheckConstraint(
                name="hiding_has_comment",
                condition=~models.Q(comment=""),
                violation_error_message=_("Tell your colleagues why it is hidden."),
            ),
            models.UniqueConstraint(
                name="hiding_once",
                fields=["review", "path"],
                condition=models.Q(state="hidden", earlier_only=False),
                violation_error_message=_("This part is hidden already."),
            ),
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def is_row(self) -> bool:
        return "/" in self.path

    @property
    def numbers(self) -> list[int]:
        """Of the editions that it is hidden in, ascending."""
        return sorted(map(int, self.blanks))

    def parts(self) -> "models.QuerySet[EditionPart]":
        """What it hides, as long as it is there."""
        return EditionPart.objects.filter(
            edition__review=self.review_id, edition__number__in=self.numbers, path=self.path
        )

    @property
    def due_at(self) -> datetime:
        return self.at + self.DECIDE_WITHIN

    def is_overdue(self, now: datetime) -> bool:
        return self.state == self.State.HIDDEN and now > self.due_at
