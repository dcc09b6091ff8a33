"""Files that are sent while they are read: of one state, for a limited time, a few at once."""

import errno
import logging
from collections.abc import Generator
from contextlib import ExitStack, closing
from threading import BoundedSemaphore
from time import monotonic
from typing import Any

from django.conf import settings
from django.http import StreamingHttpResponse

# The other threads of a process stay for pages.
PLACES = BoundedSemaphore(settings.FILES_AT_ONCE)

log = logging.getLogger(__name__)


class BrokenOff(ConnectionAbortedError):
    """The file was read for too long: what it goes on to say may have been hidden meanwhile.

    To a server it is a connection that broke, so that nobody takes the file for a whole one.
    """


class Stream(StreamingHttpResponse):
    """A file whose pieces read the database of the view that returned it, as it was then."""

    def __init__(self, pieces: Generator[Any], **how: Any) -> None:
        super().__init__(pieces, **how)
        self.pieces = pieces

    def take_over(self, reading: ExitStack) -> bool:
        """End what the view has opened with the last piece, or when the reader goes away.

        False when too many are read already.
        """
        if not PLACES.acquire(blocking=False):
            return False
        reading.callback(PLACES.release)
        sent = _sent(self.pieces, reading.pop_all(), monotonic() + settings.PUBLIC_FILE_SECONDS)
        next(sent)  # From here on it is ended even if nobody ever reads.
        self.pieces = self.streaming_content = sent
        return True

    def end(self) -> None:
        """Let go what it reads, when it is not sent; `close` would end the whole request."""
        self.pieces.close()


def _sent(pieces: Generator[Any], reading: ExitStack, until: float) -> Generator[Any]:
    # Its cursor closes before its transaction ends.
    with reading, closing(pieces):
        yield b""
        for piece in pieces:
            if monotonic() > until:
                log.warning("A file was broken off: it took longer than PUBLIC_FILE_SECONDS.")
                raise BrokenOff(errno.EPIPE, "This file took too long.")
            yield piece
