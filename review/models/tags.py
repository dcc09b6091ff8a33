"""Words by which the team sorts its records and links: never public, and no part of a record."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from review.db.fields import ShortTextField, as_compared
from review.models.review import ReviewQuerySet


class TagQuerySet(models.QuerySet["Tag"]):
    def standing(self) -> Self:
        """Those that may be put on a record."""
        return self.filter(is_retired=False)

    def counted_in(self, readable: ReviewQuerySet) -> Self:
        """With the number of those records that bear it, which are all that is counted."""
        number = models.Count("tagged", filter=models.Q(tagged__review__in=readable.values("pk")))
        return self.annotate(number=number)


class Tag(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = ShortTextField(_("name"), max_length=60)
    # It stays on its records, and is put on no other.
    is_retired = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                as_compared(models.F("name")),
                name="tag_name_once",
                violation_error_message=_("There is a tag of this name already."),
            ),
            models.CheckConstraint(
                name="tag_has_name",
                condition=models.Q(name__regex=r"\S"),
                violation_error_message=_("Write the name of the tag."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Tagged(models.Model):
    """A tag on a record: who put it there, and when, stands in the record's history."""

    id = models.BigAutoField(primary_key=True)
    review = models.ForeignKey("Review", models.PROTECT, related_name="tagged")
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="tagged")

    class Meta:
        ordering = ["tag__name"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["review", "tag"],
                name="tagged_once",
                violation_error_message=_("It bears this tag already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.tag)
