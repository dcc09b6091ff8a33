"""How a process that serves uses the database: with kept connections and without endless waiting.

Migrations and other commands may wait and think as long as they need, so this is not in settings.
"""

import os
from typing import Any

from django.conf import settings

# A database that restarts within this time costs nobody an answer.
CONNECT_SECONDS = 5


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
        }
