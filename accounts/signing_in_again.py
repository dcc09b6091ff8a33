"""Signing in again before what endangers others: the form is held, and is taken with the proof."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate, cast

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from accounts.held_forms import PROOF, held
from accounts.limits import limit
from accounts.models import Session
from accounts.proof_form import AgainForm
from accounts.sessions import SessionStore
from accounts.signing_in import PER_ACCOUNT, too_many


def signed_in_recently[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Take a form only of somebody who proved within minutes who they are."""

    @wraps(view)
    def asked(request: HttpRequest, /, *args: P.args, **named: P.kwargs) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **named)
        if not is_recent(request):
            form = _form(request)
            if not form.is_valid():
                asked = form.passkey_asked()
                asks = held(request, "admin/accounts/sign_in_again.html", form=form, asked=asked)
                return too_many(asks, form.wait)
            proved(request)
        # The proof was for this door alone: what lies behind it sees the form as it was typed.
        cast(Any, request).POST = _without_proof(request.POST)
        return view(request, *args, **named)

    return asked


def _form(request: HttpRequest) -> AgainForm:
    person = cast(User, request.user)
    proves = any(name.startswith(f"{PROOF}-") for name in request.POST)
    limits = [limit("person who signs in again", person.pk, most=PER_ACCOUNT)]
    return AgainForm(request.POST if proves else None, person=person, limits=limits, prefix=PROOF)


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
