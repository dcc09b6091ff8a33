"""Settings of signing in: a bad value stops the start with a sentence."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SMTP = "django.core.mail.backends.smtp.EmailBackend"
SCHEMES: dict[str, dict[str, Any]] = {
    "smtp": {},
    "smtp+tls": {"use_tls": True},
    "smtps": {"use_ssl": True},
}


def second_factor_required(asked: bool, *, https: bool) -> bool:
    if https and not asked:
        raise ImproperlyConfigured(
            "SECOND_FACTOR_REQUIRED is false: with an https SITE_URL everybody who works here needs"
            " a second factor. Only a demonstration does without."
        )
    return asked


def mailers(url: str) -> dict[str, Any]:
    """smtp:// speaks in clear, to a server beside this one."""
    try:
        parts = urlsplit(url)
        how, port = SCHEMES[parts.scheme], parts.port
    except (KeyError, ValueError):
        raise ImproperlyConfigured(
            "EMAIL_URL cannot be read: write smtp+tls://name:password@mail.example:587, with smtps"
            " for a server that speaks TLS from the start."
        ) from None
    options = {
        "host": parts.hostname or "localhost",
        "port": port or (465 if parts.scheme == "smtps" else 25),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "timeout": 20,
        **how,
    }
    return {"default": {"BACKEND": SMTP, "OPTIONS": options}}
