"""Create the database role as which public pages read."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import NotSupportedError, ProgrammingError

from review.public.role import make_public_role, role, role_statements


class Command(BaseCommand):
    help = (
        "Create the public database role, or print the statements that create it; "
        "leave it exactly the rights that it should have."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = make_public_role()
        except NotSupportedError as error:
            raise CommandError(str(error)) from error
        except ProgrammingError:
            self.stdout.write("This login may not create roles. As a database administrator, run:")
            self.stdout.write("".join(f"{statement};\n" for statement in role_statements()))
            raise SystemExit(1) from None
        self.stdout.write("".join(f"{statement};\n" for statement in done), ending="")
        self.stdout.write(f"Role {role()} {'is set up' if done else 'is there'}.")
