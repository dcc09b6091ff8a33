"""What state a record can be in, and what the public is told of why."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CoarseReason(models.TextChoices):
    """All that the public is told: a finer reason would tell a hunter where to look."""

    PROTECTION = "protection", _("protection or law")
    ERROR = "error", _("error")
    DUPLICATE = "duplicate", _("duplicate")
    SOURCE_WITHDRAWN = "source_withdrawn", _("source withdrawn")


class Work(models.TextChoices):
    """Where the working copy stands."""

    CLEAN = "clean", _("no pending change")
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("waiting for review")
    CLOSED = "closed", _("closed unpublished")


class Public(models.TextChoices):
    """Whether readers find it."""

    NEVER = "never", _("never published")
    CURRENT = "current", _("public")
    WITHDRAWN = "withdrawn", _("withdrawn")
