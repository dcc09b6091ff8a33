"""Who may come in: sessions, suspensions, tries to sign in, and how passwords are hashed."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")
