"""Check that nothing of what was published was changed since."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand

from review.verify import Verification, one_moment


def noted_head(text: str) -> tuple[int, str]:
    position, _colon, digest = text.partition(":")
    if not position.isdecimal() or len(digest) != 64:
        raise ArgumentTypeError("A head is written as position:digest.")
    return int(position), digest


class Command(BaseCommand):
    help = "Recompute the chain, all editions and the index, and name the first fault."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head",
            type=noted_head,
            metavar="POSITION:DIGEST",
            help="a head of the chain that was noted earlier, and must still be in it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        verification = Verification(options["head"])
        with one_moment():
            fault = next(verification.faults(), None)
        if fault:
            self.stdout.write(fault)
            raise SystemExit(1)
        self.stdout.write(
            f"No fault: {verification.entries} entries, {verification.editions} editions, "
            f"{verification.parts} parts, {verification.rows} rows of the index."
        )
        if verification.head:
            self.stdout.write(f"Head {verification.head.position}:{verification.head.digest}")
