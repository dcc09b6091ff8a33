"""What people are told when the database is away, or somebody else's work is in the way.

An error handler, since sessions and sign-in meet such an error outside of any view.
"""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults

from accounts.held_forms import may_be_held, typed
from config.database_errors import is_away, is_busy

RETRY_SECONDS = 30


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's page of a fault, but 503 where trying again is all that is to be done."""
    error = sys.exception()
    if not is_away(error) and not is_busy(error):
        return defaults.server_error(request)
    kept = typed(request) if may_be_held(request) else []
    context = {"busy": is_busy(error), "held": bool(kept), "typed": kept}
    response = render(request, "503_database.html", context, status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    response["Cache-Control"] = "no-store, private"
    return response
