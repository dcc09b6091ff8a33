"""Two records of one event: that they be merged, or a merge undone; proposed and decided by two."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from review.models.merging import MergeOfTwo, MergeQuerySet

from incidents.models.incidents import Incident

_SAY_WHY = _("Tell your colleagues why it is the same event.")


class MergesQuerySet(MergeQuerySet["Merge"]):
    pass


class Merge(MergeOfTwo):
    merged = models.ForeignKey(Incident, models.PROTECT, related_name="+")
    into = models.ForeignKey(Incident, models.PROTECT, related_name="+")
    # Beside rows and fields: terms that it added to lists of them.
    terms = models.JSONField(default=dict)

    objects = MergesQuerySet.as_manager()

    SAY_WHY = _SAY_WHY
    SAY_WHY_NOT = _("Tell your colleagues why these are two events.")

    class Meta:
        constraints = [
            *MergeOfTwo.Meta.constraints,
            models.CheckConstraint(
                name="merge_not_into_itself",
                condition=~Q(merged=F("into")),
                violation_error_message=_("An incident cannot be merged into itself."),
            ),
            models.CheckConstraint(
                name="merge_has_comment",
                condition=~Q(comment=""),
                violation_error_message=_SAY_WHY,
            ),
        ]

    @property
    def carries(self) -> bool:
        return super().carries or bool(self.terms)
