"""Tell by mail whoever asked for it that something waits for them."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from review.workflow import mailing


class Command(BaseCommand):
    help = (
        "Send each colleague who asked for it one letter, which says that something waits and"
        " nothing of what, until they have looked. Run it by a timer, every five minutes."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMAIL_URL:
            raise CommandError("This site sends no mail: EMAIL_URL is not set.")
        number = mailing.send_all(timezone.now())
        if options["verbosity"] > 1:
            self.stdout.write(f"{number} sent.")
