"""Who may come in: sessions, suspensions, tries to sign in, and how passwords are hashed."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Whatever prints a person prints their working name: no page can forget to ask for it."""
        from django.contrib.auth.models import User

        from accounts.models import called

        User.add_to_class("__str__", called)
