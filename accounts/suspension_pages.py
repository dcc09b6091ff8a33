"""An administrator's pages to suspend an account, to lift it, and what to do in an emergency."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import deeds, suspending
from accounts.forms import ReasonForm
from accounts.models import Suspension

# One text for who reads the repository and who reads the site.
EMERGENCY = {"en": "somebody-was-arrested.md", "uk": "somebody-was-arrested.uk.md"}


def suspend(request: HttpRequest, person: User) -> HttpResponse:
    said = _("Suspended: this account cannot sign in, and all its sessions have ended.")
    return _decided(request, person, suspending.suspend, said)


def lift(request: HttpRequest, person: User) -> HttpResponse:
    said = _("The suspension is lifted. The old password counts no longer: now give them a link.")
    return _decided(request, person, suspending.lift, said)


def _decided(
    request: HttpRequest, person: User, deed: Callable[..., None], said: str
) -> HttpResponse:
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        decided = partial(deed, person, by=deeds.person(request), **form.cleaned_data)
        if deeds.do(request, form, decided, said):
            return redirect("admin:auth_user_change", person.pk)
    suspends = deed is suspending.suspend
    context = {
        "title": _("Suspend an account") if suspends else _("Lift a suspension"),
        "accounts_title": User._meta.verbose_name_plural,
        "person": person,
        "form": form,
        "suspends": suspends,
        "is_done": person.is_active != suspends,
        "events": Suspension.objects.filter(person=person).select_related("by__colleague"),
    }
    return deeds.page(
        request, "admin/accounts/suspend.html", context, status=400 if form.errors else 200
    )


def emergency(request: HttpRequest) -> TemplateResponse:
    language = get_language() or settings.LANGUAGE_CODE
    text = (settings.BASE_DIR / "docs" / EMERGENCY[language]).read_text()
    title, *blocks = text.split("\n\n")
    context = {"title": title.removeprefix("# "), "blocks": list(_blocks(blocks))}
    return deeds.page(request, "admin/accounts/emergency.html", context)


def _blocks(blocks: list[str]) -> Iterator[dict[str, Any]]:
    """Headings, paragraphs and numbered lists: the text has nothing else."""
    for block in blocks:
        if block.startswith("## "):
            yield {"heading": block.removeprefix("## ").strip()}
        elif steps := re.split(r"^\d+\. ", block, flags=re.MULTILINE)[1:]:
            yield {"steps": [" ".join(step.split()) for step in steps]}
        else:
            yield {"text": " ".join(block.split())}
