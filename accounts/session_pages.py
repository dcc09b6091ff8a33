"""Where a colleague sees in which browsers they are signed in, and ends what is not theirs."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.deeds import page
from accounts.models import Session, SessionQuerySet


def sessions_of(request: HttpRequest) -> SessionQuerySet:
    """One's own and nobody else's."""
    mine = Session.objects.filter(person=cast(User, request.user))
    return mine.alive(timezone.now()).order_by("-last_seen_at")


def own_sessions(request: HttpRequest) -> TemplateResponse:
    rows = list(sessions_of(request))
    context = {
        "title": _("Where I am signed in"),
        "sessions": rows,
        "this": next((row for row in rows if row.pk == request.session.session_key), None),
    }
    return page(request, "admin/accounts/own_sessions.html", context)


@require_POST
def end_session(request: HttpRequest, shown_as: UUID) -> HttpResponse:
    """That of somebody else is answered as one that has ended already."""
    sessions_of(request).filter(shown_as=shown_as).delete()
    messages.success(request, _("That session has ended."))
    return redirect("admin:own_sessions")


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    sessions_of(request).exclude(pk=request.session.session_key).delete()
    messages.success(request, _("You are signed in here only: all other sessions have ended."))
    return redirect("admin:own_sessions")
