"""Secrets of second factors, as the database keeps them: encrypted under the site's own key."""

import base64

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.crypto import salted_hmac


def _keys() -> MultiFernet:
    """What was encrypted under an older SECRET_KEY is read as long as that is in the fallbacks."""
    return MultiFernet(
        Fernet(
            base64.urlsafe_b64encode(
                salted_hmac("accounts.second-factor", "", secret=key, algorithm="sha256").digest()
            )
        )
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Who finds a copy of the database makes no code with it."""

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keys().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def get_totp_issuer(self) -> str:
        return settings.SITE_NAME or "Attest"

    def get_public_key_credential_user_entity(
        self, user: AbstractBaseUser
    ) -> dict[str, str | bytes]:
        """A name alone: a key that is found tells no address of its owner."""
        name = user.get_username()
        return {"id": str(user.pk).encode(), "name": name, "display_name": name}
