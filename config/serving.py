"""How a process that serves uses the database: with kept connections and without endless waiting.

Migrations and other commands may wait and think as long as they need, so this is not in settings.
"""

import os
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from psycopg import Connection
from psycopg_pool import ConnectionPool

# A database that restarts within this time costs nobody an answer.
CONNECT_SECONDS = 5
# No database restarts faster: a connection that answered so lately is not asked again.
LATELY_SECONDS = 0.1


def prepare(database: dict[str, Any]) -> None:
    """Add to Django's settings of a database what a serving process wants."""
    options = database.setdefault("OPTIONS", {})
    limits = (
        f"-c lock_timeout={settings.LOCK_SECONDS}s"
        f" -c idle_in_transaction_session_timeout={settings.IDLE_TRANSACTION_SECONDS}s"
    )
    options["options"] = f"{options.get('options', '')} {limits}".strip()
    # Of the environment, not of the settings: the demo has read those before gunicorn sets this.
    if pool_size := int(os.environ.get("DATABASE_POOL_SIZE", "0")):
        options["pool"] = {
            "min_size": 1,
            "max_size": pool_size,
            "timeout": CONNECT_SECONDS,
            # Whoever asks next tries anew; the pool's own pauses would grow with the outage.
            "reconnect_timeout": CONNECT_SECONDS,
            "check": check_unless_lately,
        }


_checked: WeakKeyDictionary[Connection[Any], float] = WeakKeyDictionary()


def check_unless_lately(connection: Connection[Any]) -> None:
    """Raise if the connection is broken; on a busy site this would be half of a kept page."""
    now = monotonic()
    if now - _checked.get(connection, 0) > LATELY_SECONDS:
        ConnectionPool.check_connection(connection)
        _checked[connection] = now
