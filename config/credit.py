"""Whether a site that others read says who runs it: they are its author in every citation."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register  # noqa: A004

ON_THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}


@register()
def check_credit(**kwargs: Any) -> list[CheckMessage]:
    if urlsplit(settings.SITE_URL).hostname in ON_THIS_MACHINE:
        return []
    missing = [name for name in ("ORGANISATION", "SITE_NAME") if not getattr(settings, name)]
    if not missing:
        return []
    return [
        Warning(
            f"{' and '.join(missing)} not set: citations, feeds and previews would credit a "
            "demonstration.",
            hint="Set ORGANISATION to the name of whoever answers for what is published, and "
            "SITE_NAME to what the site is called. Choose them for good: they are in citations.",
            id="config.W002",
        )
    ]
