"""Signing in: a try is counted before the password is hashed, and refused beyond the limit."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta
from math import ceil
from typing import Any, cast

from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import hashing, known_browsers
from accounts.client_address import network_of
from accounts.hashing import Busy
from accounts.limits import Limit, TooMany, counted, limit

PER_ACCOUNT = 10
PER_BROWSER = 10
PER_KNOWN_ACCOUNT = 30  # links can be given again and again
PER_ADDRESS = 40  # an office may have one
MOMENT = timedelta(seconds=5)


def limits_of(request: HttpRequest, username: str) -> list[Limit]:
    """A browser that signed in before is counted by itself, whatever others do to its account.

    The same whether or not there is such an account.
    """
    if browser := known_browsers.browser_of(request, username):
        return [
            limit("browser that is known", browser, most=PER_BROWSER),
            limit("account in known browsers", username, most=PER_KNOWN_ACCOUNT),
        ]
    network = network_of(request)
    by_address = [limit("address", network, most=PER_ADDRESS)] if network else []
    return [*by_address, limit("account", username, most=PER_ACCOUNT)]


@contextmanager
def trying(request: HttpRequest, username: str, *, at: datetime) -> Iterator[None]:
    is_known = known_browsers.browser_of(request, username) is not None
    place = nullcontext() if is_known else hashing.place()
    with place, counted(limits_of(request, username), at=at):
        yield


class SignInForm(AdminAuthenticationForm):
    wait: timedelta | None = None

    def clean(self) -> dict[str, Any]:
        if not (self.cleaned_data.get("username") and self.cleaned_data.get("password")):
            return super().clean()
        request = cast(HttpRequest, self.request)
        try:
            with trying(request, self.cleaned_data["username"], at=timezone.now()):
                return super().clean()
        except TooMany as refused:
            self.wait = refused.wait
            raise ValidationError(in_words(refused), code="too_many") from None
        except Busy:
            self.wait = MOMENT
            raise ValidationError(
                _("Too many people are signing in at this moment: try again in a few seconds."),
                code="busy",
            ) from None


class OwnPasswordForm(AdminPasswordChangeForm):
    """Who found somebody's screen unlocked does not find out their password either."""

    def clean_old_password(self) -> str:
        tries = [limit("person who changes a password", self.user.pk, most=PER_ACCOUNT)]
        try:
            with counted(tries, at=timezone.now()):
                return super().clean_old_password()
        except TooMany as refused:
            raise ValidationError(in_words(refused), code="too_many") from None


def in_words(refused: TooMany) -> str:
    minutes = ceil(refused.wait / timedelta(minutes=1))
    return ngettext(
        "There were too many attempts: wait %(minutes)s minute, or ask an administrator for a "
        "link with which you can sign in at once.",
        "There were too many attempts: wait %(minutes)s minutes, or ask an administrator for a "
        "link with which you can sign in at once.",
        minutes,
    ) % {"minutes": minutes}


def answered(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page of the form says by its status that it refused; who came in is known from now on."""
    form = (getattr(response, "context_data", None) or {}).get("form")
    if form is not None and form.is_bound and form.wait is not None:
        response.status_code = 429
        response["Retry-After"] = str(ceil(form.wait.total_seconds()))
    elif request.method == "POST" and response.status_code == 302:
        known_browsers.remember(response, cast(User, request.user).get_username())
    return response


def opened(link: str, sign_in: str) -> HttpResponse:
    """Make this browser a known one, and go to the form without the link in the address."""
    response = HttpResponseRedirect(sign_in)
    known_browsers.remember_by_link(response, link)
    return response
