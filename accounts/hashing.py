"""Passwords are hashed one at a time in each process, with a known amount of memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

from django.contrib.auth.hashers import Argon2PasswordHasher

# One hashes and one waits; with four threads in a process, two are left for readers.
PLACES = 2
_places = BoundedSemaphore(PLACES)
_hashing = Lock()


class Busy(Exception):
    """Too many sign in at this very moment."""


@contextmanager
def place() -> Iterator[None]:
    """One of the few places for strangers who sign in; nobody waits for one."""
    if not _places.acquire(blocking=False):
        raise Busy
    try:
        yield
    finally:
        _places.release()


class OneAtATime(Argon2PasswordHasher):
    """Argon2id with 46 MiB, more than OWASP's least, on one core."""

    time_cost = 2
    memory_cost = 47_104
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with _hashing:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with _hashing:
            return super().verify(password, encoded)
