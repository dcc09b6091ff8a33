"""Who may come in: tries to sign in, and how passwords are hashed."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
