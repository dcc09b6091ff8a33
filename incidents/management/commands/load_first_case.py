from datetime import date
from typing import Any

from accounts.rights import few_administrators
from accounts.rules import sentence_of
from accounts.sight import show_all
from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError, transaction
from review.editions import chain
from review.models import Refused

from incidents.first_case.loading import enter_first_case, is_entered, missing_places

RESEARCHER, REVIEWER = "researcher", "reviewer"
GROUPS = {RESEARCHER: "Researchers", REVIEWER: "Reviewers"}


class Command(BaseCommand):
    help = "Enter and publish the first case as demonstration data; does nothing a second time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--researcher",
            default=RESEARCHER,
            help="user name of the person who enters it (default: %(default)s, made if missing)",
        )
        parser.add_argument(
            "--reviewer",
            default=REVIEWER,
            help="user name of the person who approves it (default: %(default)s, made if missing)",
        )
        parser.add_argument(
            "--day",
            type=date.fromisoformat,
            help="day of the editions, as 2026-01-31 (default: today)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if is_entered():
            self.stdout.write("The first case is here already: nothing was changed.")
            return
        if missing := missing_places():
            raise CommandError(
                f"The gazetteer lacks {', '.join(missing)}: run `manage.py load_gazetteer` first."
            )
        # First the people: once there are two administrators, no command makes a reviewer.
        researcher = _person(options["researcher"], RESEARCHER)
        reviewer = _person(options["reviewer"], REVIEWER)
        if lacking := few_administrators():
            raise CommandError(lacking)
        try:
            enter_first_case(
                researcher=researcher,
                reviewer=reviewer,
                day=options["day"] or chain.today(),
                progress=self.stdout.write,
            )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write("The first case is entered, approved and public.")


def _person(name: str, default: str) -> User:
    """The user of that name; only the one of the demonstration is made, without a password."""
    person = User.objects.filter(username=name).first()
    if person is None and name == default:
        person = _made(name)
    if person is None:
        raise CommandError(f"There is no user “{name}”.")
    return person


@transaction.atomic
def _made(name: str) -> User:
    person = User(username=name, is_staff=True)
    person.set_unusable_password()
    person.save()
    try:
        person.groups.add(Group.objects.get(name=GROUPS[name]))
    except IntegrityError as error:
        raise CommandError(f"{sentence_of(error)} Then name them: --{name} USERNAME.") from error
    show_all(person, by=None, reason="The first case.")
    return person
