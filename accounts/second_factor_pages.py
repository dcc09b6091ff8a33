"""The second step of signing in, and where a colleague keeps their own second factors."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate, cast

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.internal import auth as webauthn
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import deeds, known_browsers, second_factor
from accounts.limits import Limit, TooMany, counted, limit
from accounts.models import Session
from accounts.proof_form import StepForm, code_field
from accounts.second_factor_door import SHOWN, is_shown
from accounts.sessions import HALF
from accounts.signing_in import PER_ACCOUNT, PER_BROWSER, in_words, let_in, too_many
from accounts.signing_in_again import signed_in_recently

STEP_WITHIN = timedelta(minutes=15)
SECRET = "app_secret"  # noqa: S105 (the name under which a session keeps it, encrypted)


def page(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    response = deeds.page(request, f"admin/accounts/{template}.html", context, status)
    response["Cache-Control"] = "no-store, private"
    return response


# The second step of signing in


@never_cache
@login_not_required
def second_step(request: HttpRequest) -> HttpResponse:
    person = _waiting(request)
    if person is None:
        return redirect("admin:login")
    form = StepForm(request.POST or None, person=person, limits=_limits(request, person))
    if form.is_valid():
        return let_in(request, person, request.session.get("then", "admin:index"), factor=True)
    shown = page(
        request,
        "second_step",
        title=_("Second step"),
        form=form,
        asked=form.passkey_asked(),
        status=400 if form.errors else 200,
    )
    return too_many(shown, form.wait)


def _waiting(request: HttpRequest) -> User | None:
    """Whose password was given in this session, a few minutes ago at the most."""
    if request.user.is_authenticated:
        return None if is_shown(request) else request.user
    since = timezone.now() - STEP_WITHIN
    halves = Session.objects.filter(lacks_factor=True, signed_in_at__gt=since)
    if not halves.filter(pk=request.session.session_key).exists():
        return None
    people = User.objects.filter(is_active=True, is_staff=True)
    return people.filter(pk=request.session[HALF]).first()


def _limits(request: HttpRequest, person: User) -> list[Limit]:
    """Guesses by who knows the password do not shut out a browser that was in before."""
    if browser := known_browsers.browser_of(request, person.get_username()):
        return [limit("second step in a browser that is known", browser, most=PER_BROWSER)]
    return [limit("second step of an account", person.pk, most=PER_ACCOUNT)]


# One's own second factors


def _own[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Who has one shows it, before they add another or take one away."""

    @wraps(view)
    def checked(request: HttpRequest, /, *args: P.args, **named: P.kwargs) -> HttpResponse:
        if not is_shown(request) and second_factor.has_one(cast(User, request.user)):
            return redirect("admin:second_step")
        return view(request, *args, **named)

    return checked


@_own
def own_factors(request: HttpRequest) -> HttpResponse:
    person = cast(User, request.user)
    return page(
        request,
        "second_factor",
        title=_("Second factor"),
        factors=list(second_factor.factors(person).order_by("created_at")),
        has_app=second_factor.has_app(person),
        codes_left=second_factor.codes_left(person),
    )


class AppForm(forms.Form):
    code = code_field(gettext_lazy("The code that the app shows now"))

    def __init__(self, data: Any, *, person: User, secret: str) -> None:
        super().__init__(data)
        self.person, self.secret = person, secret
        self.codes: list[str] = []

    def clean_code(self) -> None:
        tries = [limit("person who adds a second factor", self.person.pk, most=PER_ACCOUNT)]
        try:
            with counted(tries, at=timezone.now()):
                code = self.cleaned_data["code"]
                self.codes = second_factor.add_app(self.person, self.secret, code)
        except TooMany as refused:
            raise ValidationError(in_words(refused)) from None


@_own
@signed_in_recently
def add_app(request: HttpRequest) -> HttpResponse:
    person = cast(User, request.user)
    if second_factor.has_app(person):
        return redirect("admin:second_factor")
    if request.method == "GET" or SECRET not in request.session:
        request.session[SECRET] = second_factor.new_secret()
    secret = request.session[SECRET]
    form = AppForm(request.POST or None, person=person, secret=secret)
    if form.is_valid():
        del request.session[SECRET]
        return _added(request, form.codes)
    key = second_factor.shown(secret)
    adapter = get_adapter()
    drawn = str(adapter.build_totp_svg(adapter.build_totp_url(person, key)))
    return page(
        request,
        "second_factor_app",
        title=_("Set up an app"),
        form=form,
        key=" ".join(key[at : at + 4] for at in range(0, len(key), 4)),
        drawing=base64.b64encode(drawn.encode()).decode(),
        status=400 if form.errors else 200,
    )


class PasskeyForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("What you call it"),
        max_length=60,
        help_text=gettext_lazy("Such as “blue key” or “phone”: it tells you which one to remove."),
    )
    answer = forms.CharField(
        max_length=second_factor.LONGEST_ANSWER,
        widget=forms.HiddenInput,
        error_messages={"required": gettext_lazy("Use the button: the browser asks the passkey.")},
    )


@_own
@signed_in_recently
def add_passkey(request: HttpRequest) -> HttpResponse:
    person = cast(User, request.user)
    form = PasskeyForm(request.POST or None)
    if form.is_valid():
        try:
            codes = second_factor.add_passkey(person, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            return _added(request, codes)
    asked = webauthn.begin_registration(person, passwordless=False)
    return page(
        request,
        "second_factor_passkey",
        title=_("Add a passkey"),
        form=form,
        asked=json.dumps(asked, cls=DjangoJSONEncoder),
        status=400 if form.errors else 200,
    )


def _added(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """All other sessions have ended; this one goes on, under a new key."""
    request.session.cycle_key()
    request.session[SHOWN] = True
    messages.success(request, _("Your second factor is set up. All your other sessions ended."))
    return _codes(request, codes) if codes else redirect("admin:second_factor")


def _codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return page(request, "recovery_codes", title=_("Recovery codes"), codes=codes)


@require_POST
@_own
@signed_in_recently
def new_codes(request: HttpRequest) -> HttpResponse:
    person = cast(User, request.user)
    if not second_factor.has_one(person):
        return redirect("admin:second_factor")
    codes = second_factor.new_codes(person)
    request.session.cycle_key()
    return _codes(request, codes)


@require_POST
@_own
@signed_in_recently
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    mine = second_factor.factors(cast(User, request.user))
    factor = get_object_or_404(mine, pk=pk)
    if settings.SECOND_FACTOR_REQUIRED and mine.count() == 1:
        messages.error(request, _("This is your only second factor: set up another one first."))
    else:
        second_factor.remove(factor)
        request.session.cycle_key()
        request.session[SHOWN] = second_factor.has_one(factor.user)
        messages.success(request, _("Removed. All your other sessions ended."))
    return redirect("admin:second_factor")
