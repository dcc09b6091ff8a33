"""How often something may be tried: counted in the database, for all processes together."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection
from django.db.models import F
from django.utils.crypto import salted_hmac

from accounts.models import Tries

logger = logging.getLogger(__name__)

WINDOW = timedelta(minutes=15)
# One statement, so that guesses at the same moment are counted one after the other. A count that
# began before the window begins anew; a refused try makes nobody wait longer.
COUNT = """
INSERT INTO accounts_tries AS kept (key, count, since) VALUES (%(key)s, 1, %(at)s)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN kept.since <= %(over)s THEN 1 ELSE LEAST(kept.count + 1, 32000) END,
    since = CASE WHEN kept.since <= %(over)s THEN excluded.since ELSE kept.since END
RETURNING count, since
"""
FORGET = """
DELETE FROM accounts_tries WHERE key IN (
    SELECT key FROM accounts_tries WHERE since <= %(over)s FOR UPDATE SKIP LOCKED
)
"""


class Limit(NamedTuple):
    """So many tries within the window under one key; `whose` is for the log."""

    whose: str
    key: str
    most: int


class TooMany(Exception):
    """There were too many tries; how long to wait."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        self.wait = wait


def limit(whose: str, *named: object, most: int) -> Limit:
    text = "\0".join([whose, *map(str, named)])
    return Limit(whose, salted_hmac("accounts.tries", text, algorithm="sha256").hexdigest(), most)


@contextmanager
def counted(limits: Iterable[Limit], *, at: datetime) -> Iterator[None]:
    """Count a try before what is tried, under each key; it does not count when that succeeds."""
    limits = list(limits)
    count(limits, at=at)
    yield
    for one in limits:
        Tries.objects.filter(key=one.key, count__gt=0).update(count=F("count") - 1)


def count(limits: Iterable[Limit], *, at: datetime) -> None:
    """What counts also when it succeeds."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, {"over": at - WINDOW})
    for one in limits:
        _count(one, at)


def _count(one: Limit, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"key": one.key, "at": at, "over": at - WINDOW})
        count, since = cursor.fetchone()
    if count <= one.most:
        return
    if count == one.most + 1:
        logger.warning(
            "More than %s tries to sign in within %s minutes: refused until %s for one %s (%s).",
            *(one.most, WINDOW.seconds // 60, f"{since + WINDOW:%H:%M:%S}"),
            *(one.whose, one.key[:12]),
        )
    raise TooMany(since + WINDOW - at)
