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

from review.public_role import reading_fault


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """An answer at all says that the process lives; status 200 says that it can serve readers."""
    problem = find_problem()
    return JsonResponse({"ready": not problem, "problem": problem}, status=503 if problem else 200)


def find_problem() -> str | None:
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
    return reading_fault() or None


@cache
def latest_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).graph.leaf_nodes())
