"""Who forgot their password asks for a link; the answer tells nothing of who has an account."""

import logging
from smtplib import SMTPException

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from accounts import credential_links
from accounts.client_address import network_of
from accounts.limits import TooMany, count, limit
from accounts.signing_in import PER_ADDRESS, in_words

logger = logging.getLogger(__name__)

PER_ACCOUNT = 3
TEMPLATE = "admin/accounts/forgotten_password.html"


class NameForm(forms.Form):
    username = forms.CharField(
        label=gettext_lazy("Username"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )


class ThenSent(TemplateResponse):
    """Whoever asked has the whole answer before anything is looked up: it takes no longer."""

    username = language = ""

    def close(self) -> None:
        try:
            with translation.override(self.language):
                send(self.username)
        finally:
            super().close()


@never_cache
@login_not_required
def forgotten(request: HttpRequest) -> HttpResponse:
    form = NameForm(request.POST or None) if settings.EMAIL_URL else None
    context = admin.site.each_context(request) | {"title": _("Forgot your password?"), "form": form}
    if form is not None and form.is_valid():
        try:
            _count(request, form.cleaned_data["username"])
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            sent = ThenSent(request, TEMPLATE, context | {"sent": True})
            sent.username = form.cleaned_data["username"]
            sent.language = translation.get_language() or settings.LANGUAGE_CODE
            return sent
    return TemplateResponse(request, TEMPLATE, context, status=400 if form and form.errors else 200)


def _count(request: HttpRequest, username: str) -> None:
    """What is asked for counts, whether or not there is such an account: each is a letter."""
    limits = [limit("forgotten password", username, most=PER_ACCOUNT)]
    if network := network_of(request):
        limits.append(limit("forgotten passwords of an address", network, most=PER_ADDRESS))
    try:
        count(limits, at=timezone.now())
    except TooMany as refused:
        raise ValidationError(in_words(refused)) from None


def send(username: str) -> None:
    """A link and nothing else: whoever reads the letter learns of no record and no colleague."""
    people = User.objects.filter(is_active=True, is_staff=True).exclude(email="")
    person = people.filter(username=username).first()
    if person is None or not person.has_usable_password():
        return
    address = credential_links.issue(person, by=None, kind=credential_links.Kind.MAILED)
    text = _("This link works once, within one hour. If you did not ask for it, do nothing.")
    try:
        send_mail(_("The link that you asked for"), f"{text}\n\n{address}\n", None, [person.email])
    except (OSError, SMTPException):
        # The error itself would say to whom.
        logger.error("A link for a forgotten password could not be sent.")  # noqa: TRY400
