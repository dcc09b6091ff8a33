"""Give somebody a link with which they can sign in although others guess at their password."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.known_browsers import link_for


class Command(BaseCommand):
    help = (
        "Print a link that lets one browser sign in while there are too many tries by others."
        " It lives for an hour; the password is needed as ever."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        if not User.objects.filter(username=username, is_active=True, is_staff=True).exists():
            raise CommandError(f"Nobody called {username} may sign in.")
        self.stdout.write(link_for(username))
