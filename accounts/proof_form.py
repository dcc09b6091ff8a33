"""What somebody types, or their passkey answers, to prove who they are; every try is counted."""

import json
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from allauth.mfa.webauthn.internal import auth as webauthn
from django import forms
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import second_factor
from accounts.limits import Limit, TooMany, counted
from accounts.signing_in import in_words


def code_field(label: Any) -> forms.CharField:
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
    return forms.CharField(
        label=label, required=False, max_length=40, widget=forms.TextInput(attrs)
    )


class ProofForm(forms.Form):
    """A passkey's answer, or what the form that this one is made into asks for besides."""

    answer = forms.CharField(
        required=False,
        max_length=second_factor.LONGEST_ANSWER,
        widget=forms.HiddenInput,
    )
    wait: timedelta | None = None

    def __init__(self, data: Any, *, person: User, limits: Iterable[Limit], **named: Any) -> None:
        super().__init__(data, **named)
        self.person, self.limits = person, limits

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        proofs = [(name, str(typed[name])) for name in self.checks if typed.get(name)]
        if not proofs:
            raise ValidationError(self.nothing)
        for name, given in proofs:
            self.tried(self.checks[name], given)
        return typed

    @property
    def nothing(self) -> str:
        return _("Type the code, or use a passkey.")

    @property
    def checks(self) -> dict[str, Callable[[User, str], bool]]:
        return {"answer": second_factor.takes_passkey}

    def tried(self, check: Callable[[User, str], bool], given: str) -> None:
        try:
            with counted(self.limits, at=timezone.now()):
                if not check(self.person, given):
                    raise ValidationError(_("That did not match. Try once more."))
        except TooMany as refused:
            self.wait = refused.wait
            raise ValidationError(in_words(refused), code="too_many") from None

    def passkey_asked(self) -> str:
        """What the browser hands to a passkey; empty for who has none."""
        if not second_factor.has_passkey(self.person):
            return ""
        return json.dumps(webauthn.begin_authentication(self.person), cls=DjangoJSONEncoder)


class StepForm(ProofForm):
    """The second step of signing in."""

    code = code_field(gettext_lazy("Code of your app, or a recovery code"))

    @property
    def checks(self) -> dict[str, Callable[[User, str], bool]]:
        return super().checks | {"code": second_factor.takes_code}


class AgainForm(ProofForm):
    """Whoever is signed in proves it again: by the password, or by a second factor."""

    secret = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        required=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, data: Any, *, person: User, **named: Any) -> None:
        super().__init__(data, person=person, **named)
        if second_factor.has_app(person):
            self.fields["code"] = code_field(_("Or the code of your app"))

    @property
    def nothing(self) -> str:
        return _("Type your password, or use your second factor.")

    @property
    def checks(self) -> dict[str, Callable[[User, str], bool]]:
        return super().checks | {"secret": is_password, "code": is_code}


def is_password(person: User, typed: str) -> bool:
    """Not by the person's own method, which may hash anew and so end this session."""
    return check_password(typed, person.password)


def is_code(person: User, typed: str) -> bool:
    """Recovery codes are for who lost everything else: none is used up here."""
    return second_factor.takes_code(person, typed, recovery=False)
