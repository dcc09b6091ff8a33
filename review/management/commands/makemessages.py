"""Collect what the interface says, so that a translator sees a change and nothing else."""

import re
from pathlib import Path

from django.core.management.base import CommandParser
from django.core.management.commands import makemessages

# They change at every run, or say who ran it and where.
_OF_THE_RUN = re.compile(
    r'^"(?:POT-Creation-Date|PO-Revision-Date|Last-Translator|Report-Msgid-Bugs-To).*\n',
    re.MULTILINE,
)


class Command(makemessages.Command):
    help = "Write every message of the code into locale/uk; msgfmt makes of it what Django reads."

    # No guesses from similar messages: a wrong sentence that looks translated is the worse fault.
    msgmerge_options = [
        *makemessages.Command.msgmerge_options,
        "--no-fuzzy-matching",
        "--sort-output",
    ]

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(
            locale=["uk"],
            ignore_patterns=["bench", "docs", "tests", "tools"],
            no_location=True,
            no_obsolete=True,
            no_wrap=True,
        )

    def write_po_file(self, potfile: str, locale: str) -> None:
        super().write_po_file(potfile, locale)
        written = Path(potfile).parent / locale / "LC_MESSAGES" / f"{self.domain}.po"
        text = written.read_text(encoding="utf-8")
        written.write_text(_OF_THE_RUN.sub("", text), encoding="utf-8")
