"""Signing in again before what endangers others: the form is held, and is taken with the proof."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate, cast

from django import forms
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.held_forms import PROOF, held
from accounts.limits import TooMany, counted, limit
from accounts.models import Session
from accounts.sessions import SessionStore
from accounts.signing_in import PER_ACCOUNT, in_words


class ProofForm(forms.Form):
    """The password again; it is checked once in a while and never kept."""

    secret = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, data: Any, *, person: User) -> None:
        super().__init__(data, prefix=PROOF)
        self.person = person

    def clean_secret(self) -> None:
        tries = [limit("person who signs in again", self.person.pk, most=PER_ACCOUNT)]
        try:
            with counted(tries, at=timezone.now()):
                # Not the person's own method, which may hash anew and so end this session.
                if not check_password(self.cleaned_data["secret"], self.person.password):
                    raise ValidationError(_("That is not your password."))
        except TooMany as refused:
            raise ValidationError(in_words(refused)) from None


def signed_in_recently[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Take a form only of somebody who proved within minutes who they are."""

    @wraps(view)
    def asked(request: HttpRequest, /, *args: P.args, **named: P.kwargs) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **named)
        if not is_recent(request):
            proves = any(name.startswith(f"{PROOF}-") for name in request.POST)
            form = ProofForm(request.POST if proves else None, person=cast(User, request.user))
            if not form.is_valid():
                return held(request, "admin/accounts/sign_in_again.html", form=form)
            proved(request)
        # The proof was for this door alone: what lies behind it sees the form as it was typed.
        cast(Any, request).POST = _without_proof(request.POST)
        return view(request, *args, **named)

    return asked


def is_recent(request: HttpRequest) -> bool:
    row = cast(SessionStore, request.session).row
    within = timedelta(minutes=settings.SIGN_IN_AGAIN_MINUTES)
    return row is not None and timezone.now() - row.proved_at < within


def proved(request: HttpRequest) -> None:
    Session.objects.filter(pk=request.session.session_key).update(proved_at=timezone.now())


def _without_proof(posted: QueryDict) -> QueryDict:
    typed = posted.copy()
    for name in posted:
        if name.startswith(f"{PROOF}-"):
            del typed[name]
    return typed
