"""Whether a site that others read says who runs it, who is its author in every citation."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register  # noqa: A004
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

ON_THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}


def refuse_unsigned(*, https: bool, **given: str) -> None:
    """Stop the start of an https site that lacks one of these settings.

    Whoever is wronged or endangered by what is published must be able to say so.
    """
    missing = [name for name, value in given.items() if https and not value]
    if missing:
        raise ImproperlyConfigured(
            f"{', '.join(missing)} not set: with an https SITE_URL readers must be told who runs"
            " the site (ORGANISATION), what it is called (SITE_NAME) and where to write"
            " (CONTACT_EMAIL)."
        )


def address_of_mail(given: str) -> str:
    try:
        if given:
            validate_email(given)
    except ValidationError:
        raise ImproperlyConfigured(
            f"CONTACT_EMAIL is no e-mail address: {given!r}. Write it as desk@example.org."
        ) from None
    return given


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
