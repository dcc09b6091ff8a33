"""Browsers in which somebody signed in before: guesses by others do not shut them out."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.crypto import salted_hmac

from accounts.models import Suspension

COOKIE = "signed_in_before"
KEPT = timedelta(days=180)
LINK_LIVES = timedelta(hours=1)
_COOKIE_SALT = "accounts.known-browser"
_LINK_SALT = "accounts.sign-in-link"


def browser_of(request: HttpRequest, username: str) -> str | None:
    """Which browser this is, when it is known for this account, and was since a suspension."""
    try:
        known = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_COOKIE_SALT, max_age=KEPT)
    except signing.BadSignature:
        return None
    if known["account"] != account(username):
        return None
    is_since = known.get("after", 0) == Suspension.objects.last_of(username)
    return str(known["browser"]) if is_since else None


def account(username: str) -> str:
    """A digest: whoever finds a cookie or a link does not read in it who has an account here."""
    return salted_hmac("accounts.account", username, algorithm="sha256").hexdigest()


def remember(response: HttpResponseBase, username: str) -> None:
    after = Suspension.objects.last_of(username)
    _remember(response, account(username), after, secrets.token_urlsafe(16))


def remember_by_link(response: HttpResponseBase, link: str) -> None:
    """All browsers that one link makes known are counted as one; an old link makes none known."""
    try:
        opened = signing.loads(link, salt=_LINK_SALT, max_age=LINK_LIVES)
    except signing.BadSignature:
        return
    drawn = salted_hmac(_LINK_SALT, link, algorithm="sha256").hexdigest()
    _remember(response, opened["account"], opened["after"], drawn)


def _remember(response: HttpResponseBase, account: str, after: int, browser: str) -> None:
    """`after` is the last suspension of the account: a later one makes it unknown again."""
    known = {"account": account, "browser": browser, "after": after}
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
    made = {"account": account(username), "after": Suspension.objects.last_of(username)}
    token = signing.dumps(made, salt=_LINK_SALT)
    return f"{settings.SITE_URL}{reverse('admin:login')}?known={token}"
