"""What a reviewer has looked at on a review page: for themselves, and never required."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Viewed(models.Model):
    """A line of a comparison as it was: one that says something else is another one."""

    id = models.BigAutoField(primary_key=True)
    review = models.ForeignKey("Review", models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Keyed: whoever reads the table tries out no words.
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["person", "review", "digest"],
                name="viewed_once",
                violation_error_message=_("You have marked this already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.at:%Y-%m-%d %H:%M}"
