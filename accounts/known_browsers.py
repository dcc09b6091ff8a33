"""Browsers in which somebody signed in before: guesses by others do not shut them out."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.crypto import salted_hmac

COOKIE = "signed_in_before"
KEPT = timedelta(days=180)
LINK_LIVES = timedelta(hours=1)
_COOKIE_SALT = "accounts.known-browser"
_LINK_SALT = "accounts.link"


def browser_of(request: HttpRequest, username: str) -> str | None:
    """Which browser this is, when it is known for this account."""
    try:
        known = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_COOKIE_SALT, max_age=KEPT)
    except signing.BadSignature:
        return None
    return str(known["browser"]) if known["account"] == account(username) else None


def account(username: str) -> str:
    """A digest: whoever finds a cookie or a link does not read in it who has an account here."""
    return salted_hmac("accounts.account", username, algorithm="sha256").hexdigest()


def remember(response: HttpResponseBase, account: str, *, by_link: str = "") -> None:
    """All browsers that one link makes known are counted as one."""
    drawn = salted_hmac(_LINK_SALT, by_link, algorithm="sha256").hexdigest() if by_link else ""
    known = {"account": account, "browser": drawn or secrets.token_urlsafe(16)}
    response.set_cookie(
        COOKIE,
        signing.dumps(known, salt=_COOKIE_SALT),
        max_age=KEPT,
        path=reverse("admin:index"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def link_for(username: str) -> str:
    """Makes the browser that opens it a known one; to sign in, the password is needed as ever."""
    token = signing.dumps(account(username), salt=_LINK_SALT)
    return f"{settings.SITE_URL}{reverse('admin:login')}?known={token}"


def account_of(token: str) -> str | None:
    """Whose link it is; None when it is too old or none of ours."""
    try:
        return str(signing.loads(token, salt=_LINK_SALT, max_age=LINK_LIVES))
    except signing.BadSignature:
        return None
