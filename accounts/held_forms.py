"""A form that cannot be taken yet travels in the page that says so: nothing typed is lost."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse

# Of these nothing is to be kept.
NEVER = {"admin:login", "admin:logout", "admin:password_change"}
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 (the name of a field)
# Fields by which somebody proves who they are, beside those of the form that is held.
PROOF = "again"


def may_be_held(request: HttpRequest) -> bool:
    """Only what our own page sent: of another site's form a button here would hide what it does."""
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    staff = request.path.startswith(reverse("admin:index"))
    shut = {reverse(name) for name in NEVER}
    is_kept = request.method == "POST" and ours and staff and request.path not in shut
    # Whoever sets a password types it again.
    return is_kept and not any("password" in name for name in request.POST)


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Every field of the form, without what is of the moment only."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != TOKEN and not name.startswith(f"{PROOF}-")
    ]


def held(request: HttpRequest, template: str = "admin/held.html", **more: Any) -> TemplateResponse:
    context = admin.site.each_context(request) | {"typed": typed(request)} | more
    response = TemplateResponse(request, template, context, status=403)
    response["Cache-Control"] = "no-store, private"
    return response
