"""The time zone of the site: a bad name stops the start with a sentence."""

from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured


def known(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError) as error:  # not found, a folder, leading out of it
        raise ImproperlyConfigured(
            f"TIME_ZONE is {name!r}, which is no time zone: write one such as Europe/Kyiv or UTC."
        ) from error
    return name
