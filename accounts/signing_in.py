"""Signing in: a try is counted before the password is hashed, and refused beyond the limit."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta
from math import ceil
from typing import Any, cast

from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import hashing, known_browsers, second_factor
from accounts.client_address import network_of
from accounts.hashing import Busy
from accounts.limits import Limit, TooMany, counted, limit
from accounts.second_factor_door import SHOWN
from accounts.sessions import HALF, begin_half

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


class SignInView(LoginView):
    """Django's, but a password alone signs nobody in who has a second factor."""

    authentication_form = SignInForm
    template_name = "admin/login.html"
    next_page = "admin:index"

    def form_valid(self, form: Any) -> HttpResponse:
        return password_given(self.request, form.get_user(), self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        return too_many(super().form_invalid(form), form.wait)


def too_many(response: HttpResponse, wait: timedelta | None) -> HttpResponse:
    """The page of the form says by its status that it refused for now."""
    if wait is not None:
        response.status_code = 429
        response["Retry-After"] = str(ceil(wait.total_seconds()))
    return response


def password_given(request: HttpRequest, person: User, then: str) -> HttpResponse:
    """Whoever has a second factor is asked for it before anything tells who they are."""
    if second_factor.has_one(person):
        begin_half(request, person.pk, then=then)
        return redirect("admin:second_step")
    return let_in(request, person, then, factor=False)


def let_in(request: HttpRequest, person: User, then: str, *, factor: bool) -> HttpResponse:
    """Signed in; the browser is known from now on."""
    request.session.pop(HALF, None)
    login(request, person)
    request.session[SHOWN] = factor
    response = HttpResponseRedirect(then)
    known_browsers.remember(response, person.get_username())
    return response


def opened(link: str, sign_in: str) -> HttpResponse:
    """Make this browser a known one, and go to the form without the link in the address."""
    response = HttpResponseRedirect(sign_in)
    known_browsers.remember_by_link(response, link)
    return response
