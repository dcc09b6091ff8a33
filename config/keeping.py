"""gunicorn's master for the demo: it keeps the database running while it serves."""

from typing import Any

from gunicorn.arbiter import Arbiter
from gunicorn.errors import HaltServer

from localdb.postgres import LocalPostgresError, Server


class KeepingArbiter(Arbiter):
    """Looks after the project's own PostgreSQL each time it looks after its workers."""

    def __init__(self, app: Any, server: Server | None) -> None:
        self.server = server
        super().__init__(app)

    def manage_workers(self) -> None:
        if self.server:
            try:
                self.server.revive()
            except LocalPostgresError as error:
                raise HaltServer(f"The database is gone. {error}", 1) from error
        super().manage_workers()
