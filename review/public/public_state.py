"""The state of everything that is public, how it is read, and what changed since an earlier one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest
from psycopg_pool import ConnectionPool

from review.models import Entry, Reindexed
from review.public.replicas import SILENCE, refuse_when_stale
from review.public.role import role

# More changes than this take longer to follow than to read everything anew.
MOST_CHANGES = 2_000


class PublicState(NamedTuple):
    """What identifies everything that is public at one moment.

    `reindexed` also counts what changes without an entry of the chain. The digest tells a database
    that was restored from one that went on.
    """

    reindexed: int
    position: int
    digest: str


class PublicRequest(HttpRequest):
    """What a public view is given."""

    public_state: PublicState


class Change(NamedTuple):
    """An entry of the chain or rows of the index; the gazetteer as a whole has no reference."""

    position: int
    reference: str


# The first statement of a transaction, or it is refused.
ONE_STATE = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;"
_STATE = f"""
    SELECT (SELECT coalesce(max(number), 0) FROM review_reindexed),
        coalesce(max(position), 0), coalesce(max(digest), ''), {SILENCE}
        FROM (SELECT position, digest FROM review_entry ORDER BY position DESC LIMIT 1) AS head
"""  # noqa: S608 (it is made of constants)
_ENTER = f"""
    {{one_state}}
    SET LOCAL ROLE {{role}};
    SET LOCAL transaction_read_only = on;
    SET LOCAL statement_timeout = {{milliseconds}};
    {_STATE}
"""


def public_state() -> PublicState:
    """The state of the moment, by one statement and without a transaction of ours.

    It tells nothing of any record, so it is asked without the change of role. Where connections are
    pooled and this request holds none, one is lent for it: all that Django does to a connection of
    its own would cost as much again as the question.
    """
    pool: ConnectionPool[Any] | None = connection.pool  # type: ignore[attr-defined]
    if connection.connection is None and pool is not None:
        pool.open()  # Nothing, once it is open.
        with connection.wrap_database_errors, pool.connection() as lent:
            return _current(*lent.execute(_STATE).fetchone())
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        return _current(*cursor.fetchone())


def _current(reindexed: int, position: int, digest: str, silent: float | None) -> PublicState:
    refuse_when_stale(silent)
    return PublicState(reindexed, position, digest)


@contextmanager
def public_reading() -> Iterator[PublicState]:
    """Run the block as the public role, read only, with no statement longer than the limit.

    Everything is rolled back at the end: nothing was written, and inside a test's own transaction
    the rollback to the savepoint gives the former role and mode back. All that the block reads is
    of the state that it is given; only a transaction of its own can promise that.
    """
    one_state = "" if connection.in_atomic_block else ONE_STATE
    with transaction.atomic():
        with connection.cursor() as cursor:
            milliseconds = int(settings.PUBLIC_STATEMENT_SECONDS * 1000)
            # All in one message: this is done for every page.
            cursor.execute(
                _ENTER.format(one_state=one_state, role=role(), milliseconds=milliseconds)
            )
            while cursor.nextset():
                pass
            state = _current(*cursor.fetchone())
        yield state
        transaction.set_rollback(True)


def changes_since(before: PublicState | None, now: PublicState) -> set[Change] | None:
    """What changed from one state to the other.

    None where nobody knows: there is no state before, the database was restored to an earlier one,
    or too much changed.
    """
    if before is None or before.reindexed > now.reindexed:
        return None
    # From the last entry of before: if it is another one now, the chain did not go on from there.
    entries = list(
        Entry.objects.filter(position__gte=before.position)
        .order_by("position")
        .values_list("position", "reference", "digest")[: MOST_CHANGES + 2]
    )
    if before.position and before.digest != (entries.pop(0)[2] if entries else ""):
        return None
    rows = Reindexed.objects.filter(number__gt=before.reindexed).order_by()
    found = {Change(position, reference) for position, reference, _digest in entries}
    found |= {Change(*row) for row in rows.values_list("position", "reference")[: MOST_CHANGES + 1]}
    return None if len(found) > MOST_CHANGES else found
