"""Copies of what was taken from the public that are not ours: who has seen to which, and when."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from review.db.fields import ChoiceField
from review.models.audit import Event


class CopyOutside(models.TextChoices):
    """In the order in which they are seen to: what spreads fastest first."""

    CACHES = "caches", _("caches in front of the site")
    PREVIEWS = "previews", _("previews of the link in messengers and social networks")
    SEARCH = "search", _("search engines")
    ARCHIVES = "archives", _("archives of the web")
    TRANSLATIONS = "translations", _("translations")
    FEEDS = "feeds", _("feeds and downloads that were sent already")
    QUOTED = "quoted", _("who has quoted it")
    PRINTED = "printed", _("printed copies")


class OutsideCheckQuerySet(models.QuerySet["OutsideCheck"]):
    def latest_of_each(self) -> Self:
        """Of each kind of copy what was said last."""
        return self.order_by("copy", "-id").distinct("copy")


class OutsideCheck(models.Model):
    """Somebody has seen to one kind of copy, or says that it is open again. Append-only."""

    id = models.BigAutoField(primary_key=True)
    # The hiding or withdrawal after which it is done.
    event = models.ForeignKey(Event, models.PROTECT, related_name="outside_checks")
    copy = ChoiceField(max_length=12, choices=CopyOutside)
    is_done = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    objects = OutsideCheckQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.get_copy_display()}: {self.at:%Y-%m-%d %H:%M}"
