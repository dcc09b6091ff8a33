"""What the log says of a request that is refused: one line, since anybody can send a thousand."""

import logging

SERVER_ERROR = 500


class InOneLine(logging.Filter):
    """Without a traceback, which shows our code only, and as a warning: it is the client's fault.

    Django writes an error with a traceback for a Host that is not ours.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", SERVER_ERROR) < SERVER_ERROR:
            record.exc_info = record.exc_text = None
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True
