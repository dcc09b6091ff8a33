"""What is kept of tries to sign in: how many, for as long as they count."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tries(models.Model):
    """How often somebody tried, since the first try that counts.

    The key is a keyed digest: no name as it was typed, no address.
    """

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveSmallIntegerField()
    since = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("tries to sign in")
        verbose_name_plural = _("tries to sign in")
        default_permissions = ()

    def __str__(self) -> str:
        return self.key[:12]
