"""What proves, beside a password, who somebody is: an app's code, a passkey, a recovery code."""

import json
import logging
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt, encrypt
from allauth.mfa.webauthn.internal import auth as webauthn
from cryptography.fernet import InvalidToken
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)

Type = Authenticator.Type
LONGEST_ANSWER = 20_000
# Whatever a browser, or somebody who pretends to be one, may answer that is no passkey's answer.
NO_ANSWER = (ValueError, TypeError, KeyError, AttributeError, RecursionError, ValidationError)


def factors(person: User) -> "QuerySet[Authenticator]":
    """Apps and passkeys; recovery codes stand in for one and are none by themselves."""
    found: QuerySet[Authenticator] = Authenticator.objects.filter(user=person)
    return found.exclude(type=Type.RECOVERY_CODES)


def has_one(person: User) -> bool:
    return factors(person).exists()


def has_app(person: User) -> bool:
    return factors(person).filter(type=Type.TOTP).exists()


def has_passkey(person: User) -> bool:
    return factors(person).filter(type=Type.WEBAUTHN).exists()


def remove_all(person: User) -> None:
    """Whoever lost them sets up new ones at the next sign-in; triggers end all their sessions."""
    Authenticator.objects.filter(user=person).delete()


def remove(factor: Authenticator) -> None:
    """With the last one go the recovery codes."""
    person = factor.user
    factor.delete()
    if not has_one(person):
        remove_all(person)


# Codes


def takes_code(person: User, code: str, *, recovery: bool = True) -> bool:
    """Whether it is a code of this person's app or one of the recovery codes; each works once."""
    kinds = [Type.TOTP, Type.RECOVERY_CODES] if recovery else [Type.TOTP]
    with transaction.atomic():
        for factor in Authenticator.objects.select_for_update().filter(user=person, type__in=kinds):
            if _takes(factor, code):
                factor.last_used_at = timezone.now()
                factor.save()
                return True
    return False


def _takes(factor: Authenticator, code: str) -> bool:
    try:
        if factor.type == Type.RECOVERY_CODES:
            codes = RecoveryCodes(factor)
            taken = bool(codes.validate_code(code))
            factor.data = codes.instance.data
            return taken
        step = step_of(decrypt(factor.data["secret"]), code, after=factor.data.get("last_step", 0))
    except InvalidToken:
        logger.exception(
            "A second factor cannot be read: SECRET_KEY is another one, and the one before is"
            " not in SECRET_KEY_FALLBACKS."
        )
        return False
    factor.data["last_step"] = step
    return step is not None


def step_of(secret: str, code: str, *, after: int = 0) -> int | None:
    """For which half minute an app made this code, around now; none up to `after` counts again."""
    typed = "".join(code.split())
    return next(
        (
            step
            for step in totp.yield_hotp_counters_from_time()
            if step > after
            and totp.compare_user_code(
                actual=typed, expected=totp.format_hotp_value(totp.hotp_value(secret, step))
            )
        ),
        None,
    )


# Adding one


def new_secret() -> str:
    """Encrypted, for the session keeps it while somebody sets up an app."""
    return str(encrypt(totp.generate_totp_secret()))


def shown(secret: str) -> str:
    return str(decrypt(secret))


@transaction.atomic
def add_app(person: User, secret: str, code: str) -> list[str]:
    """The recovery codes, when these are the first; refused when it is not the code of now."""
    step = step_of(decrypt(secret), code)
    if step is None:
        raise ValidationError(_("That is not the code that the app shows now."))
    data = {"secret": secret, "last_step": step}
    Authenticator.objects.create(user=person, type=Type.TOTP, data=data)
    return _first_codes(person)


@transaction.atomic
def add_passkey(person: User, name: str, answer: str) -> list[str]:
    try:
        credential = _parsed(answer)
        webauthn.parse_registration_response(credential)
        webauthn.complete_registration(credential)
    except NO_ANSWER:
        raise ValidationError(_("The passkey did not answer as it should: try again.")) from None
    webauthn.WebAuthn.add(person, name, credential)
    return _first_codes(person)


def takes_passkey(person: User, answer: str) -> bool:
    """Whether a passkey of this person signed what the page had asked."""
    try:
        credential = _parsed(answer)
        webauthn.parse_authentication_response(credential)
        factor = webauthn.complete_authentication(person, credential)
    except NO_ANSWER:
        return False
    Authenticator.objects.filter(pk=factor.pk).update(last_used_at=timezone.now())
    return True


def _parsed(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise ValueError
    parsed = json.loads(answer)
    if not isinstance(parsed, dict):
        raise TypeError
    return parsed


def _first_codes(person: User) -> list[str]:
    if Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES).exists():
        return []
    return new_codes(person)


@transaction.atomic
def new_codes(person: User) -> list[str]:
    """The older ones work no more."""
    Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES).delete()
    return list(RecoveryCodes.activate(person).generate_codes())


def codes_left(person: User) -> int:
    kept = Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES).first()
    try:
        return len(RecoveryCodes(kept).get_unused_codes()) if kept else 0
    except InvalidToken:
        return 0  # under a key that nobody has any more
