"""Which errors of the database say that nothing is wrong here, and how they are logged."""

import logging
from collections.abc import Iterator

import psycopg
from psycopg import errors

from review.public.replicas import StaleReplica

# Closed by an administrator, crashed, starting; no connection, no memory or disk left (08, 53).
AWAY = {
    errors.AdminShutdown.sqlstate,
    errors.CrashShutdown.sqlstate,
    errors.CannotConnectNow.sqlstate,
}
AWAY_CLASSES = {"08", "53"}
BUSY = {
    errors.LockNotAvailable.sqlstate,
    errors.DeadlockDetected.sqlstate,
    errors.IdleInTransactionSessionTimeout.sqlstate,
    errors.SerializationFailure.sqlstate,  # a replica had to replay what we were reading
}


def is_away(error: BaseException | None) -> bool:
    """Whether the database cannot be read; a statement that it cut off is another matter."""
    return isinstance(error, StaleReplica) or any(
        one.sqlstate in AWAY
        or (one.sqlstate or "")[:2] in AWAY_CLASSES
        or (one.sqlstate is None and isinstance(one, psycopg.OperationalError))
        for one in _database_errors(error)
    )


def is_busy(error: BaseException | None) -> bool:
    return any(one.sqlstate in BUSY for one in _database_errors(error))


def _database_errors(error: BaseException | None) -> Iterator[psycopg.Error]:
    """psycopg's errors behind an error: the first one may have caused others on its way."""
    while error is not None:
        if isinstance(error, psycopg.Error):
            yield error
        error = error.__cause__ or error.__context__


class InOneLine(logging.Filter):
    """Say what a watcher can act on, where a traceback would tell nothing more."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if is_away(error) or is_busy(error):
            record.msg = f"{record.getMessage()}: {_reason(error)}"
            record.args, record.exc_info, record.exc_text = (), None, None
        return True


def _reason(error: BaseException | None) -> str:
    """What the server says may have values of a row in it; what the driver says has none."""
    told = next(_database_errors(error), None)
    return type(told).__name__ if told and told.sqlstate else str(told or error).partition("\n")[0]
