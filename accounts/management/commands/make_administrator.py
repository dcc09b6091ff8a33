"""Make somebody an administrator, as long as there are not two who could do it on the pages."""

from typing import Any

from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError, transaction

from accounts.rules import sentence_of


class Command(BaseCommand):
    help = (
        "Make an administrator of somebody who has an account, or of a new account without a"
        " password. Only as long as there are fewer than two: later one asks and another agrees."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        group = Group.objects.get(name="Administrators")
        try:
            with transaction.atomic():
                person = self.person(username)
                person.groups.add(group)
        except IntegrityError as error:
            raise CommandError(sentence_of(error)) from error
        self.stdout.write(
            f"{username} is an administrator. All administrators see that the command line did it."
        )

    def person(self, username: str) -> User:
        person = User.objects.filter(username=username).first()
        if person is None:
            person = User(username=username, is_staff=True)
            person.set_unusable_password()
            person.save()
            self.stdout.write(f"Set a password: manage.py changepassword {username}")
        if not (person.is_active and person.is_staff):
            raise CommandError(f"{username} is suspended or no member of staff.")
        return person
