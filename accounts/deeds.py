"""What every staff page does in one way: know the person, show a page, do a deed or say why not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest
from django.template.response import TemplateResponse

from accounts.rules import Refused


def person(request: HttpRequest) -> User:
    """Whoever is signed in; the admin asks everybody else to sign in first."""
    return cast(User, request.user)


def page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> TemplateResponse:
    return TemplateResponse(
        request, template, admin.site.each_context(request) | context, status=status
    )


@dataclass(frozen=True)
class Done[T]:
    """What a deed gave back."""

    result: T


def do[T](
    request: HttpRequest,
    form: BaseForm | None,
    deed: Callable[[], T],
    said: str | Callable[[T], str] = "",
) -> Done[T] | None:
    """Do all of the deed and say so, or nothing of it.

    None when a rule refused it: why stands on the form then, or where there is none, in a message.
    """
    try:
        with transaction.atomic():
            result = deed()
    except Refused as refused:
        if form is None:
            messages.error(request, refused.said_to(person(request)))
        else:
            form.add_error(None, refused.said_to(person(request)))
        return None
    if sentence := said(result) if callable(said) else said:
        messages.success(request, sentence)
    return Done(result)
