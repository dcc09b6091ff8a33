"""Comments on lines that a colleague has not sent yet: read by nobody else, and no record."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from review.db.fields import ShortTextField


class KeptComment(models.Model):
    """What one colleague means to ask about a line; gone once it is sent."""

    id = models.BigAutoField(primary_key=True)
    review = models.ForeignKey("Review", models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # As `Line.key` names it.
    line = ShortTextField(max_length=200)
    text = models.TextField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["person", "review", "line"],
                name="keptcomment_once",
                violation_error_message=_("A comment on this line is kept already."),
            ),
            models.CheckConstraint(
                name="keptcomment_says_something",
                condition=models.Q(text__regex=r"\S"),
                violation_error_message=_("Write the comment first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.line}"
