"""Lines of the log, in which no error of the database quotes a row.

PostgreSQL says which row it refuses, with everything in it, and a traceback repeats that.
"""

import logging
import sys
import traceback
from collections.abc import Iterable, Iterator
from types import TracebackType

import psycopg

QUOTED = "a value does not fit"  # errors of class 22 quote the value in their first line


class LogLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        arguments = record.args.values() if isinstance(record.args, dict) else record.args or ()
        raised = record.exc_info[1] if record.exc_info else None
        return without_rows(super().format(record), [raised, record.msg, *arguments])


def without_rows(text: str, mentioned: Iterable[object]) -> str:
    """The text with only the sentence of each error of the database that stands behind these."""
    for error in _database_errors(mentioned):
        if sentence := error.diag.message_primary:
            quotes = (error.sqlstate or "").startswith("22")
            text = text.replace(str(error), QUOTED if quotes else sentence)
    return text


def _database_errors(mentioned: Iterable[object]) -> Iterator[psycopg.Error]:
    left, seen = list(mentioned), set()
    while left:
        one = left.pop()
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, psycopg.Error):
            yield one
        left += [one.__cause__, one.__context__, *getattr(one, "exceptions", ())]


def print_error(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """As `sys.excepthook`, for commands: cron mails what they print."""
    text = "".join(traceback.format_exception(kind, error, trace))
    sys.stderr.write(without_rows(text, [error]))
