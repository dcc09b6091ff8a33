"""Who runs this site and what it is called: what is credited, never the software."""

from django.conf import settings
from django.utils.translation import gettext as _


def organisation() -> str:
    """Author and publisher of everything here; a trial says that it is one."""
    return settings.ORGANISATION or _("Demonstration of Attest")


def site_name() -> str:
    return settings.SITE_NAME or _("Attest")


def is_practice() -> bool:
    """Whether everything here is invented (docs/decisions/practice.md)."""
    return bool(settings.PRACTICE)
