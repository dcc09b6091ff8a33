"""Whether the site can do its work, for whatever watches it."""

from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, NotSupportedError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from localdb import postgres
from review.public.public_state import public_state
from review.public.replicas import StaleReplica
from review.public.role import reading_fault


@login_not_required
@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process answers: to start it anew would help nothing, whatever the database does."""
    return JsonResponse({"live": True})


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Status 200 says that the process can serve; 503 that nobody is to be sent here, and why."""
    problem = find_problem()
    return JsonResponse({"ready": not problem, "problem": problem}, status=503 if problem else 200)


def find_problem() -> str | None:
    return disk_problem() or database_problem()


def disk_problem() -> str | None:
    """Of the project's own database; where another server keeps its files, its own watcher sees."""
    folder = settings.LOCAL_POSTGRES_DIR
    if folder is None or not folder.exists():
        return None
    has_room = postgres.has_room(folder, postgres.BYTES_TO_GO_ON)
    return None if has_room else "The disk of the database is full."


def database_problem() -> str | None:
    try:
        connection.ensure_connection()
    except NotSupportedError as error:  # the server is older than the site can use
        return str(error)
    except DatabaseError:
        return "The database does not answer."
    # A process that logs in as the public role cannot see the list of migrations, and runs none.
    if connection.settings_dict["USER"] != settings.PUBLIC_DATABASE_ROLE:
        applied = {(m.app, m.name) for m in MigrationRecorder(connection).migration_qs}
        if not latest_migrations() <= applied:
            return "Migrations are missing: run manage.py migrate."
    return reading_fault() or replica_problem()


def replica_problem() -> str | None:
    try:
        public_state()
    except StaleReplica as error:
        return str(error)
    return None


@cache
def latest_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).graph.leaf_nodes())
